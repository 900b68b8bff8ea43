"""Calendars as the Python package icalendar reads them: every one given must parse without an error it forgave."""

import datetime
import sys
from pathlib import Path

from icalendar import Calendar

events = complaints = 0


def complain(path, what):
    global complaints
    complaints += 1
    print(f"icalendar: {path}: {what}", file=sys.stderr)


for path in sys.argv[1:]:
    data = Path(path).read_bytes()
    if any(len(line) > 75 for line in data.split(b"\r\n")):
        complain(path, "a line is too long")
    calendar = Calendar.from_ical(data)
    for part in calendar.walk():
        if part.errors:
            complain(path, part.errors)
        if part.name not in ("VCALENDAR", "VEVENT"):
            complain(path, f"there is a {part.name}")
    for event in calendar.walk("VEVENT"):
        events += 1
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        if type(start) is not datetime.date or end - start != datetime.timedelta(days=1):
            complain(path, f"{event['UID']} is no day")
        if int(event["SEQUENCE"]) < 0 or not event["SUMMARY"] or "DTSTAMP" not in event:
            complain(path, f"{event['UID']} lacks something")

print(f"icalendar: {len(sys.argv) - 1} calendars, {events} events, {complaints} complaints")
sys.exit(0 if events and not complaints else 1)
