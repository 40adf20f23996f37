"""What a text states: each quantity with the words around it, read once a text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matching.requirements.contrast import (
    EASE,
    MOMENT,
    OWN,
    RESULT,
    is_contrasting,
    is_doubtful,
    is_extra,
    is_own,
    is_plan,
    is_sum,
    scope_of,
    without_comparison,
)
from matching.requirements.quantities import Quantity
from matching.requirements.sentences import Sentence, sentences_in
from matching.requirements.terms import names_a_property
from matching.requirements.unit_kinds import has_numbers
from matching.requirements.units import Dimensions
from matching.requirements.written import Words, words_of, written

MOST_IN_TEXT = 400
"""So many values of a kind are read in a text."""
_NEXT = re.compile(r"[，、；;：。]|,(?!\d{3})|\b(?:and|but|while) ")
_BARE = re.compile(
    r"(?:[^a-z\u4e00-\u9fff]|(?<![a-z0-9])[a-z](?![a-z0-9])|\b(?:at|under|after)\b|条件下|下|时|后|则?为|是|达到?|约)*"
)
"""Words that name nothing: what stands between a condition and its value."""
_VERB = re.compile(r" ?(?:takes?|needs?|requires?|lasts?|需要?|只需|仅需|用时|耗时)(?: (?:about|only))?约? ?")
"""Words that say of what came before how long it takes."""
_COPULA = re.compile(r" (?:is|was|are|were|reaches|stays)(?: (?:about|only))? ")
_LISTED = re.compile(r" ?[/、] ?")
_CONDITION = re.compile(r"(?:\bat|@|在|经|\bafter|\bunder|\bfrom) ?$")
_STANDS_AT = re.compile(
    r"\b(?:weighs?|sells?|sold|priced?|quoted|offered|rated|runs?|kept|keeps?|stays?|held|holds|stands?|lies|operates?|works?|used"
    r"|remains?|listed|specified)(?: [a-z]+){0,3} at (?:about )?$"
)
"""A value after these words is the property's own."""
_DONE_AT = re.compile(r"[a-z]+(?:s|ed) (?:[a-z-]+ )*at (?:about |up to )?$")
_USED_AT = re.compile(r"(?:可|能)(?:长期|连续|稳定)?[在于] ?$")
_USED = re.compile(
    r" ?(?:的?(?:高温|低温|环境|条件|温度))*[下中内]?(?:长期|连续|稳定|正常|可靠)*(?:使用|工作|运行|服役)"
)
"""What makes of a value where the offer can be used: 可在350 °C长期使用."""
_CONDITION_AFTER = re.compile(
    r" ?(?:循环|测试|试验|水洗|洗涤|老化|弯折|运行|连续|充放电)?(?:后|之后)"
    r"| ?(?:、[^，。；]{1,12})?(?:下(?!限|降|线)|处(?!理)|时(?!间)|条件|环境)| ?(?:标准)?筛(?:余|上|下|的)?"
)


@dataclass(frozen=True, eq=False)
class Statement:
    """A quantity of a text in its company. What the company says is only read if it is asked for."""

    sentence: Sentence
    number: int
    """Which of the sentence's quantities."""

    @property
    def quantity(self) -> Quantity:
        return self.sentence.quantities[self.number]

    @property
    def at(self) -> int:
        """Where the quantity starts in the sentence."""
        return self.quantity.start - self.sentence.start

    @cached_property
    def _around(self) -> tuple[str, str]:
        before, after = self.sentence.around(self.number)
        is_listed = _LISTED.fullmatch(before) and self._is_kin(self.number - 1)
        if self.number and self._is_verb(before):
            return self.sentence.around(self.number - 1)[0] + before, after  # from 10 % to 80 % takes 15 min
        if self.number and _BARE.fullmatch(before) and (is_listed or _BARE.fullmatch(after)):
            return Statement(self.sentence, self._named_at())._around[
                0
            ], after  # one of a list: 0.1、0.2、0.3 mm
        return before, after

    def _is_verb(self, before: str) -> bool:
        """True if the words only say that what stood before has the value: 300 °C takes, after 300 h is."""
        is_result = _COPULA.fullmatch(before) and Statement(self.sentence, self.number - 1).is_condition
        return bool(is_result or _VERB.fullmatch(before))

    def _named_at(self) -> int:
        """Which quantity before has the words for a list: 0.2 bar at 5 L/min and 0.5 bar at 10 L/min."""
        dimensions, earlier = self.quantity.unit.dimensions, self.sentence.quantities[: self.number]
        kin = (at for at, each in enumerate(earlier) if each.unit.dimensions == dimensions)
        return max(kin, default=self.number - 1)

    @cached_property
    def before(self) -> Words:
        """The words since the clause began or the quantity before ended."""
        return words_of(self._around[0])

    @cached_property
    def inherited(self) -> Words | None:
        """The words of another's value in the sentence, if this is the own one and has none."""
        if not (self.is_result or is_own(self.sentence.lower, self.at)) or names_a_property(self.before):
            return None
        at = self._named_at() if self.number else 0
        return Statement(self.sentence, at).before if self.number and self._is_kin(at) else None

    def _is_kin(self, at: int) -> bool:
        return self.sentence.quantities[at].unit.dimensions == self.quantity.unit.dimensions

    @cached_property
    def after(self) -> Words:
        """The words up to the end of the clause or the next quantity."""
        return words_of(self._around[1])

    @property
    def neighbours(self) -> tuple[Quantity, ...]:
        """The other quantities of the sentence."""
        return self.sentence.quantities[: self.number] + self.sentence.quantities[self.number + 1 :]

    @cached_property
    def is_at_ease(self) -> bool:
        """True if the value holds for a machine that hardly works."""
        return bool(EASE.search(self.near))

    @cached_property
    def is_momentary(self) -> bool:
        """True if the value is borne for a moment only."""
        return bool(MOMENT.search(self.near))

    @property
    def near(self) -> str:
        """The clause with the quantity, without what belongs to another value of its dimension."""
        lower, start = self.sentence.lower, self.sentence.start
        kin = [each for each in self.neighbours if each.unit.dimensions == self.quantity.unit.dimensions]
        floor = max((each.end - start for each in kin if each.end - start <= self.at), default=0)
        ceiling = min(
            (each.start - start for each in kin if each.start - start > self.at), default=len(lower)
        )
        before = _NEXT.split(lower[floor : self.at])[-1]
        return f"{before} {_NEXT.split(lower[self.quantity.end - start : ceiling], maxsplit=1)[0]}"

    @property
    def clause(self) -> str:
        """The clause with the quantity."""
        return scope_of(self.sentence.lower, self.at).clause

    @property
    def _told(self) -> tuple[str, int]:
        """The sentence from where it speaks of whom the value is, and where the value starts in it."""
        return self.sentence.lead + self.sentence.lower, len(self.sentence.lead) + self.at

    @cached_property
    def is_doubtful(self) -> bool:
        return is_doubtful(*self._told) or self._is_left

    @cached_property
    def is_of_others(self) -> bool:
        """The same for a difference: what it is one from may be another's, but not what is better by it."""
        told, at = self._told
        return is_doubtful(without_comparison(told), at) or self._is_left

    @cached_property
    def _is_left(self) -> bool:
        """True if the offer's own value follows, or is open."""
        is_left = self._is_answered() or self._is_set_against()
        return is_left and not is_own(self.sentence.lower, self.at)

    def _is_set_against(self) -> bool:
        """True if the sentence goes on with the own value: epoxy tapes reach 30 MPa, this film 18 MPa."""
        sentence, end = self.sentence, self.quantity.end - self.sentence.start
        kin = [
            each.start - sentence.start
            for each in sentence.quantities[self.number + 1 :]
            if each.unit.dimensions == self.quantity.unit.dimensions
        ]
        lower, stop = sentence.lower, sentence.lower.find("；", end)
        limit = min(max(kin, default=end), stop if stop >= 0 else len(lower))
        return any(not is_plan(lower, own.start()) for own in OWN.finditer(lower, end, limit))

    def _is_answered(self) -> bool:
        """True if then the offer's own is said to be open, or one such thing follows after several."""
        sentence, end = self.sentence, self.quantity.end - self.sentence.start
        if sentence.is_open_next or sentence.open_at >= end:
            return True
        return any(f"{word}s " in sentence.lower[: self.at] for word in sentence.one_next)

    @cached_property
    def is_contrasting(self) -> bool:
        """True if the sentence compares, and does not say that this value is the offer's own."""
        if self.sentence.is_torn(self.at):
            return True
        return is_contrasting(*self._told) and not is_own(*self._told)

    @cached_property
    def is_sum(self) -> bool:
        return is_sum(self.sentence.lower, self.at)

    @cached_property
    def is_extra(self) -> bool:
        """True if the value is what a part costs that is not included: refills, spare parts."""
        return is_extra(self.sentence.lower, self.at)

    @cached_property
    def is_condition(self) -> bool:
        """True if the quantity only says under which circumstances another one holds: at 25 °C."""
        lead = self.sentence.lower[max(0, self.at - 24) : self.at]
        found = (
            None if _STANDS_AT.search(lead) or self.quantity.unit.is_money else _CONDITION.search(lead[-8:])
        )
        is_span = self.quantity.is_range and found and found[0].startswith("from")  # from -10 to 50 °C
        is_own = is_span or (found and self._is_rate_of_a_verb)
        if _USED_AT.search(lead) and _USED.match(
            self.sentence.lower, self.quantity.end - self.sentence.start
        ):
            return False
        return self.is_before_result or (bool(found) and not is_own)

    @property
    def _is_rate_of_a_verb(self) -> bool:
        """True for a rate that alone stands in a clause after a verb: it prints boards at 150 mm/s."""
        is_rate = any(name == "T" and power == -1 for name, power in self.quantity.unit.dimensions)
        clause = scope_of(self.sentence.lower, self.at)
        begin = self.quantity.start - clause.at
        is_alone = not any(begin <= each.start < self.quantity.start for each in self.neighbours)
        return (
            is_rate and is_alone and bool(_DONE_AT.search(clause.clause, max(0, clause.at - 80), clause.at))
        )

    @cached_property
    def is_result(self) -> bool:
        """True if the words next to the value say that the offer came to it."""
        return bool(RESULT.search(" ".join(self._around)))

    @cached_property
    def is_before_result(self) -> bool:
        """True if what follows is what was found then: 3500 次循环后."""
        follow = self.sentence.lower[self.quantity.end - self.sentence.start :][:14]
        return bool(_CONDITION_AFTER.match(follow))


@dataclass(frozen=True, eq=False)
class _Passage:
    """A sentence whose figures are read when a value of their kind is asked for."""

    sentence: Sentence

    @cached_property
    def statements(self) -> Mapping[Dimensions, Sequence[Statement]]:
        """The statements by the dimensions that they may have."""
        found: dict[Dimensions, list[Statement]] = {}
        for number, each in enumerate(self.sentence.quantities):
            if not self.sentence.is_own(each):
                continue
            for dimensions in {unit.dimensions for unit in each.readings}:
                found.setdefault(dimensions, []).append(Statement(self.sentence, number))
        return found


def statements_in(text: str, kind: Dimensions) -> list[Statement]:
    """The statements of an original text that may have the dimensions.

    Values before a change, and dates, are left out, and what is too much.
    """
    found: list[Statement] = []
    for each in _passages_in(text):
        if each.sentence.may_hold(kind):
            found += each.statements.get(kind, ())
            if len(found) > MOST_IN_TEXT:
                break
    return found[:MOST_IN_TEXT]


@lru_cache(1024)
def _passages_in(text: str) -> tuple[_Passage, ...]:
    """Cached, as an offer is compared with many demands."""
    source = written(text)
    return tuple(
        _Passage(Sentence(source, span))
        for span in sentences_in(source.text)
        if has_numbers(source, span.start, span.end)
    )
