from datetime import timedelta

import pytest
from django.utils import timezone

from matching.introductions.history import for_each_locked
from matching.models import Introduction
from matching.states import IntroductionState
from tests.matching.introduced import make_cast, make_introduction

pytestmark = pytest.mark.django_db


def test_an_introduction_that_is_deleted_after_the_clock_found_it_is_passed_over() -> None:
    for _ in range(2):
        make_introduction(make_cast())
    seen = []

    def delete_the_others(introduction: Introduction) -> None:
        seen.append(introduction.pk)
        Introduction.objects.exclude(pk=introduction.pk).delete()

    assert for_each_locked(Introduction.objects.all(), delete_the_others) == 1
    assert seen == list(Introduction.objects.values_list("pk", flat=True))


def test_an_introduction_that_moves_after_the_clock_found_it_is_passed_over() -> None:
    for _ in range(2):
        make_introduction(make_cast())
    waiting = Introduction.objects.filter(state=IntroductionState.CONSENT_PENDING)

    def answer_the_others(introduction: Introduction) -> None:
        Introduction.objects.exclude(pk=introduction.pk).update(state=IntroductionState.CONNECTED)

    assert for_each_locked(waiting, answer_the_others) == 1


def test_what_had_nothing_to_do_is_not_counted() -> None:
    make_introduction(make_cast())
    moment = timezone.now() + timedelta(days=1)
    assert for_each_locked(Introduction.objects.all(), lambda each: each.opened_at > moment) == 0
