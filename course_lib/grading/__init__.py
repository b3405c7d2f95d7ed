"""Calificar entregas que nadie leyó: localizar, aislar, juzgar, informar.

Quien juzga nunca corre código ajeno, y quien lo corre nunca tiene las respuestas: son
procesos distintos (`sandbox`). Para leerlo: `model` (los datos que van de una parte a
otra), `collect` y `extract` (de una carpeta o un zip al código de cada persona),
`sandbox` (correrlo), `judge` (compararlo), `store` (que nada se pierda) y `report`.
"""
