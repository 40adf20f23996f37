"""The reasons why a file cannot be cleaned."""


class Uncleanable(Exception):
    """The file cannot be cleaned. Each subclass is a reason that its uploader reads."""


class Damaged(Uncleanable):
    """The structure of the file is broken."""


class Locked(Uncleanable):
    """The file needs a password."""


class NeedsProgram(Uncleanable):
    """The file shows nothing without its scripts: an XFA form."""


class IsPortfolio(Uncleanable):
    """The file is a folder of other files."""


class TooLarge(Uncleanable):
    """The file takes more time or memory than a check may have."""
