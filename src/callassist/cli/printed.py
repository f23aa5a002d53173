"""What a command prints: untrusted text drawn as it reads, and JSON that no terminal acts on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import click

_LINES = frozenset("\n\t")
_ACTS = re.compile("[\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[\d.,]+")

json_flag = click.option("--json", "as_json", is_flag=True, help="Print JSON with stable keys.")


def clean(text: str) -> str:
    """Text without control, direction and invisible characters; lines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if char in _LINES or unicodedata.category(char)[0] != "C")


def as_json(value: object) -> str:
    """A value as JSON; what a terminal would act on is escaped, so that nothing is lost and nothing is drawn."""
    import msgspec

    text = msgspec.json.encode(value).decode()
    return _ACTS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def listed(view: Mapping[str, object]) -> str:
    """A view as lines of words."""
    return "\n".join(f"{key.replace('_', ' ')}: {_told(value)}" for key, value in view.items())


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {each}" for key, each in value.items() if each != "")
    if isinstance(value, tuple | list):
        return "".join(f"\n  {_told(each)}" for each in value) or "none"
    return "unknown" if value is None or value == "" else str(value)


def cells(row: Iterable[object]) -> list[str]:
    """A row for a spreadsheet: clean, and no cell that it would take for a formula."""
    texts = (clean(str(cell)).replace("\n", " ") for cell in row)
    return [f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text for text in texts]
