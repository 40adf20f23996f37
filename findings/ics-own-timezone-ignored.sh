#!/usr/bin/env bash
# What: ics (ics.py) does not read the VTIMEZONE that a calendar file carries. It only
#   looks at the zone's name. The names that Outlook and Exchange use in China are
#   therefore read as another moment, without an error:
#     TZID "China Standard Time"                 is taken for UTC: 8 hours off;
#     TZID "(UTC+08:00) 北京，重庆，..." (Chinese) is taken for -08:00: 16 hours off.
#   The same file states TZOFFSETTO:+0800 in its VTIMEZONE, as RFC 5545 demands.
# Expected: the definition in the file decides; the name is only a label. At the least,
#   an unknown name would be an error.
# Seen: ics 0.7.3 with arrow 1.4.0 and python-dateutil 2.9.0.post0, Python 3.11.
#     09:00 in Beijing -> 2026-11-29T09:00:00+00:00 and 2026-11-29T09:00:00-08:00.
#   icalendar 7.3.0 reads both files as 09:00+08:00. A file with TZID=Asia/Shanghai is
#   read rightly by both, so a trial with one's own files shows nothing.
# Instead: read files from outside with icalendar; keep ics for writing in UTC.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
  ics==0.7.3 arrow==1.4.0 python-dateutil==2.9.0.post0 icalendar==7.3.0 tzdata==2026.6
"$work/venv/bin/python" - <<'PY'
from datetime import timedelta

import icalendar
import ics

TEMPLATE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART;TZID="{zone}":20261129T090000
DTEND;TZID="{zone}":20261129T100000
SUMMARY:对接会
END:VEVENT
END:VCALENDAR
"""
expected = {
    "China Standard Time": 0,
    "(UTC+08:00) 北京，重庆，香港特别行政区，乌鲁木齐": -8,
    "中国标准时间": 0,
    "Asia/Shanghai": 8,
}
for zone, hours in expected.items():
    text = TEMPLATE.format(zone=zone).replace("\n", "\r\n")
    (event,) = ics.Calendar(text).events
    other = icalendar.Calendar.from_ical(text).walk("VEVENT")[0].decoded("dtstart")
    print(zone, event.begin, other)
    assert event.begin.utcoffset() == timedelta(hours=hours), zone
    assert event.begin.hour == 9
    assert other.utcoffset() == timedelta(hours=8), zone
PY
