"""Lists inside a sentence are separated as the reader's language does it."""

import pytest
from django.utils.translation import override

from ydeu.lists import listed


@pytest.mark.parametrize(("language", "text"), [("en", "序号, 联系人"), ("zh-hans", "序号、联系人")])
def test_the_comma_is_that_of_the_language(language: str, text: str) -> None:
    with override(language):
        assert listed(each for each in ("序号", "联系人")) == text
