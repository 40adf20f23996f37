"""Rows of a test about one kind of sentence: what is asked, what the offer says, the verdict of a reader."""

import pytest

from matching.requirements import Asked, Verdict, check

Row = tuple[Asked, str, Verdict]


def kind(*rows: Row) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("asked", "text", "verdict"), rows)


def verdict_on(asked: Asked, text: str, field: str = "description") -> Verdict:
    (found,) = check([asked], [(field, text)])
    return found.verdict
