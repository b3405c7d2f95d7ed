"""Rondas intercaladas: medir a todos en la misma corrida, y resumir sus razones."""

import gc
import os
import platform
import statistics
import time
from importlib import metadata

PACKAGES = ("numpy", "scikit-learn", "torch", "micrograd")


def interleaved(functions, rounds):
    """Los segundos de cada función (nombre → lista), midiéndolas por turnos.

    Una vuelta previa, que no cuenta, calienta memorias y bibliotecas. El recolector de
    basura se apaga mientras corre cada una y trabaja entre turnos. En las rondas
    impares el orden es el inverso: así nadie va siempre detrás del mismo.
    """
    times = {name: [] for name in functions}
    for function in functions.values():
        function()
    for name in turns(functions, rounds):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        functions[name]()
        times[name].append(time.perf_counter() - start)
        gc.enable()
    return times


def turns(names, rounds):
    """A quién le toca medirse: todos en cada ronda, y en las impares al revés."""
    names = list(names)
    for turn in range(rounds):
        yield from names if turn % 2 == 0 else reversed(names)


def ratio(times, ours, theirs):
    """La mediana de las razones ronda a ronda, con sus cuartiles."""
    pairs = zip(times[ours], times[theirs], strict=True)
    return summary([mine / other for mine, other in pairs])


def summary(values):
    """Mediana y cuartiles, en un diccionario que cabe en JSON."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return {"median": middle, "low": low, "high": high}


def machine(threads):
    """Con qué se midió: versiones, procesador, núcleos e hilos."""
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = None
    return {
        "versions": versions,
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": threads,
        "blas": _blas(),
    }


def _processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _blas():
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return None
    import numpy  # noqa: F401 — para que su BLAS ya esté cargada

    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return ", ".join(
        f"{pool['internal_api']} {pool['version']}, {pool['num_threads']} hilos"
        for pool in pools
    )
