"""The offers of a rehearsal: whatever is read out is answered by the person on the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callassist.screens.offers import OffersScreen
from callassist.screens.text import clean

if TYPE_CHECKING:
    from callassist.bargains import Offer
    from callassist.screens.offers_view import Seen
    from callassist.screens.rehearsal import RehearsalCall

PAID: Final = "Enter once they say so (how they pay may be typed); F12 takes it back."
HOW: Final = "Enter: they said yes; r: no; c: type what they propose."


class RehearsalOffers(OffersScreen):
    """An offer that is marked counts as said; the answer stands in the message line."""

    def __init__(self, call: RehearsalCall, words: str = "") -> None:
        super().__init__(call, words)
        self._line = call
        self._read_out: tuple[tuple[int, ...], ...] = ()

    def show(self, seen: Seen) -> None:
        """What is said first is answered too."""
        super().show(seen)
        self._tell()

    def _pick(self, index: int) -> None:
        super()._pick(index)
        self._tell()

    def action_move(self, by: int) -> None:
        """Another offer, said and answered."""
        super().action_move(by)
        self._tell()

    def _read_back(self, offer: Offer) -> None:
        """What is read back is answered as well."""
        super()._read_back(offer)
        if words := self._line.terms_read_back():
            self.say(f'They say: "{clean(words)}"  {PAID}')

    def _tell(self) -> None:
        said = tuple(_payments(offer) for offer in self.said())
        if said and said != self._read_out and self.agreeing is None:
            self._read_out = said
            words = self._line.offers_made(said)
            if words:
                self.say(f'They say: "{clean(words)}"  {HOW}')


def _payments(offer: Offer) -> tuple[int, ...]:
    return tuple(payment.cents for payment in offer.payments)
