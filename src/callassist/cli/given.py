"""What options say in words, as values; a usage error where they say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date

    from callassist.calendars import Windows
    from callassist.desk import Opened


def hours(text: str | None) -> Windows:
    """The times at which we may call; () when none are given."""
    from callassist.typed import read_windows

    windows = read_windows(text) if text else ()
    if text and not windows:
        message = f"{text!r} names no times; write them as: after 5p weekdays; sat 10-2."
        raise click.BadParameter(message)
    return windows


def day_of(text: str, today: date) -> date:
    """A day as typed, seen from today."""
    from callassist.typed import read_day

    day = read_day(text, today)
    if day is None:
        message = f"{text!r} is no day; write it as 2026-06-12, 6/12, fri or +3d."
        raise click.BadParameter(message)
    return day


def day_there(opened: Opened, text: str) -> date:
    """A day as typed, on the consumer's own calendar."""
    from callassist.calendars import local_day

    return day_of(text, local_day(opened.now, next(iter(opened.verdicts.zones), "UTC")))
