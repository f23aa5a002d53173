"""What a new person will be found by, worked out while the file is read: the writing has less time to spare."""

from __future__ import annotations

from msgspec.structs import replace

from callassist.faces import account_key, marks_in, words_in
from callassist.intake.placement import Placement
from callassist.intake.writing import facts_of


def with_keys(placement: Placement) -> Placement:
    """The record with the words and marks of its person and its debt."""
    values = (*facts_of(placement), placement.details)
    words = {word for value in values for word in words_in(value)}
    marks = {mark for value in values for mark in marks_in(value)}
    return replace(placement, words=tuple(words), marks=(*marks, account_key(placement.account)))
