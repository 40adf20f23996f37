"""The walls between the rooms hold: an import that breaks each contract is planted in a copy of the code."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ydeu.settings.base import ROOT

pytestmark = pytest.mark.slow

PLANTED: dict[str, dict[str, str]] = {
    "Walls between the rooms: an import points down; nobody imports urls, wsgi, settings, insights": {
        "ydeu/home.py": "import ydeu.wsgi",
    },
    "The engine and the check of requirements are pure: no Django, no queue, no room of the site": {
        "matching/engine/text/planted.py": "import django.conf",
    },
    "Inside the engine: a room imports only those before it": {
        "matching/engine/lexicon/planted.py": "import matching.engine.weights.vocabulary",
    },
    "Inside the check of requirements: a module imports only those before it": {
        "matching/requirements/unit_table.py": "import matching.requirements.written",
    },
    "The Celery application is for the command line; rooms use shared_task": {
        "matching/tasks.py": "import ydeu.celery",
    },
    "Inside a room: enums, models, filters, tasks, forms, views, urls": {
        "ydeu/audit/states.py": "import ydeu.audit.models",
    },
    "Inside matching: the same, and the rooms of the use cases between tasks and filters": {
        "matching/introductions/planted.py": "import matching.suggestions.deadlines",
    },
    "An introduction knows its two listings, not how they were found": {
        "matching/introductions/planted.py": "import matching.index",
    },
    "Only views, admin and urls know a page": {
        "ydeu/accounts/planted.py": "import ydeu.accounts.views",
    },
    "Only views and admin know a form": {
        "ydeu/accounts/planted.py": "import ydeu.accounts.forms",
    },
    "No cycle between the modules of a room": {
        "ydeu/audit/planted.py": "import ydeu.audit.other_planted",
        "ydeu/audit/other_planted.py": "import ydeu.audit.planted",
    },
}
"""By contract: what is added to which files. It breaks this contract and no other."""

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
VERDICT = re.compile(r"^(.+) (KEPT|BROKEN)\b", re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walls")
    for package in ("ydeu", "matching"):
        ignored = shutil.ignore_patterns("__pycache__", "static", "sample")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def sources(copy: Path) -> Iterator[Path]:
    """The copy, in which a test may plant: afterwards the files are again what they were."""
    before = {path: path.read_bytes() for path in copy.rglob("*.py")}
    yield copy
    for path in copy.rglob("*.py"):
        if path not in before:
            path.unlink()
        elif path.read_bytes() != before[path]:
            path.write_bytes(before[path])


def verdicts(sources: Path) -> dict[str, str]:
    """KEPT or BROKEN, by contract."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environ = {**os.environ, "COLUMNS": "300", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=sources, env=environ, capture_output=True, text=True, check=False)
    found = dict(VERDICT.findall(done.stdout))
    assert (done.returncode == 0) == ("BROKEN" not in found.values()), done.stdout + done.stderr
    return found


def test_every_contract_has_a_planted_import() -> None:
    assert set(PLANTED) == {contract["name"] for contract in CONTRACTS}


def test_the_code_as_it_is_breaks_no_contract(sources: Path) -> None:
    assert verdicts(sources) == dict.fromkeys(PLANTED, "KEPT")


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_breaks_its_contract_alone(contract: str, sources: Path) -> None:
    for name, line in PLANTED[contract].items():
        with (sources / name).open("a") as file:
            file.write(f"\n{line}\n")

    assert verdicts(sources) == {**dict.fromkeys(PLANTED, "KEPT"), contract: "BROKEN"}


def test_a_form_in_a_use_case_is_caught(sources: Path) -> None:
    with (sources / "matching" / "review" / "pair_detail.py").open("a") as file:
        file.write("\nfrom matching import forms\n")

    broken = {name for name, verdict in verdicts(sources).items() if verdict == "BROKEN"}
    assert "Only views and admin know a form" in broken


def test_only_the_command_line_imports_the_celery_application_from_the_package() -> None:
    """The contract sees an import of the module, not that of the name in the package."""
    users = [
        path.relative_to(ROOT).as_posix()
        for package in ("ydeu", "matching")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"^\s*(?:from ydeu import .*celery_app|import ydeu$)", path.read_text(), re.MULTILINE)
    ]
    assert users == []


def test_the_product_knows_neither_its_tests_nor_its_deployment() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for package in ("ydeu", "matching")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"^\s*(?:from|import) (?:tests|deploy)\b", path.read_text(), re.MULTILINE)
    ]
    assert users == []
