"""Mediciones: razones contra pares y contra el suelo de las cuentas, en rondas.

Ningún tiempo suelto sirve para comparar: la máquina cambia de velocidad de un segundo a
otro. Aquí cada ronda mide a todos, uno tras otro, y se informa la mediana de las
razones de cada ronda con sus cuartiles. Antes de medir se comprueba que todos calculan
lo mismo. `curso banco` corre `benchmarks.bank`; los demás archivos se corren solos.
"""
