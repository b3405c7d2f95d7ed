"""Introducción a las redes neuronales, desde NumPy."""
