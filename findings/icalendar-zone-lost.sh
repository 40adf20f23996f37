#!/usr/bin/env bash
# What: icalendar loses the time zone of two things that it writes itself.
#   1. A moment with a plain offset (datetime.fromisoformat("...+08:00"), or any
#      datetime.timezone) becomes DTSTART;TZID="UTC+08:00" without a VTIMEZONE. When
#      icalendar reads its own file again, the moment is naive: the zone is gone, and
#      errors is empty. add_missing_timezones() adds nothing for that name and does not
#      complain.
#   2. The end of a recurrence, given as 09:00 in Asia/Shanghai, becomes
#      UNTIL=20261229T090000 without a zone and without the Z that RFC 5545 asks for.
#      dateutil refuses such a rule next to an aware start.
# Expected: an aware datetime goes out as UTC (as icalendar does for DTSTAMP) or with a
#   zone that can be read back, and the library's own output survives a round trip.
# Seen: icalendar 7.3.0, python-dateutil 2.9.0.post0, tzdata 2026.6, Python 3.11.
#     written: DTSTART;TZID="UTC+08:00":20261129T090000
#     read:    datetime(2026, 11, 29, 9, 0), tzinfo None
#     written: RRULE:FREQ=WEEKLY;UNTIL=20261229T090000
#     dateutil: ValueError, UNTIL must be specified in UTC
# Instead: convert to UTC, or to a zoneinfo zone, before add(); give "until" in UTC.
#   A datetime with ZoneInfo("Asia/Shanghai") is written and read back rightly.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
  icalendar==7.3.0 python-dateutil==2.9.0.post0 tzdata==2026.6
"$work/venv/bin/python" - <<'PY'
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event


def round_trip(start):
    event = Event()
    event.add("uid", "1")
    event.add("dtstamp", datetime(2026, 11, 1, tzinfo=timezone.utc))
    event.add("dtstart", start)
    calendar = Calendar()
    calendar.add("prodid", "-//test//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    raw = calendar.to_ical()
    again = Calendar.from_ical(raw).walk("VEVENT")[0]
    return raw.decode(), again.decoded("dtstart"), again.errors


start = datetime.fromisoformat("2026-11-29T09:00:00+08:00")
raw, read, errors = round_trip(start)
print(repr(read))
assert 'DTSTART;TZID="UTC+08:00":20261129T090000' in raw
assert "VTIMEZONE" not in raw
assert read == datetime(2026, 11, 29, 9) and read.tzinfo is None and not errors

shanghai = ZoneInfo("Asia/Shanghai")
for good in (start.astimezone(shanghai), start.astimezone(timezone.utc)):
    assert round_trip(good)[1] == start

first = datetime(2026, 12, 15, 9, tzinfo=shanghai)
event = Event()
event.add("rrule", {"freq": "weekly", "until": first + timedelta(days=14)})
rule = event["rrule"].to_ical().decode()
print(rule)
assert rule == "FREQ=WEEKLY;UNTIL=20261229T090000"
try:
    rrulestr(rule, dtstart=first)
except ValueError as error:
    assert "UTC" in str(error)
else:
    raise SystemExit("dateutil took the rule")
PY
