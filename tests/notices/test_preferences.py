"""The choices “at once”, “in the digest” and “not at all” apply to new notices and to waiting ones."""

import pytest

from tests.factories import make_user
from tests.notices.test_notices import tell
from ydeu.accounts.models import User
from ydeu.notices import delivery, notices, preferences
from ydeu.notices.enums import Choice, Delivery, NoticeKind
from ydeu.notices.models import Notice, Preference
from ydeu.notices.topics import Topic, by_topic, is_free, topic_of
from ydeu.transitions import DomainError

pytestmark = pytest.mark.django_db
PUBLISHED = NoticeKind.LISTING_PUBLISHED


def choose(person: User, choice: Choice, kind: NoticeKind = PUBLISHED) -> None:
    preferences.choose({kind: choice}, by=person)


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        (Choice.AT_ONCE, Delivery.WAITING),
        (Choice.DIGEST, Delivery.FOR_DIGEST),
        (Choice.OFF, Delivery.INBOX_ONLY),
    ],
)
def test_a_new_notice_goes_the_way_its_reader_chose(choice: Choice, state: Delivery) -> None:
    person = make_user()
    choose(person, choice)
    notice = tell(user=person)
    assert notice.state == state
    assert list(Notice.objects.inbox_of(person)) == [notice]
    assert delivery.deliver_due() == (choice == Choice.AT_ONCE)


def test_what_waits_follows_and_what_is_under_way_or_over_does_not() -> None:
    person, other = make_user(), make_user()
    rows = {state: tell(user=person) for state in Delivery}
    for state, notice in rows.items():
        Notice.objects.filter(pk=notice.pk).update(state=state)
    others = tell(user=other)
    still = {state: state for state in Delivery}

    def found() -> dict[Delivery, str]:
        return {state: Notice.objects.get(pk=notice.pk).state for state, notice in rows.items()}

    choose(person, Choice.DIGEST)
    assert found() == {**still, Delivery.WAITING: Delivery.FOR_DIGEST}
    choose(person, Choice.AT_ONCE)
    queued = (Delivery.WAITING, Delivery.FOR_DIGEST)
    assert found() == still | dict.fromkeys(queued, Delivery.WAITING)
    choose(person, Choice.OFF)
    assert found() == still | dict.fromkeys(queued, Delivery.INBOX_ONLY)
    choose(person, Choice.AT_ONCE)
    assert found() == still | dict.fromkeys(queued, Delivery.INBOX_ONLY)
    assert Notice.objects.get(pk=others.pk).state == Delivery.WAITING


def test_a_notice_that_waits_in_silence_can_still_be_taken_back() -> None:
    person = make_user()
    told = []
    for choice in (Choice.DIGEST, Choice.OFF):
        choose(person, choice)
        told.append(tell(user=person).pk)
    assert notices.withdraw(told) == 2
    assert not Notice.objects.inbox_of(person).exists()


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if not is_free(kind)])
def test_what_must_be_told_is_told_whatever_is_stored(kind: NoticeKind) -> None:
    person = make_user()
    with pytest.raises(DomainError, match="cannot be turned off"):
        preferences.choose({PUBLISHED: Choice.OFF, kind: Choice.OFF}, by=person)
    assert not Preference.objects.exists()
    Preference.objects.create(user=person, kind=kind, choice=Choice.OFF)
    assert preferences.choice_of(person, kind) == preferences.choices_of(person)[kind] == Choice.AT_ONCE
    assert preferences.first_state(person, kind) == Delivery.WAITING


def test_which_kinds_these_are() -> None:
    assert {kind for kind in NoticeKind if not is_free(kind) and topic_of(kind) != Topic.ACCOUNT} == {
        NoticeKind.INTRODUCTION_CONNECTED,
        NoticeKind.INTRODUCTION_REVOKED,
        NoticeKind.DIGEST,
        NoticeKind.LETTER,
    }
    assert {NoticeKind.MEMBER_INVITED, NoticeKind.ENTERPRISE_VERIFIED, NoticeKind.ENTERPRISE_REVOKED} <= {
        kind for kind in NoticeKind if topic_of(kind) == Topic.ACCOUNT
    }


def test_every_other_kind_stands_under_one_heading() -> None:
    shown = [kind for _topic, kinds in by_topic() for kind in kinds]
    assert sorted(shown) == sorted(kind for kind in NoticeKind if is_free(kind))


def test_until_somebody_chooses_all_comes_at_once_but_what_a_saved_search_finds() -> None:
    person = make_user()
    later = {kind for kind, choice in preferences.choices_of(person).items() if choice != Choice.AT_ONCE}
    assert later == {NoticeKind.SEARCH_FOUND}
    assert preferences.choice_of(person, NoticeKind.SEARCH_FOUND) == Choice.DIGEST


def test_the_last_choice_counts_and_is_one_row() -> None:
    person = make_user()
    for choice in (Choice.OFF, Choice.DIGEST, Choice.OFF):
        choose(person, choice)
    assert Preference.objects.values_list("user", "kind", "choice").get() == (person.pk, PUBLISHED, "off")
