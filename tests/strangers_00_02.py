"""Respuestas de alguien que no conocía el catálogo: lecciones 00 y 02.

Tienen la forma de las de `strangers.py`. La mayoría se escribió leyendo solo los
enunciados; otras, después, buscando lo que el catálogo no tenía. Los tipos que el
enunciado no pide y el curso acepta con un consejo (booleanos, decimales, desviación de
m − 1) están en `RIGHT`.
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
    (
        "00.1",
        "ordena los tamaños antes de multiplicar: cree que el orden no importa",
        """
def count_parameters(layer_shapes):
    h = sorted(layer_shapes)
    return sum(h[i] * h[i + 1] + h[i + 1] for i in range(len(h) - 1))
""",
    ),
    (
        "00.1",
        "multiplica las capas entre sí en vez de sumarlas",
        """
def count_parameters(layer_shapes):
    total = 1
    for a, b in zip(layer_shapes, layer_shapes[1:]):
        total *= (a + 1) * b
    return total
""",
    ),
    (
        "00.1",
        "errata: =+ en vez de +=",
        """
def count_parameters(layer_shapes):
    total = 0
    for a, b in zip(layer_shapes, layer_shapes[1:]):
        total =+ a * b + b
    return total
""",
    ),
    (
        "00.1",
        "usa cada tamaño como si fuera un índice",
        """
def count_parameters(layer_shapes):
    total = 0
    for i in layer_shapes:
        total += layer_shapes[i] * layer_shapes[i - 1] + layer_shapes[i]
    return total
""",
    ),
    (
        "00.1",
        "recursiva con el caso base en 1",
        """
def count_parameters(layer_shapes):
    if len(layer_shapes) == 1:
        return 1
    a, b = layer_shapes[0], layer_shapes[1]
    return a * b + b + count_parameters(layer_shapes[1:])
""",
    ),
    (
        "00.1",
        "while que no avanza",
        """
def count_parameters(layer_shapes):
    i, total = 1, 0
    while i < len(layer_shapes):
        total += layer_shapes[i - 1] * layer_shapes[i] + layer_shapes[i]
    return total
""",
    ),
    (
        "00.1",
        "devuelve un texto con la cuenta",
        """
def count_parameters(layer_shapes):
    n = sum((a + 1) * b for a, b in zip(layer_shapes, layer_shapes[1:]))
    return f"{n} parámetros"
""",
    ),
    (
        "00.1",
        "divide entre 2 porque cada línea une dos unidades",
        """
def count_parameters(layer_shapes):
    n = sum(a * b for a, b in zip(layer_shapes, layer_shapes[1:]))
    return n // 2 + sum(layer_shapes[1:])
""",
    ),
    (
        "00.1",
        "devuelve la suma acumulada capa por capa",
        """
def count_parameters(layer_shapes):
    h = np.array(layer_shapes)
    return np.cumsum(h[:-1] * h[1:] + h[1:])
""",
    ),
    (
        "00.1",
        "da vuelta la lista en su lugar antes de contar",
        """
def count_parameters(layer_shapes):
    layer_shapes.reverse()
    total = 0
    for i in range(len(layer_shapes) - 1):
        total += layer_shapes[i + 1] * layer_shapes[i] + layer_shapes[i]
    return total
""",
    ),
    (
        "00.1",
        "pesos solo de la primera capa, sesgos de todas",
        """
def count_parameters(layer_shapes):
    return layer_shapes[0] * layer_shapes[1] + sum(layer_shapes[1:])
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
    (
        "00.2",
        "wᵀ Xᵀ de un libro con ejemplos en columnas, sin volver a transponer",
        """
def dense(X, W, b):
    return W.T @ X.T + b[:, None]
""",
    ),
    (
        "00.2",
        "usa np.inner",
        """
def dense(X, W, b):
    return np.inner(X, W) + b
""",
    ),
    (
        "00.2",
        "columna de unos delante, pero b abajo",
        """
def dense(X, W, b):
    unos = np.ones((X.shape[0], 1))
    return np.hstack([unos, X]) @ np.vstack([W, b])
""",
    ),
    (
        "00.2",
        "aplana: extend en vez de append",
        """
def dense(X, W, b):
    Z = []
    for x in X:
        Z.extend(x @ W + b)
    return Z
""",
    ),
    (
        "00.2",
        "crea Z con la forma de X",
        """
def dense(X, W, b):
    Z = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            Z[i, j] = X[i] @ W[:, j] + b[j]
    return Z
""",
    ),
    (
        "00.2",
        "índices de W cambiados en el ciclo",
        """
def dense(X, W, b):
    m, d, h = X.shape[0], X.shape[1], W.shape[1]
    Z = np.zeros((m, h))
    for i in range(m):
        for j in range(h):
            for k in range(d):
                Z[i, j] += X[i, k] * W[j, k]
    return Z + b
""",
    ),
    (
        "00.2",
        "tanh al final",
        """
def dense(X, W, b):
    return np.tanh(X @ W + b)
""",
    ),
    (
        "00.2",
        "np.zeros sin doble paréntesis",
        """
def dense(X, W, b):
    Z = np.zeros(len(X), len(b))
    for i in range(len(X)):
        Z[i] = X[i] @ W + b
    return Z
""",
    ),
    (
        "00.2",
        "suma el sesgo a X",
        """
def dense(X, W, b):
    return (X + b) @ W
""",
    ),
    (
        "00.2",
        "no reinicia el acumulador entre unidades",
        """
def dense(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        s = 0
        for j in range(W.shape[1]):
            for k in range(X.shape[1]):
                s += X[i, k] * W[k, j]
            Z[i, j] = s + b[j]
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
    (
        "02.1",
        "redondea a cuatro decimales",
        """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.round(np.where(np.asarray(z) >= 0, 1, e) / (1 + e), 4)
""",
    ),
    (
        "02.1",
        "solo recorta por abajo, en 0",
        """
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, 0, 500)))
""",
    ),
    (
        "02.1",
        "arcotangente estirada",
        """
def sigmoid(z):
    return 0.5 + np.arctan(z) / np.pi
""",
    ),
    (
        "02.1",
        "softsign llevada a 0..1",
        """
def sigmoid(z):
    return 0.5 * (1 + z / (1 + np.abs(z)))
""",
    ),
    (
        "02.1",
        "bipolar: 2σ − 1",
        """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return 2 * np.where(np.asarray(z) >= 0, 1, e) / (1 + e) - 1
""",
    ),
    (
        "02.1",
        "menos en el denominador",
        """
def sigmoid(z):
    z = np.clip(z, -500, 500)
    with np.errstate(all="ignore"):
        return 1 / (1 - np.exp(-z))
""",
    ),
    (
        "02.1",
        "recorre z con for (falla con un número)",
        """
def sigmoid(z):
    s = []
    for v in z:
        e = np.exp(-abs(v))
        s.append(1 / (1 + e) if v >= 0 else e / (1 + e))
    return np.array(s)
""",
    ),
    (
        "02.1",
        "pierde la forma de la matriz",
        """
def sigmoid(z):
    s = []
    for v in np.ravel(z):
        e = np.exp(-abs(v))
        s.append(1 / (1 + e) if v >= 0 else e / (1 + e))
    return np.array(s)
""",
    ),
    (
        "02.1",
        "calla el aviso con warnings pero resta en vez de dividir",
        """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1 - e, e)
""",
    ),
    (
        "02.1",
        "máscaras: olvida la rama negativa",
        """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    s = np.zeros(z.shape)
    s[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    return s
""",
    ),
    (
        "02.1",
        "ramas bien elegidas, pero divide entre 1 − e",
        """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    with np.errstate(all="ignore"):
        return np.where(np.asarray(z) >= 0, 1, e) / (1 - e)
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
    (
        "02.2",
        "log1p de la probabilidad",
        """
def binary_cross_entropy(z, y):
    p = sigmoid(z)
    return -np.mean(y * np.log1p(p) + (1 - y) * np.log1p(-p))
""",
    ),
    (
        "02.2",
        "errata en el signo: 2y + 1",
        """
def binary_cross_entropy(z, y):
    return np.mean(np.logaddexp(0, -z * (2 * y + 1)))
""",
    ),
    (
        "02.2",
        "divide entre m − 1",
        """
def binary_cross_entropy(z, y):
    c = np.logaddexp(0, z) - y * z
    return c.sum() / max(len(c) - 1, 1)
""",
    ),
    (
        "02.2",
        "el peor ejemplo en vez de la media",
        """
def binary_cross_entropy(z, y):
    return np.max(np.logaddexp(0, z) - y * z)
""",
    ),
    (
        "02.2",
        "mediana",
        """
def binary_cross_entropy(z, y):
    return np.median(np.logaddexp(0, z) - y * z)
""",
    ),
    (
        "02.2",
        "σ(z) y σ(−z): evita el 1 − p, pero no el log de 0",
        """
def binary_cross_entropy(z, y):
    return -np.mean(y * np.log(sigmoid(z)) + (1 - y) * np.log(sigmoid(-z)))
""",
    ),
    (
        "02.2",
        "precedencia: la división alcanza solo al último término",
        """
def binary_cross_entropy(z, y):
    m = len(z)
    return np.sum(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))) / m)
""",
    ),
    (
        "02.2",
        "if y == 1 con arreglo",
        """
def binary_cross_entropy(z, y):
    if y == 1:
        c = np.logaddexp(0, -z)
    else:
        c = np.logaddexp(0, z)
    return c.mean()
""",
    ),
    (
        "02.2",
        "logaddexp con 1 en vez de 0",
        """
def binary_cross_entropy(z, y):
    return np.mean(np.logaddexp(1, z) - y * z)
""",
    ),
    (
        "02.2",
        "raíz del error cuadrático medio",
        """
def binary_cross_entropy(z, y):
    return np.sqrt(np.mean((sigmoid(z) - y) ** 2))
""",
    ),
    (
        "02.2",
        "error absoluto con el puntaje",
        """
def binary_cross_entropy(z, y):
    return np.mean(np.abs(z - y))
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
    (
        "02.3",
        "suma por filas: un número por ejemplo",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return (X * e[:, None]).sum(axis=1), e.sum()
""",
    ),
    (
        "02.3",
        "deriva respecto de X",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return np.outer(e, w), e.sum()
""",
    ),
    (
        "02.3",
        "agrega una penalización L2 del blog",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return X.T @ e + 0.01 * w, e.sum()
""",
    ),
    (
        "02.3",
        "usa solo la derivada de la sigmoide",
        """
def logistic_gradients(X, y, w, b):
    p = sigmoid(X @ w + b)
    d = p * (1 - p) / len(y)
    return X.T @ d, d.sum()
""",
    ),
    (
        "02.3",
        "divide entre cuántos son de la clase 1",
        """
def logistic_gradients(X, y, w, b):
    e = sigmoid(X @ w + b) - y
    n = max(np.sum(y), 1)
    return X.T @ e / n, e.sum() / n
""",
    ),
    (
        "02.3",
        "solo la parte de y = 1 de la pérdida",
        """
def logistic_gradients(X, y, w, b):
    e = -y * (1 - sigmoid(X @ w + b)) / len(y)
    return X.T @ e, e.sum()
""",
    ),
    (
        "02.3",
        "ciclo: dw acumula, db queda en el último",
        """
def logistic_gradients(X, y, w, b):
    m = len(y)
    dw = np.zeros(len(w))
    for i in range(m):
        e = sigmoid(X[i] @ w + b) - y[i]
        dw = dw + e * X[i] / m
        db = e / m
    return dw, db
""",
    ),
    (
        "02.3",
        "w @ X, filas con columnas",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(w @ X + b) - y) / len(y)
    return X.T @ e, e.sum()
""",
    ),
    (
        "02.3",
        "eleva al cuadrado el error",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) ** 2 / len(y)
    return X.T @ e, e.sum()
""",
    ),
    (
        "02.3",
        "dw creado con el tipo de w: enteros",
        """
def logistic_gradients(X, y, w, b):
    m = len(y)
    dw = np.zeros_like(w)
    e = sigmoid(X @ w + b) - y
    for j in range(len(w)):
        dw[j] = np.sum(e * X[:, j]) / m
    return dw, e.mean()
""",
    ),
    (
        "02.3",
        "devuelve la pérdida como tercer valor",
        """
def logistic_gradients(X, y, w, b):
    z = X @ w + b
    e = (sigmoid(z) - y) / len(y)
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return loss, X.T @ e, e.sum()
""",
    ),
    (
        "02.3",
        "diccionario de un curso en línea",
        """
def logistic_gradients(X, y, w, b):
    e = (sigmoid(X @ w + b) - y) / len(y)
    return {"dw": X.T @ e, "db": e.sum()}
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
    (
        "02.4",
        "si hay un cero, ninguna columna se divide",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    if 0 in s:
        s = 1
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "recorta la prueba a una desviación",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s, np.clip((X_test - mu) / s, -1, 1)
""",
    ),
    (
        "02.4",
        "devuelve la media y la desviación",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    return mu, np.where(s == 0, 1, s)
""",
    ),
    (
        "02.4",
        "divide entre la media",
        """
def standardize(X_train, X_test):
    mu = X_train.mean(axis=0)
    d = np.where(mu == 0, 1, mu)
    return (X_train - mu) / d, (X_test - mu) / d
""",
    ),
    (
        "02.4",
        "mira las constantes en la prueba",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(X_test.std(axis=0) == 0, 1, s)
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "redondea a dos decimales",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return np.round((X_train - mu) / s, 2), np.round((X_test - mu) / s, 2)
""",
    ),
    (
        "02.4",
        "desviación media absoluta",
        """
def standardize(X_train, X_test):
    mu = X_train.mean(axis=0)
    s = np.abs(X_train - mu).mean(axis=0)
    s = np.where(s == 0, 1, s)
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "if s == 0 con arreglo",
        """
def standardize(X_train, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    if s == 0:
        s = 1
    return (X_train - mu) / s, (X_test - mu) / s
""",
    ),
    (
        "02.4",
        "transforma solo la última columna",
        """
def standardize(X_train, X_test):
    for j in range(X_train.shape[1]):
        A, B = X_train.astype(float), X_test.astype(float)
        m, s = X_train[:, j].mean(), X_train[:, j].std() or 1
        A[:, j] = (A[:, j] - m) / s
        B[:, j] = (B[:, j] - m) / s
    return A, B
""",
    ),
    (
        "02.4",
        "ciclo sobre copias de enteros",
        """
def standardize(X_train, X_test):
    A, B = X_train.copy(), X_test.copy()
    for j in range(A.shape[1]):
        m, s = X_train[:, j].mean(), X_train[:, j].std() or 1
        A[:, j] = (X_train[:, j] - m) / s
        B[:, j] = (X_test[:, j] - m) / s
    return A, B
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
    (
        "02.5",
        "momento con 0.9",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    v = [np.zeros(np.shape(p)) for p in parameters]
    t = list(parameters)
    for _ in range(iters):
        g = gradients(t)
        v = [0.9 * a + b for a, b in zip(v, g)]
        t = [p - alpha * a for p, a in zip(t, v)]
    return t
""",
    ),
    (
        "02.5",
        "while iters, sin restar",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    while iters > 0:
        t = [p - alpha * g for p, g in zip(t, gradients(t))]
    return t
""",
    ),
    (
        "02.5",
        "alpha se reduce a la mitad en cada paso",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for _ in range(iters):
        t = [p - alpha * g for p, g in zip(t, gradients(t))]
        alpha = alpha / 2
    return t
""",
    ),
    (
        "02.5",
        "recorta el gradiente a ±1",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for _ in range(iters):
        t = [p - alpha * np.clip(g, -1, 1) for p, g in zip(t, gradients(t))]
    return t
""",
    ),
    (
        "02.5",
        "devuelve parámetros y gradientes",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for _ in range(iters):
        g = gradients(t)
        t = [p - alpha * d for p, d in zip(t, g)]
    return t, g
""",
    ),
    (
        "02.5",
        "promedia los parámetros del camino",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    suma = [0 * p for p in t]
    for _ in range(iters):
        t = [p - alpha * g for p, g in zip(t, gradients(t))]
        suma = [s + p for s, p in zip(suma, t)]
    return [s / iters for s in suma]
""",
    ),
    (
        "02.5",
        "un parámetro por vez, del último al primero",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = list(parameters)
    for _ in range(iters):
        for k in reversed(range(len(t))):
            t[k] = t[k] - alpha * gradients(t)[k]
    return t
""",
    ),
    (
        "02.5",
        "errata: p =- alpha * g",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = [np.array(p, dtype=float) for p in parameters]
    for _ in range(iters):
        g = gradients(t)
        for k in range(len(t)):
            t[k] =- alpha * g[k]
    return t
""",
    ),
    (
        "02.5",
        "junta todo en un arreglo de NumPy",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = np.array(parameters)
    for _ in range(iters):
        t = t - alpha * np.array(gradients(t))
    return t
""",
    ),
    (
        "02.5",
        "guarda el resultado en enteros",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    t = [np.array(p) for p in parameters]
    for _ in range(iters):
        g = gradients(t)
        for k in range(len(t)):
            t[k][...] = t[k] - alpha * g[k]
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
    (
        "02.6",
        "argmax sobre los ejemplos",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.argmax(sigmoid(X @ w + b) >= threshold)
""",
    ),
    (
        "02.6",
        "clases 1 y 2, de MATLAB",
        """
def predict_binary(X, w, b, threshold=0.5):
    return (sigmoid(X @ w + b) >= threshold).astype(int) + 1
""",
    ),
    (
        "02.6",
        "textos sí y no",
        """
def predict_binary(X, w, b, threshold=0.5):
    return ["sí" if p >= threshold else "no" for p in sigmoid(X @ w + b)]
""",
    ),
    (
        "02.6",
        "compara z con el logaritmo del umbral",
        """
def predict_binary(X, w, b, threshold=0.5):
    return (X @ w + b >= np.log(threshold)).astype(int)
""",
    ),
    (
        "02.6",
        "signo de z",
        """
def predict_binary(X, w, b, threshold=0.5):
    return np.sign(X @ w + b).astype(int)
""",
    ),
    (
        "02.6",
        "agrega solo los positivos a la lista",
        """
def predict_binary(X, w, b, threshold=0.5):
    r = []
    for p in sigmoid(X @ w + b):
        if p >= threshold:
            r.append(1)
    return r
""",
    ),
    (
        "02.6",
        "suma el sesgo dos veces",
        """
def predict_binary(X, w, b, threshold=0.5):
    z = X @ w + b
    return (sigmoid(z + b) >= threshold).astype(int)
""",
    ),
    (
        "02.6",
        "columna (m, 1)",
        """
def predict_binary(X, w, b, threshold=0.5):
    p = sigmoid(X @ w.reshape(-1, 1) + b)
    return (p >= threshold).astype(int)
""",
    ),
    (
        "02.6",
        "umbral entre los promedios: compara con la media de p",
        """
def predict_binary(X, w, b, threshold=0.5):
    p = sigmoid(X @ w + b)
    return (p >= p.mean()).astype(int)
""",
    ),
    (
        "02.6",
        "errata: threshold= 0.5 dentro",
        """
def predict_binary(X, w, b, threshold=0.5):
    threshold = 0.5
    return np.array([int(p >= threshold) for p in sigmoid(X @ w + b)])
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
    (
        "02.7",
        "zeros sin doble paréntesis",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros(n_classes, n_classes)
    for i, j in zip(y, y_pred):
        C[i, j] += 1
    return C
""",
    ),
    (
        "02.7",
        "dos ciclos anidados en vez de zip",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    for i in y:
        for j in y_pred:
            C[i, j] += 1
    return C
""",
    ),
    (
        "02.7",
        "ordena las dos listas antes de cruzarlas",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    for i, j in zip(sorted(y), sorted(y_pred)):
        C[i, j] += 1
    return C
""",
    ),
    (
        "02.7",
        "diccionario con pares",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = {}
    for i, j in zip(y, y_pred):
        C[(i, j)] = C.get((i, j), 0) + 1
    return C
""",
    ),
    (
        "02.7",
        "histogram2d sin decir el rango",
        """
def confusion_matrix(y, y_pred, n_classes):
    return np.histogram2d(y, y_pred, bins=n_classes)[0]
""",
    ),
    (
        "02.7",
        "return dentro del ciclo exterior",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(n_classes):
        for j in range(n_classes):
            C[i, j] = np.sum((y == i) & (y_pred == j))
        return C
""",
    ),
    (
        "02.7",
        "errores y aciertos en una matriz de 2 × 2",
        """
def confusion_matrix(y, y_pred, n_classes):
    bien = np.sum(y == y_pred)
    return np.array([[bien, 0], [0, len(y) - bien]])
""",
    ),
    (
        "02.7",
        "precedencia: une las condiciones con and",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(n_classes):
        for j in range(n_classes):
            C[i, j] = np.sum((y == i) and (y_pred == j))
    return C
""",
    ),
    (
        "02.7",
        "suma 1 a toda la fila",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    for i, j in zip(y, y_pred):
        C[i] += 1
    return C
""",
    ),
    (
        "02.7",
        "porcentajes de 0 a 100",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes))
    np.add.at(C, (y, y_pred), 1)
    return 100 * C / len(y)
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
    (
        "00.1",
        "forma cerrada con suma de productos",
        """
def count_parameters(layer_shapes):
    pares = zip(layer_shapes, layer_shapes[1:])
    return sum(map(lambda par: par[0] * par[1] + par[1], pares))
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
    (
        "00.2",
        "matmul, suma por columnas",
        """
def dense(X, W, b):
    Z = np.matmul(X, W).astype(float)
    for j in range(len(b)):
        Z[:, j] += b[j]
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
    (
        "02.1",
        "vectorize con ramas",
        """
def sigmoid(z):
    def una(v):
        if v < -700:
            return 0.0
        return 1.0 / (1.0 + np.exp(-v))
    return np.vectorize(una)(z)
""",
    ),
    (
        "02.1",
        "potencia de e con el signo",
        """
def sigmoid(z):
    a = np.e ** -np.abs(z)
    s = 1 / (1 + a)
    return s * (np.asarray(z) >= 0) + (1 - s) * (np.asarray(z) < 0)
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
    (
        "02.2",
        "log de σ por cada lado",
        """
def binary_cross_entropy(z, y):
    def log_s(v):
        return np.minimum(v, 0) - np.log1p(np.exp(-abs(v)))
    return -(y @ log_s(z) + (1 - y) @ log_s(-z)) / z.size
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
    (
        "02.3",
        "einsum y columnas",
        """
def logistic_gradients(X, y, w, b):
    e = sigmoid(np.einsum("ij,j->i", X, w) + b) - y
    return np.einsum("ij,i->j", X, e) / len(e), np.average(e)
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
    (
        "02.4",
        "deja en infinito la desviación de una constante",
        """
def standardize(X_train, X_test):
    m, s = np.mean(X_train, 0), np.std(X_train, 0)
    s[s == 0] = np.inf
    return (X_train - m) / s, (X_test - m) / s
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
    (
        "02.5",
        "while hacia atrás",
        """
def gradient_descent(gradients, parameters, alpha, iters):
    theta = [1.0 * np.asarray(p) for p in parameters]
    while iters > 0:
        g = gradients(theta)
        theta = [np.subtract(theta[k], np.multiply(alpha, g[k])) for k in range(len(g))]
        iters -= 1
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
    (
        "02.6",
        "where con el puntaje del umbral",
        """
def predict_binary(X, w, b, threshold=0.5):
    corte = np.log(threshold / (1 - threshold))
    return np.where(np.dot(X, w) + b >= corte, 1, 0)
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
    (
        "02.7",
        "np.add.at con decimales",
        """
def confusion_matrix(y, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=float)
    np.add.at(C, (np.array(y), np.array(y_pred)), 1.0)
    return C
""",
    ),
]
