"""Some hundred random requests. `python -m tests.fuzz --requests 10000` sends more."""

import pytest

from tests.fuzz.emptying import empty
from tests.fuzz.fuzzer import Fuzzer


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_request_breaks_the_site(seed: int) -> None:
    found = Fuzzer(seed, renew=empty).run(200)

    assert found.faults == {}
    assert found.errors == 0
    assert found.statuses[200] > found.statuses.total() / 5
