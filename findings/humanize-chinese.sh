#!/usr/bin/env bash
# What: humanize has a Chinese translation, but not Chinese counting. Large numbers go by
#   thousands and millions, which Chinese does not use; a duration of one month reads
#   "January"; an ordinal has its sign at the wrong end.
#     intword(350000)             -> "350.0 千"    (a reader expects 35万)
#     intword(123456789)          -> "123.5 百万"  (1.2亿)
#     naturaldelta(40 days)       -> "1月"         (January; one month is 1个月)
#     ordinal(3)                  -> "3第"         (第3)
# Expected: after i18n.activate("zh_CN") the texts are ready to be shown, as naturaltime
#   of a day ago is (1天之前).
# Seen: humanize 4.17.0. Babel 2.19.0 writes 35万 and 1.2亿 for the same numbers.
# Instead: Babel's format_compact_decimal for numbers, format_timedelta for durations
#   (it writes 1个月); write ordinals in the translated sentence itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check humanize==4.17.0 babel==2.19.0
"$work/venv/bin/python" - <<'PY'
from datetime import timedelta

import humanize
from babel.dates import format_timedelta
from babel.numbers import format_compact_decimal

humanize.i18n.activate("zh_CN")
month = timedelta(days=40)
seen = {
    "350000": humanize.intword(350_000),
    "123456789": humanize.intword(123_456_789),
    "5000000000": humanize.intword(5_000_000_000),
    "40 days": humanize.naturaldelta(month),
    "third": humanize.ordinal(3),
}
print(seen)
assert seen == {
    "350000": "350.0 千",
    "123456789": "123.5 百万",
    "5000000000": "5.0 十亿",
    "40 days": "1月",
    "third": "3第",
}
assert format_compact_decimal(350_000, locale="zh_CN") == "35万"
assert format_compact_decimal(123_456_789, locale="zh_CN", fraction_digits=1) == "1.2亿"
assert format_timedelta(month, granularity="month", locale="zh_CN") == "1个月"
PY
