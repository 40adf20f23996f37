"""What an English sentence speaks of: the offer's own product, or another one that it is compared with."""

import re

from matching.requirements.contrast import is_own
from matching.requirements.questions import Question
from matching.requirements.statements import Statement
from matching.requirements.written import words_of

_BARE_SUBJECT = re.compile(
    r"\W*(?!(?:the|this|that|these|those|our|its|their|his|her|an?|we|it|they|each|one|all|both|every)\b)"
    r"([a-z][a-z-]*(?: [a-z][a-z-]*){0,3}?) "
    r"(?:has|have|gives?|shows?|reach(?:es)?|yields?|needs?|takes?|holds?)\b"
)
"""A noun without an article before the verb: hard chrome has, batch synthesis gives."""


def is_of_another(question: Question, said: Statement) -> bool:
    """True if the clause may speak of a product that the rest of the text does not name.

    An offer calls its own product "the cell" or "our film". A bare noun that stands nowhere else, and that is
    not the property itself, is mostly what others use: hard chrome has a wear rate of 2.1 mg/h.
    """
    found = _BARE_SUBJECT.match(said.clause)
    if not found or is_own(said.sentence.lower, said.at) or question.name.likeness(words_of(found[1])):
        return False
    return said.sentence.source.lower.count(found[1]) == 1
