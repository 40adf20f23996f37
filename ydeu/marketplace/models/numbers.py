"""Draws the numbers of new listings, which stand in their addresses."""

import secrets

LEAST, MOST = 10**9, 10**12
"""Beyond every number that the database counts up itself, and exact in JavaScript."""


def draw() -> int | None:
    """A random number for a new listing. None lets the database count.

    Counted numbers tell which listings came into being together: an anonymous one stands between those that
    its enterprise has posted by name. Of a million listings, two draw the same number with a chance of 0.4;
    the database then refuses the second one, and nothing is lost.
    """
    return LEAST + secrets.randbelow(MOST - LEAST)
