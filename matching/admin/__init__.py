"""The admin pages of matching. The glossary is edited and terms are granted there; the others are read-only."""

from matching.admin import glossary, glossary_proposal, introduction, read_only

__all__ = ["glossary", "glossary_proposal", "introduction", "read_only"]
