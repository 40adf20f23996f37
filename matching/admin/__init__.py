"""Looking on from the admin, and the one thing that is edited there: the glossary."""

from matching.admin import glossary, looking

__all__ = ["glossary", "looking"]
