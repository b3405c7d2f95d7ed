"""El ciclo de entrenamiento por minilotes: lo ofrece `optimizers.train_minibatches`.

Los pasos los da `training.Trainer`; la regla que lo detiene está en `divergence`. Da, a
1e-12, los números del ciclo escrito con las funciones de `optimizers`.
"""

import warnings

import numpy as np

from course_lib import validation as door
from course_lib.activations import ACTIVATIONS
from course_lib.divergence import WINDOW, Watch, evaluate
from course_lib.errors import count_text
from course_lib.mlp import he_initialization
from course_lib.training import Trainer

__all__ = ["InterruptedTrainingWarning", "epoch_parts", "train_minibatches"]


class InterruptedTrainingWarning(UserWarning):
    """El entrenamiento se interrumpió con Ctrl-C; lo aprendido se devuelve."""


def train_minibatches(
    X,
    Y,
    layer_shapes,
    alpha,
    epochs,
    batch_size,
    seed,
    *,
    activation="relu",
    optimizer="sgd",
    beta=0.9,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    lam=0.0,
    keep_probability=1.0,
    validation=None,
    patience=None,
    initial=None,
    callback=None,
):
    """Entrena por lotes, con las piezas de este módulo. Devuelve W, b y losses.

    Args:
        X, Y: (m, h_0) y (m, K) one-hot, de `losses.one_hot`. layer_shapes: [h_0, …, K];
            con dos clases, K es 2. alpha: la tasa.
        epochs, batch_size: vueltas a los datos, y ejemplos por paso. Si el lote abarca
            a todos, no se baraja.
        seed: de ella sale todo. Los pesos, de `he_initialization(layer_shapes, seed)`;
            el orden de la época e, de `seed + e`; el dropout, de un solo
            `np.random.default_rng([seed, 1])`.
        activation: la de las capas ocultas: "relu", "tanh", "sigmoid", "leaky_relu".
        optimizer: "sgd", "momentum" (con `beta`) o "adam" (con `beta1`, `beta2` y
            `epsilon`). Cambiar el número de otro optimizador es un error: si se
            ignorara, creerías que probaste algo.
        lam, keep_probability: los de `l2_gradients` y `dropout_forward`.
        validation, patience: (X_val, Y_val) y las épocas de espera: parada temprana,
            que devuelve W y b de la mejor época.
        initial: (W, b) con que empezar, en vez de los pesos al azar. Se copian.
        callback: se llama `callback(epoch, W, b, loss)` al final de cada época, con
            copias y la pérdida media de sus pasos. Para detener el entrenamiento sin
            perder lo aprendido, lanza ahí KeyboardInterrupt: es como Ctrl-C. Cualquier
            otro error sale tal cual, y train_minibatches no devuelve nada: guarda tus W
            y b desde callback si te hacen falta.

    Returns:
        W, b: como en `mlp`. losses: una pérdida por paso, la entropía cruzada de su
        lote antes de actualizar, sin la penalización.

    Ctrl-C no pierde nada: devuelve lo mismo, con un `InterruptedTrainingWarning`. W y b
    son los del último paso completo (o los de la mejor época, si hay validación), y
    losses puede traer una más, la del paso que no terminó. Solo antes de que haya pesos
    que devolver se detiene sin más, como cualquier programa.

    De principio a fin, con X_train (m, 64) e y_train de 10 clases::

        from course_lib import load, save
        from course_lib.losses import one_hot
        from course_lib.mlp import Network
        from course_lib.optimizers import train_minibatches
        from course_lib.preprocessing import Standardization

        steps = Standardization.of(X_train)
        X, Y = steps(X_train), one_hot(y_train, 10)
        W, b, losses = train_minibatches(X, Y, [64, 32, 10], 0.1, 20, 32, seed=0)
        network = Network(W, b, preprocessing=steps)
        path = save(network, "digitos")
        y_pred = load(path).predict(X_test)  # X_test sin estandarizar: lo hace la red

    Raises:
        CourseError: algo que no sirve, antes del primer paso.
        DivergenceError: la pérdida dejó de ser finita, o crece sin fin; o pasó 500
            pasos seguidos a más de 10 veces la del comienzo, sin bajar y sin acertar
            más que la clase más frecuente. Trae W, b y losses sanos, y la causa
            probable. Una pérdida alta o ruidosa no detiene a una red que acierta o que
            va bajando. La regla completa, con sus cifras, está en `divergence`.
    """
    X, Y, h, alpha, _ = door.checked_training(
        X, Y, layer_shapes, alpha, 1, activation, ACTIVATIONS, callback
    )
    if alpha == 0:
        warnings.warn(
            "Con alpha = 0 los pesos no cambian: nada se aprende", stacklevel=2
        )
    epochs, seed = door.as_epochs(epochs), door.as_seed(seed)
    batch_size = min(door.as_batch_size(batch_size), len(X))
    options = door.checked_options(
        optimizer, beta=beta, beta1=beta1, beta2=beta2, epsilon=epsilon
    )
    settings = {"activation": activation, "optimizer": optimizer, "alpha": alpha}
    settings["lam"] = door.as_number(lam, "lam", minimum=0)
    settings["keep_probability"] = door.as_keep_probability(keep_probability)
    validation, patience = door.checked_validation(validation, patience, h, X.dtype)
    if initial is None:
        W, b = he_initialization(h, seed, dtype=X.dtype)
    else:
        W, b = door.checked_initial(initial, h, X.dtype)
    trainer = Trainer(W, b, batch_size=batch_size, options=options, **settings)
    losses, best = [], None  # la mejor época: su pérdida, su número, W y b
    rng, epoch, watch = np.random.default_rng([seed, 1]), 0, None
    try:
        watch = Watch(trainer, losses, X, Y, settings | options)
        # `take` copiaría X entera en cada lote si no fuera contigua.
        X, Y_T = np.ascontiguousarray(X), np.ascontiguousarray(Y.T)
        for epoch in range(epochs):
            first = len(losses)
            for order in epoch_parts(len(X), batch_size, seed + epoch):
                trainer.epoch(X, Y_T, order, rng, losses)
                watch.look()
            if callback is not None:
                W, b = trainer.lists()
                watch.finish(W, b)
                callback(epoch, W, b, float(np.mean(losses[first:])))
            if validation is not None:
                W, b = trainer.lists()
                watch.finish(W, b)
                val_loss, _ = evaluate(*validation, W, b, activation)
                if best is None or val_loss < best[0]:
                    best = val_loss, epoch, W, b
                elif epoch - best[1] >= patience:
                    break
        W, b = best[2:] if best else trainer.lists()
    except KeyboardInterrupt:
        kept = "de la mejor época" if best else "del último paso completo"
        warnings.warn(
            f"Entrenamiento interrumpido en la época {epoch}, tras "
            f"{count_text(len(losses), 'paso')} en total. No se "
            f"pierde lo aprendido: W y b son los {kept}",
            InterruptedTrainingWarning,
            stacklevel=2,
        )
        W, b = best[2:] if best else trainer.lists()
    if watch is not None:
        watch.finish(W, b)
    return W, b, losses


def epoch_parts(m, batch_size, seed):
    """El orden de una época, en tramos de `WINDOW` lotes; None si cabe en un lote.

    seed: con la que se barajan los m ejemplos; con None van en su orden.
    """
    if batch_size >= m:
        return (None,)
    order = np.arange(m)
    if seed is not None:
        order = np.random.default_rng(seed).permutation(m)
    return np.split(order, range(WINDOW * batch_size, m, WINDOW * batch_size))
