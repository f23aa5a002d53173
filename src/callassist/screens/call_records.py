"""Before dialling: the notes that came with a case are read, numbers marked and added, suggested links answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from textual.content import Content

from callassist.casefile import CaseFile
from callassist.commands import NUMBER_KINDS, STANDINGS, AddNumber, Command, MarkNumber, PlaceRestriction, ReadNotes
from callassist.desk import Done
from callassist.desk.records import (
    SAME,
    Inherited,
    Likeness,
    accepted,
    inherited_notes,
    likeness,
    link_command,
    read_commands,
    suggested,
)
from callassist.dossier import Phone
from callassist.handbook import Refused
from callassist.numbers import parse_number
from callassist.screens.call_menus import Item, Menu
from callassist.screens.call_walk import CallWalk
from callassist.screens.call_words import number_masked, said
from callassist.screens.keys import PREVIEW
from callassist.screens.text import clean
from callassist.screens.widgets.pane import Pane
from callassist.standing import Link

READ, LATER, YES, NO, UNDO = "read", "later", "accept", "refuse", "undo"
LINK: Final = "link"
READING: Final = Menu(
    name="notes",
    title="What do they say?",
    enter="r",
    items=(
        Item(key="r", label="Read (Enter): no limit in them", value=READ),
        Item(key="w", label="Read: no calls at work", value="no_work_calls"),
        Item(key="x", label="Read: no more calls", value="do_not_call"),
        Item(key="c", label="Read: stop all contact", value="cease"),
        Item(key="b", label="Read: bankruptcy", value="bankruptcy"),
        Item(key="e", label="Read: has died", value="deceased"),
        Item(key="i", label="Read: identity theft", value="identity_theft"),
    ),
)
IN_NOTES: Final = "as the notes that came with the case say"
BY_HAND: Final = "marked before a call"


class CallRecords(CallWalk):
    """What a person must settle before a case may be called. Its text stands where the card stood until it is."""

    def __init__(self) -> None:
        super().__init__()
        self._to_read: tuple[Content, ...] = ()
        self._links: tuple[Link, ...] = ()
        self._answers: dict[str, Callable[[str], None]] = {
            "notes": self._have_read,
            "mark": self._mark,
            LINK: self._answer_link,
        }

    # ── painting ──

    def paint_script(self) -> None:
        """A menu before dialling stands where the choices will; what it asks about, where the card stands."""
        super().paint_script()
        if self.stage != PREVIEW:
            return
        if self.menu is not None:
            self.query_one("#choices", Pane).show([*self.menu.lines()], title=self.menu.title)
        elif self._to_read:
            self._to_read = ()
            self.query_one("#who", Pane).show([*self._who()])

    def _who(self) -> Iterable[Content]:
        return self._to_read if self._to_read and self.stage == PREVIEW else super()._who()

    def _put_to(self, menu: Menu, lines: Iterable[Content]) -> None:
        """Ask about something that is shown."""
        self.set_focus(None)
        self.menu, self._to_read = menu, (*lines,)
        self.paint()

    def settled(self, menu: Menu, item: Item) -> bool:
        """Whether the answer to a menu was one for the record."""
        answer = self._answers.get(menu.name)
        if answer is not None:
            answer(item.value)
        return answer is not None

    # ── notes ──

    def action_read_notes(self) -> None:
        """Show the notes that came with the case; that they were looked at is kept."""
        case = self.held.case

        def work() -> tuple[Done | Refused, tuple[Inherited, ...]]:
            notes = inherited_notes(self.desk.cases, case)
            return self.desk.do(ReadNotes()), notes

        def read(found: tuple[Done | Refused, tuple[Inherited, ...]]) -> None:
            answer, notes = found
            if isinstance(answer, Refused):
                self.say(answer.sentence, "stop")
                return
            self.take(answer.opened)
            if notes or read_commands(self.held.case):
                self._put_to(READING, _notes_told(notes))
            else:
                self.say("No note came with this case.")

        self.desk_app.perform(work, read)

    def _have_read(self, value: str) -> None:
        limits = () if value == READ else (PlaceRestriction(kind=value, words=IN_NOTES, source="notes"),)
        self._do_all((*limits, *read_commands(self.held.case)), "No note waits to be read.")

    def _do_all(self, commands: tuple[Command, ...], nothing: str) -> None:
        """One after another; the first that is refused ends it."""
        if not commands:
            self.say(nothing)
            return
        first, *rest = commands
        self.do(first, (lambda: self._do_all(tuple(rest), nothing)) if rest else None)

    # ── numbers ──

    def action_mark(self) -> None:
        """Say what is known of the number that is marked."""
        point = self.held.case.consumer.contact_at(self.draft.row)
        if point is None:
            self.say("There is no number to mark; + adds one.", "warn")
            return
        items = tuple(
            Item(key=standing[0], label=standing.replace("_", " ").capitalize(), value=standing)
            for standing in STANDINGS
            if standing != point.standing
        )
        self._put_to(Menu(name="mark", title=f"{number_masked(point)} {point.kind} is", items=items), ())

    def _mark(self, standing: str) -> None:
        self.do(MarkNumber(row=self.draft.row, standing=standing, why=BY_HAND))

    def action_add_number(self) -> None:
        """Type a number that was learnt."""
        self.ask("number")

    def add_number(self, phone: Phone) -> None:
        self.do(AddNumber(number=phone.number, kind=phone.kind, extension=phone.extension, source="collector"))

    # ── linked cases ──

    def action_link(self) -> None:
        """Show each case that may be the same person, and ask; when no suggestion is left, each that was taken for it.

        An answer goes on to the next.
        """
        case = self.held.case
        self._links = suggested(case) or accepted(case)
        if self._links:
            self._ask_of_next()
        else:
            self.say("No other case is thought to be this person.")

    def _ask_of_next(self, says: str = "") -> None:
        """Ask of the first that is left; `says` is told when it is up, or when none is."""
        if not self._links:
            self.paint()
            self.say(says)
            return
        link, *rest = self._links
        self._links = (*rest,)
        case = self.held.case

        def found(other: CaseFile) -> None:
            more = f", {len(rest)} more" if rest else ""
            menu = Menu(name=LINK, title=f"C{other.id}: the same person?{more}", items=_link_items(link))
            self._put_to(menu, _likeness_told(likeness(case, other, link.why), link.state))
            if says:
                self.say(says)

        self.desk_app.perform(lambda: self.desk.cases.read(link.other), found)

    def _answer_link(self, value: str) -> None:
        if value == LATER:
            self._ask_of_next()
            return
        answer, _, other = value.partition(" ")
        opened = self.held

        def done(result: Done | Refused) -> None:
            if isinstance(result, Refused):
                self.say(result.sentence, "stop")
            else:
                self.take(result.opened)
                self._ask_of_next(result.says)

        self.desk_app.perform(
            lambda: self.desk.do(link_command(self.desk.cases, opened, int(other), answer)),
            done,
        )


def _link_items(link: Link) -> tuple[Item, ...]:
    """Yes is one person and no is two, whether it is asked for the first time or again."""
    if link.state == "accepted":
        return (
            Item(key="y", label="Yes: it stays as it is", value=LATER),
            Item(key="n", label="No, after all: undo, its debts go back", value=f"{UNDO} {link.other}"),
        )
    return (
        Item(key="y", label="Yes, one person: its debts come here", value=f"{YES} {link.other}"),
        Item(key="n", label="No, somebody else", value=f"{NO} {link.other}"),
        Item(key="l", label="Later", value=LATER),
    )


def typed_number(text: str) -> Phone | None:
    """A number as typed, with its kind after it when that is said: `614-555-0188 x12 cell`; None when it is none."""
    number, _, kind = text.strip().rpartition(" ")
    return parse_number(number, kind.lower()) if kind.lower() in NUMBER_KINDS else parse_number(text)


def _notes_told(notes: Iterable[Inherited]) -> Iterator[Content]:
    yield Content.styled("Notes that came with the case: for your eyes alone", "bold")
    for note in notes:
        yield Content.styled(f"{note.case}, {note.at:%d %b %Y}, {clean(note.by)}", "dim")
        yield Content(clean(note.text))


def _likeness_told(found: Likeness, state: str) -> Iterator[Content]:
    """What speaks for one person and what against; nothing that would verify somebody is read out."""
    shared = {*found.phones[0]} & {*found.phones[1]}
    is_near = found.zips[0] and found.zips[0] == found.zips[1]
    held = "was taken for" if state == "accepted" else "may be"
    yield Content.styled(f"{found.other} {held} the same person as {found.case}: {clean(found.why)}", "bold")
    yield said("Names", f"{found.names[0]} | {found.names[1]}")
    if any(found.former_names):
        yield said("Before", " | ".join(", ".join(names) or "none known" for names in found.former_names))
    yield said("Born", found.birth_dates)
    yield said("SSN", found.ssn_last4)
    yield said("Street", found.streets)
    yield said("ZIP", SAME if is_near else "different, or not known")
    yield said("Phones", f"{len(shared)} in common" if shared else "none in common")
    yield said("Work", f"{found.employers} in common" if found.employers else "none in common")
    yield said("Debts", f"{found.debts[0]} | {found.debts[1]}")
