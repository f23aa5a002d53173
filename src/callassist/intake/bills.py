"""What a client says of how a bill came to its balance, from the columns of a placement file."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from callassist.dossier import Bill
from callassist.intake.columns import Cells
from callassist.intake.vocabulary import NOTHING

SUMS: Final = ("charged", "allowed", "insurance_paid", "adjustments", "patient_paid")
GROUPS: Final = "CO|PR|OA|PI|CR"
MOST_CODES: Final = 20
NO_SUM: Final = NOTHING - {"0"}
"""What people write where they have nothing to say; a 0 among sums says something."""
_FROM, _TO = Cells._fields.index(SUMS[0]), Cells._fields.index("billing_name") + 1
_APART: Final = re.compile(rf"\b({GROUPS})\s*-?\s*(?=[A-Z]{{0,2}}\d)")
_CODE: Final = re.compile(rf"(?:(?:{GROUPS})-)?(?:[A-Z]{{1,2}})?\d{{1,3}}")
_BETWEEN: Final = re.compile(r"[;,|/\s]+")


def bill_of(cells: Cells, amount: Callable[[str, str], int | None], word: Callable[[str], str]) -> Bill | None:
    """The bill as the client sent it; None when it said nothing of it.

    `amount` reads a column's sum, None for one that makes no sense; a sum that was not sent stays None: it is not 0.
    """
    given = cells[_FROM:_TO]
    if not any(given):
        return None
    pairs = zip(SUMS, given, strict=False)
    sums = {column: amount(column, text) for column, text in pairs if text and text.upper() not in NO_SUM}
    codes = codes_of(cells.denial_codes) if word(cells.denial_codes) else ()
    name = word(cells.billing_name)
    if not (codes or name or any(cents is not None for cents in sums.values())):
        return None
    return Bill(
        charged_cents=sums.get("charged"),
        allowed_cents=sums.get("allowed"),
        plan_paid_cents=sums.get("insurance_paid"),
        adjusted_cents=sums.get("adjustments"),
        patient_paid_cents=sums.get("patient_paid"),
        denials=codes,
        billing_name=name,
    )


@lru_cache(maxsize=4_096)
def codes_of(text: str) -> tuple[str, ...]:
    """Reason codes as `CO-29` or `N130`, each once; what is no code is left out."""
    pieces = _BETWEEN.split(_APART.sub(r"\1-", text.upper()))
    return tuple(dict.fromkeys(piece for piece in pieces if _CODE.fullmatch(piece)))[:MOST_CODES]


def merged(held: Bill | None, given: Bill | None) -> Bill | None:
    """What a later file leaves out stays as it was."""
    if held is None or given is None:
        return given or held
    return Bill(
        charged_cents=_later(held.charged_cents, given.charged_cents),
        allowed_cents=_later(held.allowed_cents, given.allowed_cents),
        plan_paid_cents=_later(held.plan_paid_cents, given.plan_paid_cents),
        adjusted_cents=_later(held.adjusted_cents, given.adjusted_cents),
        patient_paid_cents=_later(held.patient_paid_cents, given.patient_paid_cents),
        denials=given.denials or held.denials,
        billing_name=given.billing_name or held.billing_name,
    )


def _later(held: int | None, given: int | None) -> int | None:
    return held if given is None else given
