"""What is taken back in the same breath: of "50 a month, no wait, 40" the forty stands."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
_TENS: Final = "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
_SUM: Final = re.compile(
    rf"\$?\d[\d,]*(?:\.\d\d)?(?![\d/:-]|st|nd|rd|th)|\b(?:(?:{_UNITS}|{_TENS})[ -]?)+\b", re.IGNORECASE
)
_TAKEN_BACK: Final = re.compile(
    r"[\s,.;-]*\b(?:no,? wait|wait,? no|no,? make (?:that|it)|make that|(?:sorry,? )?i mean|no,? i meant|scratch that"
    r"|or rather|no,? sorry)\b[\s,.;-]*",
    re.IGNORECASE,
)


def corrected(text: str) -> str:
    """The words with a sum that is said anew in the place of the last one before it; as they are without any."""
    marks = tuple(_TAKEN_BACK.finditer(text))
    if not marks:
        return text
    found = marks[-1]
    before, after = text[: found.start()], text[found.end() :]
    told = list(_SUM.finditer(before))
    anew = _SUM.match(after)
    if not told or anew is None:
        return text
    last, rest = told[-1], after[anew.end() :]
    tail = before[last.end() :].strip()
    return " ".join(part for part in (before[: last.start()].strip(), anew[0].strip(), tail, rest.strip()) if part)
