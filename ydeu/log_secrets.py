"""Keep out of the logs what is as good as a password: keys and tokens in addresses, and words of a search.

A long part of a path is hidden for every page, so a new kind of link needs no entry here. Of the
query only the names remain.
"""

import logging
import re

HIDDEN = "***"
LONGEST = 19
"""Characters of a part of a path that is shown. Keys and tokens of the site are longer: a test."""

LONG_PART = re.compile(rf"(?<=/)[^/]{{{LONGEST + 1},}}")
ADDRESS = re.compile(r"(?<![^\s\"'(])(?P<site>https?://[^\s\"'/]*)?(?P<address>/[^\s\"']*)", re.IGNORECASE)
"""An address, also with the name of a site before it: a refused form is logged with the page it stood on."""


def hide(address: str) -> str:
    """The path with its long parts hidden, and the query with all values hidden."""
    path, mark, query = address.partition("?")
    return LONG_PART.sub(HIDDEN, path) + mark + "&".join(map(_name_of, query.split("&")) if query else ())


def _name_of(parameter: str) -> str:
    name, is_set, _value = parameter.partition("=")
    return (HIDDEN if len(name) > LONGEST else name) + (f"={HIDDEN}" if is_set else "")


class HideSecrets(logging.Filter):
    """Hide the secrets in the addresses that a record names, in its message or in what is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(value) if isinstance(value, str) else value for value in record.args)
        if isinstance(record.msg, str):
            record.msg = _hidden(record.msg)
        return True


def _hidden(text: str) -> str:
    return ADDRESS.sub(lambda found: (found["site"] or "") + hide(found["address"]), text)
