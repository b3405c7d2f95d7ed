"""El banco: mide a todos por igual, y no mide a quien calcula otra cosa."""

import dataclasses
import json

import numpy as np
import pytest

from benchmarks import bank, figure, others, works
from benchmarks.rounds import interleaved, machine, ratio, summary

QUICK = {"digits": {"epochs": 1}, "moons": {"epochs": 5}, "logistic": {"iters": 5}}


def quick(work):
    return dataclasses.replace(work, **QUICK[work.name])


def test_everybody_is_timed_in_each_round_after_a_warm_up():
    calls = []
    functions = {name: lambda name=name: calls.append(name) for name in "abc"}
    times = interleaved(functions, 4)
    assert {name: len(found) for name, found in times.items()} == dict(a=4, b=4, c=4)
    assert calls == [*"abc", *"abc", *"cba", *"abc", *"cba"]


def test_a_ratio_is_the_median_of_the_rounds():
    times = {"ours": [1.0, 2.0, 9.0], "theirs": [2.0, 4.0, 3.0]}
    assert ratio(times, "ours", "theirs") == {"median": 0.5, "low": 0.5, "high": 1.75}
    assert summary([3.0] * 4)["high"] == 3.0


@pytest.mark.parametrize(
    "work",
    [work for work in works.works() if work.name in QUICK],  # las chicas de cada clase
    ids=lambda work: f"{work.name}-{work.dtype}",
)
def test_the_peers_compute_the_same_as_us(work):
    assert works.equal(quick(work)) <= (1e-10 if work.dtype == "float64" else 5e-3)


def test_a_peer_that_computes_something_else_is_not_timed():
    class Strange(works.Logistic):
        def peers(self):
            return {"ours": self.ours, "torch": lambda: np.array(self.ours()) + 1e-9}

    work = next(work for work in works.works() if work.name == "logistic")
    with pytest.raises(AssertionError, match="difieren en 1.0e-09"):
        works.equal(Strange(**dataclasses.asdict(quick(work))))


@pytest.mark.parametrize(
    "value, goal, said",
    [
        (2.8, "≤ 2.8", "sí"),
        (3.0, "≤ 2.8", "sí, con ruido"),
        (3.2, "≤ 2.8", "no"),
        (3.1, "≥ 3", "sí"),
        (2.8, "≥ 3", "sí, con ruido"),
        (2.0, "≥ 3", "no"),
        (2.0, "—", ""),
    ],
)
def test_the_verdict_leaves_ten_percent_to_noise(value, goal, said):
    assert bank._verdict(value, goal) == said


def a_run(floor, torch=None):
    value = {"median": floor, "low": floor, "high": floor + 0.5}
    found = {"floor": value} | ({"torch": value} if torch else {})
    work = {"name": "digits", "title": "dígitos", "dtype": "float64"}
    work |= {"targets": {"torch": 0.16, "floor": 2.8}, "ratios": found}
    info = machine(1) | {"versions": {"numpy": "2", "torch": None}}
    growth = {"capas ocultas": {"sizes": [1, 2, 4], "seconds": [1e-3, 2e-3, 4e-3]}}
    growth["capas ocultas"]["slope"] = 1.0
    rows = [["importar", summary([1.0] * 3), "≤ 1.2"]]
    return {"machine": info, "works": [work], "others": rows, "growth": growth}


def test_the_report_names_who_is_missing_and_compares_with_the_last_run():
    text = "\n".join(bank.report([a_run(2.5)], {"runs": [a_run(3.25)]}))
    assert "No están instalados, y quedan fuera: torch." in text
    row = next(line for line in text.splitlines() if line.startswith("dígitos"))
    assert "2.50 (2.50–3.00)" in row and "≤ 2.8 sí" in row and row.endswith("3.25")
    assert "capas ocultas" in text and "1.00" in text


def test_a_broken_last_run_is_ignored(tmp_path):
    path = tmp_path / bank.LAST
    path.write_text("{", encoding="utf-8")
    assert bank._read(path) is None
    assert bank._read(tmp_path / "no está") is None
    path.write_text(json.dumps({"runs": []}), encoding="utf-8")
    assert bank._read(path) == {"runs": []}


def test_the_growth_figure_tells_its_slopes():
    found = a_run(2.0)["growth"]
    drawn = figure.plot_growth(
        {name: found["capas ocultas"] for name in ("uno", "dos", "tres", "cuatro")}
    )
    assert "Pendientes: con uno, 1" in drawn.alt_text
    assert len(drawn.axes) == 4


def test_memory_is_measured_against_its_arrays():
    rows = others.memory()
    assert len(rows) == 2 and all(value["median"] > 0.5 for _, value, _ in rows)
