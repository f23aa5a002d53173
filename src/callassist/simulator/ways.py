"""Ways of negotiating that are compared: ours, and those that desks use or that would be simpler."""

from __future__ import annotations

from typing import Protocol

import msgspec

from callassist.bargains import Counter, Matter, Offer, Transcript


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk does next: makes `offers`; takes `deal`; asks a supervisor for `request`; none of it: ends.

    `is_open`: what they proposed may still be taken after a no to these offers. `is_question`: means are asked for.
    `is_outright`: first they are asked what would be possible; `offers` follow when they do not say.
    """

    offers: tuple[Offer, ...] = ()
    deal: Offer | None = None
    request: Offer | None = None
    is_open: bool = False
    is_question: bool = False
    is_outright: bool = False


class Way(Protocol):
    """One way of negotiating. `is_gated`: gates, questions of need and aid come before money."""

    name: str
    is_gated: bool

    def move(self, matter: Matter, transcript: Transcript, counter: Counter | None) -> Move:
        """The next move; `counter` is what they proposed just now, None after a plain no or at the beginning."""
