"""The admin pages of matching. Only the glossary can be edited there; the others are read-only."""

from matching.admin import glossary, introduction, read_only

__all__ = ["glossary", "introduction", "read_only"]
