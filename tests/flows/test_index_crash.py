"""A build may be killed at any moment: the old version serves, nothing is lost and nothing is left over."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest
from django.conf import settings

from matching.engine import Document, IndexStore
from matching.index import lock, market_index, match_queue, rebuild
from matching.index.documents import MODELS
from matching.models import Suggestion
from matching.suggestions import matcher
from tests.factories import (
    make_alliance,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
)
from tests.servers import ROOT, own_database_url, wait_until
from ydeu.marketplace import listings
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Offer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(180),
]

KILLS = 50
SEED = 20261124


class Builder:
    """Processes that build one version after another until they are killed, one process at a time."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self.orders, self.answers = orders, answers

    def start(self) -> int:
        self.orders.write("\n")
        self.orders.flush()
        return int(self.answers.readline())


@contextmanager
def builder() -> Iterator[Builder]:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ydeu.settings.test",
        "DATABASE_URL": own_database_url(),
        "MATCHING_INDEX_DIR": str(settings.MATCHING_INDEX_DIR),
        "MATCHING_INDEX_PART": "5",
    }
    command = [sys.executable, "-m", "tests.flows.index_builder"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Builder(process.stdin, process.stdout)
        process.stdin.close()


def wait_for_the_moment(number: int, chance: random.Random) -> None:
    """Wait for a random moment of a build; half of the time one just before or after the swap."""
    store = market_index.store()
    if number % 4 == 3:
        before = store.current_version()
        wait_until(lambda: store.current_version() != before, seconds=20, what="a version is swapped in")
        time.sleep(chance.uniform(0, 0.1))
    elif number % 2:
        wait_until(lambda: any(store.root.glob("building-*")), seconds=20, what="a version is being written")
        time.sleep(chance.uniform(0, 0.1))
    else:
        time.sleep(chance.uniform(0, 1.5))


def check_that_all_is_found() -> None:
    """Check, as a new process would, that the index loads, answers and, with its changes, is the market."""
    found = IndexStore(market_index.store().root).current()
    assert found is not None
    assert len(found.best_offers([Document(0, title="lithium battery")], 3).pairs(0)) == 3
    for kind in ListingKind:
        changed = market_index.changes(found, kind)
        known = set(market_index.postings_of(found, kind).ids.tolist()) - set(changed.withdrawn) | set(
            changed.newer
        )
        assert known == set(MODELS[kind].objects.published().values_list("pk", flat=True))


class Market:
    """A market that with each step gains an offer and a demand and loses an offer."""

    def __init__(self) -> None:
        self.alliance, self.seller, self.buyer = make_alliance(), make_enterprise(), make_enterprise()
        self.owner = make_member(self.seller)
        for _ in range(12):
            make_published_offer(enterprise=self.seller, alliance=self.alliance)

    def move(self) -> None:
        make_published_offer(enterprise=self.seller, alliance=self.alliance)
        make_published_demand(enterprise=self.buyer, alliance=self.alliance)
        listings.withdraw(Offer.objects.published().earliest("pk"), by=self.owner)


def test_a_builder_killed_at_fifty_random_moments_loses_nothing_and_leaves_nothing() -> None:
    chance, market = random.Random(SEED), Market()
    versions = {market_index.rebuild().version}
    unfinished = 0
    with builder() as processes:
        for number in range(KILLS):
            process = processes.start()
            market.move()
            wait_for_the_moment(number, chance)
            os.kill(process, signal.SIGKILL)
            check_that_all_is_found()
            unfinished += bool(lock.unfinished_builds())
            versions.add(str(market_index.store().current_version()))

    rebuild.rebuild_here()
    left = sorted(path.name for path in market_index.store().root.iterdir() if not path.name.startswith("v0"))
    assert left == ["BUILD", "CURRENT", "LOCK"]
    assert unfinished > 10, "too few of them were killed in the middle of a build"
    assert len(versions) > 10, "too few of them came as far as the swap"
    while matcher.match_some():
        pass
    assert match_queue.count_unmatched() == 0
    assert set(Suggestion.objects.values_list("demand", flat=True)) == set(
        Demand.objects.values_list("pk", flat=True)
    )
