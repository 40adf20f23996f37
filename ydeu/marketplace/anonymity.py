"""What may be said of the poster of an anonymous listing, so that at least k enterprises fit.

The values that are shown are made coarser until every combination of them belongs to at least k enterprises
that a reader knows by name: k-anonymity by generalisation and suppression (Latanya Sweeney, “Achieving
k-anonymity privacy protection using generalization and suppression”, 2002, Int. J. of Uncertainty, Fuzziness
and Knowledge-Based Systems 10(5), pp. 571-588).

It is not enough that k enterprises fit the values: a reader who knows the rules also knows who would have
been shown more precisely (Wong, Fu, Wang and Pei, “Minimality attack in privacy preserving data publishing”,
VLDB 2007). So the enterprises that can be named are divided into groups of at least k, which are shown alike.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ydeu.accounts import industries, regions


class Profile(NamedTuple):
    """An enterprise as a poster: what a listing of it shows besides its own text."""

    enterprise: int
    alliance: int | None
    segment: str
    province: str
    industry: str
    size: str


class Shown(NamedTuple):
    """What is shown of a profile. Empty values are not shown.

    ``region`` is a province or ``regions.DELTA``; ``industry`` a division or a section of GB/T 4754.
    """

    alliance: int | None = None
    segment: str = ""
    region: str = ""
    industry: str = ""
    size: str = ""


class Rung(NamedTuple):
    """One step of the ladder: what is shown there."""

    region: str
    industry: str
    alliance: bool = False
    segment: bool = False
    size: bool = False


NOTHING = Shown()
PROVINCE, DELTA = "province", "delta"
DIVISION, SECTION = "division", "section"
LADDER = (
    Rung(PROVINCE, DIVISION, alliance=True, segment=True, size=True),
    Rung(PROVINCE, DIVISION, alliance=True, size=True),
    Rung(PROVINCE, DIVISION, alliance=True),
    Rung(PROVINCE, SECTION, alliance=True),
    Rung(DELTA, DIVISION, alliance=True),
    Rung(DELTA, SECTION, alliance=True),
    Rung(DELTA, "", alliance=True),
    Rung(PROVINCE, DIVISION),
    Rung(PROVINCE, SECTION),
    Rung(DELTA, DIVISION),
    Rung(DELTA, SECTION),
    Rung(DELTA, ""),
    Rung("", ""),
)
"""From the most precise to nothing. The alliance goes late, because readers look for it first."""


def at_rung(profile: Profile, rung: Rung) -> Shown:
    """The values of a profile at one step of the ladder."""
    region = regions.DELTA if profile.province and rung.region == DELTA else profile.province
    industry = industries.section_of(profile.industry) if rung.industry == SECTION else profile.industry
    return Shown(
        profile.alliance if rung.alliance else None,
        profile.segment if rung.segment else "",
        region if rung.region else "",
        industry if rung.industry else "",
        profile.size if rung.size else "",
    )


def shown_of(profiles: Iterable[Profile], named: Iterable[Profile], k: int) -> dict[Profile, Shown]:
    """What may be shown of each profile.

    ``named`` are the profiles that readers see with a name. They alone are divided into groups, so that the
    groups tell nothing of the others. A profile that is not named is shown like the most precise group that
    it fits. If fewer than ``k`` enterprises are named, every result is ``NOTHING``.
    """
    groups = _Groups(k)
    left = sorted(set(named), key=_in_order)
    for rung in LADDER:
        left = groups.place(left, rung)
    placed = {profile: shown for shown, members in groups.members.items() for profile in members}
    return {profile: placed.get(profile) or _like_a_group(profile, groups) for profile in profiles}


class _Groups:
    """Named profiles that are shown alike: in each group at least ``k`` enterprises."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.members: dict[Shown, list[Profile]] = {}

    def place(self, left: Iterable[Profile], rung: Rung) -> list[Profile]:
        """Group the profiles that are alike at this step, if needed with others of finer groups.

        Return the rest.
        """
        homes, alike, rest = self._homes(rung), _by_values(left, rung), []
        for shown, members in alike.items():
            if shown in self.members or self._is_enough(members):
                self.members.setdefault(shown, []).extend(members)
            elif joining := self._joining(members, shown, rung, homes.get(shown, [])):
                self._move(joining, members, shown)
            else:
                rest += members
        return rest

    def _homes(self, rung: Rung) -> dict[Shown, list[Shown]]:
        """For each combination of values at this step, the groups with such members, the largest first."""
        homes: dict[Shown, list[Shown]] = {}
        for home in sorted(self.members, key=lambda each: (-len(self.members[each]), _in_order(each))):
            for shown in {at_rung(profile, rung) for profile in self.members[home]}:
                homes.setdefault(shown, []).append(home)
        return homes

    def _joining(
        self, members: list[Profile], shown: Shown, rung: Rung, homes: list[Shown]
    ) -> dict[Profile, Shown]:
        """Members of finer groups, with their group, that make these enough. Empty if there are too few.

        A group gives what it can spare. If that is too little, the smallest group that fits joins as a whole.
        """
        joining: dict[Profile, Shown] = {}
        present = {profile.enterprise for profile in members}
        standing = [home for home in homes if home in self.members]
        for home in standing:
            spare = len({profile.enterprise for profile in self.members[home]}) - self.k
            for profile in self.members[home]:
                if len(present) >= self.k:
                    return joining
                if spare > 0 and profile.enterprise not in present and at_rung(profile, rung) == shown:
                    joining[profile], spare = home, spare - 1
                    present.add(profile.enterprise)
        if len(present) >= self.k:
            return joining
        whole = [home for home in standing if set(_by_values(self.members[home], rung)) == {shown}]
        return dict.fromkeys(self.members[whole[-1]], whole[-1]) if whole else {}

    def _move(self, joining: dict[Profile, Shown], members: list[Profile], shown: Shown) -> None:
        for home in set(joining.values()):
            stay = [profile for profile in self.members.pop(home) if profile not in joining]
            if stay:
                self.members[home] = stay
        self.members[shown] = [*members, *joining]

    def _is_enough(self, members: Iterable[Profile]) -> bool:
        return len({profile.enterprise for profile in members}) >= self.k


def _by_values(profiles: Iterable[Profile], rung: Rung) -> dict[Shown, list[Profile]]:
    alike: dict[Shown, list[Profile]] = {}
    for profile in profiles:
        alike.setdefault(at_rung(profile, rung), []).append(profile)
    return alike


def _like_a_group(profile: Profile, groups: _Groups) -> Shown:
    fitting = (at_rung(profile, rung) for rung in LADDER)
    return next((shown for shown in fitting if shown in groups.members), NOTHING)


def _in_order(values: Profile | Shown) -> tuple[str, ...]:
    return tuple(map(str, values))
