"""What the contact book says, and how what is typed in it is read: lines, menus, and the commands that come of them."""

from __future__ import annotations

from typing import Final

from callassist.commands import STANDINGS, AddNumber, Command
from callassist.commands_contacts import AddAcquaintance, LearnEmployer, LearnPlace
from callassist.commands_traces import PLACE_STANDINGS
from callassist.desk.contacts import ADDRESS, Line, Told
from callassist.desk.traces import TraceView
from callassist.kinds import RELATIONS
from callassist.numbers import NO_NUMBER
from callassist.screens.call_menus import QUESTIONS, Item, Menu
from callassist.screens.call_records import typed_number
from callassist.typed_places import parse_place

HEIGHT: Final = 7
"""So many lines tell of the one that is marked."""
PHONE, PLACE, EMPLOYER, WHOM = "number", "address", "employer", "whom"
JUDGING: Final = Menu(
    name="judge",
    title="Is it they?",
    items=(
        Item(key="y", label="Yes: put on file what it brings", value="accept"),
        Item(key="n", label="No, or no use: say why", value="refuse"),
    ),
)
LEARNING: Final = Menu(
    name="learn",
    title="What was learnt?",
    items=(
        Item(key="n", label="A number of their own", value=PHONE),
        Item(key="a", label="An address", value=PLACE),
        Item(key="e", label="Where they work", value=EMPLOYER),
        Item(key="p", label="Somebody who may know where they are", value=WHOM),
    ),
)
ASKED: Final = {
    PHONE: QUESTIONS["number"],
    PLACE: "Which address? 12 Elm St, Apt 4, Columbus, OH 43215. Enter keeps it, F12 leaves it.",
    EMPLOYER: "Where do they work? Enter keeps it, F12 leaves it.",
    WHOM: f"Whose number? {', '.join(RELATIONS)}; then name: number, as: friend Ann Doe: 614-555-0188. F12 leaves it.",
}
NO_PLACE: Final = "An address is street, city, and state with ZIP, by commas: 12 Elm St, Columbus, OH 43215."
NO_WHOM: Final = f"Write who they are, a name if known, a colon, their number. They are one of: {', '.join(RELATIONS)}."
NO_NAME: Final = "Say where they work."


def learnt(what: str, text: str) -> Command | str:
    """The command that keeps what was typed, or what is wrong with it as a sentence.

    Its source is the collector's own search; on a call that asks somebody else the decision names whom it came from.
    """
    match what:
        case "number":
            phone = typed_number(text)
            if phone is None:
                return NO_NUMBER
            return AddNumber(number=phone.number, kind=phone.kind, extension=phone.extension, source="collector")
        case "address":
            found = parse_place(text)
            if found is None:
                return NO_PLACE
            return LearnPlace(
                street=found.street, city=found.city, state=found.state, zip=found.zip, source="collector"
            )
        case "employer":
            return LearnEmployer(name=text.strip(), source="collector") if text.strip() else NO_NAME
        case _:
            return _somebody(text)


def _somebody(text: str) -> Command | str:
    who, _, number = text.partition(":")
    relation, _, name = who.strip().partition(" ")
    phone = typed_number(number)
    if relation.lower() not in RELATIONS or phone is None:
        return NO_WHOM
    return AddAcquaintance(
        number=phone.number,
        relation=relation.lower(),
        name=name.strip(),
        extension=phone.extension,
        source="collector",
    )


def waits(trace: TraceView) -> str:
    """An answer that waits, in one line."""
    return f"  ? {trace.vendor} says where they are: grade {trace.grade}, Enter judges it"


def evidence(trace: TraceView) -> tuple[str, ...]:
    """As much as verifies nobody: the names, how each field compares, and which kinds of facts it would add."""
    sides = next((f"{each.theirs} | {each.ours}" for each in trace.evidence if each.field == "name"), "")
    levels = "; ".join(f"{each.field} {each.level}".replace("_", " ") for each in trace.evidence)
    came = f"{trace.vendor}, {trace.received:%d %b %Y}: grade {trace.grade}"
    return (
        f"{came}, {trace.score} bits, {trace.margin} more than for anybody else.",
        f"Names: {sides}",
        levels,
        f"Would add: {'; '.join(map(_kind_of, trace.brings)) or 'nothing new'}",
        "Enter judges it; callassist traces shows it whole.",
    )


def _kind_of(brought: str) -> str:
    """What is brought without the street, the digits or the employer, any of which could verify somebody."""
    end = " " if brought.startswith(("address", "employer")) else " .."
    return brought.partition(end)[0]


def standings(line: Line) -> Menu:
    """What may be said of a number or an address: each standing that it has not, by its first letter."""
    known = PLACE_STANDINGS if line.point == ADDRESS else STANDINGS
    items = tuple(
        Item(key=each[0], label=each.replace("_", " ").capitalize(), value=each)
        for each in known
        if each != line.standing
    )
    return Menu(name="mark", title=f"{line.text} is", items=items)


def is_same(line: Line, other: Line) -> bool:
    return (line.row, line.point, line.is_replaced) == (other.row, other.point, other.is_replaced)


def detail(line: Line) -> tuple[str, ...]:
    """All that is known of one line, in at most as many lines as are shown."""
    seen = f", last seen {line.seen}" if line.seen else ""
    came = f"From {line.source or 'an unknown source'}{f' since {line.on}' if line.on else ''}{seen}."
    leave = f"Leave: {'; '.join(line.leave)}" if line.leave else ""
    limits = f"Limits: {'; '.join(line.limits)}" if line.limits else ""
    closed = f"Closed: {line.closed}" if line.closed else ""
    facts = [each for each in (line.why, closed, came, leave, limits) if each]
    return (*facts, *map(_result, line.results))[:HEIGHT]


def _result(told: Told) -> str:
    how = "they called" if told.is_inbound else "called"
    return f"{told.day:%d %b %Y} {told.clock} {how}: {told.outcome or 'no outcome'}, {told.reached or '?'}"
