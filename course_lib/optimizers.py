"""Entrenar por lotes: lo que rodea al descenso del gradiente (lección 05).

Aquí están las ocho funciones que se leen: puras, devuelven arreglos nuevos y conservan
float32. `train_minibatches`, que viene de `minibatch_training`, da los mismos números
con memoria reservada. Con `check=False` no revisan su entrada: así se llaman dentro de
un ciclo que ya la revisó en la puerta.
"""

import numpy as np

from course_lib import validation as door
from course_lib.minibatch_training import InterruptedTrainingWarning, train_minibatches
from course_lib.validation import DivergenceError

__all__ = [
    "DivergenceError",
    "InterruptedTrainingWarning",
    "adam_step",
    "dropout_backward",
    "dropout_forward",
    "early_stopping",
    "l2_gradients",
    "minibatches",
    "momentum_step",
    "split",
    "train_minibatches",
]


def split(m, fractions, seed):
    """Reparte los índices 0 … m − 1, barajados, en partes disjuntas. Lección 05.

    fractions: qué parte del total va a cada conjunto; suman 1. Devuelve una lista de
    arreglos de índices, uno por fracción, que juntos los cubren todos.
    CourseError: fracciones que no suman 1, o una parte que queda sin ejemplos.
    """
    m, cuts = door.checked_split(m, fractions)
    order = np.random.default_rng(door.as_seed(seed)).permutation(m)
    return np.split(order, cuts)


def minibatches(X, Y, batch_size, seed, *, check=True):
    """Recorre los ejemplos, barajados, en lotes (X_batch, Y_batch). Lección 05.

    Cada ejemplo sale una vez; el último lote puede ser menor. X (m, h_0), Y (m, K).
    CourseError: X e Y de distinto largo, batch_size que no es un entero positivo.
    """
    if check:
        X, Y, batch_size = door.checked_minibatches(X, Y, batch_size, seed)
    m = len(X)
    order = np.random.default_rng(seed).permutation(m)
    batches = (order[i : i + batch_size] for i in range(0, m, batch_size))
    return ((X[rows], Y[rows]) for rows in batches)


def l2_gradients(dW, W, lam, *, check=True):
    """Suma a cada dW[l] el gradiente de la penalización (λ/2) Σ‖W‖²: λ W[l].

    No se divide entre m, y los sesgos no se penalizan. Devuelve una lista nueva.
    CourseError: listas sin el None del índice 0, formas distintas, lam negativa.
    """
    if check:
        dW, W, lam = door.checked_l2(dW, W, lam)
    return [None] + [dW[l] + lam * W[l] for l in range(1, len(W))]


def momentum_step(p, g, v, alpha, beta=0.9, *, check=True):
    """Un paso con inercia: v ← β v + g, p ← p − α v. Devuelve p y v. Lección 05.

    p: un parámetro; g: su gradiente; v: su velocidad, que empieza en ceros.
    CourseError: formas distintas, alpha negativa, beta fuera de [0, 1).
    """
    if check:
        p, g, v = door.as_same_shape(p=p, g=g, v=v)
        alpha, beta = door.as_alpha(alpha), door.as_decay(beta, "beta")
    v = beta * v + g
    return p - alpha * v, v


def adam_step(
    p, g, s, r, t, alpha, beta1=0.9, beta2=0.999, epsilon=1e-8, *, check=True
):
    """El paso t de Adam, con t desde 1. Devuelve p, s y r. Lección 05.

    s y r promedian g y g²; empiezan en ceros y se devuelven sin corregir: la corrección
    del sesgo hacia 0, entre 1 − βᵗ, solo se usa en el paso.
    CourseError: formas distintas, t menor que 1, betas fuera de [0, 1), alpha negativa.
    """
    if check:
        p, g, s, r = door.as_same_shape(p=p, g=g, s=s, r=r)
        t, alpha, beta1, beta2, epsilon = door.checked_adam(
            r, t, alpha, beta1, beta2, epsilon
        )
    s = beta1 * s + (1 - beta1) * g
    r = beta2 * r + (1 - beta2) * g**2
    s_hat = s / (1 - beta1**t)
    r_hat = r / (1 - beta2**t)
    return p - alpha * s_hat / (np.sqrt(r_hat) + epsilon), s, r


def early_stopping(val_losses, patience):
    """La mejor época: la de menor pérdida de validación antes de perder la paciencia.

    Se recorren en orden; tras `patience` épocas seguidas sin una pérdida menor que la
    mejor, se deja de mirar. Devuelve su índice. Lección 05.
    CourseError: ninguna pérdida, NaN, patience menor que 1.
    """
    val_losses, patience = door.checked_early_stopping(val_losses, patience)
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def dropout_forward(A, keep_probability, seed, *, check=True):
    """Apaga unidades al azar: devuelve A ⊙ máscara, y la máscara. Lección 05.

    La máscara vale 0 o 1/keep_probability: así la media de A no cambia, y al predecir
    no hay que corregir nada. seed: una semilla, o un np.random.Generator.
    CourseError: keep_probability fuera de (0, 1].
    """
    if check:
        A, keep_probability = door.checked_dropout(A, keep_probability, seed)
    rng = np.random.default_rng(seed)
    kept = rng.random(A.shape) < keep_probability
    mask = (kept / keep_probability).astype(A.dtype)
    return A * mask, mask


def dropout_backward(dA, mask, *, check=True):
    """El gradiente pasa por donde pasó la activación: dA ⊙ máscara. Lección 05.

    mask: la que devolvió `dropout_forward`. CourseError: formas distintas.
    """
    if check:
        dA, mask = door.as_same_shape(dA=dA, mask=mask)
    return dA * mask
