"""Every key in one table. Bindings, palette, hint line, help and the printed key card are made from it, so they agree.

In CMD (no field focused) letters act; in TYPE (a field focused) letters are text and the F-keys still act. Esc,
alt+digit, ctrl+digit and shift+F3 are unused on purpose: terminals and tmux delay or lose them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from textual.binding import Binding, BindingType

ANYWHERE: Final = "*"
DIGITS: Final = "1,2,3,4,5,6,7,8,9"


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One command. `keys` the first is shown; `where` are screen names; `rank` orders the hint line, least first.

    `action` is a Textual action of the screen, or of the app when prefixed with `app.`.
    """

    id: str
    keys: str
    title: str
    action: str
    where: tuple[str, ...] = (ANYWHERE,)
    hint: str = ""
    rank: int = 50

    @property
    def first(self) -> str:
        """The key as it is shown."""
        return shown(self.keys.split(",")[0])


_SHOWN: Final = {
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "exclamation_mark": "!",
    "asterisk": "*",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "tab": "Tab",
    "enter": "Enter",
    "space": "space",
    "dollar_sign": "$",
    "semicolon": ";",
    "colon": ":",
    "plus": "+",
}


def shown(key: str) -> str:
    """A key's name as a person reads it: F6, ^p, Enter."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return "^" + key[5:]
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key


QUEUE, WRAP, SEARCH, PALETTE, BY_RULE, EDIT = "queue", "wrap", "search", "palette", "by_rule", "edit"
BOOK: Final = "book"
OFFERS, STATEMENT, APPROVALS, DEALS = "offers", "statement", "approvals", "deals"
PREVIEW, RINGING, LOCKED, VERIFIED = "preview", "ringing", "locked", "verified"
CALL: Final = (PREVIEW, RINGING, LOCKED, VERIFIED)
"""The stages of a call: each has its own keys. While locked, no key's name tells what the call is about."""
LIVE: Final = (RINGING, LOCKED, VERIFIED)
ANSWERED: Final = (LOCKED, VERIFIED)

KEYS: Final[tuple[Key, ...]] = (
    Key(id="help", keys="f1,question_mark", title="Help for this screen", action="app.help", hint="Help", rank=99),
    Key(id="palette", keys="f2,ctrl+p", title="Palette: every command by name", action="app.command_palette", rank=95),
    Key(id="leave", keys="f3", title="To the queue (a live call asks for wrap-up)", action="app.to_queue", rank=96),
    Key(id="values", keys="f4", title="Values for this field", action="app.values", rank=97),
    Key(id="back", keys="f12", title="Cancel, back one, leave the field", action="app.cancel", hint="Back", rank=94),
    Key(id="more", keys="ctrl+k", title="The keys that the last line has no room for", action="app.more_keys", rank=93),
    Key(id="search", keys="slash", title="Search: account, phone, name", action="app.search", hint="Search", rank=40),
    Key(id="undo", keys="ctrl+z,u", title="Undo the last outcome", action="app.undo", hint="Undo", rank=60),
    Key(id="theme", keys="ctrl+t", title="Next theme: dark, light, contrast, mono", action="app.next_theme", rank=98),
    Key(id="quit", keys="ctrl+q", title="Leave callassist (asks during a call)", action="app.leave", rank=98),
    Key(id="jump", keys="ctrl+o", title="Jump: a letter stands on each field; press it", action="app.jump",
        rank=93),
    Key(id="go", keys="g", title="Go: then q queue, c call, s search, w wrap-up, a approvals", action="app.go",
        where=(QUEUE, *CALL), rank=92),
    # queue
    Key(id="queue.take", keys="enter,ctrl+j", title="Take this case", action="take", where=(QUEUE,), hint="Take",
        rank=1),
    Key(id="queue.next", keys="space", title="Take whoever is next", action="next", where=(QUEUE,), hint="Next",
        rank=2),
    Key(id="queue.skip", keys="s", title="Skip, with a reason", action="skip", where=(QUEUE,), hint="Skip", rank=3),
    Key(id="queue.lists", keys="b", title="Blocked, asleep, skip and incomplete lists", action="lists", where=(QUEUE,),
        hint="Blocked", rank=4),
    Key(id="queue.rules", keys="f", title="Blocked by rule: how many each rule keeps, and which", action="rules",
        where=(QUEUE,), rank=5),
    Key(id="queue.replay", keys="y", title="Replay: your last call, step by step", action="app.replay", where=(QUEUE,),
        rank=7),
    Key(id="queue.refresh", keys="f5,r", title="Read the queue again", action="refresh", where=(QUEUE,), hint="Refresh",
        rank=6),
    Key(id="queue.down", keys="down,j", title="Down", action="move(1)", where=(QUEUE,), rank=90),
    Key(id="queue.up", keys="up,k", title="Up", action="move(-1)", where=(QUEUE,), rank=90),
    Key(id="queue.pagedown", keys="pagedown", title="A page down", action="leap(1)", where=(QUEUE,), rank=91),
    Key(id="queue.pageup", keys="pageup", title="A page up", action="leap(-1)", where=(QUEUE,), rank=91),
    Key(id="queue.top", keys="home", title="To the first", action="ends(-1)", where=(QUEUE,), rank=91),
    Key(id="queue.end", keys="end", title="To the last that was read", action="ends(1)", where=(QUEUE,), rank=91),
    # search
    Key(id="search.take", keys="enter,ctrl+j", title="Open the one that is marked", action="take", where=(SEARCH,),
        hint="Open", rank=1),
    Key(id="search.open", keys="ctrl+n,f5", title="Only cases with something open, or all", action="open_only",
        where=(SEARCH,), hint="Open only", rank=2),
    Key(id="search.same", keys="ctrl+l,f6", title="The same person as the open case: suggest it", action="suggest",
        where=(SEARCH,), hint="Same person", rank=3),
    Key(id="search.nobody", keys="ctrl+r,f9", title="Nobody on file is meant: keep that they called", action="nobody",
        where=(SEARCH,), hint="Nobody", rank=4),
    Key(id="search.down", keys="down", title="Down", action="move(1)",
        where=(SEARCH, PALETTE, BY_RULE, EDIT, BOOK, OFFERS, APPROVALS, DEALS), rank=90),
    Key(id="search.up", keys="up", title="Up", action="move(-1)",
        where=(SEARCH, PALETTE, BY_RULE, EDIT, BOOK, OFFERS, APPROVALS, DEALS), rank=90),
    Key(id="rule.take", keys="enter,ctrl+j", title="The cases that this rule keeps", action="take", where=(BY_RULE,),
        hint="Its cases", rank=1),
    Key(id="rule.card", keys="space", title="The card of this rule", action="card", where=(BY_RULE,), hint="Card",
        rank=2),
    Key(id="palette.take", keys="enter,ctrl+j", title="Do what is marked", action="take", where=(PALETTE,), rank=1),
    # facts on file
    Key(id="edit.take", keys="enter,ctrl+j", title="Type the marked fact anew; once typed, save it", action="take",
        where=(EDIT,), hint="Type, save", rank=1),
    Key(id="edit.change", keys="c,f5", title="A correction, or it changed: the old one is kept", action="change",
        where=(EDIT,), hint="Changed", rank=2),
    Key(id="edit.add", keys="plus", title="Add what is not on file yet", action="add", where=(EDIT,), hint="Add",
        rank=3),
    # contact book
    Key(id="book.take", keys="enter,ctrl+j", title="Mark the number to dial, or whom to ask", action="pick",
        where=(BOOK,), rank=1),
    Key(id="book.mark", keys="m", title="Say what is known of the marked number or address", action="mark",
        where=(BOOK,), rank=2),
    Key(id="book.add", keys="plus", title="Keep what was learnt: a number, an address, work, whom to ask",
        action="add", where=(BOOK,), rank=3),
    Key(id="book.close", keys="q,l", title="Close the book", action="close", where=(BOOK,), rank=4),
    # offers
    Key(id="offers.yes", keys="enter,ctrl+j", title="They said yes: read it back, then it is agreed", action="yes",
        where=(OFFERS,), hint="Yes", rank=1),
    Key(id="offers.pick", keys=DIGITS, title="Pick an offer; behind a plan, the day of the month (1 to 31)",
        action="digit", where=(OFFERS,), rank=2),
    Key(id="offers.no", keys="r", title="They said no: what to offer next", action="no", where=(OFFERS,), hint="No",
        rank=3),
    Key(id="offers.propose", keys="c", title="They propose: 50 a month, half, after the 15th", action="propose",
        where=(OFFERS,), hint="They propose", rank=4),
    Key(id="offers.statement", keys="f,t", title="Income and spending, as far as they tell", action="statement",
        where=(OFFERS,), hint="Statement", rank=5),
    Key(id="offers.note", keys="n", title="To the notes", action="to_call('notes')", where=(OFFERS,), rank=7),
    Key(id="offers.stop", keys="x,f11", title="Stop words: back to the call, and which", action="to_call('stop_words')",
        where=(OFFERS,), hint="Stop", rank=8),
    Key(id="offers.claims", keys="d,f9", title="Dispute or insurance: back to the call, and which",
        action="to_call('claims')", where=(OFFERS,), hint="Dispute", rank=9),
    Key(id="offers.wrap", keys="w,f10", title="Wrap up", action="to_call('wrap')", where=(OFFERS,), rank=10),
    Key(id="offers.close", keys="f7,o,q", title="Back to the call", action="close", where=(OFFERS,), rank=6),
    Key(id="offers.down", keys="pagedown", title="More of what is cut off", action="page(1)", where=(OFFERS,), rank=91),
    Key(id="offers.up", keys="pageup", title="Back to the top of it", action="page(-1)", where=(OFFERS,), rank=91),
    # deals
    Key(id="deals.pick", keys="enter,ctrl+j", title="Move the marked payment; do what was read back", action="pick",
        where=(DEALS,), rank=1),
    Key(id="deals.move", keys="m", title="Move one payment to another day", action="shift", where=(DEALS,), rank=2),
    Key(id="deals.how", keys="y", title="They say how they will pay, or that it may be taken", action="authorise",
        where=(DEALS,), rank=3),
    Key(id="deals.back", keys="x", title="Take the deal back, and say why", action="take_back", where=(DEALS,), rank=4),
    Key(id="deals.new", keys="n", title="Another deal in its place: to the offers", action="replace", where=(DEALS,),
        rank=5),
    Key(id="deals.close", keys="k,q", title="Close the deals", action="close", where=(DEALS,), rank=6),
    Key(id="deals.down", keys="pagedown", title="A page down", action="leap(1)", where=(DEALS,), rank=91),
    Key(id="deals.up", keys="pageup", title="A page up", action="leap(-1)", where=(DEALS,), rank=91),
    # statement
    Key(id="statement.decline", keys="ctrl+d,f8", title="They would rather not say", action="decline",
        where=(STATEMENT,), hint="Rather not", rank=1),
    Key(id="statement.back", keys="ctrl+u,f6", title="The question before", action="previous", where=(STATEMENT,),
        hint="Before", rank=2),
    Key(id="statement.save", keys="ctrl+g,f10", title="Keep what was told so far", action="save", where=(STATEMENT,),
        hint="Keep", rank=3),
    Key(id="statement.down", keys="pagedown", title="More of what is cut off", action="page(1)", where=(STATEMENT,),
        rank=91),
    Key(id="statement.up", keys="pageup", title="Back to the top of it", action="page(-1)", where=(STATEMENT,),
        rank=91),
    # approvals
    Key(id="approvals.grant", keys="enter,ctrl+j", title="Give your word for what is marked", action="grant",
        where=(APPROVALS,), hint="Grant", rank=1),
    Key(id="approvals.refuse", keys="r", title="Refuse it, and say why", action="refuse", where=(APPROVALS,),
        hint="Refuse", rank=2),
    Key(id="approvals.refresh", keys="f5,l", title="Look again what is asked for", action="refresh", where=(APPROVALS,),
        hint="Refresh", rank=3),
    # call: before dialling
    Key(id="call.dial", keys="enter,ctrl+j", title="Dial the number that is marked", action="dial", where=(PREVIEW,),
        hint="Dial", rank=1),
    Key(id="call.in_spite", keys="exclamation_mark", title="Dial in spite of a rule, where it leaves that to your role",
        action="in_spite", where=(PREVIEW,), rank=26),
    Key(id="call.pick", keys=DIGITS, title="Mark another number (1 to 9)", action="digit", where=(PREVIEW,), rank=2),
    Key(id="call.inbound", keys="i", title="They are calling us: take the call", action="inbound", where=(PREVIEW,),
        hint="They call us", rank=5),
    Key(id="call.skip", keys="s", title="Skip, with a reason, and take the next", action="skip", where=(PREVIEW,),
        hint="Skip", rank=6),
    Key(id="call.read", keys="k", title="Notes to read: read them", action="read_notes", where=(PREVIEW,),
        hint="Notes to read", rank=12),
    Key(id="call.mark", keys="m", title="Say what is known of the marked number: good, bad, ...", action="mark",
        where=(PREVIEW,), rank=23),
    Key(id="call.add", keys="plus", title="Add a number that was learnt", action="add_number", where=(PREVIEW,),
        rank=24),
    Key(id="call.link", keys="o", title="Cases that may be the same person: yes, no, later; or undo one", action="link",
        where=(PREVIEW,), rank=25),
    Key(id="call.book", keys="l", title="Contact book: numbers, e-mails, addresses; mark one to dial", action="book",
        where=(PREVIEW,), rank=27),
    # call: while it rings
    Key(id="call.answered", keys="enter,ctrl+j,space", title="Somebody answered", action="answered", where=(RINGING,),
        hint="Answered", rank=1),
    Key(id="call.hot", keys="full_stop", title="End it at once: . and a letter (a capital stays with the person)",
        action="hot", where=(RINGING, LOCKED), hint="End now", rank=4),
    # call: once somebody is on the line
    Key(id="call.verify", keys="v", title="Verify: type what they answer", action="verify", where=(RINGING, LOCKED),
        hint="Verify", rank=2),
    Key(id="call.next", keys="space,f6,enter,ctrl+j", title="Next step of the script", action="next", where=ANSWERED,
        hint="Next", rank=3),
    Key(id="call.previous", keys="b,shift+f6", title="Previous step of the script", action="previous", where=ANSWERED,
        rank=21),
    Key(id="call.choice", keys=DIGITS, title="What they said: a numbered choice of this step (1 to 9)", action="digit",
        where=LIVE, rank=22),
    Key(id="call.cards", keys="0", title="All cards: short answers to what people say", action="cards", where=ANSWERED,
        rank=23),
    Key(id="call.said", keys="s", title="Said: stamp the statement of this step", action="said", where=ANSWERED,
        hint="Said", rank=12),
    Key(id="call.others", keys="t", title="Somebody else answered, or a new voice: says which", action="others",
        where=LIVE, hint="Other", rank=5),
    Key(id="call.complaint", keys="j", title="They are dissatisfied: keep the complaint", action="complaint",
        where=ANSWERED, hint="Complaint", rank=11),
    Key(id="call.aside", keys="q", title="Set aside what the line of guidance says", action="aside", where=ANSWERED,
        rank=28),
    Key(id="call.line", keys="colon,ctrl+l", title="The line: type what they say; proposals come, one key each",
        action="line", where=LIVE, hint="They say", rank=5),
    Key(id="call.heard", keys="semicolon", title="Take up what was heard: proposals, one key each", action="heard",
        where=LIVE, rank=27),
    Key(id="call.transcription", keys="m", title="They agree that the call is turned into text, or take it back",
        action="transcription", where=ANSWERED, rank=29),
    Key(id="call.refuses", keys="r", title="Will not or cannot verify: what to offer instead", action="refuses",
        where=(LOCKED,), hint="Refuses", rank=6),
    Key(id="call.stop", keys="x,f11", title="Stop words: no more calls, an attorney, and the like", action="stop_words",
        where=ANSWERED, hint="Stop", rank=7),
    Key(id="call.leave_to", keys="e", title="They let us speak with somebody else: keep their leave", action="leave_to",
        where=(VERIFIED,), rank=24),
    Key(id="call.limits", keys="z", title="Limits and claims in force: lift one", action="limits", where=(VERIFIED,),
        rank=25),
    Key(id="call.facts", keys="f", title="Facts on file: put one right", action="facts", where=(VERIFIED,), rank=26),
    Key(id="call.claims", keys="d,f9", title="Disputes and insurance", action="claims", where=(VERIFIED,),
        hint="Dispute", rank=6),
    Key(id="call.money", keys="p,f8", title="Promise or payment (after the statement)", action="money",
        where=(VERIFIED,), hint="Pay", rank=4),
    Key(id="call.offers", keys="f7,o", title="Offers: what to offer, and what they say to it", action="offers",
        where=(VERIFIED,), hint="Offers", rank=4),
    Key(id="call.deals", keys="k", title="Deals: what is agreed on, and what came of it", action="deals",
        where=(VERIFIED,), hint="Deals", rank=13),
    Key(id="call.statement", keys="i,f5", title="Income and spending, as far as they tell", action="statement",
        where=(VERIFIED,), hint="Income", rank=16),
    Key(id="call.why", keys="y", title="Why do I owe this? The balance's story", action="why", where=(VERIFIED,),
        hint="Why owed", rank=13),
    Key(id="call.history", keys="a", title="Account or history, in turn", action="history", where=(VERIFIED,),
        hint="History", rank=14),
    Key(id="call.wrap", keys="w,f10", title="Wrap up: the outcome", action="wrap", where=LIVE, hint="Wrap-up", rank=8),
    Key(id="call.hang_up", keys="h", title="Hang up: the timer stops, then wrap up", action="hang_up", where=LIVE,
        hint="Hang up", rank=9),
    Key(id="call.numbers", keys="l", title="The person's other numbers", action="numbers", where=LIVE, hint="Numbers",
        rank=15),
    Key(id="call.notes", keys="n", title="Notes (saved as you type)", action="notes", where=CALL, hint="Note", rank=10),
    Key(id="call.copy", keys="c", title="Copy what may be copied", action="copy", where=LIVE, rank=30),
    Key(id="call.down", keys="pagedown", title="More of what is cut off", action="page(1)", where=CALL, rank=91),
    Key(id="call.up", keys="pageup", title="Back to the top of it", action="page(-1)", where=CALL, rank=91),
    # wrap-up
    Key(id="wrap.save", keys="enter,ctrl+j", title="Save, and the next card", action="save", where=(WRAP,),
        hint="Save, next", rank=1),
    Key(id="wrap.code", keys="tab", title="A letter or two picks the outcome; Tab goes to its fields", action="fill",
        where=(WRAP,), hint="Fields", rank=3),
    Key(id="wrap.debt", keys=DIGITS, title="Tick a debt that was discussed (1 to 9)", action="digit", where=(WRAP,),
        rank=5),
    Key(id="wrap.up", keys="up", title="Back to the debt above; from the first, to all", action="debt(-1)",
        where=(WRAP,), rank=31),
    Key(id="wrap.down", keys="down", title="To one debt: the next code is its own", action="debt(1)", where=(WRAP,),
        rank=30),
    Key(id="wrap.all", keys="asterisk", title="The same outcome for all debts", action="all", where=(WRAP,), hint="All",
        rank=6),
    Key(id="wrap.note", keys="e", title="Edit the note", action="note", where=(WRAP,), hint="Note", rank=4),
    Key(id="wrap.pause", keys="s", title="Save, and pause at the queue", action="pause", where=(WRAP,),
        hint="Save, pause", rank=7),
    Key(id="wrap.stay", keys="g", title="Save, and go on with another number of this person", action="stay",
        where=(WRAP,), hint="Save, other number", rank=8),
    Key(id="wrap.pagedown", keys="pagedown", title="More of what is cut off", action="page(1)", where=(WRAP,), rank=91),
    Key(id="wrap.pageup", keys="pageup", title="Back to the top of it", action="page(-1)", where=(WRAP,), rank=91),
)  # fmt: skip


def of(where: str, keys: Iterable[Key] = KEYS) -> tuple[Key, ...]:
    """The keys of a screen, its own first, in hint order."""
    mine = [key for key in keys if where in key.where or ANYWHERE in key.where]
    return tuple(sorted(mine, key=lambda key: key.rank))


def bindings(*where: str) -> list[BindingType]:
    """Textual bindings of a screen, or of all stages of one; F-keys and control keys act even in a field."""
    return [
        Binding(each, key.action, key.title, show=False, priority=acts_in_fields(each))
        for key in KEYS
        if set(where) & set(key.where)
        for each in key.keys.split(",")
    ]


NOT_IN_FIELDS: Final = frozenset({"ctrl+j", "ctrl+z"})
"""A field's own: Enter of the number pad, and undoing what was typed."""


def acts_in_fields(key: str) -> bool:
    """Whether a key acts while a field has focus: F-keys and control keys do, but not those a field needs itself."""
    return (key[0] == "f" and key[1:].isdigit()) or (key.startswith("ctrl+") and key not in NOT_IN_FIELDS)


def in_field(key: Key) -> str:
    """The first of a command's keys that acts in a field too, or ''."""
    return next((each for each in key.keys.split(",") if acts_in_fields(each)), "")


def clashes(keys: Iterable[Key] = KEYS) -> tuple[str, ...]:
    """Keys that two commands of one screen claim; a keymap with any is refused at load."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    kept = tuple(keys)
    screens = {where for key in kept for where in key.where if where != ANYWHERE}
    for screen in sorted(screens):
        for key in of(screen, kept):
            for each in key.keys.split(","):
                other = seen.setdefault((screen, each), key.id)
                if other != key.id:
                    found.append(f"{shown(each)} on {screen}: {other} and {key.id}")
    return tuple(found)
