import logging

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from ydeu.sweeping import for_each
from ydeu.transitions import LostRace


def test_one_that_fails_or_is_no_longer_ours_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    seen = []

    def act(row: str) -> bool:
        seen.append(row)
        if row == "moved":
            raise LostRace
        if row == "broken":
            raise RuntimeError
        return row != "nothing to do"

    assert for_each(["broken", "moved", "nothing to do", "first", "second"], act) == 2
    assert seen == ["broken", "moved", "nothing to do", "first", "second"]
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.ERROR, "str broken is left to the next round.")
    ]


@pytest.mark.parametrize("end", [SoftTimeLimitExceeded, MemoryError])
def test_what_ends_a_worker_ends_the_round(end: type[Exception]) -> None:
    seen = []

    def act(row: int) -> None:
        seen.append(row)
        raise end

    with pytest.raises(end):
        for_each([1, 2], act)
    assert seen == [1]
