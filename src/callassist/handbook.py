"""What a decision rests on beside the case itself, and the two answers it can give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from callassist.casefile import DossierRow, Entry
from callassist.events import IdentityVerified
from callassist.lore import Lore
from callassist.outcomes import Outcomes
from callassist.owing import Denial
from callassist.rules import Finding, Rulebook, Setting
from callassist.standards import Standards

if TYPE_CHECKING:
    from callassist.listening import Ear


def deaf() -> Ear:
    """An ear that knows of no intent."""
    from callassist.listening import Ear

    return Ear.by_phrases(())


class Handbook(msgspec.Struct, frozen=True, kw_only=True):
    """Who we are, what binds us, what our outcome codes mean, as what whoever works does so: the same for every case.

    `role` is one of rules.SEATS; only the role of a seat decides which rules may be gone on in spite of.
    `lifts` has by the kind of a limit the least role that may lift it; see lifting. `lore` reads the tables of names
    when somebody is first looked for: nothing else needs them. So does `standards` with the dated tables by which
    ability to pay is measured, when an offer is first needed; `ear`, when something that was said is first heard; and
    `denials`, why plans pay less by reason code, when a balance is told.
    """

    setting: Setting
    rulebook: Rulebook
    outcomes: Outcomes
    role: str = "collector"
    lifts: Mapping[str, str] = {}
    lore: Callable[[], Lore]
    standards: Callable[[], Standards] = Standards
    ear: Callable[[], Ear] = deaf
    denials: Callable[[], Mapping[str, Denial]] = dict


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be appended, in one go, and `says`: what was done, in words for the screen.

    Entries carry the sequence numbers that follow the case's versions; rows those that follow its last rows.
    """

    entries: tuple[Entry, ...]
    rows: tuple[DossierRow, ...] = ()
    says: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether this decision verified who is speaking."""
        return any(isinstance(entry.event, IdentityVerified) for entry in self.entries)


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why not, in one sentence; `findings` are the rules that stood in the way, the strictest first.

    `entries` are to be appended all the same: that it was asked, and what the rules answered.
    """

    sentence: str
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()


Decision = Accepted | Refused
