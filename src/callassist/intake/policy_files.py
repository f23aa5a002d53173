"""agency.yaml and the clients' files: from YAML to values; BadInput names the file, the key and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from callassist.calendars import DAY_MINUTES
from callassist.errors import BadInput
from callassist.intake.rule_files import convert
from callassist.intake.yaml_files import read_yaml
from callassist.intake.yaml_lines import lines_of, where, with_line
from callassist.policy import (
    CREDITORS,
    TRACE_FACTS,
    TRACE_STEPS,
    Agency,
    ClientPolicy,
    Effort,
    Licence,
    Traces,
    Transcription,
)
from callassist.terms_faults import faults as terms_faults
from callassist.tracing import FIELD_LEVELS

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LINES: Final = ("agency", "early_out")
_CLOCK: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")


class _Licence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    number: str = ""
    expires: date | None = None


class _Agency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    voicemail_name: str
    address: str
    callback_number: str
    licences: dict[str, _Licence]
    open: str = "08:00"
    close: str = "21:00"
    days: tuple[str, ...] = DAYS[:6]
    calls_in_7_days: int = 3
    aliases: tuple[str, ...] = ()
    desk_states: tuple[str, ...] = ()
    other_systems: tuple[str, ...] = ()
    speaker_facts: int = 1
    is_demo: bool = False
    traces: Traces = Traces()
    transcription: Transcription = Transcription()


def read_agency(path: Path) -> Agency:
    """Who we are."""
    read = convert(read_yaml(path), _Agency, path.name)
    strange = [day for day in read.days if day not in DAYS]
    if strange or not read.days:
        what = f"'days' holds {', '.join(strange) or 'nothing'}"
        raise BadInput(what, path.name, f"write some of {', '.join(DAYS)}")
    opens, closes = _minute(read.open, path.name), _minute(read.close, path.name)
    if opens >= closes:
        what = f"it opens at {read.open} and closes at {read.close}"
        raise BadInput(what, path.name, "write a 'close' that is later than 'open'")
    return Agency(
        name=read.name,
        voicemail_name=read.voicemail_name,
        address=read.address,
        callback_number=read.callback_number,
        licences=tuple(
            Licence(state=state, number=held.number, expires=held.expires) for state, held in read.licences.items()
        ),
        open_minute=opens,
        close_minute=closes,
        open_days=tuple(sorted(DAYS.index(day) for day in set(read.days))),
        calls_in_7_days=read.calls_in_7_days,
        aliases=read.aliases,
        desk_states=read.desk_states,
        other_systems=read.other_systems,
        speaker_facts=read.speaker_facts,
        is_demo=read.is_demo,
        traces=_traces(read.traces, path.name),
        transcription=read.transcription,
    )


def _traces(read: Traces, where: str) -> Traces:
    """BadInput where a vendor is to get a fact that is none, or a threshold lets everything in."""
    strange = [fact for vendor in read.vendors.values() for fact in vendor.gets if fact not in TRACE_FACTS]
    if strange:
        what = f"'gets' holds {', '.join(strange)}"
        raise BadInput(what, where, f"write some of {', '.join(TRACE_FACTS)}")
    strange = [field for vendor in read.vendors.values() for field in vendor.repeats if field not in FIELD_LEVELS]
    if strange:
        what = f"'repeats' holds {', '.join(strange)}"
        raise BadInput(what, where, f"write some of {', '.join(FIELD_LEVELS)}")
    _check_effort(read.effort, where)
    if min(read.accept_score, read.accept_margin, read.ask_again_days) < 1:
        what = "'traces' has a threshold below 1"
        raise BadInput(what, where, "write whole numbers from 1 on")
    return read


def _check_effort(effort: tuple[Effort, ...], where: str) -> None:
    """BadInput where what is done to find people does not rise with what they owe, or names a step that is none."""
    starts = [each.dollars for each in effort]
    if not starts or starts[0] != 0 or any(later <= before for before, later in pairwise(starts)):
        what = f"'effort' begins at {', '.join(map(str, starts)) or 'nothing'}"
        raise BadInput(what, where, "write 'from' in whole dollars: 0 first, then rising")
    steps = [step for each in effort for step in each.steps]
    strange = [step for step in steps if step not in TRACE_STEPS]
    if strange or any(len(set(each.steps)) < len(each.steps) or not each.steps for each in effort):
        what = f"'steps' holds {', '.join(strange) or 'one twice, or nothing'}"
        raise BadInput(what, where, f"write some of {', '.join(TRACE_STEPS)}, each once, in the order to try them")


def _minute(clock: str, where: str) -> int:
    found = _CLOCK.fullmatch(clock)
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    if minute > DAY_MINUTES:
        what = f"{clock!r} is no time of day"
        raise BadInput(what, where, 'write times as "08:00", from "00:00" to "24:00"')
    return minute


def read_clients(paths: Iterable[Path]) -> dict[str, ClientPolicy]:
    """Every client's policy by code."""
    clients: dict[str, ClientPolicy] = {}
    for path in paths:
        read, faults = examine(path)
        if faults:
            raise faults[0]
        if read.code in clients:
            what = f"another file has the code {read.code} too"
            raise BadInput(what, path.name, "give each client a code of its own")
        clients[read.code] = read
    return clients


def examine(path: Path) -> tuple[ClientPolicy, tuple[BadInput, ...]]:
    """A client's policy and all that is wrong with it; BadInput when it cannot be read as one."""
    try:
        read = convert(read_yaml(path), ClientPolicy, path.name)
    except BadInput as fault:
        raise with_line(fault, path, "mend it; docs/policies.md lists every key") from fault
    found: list[BadInput] = []
    if read.line not in LINES:
        found.append(BadInput(f"'line' is {read.line!r}", path.name, f"write {' or '.join(LINES)}"))
    if read.kind and read.kind not in CREDITORS:
        found.append(BadInput(f"'kind' is {read.kind!r}", path.name, f"write one of {', '.join(CREDITORS)}"))
    return read, (*found, *_of_terms(read, path))


def _of_terms(read: ClientPolicy, path: Path) -> Iterable[BadInput]:
    """What is wrong with the terms of money, each with its line."""
    faults = () if read.terms is None else terms_faults(read.terms)
    lines = lines_of(path) if faults else {}
    for fault in faults:
        yield BadInput(fault.what, where(path.name, ("terms", *fault.at), lines), fault.remedy)
