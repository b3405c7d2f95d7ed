"""Respuestas de alguien que no conocía el catálogo: lecciones 00 y 02.

Como las de `strangers.py`, y con la misma forma: se escribieron leyendo solo los
enunciados. Los tipos de respuesta que el enunciado no pide pero el curso acepta con un
consejo (booleanos, decimales, desviación de m − 1) están en `RIGHT`.
"""

WRONG = [
    # --- 00.1 -------------------------------------------------------------------------
    (
        "00.1",
        "suma los productos pero olvida los sesgos",
        """
def count_parameters(layer_shapes):
    total = 0
    for i in range(len(layer_shapes) - 1):
        total += layer_shapes[i] * layer_shapes[i + 1]
    return total
""",
    ),
    (
        "00.1",
        "da sesgo también a las entradas",
        """
def count_parameters(layer_shapes):
    pesos = sum(a * b for a, b in zip(layer_shapes[:-1], layer_shapes[1:]))
    return pesos + sum(layer_shapes)
""",
    ),
    (
        "00.1",
        "un solo sesgo por capa en vez de uno por unidad",
        """
def count_parameters(layer_shapes):
    n = 0
    for a, b in zip(layer_shapes, layer_shapes[1:]):
        n += a * b + 1
    return n
""",
    ),
    (
        "00.1",
        "retorna dentro del ciclo: solo cuenta la primera capa",
        """
def count_parameters(layer_shapes):
    total = 0
    for i in range(1, len(layer_shapes)):
        total += layer_shapes[i - 1] * layer_shapes[i] + layer_shapes[i]
        return total
""",
    ),
    (
        "00.1",
        "se sale del índice (IndexError)",
        """
def count_parameters(layer_shapes):
    total = 0
    for i in range(len(layer_shapes)):
        total += layer_shapes[i] * layer_shapes[i + 1] + layer_shapes[i + 1]
    return total
""",
    ),
    (
        "00.1",
        "sesgos solo en las capas ocultas, no en la salida",
        """
def count_parameters(layer_shapes):
    pesos = sum(a * b for a, b in zip(layer_shapes, layer_shapes[1:]))
    return pesos + sum(layer_shapes[1:-1])
""",
    ),
    (
        "00.1",
        "conecta cada capa con todas las siguientes, no solo con la próxima",
        """
def count_parameters(layer_shapes):
    total = sum(layer_shapes[1:])
    for i in range(len(layer_shapes)):
        for j in range(i + 1, len(layer_shapes)):
            total += layer_shapes[i] * layer_shapes[j]
    return total
""",
    ),
    (
        "00.1",
        "vacía la lista con pop (rompe con tupla y modifica)",
        """
def count_parameters(layer_shapes):
    entrada = layer_shapes.pop(0)
    total = 0
    while layer_shapes:
        h = layer_shapes.pop(0)
        total += (entrada + 1) * h
        entrada = h
    return total
""",
    ),
    (
        "00.1",
        "olvida los pesos: solo sesgos",
        """
def count_parameters(layer_shapes):
    return sum(layer_shapes[1:])
""",
    ),
    (
        "00.1",
        "producto de todo más sesgos",
        """
def count_parameters(layer_shapes):
    p = 1
    for n in layer_shapes:
        p = p * n
    return p + sum(layer_shapes[1:])
""",
    ),
    (
        "00.1",
        "acumulador reiniciado en el ciclo: solo la última",
        """
def count_parameters(layer_shapes):
    for i in range(1, len(layer_shapes)):
        total = 0
        total += layer_shapes[i] * (layer_shapes[i - 1] + 1)
    return total
""",
    ),
    (
        "00.1",
        "range hasta len-2: falta la última capa (0 con [2,3])",
        """
def count_parameters(layer_shapes):
    total = 0
    for i in range(len(layer_shapes) - 2):
        total += layer_shapes[i] * layer_shapes[i + 1] + layer_shapes[i + 1]
    return total
""",
    ),
    (
        "00.1",
        "sesgo por entrada en vez de por unidad",
        """
def count_parameters(layer_shapes):
    return sum(a * b + a for a, b in zip(layer_shapes, layer_shapes[1:]))
""",
    ),
    (
        "00.1",
        "imprime y no devuelve",
        """
def count_parameters(layer_shapes):
    total = 0
    for a, b in zip(layer_shapes, layer_shapes[1:]):
        total += (a + 1) * b
    print(total)
""",
    ),
    (
        "00.1",
        "devuelve (pesos, sesgos)",
        """
def count_parameters(layer_shapes):
    p = sum(a * b for a, b in zip(layer_shapes, layer_shapes[1:]))
    return p, sum(layer_shapes[1:])
""",
    ),
    (
        "00.1",
        "sesgo doble",
        """
def count_parameters(layer_shapes):
    return sum((a + 2) * b for a, b in zip(layer_shapes, layer_shapes[1:]))
""",
    ),
    # --- 00.2 -------------------------------------------------------------------------
    (
        "00.2",
        "olvida el sesgo",
        """
def dense(X, W, b):
    return X @ W
""",
    ),
    (
        "00.2",
        "multiplica elemento a elemento",
        """
def dense(X, W, b):
    return X * W + b
""",
    ),
    (
        "00.2",
        "orden cambiado W @ X",
        """
def dense(X, W, b):
    Z = W @ X + b
    return Z
""",
    ),
    (
        "00.2",
        "aplica relu, que no se pedía",
        """
def dense(X, W, b):
    return relu(X @ W + b)
""",
    ),
    (
        "00.2",
        "suma el sesgo a las columnas (columna) en vez de filas",
        """
def dense(X, W, b):
    return X @ W + b.reshape(-1, 1)
""",
    ),
    (
        "00.2",
        "ciclo que solo suma el sesgo de la primera unidad",
        """
def dense(X, W, b):
    m, h = X.shape[0], W.shape[1]
    Z = np.zeros((m, h))
    for i in range(m):
        for j in range(h):
            Z[i, j] = np.dot(X[i], W[:, j]) + b[0]
    return Z
""",
    ),
    (
        "00.2",
        "el sesgo se suma d veces, dentro del ciclo de entradas",
        """
def dense(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for k in range(X.shape[1]):
        Z += np.outer(X[:, k], W[k]) + b
    return Z
""",
    ),
    (
        "00.2",
        "resta el sesgo",
        """
def dense(X, W, b):
    return np.dot(X, W) - b
""",
    ),
    (
        "00.2",
        "multiplica X por (W+b)",
        """
def dense(X, W, b):
    return X @ (W + b)
""",
    ),
    (
        "00.2",
        "(X@W)*b",
        """
def dense(X, W, b):
    return X @ W * b
""",
    ),
    (
        "00.2",
        "transpuesta",
        """
def dense(X, W, b):
    return (X @ W + b).T
""",
    ),
    (
        "00.2",
        "X @ W.T",
        """
def dense(X, W, b):
    return X @ W.T + b
""",
    ),
    (
        "00.2",
        "solo el primer ejemplo",
        """
def dense(X, W, b):
    return X[0] @ W + b
""",
    ),
    (
        "00.2",
        "suma la suma de b",
        """
def dense(X, W, b):
    return X @ W + np.sum(b)
""",
    ),
    (
        "00.2",
        "Z += en enteros / in place sobre b",
        """
def dense(X, W, b):
    Z = X @ W
    for i in range(len(Z)):
        b += Z[i]
        Z[i] = b
    return Z
""",
    ),
    # --- 02.1 -------------------------------------------------------------------------
    (
        "02.1",
        "fórmula directa: desborda con -1000",
        """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
    ),
    (
        "02.1",
        "signo cambiado del exponente",
        """
def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(z))
""",
    ),
    (
        "02.1",
        "np.where con las dos ramas ingenuas: avisa igual",
        """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
""",
    ),
    (
        "02.1",
        "if z >= 0 con arreglo: excepción",
        """
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))
""",
    ),
    (
        "02.1",
        "recorte demasiado corto: pierde valores chicos",
        """
def sigmoid(z):
    z = np.clip(z, -10, 10)
    return 1 / (1 + np.exp(-z))
""",
    ),
    (
        "02.1",
        "e^z/(1+e^z), nan con 1000",
        """
def sigmoid(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))
""",
    ),
    (
        "02.1",
        "ones_like de enteros: trunca todo a 0",
        """
def sigmoid(z):
    z = np.asarray(z)
    s = np.zeros_like(z)
    pos = z >= 0
    s[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    s[~pos] = e / (1 + e)
    return s
""",
    ),
    (
        "02.1",
        "tanh sin pasar a la escala 0..1 y sin z/2",
        """
def sigmoid(z):
    return (np.tanh(z) + 1) / 2
""",
    ),
    (
        "02.1",
        "signo y desborde (dos errores)",
        """
def sigmoid(z):
    return 1 / (1 + np.exp(z))
""",
    ),
    (
        "02.1",
        "signo con where estable",
        """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e, 1.0) / (1 + e)
""",
    ),
    (
        "02.1",
        "usa abs en todo: simétrica",
        """
def sigmoid(z):
    return 1 / (1 + np.exp(-np.abs(z)))
""",
    ),
    (
        "02.1",
        "rompe con número: z[...]",
        """
def sigmoid(z):
    s = np.zeros(len(z))
    for i in range(len(z)):
        e = np.exp(-abs(z[i]))
        s[i] = 1 / (1 + e) if z[i] >= 0 else e / (1 + e)
    return s
""",
    ),
    (
        "02.1",
        "escalón",
        """
def sigmoid(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)
""",
    ),
    (
        "02.1",
        "1 + 1/e",
        """
def sigmoid(z):
    z = np.clip(z, -700, 700)
    return 1 / 1 + np.exp(-z)
""",
    ),
    # --- 02.2 -------------------------------------------------------------------------
    (
        "02.2",
        "pasa por la sigmoide y log(0)",
        """
def binary_cross_entropy(z, y):
    p = sigmoid(z)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
    ),
    (
        "02.2",
        "recorta las probabilidades: 1000 cuesta 34",
        """
def binary_cross_entropy(z, y):
    p = np.clip(sigmoid(z), 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
    ),
    (
        "02.2",
        "suma en lugar de media",
        """
def binary_cross_entropy(z, y):
    return np.sum(np.logaddexp(0, z) - y * z)
""",
    ),
    (
        "02.2",
        "toma z como si fuera la probabilidad",
        """
def binary_cross_entropy(z, y):
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))
""",
    ),
    (
        "02.2",
        "olvida la parte de la clase 0",
        """
def binary_cross_entropy(z, y):
    return np.mean(y * np.logaddexp(0, -z))
""",
    ),
    (
        "02.2",
        "no promedia: un costo por ejemplo",
        """
def binary_cross_entropy(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
""",
    ),
    (
        "02.2",
        "etiquetas intercambiadas",
        """
def binary_cross_entropy(z, y):
    return np.mean(y * np.logaddexp(0, z) + (1 - y) * np.logaddexp(0, -z))
""",
    ),
    (
        "02.2",
        "logaritmo en base 2 y además suma",
        """
def binary_cross_entropy(z, y):
    return np.sum(np.logaddexp(0, z) - y * z) / np.log(2)
""",
    ),
    (
        "02.2",
        "olvida el valor absoluto en la forma estable",
        """
def binary_cross_entropy(z, y):
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)))
""",
    ),
    (
        "02.2",
        "sin el menos",
        """
def binary_cross_entropy(z, y):
    return np.mean(y * z - np.logaddexp(0, z))
""",
    ),
    (
        "02.2",
        "-abs olvidado del lado contrario y suma",
        """
def binary_cross_entropy(z, y):
    p = sigmoid(z)
    return -np.sum(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))
""",
    ),
    (
        "02.2",
        "error cuadrático",
        """
def binary_cross_entropy(z, y):
    return np.mean((sigmoid(z) - y) ** 2)
""",
    ),
    (
        "02.2",
        "bisagra: max(z,0)-yz, sin el log1p",
        """
def binary_cross_entropy(z, y):
    return np.mean(np.maximum(z, 0) - y * z)
""",
    ),
    (
        "02.2",
        "usa log1p(exp(z)) - yz",
        """
def binary_cross_entropy(z, y):
    return np.mean(np.log1p(np.exp(z)) - y * z)
""",
    ),
    (
        "02.2",
        "nan_to_num",
        """
def binary_cross_entropy(z, y):
    p = sigmoid(z)
    with np.errstate(all="ignore"):
        c = np.nan_to_num(y * np.log(p)) + np.nan_to_num((1 - y) * np.log(1 - p))
    return -np.mean(c)
""",
    ),
    (
        "02.2",
        "signo en el producto: +yz",
        """
def binary_cross_entropy(z, y):
    return np.mean(np.logaddexp(0, z) + y * z)
""",
    ),
    (
        "02.2",
        "solo el primer ejemplo por return en ciclo",
        """
def binary_cross_entropy(z, y):
    total = 0
    for zi, yi in zip(z, y):
        total += np.logaddexp(0, zi) - yi * zi
        return total / len(z)
""",
    ),
    # --- 02.3 -------------------------------------------------------------------------
    (
        "02.3",
        "no divide por m",
        """
def logistic_gradients(X, y, w, b):
    error = sigmoid(X @ w + b) - y
    return X.T @ error, error.sum()
""",
    ),
    (
        "02.3",
        "signo: y - ŷ",
        """
def logistic_gradients(X, y, w, b):
    m = len(y)
    error = y - sigmoid(X @ w + b)
    return X.T @ error / m, error.mean()
""",
    ),
    (
        "02.3",
        "multiplica además por la derivada de la sigmoide (MSE)",
        """
def logistic_gradients(X, y, w, b):
    m = len(y)
    p = sigmoid(X @ w + b)
    d = (p - y) * p * (1 - p)
    return X.T @ d / m, np.sum(d) / m
""",
    ),
    (
        "02.3",
        "olvida la sigmoide y el sesgo",
        """
def logistic_gradients(X, y, w, b):
    error = X @ w - y
    return X.T @ error / len(y), error.mean()
""",
    ),
    (
        "02.3",
        "divide dw por d (columnas)",
        """
def logistic_gradients(X, y, w, b):
    error = sigmoid(X @ w + b) - y
    m, d = X.shape
    return X.T @ error / d, error.sum() / m
""",
    ),
    (
        "02.3",
        "devuelve db primero",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / X.shape[0]
    dw = e @ X
    db = e.sum()
    return db, dw
""",
    ),
    (
        "02.3",
        "db sin sumar: un arreglo",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / X.shape[0]
    return X.T @ e, e
""",
    ),
    (
        "02.3",
        "no transpone X: excepción",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return X @ e, np.sum(e)
""",
    ),
    (
        "02.3",
        "dw como media de todo: un solo número",
        """
def logistic_gradients(X, y, w, b):
    e = sigmoid(X @ w + b) - y
    return np.mean(X * e[:, None]), np.mean(e)
""",
    ),
    (
        "02.3",
        "sin sesgo en z, todo lo demás bien",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w) - y) / len(y)
    return X.T @ e, e.sum()
""",
    ),
    (
        "02.3",
        "sin sigmoide",
        """
def logistic_gradients(X, y, w, b):
    e = (X @ w + b - y) / len(y)
    return X.T @ e, e.sum()
""",
    ),
    (
        "02.3",
        "divide dos veces",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return X.T @ e / len(y), e.mean()
""",
    ),
    (
        "02.3",
        "signo al revés y sin dividir",
        """
def logistic_gradients(X, y, w, b):
    e = y - sigmoid(X @ w + b)
    return X.T @ e, e.sum()
""",
    ),
    (
        "02.3",
        "dw ok, db sin dividir",
        """
def logistic_gradients(X, y, w, b):
    e = sigmoid(X @ w + b) - y
    return X.T @ e / len(y), e.sum()
""",
    ),
    (
        "02.3",
        "clasifica con 0.5 antes de restar (perceptrón)",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) >= 0.5).astype(int) - y
    return X.T @ e / len(y), e.mean()
""",
    ),
    (
        "02.3",
        "devuelve parámetros actualizados",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return w - X.T @ e, b - e.sum()
""",
    ),
    (
        "02.3",
        "dw columna (d,1)",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return X.T @ e.reshape(-1, 1), e.sum()
""",
    ),
    (
        "02.3",
        "y columna: difusión m x m",
        """
def logistic_gradients(X, y, w, b):
    y = y.reshape(-1, 1)
    e = sigmoid(X @ w + b) - y
    return (X.T @ e).mean(axis=1), e.mean()
""",
    ),
    # --- 02.4 -------------------------------------------------------------------------
    (
        "02.4",
        "usa estadísticas de la prueba para la prueba",
        """
def standardize(X_train, X_test):
    def f(X):
        s = X.std(axis=0)
        s[s == 0] = 1
        return (X - X.mean(axis=0)) / s
    return f(X_train), f(X_test)
""",
    ),
    (
        "02.4",
        "estadísticas de las dos juntas",
        """
def standardize(X_train, X_test):
    todo = np.vstack([X_train, X_test])
    mu, s = todo.mean(axis=0), todo.std(axis=0)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "divide por la varianza",
        """
def standardize(X_train, X_test):
    mu, v = X_train.mean(axis=0), X_train.var(axis=0)
    v[v == 0] = 1.0
    return (X_train - mu) / v, (X_test - mu) / v
""",
    ),
    (
        "02.4",
        "columna constante da NaN",
        """
def standardize(X_train, X_test):
    mu = np.mean(X_train, axis=0)
    s = np.std(X_train, axis=0)
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "media y desviación globales, sin eje",
        """
def standardize(X_train, X_test):
    mu = X_train.mean()
    s = X_train.std()
    if s == 0:
        s = 1
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "modifica las matrices en su lugar",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s[s == 0] = 1
    X_train -= mu
    X_train /= s
    X_test -= mu
    X_test /= s
    return X_train, X_test
""",
    ),
    (
        "02.4",
        "por filas (axis=1)",
        """
def standardize(X_train, X_test):
    mu = X_train.mean(axis=1, keepdims=True)
    s = X_train.std(axis=1, keepdims=True)
    s[s == 0] = 1
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "escala mínimo-máximo en vez de estandarizar",
        """
def standardize(X_train, X_test):
    lo, hi = X_train.min(axis=0), X_train.max(axis=0)
    r = np.where(hi > lo, hi - lo, 1)
    return (X_train - lo) / r, (X_test - lo) / r
""",
    ),
    (
        "02.4",
        "nan_to_num solo al final: inf en la prueba",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    with np.errstate(all="ignore"):
        a = np.nan_to_num((X_train - mu) / s)
        b = np.nan_to_num((X_test - mu) / s)
    return b, a
""",
    ),
    (
        "02.4",
        "epsilon 1e-3 en la desviación",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mu) / (s + 1e-3), (X_test - mu) / (s + 1e-3)
""",
    ),
    (
        "02.4",
        "no resta la media en la prueba",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s, X_test / s
""",
    ),
    (
        "02.4",
        "solo centra",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    return X_train - mu, X_test - mu
""",
    ),
    (
        "02.4",
        "solo divide",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return X_train / s, X_test / s
""",
    ),
    (
        "02.4",
        "elimina las columnas constantes",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    ok = s > 0
    return (X_train[:, ok] - mu[ok]) / s[ok], (X_test[:, ok] - mu[ok]) / s[ok]
""",
    ),
    (
        "02.4",
        "precedencia: x - mu/s",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return X_train - mu / s, X_test - mu / s
""",
    ),
    (
        "02.4",
        "prueba sin transformar",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s, X_test
""",
    ),
    (
        "02.4",
        "solo devuelve entrenamiento",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s
""",
    ),
    (
        "02.4",
        "mediana",
        """
def standardize(X_train, X_test):
    mu, s = np.median(X_train, axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "s max con 1: no escala columnas chicas",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.maximum(s, 1)
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "prueba usa el entrenamiento YA estandarizado",
        """
def standardize(X_train, X_test):
    s = X_train.std(axis=0); s[s == 0] = 1
    A = (X_train - X_train.mean(axis=0)) / s
    t = A.std(axis=0); t[t == 0] = 1
    return A, (X_test - A.mean(axis=0)) / t
""",
    ),
    # --- 02.5 -------------------------------------------------------------------------
    (
        "02.5",
        "sube en vez de bajar",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    for _ in range(iters):
        g = gradients(parameters)
        parameters = [p + alpha * gi for p, gi in zip(parameters, g)]
    return parameters
""",
    ),
    (
        "02.5",
        "calcula el gradiente una sola vez",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    g = gradients(parameters)
    for _ in range(iters):
        parameters = [p - alpha * gi for p, gi in zip(parameters, g)]
    return parameters
""",
    ),
    (
        "02.5",
        "modifica en su lugar",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    for _ in range(iters):
        g = gradients(parameters)
        for i in range(len(parameters)):
            parameters[i] = parameters[i] - alpha * g[i]
    return parameters
""",
    ),
    (
        "02.5",
        "copia la lista pero no los arreglos",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    theta = list(parameters)
    for _ in range(iters):
        g = gradients(theta)
        for p, gi in zip(theta, g):
            p -= alpha * gi
    return theta
""",
    ),
    (
        "02.5",
        "un parámetro por vez, recalculando el gradiente",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    theta = [p.copy() for p in parameters]
    for _ in range(iters):
        for i in range(len(theta)):
            theta[i] = theta[i] - alpha * gradients(theta)[i]
    return theta
""",
    ),
    (
        "02.5",
        "return dentro del for: un paso",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    theta = [np.array(p, dtype=float) for p in parameters]
    for _ in range(iters):
        g = gradients(theta)
        theta = [t - alpha * d for t, d in zip(theta, g)]
        return theta
""",
    ),
    (
        "02.5",
        "un paso de más",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    theta = [p * 1.0 for p in parameters]
    for _ in range(iters + 1):
        g = gradients(theta)
        theta = [t - alpha * d for t, d in zip(theta, g)]
    return theta
""",
    ),
    (
        "02.5",
        "opera con listas: TypeError",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    for _ in range(iters):
        parameters = parameters - alpha * gradients(parameters)
    return parameters
""",
    ),
    (
        "02.5",
        "pasa cada parámetro suelto a gradients",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    out = []
    for p in parameters:
        for _ in range(iters):
            p = p - alpha * gradients([p])[0]
        out.append(p)
    return out
""",
    ),
    (
        "02.5",
        "olvida alpha",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = parameters
    for _ in range(iters):
        t = [p - g for p, g in zip(t, gradients(t))]
    return t
""",
    ),
    (
        "02.5",
        "gradiente siempre en parameters originales",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = [p.copy() for p in parameters]
    for _ in range(iters):
        t = [p - alpha * g for p, g in zip(t, gradients(parameters))]
    return t
""",
    ),
    (
        "02.5",
        "solo actualiza el primero",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = [p.copy() for p in parameters]
    for _ in range(iters):
        t[0] = t[0] - alpha * gradients(t)[0]
    return t
""",
    ),
    (
        "02.5",
        "alpha decreciente",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for k in range(iters):
        t = [p - alpha / (k + 1) * g for p, g in zip(t, gradients(t))]
    return t
""",
    ),
    (
        "02.5",
        "range(1, iters)",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for k in range(1, iters):
        t = [p - alpha * g for p, g in zip(t, gradients(t))]
    return t
""",
    ),
    (
        "02.5",
        "reemplaza theta por -alpha g",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for k in range(iters):
        t = [-alpha * g for g in gradients(t)]
    return t
""",
    ),
    (
        "02.5",
        "devuelve la historia",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    h = []
    t = list(parameters)
    for k in range(iters):
        t = [p - alpha * g for p, g in zip(t, gradients(t))]
        h.append(t)
    return h
""",
    ),
    (
        "02.5",
        "se detiene si el gradiente es pequeño (0.5)",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for k in range(iters):
        G = gradients(t)
        if max(np.abs(g).max() for g in G) < 0.5:
            break
        t = [p - alpha * g for p, g in zip(t, G)]
    return t
""",
    ),
    # --- 02.6 -------------------------------------------------------------------------
    (
        "02.6",
        "> en vez de >=",
        """
def predict_binary(X, w, b, threshold=0.5):
    return (sigmoid(X @ w + b) > threshold).astype(int)
""",
    ),
    (
        "02.6",
        "ignora el umbral: usa 0.5",
        """
def predict_binary(X, w, b, threshold=0.5):
    return (X @ w + b >= 0).astype(int)
""",
    ),
    (
        "02.6",
        "compara el puntaje con el umbral",
        """
def predict_binary(X, w, b, threshold=0.5):
    z = X @ w + b
    return np.where(z >= threshold, 1, 0)
""",
    ),
    (
        "02.6",
        "redondea",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.round(sigmoid(X @ w + b)).astype(int)
""",
    ),
    (
        "02.6",
        "clases invertidas",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.where(sigmoid(X @ w + b) >= threshold, 0, 1)
""",
    ),
    (
        "02.6",
        "olvida el sesgo",
        """
def predict_binary(X, w, b, threshold=0.5):
    return (sigmoid(X @ w) >= threshold).astype(int)
""",
    ),
    (
        "02.6",
        "devuelve la probabilidad donde alcanza el umbral",
        """
def predict_binary(X, w, b, threshold=0.5):
    p = sigmoid(X @ w + b)
    p[p < threshold] = 0
    return p
""",
    ),
    (
        "02.6",
        "<= invertido",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.where(sigmoid(X @ w + b) <= threshold, 1, 0)
""",
    ),
    (
        "02.6",
        "-1 / 1",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.where(sigmoid(X @ w + b) >= threshold, 1, -1)
""",
    ),
    (
        "02.6",
        "devuelve probabilidades",
        """
def predict_binary(X, w, b, threshold=0.5):
    return sigmoid(X @ w + b)
""",
    ),
    (
        "02.6",
        "if sobre arreglo",
        """
def predict_binary(X, w, b, threshold=0.5):
    if sigmoid(X @ w + b) >= threshold:
        return 1
    return 0
""",
    ),
    (
        "02.6",
        "resta b y ignora umbral",
        """
def predict_binary(X, w, b, threshold=0.5):
    return (sigmoid(X @ w - b) >= 0.5).astype(int)
""",
    ),
    (
        "02.6",
        "índices de positivos",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.where(sigmoid(X @ w + b) >= threshold)[0]
""",
    ),
    (
        "02.6",
        "> y además ignora el umbral",
        """
def predict_binary(X, w, b, threshold=0.5):
    return (X @ w + b > 0).astype(int)
""",
    ),
    # --- 02.7 -------------------------------------------------------------------------
    (
        "02.7",
        "transpuesta",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    for t, p in zip(y, y_pred):
        C[p, t] += 1
    return C
""",
    ),
    (
        "02.7",
        "C[y, y_pred] += 1 no acumula repetidos",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    C[y, y_pred] += 1
    return C
""",
    ),
    (
        "02.7",
        "solo cuenta aciertos",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    for k in range(n_classes):
        C[k, k] = np.sum((y == k) & (y_pred == k))
    return C
""",
    ),
    (
        "02.7",
        "normaliza por filas",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    np.add.at(C, (y, y_pred), 1)
    return C / np.maximum(C.sum(axis=1, keepdims=True), 1)
""",
    ),
    (
        "02.7",
        "usa las clases que aparecen e ignora n_classes",
        """
def confusion_matrix(y, y_pred, n_classes):
    clases = np.unique(np.concatenate([y, y_pred]))
    filas = [[np.sum((y == i) & (y_pred == j)) for j in clases] for i in clases]
    return np.array(filas)
""",
    ),
    (
        "02.7",
        "or en lugar de and",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(n_classes):
        for j in range(n_classes):
            C[i, j] = np.sum((y == i) | (y_pred == j))
    return C
""",
    ),
    (
        "02.7",
        "cuadrícula de filas repetidas ([[0]*K]*K)",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = [[0] * n_classes] * n_classes
    for i, j in zip(y, y_pred):
        C[i][j] += 1
    return np.array(C)
""",
    ),
    (
        "02.7",
        "matriz fija de 2x2",
        """
def confusion_matrix(y, y_pred, n_classes):
    vn = np.sum((y == 0) & (y_pred == 0))
    fp = np.sum((y == 0) & (y_pred == 1))
    fn = np.sum((y == 1) & (y_pred == 0))
    vp = np.sum((y == 1) & (y_pred == 1))
    return np.array([[vn, fp], [fn, vp]])
""",
    ),
    (
        "02.7",
        "fracciones del total",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    np.add.at(C, (y, y_pred), 1)
    return C / len(y)
""",
    ),
    (
        "02.7",
        "solo errores",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    for i, j in zip(y, y_pred):
        if i != j:
            C[i, j] += 1
    return C
""",
    ),
    (
        "02.7",
        "índices corridos -1",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    for i, j in zip(y, y_pred):
        C[i - 1, j - 1] += 1
    return C
""",
    ),
    (
        "02.7",
        "transpuesta y sin acumular",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    C[y_pred, y] += 1
    return C
""",
    ),
    (
        "02.7",
        "tamaño por len(np.unique(y))",
        """
def confusion_matrix(y, y_pred, n_classes):
    K = len(np.unique(y))
    C = np.zeros((K, K))
    for i, j in zip(y, y_pred):
        C[i, j] += 1
    return C
""",
    ),
    (
        "02.7",
        "recorre range(n_classes) en vez de los ejemplos",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    for k in range(n_classes):
        C[y[k], y_pred[k]] += 1
    return C
""",
    ),
    (
        "02.7",
        "suma en ambos sentidos",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    for i, j in zip(y, y_pred):
        C[i, j] += 1
        C[j, i] += 1
    return C
""",
    ),
]

RIGHT = [
    # --- 00.1 -------------------------------------------------------------------------
    (
        "00.1",
        "recursiva",
        """
def count_parameters(layer_shapes):
    if len(layer_shapes) < 2:
        return 0
    a, b, *resto = layer_shapes
    return (a + 1) * b + count_parameters([b, *resto])
""",
    ),
    (
        "00.1",
        "numpy, devuelve np.int64",
        """
def count_parameters(layer_shapes):
    n = np.array(layer_shapes)
    return np.dot(n[:-1] + 1, n[1:])
""",
    ),
    (
        "00.1",
        "while",
        """
def count_parameters(layer_shapes):
    i, total = 1, 0
    while i < len(layer_shapes):
        pesos = layer_shapes[i] * layer_shapes[i - 1]
        sesgos = layer_shapes[i]
        total = total + pesos + sesgos
        i += 1
    return total
""",
    ),
    # --- 00.2 -------------------------------------------------------------------------
    (
        "00.2",
        "einsum",
        """
def dense(X, W, b):
    return np.einsum("md,dh->mh", X, W) + b
""",
    ),
    (
        "00.2",
        "columna de unos",
        """
def dense(X, W, b):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    return X1 @ np.vstack([W, b])
""",
    ),
    (
        "00.2",
        "triple ciclo",
        """
def dense(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            s = b[j]
            for k in range(X.shape[1]):
                s = s + X[i, k] * W[k, j]
            Z[i, j] = s
    return Z
""",
    ),
    # --- 02.1 -------------------------------------------------------------------------
    (
        "02.1",
        "tanh de z medios",
        """
def sigmoid(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))
""",
    ),
    (
        "02.1",
        "exp de menos logaddexp",
        """
def sigmoid(z):
    return np.exp(-np.logaddexp(0.0, -np.asarray(z, dtype=float)))
""",
    ),
    (
        "02.1",
        "máscaras",
        """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    s = np.empty(z.shape)
    p = z >= 0
    s[p] = 1 / (1 + np.exp(-z[p]))
    e = np.exp(z[~p])
    s[~p] = e / (1 + e)
    return s if s.ndim else float(s)
""",
    ),
    (
        "02.1",
        "exp de -|z|",
        """
def sigmoid(z):
    e = np.exp(-abs(z))
    return np.where(np.greater_equal(z, 0), 1, e) / (1 + e)
""",
    ),
    # --- 02.2 -------------------------------------------------------------------------
    (
        "02.2",
        "logaddexp con signo",
        """
def binary_cross_entropy(z, y):
    signo = 1 - 2 * y
    return np.logaddexp(0, signo * z).mean()
""",
    ),
    (
        "02.2",
        "max y log1p",
        """
def binary_cross_entropy(z, y):
    costo = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    return float(np.sum(costo) / len(costo))
""",
    ),
    (
        "02.2",
        "ciclo con math",
        """
def binary_cross_entropy(z, y):
    import math
    total = 0.0
    for zi, yi in zip(z, y):
        t = -zi if yi == 1 else zi
        total += t + math.log1p(math.exp(-t)) if t > 0 else math.log1p(math.exp(t))
    return total / len(z)
""",
    ),
    # --- 02.3 -------------------------------------------------------------------------
    (
        "02.3",
        "lista de pasos del grafo",
        """
def logistic_gradients(X, y, w, b):
    m = X.shape[0]
    z = np.dot(X, w) + b
    dz = (sigmoid(z) - y) / m
    dw = np.dot(dz, X)
    db = dz.sum()
    return dw, db
""",
    ),
    (
        "02.3",
        "ciclo por ejemplo, devuelve lista",
        """
def logistic_gradients(X, y, w, b):
    dw, db = np.zeros(len(w)), 0.0
    for x_i, y_i in zip(X, y):
        e = sigmoid(x_i @ w + b) - y_i
        dw = dw + e * x_i
        db = db + e
    return [dw / len(y), db / len(y)]
""",
    ),
    # --- 02.4 -------------------------------------------------------------------------
    (
        "02.4",
        "where y variables",
        """
def standardize(X_train, X_test):
    mu = X_train.mean(0)
    sd = X_train.std(0)
    cte = np.ptp(X_train, axis=0) == 0
    sd = np.where(cte, 1.0, sd)
    mu = np.where(cte, X_train[0], mu)
    A, B = (X_train - mu) / sd, (X_test - mu) / sd
    B[:, cte] = B[:, cte]
    return A, B
""",
    ),
    (
        "02.4",
        "columna por columna con ciclo",
        """
def standardize(X_train, X_test):
    A = np.zeros(X_train.shape)
    B = np.zeros(X_test.shape)
    for j in range(X_train.shape[1]):
        col = X_train[:, j]
        if (col == col[0]).all():
            B[:, j] = X_test[:, j] - col[0]
            continue
        m = sum(col) / len(col)
        s = (sum((col - m) ** 2) / len(col)) ** 0.5
        A[:, j] = (col - m) / s
        B[:, j] = (X_test[:, j] - m) / s
    return A, B
""",
    ),
    (
        "02.4",
        "sd or 1 clásico",
        """
def standardize(X_train, X_test):
    mu, sd = X_train.mean(axis=0), X_train.std(axis=0)
    sd[sd < 1e-12] = 1
    return (X_train - mu) / sd, (X_test - mu) / sd
""",
    ),
    (
        "02.4",
        "ddof=1",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "epsilon 1e-8",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mu) / (s + 1e-8), (X_test - mu) / (s + 1e-8)
""",
    ),
    # --- 02.5 -------------------------------------------------------------------------
    (
        "02.5",
        "copias y comprensión",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    theta = parameters
    for _ in range(iters):
        theta = [p - alpha * g for p, g in zip(theta, gradients(theta))]
    return theta
""",
    ),
    (
        "02.5",
        "recursiva",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    if iters == 0:
        return [np.copy(p) for p in parameters]
    g = gradients(parameters)
    nuevo = [parameters[i] - alpha * g[i] for i in range(len(g))]
    return gradient_descent(gradients, nuevo, alpha, iters - 1)
""",
    ),
    (
        "02.5",
        "copia float y -=",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    theta = [np.array(p, dtype=float) for p in parameters]
    for _ in range(iters):
        g = [np.array(x, dtype=float) for x in gradients(theta)]
        for i in range(len(theta)):
            theta[i] -= alpha * g[i]
    return theta
""",
    ),
    # --- 02.6 -------------------------------------------------------------------------
    (
        "02.6",
        "lista por comprensión",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.array([1 if p >= threshold else 0 for p in sigmoid(X @ w + b)])
""",
    ),
    (
        "02.6",
        "int8 1 menos",
        """
def predict_binary(X, w, b, threshold=0.5):
    p = sigmoid(np.sum(X * w, axis=1) + b)
    return 1 - (p < threshold).astype(np.int8)
""",
    ),
    (
        "02.6",
        "devuelve booleanos",
        """
def predict_binary(X, w, b, threshold=0.5):
    return sigmoid(X @ w + b) >= threshold
""",
    ),
    (
        "02.6",
        "decimales 1.0/0.0",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.where(sigmoid(X @ w + b) >= threshold, 1.0, 0.0)
""",
    ),
    # --- 02.7 -------------------------------------------------------------------------
    (
        "02.7",
        "bincount",
        """
def confusion_matrix(y, y_pred, n_classes):
    k = n_classes
    return np.bincount(np.asarray(y) * k + y_pred, minlength=k * k).reshape(k, k)
""",
    ),
    (
        "02.7",
        "one-hot",
        """
def confusion_matrix(y, y_pred, n_classes):
    I = np.eye(n_classes)
    return I[y].T @ I[y_pred]
""",
    ),
    (
        "02.7",
        "listas",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = [[0 for _ in range(n_classes)] for _ in range(n_classes)]
    for i, j in zip(y, y_pred):
        C[i][j] += 1
    return C
""",
    ),
]
