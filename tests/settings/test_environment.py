"""The variables are the same in code, manual, example, compose and systemd; the install text is walked."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ydeu.settings import base

ROOT = base.ROOT
DEPLOY = ROOT / "deploy"
MANUAL = (ROOT / "docs" / "operations.md").read_text()
EXAMPLE = DEPLOY / "environment.example"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = ("prepare", "web", "worker", "beat", "watch")

ONLY_TESTS_AND_LAPTOPS = {"DEBUG", "EMAIL_FILE_PATH", "MAIL_TRANSPORT"}
NOT_READ_BY_SETTINGS = {"WEB_WORKERS", "WORKER_PROCESSES", "POSTGRES_PASSWORD", "DJANGO_SETTINGS_MODULE"}
"""Read by command lines, by the container of PostgreSQL, and by Django before it reads the settings."""


def read_by_settings() -> set[str]:
    """The names of the variables that the settings read with a function of ``env``."""
    names = set()
    for path in Path(base.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("env."):
                first = node.args[0]
                if isinstance(first, ast.Dict):
                    names |= {key.value for key in first.keys if isinstance(key, ast.Constant)}
                elif isinstance(first, ast.Constant):
                    names.add(first.value)
    return {str(name) for name in names if re.fullmatch(r"[A-Z_]+", str(name))}


def described() -> set[str]:
    """The names in the first column of the tables of variables."""
    section = MANUAL.partition("## Variables")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", section, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"[A-Z_]+", row)}


def in_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))


def test_code_manual_and_example_name_the_same_variables() -> None:
    read = read_by_settings() - ONLY_TESTS_AND_LAPTOPS
    assert len(read) > 40
    assert described() == read | (NOT_READ_BY_SETTINGS - {"DJANGO_SETTINGS_MODULE"})
    assert in_example() == read | NOT_READ_BY_SETTINGS


def test_every_container_of_ours_gets_the_whole_file() -> None:
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["env_file"] == "environment", name
        assert set(service["environment"]) <= in_example(), name


def test_every_unit_gets_the_whole_file_and_is_started_again() -> None:
    assert {unit.stem for unit in UNITS} == {"ydeu-web", "ydeu-worker", "ydeu-beat", "ydeu-watch"}
    for unit in UNITS:
        lines = unit.read_text().splitlines()
        assert "EnvironmentFile=/etc/ydeu/environment" in lines
        assert "Restart=always" in lines
        assert "CapabilityBoundingSet=" in lines


@pytest.mark.parametrize("path", [*UNITS, DEPLOY / "compose.yaml", ROOT / "Procfile", DEPLOY / "Dockerfile"])
def test_a_command_line_uses_only_variables_of_the_example(path: Path) -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", path.read_text()))
    images = {"PYTHON_IMAGE", "POSTGRES_IMAGE", "REDIS_IMAGE"}
    assert used - images <= in_example()


def test_containers_are_locked_down() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"mem_limit", "cpus", "pids_limit", "tmpfs"} <= set(service), name
        assert "privileged" not in service
    assert {name for name, service in COMPOSE["services"].items() if "cap_add" in service} == {
        "postgres",
        "redis",
    }
    assert "USER ydeu" in (DEPLOY / "Dockerfile").read_text()


def uncommented(text: str) -> str:
    return re.sub(r"^#([A-Z_]+=)", r"\1", text, flags=re.MULTILINE)


def as_a_shell_reads(path: Path) -> dict[str, str]:
    printing = "import os, json; print(json.dumps(dict(os.environ)))"
    command = f'set -eua; . "{path}"; exec "{sys.executable}" -c "{printing}"'
    done = subprocess.run(
        ["sh", "-c", command], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return dict(json.loads(done.stdout))


def as_systemd_and_compose_read(path: Path) -> dict[str, str]:
    pairs = [line.partition("=") for line in path.read_text().splitlines() if line and line[0] != "#"]
    return {name: re.sub(r'^"(.*)"$', r"\1", value) for name, _, value in pairs}


@pytest.mark.parametrize("change", [lambda text: text, uncommented], ids=["as it is", "every line set"])
def test_shell_systemd_and_compose_read_the_same_from_the_example(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    path = tmp_path / "environment"
    path.write_text(change(EXAMPLE.read_text()))
    expected = as_systemd_and_compose_read(path)
    found = as_a_shell_reads(path)
    assert {name: found[name] for name in expected} == expected
    assert expected["DEFAULT_FROM_EMAIL"] == "YDEU Exchange <exchange@example.org>"


def install_text() -> list[str]:
    """The commands of the first installation on a host, in order, without their comments."""
    section = MANUAL.partition("## First installation")[2].partition("With containers")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return [line.partition("   #")[0].strip() for block in blocks for line in block.splitlines()]


NOT_ON_A_TEST_MACHINE = (
    "git clone",
    "python3 -m venv",
    ".venv/bin/pybabel",
    "useradd",
    "runuser -u postgres",
    "editor",
)


@pytest.mark.slow
def test_the_install_text_walked_leads_to_a_site_that_passes_its_checks(tmp_path: Path) -> None:
    """With other folders and this user; without the lines that make users and databases or fetch code."""
    lines = install_text()
    end = lines.index(".venv/bin/python manage.py check --deploy") + 1
    walked = [line for line in lines[:end] if not line.startswith(NOT_ON_A_TEST_MACHINE)]
    assert len(walked) == 6
    script = "\n".join(walked)
    for was, becomes in (
        ("/etc/ydeu", str(tmp_path / "etc")),
        ("/var/lib/ydeu", str(tmp_path / "var")),
        (" -o ydeu -g ydeu", ""),
        (" -o root -g ydeu", ""),
        (".venv/bin/python", sys.executable),
    ):
        script = script.replace(was, becomes)
    done = subprocess.run(
        ["sh", "-euc", script],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        done.stderr
    )
    environment = tmp_path / "etc" / "environment"
    assert environment.stat().st_mode & 0o777 == 0o640
    assert re.fullmatch(r"[0-9a-f]{64}", as_a_shell_reads(environment)["SECRET_KEY"])


def test_the_command_for_the_secret_key_prints_one_line() -> None:
    texts = MANUAL + (ROOT / "ydeu/settings/production.py").read_text()
    commands = set(re.findall(r"openssl rand -\w+ \d+", texts))
    assert commands == {"openssl rand -hex 32", "openssl rand -hex 16"}
    for command in commands:
        printed = subprocess.run(command.split(), capture_output=True, text=True, check=True).stdout
        assert printed.count("\n") == 1


def pin(tmp_path: Path, digest: str) -> subprocess.CompletedProcess[str]:
    """Run the script with a docker that gives this digest for every image."""
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir(exist_ok=True)
    docker.write_text(f'#!/bin/sh\necho "{digest}"\n')
    docker.chmod(0o755)
    path = f"{docker.parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", str(DEPLOY / "pin-images.sh"), str(tmp_path / "images.env")],
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_images_are_pinned_by_the_digests_of_the_registry(tmp_path: Path) -> None:
    digest = "sha256:" + "0123456789abcdef" * 4
    assert pin(tmp_path, digest).returncode == 0
    pinned = dict(line.split("=", 1) for line in (tmp_path / "images.env").read_text().splitlines())
    named = dict(re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", (DEPLOY / "compose.yaml").read_text()))
    assert pinned == {name: f"{image}@{digest}" for name, image in named.items()}
    assert f"ARG PYTHON_IMAGE={named['PYTHON_IMAGE']}\n" in (DEPLOY / "Dockerfile").read_text()


@pytest.mark.parametrize("digest", ["", "sha256:", "sha256:abc", "error: not found"])
def test_what_is_no_digest_is_not_written(tmp_path: Path, digest: str) -> None:
    assert pin(tmp_path, digest).returncode == 1
    assert not (tmp_path / "images.env").exists()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text()
        (tmp_path / unit.name).write_text(re.sub(r"/opt/ydeu/\.venv/bin/\w+", "/bin/true", text))
    paths = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "ydeu-" in line] == []
