"""Calificar en un grupo de Dask de verdad: las mismas notas, aunque muera alguien."""

import os
import signal
import threading
import time

import pytest

from course_lib.errors import CourseError
from course_lib.grading.cluster import Cluster
from course_lib.grading.run import DONE, WRONG_USE, run
from course_lib.grading.sandbox import missing_isolation
from course_lib.grading.synthetic import write_class


@pytest.mark.parametrize("address", ["", "10.0.0.5:8786", "tcp://", "http://x:1"])
def test_a_bad_address_is_explained(address):
    with pytest.raises(CourseError, match="La dirección del grupo no se entiende"):
        Cluster(address, True, 1)


@pytest.mark.lento
@pytest.mark.skipif(bool(missing_isolation()), reason="aquí no se puede aislar")
def test_a_worker_that_dies_costs_no_mark(tmp_path):
    distributed = pytest.importorskip("distributed")
    write_class(tmp_path / "clase", lesson="04", students=16)
    assert run(tmp_path / "clase", tmp_path / "aquí", seed=3) == DONE
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with distributed.LocalCluster(**options, dashboard_address=None) as cluster:
        victim = cluster.workers[0].pid

        def kill():
            time.sleep(2)
            os.kill(victim, signal.SIGKILL)

        thread = threading.Thread(target=kill)
        thread.start()
        address = cluster.scheduler_address
        assert run(tmp_path / "clase", tmp_path / "grupo", seed=3, cluster=address) == 0
        thread.join()
    names = ("aquí", "grupo")
    here, there = ((tmp_path / n / "notas.csv").read_bytes() for n in names)
    assert here == there


def test_an_absent_group_is_explained(tmp_path, capsys):
    pytest.importorskip("distributed")
    write_class(tmp_path / "clase", lesson="04", students=1)
    code = run(tmp_path / "clase", tmp_path / "i", cluster="tcp://127.0.0.1:9")
    assert code == WRONG_USE
    assert "No se pudo llegar al grupo de Dask" in capsys.readouterr().err
