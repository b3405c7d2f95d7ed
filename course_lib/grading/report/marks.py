"""La distribución de las notas de una clase: los mismos tramos y cuartiles en todo."""

__all__ = ["bin_name", "bins", "quartiles"]


def bins(fractions):
    """Cuántas notas, de 0 a 1, hay en cada décimo; el último incluye el 1."""
    counts = [0] * 10
    for value in fractions:
        counts[min(9, max(0, int(value * 10 + 1e-9)))] += 1
    return counts


def bin_name(place):
    """Cómo se llama un tramo: «de 40 a menos de 50 %»."""
    upper = "100 %" if place == 9 else f"menos de {10 * place + 10} %"
    return f"de {10 * place} a {upper}"


def quartiles(fractions):
    """El primer cuartil, la mediana y el tercero de unas notas ya ordenadas."""
    last, found = len(fractions) - 1, []
    for share in (0.25, 0.5, 0.75):
        place = share * last
        low, part = int(place), place - int(place)
        high = fractions[min(low + 1, last)]
        found.append(fractions[low] * (1 - part) + high * part)
    return found
