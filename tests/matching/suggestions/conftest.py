import pytest

from matching.confidence import scales
from matching.confidence.scales import Scale, Scales


@pytest.fixture(autouse=True)
def every_pair_is_strong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A market of two texts says nothing about strengths. Tests about bands set the strengths themselves."""
    monkeypatch.setattr(scales, "current", lambda: Scales(Scale(strong=0.0, fair=0.0)))
