"""Respuestas escritas por alguien que no conocía el catálogo de errores.

`WRONG` y `RIGHT` son respuestas como las que entregaría un curso: de quien viene de
MATLAB, de quien copia de un blog con otra convención, de quien solo probó el ejemplo
del enunciado. Se escribieron leyendo solo los enunciados, antes de ver qué errores
reconoce el corrector: sirven para medirlo, no para adornarlo.

Cada elemento es `(id del ejercicio, qué entendió o cómo lo hizo, código)`. El código se
ejecuta con `exec` en un espacio de nombres que ya tiene `np`. Los que dicen «por su
nombre» llaman a otras funciones del curso sin importarlas, como se hace en el cuaderno.
Un comentario «Duda:» señala dónde el enunciado admite más de una lectura.
"""

WRONG = [
    # --- 01.1 -------------------------------------------------------------------------
    (
        "01.1",
        "la derivada respecto de z la copia de las otras dos: cree que las tres son z",
        """
def forward_backward(x, y, z):
    q = x + y
    f = q * z
    df_dq = z
    return f, df_dq, df_dq, df_dq
""",
    ),
    (
        "01.1",
        "devuelve las derivadas en el orden en que las encontró al volver: z, y, x",
        """
def forward_backward(x, y, z):
    q = x + y
    f = q * z
    df_dz = q
    df_dq = z
    df_dy = df_dq * 1
    df_dx = df_dq * 1
    return f, df_dz, df_dy, df_dx
""",
    ),
    (
        "01.1",
        "encadena con el valor: multiplica df/dq por x y por y, no por 1",
        """
def forward_backward(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dx = dq * x
    dy = dq * y
    dz = q
    return f, dx, dy, dz
""",
    ),
    (
        "01.1",
        "escrito a mano para el ejemplo del enunciado",
        """
def forward_backward(x, y, z):
    return -5.0, 5.0, 5.0, -1.0
""",
    ),
    (
        "01.1",
        "olvida el paréntesis y deriva bien otra función: x + y·z",
        """
def forward_backward(x, y, z):
    f = x + y * z
    df_dx = 1.0
    df_dy = z
    df_dz = y
    return (f, df_dx, df_dy, df_dz)
""",
    ),
    (
        "01.1",
        "trunca: convierte todo a entero porque probó con enteros",
        """
def forward_backward(x, y, z):
    x, y, z = int(x), int(y), int(z)
    q = x + y
    return q * z, z, z, q
""",
    ),
    (
        "01.1",
        "olvida devolver f: solo entrega las tres derivadas",
        """
def forward_backward(x, y, z):
    q = x + y
    f = q * z
    df_dq, df_dz = z, q
    return df_dq, df_dq, df_dz
""",
    ),
    (
        "01.1",
        "imprime el resultado y no devuelve nada",
        """
def forward_backward(x, y, z):
    q = x + y
    f = q * z
    print(f, z, z, q)
""",
    ),
    (
        "01.1",
        "dos errores: no aplica la cadena a x e y (pone 1), y en z pone x·y",
        """
def forward_backward(x, y, z):
    f = (x + y) * z
    df_dx = 1
    df_dy = 1
    df_dz = x * y
    return f, df_dx, df_dy, df_dz
""",
    ),
    (
        "01.1",
        "devuelve un diccionario con nombres, como en otro lenguaje",
        """
def forward_backward(x, y, z):
    q = x + y
    return {"f": q * z, "df_dx": z, "df_dy": z, "df_dz": q}
""",
    ),
    # --- 01.2 -------------------------------------------------------------------------
    (
        "01.2",
        "diferencia adelantada: solo mira a la derecha",
        """
def numeric_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    fx = f(x)
    for i in np.ndindex(x.shape):
        xh = x.copy()
        xh[i] += h
        grad[i] = (f(xh) - fx) / h
    return grad
""",
    ),
    (
        "01.2",
        "divide por h y no por 2h",
        """
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        mas = x.astype(float)
        menos = x.astype(float)
        mas[i] = mas[i] + h
        menos[i] = menos[i] - h
        grad[i] = (f(mas) - f(menos)) / h
    return grad
""",
    ),
    (
        "01.2",
        "le faltan paréntesis: / 2 * h multiplica por h",
        """
def numeric_gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        a = np.array(x, dtype=float)
        b = np.array(x, dtype=float)
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / 2 * h
    return g
""",
    ),
    (
        "01.2",
        "mueve todas las entradas a la vez y devuelve un solo número",
        """
def numeric_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
""",
    ),
    (
        "01.2",
        "mueve todas a la vez y reparte el mismo número a cada entrada",
        """
def numeric_gradient(f, x, h=1e-5):
    d = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, d)
""",
    ),
    (
        "01.2",
        "no devuelve cada entrada a su lugar: las anteriores quedan corridas en −h",
        """
def numeric_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        arriba = f(x)
        x[i] -= 2 * h
        abajo = f(x)
        grad[i] = (arriba - abajo) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "sutil: copia un arreglo de enteros y el h se pierde al guardarlo",
        """
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        xp = x.copy()
        xm = x.copy()
        xp[i] = x[i] + h
        xm[i] = x[i] - h
        grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "sutil: zeros_like de un x entero, y el gradiente se trunca al guardarlo",
        """
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        xp = x.astype(float)
        xm = x.astype(float)
        xp[i] += h
        xm[i] -= h
        grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "recorre len(x): con una matriz mueve filas enteras",
        """
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        xp = x.astype(float).copy()
        xm = x.astype(float).copy()
        xp[i] += h
        xm[i] -= h
        grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "modifica x en su lugar y lo devuelve sumando: quedan restos de redondeo",
        """
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        f1 = f(x)
        x[i] -= 2 * h
        f2 = f(x)
        x[i] += h
        grad[i] = (f1 - f2) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "no usa el h que recibe: pone siempre 1e-6",
        """
def numeric_gradient(f, x, h=1e-5):
    h = 1e-6
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "sutil: trabaja en float32 y el h desaparece en el redondeo",
        """
def numeric_gradient(f, x, h=1e-5):
    x = x.astype(np.float32)
    grad = np.zeros(x.shape, dtype=np.float32)
    for i in np.ndindex(x.shape):
        xp, xm = x.copy(), x.copy()
        xp[i] += h
        xm[i] -= h
        grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "dos errores: le pasa a f un arreglo aplanado y devuelve el gradiente plano",
        """
def numeric_gradient(f, x, h=1e-5):
    v = x.flatten().astype(float)
    g = []
    for i in range(v.size):
        p, q = v.copy(), v.copy()
        p[i] += h
        q[i] -= h
        g.append((f(p) - f(q)) / (2 * h))
    return np.array(g)
""",
    ),
    (
        "01.2",
        "solo matrices: dos bucles con shape[0] y shape[1]; falla con un vector",
        """
def numeric_gradient(f, x, h=1e-5):
    filas, columnas = x.shape
    grad = np.zeros((filas, columnas))
    for i in range(filas):
        for j in range(columnas):
            xp = np.array(x, dtype=float)
            xm = np.array(x, dtype=float)
            xp[i, j] += h
            xm[i, j] -= h
            grad[i, j] = (f(xp) - f(xm)) / (2 * h)
    return grad
""",
    ),
    (
        "01.2",
        "llama a f con un número suelto: cree que f actúa entrada por entrada",
        """
def numeric_gradient(f, x, h=1e-5):
    return np.array([(f(xi + h) - f(xi - h)) / (2 * h) for xi in x])
""",
    ),
    (
        "01.2",
        "escrito a mano para la suma de cubos del ejemplo",
        """
def numeric_gradient(f, x, h=1e-5):
    # la diferencia central de un cubo
    return ((x + h) ** 3 - (x - h) ** 3) / (2 * h)
""",
    ),
    (
        "01.2",
        "dos errores: adelantada, y xh = x no copia, así que cambia el x de afuera",
        """
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    f0 = f(x)
    for i in np.ndindex(x.shape):
        xh = x
        xh[i] = xh[i] + h
        grad[i] = (f(xh) - f0) / h
        xh[i] = xh[i] - h
    return grad
""",
    ),
    (
        "01.2",
        "diferencia atrasada con signo cambiado: f(x − h) − f(x + h)",
        """
def numeric_gradient(f, x, h=1e-5):
    x = np.asarray(x, float)
    g = np.empty(x.shape)
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        g.flat[k] = (f(x - e) - f(x + e)) / (2 * h)
    return g
""",
    ),
    # --- 01.3 -------------------------------------------------------------------------
    (
        "01.3",
        "abs fuera de la suma: |a + n| en el denominador",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a + n), floor)
""",
    ),
    (
        "01.3",
        "sutil: suma el piso en vez de tomar el mayor",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / (np.abs(a) + np.abs(n) + floor)
""",
    ),
    (
        "01.3",
        "usa el max de Python con arreglos: NumPy no sabe cuál es mayor",
        """
def relative_error(a, n, floor=1e-8):
    e = abs(a - n) / max(abs(a) + abs(n), floor)
    return e
""",
    ),
    (
        "01.3",
        "np.max en vez de np.maximum: un solo denominador para todas las entradas",
        """
def relative_error(a, n, floor=1e-8):
    den = max(np.max(np.abs(a) + np.abs(n)), floor)
    return np.abs(a - n) / den
""",
    ),
    (
        "01.3",
        "fórmula de un blog: divide por el mayor de |a| y |n|, no por la suma",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), floor)
""",
    ),
    (
        "01.3",
        "usa normas: devuelve un solo número para todo el arreglo",
        """
def relative_error(a, n, floor=1e-8):
    num = np.linalg.norm(a - n)
    den = np.linalg.norm(a) + np.linalg.norm(n)
    return num / max(den, floor)
""",
    ),
    (
        "01.3",
        "ignora el piso: 0 entre 0 da nan",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / (np.abs(a) + np.abs(n))
""",
    ),
    (
        "01.3",
        "olvida el valor absoluto de arriba: salen errores negativos",
        """
def relative_error(a, n, floor=1e-8):
    return (a - n) / np.maximum(np.abs(a) + np.abs(n), floor)
""",
    ),
    (
        "01.3",
        "dos errores: divide por el mayor de los dos y olvida el piso",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a), np.abs(n))
""",
    ),
    (
        "01.3",
        "sutil: escribe 1e-8 adentro e ignora el floor que le pasan",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), 1e-8)
""",
    ),
    (
        "01.3",
        "sutil: si el denominador es menor que el piso, contesta 0",
        """
def relative_error(a, n, floor=1e-8):
    num = np.abs(a - n)
    den = np.abs(a) + np.abs(n)
    seguro = np.where(den < floor, 1.0, den)
    return np.where(den < floor, 0.0, num / seguro)
""",
    ),
    (
        "01.3",
        "error relativo de laboratorio: divide solo por |n|, el valor «verdadero»",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(n), floor)
""",
    ),
    # --- 01.4 -------------------------------------------------------------------------
    (
        "01.4",
        "cruza los factores: le da a cada uno su propio valor",
        """
def multiply_backward(d_out, a, b):
    d_a = d_out * a
    d_b = d_out * b
    return d_a, d_b
""",
    ),
    (
        "01.4",
        "olvida lo que llega: devuelve la derivada local sola",
        """
def multiply_backward(d_out, a, b):
    return b, a
""",
    ),
    (
        "01.4",
        "confunde * con @: con vectores sale un solo número",
        """
def multiply_backward(d_out, a, b):
    return d_out @ b, d_out @ a
""",
    ),
    (
        "01.4",
        "junta los dos gradientes en una suma",
        """
def multiply_backward(d_out, a, b):
    return d_out * b + d_out * a
""",
    ),
    (
        "01.4",
        "multiplica por los dos factores: usa el valor de out como derivada",
        """
def multiply_backward(d_out, a, b):
    out = a * b
    return d_out * out, d_out * out
""",
    ),
    (
        "01.4",
        "suma todas las entradas: devuelve dos números y no dos arreglos",
        """
def multiply_backward(d_out, a, b):
    d_a = np.sum(d_out * b)
    d_b = np.sum(d_out * a)
    return d_a, d_b
""",
    ),
    (
        "01.4",
        "dos errores: d_out *= b pisa lo que llegó, y después d_b usa lo pisado",
        """
def multiply_backward(d_out, a, b):
    d_a = d_out
    d_a *= b
    d_b = d_out * a
    return d_a, d_b
""",
    ),
    (
        "01.4",
        "escrito a mano para el ejemplo del enunciado",
        """
def multiply_backward(d_out, a, b):
    return np.array([30.0]), np.array([20.0])
""",
    ),
    (
        "01.4",
        "sutil: obtiene el otro factor como out / a, y falla cuando hay un 0",
        """
def multiply_backward(d_out, a, b):
    out = a * b
    return d_out * out / a, d_out * out / b
""",
    ),
    (
        "01.4",
        "devuelve el par al revés: primero el de b",
        """
def multiply_backward(d_out, a, b):
    d_b = a * d_out
    d_a = b * d_out
    return d_b, d_a
""",
    ),
    # --- 01.5 -------------------------------------------------------------------------
    (
        "01.5",
        "recorrido en preorden, dado vuelta: parece el mismo orden y no lo es",
        """
def topological_order(node):
    orden = []
    vistos = set()

    def visita(n):
        if n in vistos:
            return
        vistos.add(n)
        orden.append(n)
        for p in n.parents:
            visita(p)

    visita(node)
    return orden[::-1]
""",
    ),
    (
        "01.5",
        "por niveles con una cola, y al final lo da vuelta",
        """
from collections import deque

def topological_order(node):
    cola = deque([node])
    visitados = [node]
    while cola:
        actual = cola.popleft()
        for p in actual.parents:
            if p not in visitados:
                visitados.append(p)
                cola.append(p)
    return list(reversed(visitados))
""",
    ),
    (
        "01.5",
        "no marca los visitados: repite el nodo cada vez que se usa",
        """
def topological_order(node):
    lista = []
    for p in node.parents:
        lista += topological_order(p)
    lista.append(node)
    return lista
""",
    ),
    (
        "01.5",
        "entrega el orden de la vuelta: de la salida a las entradas",
        """
def topological_order(node):
    orden, vistos = [], set()

    def visitar(v):
        if v not in vistos:
            vistos.add(v)
            for p in v.parents:
                visitar(p)
            orden.append(v)

    visitar(node)
    orden.reverse()
    return orden
""",
    ),
    (
        "01.5",
        "olvida agregar el propio node al final",
        """
def topological_order(node):
    orden = []

    def visitar(v):
        for p in v.parents:
            if p not in orden:
                visitar(p)
                orden.append(p)

    visitar(node)
    return orden
""",
    ),
    (
        "01.5",
        "solo mira un nivel: los padres de node y node",
        """
def topological_order(node):
    orden = []
    for p in node.parents:
        if p not in orden:
            orden.append(p)
    orden.append(node)
    return orden
""",
    ),
    (
        "01.5",
        "sutil: compara por valor; dos nodos con el mismo número cuentan como uno",
        """
def topological_order(node):
    orden = []
    valores = []

    def visitar(v):
        if float(np.sum(v.value)) in valores:
            return
        valores.append(float(np.sum(v.value)))
        for p in v.parents:
            visitar(p)
        orden.append(v)

    visitar(node)
    return orden
""",
    ),
    (
        "01.5",
        "lista como valor por omisión: la segunda llamada arrastra la primera",
        """
def topological_order(node, orden=[]):
    for p in node.parents:
        if p not in orden:
            topological_order(p, orden)
    orden.append(node)
    return orden
""",
    ),
    (
        "01.5",
        "devuelve los valores de los nodos, no los nodos",
        """
def topological_order(node):
    orden, vistos = [], set()

    def visitar(v):
        if v in vistos:
            return
        vistos.add(v)
        for p in v.parents:
            visitar(p)
        orden.append(v.value)

    visitar(node)
    return orden
""",
    ),
    (
        "01.5",
        "usa node.children, que no existe: viene de otra biblioteca",
        """
def topological_order(node):
    topo, visited = [], set()

    def build(v):
        if v not in visited:
            visited.add(v)
            for child in v.children:
                build(child)
            topo.append(v)

    build(node)
    return topo
""",
    ),
    (
        "01.5",
        "sutil: marca los visitados por nombre, y los nodos sin nombre se pierden",
        """
def topological_order(node):
    orden, nombres = [], []

    def visitar(v):
        if v.name in nombres:
            return
        nombres.append(v.name)
        for p in v.parents:
            visitar(p)
        orden.append(v)

    visitar(node)
    return orden
""",
    ),
    (
        "01.5",
        "sigue solo el primer padre de cada operación",
        """
def topological_order(node):
    orden = [node]
    while orden[0].parents:
        orden.insert(0, orden[0].parents[0])
    return orden
""",
    ),
    (
        "01.5",
        "junta los nodos y los ordena por cantidad de padres: primero los datos",
        """
def topological_order(node):
    todos, pila = [], [node]
    while pila:
        v = pila.pop()
        if v not in todos:
            todos.append(v)
            pila.extend(v.parents)
    return sorted(todos, key=lambda v: len(v.parents))
""",
    ),
    (
        "01.5",
        "dos errores: da vuelta la lista y además repite los compartidos",
        """
def topological_order(node):
    lista = [node]
    for p in node.parents:
        lista = lista + topological_order(p)
    return lista
""",
    ),
    # --- 01.6 -------------------------------------------------------------------------
    (
        "01.6",
        "asigna en vez de acumular (por su nombre usa topological_order)",
        """
def backward(node):
    node.grad = 1.0
    for v in reversed(topological_order(node)):
        grads = v.local_backward(v.grad)
        for p, g in zip(v.parents, grads):
            p.grad = g
""",
    ),
    (
        "01.6",
        "olvida empezar con 1: todos quedan en 0",
        """
from course_lib.graph import topological_order

def backward(node):
    for v in reversed(topological_order(node)):
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = p.grad + g
""",
    ),
    (
        "01.6",
        "recorre en el orden de la ida: reparte antes de recibir",
        """
from course_lib.graph import topological_order

def backward(node):
    node.grad = np.float64(1.0)
    for v in topological_order(node):
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = p.grad + g
""",
    ),
    (
        "01.6",
        "recursión que vuelve a repartir lo acumulado: cuenta caminos de más",
        """
def backward(node):
    def repartir(v):
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = p.grad + g
            repartir(p)

    node.grad = 1.0
    repartir(node)
""",
    ),
    (
        "01.6",
        "pone grad = 1 dentro del ciclo, en cada nodo",
        """
from course_lib.graph import topological_order

def backward(node):
    for v in reversed(topological_order(node)):
        v.grad = np.ones(np.shape(v.value))
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = p.grad + g
""",
    ),
    (
        "01.6",
        "pasa 1 a local_backward: acumula derivadas locales sin la cadena",
        """
from course_lib.graph import topological_order

def backward(node):
    node.grad = 1.0
    for v in reversed(topological_order(node)):
        gs = v.local_backward(np.ones(np.shape(v.value)))
        for p, g in zip(v.parents, gs):
            p.grad = p.grad + g
""",
    ),
    (
        "01.6",
        "quita padres repetidos con set: en x · x la segunda contribución se pierde",
        """
from course_lib.graph import topological_order

def backward(node):
    node.grad = 1.0
    for v in reversed(topological_order(node)):
        gs = dict(zip(v.parents, v.local_backward(v.grad)))
        for p in set(v.parents):
            p.grad = p.grad + gs[p]
""",
    ),
    (
        "01.6",
        "cola por niveles: un nodo reparte antes de tener todo lo suyo",
        """
def backward(node):
    node.grad = 1.0
    cola = [node]
    vistos = {node}
    while cola:
        v = cola.pop(0)
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = p.grad + g
            if p not in vistos:
                vistos.add(p)
                cola.append(p)
""",
    ),
    (
        "01.6",
        "se equivoca de variable: pasa node.grad, el de la salida, en cada paso",
        """
from course_lib.graph import topological_order

def backward(node):
    node.grad = 1.0
    for v in topological_order(node)[::-1]:
        partes = v.local_backward(np.ones(np.shape(v.value)) * node.grad)
        for i in range(len(v.parents)):
            v.parents[i].grad = v.parents[i].grad + partes[i]
""",
    ),
    (
        "01.6",
        "sutil: el primer aporte se guarda sin copiar y después += cambia a otro nodo",
        """
from course_lib.graph import topological_order

def backward(node):
    node.grad = np.float64(1.0)
    for v in reversed(topological_order(node)):
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            if not np.any(p.grad):
                p.grad = g
            else:
                p.grad += g
""",
    ),
    (
        "01.6",
        "suma la tupla entera a cada padre",
        """
from course_lib.graph import topological_order

def backward(node):
    node.grad = 1.0
    for v in reversed(topological_order(node)):
        g = v.local_backward(v.grad)
        for p in v.parents:
            p.grad = p.grad + g
""",
    ),
    (
        "01.6",
        "devuelve un diccionario de gradientes y no toca .grad",
        """
from course_lib.graph import topological_order

def backward(node):
    orden = topological_order(node)
    d = {v: np.zeros(np.shape(v.value)) for v in orden}
    d[node] = np.array(1.0)
    for v in reversed(orden):
        for p, g in zip(v.parents, v.local_backward(d[v])):
            d[p] = d[p] + g
    return d
""",
    ),
    (
        "01.6",
        "dos errores: asigna en vez de acumular y recorre con una pila sin orden",
        """
def backward(node):
    node.grad = 1.0
    pila = [node]
    while pila:
        v = pila.pop()
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = g
            pila.append(p)
""",
    ),
    (
        "01.6",
        "usa los atributos de micrograd: _prev y _backward no existen aquí",
        """
def backward(node):
    topo, visited = [], set()

    def build_topo(v):
        if v not in visited:
            visited.add(v)
            for child in v._prev:
                build_topo(child)
            topo.append(v)

    build_topo(node)
    node.grad = 1
    for v in reversed(topo):
        v._backward()
""",
    ),
    # --- 01.7 -------------------------------------------------------------------------
    (
        "01.7",
        "no transpone nada",
        """
def matmul_backward(d_out, A, B):
    return d_out @ B, A @ d_out
""",
    ),
    (
        "01.7",
        "usa la regla del producto elemento a elemento",
        """
def matmul_backward(d_out, A, B):
    dA = d_out * B
    dB = d_out * A
    return dA, dB
""",
    ),
    (
        "01.7",
        "transpone bien y multiplica en el otro orden",
        """
def matmul_backward(d_out, A, B):
    dA = B.T @ d_out
    dB = d_out @ A.T
    return dA, dB
""",
    ),
    (
        "01.7",
        "dB queda transpuesta: d_outᵀ A en vez de Aᵀ d_out",
        """
def matmul_backward(d_out, A, B):
    dA = d_out @ B.T
    dB = d_out.T @ A
    return dA, dB
""",
    ),
    (
        "01.7",
        "devuelve (dB, dA)",
        """
def matmul_backward(d_out, A, B):
    dA = d_out @ B.T
    dB = A.T @ d_out
    return dB, dA
""",
    ),
    (
        "01.7",
        "confunde * con @ en la segunda línea",
        """
def matmul_backward(d_out, A, B):
    dA = d_out @ B.T
    dB = A.T * d_out
    return dA, dB
""",
    ),
    (
        "01.7",
        "usa reshape para «arreglar» las formas en vez de transponer",
        """
def matmul_backward(d_out, A, B):
    k, n = B.shape
    m = A.shape[0]
    dA = d_out @ B.reshape(n, k)
    dB = A.reshape(k, m) @ d_out
    return dA, dB
""",
    ),
    (
        "01.7",
        "sutil: transpone solo si las formas no encajan; falla con matrices cuadradas",
        """
def matmul_backward(d_out, A, B):
    if d_out.shape[1] == B.shape[0]:
        dA = d_out @ B
    else:
        dA = d_out @ B.T
    if A.shape[1] == d_out.shape[0]:
        dB = A @ d_out
    else:
        dB = A.T @ d_out
    return dA, dB
""",
    ),
    (
        "01.7",
        "divide por m, como en la receta de un blog",
        """
def matmul_backward(d_out, A, B):
    m = A.shape[0]
    dA = (1 / m) * np.dot(d_out, B.T)
    dB = (1 / m) * np.dot(A.T, d_out)
    return dA, dB
""",
    ),
    (
        "01.7",
        "olvida lo que llega: supone que d_out es todo unos",
        """
def matmul_backward(d_out, A, B):
    unos = np.ones((A.shape[0], B.shape[1]))
    return unos @ B.T, A.T @ unos
""",
    ),
    (
        "01.7",
        "escrito a mano para el ejemplo: un solo número en d_out",
        """
def matmul_backward(d_out, A, B):
    return d_out[0, 0] * B.T, d_out[0, 0] * A.T
""",
    ),
    (
        "01.7",
        "de MATLAB: cree que deshacer un producto es dividir, y usa la pseudoinversa",
        """
def matmul_backward(d_out, A, B):
    dA = d_out @ np.linalg.pinv(B)
    dB = np.linalg.pinv(A) @ d_out
    return dA, dB
""",
    ),
    # --- 01.8 -------------------------------------------------------------------------
    (
        "01.8",
        "suma siempre sobre las filas, sin mirar shape",
        """
def unbroadcast(grad, shape):
    return grad.sum(axis=0)
""",
    ),
    (
        "01.8",
        "cambia la forma con reshape, sin sumar",
        """
def unbroadcast(grad, shape):
    return grad.reshape(shape)
""",
    ),
    (
        "01.8",
        "toma una de las copias en vez de sumarlas",
        """
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad[0]
    for i, n in enumerate(shape):
        if n == 1:
            grad = np.take(grad, [0], axis=i)
    return grad
""",
    ),
    (
        "01.8",
        "promedia las copias en vez de sumarlas",
        """
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    for _ in range(extra):
        grad = grad.mean(axis=0)
    for i in range(len(shape)):
        if shape[i] == 1:
            grad = grad.mean(axis=i, keepdims=True)
    return grad
""",
    ),
    (
        "01.8",
        "quita los ejes agregados y olvida los de tamaño 1",
        """
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad
""",
    ),
    (
        "01.8",
        "suma los ejes de tamaño 1 y olvida los agregados a la izquierda",
        """
def unbroadcast(grad, shape):
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad
""",
    ),
    (
        "01.8",
        "sin keepdims: el eje de tamaño 1 desaparece",
        """
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    ejes = tuple(i for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=ejes)
""",
    ),
    (
        "01.8",
        "sutil: con dos ejes agregados suma 0 y luego 1, que ya es otro eje",
        """
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    for i in range(extra):
        grad = grad.sum(axis=i)
    for i, n in enumerate(shape):
        if n == 1 and grad.shape[i] != 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad
""",
    ),
    (
        "01.8",
        "escrito a mano para las dos formas del ejemplo",
        """
def unbroadcast(grad, shape):
    if shape == (3,):
        return grad.sum(axis=0)
    if shape == (2, 1):
        return grad.sum(axis=1, keepdims=True)
    return grad
""",
    ),
    (
        "01.8",
        "dos errores: promedia y no conserva el eje de tamaño 1",
        """
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    grad = grad.mean(axis=tuple(range(extra)))
    for i in reversed(range(len(shape))):
        if shape[i] == 1:
            grad = grad.mean(axis=i)
    return grad
""",
    ),
    (
        "01.8",
        "alinea las formas por la izquierda y no por la derecha",
        """
def unbroadcast(grad, shape):
    completa = tuple(shape) + (1,) * (grad.ndim - len(shape))
    for i, n in enumerate(completa):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad.reshape(shape)
""",
    ),
    (
        "01.8",
        "recorta con np.resize: se queda con los primeros números",
        """
def unbroadcast(grad, shape):
    return np.resize(grad, shape)
""",
    ),
    (
        "01.8",
        "compara eje por eje desde el 0 y se sale de la tupla",
        """
def unbroadcast(grad, shape):
    salida = grad
    for i in range(grad.ndim):
        if grad.shape[i] != shape[i]:
            salida = salida.sum(axis=i, keepdims=True)
    return salida
""",
    ),
    # --- 04.1 -------------------------------------------------------------------------
    (
        "04.1",
        "sutil: no usa n_classes; cuenta las columnas con el máximo de y",
        """
def one_hot(y, n_classes):
    K = np.max(y) + 1
    Y = np.zeros((len(y), K))
    Y[np.arange(len(y)), y] = 1
    return Y
""",
    ),
    (
        "04.1",
        "convención de columnas: un ejemplo por columna, forma (K, m)",
        """
def one_hot(y, n_classes):
    return np.eye(n_classes)[y].T
""",
    ),
    (
        "04.1",
        "de MATLAB: numera las clases desde 1",
        """
def one_hot(y, n_classes):
    m = len(y)
    Y = np.zeros((m, n_classes))
    for i in range(m):
        Y[i, y[i] - 1] = 1
    return Y
""",
    ),
    (
        "04.1",
        "Y[:, y] = 1 enciende columnas enteras",
        """
def one_hot(y, n_classes):
    Y = np.zeros((len(y), n_classes))
    Y[:, y] = 1
    return Y
""",
    ),
    (
        "04.1",
        "como get_dummies de pandas: una columna por clase que aparece",
        """
def one_hot(y, n_classes):
    clases = np.unique(y)
    return (np.asarray(y)[:, None] == clases[None, :]).astype(float)
""",
    ),
    (
        "04.1",
        "toma las primeras filas de la identidad, sin mirar y",
        """
def one_hot(y, n_classes):
    return np.eye(n_classes)[: len(y)]
""",
    ),
    (
        "04.1",
        "escrito a mano para el ejemplo",
        """
def one_hot(y, n_classes):
    Y = np.zeros((len(y), n_classes))
    Y[0, 2] = 1
    Y[1, 0] = 1
    return Y
""",
    ),
    (
        "04.1",
        "de MATLAB: zeros(m, K) sin tupla; NumPy lee K como el tipo",
        """
def one_hot(y, n_classes):
    m = y.shape[0]
    Y = np.zeros(m, n_classes)
    for i in range(m):
        Y[i][y[i]] = 1
    return Y
""",
    ),
    (
        "04.1",
        "compara sin abrir un eje: las formas (m,) y (K,) no encajan",
        """
def one_hot(y, n_classes):
    return (y == np.arange(n_classes)).astype(int)
""",
    ),
    (
        "04.1",
        "Y[y] = 1 enciende filas enteras",
        """
def one_hot(y, n_classes):
    Y = np.zeros((len(y), n_classes))
    Y[y] = 1
    return Y
""",
    ),
    (
        "04.1",
        "una columna de más, por si las clases llegaran hasta K",
        """
def one_hot(y, n_classes):
    return np.eye(n_classes + 1)[y]
""",
    ),
    (
        "04.1",
        "dos errores: clases desde 1 y un ejemplo por columna",
        """
def one_hot(y, n_classes):
    m = len(y)
    Y = np.zeros((n_classes, m))
    for j in range(m):
        Y[y[j] - 1, j] = 1
    return Y
""",
    ),
    (
        "04.1",
        "guarda la etiqueta en vez de un 1",
        """
def one_hot(y, n_classes):
    Y = np.zeros((len(y), n_classes), dtype=int)
    for i, k in enumerate(y):
        Y[i, k] = k
    return Y
""",
    ),
    # --- 04.2 -------------------------------------------------------------------------
    (
        "04.2",
        "la fórmula tal cual, sin restar el máximo",
        """
def softmax(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "divide por la suma de toda la matriz",
        """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / np.sum(E)
""",
    ),
    (
        "04.2",
        "normaliza por columnas: axis=0",
        """
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)
""",
    ),
    (
        "04.2",
        "sutil: recorta los puntajes a ±500 en vez de correrlos",
        """
def softmax(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "sutil: resta el máximo de toda la matriz, no el de cada fila",
        """
def softmax(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E, axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "olvida keepdims: (m, K) menos (m,)",
        """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1))
    return E / E.sum(axis=1)
""",
    ),
    (
        "04.2",
        "pasa cada número por la sigmoide y después normaliza",
        """
def softmax(Z):
    with np.errstate(over="ignore"):
        S = 1 / (1 + np.exp(-Z))
    return S / S.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "sutil: Z -= max modifica la matriz que recibió",
        """
def softmax(Z):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z
""",
    ),
    (
        "04.2",
        "usa el max de Python con una matriz",
        """
def softmax(Z):
    m = max(Z)
    E = np.exp(Z - m)
    return E / E.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "sutil: resta el mayor valor absoluto, y con −1000 todo se vuelve 0/0",
        """
def softmax(Z):
    c = np.abs(Z).max(axis=1, keepdims=True)
    E = np.exp(Z - c)
    return E / E.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "sutil: tapa los nan con nan_to_num y quedan filas que no suman 1",
        """
def softmax(Z):
    with np.errstate(all="ignore"):
        E = np.exp(Z)
        return np.nan_to_num(E / E.sum(axis=1, keepdims=True))
""",
    ),
    (
        "04.2",
        "divide por el máximo en vez de restarlo",
        """
def softmax(Z):
    E = np.exp(Z / np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "resta el mínimo de la fila",
        """
def softmax(Z):
    E = np.exp(Z - Z.min(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "dos errores: sin restar el máximo y por columnas",
        """
def softmax(Z):
    return np.exp(Z) / np.sum(np.exp(Z), axis=0)
""",
    ),
    (
        "04.2",
        "bucle que no reinicia la suma: cada fila arrastra las anteriores",
        """
def softmax(Z):
    P = np.zeros(Z.shape)
    suma = 0.0
    for i in range(Z.shape[0]):
        c = max(Z[i])
        for k in range(Z.shape[1]):
            suma += np.exp(Z[i, k] - c)
        for k in range(Z.shape[1]):
            P[i, k] = np.exp(Z[i, k] - c) / suma
    return P
""",
    ),
    (
        "04.2",
        "usa potencias de 2 en vez de e",
        """
def softmax(Z):
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "divide sin exponencial: números entre su suma",
        """
def softmax(Z):
    Z = Z - Z.min(axis=1, keepdims=True)
    return Z / Z.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "sutil: guarda en zeros_like(Z); con Z entera las probabilidades se truncan",
        """
def softmax(Z):
    P = np.zeros_like(Z)
    for i in range(len(Z)):
        e = np.exp(Z[i] - Z[i].max())
        P[i] = e / e.sum()
    return P
""",
    ),
    (
        "04.2",
        "escrito a mano para dos columnas: la segunda es la sigmoide de la diferencia",
        """
def softmax(Z):
    d = np.clip(Z[:, 1] - Z[:, 0], -700, 700)
    p = 1 / (1 + np.exp(-d))
    return np.column_stack([1 - p, p])
""",
    ),
    # --- 04.3 -------------------------------------------------------------------------
    (
        "04.3",
        "suma sobre el lote y no divide por m",
        """
def cross_entropy(Y_hat, Y):
    return -np.sum(Y * np.log(np.clip(Y_hat, 1e-12, 1)))
""",
    ),
    (
        "04.3",
        "np.mean sobre toda la matriz: divide por m·K",
        """
def cross_entropy(Y_hat, Y):
    return -np.mean(Y * np.log(np.maximum(Y_hat, 1e-12)))
""",
    ),
    (
        "04.3",
        "olvida el signo menos",
        """
def cross_entropy(Y_hat, Y):
    m = Y.shape[0]
    return np.sum(Y * np.log(Y_hat + 1e-15)) / m
""",
    ),
    (
        "04.3",
        "logaritmo en base 10",
        """
def cross_entropy(Y_hat, Y):
    m = len(Y)
    return -(1 / m) * np.sum(Y * np.log10(np.clip(Y_hat, 1e-15, None)))
""",
    ),
    (
        "04.3",
        "logaritmo en base 2, como en teoría de la información",
        """
def cross_entropy(Y_hat, Y):
    p = np.sum(Y_hat * Y, axis=1)
    return np.mean(-np.log2(np.maximum(p, 1e-12)))
""",
    ),
    (
        "04.3",
        "sin protección: 0 por log 0 da nan",
        """
def cross_entropy(Y_hat, Y):
    return -np.sum(Y * np.log(Y_hat)) / Y.shape[0]
""",
    ),
    (
        "04.3",
        "suma 0.01 dentro del logaritmo: el resultado ya no es la pérdida",
        """
def cross_entropy(Y_hat, Y):
    return -np.sum(Y * np.log(Y_hat + 0.01)) / len(Y)
""",
    ),
    (
        "04.3",
        "copia la entropía binaria: agrega (1 − Y) log(1 − Ŷ)",
        """
def cross_entropy(Y_hat, Y):
    m = Y.shape[0]
    P = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / m
""",
    ),
    (
        "04.3",
        "devuelve una pérdida por ejemplo, no la media",
        """
def cross_entropy(Y_hat, Y):
    return -np.sum(Y * np.log(np.maximum(Y_hat, 1e-300)), axis=1)
""",
    ),
    (
        "04.3",
        "divide por el número de clases: confunde shape[1] con shape[0]",
        """
def cross_entropy(Y_hat, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(np.clip(Y_hat, 1e-15, 1.0))) / m
""",
    ),
    (
        "04.3",
        "toma la probabilidad de la clase predicha, no la de la verdadera",
        """
def cross_entropy(Y_hat, Y):
    p = Y_hat.max(axis=1)
    return -np.log(np.maximum(p, 1e-12)).mean()
""",
    ),
    (
        "04.3",
        "error cuadrático medio",
        """
def cross_entropy(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2) / len(Y)
""",
    ),
    (
        "04.3",
        "sutil: nansum quita los nan, pero −log 0 de la verdadera queda infinito",
        """
def cross_entropy(Y_hat, Y):
    with np.errstate(all="ignore"):
        return -np.nansum(Y * np.log(Y_hat)) / len(Y)
""",
    ),
    (
        "04.3",
        "sutil: salta las probabilidades 0, y fallar con toda seguridad cuesta 0",
        """
def cross_entropy(Y_hat, Y):
    total = 0.0
    for p, t in zip(Y_hat.ravel(), Y.ravel()):
        if p > 0:
            total -= t * np.log(p)
    return total / Y.shape[0]
""",
    ),
    (
        "04.3",
        "cruza los papeles: Ŷ log Y",
        """
def cross_entropy(Y_hat, Y):
    return -np.sum(Y_hat * np.log(np.clip(Y, 1e-12, 1))) / len(Y)
""",
    ),
    (
        "04.3",
        "sutil: producto de matrices que mezcla ejemplos; con m = 1 acierta",
        """
def cross_entropy(Y_hat, Y):
    m = Y.shape[0]
    return -np.sum(Y @ np.log(np.clip(Y_hat, 1e-15, 1)).T) / m
""",
    ),
    (
        "04.3",
        "usa la variable m del cuaderno, que no es el tamaño de este lote",
        """
def cross_entropy(Y_hat, Y):
    return -np.sum(Y * np.log(Y_hat + 1e-15)) / m
""",
    ),
    (
        "04.3",
        "dos errores: sin el signo y sin dividir por m",
        """
def cross_entropy(Y_hat, Y):
    p = (Y * Y_hat).sum(axis=1)
    return np.log(p + 1e-15).sum()
""",
    ),
    (
        "04.3",
        "dos errores: promedia las probabilidades antes del log y no protege el 0",
        """
def cross_entropy(Y_hat, Y):
    p = np.mean(np.sum(Y * Y_hat, axis=1))
    return -np.log(p)
""",
    ),
    # --- 04.4 -------------------------------------------------------------------------
    (
        "04.4",
        "aplica relu también en la última capa, antes de softmax",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(relu(Z[l]))
    A[L] = softmax(A[L])
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "softmax en todas las capas",
        """
from course_lib.activations import softmax

def forward_propagation(X, W, b):
    Z = [None]
    A = [X]
    for l in range(1, len(W)):
        Z.append(A[-1] @ W[l] + b[l])
        A.append(softmax(Z[-1]))
    return A[-1], (Z, A)
""",
    ),
    (
        "04.4",
        "copia de un blog con sigmoide en las capas ocultas",
        """
from course_lib.activations import softmax

def forward_propagation(X, W, b):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    L = len(W) - 1
    Z = [None] * (L + 1)
    A = [None] * (L + 1)
    A[0] = X
    for l in range(1, L + 1):
        Z[l] = np.dot(A[l - 1], W[l]) + b[l]
        A[l] = sigmoid(Z[l]) if l < L else softmax(Z[l])
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "como en la diapositiva: * en vez de @",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] * W[l] + b[l])
        A.append(relu(Z[l]) if l < L else softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "olvida el sesgo (por su nombre: relu y softmax)",
        """
def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l])
        if l < L:
            A.append(relu(Z[l]))
        else:
            A.append(softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "convención de columnas: W[l] @ A[l-1]",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(W[l] @ A[l - 1] + b[l])
        A.append(relu(Z[l]) if l < L else softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "deja A[0] en None: la caché no tiene la entrada",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z = [None] * (L + 1)
    A = [None] * (L + 1)
    entrada = X
    for l in range(1, L + 1):
        Z[l] = entrada @ W[l] + b[l]
        A[l] = relu(Z[l]) if l < L else softmax(Z[l])
        entrada = A[l]
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "el ciclo termina una capa antes: range(1, L)",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(relu(Z[l]))
    Y_hat = softmax(A[-1])
    return Y_hat, (Z, A)
""",
    ),
    (
        "04.4",
        "empieza el ciclo en 0 y multiplica por None",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W)
    A_prev = X
    Z, A = [], [X]
    for l in range(L):
        z = A_prev @ W[l] + b[l]
        Z.append(z)
        A_prev = softmax(z) if l == L - 1 else relu(z)
        A.append(A_prev)
    return A_prev, (Z, A)
""",
    ),
    (
        "04.4",
        "devuelve solo Y_hat, sin la caché",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    A = X
    for l in range(1, len(W) - 1):
        A = relu(A @ W[l] + b[l])
    return softmax(A @ W[-1] + b[-1])
""",
    ),
    (
        "04.4",
        "sutil: relu en el mismo arreglo; Z[l] queda pisada con A[l]",
        """
from course_lib.activations import softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        if l < L:
            a = Z[l]
            a[a < 0] = 0
            A.append(a)
        else:
            A.append(softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "usa X en todas las capas en vez de A[l-1]",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(X @ W[l] + b[l])
        A.append(relu(Z[l]) if l < L else softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "escrito a mano para dos capas, la red del cuaderno",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    Z_1 = X @ W[1] + b[1]
    A_1 = relu(Z_1)
    Z_2 = A_1 @ W[2] + b[2]
    Y_hat = softmax(Z_2)
    return Y_hat, ([None, Z_1, Z_2], [X, A_1, Y_hat])
""",
    ),
    (
        "04.4",
        "devuelve la caché al revés: (A, Z)",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(relu(Z[l]) if l < L else softmax(Z[l]))
    return A[L], (A, Z)
""",
    ),
    (
        "04.4",
        "listas desde cero, sin el None ni la X",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    Z, A = [], []
    a = X
    L = len(W) - 1
    for l in range(1, L + 1):
        z = a @ W[l] + b[l]
        a = softmax(z) if l == L else relu(z)
        Z.append(z)
        A.append(a)
    return a, (Z, A)
""",
    ),
    (
        "04.4",
        "olvida softmax: entrega los puntajes",
        """
def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(np.maximum(0, Z[l]))
    Z.append(A[L - 1] @ W[L] + b[L])
    A.append(Z[L])
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "sutil: escribe su propia softmax sin restar el máximo",
        """
def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        if l < L:
            A.append(np.maximum(0, Z[l]))
        else:
            E = np.exp(Z[l])
            A.append(E / E.sum(axis=1, keepdims=True))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "sutil: la primera capa va fuera del ciclo con relu; con L = 1 no hay softmax",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z1 = X @ W[1] + b[1]
    Z, A = [None, Z1], [X, relu(Z1)]
    for l in range(2, L + 1):
        z = A[-1] @ W[l] + b[l]
        Z.append(z)
        A.append(softmax(z) if l == L else relu(z))
    return A[-1], (Z, A)
""",
    ),
    (
        "04.4",
        "guarda Z[L] también en A[L]: la caché no termina en Y_hat",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(relu(Z[l]) if l < L else Z[l])
    return softmax(Z[L]), (Z, A)
""",
    ),
    (
        "04.4",
        "Z = A = [None] * (L + 1): es la misma lista con dos nombres",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z = A = [None] * (L + 1)
    A[0] = X
    for l in range(1, L + 1):
        Z[l] = A[l - 1] @ W[l] + b[l]
        A[l] = relu(Z[l]) if l < L else softmax(Z[l])
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "dos errores: softmax por columnas y sin el sesgo en la última capa",
        """
def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(np.maximum(Z[l], 0))
    Z.append(A[L - 1] @ W[L])
    E = np.exp(Z[L] - Z[L].max())
    A.append(E / E.sum(axis=0))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "cuenta las capas con layer_shapes, una variable global del cuaderno",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(layer_shapes) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(relu(Z[l]) if l < L else softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "relu al revés: deja pasar los negativos con np.minimum",
        """
from course_lib.activations import softmax

def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(np.minimum(0, Z[l]) if l < L else softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    # --- 04.5 -------------------------------------------------------------------------
    (
        "04.5",
        "olvida el 1/m",
        """
def output_delta(Y_hat, Y):
    return Y_hat - Y
""",
    ),
    (
        "04.5",
        "signo: Y − Ŷ, como en el error de siempre",
        """
def output_delta(Y_hat, Y):
    m = Y.shape[0]
    return (Y - Y_hat) / m
""",
    ),
    (
        "04.5",
        "se queda en la derivada respecto de Ŷ: −Y / Ŷ",
        """
def output_delta(Y_hat, Y):
    m = len(Y)
    return -(Y / np.maximum(Y_hat, 1e-12)) / m
""",
    ),
    (
        "04.5",
        "divide por el número de clases",
        """
def output_delta(Y_hat, Y):
    K = Y.shape[1]
    return (Y_hat - Y) / K
""",
    ),
    (
        "04.5",
        "promedia sobre los ejemplos: pierde la forma (m, K)",
        """
def output_delta(Y_hat, Y):
    return np.mean(Y_hat - Y, axis=0)
""",
    ),
    (
        "04.5",
        "multiplica por Ŷ(1 − Ŷ), como con error cuadrático y sigmoide",
        """
def output_delta(Y_hat, Y):
    m = Y.shape[0]
    return (Y_hat - Y) * Y_hat * (1 - Y_hat) / m
""",
    ),
    (
        "04.5",
        "resta 1 en todas las clases, no solo en la verdadera",
        """
def output_delta(Y_hat, Y):
    return (Y_hat - 1) / len(Y_hat)
""",
    ),
    (
        "04.5",
        "sutil: la receta de cs231n resta sobre Y_hat mismo y lo modifica",
        """
def output_delta(Y_hat, Y):
    m = Y_hat.shape[0]
    dscores = Y_hat
    dscores[range(m), Y.argmax(axis=1)] -= 1
    dscores /= m
    return dscores
""",
    ),
    (
        "04.5",
        "pasa Y a etiquetas y las resta: compara probabilidades con números de clase",
        """
def output_delta(Y_hat, Y):
    y = np.argmax(Y, axis=1)
    return (Y_hat - y) / len(y)
""",
    ),
    (
        "04.5",
        "dos errores: el signo y sin dividir por m",
        """
def output_delta(Y_hat, Y):
    return Y - Y_hat
""",
    ),
    (
        "04.5",
        "sutil: multiplica por relu' de Ŷ; solo se nota si una probabilidad es 0",
        """
def output_delta(Y_hat, Y):
    return (Y_hat - Y) * (Y_hat > 0) / len(Y)
""",
    ),
    (
        "04.5",
        "sutil: guarda en zeros_like(Y); con Y entera todo se trunca a 0",
        """
def output_delta(Y_hat, Y):
    m, K = Y.shape
    dZ = np.zeros_like(Y)
    for i in range(m):
        for k in range(K):
            dZ[i, k] = (Y_hat[i, k] - Y[i, k]) / m
    return dZ
""",
    ),
    (
        "04.5",
        "escrito a mano para el ejemplo",
        """
def output_delta(Y_hat, Y):
    return np.array([[-0.8, 0.8]])
""",
    ),
    (
        "04.5",
        "divide por la cantidad total de números, m·K",
        """
def output_delta(Y_hat, Y):
    return (Y_hat - Y) / Y_hat.size
""",
    ),
    (
        "04.5",
        "dos errores: falta el 1/m, y solo deja la columna de la clase verdadera",
        """
def output_delta(Y_hat, Y):
    return (Y_hat - Y) * Y
""",
    ),
    # --- 04.6 -------------------------------------------------------------------------
    (
        "04.6",
        "olvida relu' al pasar de una capa a otra",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        dZ = dZ @ W[l].T
    return dW, db
""",
    ),
    (
        "04.6",
        "se equivoca de índice: relu'(Z[l]) donde va relu'(Z[l-1])",
        """
from course_lib.activations import relu_derivative

def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * relu_derivative(Z[l])
    return dW, db
""",
    ),
    (
        "04.6",
        "sutil: relu' con >=, que vale 1 en 0",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / Y.shape[0]
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = np.sum(dZ, axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] >= 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "olvida transponer W en la vuelta",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(X)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l]) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "se equivoca de índice: A[l].T donde va A[l-1].T",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(X)
    for l in range(L, 0, -1):
        dW[l] = A[l].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "promedia el sesgo en vez de sumarlo: divide por m otra vez, solo en db",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(X)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.mean(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "suma el sesgo por filas: axis=1",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(X)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=1)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "keepdims en el sesgo: db[l] queda de forma (1, h)",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(X)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0, keepdims=True)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "divide por m dos veces: en dZ y otra vez en cada gradiente, como en un blog",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    m = X.shape[0]
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / m
    for l in range(L, 0, -1):
        dW[l] = (1 / m) * A[l - 1].T @ dZ
        db[l] = (1 / m) * np.sum(dZ, axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "olvida el 1/m",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = A[L] - Y
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "signo cambiado: empieza en Y − Ŷ",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    error = (Y - A[L]) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ error
        db[l] = error.sum(axis=0)
        if l > 1:
            error = (error @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "listas sin el None del índice 0",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [], []
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW.insert(0, A[l - 1].T @ dZ)
        db.insert(0, dZ.sum(axis=0))
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "escrito a mano para dos capas, la red del cuaderno",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    dZ_2 = (A[2] - Y) / len(Y)
    dW_2 = A[1].T @ dZ_2
    db_2 = dZ_2.sum(axis=0)
    dZ_1 = (dZ_2 @ W[2].T) * (Z[1] > 0)
    dW_1 = X.T @ dZ_1
    db_1 = dZ_1.sum(axis=0)
    return [None, dW_1, dW_2], [None, db_1, db_2]
""",
    ),
    (
        "04.6",
        "aplica relu' también en la salida",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dA = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dZ = dA * (Z[l] > 0)
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        dA = dZ @ W[l].T
    return dW, db
""",
    ),
    (
        "04.6",
        "no se detiene en la capa 1: usa Z[0], que es None",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "copia de un blog la derivada de la sigmoide: A(1 − A)",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = np.dot(A[l - 1].T, dZ)
        db[l] = np.sum(dZ, axis=0)
        if l > 1:
            dA = np.dot(dZ, W[l].T)
            dZ = dA * A[l - 1] * (1 - A[l - 1])
    return dW, db
""",
    ),
    (
        "04.6",
        "sutil: pasa a la capa de abajo dA sin relu'; solo se nota con tres capas",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dA = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dZ = dA if l == L else dA * (Z[l] > 0)
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        dA = dA @ W[l].T
    return dW, db
""",
    ),
    (
        "04.6",
        "suma todo dZ: db[l] es un solo número",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = np.sum(dZ)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "no suma los ejemplos: db[l] = dZ",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "recorre las capas de 1 a L, en el orden de la ida",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(1, L + 1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l < L:
            dZ = (dZ @ W[l].T) * (Z[l] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "usa X en todas las capas",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = X.T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "dW transpuesto: dZᵀ A, como en la convención de columnas",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = dZ.T @ A[l - 1]
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "dos errores: sin relu' y sin 1/m (por su nombre no usa nada)",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = A[L] - Y
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        dZ = dZ @ W[l].T
    return dW, db
""",
    ),
    (
        "04.6",
        "dos errores: signo cambiado y el sesgo promediado",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (Y - A[L]) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = np.mean(dZ, axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "dW = db = [...]: las dos listas son la misma",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW = db = [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "sutil: calcula relu' escribiendo sobre Z, y estropea la caché",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            mascara = Z[l - 1]
            mascara[mascara <= 0] = 0
            mascara[mascara > 0] = 1
            dZ = (dZ @ W[l].T) * mascara
    return dW, db
""",
    ),
    (
        "04.6",
        "sutil: trata la capa 1 aparte y usa W[2]; con una sola capa falla",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 1, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        dA = dZ @ W[l].T
        if l > 2:
            dZ = dA * (Z[l - 1] > 0)
    dZ_1 = (dZ @ W[2].T) * (Z[1] > 0)
    dW[1] = X.T @ dZ_1
    db[1] = dZ_1.sum(axis=0)
    return dW, db
""",
    ),
    (
        "04.6",
        "usa np.sign(Z) como relu': da −1 en las apagadas",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * np.sign(Z[l - 1])
    return dW, db
""",
    ),
    (
        "04.6",
        "usa relu en vez de relu': multiplica por A[l-1]",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * np.maximum(0, Z[l - 1])
    return dW, db
""",
    ),
    (
        "04.6",
        "divide por el número de clases: Y.shape[1]",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    m = Y.shape[1]
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / m
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "deja db en cero: cree que los sesgos no se entrenan",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None], [None]
    for l in range(1, L + 1):
        dW.append(np.zeros(W[l].shape))
        db.append(np.zeros(b[l].shape))
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] += A[l - 1].T @ dZ
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return dW, db
""",
    ),
    (
        "04.6",
        "devuelve db y dW al revés",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return db, dW
""",
    ),
    # --- 04.7 -------------------------------------------------------------------------
    (
        "04.7",
        "sube en vez de bajar: W + α dW",
        """
def update_parameters(W, b, dW, db, alpha):
    W2, b2 = [None], [None]
    for l in range(1, len(W)):
        W2.append(W[l] + alpha * dW[l])
        b2.append(b[l] + alpha * db[l])
    return W2, b2
""",
    ),
    (
        "04.7",
        "modifica los argumentos con −=",
        """
def update_parameters(W, b, dW, db, alpha):
    for l in range(1, len(W)):
        W[l] -= alpha * dW[l]
        b[l] -= alpha * db[l]
    return W, b
""",
    ),
    (
        "04.7",
        "resta listas enteras, como si fueran arreglos",
        """
def update_parameters(W, b, dW, db, alpha):
    W = W - alpha * dW
    b = b - alpha * db
    return W, b
""",
    ),
    (
        "04.7",
        "olvida actualizar los sesgos",
        """
def update_parameters(W, b, dW, db, alpha):
    nuevo = [None]
    for l in range(1, len(W)):
        nuevo.append(W[l] - alpha * dW[l])
    return nuevo, b
""",
    ),
    (
        "04.7",
        "listas nuevas sin el None del índice 0",
        """
def update_parameters(W, b, dW, db, alpha):
    W_new = [w - alpha * g for w, g in zip(W[1:], dW[1:])]
    b_new = [v - alpha * g for v, g in zip(b[1:], db[1:])]
    return W_new, b_new
""",
    ),
    (
        "04.7",
        "olvida α en los sesgos",
        """
def update_parameters(W, b, dW, db, alpha):
    L = len(W) - 1
    W2 = [None] + [W[l] - alpha * dW[l] for l in range(1, L + 1)]
    b2 = [None] + [b[l] - db[l] for l in range(1, L + 1)]
    return W2, b2
""",
    ),
    (
        "04.7",
        "sutil: copia la lista pero no los arreglos, y −= cambia los de afuera",
        """
def update_parameters(W, b, dW, db, alpha):
    W2 = W.copy()
    b2 = b.copy()
    for l in range(1, len(W)):
        W2[l] -= alpha * dW[l]
        b2[l] -= alpha * db[l]
    return W2, b2
""",
    ),
    (
        "04.7",
        "el ciclo no llega a la última capa",
        """
def update_parameters(W, b, dW, db, alpha):
    W2, b2 = list(W), list(b)
    for l in range(1, len(W) - 1):
        W2[l] = W[l] - alpha * dW[l]
        b2[l] = b[l] - alpha * db[l]
    return W2, b2
""",
    ),
    (
        "04.7",
        "empieza en 0 y multiplica α por None",
        """
def update_parameters(W, b, dW, db, alpha):
    W_nueva, b_nueva = [], []
    for l in range(len(W)):
        W_nueva.append(W[l] - alpha * dW[l])
        b_nueva.append(b[l] - alpha * db[l])
    return W_nueva, b_nueva
""",
    ),
    (
        "04.7",
        "sutil: guarda en zeros_like(W[l]); con pesos enteros el paso se trunca",
        """
def update_parameters(W, b, dW, db, alpha):
    W2, b2 = [None], [None]
    for l in range(1, len(W)):
        w = np.zeros_like(W[l])
        v = np.zeros_like(b[l])
        w[...] = W[l] - alpha * dW[l]
        v[...] = b[l] - alpha * db[l]
        W2.append(w)
        b2.append(v)
    return W2, b2
""",
    ),
    (
        "04.7",
        "copia y pega: el sesgo nuevo sale de dW",
        """
def update_parameters(W, b, dW, db, alpha):
    W2, b2 = [None], [None]
    for l in range(1, len(W)):
        W2.append(W[l] - alpha * dW[l])
        b2.append(b[l] - alpha * dW[l])
    return W2, b2
""",
    ),
    (
        "04.7",
        "α fija en 0.1, la del ejemplo",
        """
def update_parameters(W, b, dW, db, alpha):
    W2 = [None] + [W[l] - 0.1 * dW[l] for l in range(1, len(W))]
    b2 = [None] + [b[l] - 0.1 * db[l] for l in range(1, len(b))]
    return W2, b2
""",
    ),
    (
        "04.7",
        "mete W en un np.array: las capas tienen formas distintas",
        """
def update_parameters(W, b, dW, db, alpha):
    W2 = np.array(W[1:]) - alpha * np.array(dW[1:])
    b2 = np.array(b[1:]) - alpha * np.array(db[1:])
    return [None, *W2], [None, *b2]
""",
    ),
    (
        "04.7",
        "dos errores: suma en vez de restar y pierde el None",
        """
def update_parameters(W, b, dW, db, alpha):
    return (
        [w + alpha * g for w, g in zip(W[1:], dW[1:])],
        [w + alpha * g for w, g in zip(b[1:], db[1:])],
    )
""",
    ),
    (
        "04.7",
        "devuelve el tamaño del paso y no los pesos nuevos",
        """
def update_parameters(W, b, dW, db, alpha):
    W2 = [None] + [-alpha * g for g in dW[1:]]
    b2 = [None] + [-alpha * g for g in db[1:]]
    return W2, b2
""",
    ),
    # --- 04.8 -------------------------------------------------------------------------
    (
        "04.8",
        "guarda la pérdida después de actualizar",
        """
from course_lib.losses import cross_entropy
from course_lib.mlp import (
    backpropagation, forward_propagation, he_initialization, update_parameters,
)

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for _ in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
    return W, b, losses
""",
    ),
    (
        "04.8",
        "vuelve a sortear los pesos en cada iteración (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    losses = []
    for k in range(iters):
        W, b = he_initialization(layer_shapes, seed)
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "no usa la semilla: siempre 0 (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed=0)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "devuelve solo W y b (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        print(k, cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b
""",
    ),
    (
        "04.8",
        "sube la cuesta: W + α dW, con todo escrito adentro",
        """
from course_lib.mlp import backpropagation, forward_propagation, he_initialization

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        p = np.maximum((Y_hat * Y).sum(axis=1), 1e-15)
        losses.append(float(-np.log(p).mean()))
        dW, db = backpropagation(X, Y, W, b, cache)
        for l in range(1, len(W)):
            W[l] = W[l] + alpha * dW[l]
            b[l] = b[l] + alpha * db[l]
    return W, b, losses
""",
    ),
    (
        "04.8",
        "devuelve solo la última pérdida (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    loss = None
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        loss = cross_entropy(Y_hat, Y)
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, loss
""",
    ),
    (
        "04.8",
        "una iteración de más: range(iters + 1) (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters + 1):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "una iteración de menos: range(1, iters), como «for i = 1 to iters»",
        """
from course_lib.losses import cross_entropy
from course_lib.mlp import (
    backpropagation, forward_propagation, he_initialization, update_parameters,
)

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for i in range(1, iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "actualiza con un ejemplo por vez, no con el lote entero (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, _ = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        for i in range(len(X)):
            x, t = X[i : i + 1], Y[i : i + 1]
            _, cache = forward_propagation(x, W, b)
            dW, db = backpropagation(x, t, W, b, cache)
            W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "la propagación quedó fuera del ciclo: usa siempre la misma caché",
        """
from course_lib.losses import cross_entropy
from course_lib.mlp import (
    backpropagation, forward_propagation, he_initialization, update_parameters,
)

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    Y_hat, cache = forward_propagation(X, W, b)
    losses = []
    for k in range(iters):
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "llama a update_parameters y no guarda lo que devuelve (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "inicializa a su manera: randn por 0.01, de un blog (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    np.random.seed(seed)
    W, b = [None], [None]
    for l in range(1, len(layer_shapes)):
        W.append(np.random.randn(layer_shapes[l - 1], layer_shapes[l]) * 0.01)
        b.append(np.zeros(layer_shapes[l]))
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "sutil: se detiene si la pérdida sube, y losses queda corta (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        if k > 0 and losses[-1] > losses[-2]:
            break
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "actualiza W[l] dentro de la vuelta, antes de usarla para bajar de capa",
        """
from course_lib.mlp import forward_propagation, he_initialization

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    L = len(layer_shapes) - 1
    m = len(X)
    losses = []
    for _ in range(iters):
        Y_hat, (Z, A) = forward_propagation(X, W, b)
        p = (Y_hat * Y).sum(axis=1)
        losses.append(-np.mean(np.log(np.maximum(p, 1e-15))))
        dZ = (Y_hat - Y) / m
        for l in range(L, 0, -1):
            W[l] = W[l] - alpha * A[l - 1].T @ dZ
            b[l] = b[l] - alpha * dZ.sum(axis=0)
            if l > 1:
                dZ = (dZ @ W[l].T) * (Z[l - 1] > 0)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "achica α en cada iteración, sin que nadie lo pida (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha / (k + 1))
    return W, b, losses
""",
    ),
    (
        "04.8",
        "sutil: devuelve los pesos de la menor pérdida, no los últimos",
        """
from course_lib.losses import cross_entropy
from course_lib.mlp import (
    backpropagation, forward_propagation, he_initialization, update_parameters,
)

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses, mejor = [], None
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        loss = cross_entropy(Y_hat, Y)
        if not losses or loss < min(losses):
            mejor = W, b
        losses.append(loss)
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return mejor[0], mejor[1], losses
""",
    ),
    (
        "04.8",
        "olvida la semilla al llamar a he_initialization (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "como en la diapositiva: backpropagation sin Y (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "devuelve las pérdidas primero (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return losses, W, b
""",
    ),
    (
        "04.8",
        "normaliza X antes de entrenar, aunque nadie lo pidió (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "dos errores: una iteración de más y la pérdida después de actualizar",
        """
from course_lib.losses import cross_entropy
from course_lib.mlp import (
    backpropagation, forward_propagation, he_initialization, update_parameters,
)

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    k = 0
    while k <= iters:
        Y_hat, cache = forward_propagation(X, W, b)
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
        losses.append(cross_entropy(forward_propagation(X, W, b)[0], Y))
        k += 1
    return W, b, losses
""",
    ),
    (
        "04.8",
        "cross_entropy con los argumentos cruzados (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y, Y_hat))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "el return quedó dentro del ciclo: entrena una sola vez (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
        return W, b, losses
""",
    ),
    # --- 04.9 -------------------------------------------------------------------------
    (
        "04.9",
        "argmax por columnas: axis=0 (por su nombre)",
        """
def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return np.argmax(Y_hat, axis=0)
""",
    ),
    (
        "04.9",
        "argmax sin eje: una sola posición para toda la matriz",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, cache = forward_propagation(X, W, b)
    return Y_hat.argmax()
""",
    ),
    (
        "04.9",
        "devuelve la probabilidad más alta, no la clase",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return np.max(Y_hat, axis=1)
""",
    ),
    (
        "04.9",
        "umbral de 0.5: cree que para ganar hay que pasar la mitad",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return (Y_hat > 0.5).argmax(axis=1)
""",
    ),
    (
        "04.9",
        "de MATLAB: numera las clases desde 1 (por su nombre)",
        """
def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return Y_hat.argmax(axis=1) + 1
""",
    ),
    (
        "04.9",
        "devuelve la predicción en one-hot",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return (Y_hat == Y_hat.max(axis=1, keepdims=True)).astype(int)
""",
    ),
    (
        "04.9",
        "no desempaqueta: argmax sobre la tupla (Y_hat, cache) (por su nombre)",
        """
def predict(X, W, b):
    Y_hat = forward_propagation(X, W, b)
    return np.argmax(Y_hat, axis=1)
""",
    ),
    (
        "04.9",
        "elige la menos probable: argmin",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return np.argmin(Y_hat, axis=1)
""",
    ),
    (
        "04.9",
        "solo dos clases: redondea la segunda columna",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return np.round(Y_hat[:, 1]).astype(int)
""",
    ),
    (
        "04.9",
        "conserva el eje: forma (m, 1)",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return np.argmax(Y_hat, axis=1).reshape(-1, 1)
""",
    ),
    (
        "04.9",
        "usa solo la primera capa, como en la regresión logística",
        """
def predict(X, W, b):
    return np.argmax(X @ W[1] + b[1], axis=1)
""",
    ),
    (
        "04.9",
        "sutil: relu también en la salida; si todo es negativo gana la clase 0",
        """
def predict(X, W, b):
    A = X
    for l in range(1, len(W)):
        A = np.maximum(0, A @ W[l] + b[l])
    return A.argmax(axis=1)
""",
    ),
    (
        "04.9",
        "sutil: squeeze; con un solo ejemplo devuelve un número suelto",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return np.argmax(np.squeeze(Y_hat), axis=-1)
""",
    ),
    (
        "04.9",
        "sutil: busca dónde está el máximo; un empate agrega etiquetas",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return np.where(Y_hat == Y_hat.max(axis=1, keepdims=True))[1]
""",
    ),
    (
        "04.9",
        "trunca a enteros antes de elegir: todas las probabilidades quedan en 0",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return Y_hat.astype(int).argmax(axis=1)
""",
    ),
    (
        "04.9",
        "dos errores: por columnas y numerando desde 1",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    clases = []
    for k in range(Y_hat.shape[1]):
        clases.append(int(np.argmax(Y_hat[:, k])) + 1)
    return np.array(clases)
""",
    ),
    (
        "04.9",
        "escrito a mano para el ejemplo",
        """
def predict(X, W, b):
    return np.array([1, 0])
""",
    ),
]

RIGHT = [
    # --- 01.1 -------------------------------------------------------------------------
    (
        "01.1",
        "paso a paso, con cada derivada local escrita",
        """
def forward_backward(x, y, z):
    # ida
    q = x + y
    f = q * z
    # vuelta
    df_df = 1
    df_dq = df_df * z
    df_dz = df_df * q
    df_dx = df_dq * 1
    df_dy = df_dq * 1
    return f, df_dx, df_dy, df_dz
""",
    ),
    (
        "01.1",
        "en una línea, con lambda",
        """
forward_backward = lambda x, y, z: ((x + y) * z, z, z, x + y)
""",
    ),
    (
        "01.1",
        "con los nodos del curso",
        """
from course_lib.graph import Node

def forward_backward(x, y, z):
    nx, ny, nz = Node(x), Node(y), Node(z)
    f = (nx + ny) * nz
    f.backward()
    return float(f.value), float(nx.grad), float(ny.grad), float(nz.grad)
""",
    ),
    (
        "01.1",
        "funciones anidadas, tipos y prints de depuración; una lista, no una tupla",
        """
def forward_backward(x: float, y: float, z: float) -> list:
    # Duda: «devuelve cuatro números, en este orden»; una lista también lo cumple.
    def suma(a, b):
        return a + b, 1, 1

    def producto(a, b):
        return a * b, b, a

    q, dq_dx, dq_dy = suma(x, y)
    f, df_dq, df_dz = producto(q, z)
    print("q =", q, "f =", f)
    return [f, df_dq * dq_dx, df_dq * dq_dy, df_dz]
""",
    ),
    (
        "01.1",
        "distribuye antes de derivar: xz + yz",
        """
def forward_backward(x, y, z, depurar=False):
    f = x * z + y * z
    if depurar:
        print(f)
    return np.array([f, z, z, x + y], dtype=float)
""",
    ),
    # --- 01.2 -------------------------------------------------------------------------
    (
        "01.2",
        "nditer con multi_index, copia y restaura",
        """
def numeric_gradient(f, x, h=1e-5):
    v = np.array(x, dtype=np.float64)
    grad = np.zeros_like(v)
    it = np.nditer(v, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        antes = v[i]
        v[i] = antes + h
        arriba = f(v)
        v[i] = antes - h
        abajo = f(v)
        v[i] = antes
        grad[i] = (arriba - abajo) / (2 * h)
        it.iternext()
    return grad
""",
    ),
    (
        "01.2",
        "dos copias nuevas por entrada",
        """
def numeric_gradient(f, x, h=1e-5):
    grad = np.empty(np.shape(x))
    for i in np.ndindex(grad.shape):
        mas, menos = np.array(x, float), np.array(x, float)
        mas[i] += h
        menos[i] -= h
        grad[i] = (f(mas) - f(menos)) / (2.0 * h)
    return grad
""",
    ),
    (
        "01.2",
        "con las filas de la identidad como direcciones",
        """
def numeric_gradient(f, x, h=1e-5):
    pasos = h * np.eye(x.size)
    g = [
        (f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape))) / (2 * h)
        for e in pasos
    ]
    return np.array(g).reshape(x.shape)
""",
    ),
    (
        "01.2",
        "función anidada, tipos y la distancia real entre los dos puntos",
        """
from collections.abc import Callable

def numeric_gradient(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    assert h > 0, "h debe ser mayor que 0"
    plano = np.asarray(x, dtype=float).ravel()

    def mover(k: int, cuanto: float):
        w = plano.copy()
        w[k] += cuanto
        return w[k], float(f(w.reshape(x.shape)))

    salida = np.zeros(plano.size)
    for k in range(plano.size):
        derecha, f_derecha = mover(k, +h)
        izquierda, f_izquierda = mover(k, -h)
        salida[k] = (f_derecha - f_izquierda) / (derecha - izquierda)
    return salida.reshape(x.shape)
""",
    ),
    (
        "01.2",
        "promedia la adelantada y la atrasada: es la misma cuenta",
        """
def numeric_gradient(f, x, h=1e-5):
    base = f(x.astype(float))
    grad = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        adelantada = (f(x + e) - base) / h
        atrasada = (base - f(x - e)) / h
        grad[i] = 0.5 * (adelantada + atrasada)
    return grad
""",
    ),
    # --- 01.3 -------------------------------------------------------------------------
    (
        "01.3",
        "directo, con np.maximum",
        """
def relative_error(a, n, floor=1e-8):
    return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), floor)
""",
    ),
    (
        "01.3",
        "con np.where para elegir el denominador",
        """
def relative_error(a, n, floor=1e-8):
    suma = abs(a) + abs(n)
    return abs(a - n) / np.where(suma > floor, suma, floor)
""",
    ),
    (
        "01.3",
        "bucle sobre todas las entradas, con el max de Python",
        """
def relative_error(a, n, floor=1e-8):
    e = np.zeros(a.shape)
    for i in np.ndindex(a.shape):
        e[i] = abs(a[i] - n[i]) / max(abs(a[i]) + abs(n[i]), floor)
    return e
""",
    ),
    (
        "01.3",
        "con clip y funciones con nombre",
        """
def relative_error(a: np.ndarray, n: np.ndarray, floor: float = 1e-8) -> np.ndarray:
    assert np.shape(a) == np.shape(n)
    tamano = np.add(np.fabs(a), np.fabs(n))
    diferencia = np.fabs(np.subtract(a, n))
    return np.divide(diferencia, np.clip(tamano, floor, None))
""",
    ),
    # --- 01.4 -------------------------------------------------------------------------
    (
        "01.4",
        "directo",
        """
def multiply_backward(d_out, a, b):
    d_a = d_out * b
    d_b = d_out * a
    return d_a, d_b
""",
    ),
    (
        "01.4",
        "con einsum",
        """
def multiply_backward(d_out, a, b):
    return np.einsum("...,...->...", d_out, b), np.einsum("...,...->...", d_out, a)
""",
    ),
    (
        "01.4",
        "bucle, número por número",
        """
def multiply_backward(d_out, a, b):
    d_a = np.zeros(np.shape(a))
    d_b = np.zeros(np.shape(b))
    for i in np.ndindex(d_a.shape):
        d_a[i] = d_out[i] * b[i]
        d_b[i] = d_out[i] * a[i]
    return d_a, d_b
""",
    ),
    (
        "01.4",
        "lista por comprensión: el par va en una lista",
        """
def multiply_backward(d_out, a, b):
    # Duda: «devuelve (d_a, d_b)»; la lista se desempaqueta igual que la tupla.
    return [np.multiply(d_out, otro) for otro in (b, a)]
""",
    ),
    # --- 01.5 -------------------------------------------------------------------------
    (
        "01.5",
        "recursión en postorden, como en micrograd",
        """
def topological_order(node):
    topo, visited = [], set()

    def build(v):
        if v in visited:
            return
        visited.add(v)
        for p in v.parents:
            build(p)
        topo.append(v)

    build(node)
    return topo
""",
    ),
    (
        "01.5",
        "pila propia, sin recursión",
        """
def topological_order(node):
    orden, listos, pila = [], set(), [(node, False)]
    while pila:
        v, terminado = pila.pop()
        if terminado:
            if id(v) not in listos:
                listos.add(id(v))
                orden.append(v)
        elif id(v) not in listos:
            pila.append((v, True))
            pila.extend((p, False) for p in v.parents)
    return orden
""",
    ),
    (
        "01.5",
        "Kahn: saca de a uno los nodos que ya no esperan a nadie",
        """
from collections import deque

def topological_order(node):
    nodos, por_ver = {node}, [node]
    while por_ver:
        for p in por_ver.pop().parents:
            if p not in nodos:
                nodos.add(p)
                por_ver.append(p)
    faltan = {v: len(set(v.parents)) for v in nodos}
    hijos = {v: [] for v in nodos}
    for v in nodos:
        for p in set(v.parents):
            hijos[p].append(v)
    cola = deque(v for v in nodos if faltan[v] == 0)
    orden = []
    while cola:
        v = cola.popleft()
        orden.append(v)
        for hijo in hijos[v]:
            faltan[hijo] -= 1
            if faltan[hijo] == 0:
                cola.append(hijo)
    return orden
""",
    ),
    (
        "01.5",
        "ordena por profundidad: el camino más largo hasta un dato",
        """
def topological_order(node):
    nivel = {}

    def profundidad(v):
        if v not in nivel:
            nivel[v] = 1 + max((profundidad(p) for p in v.parents), default=-1)
        return nivel[v]

    profundidad(node)
    return sorted(nivel, key=nivel.get)
""",
    ),
    (
        "01.5",
        "recursión con la lista como argumento opcional y «in» sobre la lista",
        """
def topological_order(node, orden=None):
    if orden is None:
        orden = []
    for padre in node.parents:
        if padre not in orden:
            topological_order(padre, orden)
    orden.append(node)
    return orden
""",
    ),
    # --- 01.6 -------------------------------------------------------------------------
    (
        "01.6",
        "llama a topological_order por su nombre",
        """
def backward(node):
    node.grad = 1.0
    for v in reversed(topological_order(node)):
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = p.grad + g
""",
    ),
    (
        "01.6",
        "todo adentro: su propio recorrido y +=",
        """
def backward(node):
    orden, vistos = [], set()

    def visitar(v):
        if v not in vistos:
            vistos.add(v)
            for p in v.parents:
                visitar(p)
            orden.append(v)

    visitar(node)
    node.grad += 1
    while orden:
        v = orden.pop()
        partes = v.local_backward(v.grad)
        for k in range(len(v.parents)):
            v.parents[k].grad += partes[k]
""",
    ),
    (
        "01.6",
        "acumula en un diccionario y al final lo copia en los nodos",
        """
from course_lib.graph import topological_order

def backward(node):
    orden = topological_order(node)
    total = {v: np.zeros(np.shape(v.value)) for v in orden}
    total[node] = np.ones(np.shape(node.value))
    for v in orden[::-1]:
        if v.parents:
            for p, g in zip(v.parents, v.local_backward(total[v]), strict=True):
                total[p] = total[p] + g
    for v in orden:
        v.grad = total[v]
""",
    ),
    (
        "01.6",
        "cuenta cuántas flechas le faltan a cada nodo antes de repartir",
        """
def backward(node):
    pendientes, pila, vistos = {}, [node], {node}
    while pila:
        for p in pila.pop().parents:
            pendientes[p] = pendientes.get(p, 0) + 1
            if p not in vistos:
                vistos.add(p)
                pila.append(p)
    node.grad = np.float64(1)
    listos = [node]
    while listos:
        v = listos.pop()
        for p, g in zip(v.parents, v.local_backward(v.grad)):
            p.grad = p.grad + g
            pendientes[p] -= 1
            if pendientes[p] == 0:
                listos.append(p)
""",
    ),
    (
        "01.6",
        "recursión por caminos: suma lo que trae cada camino, sin ordenar",
        """
def backward(node):
    # Duda: da el gradiente correcto, aunque recorre cada camino por separado y en un
    # grafo con muchos nodos compartidos tarda demasiado. El enunciado no lo prohíbe.
    def llega(v, d):
        v.grad = v.grad + d
        if v.parents:
            for p, g in zip(v.parents, v.local_backward(d)):
                llega(p, g)

    llega(node, 1.0)
""",
    ),
    # --- 01.7 -------------------------------------------------------------------------
    (
        "01.7",
        "directo, con @ y .T",
        """
def matmul_backward(d_out, A, B):
    return d_out @ B.T, A.T @ d_out
""",
    ),
    (
        "01.7",
        "con einsum, copiando los índices de la fórmula",
        """
def matmul_backward(d_out, A, B):
    dA = np.einsum("ij,kj->ik", d_out, B)
    dB = np.einsum("ik,ij->kj", A, d_out)
    return dA, dB
""",
    ),
    (
        "01.7",
        "tres bucles, una contribución por vez",
        """
def matmul_backward(d_out, A, B):
    m, k = A.shape
    n = B.shape[1]
    dA = np.zeros((m, k))
    dB = np.zeros((k, n))
    for i in range(m):
        for j in range(n):
            for t in range(k):
                dA[i, t] += d_out[i, j] * B[t, j]
                dB[t, j] += d_out[i, j] * A[i, t]
    return dA, dB
""",
    ),
    (
        "01.7",
        "de MATLAB: np.dot, transpose y comprobación de formas",
        """
def matmul_backward(d_out, A, B):
    dA = np.transpose(np.dot(B, np.transpose(d_out)))
    dB = np.dot(np.transpose(A), d_out)
    assert dA.shape == A.shape, (dA.shape, A.shape)
    assert dB.shape == B.shape, (dB.shape, B.shape)
    return dA, dB
""",
    ),
    (
        "01.7",
        "suma de productos externos, fila por fila",
        """
def matmul_backward(d_out, A, B):
    dA = np.vstack([[fila @ w for w in B] for fila in d_out])
    dB = sum(np.outer(a, d) for a, d in zip(A, d_out))
    return dA, dB
""",
    ),
    # --- 01.8 -------------------------------------------------------------------------
    (
        "01.8",
        "primero los ejes agregados y después los de tamaño 1",
        """
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad
""",
    ),
    (
        "01.8",
        "rellena la forma con unos a la izquierda y suma todo de una vez",
        """
def unbroadcast(grad, shape):
    completa = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    ejes = tuple(i for i, n in enumerate(completa) if n == 1)
    return grad.sum(axis=ejes, keepdims=True).reshape(shape)
""",
    ),
    (
        "01.8",
        "np.add.at: cada copia suma en el lugar de donde salió",
        """
def unbroadcast(grad, shape):
    total = np.zeros(shape)
    lugar = np.arange(total.size).reshape(shape)
    plano = np.zeros(total.size)
    np.add.at(plano, np.broadcast_to(lugar, grad.shape).ravel(), grad.ravel())
    return plano.reshape(shape)
""",
    ),
    (
        "01.8",
        "recursión: resuelve un eje y se llama de nuevo",
        """
def unbroadcast(grad, shape):
    if grad.shape == tuple(shape):
        return grad.copy()
    if grad.ndim > len(shape):
        return unbroadcast(grad.sum(axis=0), shape)
    i = [g == n for g, n in zip(grad.shape, shape)].index(False)
    return unbroadcast(grad.sum(axis=i, keepdims=True), shape)
""",
    ),
    (
        "01.8",
        "bucle: para cada entrada de grad busca su dueño",
        """
def unbroadcast(grad, shape):
    salida = np.zeros(shape)
    sobran = grad.ndim - len(shape)
    for i in np.ndindex(grad.shape):
        destino = tuple(0 if n == 1 else k for k, n in zip(i[sobran:], shape))
        salida[destino] += grad[i]
    return salida
""",
    ),
    # --- 04.1 -------------------------------------------------------------------------
    (
        "04.1",
        "filas de la identidad",
        """
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]
""",
    ),
    (
        "04.1",
        "ceros y un índice doble",
        """
def one_hot(y, n_classes):
    m = y.shape[0]
    Y = np.zeros((m, n_classes), dtype=np.float32)
    Y[np.arange(m), y] = 1.0
    return Y
""",
    ),
    (
        "04.1",
        "comparación con difusión, convertida a entero",
        """
def one_hot(y, n_classes):
    return (np.asarray(y)[:, None] == np.arange(n_classes)).astype(int)
""",
    ),
    (
        "04.1",
        "listas por comprensión y np.array al final",
        """
def one_hot(y, n_classes):
    filas = [[1 if k == etiqueta else 0 for k in range(n_classes)] for etiqueta in y]
    return np.array(filas)
""",
    ),
    (
        "04.1",
        "np.add.at, con comprobaciones",
        """
def one_hot(y, n_classes):
    y = np.asarray(y)
    assert y.ndim == 1
    assert y.size == 0 or (y.min() >= 0 and y.max() < n_classes)
    Y = np.zeros((len(y), n_classes))
    np.add.at(Y, (range(len(y)), y), 1)
    return Y
""",
    ),
    (
        "04.1",
        "la comparación sin convertir: verdadero y falso",
        """
def one_hot(y, n_classes):
    # Duda: True vale 1 y False vale 0, y Y_hat - Y funciona; el enunciado no dice qué
    # tipo debe tener Y.
    return np.equal.outer(y, np.arange(n_classes))
""",
    ),
    # --- 04.2 -------------------------------------------------------------------------
    (
        "04.2",
        "resta el máximo de cada fila",
        """
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
""",
    ),
    (
        "04.2",
        "bucle con math, fila por fila",
        """
import math

def softmax(Z):
    P = np.zeros(Z.shape)
    for i, fila in enumerate(Z):
        tope = max(fila)
        e = [math.exp(z - tope) for z in fila]
        s = sum(e)
        for k in range(len(e)):
            P[i, k] = e[k] / s
    return P
""",
    ),
    (
        "04.2",
        "en logaritmos: resta logaddexp.reduce",
        """
def softmax(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
""",
    ),
    (
        "04.2",
        "apply_along_axis con una función anidada",
        """
def softmax(Z):
    def una_fila(z):
        e = np.exp(z - np.max(z))
        return e / np.sum(e)

    return np.apply_along_axis(una_fila, 1, Z)
""",
    ),
    (
        "04.2",
        "1 entre la suma de e^(Z_j − Z_k); un desborde da 1/inf = 0",
        """
def softmax(Z):
    with np.errstate(over="ignore"):
        razones = np.exp(Z[:, None, :] - Z[:, :, None])
        return 1.0 / razones.sum(axis=2)
""",
    ),
    (
        "04.2",
        "de MATLAB: transpone, trabaja por columnas y vuelve",
        """
def softmax(Z):
    T = np.transpose(Z)
    T = T - np.amax(T, axis=0)
    E = np.exp(T)
    return np.transpose(E / np.sum(E, axis=0))
""",
    ),
    # --- 04.3 -------------------------------------------------------------------------
    (
        "04.3",
        "recorta antes del logaritmo",
        """
def cross_entropy(Y_hat, Y):
    m = Y.shape[0]
    return -np.sum(Y * np.log(np.clip(Y_hat, 1e-15, 1.0))) / m
""",
    ),
    (
        "04.3",
        "elige la probabilidad verdadera con un índice",
        """
def cross_entropy(Y_hat, Y):
    p = Y_hat[np.arange(len(Y)), Y.argmax(axis=1)]
    return float(np.mean(-np.log(np.maximum(p, np.finfo(float).tiny))))
""",
    ),
    (
        "04.3",
        "bucle con math y un tope",
        """
from math import log

def cross_entropy(Y_hat, Y):
    total = 0
    for i in range(len(Y)):
        for k in range(len(Y[i])):
            if Y[i][k] == 1:
                total -= log(max(Y_hat[i][k], 1e-300))
    return total / len(Y)
""",
    ),
    (
        "04.3",
        "suma un epsilon muy pequeño, con einsum",
        """
def cross_entropy(Y_hat, Y, eps=1e-12):
    return -np.einsum("ik,ik->", Y, np.log(Y_hat + eps)) / Y_hat.shape[0]
""",
    ),
    (
        "04.3",
        "logaritmo solo donde Y vale 1",
        """
def cross_entropy(Y_hat, Y):
    verdaderas = np.asarray(Y_hat)[np.asarray(Y) == 1]
    print("peor probabilidad:", verdaderas.min())
    return np.average(-np.log(verdaderas.clip(min=1e-12)))
""",
    ),
    # --- 04.4 -------------------------------------------------------------------------
    (
        "04.4",
        "relu y softmax por su nombre",
        """
def forward_propagation(X, W, b):
    L = len(W) - 1
    Z, A = [None], [X]
    for l in range(1, L + 1):
        Z.append(A[l - 1] @ W[l] + b[l])
        A.append(relu(Z[l]) if l < L else softmax(Z[l]))
    return A[L], (Z, A)
""",
    ),
    (
        "04.4",
        "todo adentro: sus propias relu y softmax anidadas",
        """
def forward_propagation(X, W, b):
    def relu(z):
        return np.where(z > 0, z, 0)

    def softmax(z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    L = len(W) - 1
    Z = [None] * (L + 1)
    A = [X] + [None] * L
    for l in range(1, L + 1):
        Z[l] = np.dot(A[l - 1], W[l]) + b[l]
        g = softmax if l == L else relu
        A[l] = g(Z[l])
    Y_hat = A[-1]
    return Y_hat, (Z, A)
""",
    ),
    (
        "04.4",
        "recursión: una capa y el resto",
        """
from course_lib.activations import relu, softmax

def forward_propagation(X, W, b):
    L = len(W) - 1

    def desde(l, Z, A):
        if l > L:
            return A[L], (Z, A)
        z = A[-1] @ W[l] + b[l]
        a = softmax(z) if l == L else relu(z)
        return desde(l + 1, Z + [z], A + [a])

    return desde(1, [None], [X])
""",
    ),
    (
        "04.4",
        "una clase auxiliar por capa",
        """
from course_lib.activations import relu, softmax

class Capa:
    def __init__(self, W, b, activacion):
        self.W, self.b, self.activacion = W, b, activacion

    def __call__(self, A):
        Z = np.einsum("ij,jk->ik", A, self.W) + self.b
        return Z, self.activacion(Z)

def forward_propagation(X, W, b):
    activaciones = [relu] * (len(W) - 2) + [softmax]
    Z, A = [None], [X]
    for w, v, g in zip(W[1:], b[1:], activaciones):
        z, a = Capa(w, v, g)(A[-1])
        Z.append(z)
        A.append(a)
    return A[-1], (Z, A)
""",
    ),
    (
        "04.4",
        "functools.reduce, con parámetros de más que tienen valor por omisión",
        """
from functools import reduce

def forward_propagation(X, W, b, verbose=False):
    L = len(W) - 1

    def paso(cache, l):
        Z, A = cache
        z = A[-1].dot(W[l]) + b[l]
        if l < L:
            a = (abs(z) + z) / 2
        else:
            e = np.exp(z - z.max(1)[:, None])
            a = e / e.sum(1)[:, None]
        if verbose:
            print(l, z.shape)
        return Z + [z], A + [a]

    Z, A = reduce(paso, range(1, L + 1), ([None], [X]))
    return A[-1], (Z, A)
""",
    ),
    # --- 04.5 -------------------------------------------------------------------------
    (
        "04.5",
        "directo",
        """
def output_delta(Y_hat, Y):
    return (Y_hat - Y) / len(Y)
""",
    ),
    (
        "04.5",
        "copia y resta 1/m en la clase verdadera",
        """
def output_delta(Y_hat, Y):
    m = Y_hat.shape[0]
    dZ = Y_hat.copy() / m
    dZ[np.arange(m), np.argmax(Y, axis=1)] -= 1.0 / m
    return dZ
""",
    ),
    (
        "04.5",
        "dos bucles",
        """
def output_delta(Y_hat, Y):
    m, K = Y.shape
    dZ = np.zeros((m, K))
    for i in range(m):
        for k in range(K):
            dZ[i, k] = (Y_hat[i, k] - Y[i, k]) / m
    return dZ
""",
    ),
    (
        "04.5",
        "dos casos con np.where: p − 1 en la verdadera, p en las otras",
        """
def output_delta(Y_hat: np.ndarray, Y: np.ndarray) -> np.ndarray:
    m = float(np.size(Y, 0))
    return np.where(Y == 1, Y_hat - 1.0, Y_hat) * (1.0 / m)
""",
    ),
    # --- 04.6 -------------------------------------------------------------------------
    (
        "04.6",
        "con output_delta y relu_derivative por su nombre",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    dW, db = [None] * (L + 1), [None] * (L + 1)
    dZ = output_delta(A[L], Y)
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ dZ
        db[l] = dZ.sum(axis=0)
        if l > 1:
            dZ = (dZ @ W[l].T) * relu_derivative(Z[l - 1])
    return dW, db
""",
    ),
    (
        "04.6",
        "todo adentro, con la máscara A > 0",
        """
def backpropagation(X, Y, W, b, cache):
    _, A = cache
    L, m = len(W) - 1, X.shape[0]
    dW, db = [None for _ in W], [None for _ in b]
    delta = (A[L] - Y) / m
    l = L
    while l >= 1:
        dW[l] = np.dot(A[l - 1].T, delta)
        db[l] = np.sum(delta, axis=0)
        if l != 1:
            delta = np.where(A[l - 1] > 0, np.dot(delta, W[l].T), 0.0)
        l -= 1
    return dW, db
""",
    ),
    (
        "04.6",
        "recursión de la salida a la entrada",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache

    def volver(l, dZ):
        if l == 0:
            return [None], [None]
        entra = X if l == 1 else A[l - 1]
        if l > 1:
            abajo = dZ.dot(W[l].T) * np.heaviside(Z[l - 1], 0)
        else:
            abajo = None
        dW, db = volver(l - 1, abajo)
        return dW + [entra.T.dot(dZ)], db + [dZ.sum(0)]

    return volver(len(W) - 1, (A[-1] - Y) / len(Y))
""",
    ),
    (
        "04.6",
        "einsum y diccionarios, que al final se vuelven listas",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L = len(W) - 1
    gW, gb = {0: None}, {0: None}
    dZ = (A[L] - Y) * (1 / Y.shape[0])
    for l in reversed(range(1, L + 1)):
        gW[l] = np.einsum("ki,kj->ij", A[l - 1], dZ)
        gb[l] = np.einsum("kj->j", dZ)
        dA = np.einsum("kj,ij->ki", dZ, W[l])
        if l > 1:
            dZ = dA * np.float64(Z[l - 1] > 0)
    return [gW[l] for l in range(L + 1)], [gb[l] for l in range(L + 1)]
""",
    ),
    (
        "04.6",
        "ejemplo por ejemplo, sumando productos externos",
        """
def backpropagation(X, Y, W, b, cache):
    Z, A = cache
    L, m = len(W) - 1, len(X)
    dW = [None] + [np.zeros(W[l].shape) for l in range(1, L + 1)]
    db = [None] + [np.zeros(b[l].shape) for l in range(1, L + 1)]
    for k in range(m):
        culpa = (A[L][k] - Y[k]) / m
        for l in range(L, 0, -1):
            dW[l] += np.outer(A[l - 1][k], culpa)
            db[l] += culpa
            if l > 1:
                culpa = W[l] @ culpa
                culpa[Z[l - 1][k] <= 0] = 0
    return dW, db
""",
    ),
    (
        "04.6",
        "no usa la caché: vuelve a calcular la ida",
        """
def backpropagation(X, Y, W, b, cache):
    # Duda: el enunciado da la caché, pero no obliga a usarla.
    entradas, encendidas = [X], []
    for w, v in zip(W[1:-1], b[1:-1]):
        z = entradas[-1] @ w + v
        encendidas.append(z > 0)
        entradas.append(z * (z > 0))
    z = entradas[-1] @ W[-1] + b[-1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    dZ = (e / e.sum(axis=1, keepdims=True) - Y) / len(X)
    dW, db = [], []
    for w in W[:0:-1]:
        dW.insert(0, entradas.pop().T @ dZ)
        db.insert(0, dZ.sum(axis=0))
        if encendidas:
            dZ = (dZ @ w.T) * encendidas.pop()
    return [None, *dW], [None, *db]
""",
    ),
    # --- 04.7 -------------------------------------------------------------------------
    (
        "04.7",
        "listas por comprensión",
        """
def update_parameters(W, b, dW, db, alpha):
    L = len(W) - 1
    W_new = [None] + [W[l] - alpha * dW[l] for l in range(1, L + 1)]
    b_new = [None] + [b[l] - alpha * db[l] for l in range(1, L + 1)]
    return W_new, b_new
""",
    ),
    (
        "04.7",
        "función anidada para las dos listas, con zip",
        """
def update_parameters(W, b, dW, db, alpha):
    def paso(p, g):
        return [None if v is None else v - alpha * d for v, d in zip(p, g)]

    return paso(W, dW), paso(b, db)
""",
    ),
    (
        "04.7",
        "deepcopy a decimales y después −=",
        """
import copy

def update_parameters(W, b, dW, db, alpha):
    W2, b2 = copy.deepcopy(W), copy.deepcopy(b)
    for l in range(1, len(W2)):
        W2[l] = W2[l].astype(float)
        b2[l] = b2[l].astype(float)
        W2[l] -= alpha * dW[l]
        b2[l] -= alpha * db[l]
    return W2, b2
""",
    ),
    (
        "04.7",
        "map y lambda; el par va en una lista",
        """
def update_parameters(W, b, dW, db, alpha):
    # Duda: se piden «W y b»; una lista de dos listas se desempaqueta igual.
    bajar = lambda p, g: np.subtract(p, np.multiply(alpha, g))
    return [[None, *map(bajar, P[1:], G[1:])] for P, G in ((W, dW), (b, db))]
""",
    ),
    # --- 04.8 -------------------------------------------------------------------------
    (
        "04.8",
        "llama a las cinco funciones por su nombre",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    losses = []
    for k in range(iters):
        Y_hat, cache = forward_propagation(X, W, b)
        losses.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, W, b, cache)
        W, b = update_parameters(W, b, dW, db, alpha)
    return W, b, losses
""",
    ),
    (
        "04.8",
        "las importa del curso, con tipos y prints de depuración",
        """
from course_lib import mlp
from course_lib.losses import cross_entropy

def train(X, Y, layer_shapes: list, alpha: float, iters: int, seed: int, cada=100):
    W, b = mlp.he_initialization(layer_shapes, seed=seed)
    losses: list[float] = []
    while len(losses) < iters:
        Y_hat, cache = mlp.forward_propagation(X, W, b)
        loss = float(cross_entropy(Y_hat, Y))
        if len(losses) % cada == 0:
            print(f"iteración {len(losses)}: {loss:.4f}")
        losses += [loss]
        W, b = mlp.update_parameters(
            W, b, *mlp.backpropagation(X, Y, W, b, cache), alpha
        )
    return W, b, losses
""",
    ),
    (
        "04.8",
        "trae todo dentro, salvo la inicialización",
        """
from course_lib.mlp import he_initialization

def train(X, Y, layer_shapes, alpha, iters, seed):
    W, b = he_initialization(layer_shapes, seed)
    L, m = len(layer_shapes) - 1, X.shape[0]
    losses = []
    for _ in range(iters):
        Z, A = [None], [X]
        for l in range(1, L + 1):
            z = A[-1] @ W[l] + b[l]
            Z.append(z)
            if l < L:
                A.append(np.maximum(z, 0))
            else:
                e = np.exp(z - z.max(axis=1, keepdims=True))
                A.append(e / e.sum(axis=1, keepdims=True))
        p = np.sum(A[L] * Y, axis=1)
        losses.append(-np.log(np.maximum(p, 1e-15)).mean())
        dZ = (A[L] - Y) / m
        nuevas_W, nuevas_b = list(W), list(b)
        for l in range(L, 0, -1):
            nuevas_W[l] = W[l] - alpha * (A[l - 1].T @ dZ)
            nuevas_b[l] = b[l] - alpha * dZ.sum(axis=0)
            if l > 1:
                dZ = dZ @ W[l].T * (Z[l - 1] > 0)
        W, b = nuevas_W, nuevas_b
    return W, b, losses
""",
    ),
    (
        "04.8",
        "un generador que entrega una pérdida por paso (por su nombre)",
        """
def train(X, Y, layer_shapes, alpha, iters, seed):
    estado = list(he_initialization(layer_shapes, seed))

    def pasos():
        for _ in range(iters):
            Y_hat, cache = forward_propagation(X, *estado)
            yield cross_entropy(Y_hat, Y)
            grads = backpropagation(X, Y, *estado, cache)
            estado[:] = update_parameters(*estado, *grads, alpha)

    losses = list(pasos())
    W, b = estado
    return W, b, losses
""",
    ),
    (
        "04.8",
        "una clase Red con un método paso (por su nombre)",
        """
class Red:
    def __init__(self, layer_shapes, seed):
        self.W, self.b = he_initialization(layer_shapes, seed)
        self.historia = []

    def paso(self, X, Y, alpha):
        Y_hat, cache = forward_propagation(X, self.W, self.b)
        self.historia.append(cross_entropy(Y_hat, Y))
        dW, db = backpropagation(X, Y, self.W, self.b, cache)
        for l in range(1, len(self.W)):
            self.W[l] = self.W[l] - alpha * dW[l]
            self.b[l] = self.b[l] - alpha * db[l]

def train(X, Y, layer_shapes, alpha, iters, seed):
    red = Red(layer_shapes, seed)
    for _ in range(iters):
        red.paso(X, Y, alpha)
    return red.W, red.b, red.historia
""",
    ),
    # --- 04.9 -------------------------------------------------------------------------
    (
        "04.9",
        "forward_propagation por su nombre y argmax",
        """
def predict(X, W, b):
    Y_hat, _ = forward_propagation(X, W, b)
    return Y_hat.argmax(axis=1)
""",
    ),
    (
        "04.9",
        "trae la ida adentro y se salta softmax, que no cambia el orden",
        """
def predict(X, W, b):
    A = X
    for w, v in zip(W[1:-1], b[1:-1]):
        A = np.maximum(A @ w + v, 0)
    return np.argmax(A @ W[-1] + b[-1], axis=1)
""",
    ),
    (
        "04.9",
        "bucle con el max de Python y key",
        """
from course_lib.mlp import forward_propagation

def predict(X, W, b):
    Y_hat = forward_propagation(X, W, b)[0]
    clases = []
    for fila in Y_hat:
        clases.append(max(range(len(fila)), key=lambda k: fila[k]))
    return np.array(clases, dtype=int)
""",
    ),
    (
        "04.9",
        "ordena cada fila y toma la última",
        """
from course_lib import mlp

def predict(X, W, b):
    Y_hat, _ = mlp.forward_propagation(np.asarray(X, dtype=float), W, b)
    return np.argsort(Y_hat, axis=1, kind="stable")[:, -1]
""",
    ),
    (
        "04.9",
        "compara de a una columna y guarda la mejor hasta ahora (por su nombre)",
        """
def predict(X, W, b):
    P = forward_propagation(X, W, b)[0]
    mejor = np.zeros(len(P), dtype=np.int32)
    for k in range(1, P.shape[1]):
        gana = P[:, k] > P[np.arange(len(P)), mejor]
        mejor[gana] = k
    return mejor
""",
    ),
]
