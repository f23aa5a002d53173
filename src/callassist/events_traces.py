"""What was asked of those who find people, what they answered, what became of it. In the consumer's journal."""

from __future__ import annotations

from datetime import date

from callassist.events_base import Event


class TraceRequested(Event, frozen=True, kw_only=True):
    """A vendor was asked to find the person; `reference` is all of us that it knows the request by.

    `sent` are the kinds of facts that went with it, `purpose` the permissible purpose that was stated.
    """

    reference: str
    vendor: str
    purpose: str
    sent: tuple[str, ...] = ()


class TraceReceived(Event, frozen=True, kw_only=True):
    """A vendor says where somebody is; `row` is the dossier row of it. Its id is this event's sequence number.

    `evidence` is (field, level) of how it compares with what was on file, `score` their weight in bits, `grade` A to D,
    `margin` by how much it is nearer to this case than to any other. `replaces` is an earlier answer that it mends.
    """

    row: int
    vendor: str
    purpose: str
    reference: str = ""
    file: str = ""
    grade: str = ""
    score: int = 0
    margin: int = 0
    evidence: tuple[tuple[str, str], ...] = ()
    replaces: int = 0


class TraceAccepted(Event, frozen=True, kw_only=True):
    """It is this person: what it brought is on file by `rows`. `by_itself`: above both thresholds of that day."""

    trace: int
    rows: tuple[int, ...] = ()
    by_itself: bool = False


class TraceRefused(Event, frozen=True, kw_only=True):
    """It is somebody else, or no use."""

    trace: int
    why: str


class TraceTried(Event, frozen=True, kw_only=True):
    """One of policy.TRACE_STEPS was tried to find the person, by hand, and did not; `words` say what came of it."""

    step: str
    words: str = ""


class PlaceMarked(Event, frozen=True, kw_only=True):
    """An address's standing changed on a day: good, returned (mail came back) or previous."""

    row: int
    standing: str
    on: date
    why: str
