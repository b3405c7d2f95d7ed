"""La misma red, con la forma que usan scikit-learn y PyTorch, y de vuelta.

| aquí | `nn.Linear` de PyTorch | `MLPClassifier` de scikit-learn |
| --- | --- | --- |
| W[l] (h_{l-1}, h_l) | `weight` (h_l, h_{l-1}), traspuesta | `coefs_[l - 1]` |
| b[l] (h_l,) | `bias` | `intercepts_[l - 1]` |
| softmax al final | nada: entrega Z_L | softmax; con dos clases, una sigmoide |

De ida, la red recibe la misma X que `network.predict`: una `Standardization` se funde
con la primera capa, porque (X − mean) / scale · W[1] + b[1] también es lineal en X.
PyTorch no hace falta: entran y salen arreglos. scikit-learn se importa al llamar a
`to_sklearn`.
"""

import re

import numpy as np

from course_lib.errors import (
    CourseError,
    CourseTypeError,
    CourseValueError,
    ShapeError,
    as_array,
    describe,
    shape_text,
)
from course_lib.mlp import Network
from course_lib.preprocessing import as_standardization
from course_lib.validation import network_advice

__all__ = ["from_sklearn", "from_torch_state", "to_sklearn", "to_torch_state"]

# El nombre de cada activación en scikit-learn: la sigmoide es su "logistic", y
# leaky_relu no existe.
_IN_SKLEARN = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic"}
_FROM_SKLEARN = {theirs: ours for ours, theirs in _IN_SKLEARN.items()}


def to_torch_state(network):
    """El `state_dict` de `nn.Sequential(nn.Linear, g, nn.Linear, g, …, nn.Linear)`.

    Un diccionario de arreglos, copias: "0.weight" (h_1, h_0), "0.bias" (h_1,),
    "2.weight"… La g ocupa los números impares: nn.ReLU(), nn.Tanh(), nn.Sigmoid() o
    nn.LeakyReLU(). En PyTorch: `model.load_state_dict({name: torch.from_numpy(value)
    for name, value in state.items()})`; con float64, antes `model.double()`. El modelo
    entrega Z_L: las probabilidades son su softmax.
    CourseError: no es una Network, o su preprocesamiento es una función.
    """
    W, b = _without_preprocessing(network, "llevar a PyTorch")
    state = {}
    for l in range(1, len(W)):
        state[f"{2 * (l - 1)}.weight"] = np.array(W[l].T, order="C")
        state[f"{2 * (l - 1)}.bias"] = np.array(b[l])
    return state


def from_torch_state(state, activation="relu", classes=None):
    """La `Network` de un `state_dict` de PyTorch hecho de capas `nn.Linear`.

    Los valores son arreglos o tensores en la CPU. Las capas van en el orden de sus
    números o, si tienen nombre (`fc1.weight`), en el del diccionario; sin `bias`, sus
    sesgos son 0. La activación no está en el `state_dict`: se dice aquí, y es la misma
    en todas las capas ocultas.
    CourseError: arreglos que no son de capas Linear, o formas que no encajan.
    """
    W, b = [None], [None]
    for name in _linear_layers(state):
        weight = _as_values(state[f"{name}weight"], f"{name}weight")
        if weight.ndim != 2:
            raise ShapeError(
                f"{name}weight no es el peso de una capa nn.Linear",
                expected="forma (h_l, h_{l-1})",
                got=f"forma {shape_text(weight.shape)}",
                action="En esta red no hay lugar para convoluciones ni normalizaciones",
            )
        bias = np.zeros(len(weight), weight.dtype)
        if f"{name}bias" in state:
            bias = _as_values(state[f"{name}bias"], f"{name}bias")
        W.append(weight.T)
        b.append(bias)
    return Network(W, b, activation, classes)


def to_sklearn(network):
    """Un `MLPClassifier` de scikit-learn ya ajustado, que predice lo mismo.

    Con dos clases scikit-learn usa una sola salida, σ(z), y aquí hay dos: como
    softmax(z_0, z_1) = σ(z_1 − z_0), su peso es W[:, 1] − W[:, 0]. Las clases van en
    orden, como las deja `fit`. `partial_fit` sigue desde estos pesos.
    CourseError: leaky_relu, que ahí no existe; una sola clase o clases repetidas; un
    preprocesamiento que es una función; falta scikit-learn.
    """
    W, b = _without_preprocessing(network, "llevar a scikit-learn")
    if network.activation not in _IN_SKLEARN and len(W) > 2:
        raise CourseValueError(
            f"scikit-learn no tiene {network.activation} entre sus activaciones",
            expected="una red con relu, tanh o sigmoid",
            got=network.activation,
            action="Entrena la red con relu, o llévala a PyTorch con to_torch_state",
        )
    classes, order = _sorted_classes(network)
    W[-1], b[-1] = W[-1][:, order], b[-1][order]
    if len(classes) == 2:
        W[-1], b[-1] = W[-1][:, 1:] - W[-1][:, :1], b[-1][1:] - b[-1][:1]
    classifier = _blank_classifier(
        hidden_layer_sizes=tuple(bias.size for bias in b[1:-1]),
        activation=_IN_SKLEARN.get(network.activation, "relu"),
    )
    # Un paso con un ejemplo en 0 crea todo lo que un clasificador ajustado lleva
    # dentro, en cualquier versión; después se ponen los pesos y se borra ese paso.
    X = np.zeros((1, W[1].shape[0]), W[1].dtype)
    classifier.partial_fit(X, classes[:1], classes=classes)
    classifier.coefs_ = [np.array(w, order="C") for w in W[1:]]
    classifier.intercepts_ = [np.array(bias) for bias in b[1:]]
    classifier.n_iter_ = classifier.t_ = 0
    classifier.loss_curve_, classifier.loss_, classifier.best_loss_ = [], np.nan, np.inf
    vars(classifier).pop("_optimizer", None)
    return classifier


def from_sklearn(classifier):
    """La `Network` de un `MLPClassifier` de scikit-learn ya ajustado.

    Con dos clases, la columna 0 de la última capa queda en 0 y la 1 lleva sus pesos.
    CourseError: no está ajustado, es un Pipeline o un regresor, predice varias
    etiquetas a la vez, o usa la activación "identity".
    """
    coefs, intercepts, classes = _fitted(classifier)
    W, b = [None, *coefs], [None, *intercepts]
    if classifier.out_activation_ == "logistic":
        W[-1] = np.hstack([np.zeros_like(W[-1]), W[-1]])
        b[-1] = np.concatenate([np.zeros_like(b[-1]), b[-1]])
    if len(W) > 2 and classifier.activation not in _FROM_SKLEARN:
        raise CourseValueError(
            f"Las capas ocultas usan {classifier.activation}, que aquí no existe",
            expected='un MLPClassifier con activation "relu", "tanh" o "logistic"',
            got=describe(classifier.activation),
            action="Con identity la red es lineal: funde sus capas en una, W[1] @ W[2]"
            if classifier.activation == "identity"
            else None,
        )
    return Network(W, b, _FROM_SKLEARN.get(classifier.activation, "relu"), classes)


def _without_preprocessing(network, what):
    """Listas W y b que reciben X tal cual: la Standardization, dentro de la capa 1."""
    if not isinstance(network, Network):
        raise CourseTypeError(
            f"Solo una red entrenada se puede {what}",
            expected="una Network de course_lib.mlp",
            got=describe(network),
            action=network_advice(network),
        )
    W, b = [*network.W], [*network.b]
    steps = as_standardization(network, what)
    arrays = [*W[1:], *b[1:], *((steps.mean, steps.scale) if steps else ())]
    dtype = np.result_type(*arrays)  # un solo tipo: es lo que admiten los dos
    if steps is not None:
        # En float64 aunque la red sea de float32: esta resta pierde cifras.
        scaled = W[1].astype(np.float64) / steps.scale[:, None]
        W[1], b[1] = scaled, b[1] - steps.mean.astype(np.float64) @ scaled
    layers = range(1, len(W))
    W = [None] + [W[l].astype(dtype) for l in layers]
    return W, [None] + [b[l].astype(dtype) for l in layers]


def _linear_layers(state):
    """Los prefijos de las capas, «0.», «2.»…, en su orden."""
    if not hasattr(state, "keys") or not hasattr(state, "__getitem__"):
        raise CourseTypeError(
            "state debe ser un diccionario",
            expected="lo que devuelve model.state_dict()",
            got=describe(state),
            action="Llama a state_dict(), con paréntesis" if callable(state) else None,
        )
    names = [str(name) for name in state.keys()]  # noqa: SIM118 (también un .npz)
    layers = [name.removesuffix("weight") for name in names if _is(name, "weight")]
    biases = [name for name in names if _is(name, "bias")]
    alone = [n for n in biases if n.removesuffix("bias") not in layers]
    others = [n for n in names if not _is(n, "weight") and n not in biases] + alone
    if others or not layers:
        raise CourseValueError(
            "El state_dict no es de una red de capas nn.Linear",
            expected='uno con nombres como "0.weight" y "0.bias"',
            got=", ".join(f"«{name[:40]}»" for name in others[:4]) or "uno sin pesos",
        )
    numbers = [re.fullmatch(r"(?:.*\.)?(\d+)\.", layer) for layer in layers]
    if all(numbers) and len({m[0][: m.start(1)] for m in numbers}) == 1:
        # Un .npz los devuelve como textos: "10." antes que "2.".
        layers.sort(key=lambda layer: int(re.findall(r"\d+", layer)[-1]))
    return layers


def _is(name, kind):
    return name == kind or name.endswith(f".{kind}")


def _as_values(value, name):
    """Un arreglo, aunque llegue como tensor."""
    try:
        array = np.asarray(value.detach() if hasattr(value, "detach") else value)
    except (TypeError, ValueError, RuntimeError):
        raise CourseTypeError(
            f"{name} no se puede leer como un arreglo de NumPy",
            expected="un arreglo, o un tensor en la CPU",
            got=describe(value),
            action=f'Conviértelo antes: state["{name}"].cpu().float().numpy()',
        ) from None
    return as_array(array, name)


def _sorted_classes(network):
    """Las clases en orden, como las deja scikit-learn, y la columna de cada una."""
    classes = network.classes
    if classes is None:
        classes = np.arange(network.W[-1].shape[1])
    if classes.dtype.kind == "O" and all(isinstance(c, str) for c in classes):
        classes = classes.astype(str)
    found, order = np.unique(classes, return_index=True)
    if len(found) < 2:
        raise CourseValueError(
            "Con una sola clase scikit-learn no puede clasificar",
            expected="una red con dos clases o más",
            got="una con 1",
        )
    return found, order


def _blank_classifier(**options):
    try:
        from sklearn.neural_network import MLPClassifier
    except ModuleNotFoundError as error:
        raise CourseError(
            "Falta scikit-learn, de donde sale MLPClassifier",
            action="Instálalo: python -m pip install scikit-learn",
        ) from error
    return MLPClassifier(**options, random_state=0)


def _linear_advice(model):
    """Cómo se escribe una LogisticRegression de scikit-learn: una red de una capa."""
    w, b = "modelo.coef_.T", "modelo.intercept_"
    if len(model.coef_) == 1:  # una sola salida: σ(z) = softmax(0, z) en la columna 1
        w, b = f"{w} * [0, 1]", f"{b} * [0, 1]"
    return (
        f"Es una red de una capa: Network([None, {w}], [None, {b}], "
        "classes=modelo.classes_)"
    )


def _fitted(classifier):
    """coefs_, intercepts_ y classes_ de un clasificador ajustado."""
    if hasattr(classifier, "steps"):
        raise CourseTypeError(
            "Llegó un Pipeline, y la red es solo su último paso",
            expected="el MLPClassifier",
            action="Usa from_sklearn(pipeline[-1]). Su StandardScaler se escribe "
            "Standardization(scaler.mean_, scaler.scale_) en preprocessing",
        )
    names = ("coefs_", "intercepts_", "classes_", "out_activation_", "activation")
    if not all(hasattr(classifier, name) for name in names):
        what, action = "Eso no es un MLPClassifier", None
        if hasattr(type(classifier), "network_"):
            what, action = "Ese modelo ya es del curso", network_advice(classifier)
        elif hasattr(classifier, "hidden_layer_sizes"):
            what = "El clasificador todavía no se entrenó"
            action = "Llama antes a fit(X, y)"
        elif hasattr(classifier, "best_estimator_"):
            what = "Llegó una búsqueda, y la red es solo el mejor de sus modelos"
            action = "Usa from_sklearn(modelo.best_estimator_)"
        elif hasattr(classifier, "coef_"):
            what, action = "Ese modelo es lineal, sin capas", _linear_advice(classifier)
        raise CourseTypeError(
            what,
            expected="un MLPClassifier de scikit-learn, después de fit",
            got=describe(classifier),
            action=action,
        )
    n_outputs = classifier.coefs_[-1].shape[1]
    if classifier.out_activation_ not in ("softmax", "logistic") or (
        classifier.out_activation_ == "logistic" and n_outputs != 1
    ):
        raise CourseValueError(
            "Ese modelo predice varias etiquetas a la vez",
            expected="una sola clase por ejemplo",
            got=f"{n_outputs} salidas independientes",
        )
    return classifier.coefs_, classifier.intercepts_, np.asarray(classifier.classes_)
