"""Why a file cannot be cleaned."""


class Damaged(Exception):
    """Its structure cannot be followed to the end."""


class Locked(Exception):
    """It opens with a password only."""
