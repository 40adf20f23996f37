"""A typed word as a condition on texts in the database: Latin words match as words, Chinese ones anywhere.

``AI`` is in “AI芯片” and “(AI)”, but not in “train”. Every database searches for the letters first, which is
quick, and looks at the borders of the word only where it found them.
"""

import re

from django.db.models import Q

LATIN = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff"
"""Letters and digits of scripts with spaces between words, for the brackets of a regular expression."""
_STARTS, _ENDS, _ENDS_IN_LETTER = (re.compile(form) for form in (f"^[{LATIN}]", f"[{LATIN}]$", "[A-Za-z]$"))
_Y = re.compile(r"(?<=[A-Za-z]{2}[^\W\d_aeiouAEIOU])(?:y|ies)$", re.IGNORECASE)
"""The end of words such as battery and batteries."""
_PLURAL = re.compile(r"(?<=[A-Za-z]{2}[^\W\d_siu])s$")


def holds(field: str, word: str) -> Q:
    """True if the text of ``field`` holds ``word``. An edge of the word that is Latin is an edge in the text.

    The plural of a word is found by the singular, and the other way round.
    """
    changes = _Y.search(word) is not None
    core = _Y.sub("", word) if changes else _PLURAL.sub("", word)
    found = Q(**{f"{field}__icontains": core})
    pattern = _bounded(core, "(?:y|ies)" if changes else "(?:e?s)?")
    return found & Q(**{f"{field}__iregex": pattern}) if pattern else found


def _bounded(core: str, endings: str) -> str:
    """A pattern that Python's and PostgreSQL's regular expressions read alike. Empty if no edge is Latin."""
    before = f"(?<![{LATIN}])" if _STARTS.search(core) else ""
    after = f"(?![{LATIN}])" if _ENDS.search(core) else ""
    plural = endings if _ENDS_IN_LETTER.search(core) else ""
    return f"{before}{re.escape(core)}{plural}{after}" if before or after else ""
