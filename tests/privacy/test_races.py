"""Somebody writes at the moment when a deletion scrubs the texts."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.factories import make_member, make_published_offer
from ydeu.marketplace.models import Offer
from ydeu.privacy import erasing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_an_edit_of_this_moment_is_not_lost() -> None:
    person = make_member(email="wei@acme.cn")
    offer = make_published_offer(created_by=person, description="Old words, wei@acme.cn.")

    def erase() -> None:
        try:
            with transaction.atomic():
                erasing.erase_person(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(description="New words, wei@acme.cn.")
            erased = pool.submit(erase)
            time.sleep(1)
            assert not erased.done()
        erased.result(timeout=30)
    offer.refresh_from_db()
    assert offer.description == "New words, […]."
