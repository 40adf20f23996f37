import pytest

from matching.introductions.progress import steps_of
from matching.models import Introduction


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("consent_pending", ["current", "", "", "", ""]),
        ("meeting", ["done", "done", "current", "", ""]),
        ("contract_signed", ["done", "done", "done", "done", "current"]),
        ("closed_no_deal", ["", "", "", "", ""]),
        ("dormant", ["", "", "", "", ""]),
    ],
)
def test_steps(state: str, expected: list[str]) -> None:
    assert [standing for _label, standing in steps_of(Introduction(state=state))] == expected
