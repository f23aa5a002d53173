"""Cases told as readable journals, so that a test shows what went before and what came of it.

    case_of('''
        Dana Lee, born 1980-03-04, ssn 4417
        lives 12 Elm St, Columbus, OH 43215
        phone home 614-555-0101
        owes A-1 to MERCY 120.00
        2026-11-20 10:00 called home
        2026-11-20 10:01 verified dob zip
        2026-11-20 10:05 ended RPC-NC right 4:00
    ''')

Moments are Eastern. Facts come first; each becomes a dossier row. A moment may name who acted (`ben called home`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

from callassist import dossier as rec
from callassist import events as ev
from callassist.calendars import Geography
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream, debt_stream
from callassist.checks import by_name
from callassist.handbook import Handbook
from callassist.intake.library import load_lore
from callassist.journal import fold
from callassist.lifting import parse_lifts
from callassist.money import parse_cents
from callassist.outcomes import parse_outcomes
from callassist.policy import Agency, ClientPolicy
from callassist.rules import Citation, Rule, Setting, bind

DATA = Path(__file__).parents[2] / "data"
EASTERN = ZoneInfo("America/New_York")
CASE = 7
ACTORS = ("ana", "ben")
DANA = """
    Dana Lee, born 1980-03-04, ssn 4417
    lives 12 Elm St, Columbus, OH 43215
    phone home 614-555-0101
    phone cell 614-555-0199
    owes A-1 to MERCY 120.00
    owes A-2 to MERCY 60.50
"""


def eastern(text: str) -> datetime:
    """A moment written as Eastern wall-clock time, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN).astimezone(UTC)


NOW = eastern("2026-11-24 10:00")
TODAY = date(2026, 11, 24)


class _Teller:
    """Reads a journal line by line."""

    def __init__(self, case: int) -> None:
        self.case = case
        self.home = consumer_stream(case)
        self.rows: list[DossierRow] = []
        self.entries: list[Entry] = []
        self.numbers: dict[str, int] = {}
        self.debts: dict[str, int] = {}
        self.at = eastern("2026-06-01 09:00")
        self.actor = "ana"

    def write(self, event: ev.Event, stream: int = 0) -> int:
        stream = stream or self.home
        seq = 1 + sum(entry.stream == stream for entry in self.entries)
        self.entries.append(Entry(stream=stream, seq=seq, at=self.at, actor=self.actor, event=event))
        return seq

    def fact(self, value: rec.Row) -> int:
        row = 1 + sum(each.stream == self.home for each in self.rows)
        self.rows.append(DossierRow(stream=self.home, row=row, value=value))
        self.write(ev.FactAdded(row=row, source="placement"))
        return row

    @property
    def last_call(self) -> int:
        calls = (e.seq for e in self.entries if isinstance(e.event, ev.CallPlaced | ev.CallReceived))
        return max(calls, default=0)

    def named(self, words: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.debts[word] for word in words if word in self.debts)

    def read(self, line: str) -> None:
        stamped = re.fullmatch(r"(\d{4}-\d\d-\d\d \d\d:\d\d)\s+(.*)", line)
        if stamped:
            self.at, line = eastern(stamped[1]), stamped[2]
        verb, _, rest = line.partition(" ")
        if verb in ACTORS:
            self.actor = verb
            verb, _, rest = rest.partition(" ")
        if verb in _VERBS:
            _VERBS[verb](self, rest)
        else:
            _person(self, line)


def _person(teller: _Teller, line: str) -> None:
    found = re.fullmatch(r"(\w+) ([\w-]+)(?:, born (\S+))?(?:, ssn (\d{4}))?(?:, speaks (\w+))?", line)
    assert found, f"not understood: {line}"
    first, last, born, ssn4, language = found.groups()
    dob = date.fromisoformat(born) if born else None
    teller.fact(rec.Person(first=first, last=last, dob=dob, ssn4=ssn4 or "", language=language or "en"))


def _lives(teller: _Teller, rest: str) -> None:
    street, city, region = rest.split(", ")
    state, _, code = region.partition(" ")
    teller.fact(rec.Address(street=street, city=city, state=state, zip=code))


def _phone(teller: _Teller, rest: str) -> None:
    kind, number = rest.split()
    digits = re.sub(r"\D", "", number)
    teller.numbers[kind] = teller.fact(rec.Phone(number=int(f"1{digits}"), kind=kind))


def _owes(teller: _Teller, rest: str) -> None:
    account, _, client, amount, *line = rest.split()
    debt = teller.debts[account] = 70 + len(teller.debts) + 1
    placed = ev.DebtPlaced(
        client=client,
        account=account,
        balance_cents=parse_cents(amount),
        line=line[0] if line else "agency",
        creditor=client.title(),
        service=date(2026, 1, 5),
        itemised=date(2026, 2, 1),
        placed=date(2026, 6, 1),
    )
    teller.rows.append(DossierRow(stream=debt_stream(debt), row=1, value=rec.DebtDetails()))
    teller.write(placed, debt_stream(debt))
    teller.write(ev.DebtTaken(debt=debt))


def _called(teller: _Teller, rest: str) -> None:
    kind, *accounts = rest.split()
    debts = teller.named(accounts) or tuple(teller.debts.values())
    teller.write(ev.CallPlaced(row=teller.numbers[kind], debts=debts, line="agency"))


def _rang(teller: _Teller, rest: str) -> None:
    number = int(f"1{re.sub(r'[^0-9]', '', rest)}") if rest else 0
    teller.write(ev.CallReceived(number=number, debts=tuple(teller.debts.values()), line="agency"))


def _ended(teller: _Teller, rest: str) -> None:
    code, reached, talk = rest.split()
    minutes, seconds = talk.split(":")
    call = next(e.event for e in reversed(teller.entries) if isinstance(e.event, ev.CallPlaced | ev.CallReceived))
    logged = ev.OutcomeLogged(
        call=teller.last_call,
        code=code,
        debts=call.debts,
        reached=reached,
        is_connected=code not in {"BZ", "DISC"},
        is_conversation=reached == "right",
        talk_seconds=int(minutes) * 60 + int(seconds),
        status="contacted" if reached == "right" else "no contact",
    )
    teller.write(logged)


def _tried(teller: _Teller, rest: str) -> None:
    factor, _, result = rest.partition(" ")
    teller.write(ev.IdentityTried(call=teller.last_call, factor=factor, is_match=result != "wrong"))


def _promised(teller: _Teller, rest: str) -> None:
    amount, _, due, *accounts = rest.split()
    debt = (*teller.named(accounts), *teller.debts.values())[0]
    share = ev.Share(debt=debt, cents=parse_cents(amount))
    teller.write(ev.PromiseMade(shares=(share,), due=date.fromisoformat(due)))


def _restricted(teller: _Teller, rest: str) -> None:
    kind, *words = rest.split()
    until = date.fromisoformat(words[-1]) if words and re.fullmatch(r"\d{4}-\d\d-\d\d", words[-1]) else None
    row = next((teller.numbers[word] for word in words if word in teller.numbers), 0)
    teller.write(ev.RestrictionPlaced(kind=kind, debts=teller.named(words), row=row, until=until))


def _marked(teller: _Teller, rest: str) -> None:
    kind, standing = rest.split()
    teller.write(ev.NumberMarked(row=teller.numbers[kind], standing=standing, why="test"))


def _sent(teller: _Teller, rest: str) -> None:
    row = 1 + sum(each.stream == teller.home for each in teller.rows)
    teller.rows.append(DossierRow(stream=teller.home, row=row, value=rec.LetterReference(code=rest)))
    teller.write(ev.LetterSent(row=row))


def _verified(teller: _Teller, rest: str) -> None:
    for factor in rest.split():
        teller.write(ev.IdentityTried(call=teller.last_call, factor=factor, is_match=True))
    teller.write(ev.IdentityVerified(call=teller.last_call, factors=tuple(rest.split())))


_VERBS: dict[str, Callable[[_Teller, str], object]] = {
    "lives": _lives,
    "phone": _phone,
    "owes": _owes,
    "called": _called,
    "rang": _rang,
    "ended": _ended,
    "tried": _tried,
    "verified": _verified,
    "promised": _promised,
    "restricted": _restricted,
    "marked": _marked,
    "answered": lambda teller, rest: teller.write(ev.ThirdPartyAnswered(call=teller.last_call, who=rest)),
    "refused": lambda teller, rest: teller.write(ev.IdentityRefused(call=teller.last_call, instead=rest)),
    "callback": lambda teller, rest: teller.write(ev.CallbackSet(at=eastern(rest))),
    "sent": _sent,
    "letter": lambda teller, rest: teller.write(ev.LetterRequested(kind=rest, not_before=teller.at)),
    "linked": lambda teller, rest: teller.write(ev.LinkSuggested(other=int(rest), why="same name")),
    "joined": lambda teller, rest: teller.write(ev.LinkAccepted(other=int(rest), into=teller.case, debts=())),
    "disputed": lambda teller, rest: teller.write(ev.DebtDisputed(by=teller.case), debt_stream(teller.debts[rest])),
    "paid": lambda teller, rest: teller.write(ev.DebtClosed(why="paid"), debt_stream(teller.debts[rest])),
}


def case_of(*journals: str, case: int = CASE) -> CaseFile:
    """The case that journals tell, read one after another."""
    teller = _Teller(case)
    for line in "\n".join(map(dedent, journals)).splitlines():
        if line.strip():
            teller.read(line.strip())
    return fold(case, teller.rows, teller.entries)


# ── what decisions rest on ──


def rule(check: str, on: str = "place_call", *, scope: str = "person", say: str = "No.", **values: object) -> Rule:
    """A blocking rule with the values of a check."""
    return Rule(
        id=f"test.{check}",
        title=check,
        on=(on,),
        scope=scope,
        check=check,
        effect="block",
        say=say,
        cite=(Citation(title="12 CFR 1006"),),
        verified="V",
        values=((date(2020, 1, 1), dict(values)),),
    )


SETTING = Setting(
    agency=Agency(name="Demo", voicemail_name="Demo", address="1 Way", callback_number="+16145550100", licences=()),
    clients={
        "MERCY": ClientPolicy(code="MERCY", name="Mercy General"),
        "STRICT": ClientPolicy(code="STRICT", name="Strict Clinic", identity_factors=3),
    },
    geography=Geography(
        area_codes={"614": ("America/New_York",), "213": ("America/Los_Angeles",)},
        zip3={"432": ("America/New_York",)},
        zips={},
        states={"OH": ("America/New_York",)},
    ),
)


def table_rows(text: str) -> list[list[str]]:
    """The rows of the shipped table's text."""
    import csv

    return list(csv.reader(text.splitlines()))


def handbook_of(outcomes: str, *rules: Rule) -> Handbook:
    """A handbook of the test agency, with the outcome table's text and a few rules."""
    limits = (DATA / "tables" / "limits.csv").read_text(encoding="utf-8")
    return Handbook(
        setting=SETTING,
        rulebook=bind(rules, by_name()),
        outcomes=parse_outcomes(table_rows(outcomes)),
        lifts=parse_lifts(table_rows(limits)),
        lore=partial(load_lore, DATA),
    )
