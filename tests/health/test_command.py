"""`manage.py health` in a process of its own, as cron, a container or a person starts it."""

import json
import os
import subprocess
import sys

import pytest

from tests.health.conftest import living
from tests.servers import RedisServer, own_database_url
from ydeu.settings.base import ROOT

pytestmark = [pytest.mark.worker, pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def health(redis_server: RedisServer, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "health", *words],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ydeu.settings.test",
            "DATABASE_URL": own_database_url(),
            "REDIS_URL": redis_server.url,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_exit_code_says_if_everything_works(redis_server: RedisServer) -> None:
    living()
    fine = health(redis_server)
    assert (fine.returncode, fine.stdout.splitlines()[0]) == (0, "fine     database: It answers.")
    redis_server.stop()
    failing = health(redis_server, "--json")
    redis_server.start()
    told = json.loads(failing.stdout)
    assert (failing.returncode, told["ready"], told["checks"]["redis"]["state"]) == (1, False, "failing")
    assert health(redis_server, "--only", "database", "beat").returncode == 0
    assert health(redis_server, "--only", "nonsense").returncode == 2
