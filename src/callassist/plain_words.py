"""Days, moments, times, numbers and limits in plain words, as a collector reads them and a note keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from callassist.calendars import Window, local_clock, local_day
from callassist.casefile import CaseFile
from callassist.pen import Pen

MINUTE: Final = 60
LAST_FOUR: Final = 4
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LIMITS: Final = {
    "cease": "No more contact, except the notices that the law still allows.",
    "attorney": "From now on contact goes to the attorney only.",
    "bankruptcy": "All contact stops: bankruptcy.",
    "deceased": "All contact stops: deceased.",
    "minor": "All contact stops: a minor.",
    "identity_theft": "Nothing more is asked for: identity theft is claimed.",
    "no_work_calls": "No more calls at work.",
    "inconvenient_time": "Calls only at the times they named.",
    "inconvenient_place": "No calls to that place.",
    "insurance_pending": "Nothing is asked for until the insurer has answered.",
    "appeal_pending": "Nothing is asked for until the appeal is decided.",
    "workers_comp": "Nothing is asked for until workers' compensation has answered.",
    "liability": "Nothing is asked for until whoever is liable has answered.",
    "medicare_qmb": "Nothing is asked for: a QMB owes no cost share.",
    "medicaid_pending": "Nothing is asked for until Medicaid has decided.",
    "assistance_pending": "Nothing is asked for until the application is decided.",
    "servicemember": "Marked as a service member.",
    "litigation": "The legal desk answers from here.",
}


def day_words(day: date, today: date) -> str:
    """A day as `Fri 4 Dec`, with the year when it is another one."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{DAYS[day.weekday()]} {day.day} {day:%b}{year}"


def moment_words(at: datetime, pen: Pen) -> str:
    """A moment on the consumer's own clock, as `Fri 4 Dec 17:00 ET`."""
    zone = pen.zones[0]
    return f"{day_words(local_day(at, zone), pen.today)} {local_clock(at, zone)}"


def windows_words(windows: Iterable[Window]) -> str:
    """Allowed times as `Mon Tue 17:00-20:00`, joined by `and`."""
    return " and ".join(
        f"{' '.join(DAYS[day] for day in sorted(w.days))} {_minute(w.start_minute)}-{_minute(w.end_minute)}"
        for w in windows
    )


def _minute(minute: int) -> str:
    return f"{minute // MINUTE:02d}:{minute % MINUTE:02d}"


def number_words(case: CaseFile, row: int) -> str:
    """A number by its last four digits."""
    point = case.consumer.contact_at(row)
    return f"the number ending {str(point.number)[-LAST_FOUR:]}" if point else "the number"


def letter_words(kind: str) -> str:
    """A kind of letter as people say it."""
    return kind.replace("_", " ")
