"""The admin pages of matching. Only the glossary and its proposals are worked on there; others are read."""

from matching.admin import glossary, glossary_proposal, introduction, read_only

__all__ = ["glossary", "glossary_proposal", "introduction", "read_only"]
