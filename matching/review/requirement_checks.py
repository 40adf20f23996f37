"""The requirements of a demand, checked against an offer, as the page of a pair shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.requirements import Check, Verdict, Why
from matching.suggestions.highlighting import marked
from matching.suggestions.requirements import checks_of, texts_of
from ydeu.marketplace.enums import Operator, Priority
from ydeu.marketplace.models import Demand, Offer, Requirement

STYLES = {Verdict.MET: "agrees", Verdict.NOT_MET: "clashes", Verdict.NOT_STATED: "unclear"}
"""The CSS class of each verdict, the same as in the comparison of fields."""
VERDICTS: Mapping[Verdict, str | Promise] = {
    Verdict.MET: gettext_lazy("met"),
    Verdict.NOT_MET: gettext_lazy("not met"),
    Verdict.NOT_STATED: gettext_lazy("not stated"),
}
REMARKS: Mapping[Why, str | Promise] = {
    Why.DOUBTFUL: gettext_lazy(
        "The sentence may speak of another property, of others, of a plan or of a limit. Please read it."
    ),
    Why.OVERLAP: gettext_lazy("What the offer states lies only partly in what is asked."),
    Why.CONFLICT: gettext_lazy("Two sentences of the offer give different values."),
    Why.CONDITION: gettext_lazy("The value holds under other conditions than those asked for."),
    Why.UNREADABLE: gettext_lazy("The requirement has no value that can be compared."),
}
"""What is said about a verdict that is open although a sentence speaks of the property."""
PRIORITIES = {Priority.MUST.value: 0, Priority.NICE.value: 1}


@dataclass(frozen=True)
class RequirementCheck:
    """A requirement, the verdict, and the sentence of the offer with the value marked.

    ``question`` is what to ask the offer's enterprise. It is empty if the requirement is met or missed.
    """

    requirement: Requirement
    verdict: Verdict
    quote: SafeString
    remark: str
    question: str

    @property
    def style(self) -> str:
        return STYLES[self.verdict]

    @property
    def said(self) -> str:
        return str(VERDICTS[self.verdict])


def check_requirements(demand: Demand, offer: Offer) -> list[RequirementCheck]:
    """The checks as they are shown: the musts first, otherwise in the order of the demand."""
    rows, texts = list(demand.requirements.all()), texts_of(offer)
    checks = checks_of(demand, offer)
    shown = [_shown(row, each, texts) for row, each in zip(rows, checks, strict=True)]
    return sorted(shown, key=lambda each: PRIORITIES.get(each.requirement.priority, len(PRIORITIES)))


def _shown(row: Requirement, found: Check, texts: Mapping[str, str]) -> RequirementCheck:
    text = texts.get(found.field, "")[found.start : found.end]
    value = (found.value_start - found.start, found.value_end - found.start)
    is_open = found.verdict is Verdict.NOT_STATED
    return RequirementCheck(
        requirement=row,
        verdict=found.verdict,
        quote=marked(text, [value]),
        remark=str(REMARKS.get(found.why, "")),
        question=_question(row) if is_open else "",
    )


def _question(row: Requirement) -> str:
    """The question that would settle the requirement."""
    if row.operator == Operator.CONTAINS:
        return _("%(property)s: is %(value)s included?") % {"property": row.name, "value": row.value}
    if row.operator == Operator.EQ:
        value = f"{row.value} {row.unit}".strip()
        return _("Is “%(property)s” %(value)s?") % {"property": row.name, "value": value}
    if row.unit:
        return _("Which value of “%(property)s” does it reach, in %(unit)s?") % {
            "property": row.name,
            "unit": row.unit,
        }
    return _("Which value of “%(property)s” does it reach?") % {"property": row.name}
