"""Starting a process again that ended with an error."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy import again
from tests.factories import make_enterprise
from tests.servers import MailServer, RedisServer, WorkerProcess, wait_until
from ydeu.notices import tasks
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.settings.base import ROOT

pytestmark = pytest.mark.slow

COUNTING = "import sys; f = open(sys.argv[1], 'a+'); f.write('x'); f.seek(0); sys.exit({status})"


def run(path: Path, status: str) -> int:
    return again.Keeper([sys.executable, "-c", COUNTING.format(status=status), str(path)]).keep()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "FIRST_PAUSE", 0.01)


@pytest.mark.parametrize(
    ("status", "ends_with", "runs"),
    [
        ("0", 0, 1),
        ("0 if len(f.read()) == 2 else 1", 0, 2),
        ("0 if len(f.read()) == 4 else 137", 0, 4),
        ("3", 3, again.QUICK_ENDS),
        ("__import__('os').kill(__import__('os').getpid(), 9)", 137, again.QUICK_ENDS),
    ],
)
def test_what_ends_with_an_error_is_started_again(
    tmp_path: Path, status: str, ends_with: int, runs: int
) -> None:
    path = tmp_path / "runs"
    assert run(path, status) == ends_with
    if "kill" not in status:
        assert path.read_text() == "x" * runs


def test_pauses_grow_and_begin_anew_after_a_good_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path / "runs", "3")
    pauses = [line.split()[-2] for line in capfd.readouterr().err.splitlines() if "again in" in line]
    assert pauses == ["0.01", "0.02", "0.04", "0.08", "0.16"]
    monkeypatch.setattr(again, "HEALTHY", -1.0)
    run(tmp_path / "more", "0 if len(f.read()) == 20 else 1")
    pauses = [line.split()[-2] for line in capfd.readouterr().err.splitlines() if "again in" in line]
    assert pauses == ["0.01"] * 19


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_both_even_in_a_pause(number: signal.Signals) -> None:
    for command in (["sleep", "60"], [sys.executable, "-c", "raise SystemExit(1)"]):
        keeper = subprocess.Popen(
            [sys.executable, "-m", "deploy.again", *command], cwd=ROOT, stderr=subprocess.PIPE
        )
        time.sleep(1.5)
        keeper.send_signal(number)
        keeper.communicate(timeout=5)
        assert keeper.returncode not in (None, 0)


@pytest.mark.worker
@pytest.mark.processes
def test_a_task_in_hand_while_redis_restarts_is_done_once(
    celery_worker_process: Callable[..., WorkerProcess], redis_server: RedisServer
) -> None:
    """Without the keeper the worker ends for good here (status 1), and the next e-mail never goes out."""
    with MailServer(lambda step: 6.0 if step == "mail" else 0.0) as post:
        worker = celery_worker_process(mail_server=post, again=True)
        first = letter()
        wait_until(lambda: post.seen["mail"], seconds=30, what="the e-mail is in hand")
        redis_server.stop()
        time.sleep(2)
        redis_server.start()
        wait_until(lambda: post.seen["accepted"], seconds=60, what="it is sent")
        wait_until(worker.answers, seconds=90, what="a worker is there")
        second = letter()
        wait_until(lambda: post.seen["accepted"] == 2, seconds=60, what="the next one is sent")
        wait_until(lambda: states(first, second) == {Delivery.SENT}, seconds=10, what="both are recorded")
        assert [str(mail["To"]) for mail in post.mails] == [first.address, second.address]


def letter() -> Notice:
    enterprise = make_enterprise()
    address = f"owner-{enterprise.pk}@example.org"
    notice = Notice.objects.create(
        kind=NoticeKind.ENTERPRISE_VERIFIED, enterprise=enterprise, address=address, context={"title": "x"}
    )
    tasks.deliver.delay(notice.pk)
    return notice


def states(*notices: Notice) -> set[str]:
    return set(Notice.objects.filter(pk__in=[each.pk for each in notices]).values_list("state", flat=True))
