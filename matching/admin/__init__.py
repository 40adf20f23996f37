"""Looking on from the admin, and the one thing that is edited there: the glossary."""

from matching.admin import glossary, introduction, looking

__all__ = ["glossary", "introduction", "looking"]
