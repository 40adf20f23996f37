"""The reasons why a file cannot be cleaned."""


class Damaged(Exception):
    """The structure of the file is broken."""


class Locked(Exception):
    """The file needs a password."""
