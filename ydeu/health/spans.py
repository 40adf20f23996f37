"""Spans of time in words, as short as an operator reads them."""

from datetime import timedelta

from django.utils.translation import gettext as _


def in_words(span: timedelta | float) -> str:
    seconds = int(span.total_seconds() if isinstance(span, timedelta) else span)
    if seconds < 120:
        return _("%(number)d s") % {"number": seconds}
    if seconds < 7200:
        return _("%(number)d min") % {"number": seconds // 60}
    if seconds < 172_800:
        return _("%(number)d h") % {"number": seconds // 3600}
    return _("%(number)d days") % {"number": seconds // 86_400}
