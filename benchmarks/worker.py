"""Un proceso que mide con sus hilos y escribe JSON: lo lanza `benchmarks.bank`."""

import json
import sys
from pathlib import Path

from tqdm import tqdm

from benchmarks.growth import measure
from benchmarks.others import (
    against_micrograd,
    against_scikit_learn,
    importing,
    memory,
)
from benchmarks.rounds import interleaved, machine, ratio
from benchmarks.works import equal, works

try:
    import torch
except ImportError:
    torch = None


def main(threads, rounds, path):
    """Mide todo con `threads` hilos. Lo que no depende de los hilos, solo con uno."""
    if torch:
        torch.set_num_threads(threads)
    # `machine` va después de cargar NumPy: dice los hilos que su BLAS usa de verdad.
    found = {"machine": machine(threads), "works": [], "others": [], "growth": {}}
    for work in tqdm(works(), desc="trabajos", file=sys.stderr):
        difference = equal(work)  # primero, que todos calculen lo mismo
        times = interleaved(work.peers(), rounds)
        found["works"].append(
            {
                "name": work.name,
                "title": work.title,
                "dtype": work.dtype,
                "targets": work.targets,
                "difference": difference,
                "seconds": times,
                "ratios": {
                    peer: ratio(times, "ours", peer) for peer in times if peer != "ours"
                },
            }
        )
    found["others"] += against_scikit_learn(rounds)
    if threads == 1:
        found["others"] += against_micrograd(rounds) + importing(rounds) + memory()
        found["growth"] = measure(rounds)
    Path(path).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
