"""The admin pages of matching. Only the glossary can be edited there; the others are records."""

from matching.admin import calibration, generic_phrase, glossary, introduction, read_only

__all__ = ["calibration", "generic_phrase", "glossary", "introduction", "read_only"]
