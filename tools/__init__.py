"""Herramientas de quien contribuye al curso."""
