import pytest

from tests.factories import make_enterprise
from ydeu.accounts.models import Enterprise

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "count"), [("high_tech", 2), ("champion", 1), ("little_giant", 0), ("high", 0)]
)
def test_a_code_is_found_among_others_but_not_a_part_of_it(code: str, count: int) -> None:
    make_enterprise(labels=["high_tech"])
    make_enterprise(labels=["champion", "high_tech"])
    make_enterprise(labels=[])
    assert Enterprise.objects.filter(labels__has=code).count() == count
