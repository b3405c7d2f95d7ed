"""Los archivos del proyecto dicen lo mismo entre sí."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
PREFIX = "Programming Language :: Python :: "
VERSIONS = [
    line.removeprefix(PREFIX)
    for line in PROJECT["classifiers"]
    if line.startswith(PREFIX)
]
LOCKS = ["requirements.lock", "requirements-cluster.lock", "requirements-dev.lock"]


def lock_text(name):
    return (ROOT / name).read_text("utf-8")


def pins(name):
    """Las fijaciones de un lock: `{nombre: [Requirement, …]}`."""
    found = {}
    for line in lock_text(name).splitlines():
        if re.match(r"\w", line):
            requirement = Requirement(line.rstrip(" \\"))
            found.setdefault(canonicalize_name(requirement.name), []).append(
                requirement
            )
    return found


def wanted(*groups):
    return [Requirement(line) for group in groups for line in group]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_hashes_and_names_no_host(name):
    text = lock_text(name)
    assert not re.search(r"https?://|--index|--find-links|--extra|@ ", _pins_only(text))
    blocks = re.split(r"(?m)^(?=\w)", _pins_only(text))[1:]
    assert len(blocks) > 90
    for block in blocks:
        assert "--hash=sha256:" in block, block[:60]
        (requirement,) = [Requirement(block.splitlines()[0].rstrip(" \\"))]
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), block[:60]


def _pins_only(text):
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def test_torch_is_nowhere():
    for name in LOCKS:
        assert not {"torch", "pytorch", "jax", "tensorflow"} & set(pins(name))
    for requirement in wanted(PROJECT["dependencies"], *EXTRAS.values()):
        assert "torch" not in requirement.name


def test_each_lock_contains_the_smaller_with_the_same_versions():
    def lines(name):
        found = pins(name).items()
        return {key: sorted(map(str, values)) for key, values in found}

    smaller = lines(LOCKS[0])
    for name in LOCKS[1:]:
        larger = lines(name)
        for key, pinned in smaller.items():
            # La misma versión donde ya se instalaba; quizá, además, en más sistemas.
            everywhere = sorted({line.partition(";")[0] for line in pinned})
            assert larger.get(key) in (pinned, everywhere), key
        smaller = larger


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        (LOCKS[0], ["aprender", "calificar"]),
        (LOCKS[1], ["aprender", "calificar", "cluster"]),
        (LOCKS[2], ["aprender", "calificar", "cluster", "dev"]),
    ],
)
def test_every_dependency_is_in_its_lock(name, extras):
    locked = pins(name)
    groups = [PROJECT["dependencies"], *(EXTRAS[extra] for extra in extras)]
    for requirement in wanted(*groups):
        found = locked.get(canonicalize_name(requirement.name), [])
        assert found, requirement
        for pin in found:
            version = str(pin.specifier).removeprefix("==")
            assert requirement.specifier.contains(version), (requirement, pin)


def test_environment_for_conda_agrees_with_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    listed = {
        requirement.name: requirement.specifier
        for requirement in wanted(environment["dependencies"])
    }
    python = listed.pop("python")
    newest = [int(part) for part in VERSIONS[-1].split(".")]
    limit = f"{PROJECT['requires-python']},<{newest[0]}.{newest[1] + 1}"
    assert python == SpecifierSet(limit)
    assert listed.pop("pip") == SpecifierSet()
    groups = [PROJECT["dependencies"], EXTRAS["aprender"], EXTRAS["dev"]]
    expected = {
        requirement.name: requirement.specifier
        for requirement in wanted(*groups)
        if requirement.marker is None  # actionlint: solo está en el índice de pip
    }
    assert listed == expected
    assert {"numpy", "matplotlib", "jupyter", "nbval", "ipywidgets"} <= set(listed)


def workflow():
    return yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))


def test_workflow_covers_the_systems_and_versions():
    (job,) = workflow()["jobs"].values()
    matrix = job["strategy"]["matrix"]
    assert matrix["python"] == [VERSIONS[0], VERSIONS[-1]]
    systems = {name.partition("-")[0] for name in matrix["system"]}
    assert systems == {"ubuntu", "macos", "windows"}
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert runs == [".ci/run", "python curso.py probar"]


def test_workflow_passes_actionlint():
    found = shutil.which("actionlint", path=os.path.dirname(sys.executable))
    found = found or shutil.which("actionlint")
    if not found:
        pytest.skip("actionlint no está: su paquete solo existe para Linux x86_64")
    path = str(ROOT / ".github" / "workflows" / "ci.yml")
    answer = subprocess.run([found, path], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_ci_run_calls_the_readme_command():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().splitlines()[-1] == "python3 curso.py probar"
    assert not re.search(r"https?://|deb |\.(?:org|com|net)\b", script)
    packages = (ROOT / ".ci" / "apt.txt").read_text("utf-8").split()
    assert packages == ["chromium", "chromium-driver", "hunspell", "hunspell-es"]
    bash = shutil.which("bash")
    if bash and os.name != "nt":
        assert os.access(ROOT / ".ci" / "run", os.X_OK)
        check = [bash, "-n", str(ROOT / ".ci" / "run")]
        assert subprocess.run(check).returncode == 0


def test_licenses():
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert PROJECT["license"] == "MIT"
    text = (ROOT / "LICENSE-TEXTO").read_text("utf-8")
    assert "CC BY 4.0" in text and "licenses/by/4.0" in text


def test_what_is_personal_stays_out_of_git():
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert {".venv/", "mis_cuadernos/"} <= set(ignored)


def test_sanitizer_hides_only_what_changes():
    import configparser

    parser = configparser.RawConfigParser()
    parser.read(ROOT / "tests" / "nbval_sanitize.cfg", encoding="utf-8")
    patterns = [parser[section]["regex"] for section in parser.sections()]
    assert patterns == ["0x[0-9a-f]+", r"ipykernel_\d+/\d+"]
