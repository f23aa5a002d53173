"""An address as somebody types it in one line: street, city, state and ZIP."""

from __future__ import annotations

import re
from typing import Final

from callassist.dossier import Address

_REGION: Final = re.compile(r"([A-Za-z]{2})(?:\s+(\d{5})(?:-\d{4})?)?")


def parse_place(text: str) -> Address | None:
    """`12 Elm St, Apt 4, Columbus, OH 43215`: the last part is state and ZIP, the one before the city; else None."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    region = _REGION.fullmatch(parts[-1]) if len(parts) > 2 else None  # noqa: PLR2004 - street, city, state
    if region is None:
        return None
    return Address(street=", ".join(parts[:-2]), city=parts[-2], state=region[1].upper(), zip=region[2] or "")
