"""If the verification of an enterprise is withdrawn, those who are in talks with it are told."""

from django.db.models import Q

from matching.introductions.lifecycle import may_be_undone
from matching.introductions.notices import tell_coordinators, tell_side
from matching.models import Introduction
from matching.states import UNDER_WAY, IntroductionState
from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.enums import ListingKind
from ydeu.notices.enums import NoticeKind

IN_TALKS = UNDER_WAY | {IntroductionState.DORMANT}


def tell_those_in_talks(enterprise: Enterprise, *, by: User) -> int:
    """Tell the other side and the coordinators of each open introduction. Returns how many introductions.

    A side that does not know of the introduction yet, because the approval can still be undone, is not told
    of it by this. It reads on the page that the verification was withdrawn.
    """
    either = Q(offer__enterprise=enterprise) | Q(demand__enterprise=enterprise)
    found = Introduction.objects.filter(either, state__in=IN_TALKS).with_parties()
    for introduction in found:
        is_offer = introduction.offer.enterprise_id == enterprise.pk
        other = ListingKind.DEMAND if is_offer else ListingKind.OFFER
        if not may_be_undone(introduction):
            tell_side(NoticeKind.INTRODUCTION_REVOKED, introduction, other)
        tell_coordinators(NoticeKind.INTRODUCTION_REVOKED, introduction, but=by)
    return len(found)
