"""Respuestas a la lección 03 escritas por gente que no conocía el catálogo de errores.

Como en `strangers.py`: `WRONG` y `RIGHT` son lo que entregaría un curso, en elementos
`(id del ejercicio, qué entendió o cómo lo hizo, código)`. Cada una se leyó contra su
enunciado: las de `WRONG` no lo cumplen y las de `RIGHT` sí.
"""

WRONG = [
    # --- 03.1 -------------------------------------------------------------------------
    (
        "03.1",
        "la sigmoide sin derivar",
        """
def sigmoid_derivative(z):
    return sigmoid(z)
""",
    ),
    (
        "03.1",
        "s + s²",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 + s)
""",
    ),
    (
        "03.1",
        "cree que z ya es σ(z)",
        """
def sigmoid_derivative(z):
    return z * (1 - z)
""",
    ),
    (
        "03.1",
        "olvida el paréntesis",
        """
def sigmoid_derivative(z):
    return sigmoid(z) * 1 - sigmoid(z)
""",
    ),
    (
        "03.1",
        "e^-z/(1+e^-z)² directa: nan con -1000",
        """
def sigmoid_derivative(z):
    e = np.exp(-z)
    return e / (1 + e) ** 2
""",
    ),
    (
        "03.1",
        "derivada sin el signo de la cadena (negativa)",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return -s * (1 - s)
""",
    ),
    (
        "03.1",
        "diferencias finitas con paso grueso",
        """
def sigmoid_derivative(z):
    h = 0.1
    return (sigmoid(z + h) - sigmoid(z)) / h
""",
    ),
    (
        "03.1",
        "sin cuadrado en el denominador",
        """
def sigmoid_derivative(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e)
""",
    ),
    (
        "03.1",
        "σ(z)(1−z)",
        """
def sigmoid_derivative(z):
    return sigmoid(z) * (1 - z)
""",
    ),
    (
        "03.1",
        "aplica sigmoide dos veces",
        """
def sigmoid_derivative(z):
    s = sigmoid(sigmoid(z))
    return s * (1 - s)
""",
    ),
    (
        "03.1",
        "devuelve la suma",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return np.sum(s * (1 - s))
""",
    ),
    (
        "03.1",
        "producto de matrices",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s @ (1 - s)
""",
    ),
    (
        "03.1",
        "1 - s²",
        """
def sigmoid_derivative(z):
    return 1 - sigmoid(z) ** 2
""",
    ),
    (
        "03.1",
        "s² (1-s)",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s ** 2 * (1 - s)
""",
    ),
    # --- 03.2 -------------------------------------------------------------------------
    (
        "03.2",
        "valor absoluto",
        """
def relu(z):
    return np.abs(z)
""",
    ),
    (
        "03.2",
        "np.max colapsa a un número",
        """
def relu(z):
    return np.max(z, 0)
""",
    ),
    (
        "03.2",
        "max de Python: ambiguo",
        """
def relu(z):
    return max(0, z)
""",
    ),
    (
        "03.2",
        "modifica z",
        """
def relu(z):
    z[z < 0] = 0
    return z
""",
    ),
    (
        "03.2",
        "filtra los positivos (cambia la forma)",
        """
def relu(z):
    return z[z > 0]
""",
    ),
    (
        "03.2",
        "devuelve la máscara",
        """
def relu(z):
    return (z > 0) * 1.0
""",
    ),
    (
        "03.2",
        "minimum",
        """
def relu(z):
    return np.minimum(0, z)
""",
    ),
    (
        "03.2",
        "compara por filas: solo funciona con 1-D",
        """
def relu(z):
    return np.array([v if v > 0 else 0 for v in z])
""",
    ),
    (
        "03.2",
        "tope en 1",
        """
def relu(z):
    return np.clip(z, 0, 1)
""",
    ),
    (
        "03.2",
        "tope en 6 (relu6)",
        """
def relu(z):
    return np.minimum(np.maximum(z, 0), 6)
""",
    ),
    (
        "03.2",
        "leaky",
        """
def relu(z):
    return np.where(z > 0, z, 0.01 * z)
""",
    ),
    (
        "03.2",
        "trunca a enteros",
        """
def relu(z):
    return np.maximum(z, 0).astype(int)
""",
    ),
    (
        "03.2",
        "softplus",
        """
def relu(z):
    return np.logaddexp(0, z)
""",
    ),
    (
        "03.2",
        "máximo con 1",
        """
def relu(z):
    return np.maximum(1, z)
""",
    ),
    (
        "03.2",
        "aplana",
        """
def relu(z):
    return np.array([max(0, v) for v in z.ravel()])
""",
    ),
    # --- 03.3 -------------------------------------------------------------------------
    (
        "03.3",
        "en 0 vale 1",
        """
def relu_derivative(z):
    return np.where(z >= 0, 1, 0)
""",
    ),
    (
        "03.3",
        "devuelve z donde es positivo",
        """
def relu_derivative(z):
    return np.where(z > 0, z, 0)
""",
    ),
    (
        "03.3",
        "signo: -1 en los negativos",
        """
def relu_derivative(z):
    return np.sign(z)
""",
    ),
    (
        "03.3",
        "en 0 vale 1/2",
        """
def relu_derivative(z):
    return np.heaviside(z, 0.5)
""",
    ),
    (
        "03.3",
        "modifica z en orden incorrecto",
        """
def relu_derivative(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z
""",
    ),
    (
        "03.3",
        "divide relu por z: nan en 0",
        """
def relu_derivative(z):
    return np.maximum(z, 0) / z
""",
    ),
    (
        "03.3",
        "umbral en 1: z >= 1",
        """
def relu_derivative(z):
    return (z >= 1).astype(float)
""",
    ),
    (
        "03.3",
        "lista de True con forma, pero < 0",
        """
def relu_derivative(z):
    return np.where(z < 0, 1, 0)
""",
    ),
    (
        "03.3",
        "all()",
        """
def relu_derivative(z):
    return 1 if (z > 0).all() else 0
""",
    ),
    (
        "03.3",
        "!= 0",
        """
def relu_derivative(z):
    return (z != 0).astype(float)
""",
    ),
    (
        "03.3",
        "siempre 1",
        """
def relu_derivative(z):
    return np.ones_like(z)
""",
    ),
    # --- 03.4 -------------------------------------------------------------------------
    (
        "03.4",
        "tanh sin derivar",
        """
def tanh_derivative(z):
    return np.tanh(z)
""",
    ),
    (
        "03.4",
        "1 - tanh",
        """
def tanh_derivative(z):
    return 1 - np.tanh(z)
""",
    ),
    (
        "03.4",
        "1 - tanh(z²)",
        """
def tanh_derivative(z):
    return 1 - np.tanh(z ** 2)
""",
    ),
    (
        "03.4",
        "regla de sigmoide: t(1-t)",
        """
def tanh_derivative(z):
    t = np.tanh(z)
    return t * (1 - t)
""",
    ),
    (
        "03.4",
        "(1 - tanh)²",
        """
def tanh_derivative(z):
    return (1 - np.tanh(z)) ** 2
""",
    ),
    (
        "03.4",
        "tanh a mano con exponenciales: nan con 1000",
        """
def tanh_derivative(z):
    t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return 1 - t ** 2
""",
    ),
    (
        "03.4",
        "1 - z²: cree que z ya es tanh",
        """
def tanh_derivative(z):
    return 1 - z ** 2
""",
    ),
    (
        "03.4",
        "1 + t²",
        """
def tanh_derivative(z):
    return 1 + np.tanh(z) ** 2
""",
    ),
    (
        "03.4",
        "-(1-t²)",
        """
def tanh_derivative(z):
    return np.tanh(z) ** 2 - 1
""",
    ),
    (
        "03.4",
        "con sigmoide: s(1-s)",
        """
def tanh_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)
""",
    ),
    (
        "03.4",
        "con 2σ(2z)-1 olvidando el factor: s(1-s) en 2z",
        """
def tanh_derivative(z):
    s = sigmoid(2 * z)
    return 2 * s * (1 - s)
""",
    ),
    (
        "03.4",
        "1 - 2 tanh",
        """
def tanh_derivative(z):
    return 1 - 2 * np.tanh(z)
""",
    ),
    (
        "03.4",
        "tan en vez de tanh",
        """
def tanh_derivative(z):
    return 1 - np.tan(z) ** 2
""",
    ),
    # --- 03.5 -------------------------------------------------------------------------
    (
        "03.5",
        "ignora slope, usa 0.01",
        """
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, 0.01 * z)
""",
    ),
    (
        "03.5",
        "constante slope en vez de slope*z",
        """
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, slope)
""",
    ),
    (
        "03.5",
        "signo cambiado a la izquierda",
        """
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, -slope * z)
""",
    ),
    (
        "03.5",
        "min en vez de max",
        """
def leaky_relu(z, slope=0.01):
    return np.minimum(z, slope * z)
""",
    ),
    (
        "03.5",
        "copia entera trunca",
        """
def leaky_relu(z, slope=0.01):
    a = z.copy()
    a[a < 0] *= slope
    return a
""",
    ),
    (
        "03.5",
        "modifica z",
        """
def leaky_relu(z, slope=0.01):
    z[z <= 0] = z[z <= 0] * slope
    return z
""",
    ),
    (
        "03.5",
        "divide por slope: 1/slope",
        """
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, z / slope)
""",
    ),
    (
        "03.5",
        "suma relu(z) + slope*z en todos",
        """
def leaky_relu(z, slope=0.01):
    return np.maximum(0, z) + slope * z
""",
    ),
    (
        "03.5",
        "empty_like entero y recorrido plano",
        """
def leaky_relu(z, slope=0.01):
    a = np.empty_like(z)
    for i, v in enumerate(z.flat):
        a.flat[i] = v if v > 0 else slope * v
    return a
""",
    ),
    (
        "03.5",
        "relu común",
        """
def leaky_relu(z, slope=0.01):
    return np.maximum(z, 0)
""",
    ),
    (
        "03.5",
        "z + slope a la izquierda",
        """
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, z + slope)
""",
    ),
    (
        "03.5",
        "max(slope, z)",
        """
def leaky_relu(z, slope=0.01):
    return np.maximum(slope, z)
""",
    ),
    (
        "03.5",
        "relu(z) - slope*relu(-z) con signo +",
        """
def leaky_relu(z, slope=0.01):
    return relu(z) + slope * relu(-z)
""",
    ),
    (
        "03.5",
        "slope en ambos lados",
        """
def leaky_relu(z, slope=0.01):
    return slope * z
""",
    ),
    (
        "03.5",
        "if con arreglo",
        """
def leaky_relu(z, slope=0.01):
    return z if z > 0 else slope * z
""",
    ),
    # --- 03.6 -------------------------------------------------------------------------
    (
        "03.6",
        "en 0 usa 1",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z >= 0, 1, slope)
""",
    ),
    (
        "03.6",
        "en 0 da 0",
        """
def leaky_relu_derivative(z, slope=0.01):
    d = np.zeros(z.shape)
    d[z > 0] = 1
    d[z < 0] = slope
    return d
""",
    ),
    (
        "03.6",
        "ones_like entero trunca slope a 0",
        """
def leaky_relu_derivative(z, slope=0.01):
    d = np.ones_like(z)
    d[z <= 0] = slope
    return d
""",
    ),
    (
        "03.6",
        "devuelve slope*z",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, 1, slope * z)
""",
    ),
    (
        "03.6",
        "derivada de relu: olvida slope",
        """
def leaky_relu_derivative(z, slope=0.01):
    return (z > 0).astype(float)
""",
    ),
    (
        "03.6",
        "negativos -slope",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, 1.0, -slope)
""",
    ),
    (
        "03.6",
        "slope fijo y en cero uno (dos errores)",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z < 0, 0.01, 1.0)
""",
    ),
    (
        "03.6",
        "f(z)/z",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, z, slope * z) / z
""",
    ),
    (
        "03.6",
        "invertida",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, slope, 1.0)
""",
    ),
    (
        "03.6",
        "devuelve leaky_relu",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, z, slope * z)
""",
    ),
    (
        "03.6",
        "1 - slope",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, 1, 1 - slope)
""",
    ),
    (
        "03.6",
        "promedio en 0",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, 1, np.where(z < 0, slope, (1 + slope) / 2))
""",
    ),
    (
        "03.6",
        "1 + slope a la derecha",
        """
def leaky_relu_derivative(z, slope=0.01):
    return (z > 0) + slope
""",
    ),
    (
        "03.6",
        "sin definir en el 0: NaN",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, 1, np.where(z < 0, slope, np.nan))
""",
    ),
    # --- 03.7 -------------------------------------------------------------------------
    (
        "03.7",
        "suma los pesos y sesgos",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2
""",
    ),
    (
        "03.7",
        "orden W2 @ W1",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2
""",
    ),
    (
        "03.7",
        "olvida b2",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2
""",
    ),
    (
        "03.7",
        "el primer sesgo no pasa: b = b2",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    W = np.dot(W1, W2)
    b = b2
    return W, b
""",
    ),
    (
        "03.7",
        "b con forma (1,h2)",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, b1.reshape(1, -1) @ W2 + b2
""",
    ),
    (
        "03.7",
        "multiplica elemento a elemento",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 * W2, b1 * W2 + b2
""",
    ),
    (
        "03.7",
        "b1 pasa por W1 y W2 : (b1@W2)+b2 pero W duplicado",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    b = b1.sum() * W2.sum(axis=0) + b2
    return W1 @ W2, b
""",
    ),
    (
        "03.7",
        "mete relu en medio del sesgo",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, relu(b1) @ W2 + b2
""",
    ),
    (
        "03.7",
        "devuelve en el orden equivocado (b, W)",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    W = W1 @ W2
    b = b1 @ W2 + b2
    return b, W
""",
    ),
    (
        "03.7",
        "suma W1+W2",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 + W2, b1 + b2
""",
    ),
    (
        "03.7",
        "W transpuesta",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return (W1 @ W2).T, b1 @ W2 + b2
""",
    ),
    (
        "03.7",
        "b usa b2 dos veces",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + 2 * b2
""",
    ),
    (
        "03.7",
        "b = b1@W2 - b2",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 - b2
""",
    ),
    (
        "03.7",
        "(b1+b2)@W2",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2
""",
    ),
    (
        "03.7",
        "devuelve solo W",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2
""",
    ),
    (
        "03.7",
        "relu en los pesos",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return relu(W1) @ W2, relu(b1) @ W2 + b2
""",
    ),
    (
        "03.7",
        "suma b1 dentro de W",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return (W1 + b1) @ W2, b2
""",
    ),
    # --- 03.8 -------------------------------------------------------------------------
    (
        "03.8",
        "usa la varianza como desviación",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, 2 / n, (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "Xavier 1/n",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(1 / n), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "usa la salida h_l en vez de la entrada",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / h), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "reinicia el generador en cada capa: pesos repetidos",
        """
def he_initialization(layer_shapes, seed):
    W, b = [None], [None]
    for l in range(1, len(layer_shapes)):
        rng = np.random.default_rng(seed)
        n, h = layer_shapes[l - 1], layer_shapes[l]
        W.append(rng.standard_normal((n, h)) * np.sqrt(2 / n))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "ignora la semilla",
        """
def he_initialization(layer_shapes, seed):
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(np.random.randn(n, h) * np.sqrt(2 / n))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "uniforme con la misma varianza",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        lim = np.sqrt(6 / n)
        W.append(rng.uniform(-lim, lim, (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "sin None en el índice 0",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    pares = zip(layer_shapes, layer_shapes[1:])
    W = [rng.normal(0, np.sqrt(2 / n), (n, h)) for n, h in pares]
    b = [np.zeros(h) for h in layer_shapes[1:]]
    return W, b
""",
    ),
    (
        "03.8",
        "forma transpuesta (h_l, h_{l-1})",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (h, n)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "sesgos sorteados también",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (n, h)))
        b.append(rng.normal(0, np.sqrt(2 / n), h))
    return W, b
""",
    ),
    (
        "03.8",
        "usa siempre las entradas h_0 y semilla fija 0 (dos errores)",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(0)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / layer_shapes[0]), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "toma valor absoluto: pesos positivos",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(np.abs(rng.normal(0, np.sqrt(2 / n), (n, h))))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "la misma fila repetida: columnas iguales entre unidades",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(np.tile(rng.normal(0, np.sqrt(2 / n), (n, 1)), (1, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "Glorot completo",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / (n + h)), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "uniforme 0..1 escalada",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.random((n, h)) * np.sqrt(2 / n))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "ceros",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(np.zeros((n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "sesgos en 1",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (n, h)))
        b.append(np.ones(h))
    return W, b
""",
    ),
    (
        "03.8",
        "b de forma (1,h)",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (n, h)))
        b.append(np.zeros((1, h)))
    return W, b
""",
    ),
    (
        "03.8",
        "b de largo n",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (n, h)))
        b.append(np.zeros(n))
    return W, b
""",
    ),
    (
        "03.8",
        "devuelve b, W",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (n, h)))
        b.append(np.zeros(h))
    return b, W
""",
    ),
    (
        "03.8",
        "sqrt(2)/n",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2) / n, (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "normal(0,1) sin escala",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(size=(n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "media = escala (argumentos en otro orden)",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(np.sqrt(2 / n), 1, (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "escala * 0.01",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, 0.01, (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "dos errores: Xavier y sesgos 0.1",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(1 / n), (n, h)))
        b.append(np.full(h, 0.1))
    return W, b
""",
    ),
    (
        "03.8",
        "dos errores: varianza como desv. y de la salida",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, 2 / h, (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "recorta a 1 desviación",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        s = np.sqrt(2 / n)
        W.append(np.clip(rng.normal(0, s, (n, h)), -s, s))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "solo dos signos ±",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.choice([-1, 1], (n, h)) * np.sqrt(2 / n))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "una columna por entrada repetida (unidades idénticas)",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (n, 1)) + np.zeros((n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "filas repetidas",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / n), (1, h)) + np.zeros((n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "una sola capa fuera del ciclo",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    n, h = layer_shapes[0], layer_shapes[1]
    return [None, rng.normal(0, np.sqrt(2 / n), (n, h))], [None, np.zeros(h)]
""",
    ),
    (
        "03.8",
        "h_0 para todas, semilla bien",
        """
def he_initialization(layer_shapes, seed):
    rng = np.random.default_rng(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(rng.normal(0, np.sqrt(2 / layer_shapes[0]), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    # Otra tanda, de otras personas, escrita después de ampliar el catálogo.
    # --- 03.1 -------------------------------------------------------------------------
    (
        "03.1",
        "olvida el 1: s por −s",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * -s
""",
    ),
    (
        "03.1",
        "e^-z dividido entre el cuadrado mal puesto",
        """
def sigmoid_derivative(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e ** 2)
""",
    ),
    (
        "03.1",
        "solo 1/(1+e^-z)^2",
        """
def sigmoid_derivative(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500))) ** 2
""",
    ),
    (
        "03.1",
        "aproxima la pendiente con una recta por tramos",
        """
def sigmoid_derivative(z):
    return np.where(np.abs(z) < 2.5, 0.2, 0.0)
""",
    ),
    (
        "03.1",
        "la media en vez del vector",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return (s * (1 - s)).mean(axis=0)
""",
    ),
    (
        "03.1",
        "redondea a dos decimales",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return np.round(s * (1 - s), 2)
""",
    ),
    # --- 03.2 -------------------------------------------------------------------------
    (
        "03.2",
        "clip con los límites al revés: hasta 0",
        """
def relu(z):
    return np.clip(z, None, 0)
""",
    ),
    (
        "03.2",
        "bucle que escribe en z, elemento a elemento",
        """
def relu(z):
    for i in range(len(z)):
        z[i] = np.maximum(z[i], 0)
    return z
""",
    ),
    (
        "03.2",
        "(z - |z|)/2",
        """
def relu(z):
    return (z - np.abs(z)) / 2
""",
    ),
    (
        "03.2",
        "z por el signo de z",
        """
def relu(z):
    return z * np.sign(z)
""",
    ),
    (
        "03.2",
        "olvida dividir entre dos",
        """
def relu(z):
    return z + np.abs(z)
""",
    ),
    (
        "03.2",
        "máximo por ejemplo con keepdims",
        """
def relu(z):
    return np.maximum(z, z.max(axis=-1, keepdims=True))
""",
    ),
    # --- 03.3 -------------------------------------------------------------------------
    (
        "03.3",
        "usa np.where con una sola condición",
        """
def relu_derivative(z):
    return np.where(z > 0)
""",
    ),
    (
        "03.3",
        "compara con |z|: todo lo no nulo",
        """
def relu_derivative(z):
    return (np.abs(z) > 0).astype(int)
""",
    ),
    (
        "03.3",
        "trunca antes de comparar",
        """
def relu_derivative(z):
    return (z.astype(int) > 0).astype(float)
""",
    ),
    (
        "03.3",
        "sigmoide muy empinada",
        """
def relu_derivative(z):
    return sigmoid(100 * z)
""",
    ),
    (
        "03.3",
        "diferencia central de relu",
        """
def relu_derivative(z):
    h = 1e-6
    return (relu(z + h) - relu(z - h)) / (2 * h)
""",
    ),
    # --- 03.4 -------------------------------------------------------------------------
    (
        "03.4",
        "usa sech en vez de sech²",
        """
def tanh_derivative(z):
    return 2 / (np.exp(np.clip(z, -300, 300)) + np.exp(np.clip(-z, -300, 300)))
""",
    ),
    (
        "03.4",
        "olvida el 4 al pasar por la sigmoide",
        """
def tanh_derivative(z):
    s = sigmoid(2 * z)
    return s * (1 - s)
""",
    ),
    (
        "03.4",
        "usa arctanh",
        """
def tanh_derivative(z):
    return 1 - np.arctanh(np.clip(z, -0.9, 0.9)) ** 2
""",
    ),
    (
        "03.4",
        "1 − t² con la t de z/2",
        """
def tanh_derivative(z):
    return 1 - np.tanh(z / 2) ** 2
""",
    ),
    # --- 03.5 -------------------------------------------------------------------------
    (
        "03.5",
        "slope como exponente",
        """
def leaky_relu(z, slope=0.01):
    return np.where(z > 0, z, -np.abs(z) ** slope)
""",
    ),
    (
        "03.5",
        "recorta por abajo en −slope",
        """
def leaky_relu(z, slope=0.01):
    return np.clip(z, -slope, None)
""",
    ),
    (
        "03.5",
        "achica los que pasan de 0 y los otros no, con máscara",
        """
def leaky_relu(z, slope=0.01):
    return z * np.where(z > 0, slope, 1)
""",
    ),
    (
        "03.5",
        "pone slope por z en todos y luego suma relu",
        """
def leaky_relu(z, slope=0.01):
    return slope * z + (1 + slope) * np.maximum(z, 0)
""",
    ),
    (
        "03.5",
        "usa la media de los negativos",
        """
def leaky_relu(z, slope=0.01):
    out = np.array(z, dtype=float)
    out[out < 0] = slope * out[out < 0].mean() if (out < 0).any() else 0
    return out
""",
    ),
    # --- 03.6 -------------------------------------------------------------------------
    (
        "03.6",
        "eleva slope al cuadrado",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, 1.0, slope ** 2)
""",
    ),
    (
        "03.6",
        "signo de z con slope",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.sign(z) * np.where(z > 0, 1, slope)
""",
    ),
    (
        "03.6",
        "modifica z",
        """
def leaky_relu_derivative(z, slope=0.01):
    z[z > 0] = 1
    z[z <= 0] = slope
    return z
""",
    ),
    (
        "03.6",
        "en 0 pone 0.5",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(z > 0, 1, np.where(z == 0, 0.5, slope))
""",
    ),
    # --- 03.7 -------------------------------------------------------------------------
    (
        "03.7",
        "transpone el primer factor del sesgo",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, W2.T @ b1
""",
    ),
    (
        "03.7",
        "W con un sesgo sumado por columnas",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2 + b2, b1 @ W2
""",
    ),
    (
        "03.7",
        "promedia b1",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, b1.mean() * W2.sum(axis=0) + b2
""",
    ),
    (
        "03.7",
        "b2 también atraviesa la suma de W2",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2 * W2.sum(axis=0)
""",
    ),
    # --- 03.8 -------------------------------------------------------------------------
    (
        "03.8",
        "normal centrada pero con la raíz de h y no su inversa",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.default_rng(seed)
    W = [None]; b = [None]
    for i in range(1, len(layer_shapes)):
        n, h = layer_shapes[i-1], layer_shapes[i]
        W.append(g.standard_normal((n, h)) * np.sqrt(2 * n))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "división entera: 2 // n",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.default_rng(seed)
    W = [None]; b = [None]
    for i in range(1, len(layer_shapes)):
        n, h = layer_shapes[i-1], layer_shapes[i]
        W.append(g.normal(0, np.sqrt(2 // n), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "suma dos sorteos",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.default_rng(seed)
    W = [None]; b = [None]
    for i in range(1, len(layer_shapes)):
        n, h = layer_shapes[i-1], layer_shapes[i]
        W.append(g.normal(0, np.sqrt(2/n), (n, h)) + g.normal(0, np.sqrt(2/n), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "t de Student con la varianza pedida",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.default_rng(seed)
    W = [None]; b = [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(g.standard_t(6, (n, h)) * np.sqrt(2/n) * np.sqrt(4/6))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "recorre la matriz ordenada por filas",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.default_rng(seed)
    W = [None]; b = [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        w = g.normal(0, np.sqrt(2/n), (n, h))
        w.sort(axis=1)
        W.append(w)
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "2/(n+1)",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.RandomState(seed)
    W = [None]; b = [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(g.randn(n, h) * np.sqrt(2/(n+1)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "guarda también una matriz para la entrada",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.default_rng(seed)
    W = [np.eye(layer_shapes[0])]; b = [np.zeros(layer_shapes[0])]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(g.normal(0, np.sqrt(2/n), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "los sesgos con la misma normal",
        """
def he_initialization(layer_shapes, seed):
    g = np.random.default_rng(seed)
    W = [None]; b = [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append(g.normal(0, np.sqrt(2/n), (n, h)))
        b.append(g.normal(0, 0.01, h))
    return W, b
""",
    ),
]

RIGHT = [
    # --- 03.1 -------------------------------------------------------------------------
    (
        "03.1",
        "s - s²",
        """
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s - s ** 2
""",
    ),
    (
        "03.1",
        "exp(-|z|)",
        """
def sigmoid_derivative(z):
    e = np.exp(-np.abs(z))
    return e / np.square(1 + e)
""",
    ),
    # --- 03.2 -------------------------------------------------------------------------
    (
        "03.2",
        "z por máscara",
        """
def relu(z):
    return z * (z > 0)
""",
    ),
    (
        "03.2",
        "(z+|z|)/2",
        """
def relu(z):
    return (z + np.abs(z)) / 2
""",
    ),
    # --- 03.3 -------------------------------------------------------------------------
    (
        "03.3",
        "bool a int",
        """
def relu_derivative(z):
    return (z > 0).astype(int)
""",
    ),
    (
        "03.3",
        "heaviside",
        """
def relu_derivative(z):
    return np.heaviside(z, 0)
""",
    ),
    # --- 03.4 -------------------------------------------------------------------------
    (
        "03.4",
        "(1-t)(1+t)",
        """
def tanh_derivative(z):
    t = np.tanh(z)
    return (1 - t) * (1 + t)
""",
    ),
    (
        "03.4",
        "4 sigma'(2z)",
        """
def tanh_derivative(z):
    e = np.exp(-2 * np.abs(z))
    return 4 * e / (1 + e) ** 2
""",
    ),
    (
        "03.4",
        "1/cosh², que avisa de un desborde y acierta",
        """
def tanh_derivative(z):
    return 1 / np.cosh(z) ** 2
""",
    ),
    # --- 03.5 -------------------------------------------------------------------------
    (
        "03.5",
        "maximum",
        """
def leaky_relu(z, slope=0.01):
    return np.maximum(z, slope * z)
""",
    ),
    (
        "03.5",
        "relu menos",
        """
def leaky_relu(z, slope=0.01):
    return np.maximum(z, 0) + slope * np.minimum(z, 0)
""",
    ),
    # --- 03.6 -------------------------------------------------------------------------
    (
        "03.6",
        "combinación",
        """
def leaky_relu_derivative(z, slope=0.01):
    on = z > 0
    return on + slope * ~on
""",
    ),
    (
        "03.6",
        "full y máscara",
        """
def leaky_relu_derivative(z, slope=0.01):
    d = np.full(np.shape(z), float(slope))
    d[z > 0] = 1
    return d
""",
    ),
    # --- 03.7 -------------------------------------------------------------------------
    (
        "03.7",
        "aplica la red a la identidad y a 0",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    f = lambda X: (X @ W1 + b1) @ W2 + b2
    b = f(np.zeros(W1.shape[0]))
    return f(np.eye(W1.shape[0])) - b, b
""",
    ),
    (
        "03.7",
        "matmul, W2.T",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return (np.matmul(W1, W2), W2.T @ b1 + b2)
""",
    ),
    # --- 03.8 -------------------------------------------------------------------------
    (
        "03.8",
        "RandomState, tupla",
        """
def he_initialization(layer_shapes, seed):
    r = np.random.RandomState(seed)
    W, b = [None], [None]
    for l in range(1, len(layer_shapes)):
        n, h = layer_shapes[l - 1], layer_shapes[l]
        W += [r.randn(n, h) * (2 / n) ** 0.5]
        b += [np.zeros(h)]
    return W, b
""",
    ),
    (
        "03.8",
        "generadores hijos por capa",
        """
def he_initialization(layer_shapes, seed):
    hijos = np.random.SeedSequence(seed).spawn(len(layer_shapes))
    W = [None] * len(layer_shapes)
    b = [None] * len(layer_shapes)
    for l in range(1, len(layer_shapes)):
        g = np.random.default_rng(hijos[l])
        n, h = layer_shapes[l - 1], layer_shapes[l]
        W[l] = g.normal(loc=0, scale=np.sqrt(2 / n), size=(n, h))
        b[l] = np.zeros((layer_shapes[l],))
    return W, b
""",
    ),
    (
        "03.8",
        "random de la biblioteca estándar",
        """
def he_initialization(layer_shapes, seed):
    import random
    r = random.Random(seed)
    W, b = [None], [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        s = (2 / n) ** 0.5
        W.append(np.array([[r.gauss(0, s) for _ in range(h)] for _ in range(n)]))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    # --- 03.1 -------------------------------------------------------------------------
    (
        "03.1",
        "sigmoide por su espejo",
        """
def sigmoid_derivative(z):
    return sigmoid(z) * sigmoid(-z)
""",
    ),
    # --- 03.2 -------------------------------------------------------------------------
    (
        "03.2",
        "lista por comprensión con ravel",
        """
def relu(z):
    return np.array([max(v, 0) for v in z.ravel()]).reshape(z.shape)
""",
    ),
    # --- 03.3 -------------------------------------------------------------------------
    (
        "03.3",
        "con ceros y máscara",
        """
def relu_derivative(z):
    d = np.zeros(z.shape)
    d[z > 0] = 1
    return d
""",
    ),
    # --- 03.5 -------------------------------------------------------------------------
    (
        "03.5",
        "relu(z) − slope relu(−z)",
        """
def leaky_relu(z, slope=0.01):
    return relu(z) - slope * relu(-z)
""",
    ),
    # --- 03.6 -------------------------------------------------------------------------
    (
        "03.6",
        "combinación lineal de máscaras",
        """
def leaky_relu_derivative(z, slope=0.01):
    return 1 - (1 - slope) * (z <= 0)
""",
    ),
    # --- 03.7 -------------------------------------------------------------------------
    (
        "03.7",
        "tensordot",
        """
def collapse_linear_layers(W1, b1, W2, b2):
    return np.tensordot(W1, W2, 1), b1.dot(W2) + b2
""",
    ),
    # --- 03.8 -------------------------------------------------------------------------
    (
        "03.8",
        "semilla por capa, seed + l",
        """
def he_initialization(layer_shapes, seed):
    W = [None]; b = [None]
    for l in range(1, len(layer_shapes)):
        n, h = layer_shapes[l-1], layer_shapes[l]
        W.append(np.random.default_rng(seed + l).normal(0, np.sqrt(2/n), (n, h)))
        b.append(np.zeros(h))
    return W, b
""",
    ),
    (
        "03.8",
        "randn global, transpuesto, float32",
        """
def he_initialization(layer_shapes, seed):
    np.random.seed(seed)
    W = [None]; b = [None]
    for n, h in zip(layer_shapes, layer_shapes[1:]):
        W.append((np.random.randn(h, n).T * (2/n)**.5).astype(np.float32))
        b.append(np.zeros(h, dtype=np.float32))
    return W, b
""",
    ),
]
