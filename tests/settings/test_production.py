"""Production settings in a separate process, as a server starts them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ydeu.settings import base

pytestmark = pytest.mark.slow

COMPLETE = {
    "SECRET_KEY": "8Xq2-a-long-enough-made-up-key-for-the-check-of-the-settings-0417",
    "ALLOWED_HOSTS": "exchange.example.org",
    "SITE_URL": "https://exchange.example.org",
    "DATABASE_URL": "postgres://ydeu:secret@db/ydeu",
    "REDIS_URL": "redis://redis/0",
    "VAR_DIR": "/var/lib/ydeu",
    "EMAIL_HOST": "smtp.example.org",
    "DEFAULT_FROM_EMAIL": "exchange@example.org",
}


def start(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(base.ROOT / "manage.py"), *words],
        env={**environ, "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "ydeu.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_complete_settings_pass_the_deployment_check_without_a_warning() -> None:
    done = start(COMPLETE, "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        done.stderr
    )


def test_an_empty_environment_is_refused_naming_every_variable() -> None:
    done = start({}, "check")
    assert done.returncode != 0
    assert "These environment variables must be set:" in done.stderr
    assert [name for name in COMPLETE if f"\n  {name}: " not in done.stderr] == []


def test_without_a_secret_key_it_does_not_start() -> None:
    done = start({**COMPLETE, "SECRET_KEY": ""}, "check")
    assert done.returncode != 0
    last_lines = done.stderr.strip().splitlines()[-2:]
    assert last_lines[0].endswith("These environment variables must be set:")
    assert last_lines[1].startswith("  SECRET_KEY: 50 or more random characters")


def test_every_variable_is_described_for_operators() -> None:
    readers = "".join(path.read_text() for path in Path(base.__file__).parent.glob("*.py"))
    described = (base.ROOT / "docs" / "operations.md").read_text()
    read = {part.split('"')[1] for part in readers.split("env.")[1:] if '("' in part.splitlines()[0]}
    names = {name for name in read if name.isupper()} | set(COMPLETE)
    assert sorted(name for name in names if f"`{name}`" not in described) == []
