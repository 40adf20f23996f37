"""Real files, with line breaks and quotes in cells, empty texts and missing organisations."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.data import ABSENT, LISTINGS
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.models import Demand, Offer

FILES = [
    ("zh_demands", "demand", 371),
    ("zh_offers", "offer", 6714),
    ("zh_offers_long", "offer", 2000),
    ("en_demands", "demand", 307),
    ("en_offers", "offer", 1250),
]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not LISTINGS.is_dir(), reason=ABSENT),
]


def import_file(name: str, kind: str) -> str:
    output = StringIO()
    path = str(LISTINGS / f"{name}.csv")
    call_command("import_listings", path, "--kind", kind, "--publish", stdout=output, verbosity=0)
    return output.getvalue().rpartition(", ")[0]


def test_every_collection_is_imported_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name, kind, count in FILES:
        assert import_file(name, kind) == f"{count} rows read, {count} new, 0 already there"
    for name, kind, count in FILES:
        assert import_file(name, kind) == f"{count} rows read, 0 new, {count} already there"
    assert Offer.objects.awaiting_matching().count() == 6714 + 2000 + 1250
    assert Demand.objects.awaiting_matching().count() == 371 + 307
    assert set(Offer.objects.filter(external_id="A00001").values_list("enterprise__name", "language")) == {
        ("Imported offers", "zh-hans")
    }
    assert not Enterprise.objects.exclude(origin="imported").exists()
