"""The admin pages of matching. Only the glossary and its proposals are worked on there; others are read."""

from matching.admin import calibration, generic_phrase, glossary, glossary_proposal, introduction, read_only

__all__ = ["calibration", "generic_phrase", "glossary", "glossary_proposal", "introduction", "read_only"]
