"""Short lists inside a sentence."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(items: Iterable[object]) -> str:
    """The items, separated as the active language does it: a, b, c or 甲、乙、丙."""
    return pgettext("list", ", ").join(str(item) for item in items)
