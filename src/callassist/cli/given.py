"""What options say in words, as values; a usage error where they say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from callassist.calendars import Windows


def hours(text: str | None) -> Windows:
    """The times at which we may call; () when none are given."""
    from callassist.typed import read_windows

    windows = read_windows(text) if text else ()
    if text and not windows:
        message = f"{text!r} names no times; write them as: after 5p weekdays; sat 10-2."
        raise click.BadParameter(message)
    return windows
