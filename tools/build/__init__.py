"""Construye `lessons/` y `solutions/` desde `source/` y los ejercicios declarados."""
