"""The engine as a distribution of its own: built, installed where no site is, and used as its README says."""

import ast
import csv
import json
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import packages_distributions
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

import pytest

from matching import engine
from matching.engine import cli
from tests.engine.market import DEMANDS, OFFERS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

NAME = "ydeu_matching_engine"
FOLDER = Path(engine.__file__).parent
ROOT = FOLDER.parents[1]
PIP = (sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input")

ALONE = f"""
import importlib.util, pkgutil, sys, {NAME}
for site in ("matching", "ydeu", "tests"):
    assert importlib.util.find_spec(site) is None, site
for module in pkgutil.walk_packages({NAME}.__path__, "{NAME}."):
    __import__(module.name)
assert "site-packages/{NAME}" in {NAME}.__file__, {NAME}.__file__
print(sorted({{"django", "celery", "redis", "kombu"}} & set(sys.modules)))
"""
BY_TWO_PROCESSES = f"""
from {NAME} import Document, pair
if __name__ == "__main__":
    listings = [Document(at, word) for at, word in enumerate(("隔膜", "membrane", "pump"))]
    print(pair(listings, listings, 1, processes=2).offers.ids.tolist())
"""


class Environment:
    """A virtual environment with the wheel and the packages of this one, but without the repository."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.bin = folder / "bin"
        venv.create(folder, with_pip=False, symlinks=True)
        run(*PIP, "--python", self.bin / "python", "install", "--no-deps", "--no-index", wheel)
        (packages,) = folder.glob("lib/python*/site-packages")
        (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))

    def python(self, *arguments: str | Path, cwd: Path) -> str:
        return run(self.bin / "python", "-I", *arguments, cwd=cwd)


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command prints; fails with what it says on standard error."""
    ended = subprocess.run(
        command, cwd=cwd, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the folder."""
    target = tmp_path_factory.mktemp("wheel")
    copy = copytree(FOLDER, target / "engine", ignore=ignore_patterns("__pycache__", "build", "*.egg-info"))
    run(*PIP, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", target, copy)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment(tmp_path_factory.mktemp("environment"), wheel)


def requirements(path: Path) -> dict[str, str]:
    """The dependencies in a pyproject file with their versions, extras included, by name."""
    project = tomllib.loads(path.read_text())["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"].get("evaluate", [])]
    names = (re.match(r"[\w-]+", line) for line in lines)
    return {name[0]: line for name, line in zip(names, lines, strict=True) if name}


def imported(path: Path) -> set[str]:
    """The packages that a module imports by name, not relatively."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    names |= {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    return {name.partition(".")[0] for name in names if name} - sys.stdlib_module_names


def example() -> str:
    """All Python code of the README, with a line that prints what it comes to."""
    code = re.findall(r"```python\n(.*?)```", (FOLDER / "README.md").read_text(), re.DOTALL)
    assert len(code) == 2
    shown = "[index.best_offers(demands, k=2).ids.tolist(), scores.toarray().tolist(), weights.data.tolist()]"
    return "\n".join([*code, "import json", f"print(json.dumps({shown}))"])


def listings(folder: Path) -> list[Path]:
    paths = [folder / "offers.csv", folder / "demands.csv"]
    for path, documents in zip(paths, (OFFERS, DEMANDS), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("external_id", "title", "description", "keywords"))
            rows.writerows((each.id, each.title, each.body, "; ".join(each.keywords)) for each in documents)
    return paths


def test_it_holds_every_module_and_the_licence(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(f"{NAME}/")]
        (licence,) = (name for name in archive.namelist() if name.endswith("LICENSE"))
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
    modules = [path for path in FOLDER.rglob("*.py") if path.relative_to(FOLDER).parts[0] != "build"]
    assert sorted(names) == sorted(
        f"{NAME}/{each.relative_to(FOLDER)}" for each in [*modules, FOLDER / "py.typed"]
    )


def test_it_needs_what_it_imports_in_the_versions_of_the_site() -> None:
    needed, of_site = (requirements(folder / "pyproject.toml") for folder in (FOLDER, ROOT))
    distributions = packages_distributions()
    found = {
        distributions[name][0].lower().replace("_", "-")
        for path in FOLDER.rglob("*.py")
        for name in imported(path)
    }
    assert set(needed) == found
    assert {name: line for name, line in needed.items() if name not in ("numpy", "scipy")} == {
        name: line for name, line in of_site.items() if name in found
    }


def test_nothing_of_the_site_is_there_or_needed(environment: Environment, tmp_path: Path) -> None:
    assert environment.python("-c", ALONE, cwd=tmp_path) == "[]\n"


def test_the_code_of_the_readme_gives_the_same_in_the_wheel_and_in_the_site(
    environment: Environment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "example.py").write_text(example(), encoding="utf-8")
    printed = environment.python("example.py", cwd=tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(example().replace(NAME, "matching.engine"), {})
    assert json.loads(printed) == json.loads(capsys.readouterr().out)


def test_both_commands_pair_two_spreadsheets_as_the_site_does(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [*map(str, listings(tmp_path)), "--json", "-k", "2", "-o"]
    assert cli.main([*files, str(tmp_path / "site.csv")]) == 0
    reports = [
        capsys.readouterr().out,
        run(environment.bin / "ydeu-match", *files, "script.csv", cwd=tmp_path),
        environment.python("-m", NAME, *files, "module.csv", cwd=tmp_path),
    ]
    assert [json.loads(each)["pairs_written"] for each in reports] == [6, 6, 6]
    assert len({(tmp_path / f"{name}.csv").read_bytes() for name in ("site", "script", "module")}) == 1


def test_the_help_calls_each_command_by_its_name(environment: Environment, tmp_path: Path) -> None:
    assert run(environment.bin / "ydeu-match", "-h").startswith("usage: ydeu-match ")
    assert environment.python("-m", NAME, "-h", cwd=tmp_path).startswith(f"usage: python -m {NAME} ")


def test_its_reading_processes_find_it(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "pairing.py").write_text(BY_TWO_PROCESSES, encoding="utf-8")
    assert environment.python("pairing.py", cwd=tmp_path) == "[[0], [1], [2]]\n"
