"""A call judged by the quality form, from its journal and its way through the script. It tells; it changes nothing.

What the journal cannot show is said to be unknown, and counts neither way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from callassist.casefile import Call, CaseFile, Entry
from callassist.quality_judging import JUDGES
from callassist.quality_known import Known, known_of
from callassist.quality_shapes import CANNOT_TELL, MET, MISSED, Form, Item, Mark, Scored, Trail

FULL: Final = 100
UNSEEN: Final = frozenset(
    {"recording", "identity", "disclosure", "coverage", "old-debt", "aid", "read-back", "teach-back"}
)
"""What only the screens stamp: of a call that was worked outside them the journal does not know it."""
ELSEWHERE: Final = "the call was worked outside the screens"


def score(case: CaseFile, call: Call, entries: Sequence[Entry], form: Form, trail: Trail) -> Scored:
    """A call by the form. `entries` are those of the call, in the order in which they were written."""
    known = known_of(case, call, entries, form, trail)
    marks = tuple(_mark(item, known) for item in form.items)
    counted = [mark for mark in marks if mark.result in {MET, MISSED}]
    points = sum(mark.weight for mark in counted if mark.result == MET)
    possible = sum(mark.weight for mark in counted)
    percent = points * FULL // possible if possible else None
    findings = tuple(mark for mark in marks if mark.result == MISSED and mark.is_critical)
    return Scored(
        case=f"C{case.id}",
        call=call.id,
        outcome=call.outcome,
        marks=marks,
        points=points,
        possible=possible,
        percent=percent,
        findings=findings,
        passes=not findings and (percent is None or percent >= form.passes),
    )


def _mark(item: Item, known: Known) -> Mark:
    is_unseen = known.was_elsewhere and item.id in UNSEEN
    result, why = (CANNOT_TELL, ELSEWHERE) if is_unseen else JUDGES[item.id](known)
    return Mark(id=item.id, title=item.title, result=result, why=why, weight=item.weight, is_critical=item.is_critical)
