"""What a consumer said of times, places and media, read as limits that rules can keep: "not before noon".

What is not certain is not read: then there is a sentence that says what to ask. A time that was called bad is read
wide, one that was called good is read narrow. "Busy just now" is no standing wish (12 CFR 1006.6(b)(1), comment 1):
it closes the contact in hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import takewhile
from typing import Final

import msgspec

from callassist.calendars import ALWAYS, Windows, complement, intersect, never_inside
from callassist.designation_ends import Loose, last_day
from callassist.designation_media import ASK_CEASE, ASK_MEDIA, ASK_NUMBER, Media, media_of, names_another, refusal
from callassist.designation_times import DAYS, TIME, Unsure, days_of, spelled, time_of
from callassist.designation_words import (
    AFTERWARDS,
    AT_WORK,
    ATTORNEY,
    AWAY,
    BEING,
    BIDDEN,
    DANGLING,
    FORBIDDEN,
    HERE,
    NAMED,
    NOW,
    PLACE,
    PLACED,
    SHIFT,
    STOP,
    TIMES,
    VAGUE,
    WORDS,
    Token,
    tokens_of,
)

ASK_TIMES: Final = "Ask at which times, or in which place, calls do not suit."
ASK_NOW: Final = "Ask when would suit, and end the call; do not ask to go on."
ASK_SHIFT: Final = "They sleep when others are up: ask which hours suit."
ASK_SURE: Final = "Ask for days and hours: this may mean more than one thing."
ASK_SOME_TIME: Final = "That leaves no time at all: ask which times would suit."
ASK_WHO: Final = "Ask for the attorney's name and address, and for which debts."
ASK_HOURS_THERE: Final = "Ask whether some hours there would suit; until then that place is closed."


class Designation(msgspec.Struct, frozen=True, kw_only=True):
    """One limit: a kind of restriction, the words for it, the times that are allowed, the last day if one was named."""

    kind: str
    words: str
    windows: Windows = ()
    until: date | None = None


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What words come to: limits, what to ask, '' when nothing, and whether the contact in hand must end."""

    said: tuple[Designation, ...] = ()
    ask: str = ""
    ends_call: bool = False


_NAMED_AT: Final = re.compile(rf"\b(?:{PLACE})\b|\b{TIME}|\b(?:{DAYS})\b|\b(?:today|tomorrow)\b")


def parse(words: str, today: date | None = None, *, is_written: bool = False) -> Heard:
    """What they said, as limits; without a limit `ask` says what to ask.

    `today`, where they are, is needed for "this week", "not tomorrow" and "until June 3". A refusal to pay and
    "cease and desist" end contact when they are written (15 USC 1692c(c)); said aloud they are asked about.
    """
    text = spelled(words)
    is_final = refusal(text)
    if is_final is None:
        return _parse(text, words, today)
    if is_written and is_final:
        kinds = ("attorney", "cease") if ATTORNEY.search(text) else ("cease",)
        said = tuple(Designation(kind=kind, words=words) for kind in kinds)
        return Heard(said=said, ask=ASK_WHO if "attorney" in kinds else "", ends_call=True)
    return msgspec.structs.replace(_parse(text, words, today), ask=ASK_CEASE)


def _parse(text: str, words: str, today: date | None) -> Heard:
    try:
        text, until = last_day(text, today)
    except Loose as fault:
        heard = _without_time(text, words, None)
        return heard if heard.said else _not_now(text, words, today, None, ask=str(fault))
    except Unsure as fault:
        return _without_time(text, words, None) if ATTORNEY.search(text) else Heard(ask=str(fault))
    text, is_there = _placed(text)
    media = media_of(text, _NAMED_AT)
    if ATTORNEY.search(text) or not {"cease", "do_not_call"}.isdisjoint((*media.kinds, *_stops(text))):
        return _without_time(text, words, until)
    heard = _with_media(media, _timed(media.rest, words, today, until), words, until)
    return msgspec.structs.replace(heard, ends_call=heard.ends_call or (is_there and bool(heard.said)))


def _placed(text: str) -> tuple[str, bool]:
    """Places put as such, "calling my job" at my job; and whether "here" was said of the place where they are."""
    text = PLACED.sub(r"\1 at my \2", text)
    there = BEING.search(text)
    if there is None or not HERE.search(text):
        return text, False
    return HERE.sub(rf"\1 {there['at']}", BEING.sub("", text)), True


def _with_media(media: Media, timed: Heard, words: str, until: date | None) -> Heard:
    """Both together: what was said of media stands even when what was said of times must be asked."""
    if not media.kinds:
        return msgspec.structs.replace(timed, ask=media.ask or timed.ask)
    said = tuple(Designation(kind=kind, words=words, until=until) for kind in media.kinds)
    is_more = bool(_NAMED_AT.search(media.rest)) and not timed.said
    return Heard(
        said=(*said, *timed.said),
        ask=media.ask or (timed.ask if is_more or timed.said else ""),
        ends_call=timed.ends_call,
    )


def _timed(text: str, words: str, today: date | None, until: date | None) -> Heard:
    """What was said of times and places."""
    if SHIFT.search(text):
        return Heard(ask=ASK_SHIFT)
    if VAGUE.search(text) or any(_is_crossed(each) for each in re.split(r"[;,.\n]|\b(?:but|because|since)\b", text)):
        return Heard(ask=ASK_SURE)
    try:
        clauses = tuple(_clauses(text))
    except Unsure as fault:
        return Heard(ask=str(fault))
    is_now = NOW.search(text) and not any(clause.is_bad and clause.places for clause in clauses)
    if not any(clause.regions or (clause.places and not is_now) for clause in clauses):
        return _not_now(text, words, today, until)
    return _heard(clauses, text, words, until)


def _is_crossed(breath: str) -> bool:
    if dangling := DANGLING.search(breath):
        return _NAMED_AT.search(breath[: dangling.start()]) is not None
    bidden = BIDDEN.match(breath)
    return bidden is not None and bool(_NAMED_AT.search(bidden["times"])) and not _NAMED_AT.search(bidden["after"])


# ── what names no time and no place ──


def _stops(text: str) -> tuple[str, ...]:
    return tuple(kind for kind, found in STOP if found.search(text))


def _without_time(text: str, words: str, until: date | None) -> Heard:
    """News of an attorney, and what ends calls or every contact: then times and places are asked when it is lifted."""
    media = media_of(text, _NAMED_AT)
    kinds = tuple(dict.fromkeys((*_stops(text), *media.kinds)))
    kinds = tuple(kind for kind in kinds if kind != "do_not_call" or "cease" not in kinds)
    said = tuple(Designation(kind=kind, words=words, until=None if kind == "attorney" else until) for kind in kinds)
    has_attorney = "attorney" in kinds
    return Heard(said=said, ask=ASK_WHO if has_attorney else media.ask, ends_call=bool(said) and not has_attorney)


def _not_now(text: str, words: str, today: date | None, until: date | None, *, ask: str = ASK_TIMES) -> Heard:
    """That now does not suit, which ends this contact; with a last day no call is made until it is over."""
    if NOW.search(text) or (until and AWAY.search(text)):
        now = Designation(kind="not_now", words=words, until=today)
        then = (Designation(kind="do_not_call", words=words, until=until),) if until else ()
        return Heard(said=(now, *then), ask="" if until else ASK_NOW, ends_call=True)
    if AT_WORK.search(text):
        return Heard(said=(Designation(kind="no_work_calls", words=words, until=until),))
    return Heard(ask=ASK_MEDIA if names_another(text) else ask)


# ── clauses: what is good, what is bad, and what is excepted from it ──


class _Clause(msgspec.Struct, kw_only=True):
    """A run of words that calls some times good or bad; an exception takes its own from the clause before it."""

    is_bad: bool
    is_called: bool = False
    is_exception: bool = False
    kinds: frozenset[str] = frozenset()
    regions: Windows = ()
    places: tuple[str, ...] = ()


def _clauses(text: str) -> Iterator[_Clause]:
    before: _Clause | None = None
    for is_exception, tokens in _runs(tokens_of(text)):
        clause = _clause(tokens, is_exception=is_exception, before=before)
        if (
            before is not None
            and not is_exception
            and (_is_loose(tokens, before) or _is_turned(clause, tokens, before))
        ):
            raise Unsure(ASK_SURE)
        if _is_stray(clause, tokens) or _is_doubtful(clause, [said for kind, said in tokens if kind == "other"]):
            raise Unsure(ASK_SURE)
        yield clause
        before = clause if clause.regions or clause.is_bad else before


def _is_doubtful(clause: _Clause, others: list[str]) -> bool:
    """Whether words that are not understood may turn what was: a number, a reason for a good time, an exception."""
    if clause.is_exception and not (clause.regions or clause.places):
        return True
    if clause.places and clause.regions and not clause.is_bad:  # "at school until three"
        return True
    return bool(clause.regions) and bool(others) and (not clause.is_bad or any(other.isdigit() for other in others))


def _is_stray(clause: _Clause, tokens: list[Token]) -> bool:
    """Whether a "no" after the times goes with words that are not understood: "I'm home after six, don't be late"."""
    if not (clause.is_bad and clause.regions) or clause.is_exception or all(kind != "other" for kind, _ in tokens):
        return False
    denied = [kind == "not" and re.fullmatch(AFTERWARDS, text) is None for kind, text in tokens]
    return True in denied and all(kind not in NAMED for kind, _ in tokens[denied.index(True) :])


def _is_turned(clause: _Clause, tokens: list[Token], before: _Clause) -> bool:
    """Whether a "no" may be of times before it that were called neither good nor bad: "on Fridays, don't call"."""
    if not clause.is_bad or before.is_bad or before.is_called:
        return False
    leading = [kind for kind, _ in takewhile(lambda token: token[0] not in NAMED, tokens)]
    return len(leading) == len(tokens) or "join" in leading[leading.index("not") if "not" in leading else 0 :]


def _is_loose(tokens: list[Token], before: _Clause) -> bool:
    """Whether times that are called neither good nor bad follow bad ones of another sort: "no Fridays, after six"."""
    kinds = {kind for kind, _ in tokens}
    is_told = not kinds.isdisjoint({"not", "good"}) or kinds.isdisjoint(TIMES)
    return not is_told and before.is_bad and not kinds & TIMES & before.kinds


def _runs(tokens: list[Token]) -> Iterator[tuple[bool, list[Token]]]:
    """Tokens cut at stops, exceptions, and at a "no" that has times on both sides of it."""
    run: list[Token] = []
    is_exception = False
    for index, token in enumerate(tokens):
        if _cuts(token, run, tokens[index + 1 :]):
            yield is_exception, run
            run, is_exception = [], _excepts(token, run)
        if token[0] in WORDS:
            run.append(token)
    yield is_exception, run


def _cuts(token: Token, run: list[Token], later: list[Token]) -> bool:
    """Whether a clause begins here. A "no" between times may be of those before it or after it: that is asked."""
    kind, text = token
    if kind != "not":
        return kind in {"stop", "except", "but"}
    is_called = any(kind in {"not", "good"} for kind, _ in run)
    if later and later[0][0] == "good" and not is_called:  # "before nine is not good": it is of those before it
        return False
    if not any(kind in NAMED for kind, _ in run) or re.fullmatch(AFTERWARDS, text):
        return False
    following = next((kind for kind, _ in later if kind not in {"not", "good", "join", "other"}), "stop")
    if following not in NAMED:
        if run[-1][0] == "join" or any(kind == "good" for kind, _ in run):  # "only after six, and never ..."
            raise Unsure(ASK_SURE)
        return False
    if text != "not" and not any(kind in {"not", "good", "any", "join"} for kind, _ in run):
        raise Unsure(ASK_SURE)
    return True


def _excepts(token: Token, run: list[Token]) -> bool:
    """Whether what follows is taken from what went before: "any time but Sunday" is, "mornings no, but evenings"."""
    return token[0] == "except" or (
        token[0] == "but" and any(kind == "any" or text in {"any day", "every day"} for kind, text in run)
    )


def _clause(tokens: list[Token], *, is_exception: bool, before: _Clause | None) -> _Clause:
    is_bad = _is_bad(tokens, is_exception=is_exception, before=before)
    places = tuple(text for kind, text in tokens if kind in {"place", "where"})
    kinds = frozenset(kind for kind, _ in tokens)
    return _Clause(
        is_bad=is_bad,
        is_called="good" in kinds,
        is_exception=is_exception,
        kinds=kinds & TIMES,
        regions=_regions([token for token in tokens if token[0] in {*TIMES, "join"}], is_bad=is_bad),
        places=places,
    )


def _is_bad(tokens: list[Token], *, is_exception: bool, before: _Clause | None) -> bool:
    signs = [kind for kind, _ in tokens if kind in {"not", "good"}]
    if is_exception:
        return before is None or not before.is_bad
    if not signs:
        return before is not None and before.is_bad
    negations = [text for kind, text in tokens if kind == "not"]
    is_denied = len(negations) > 1 and negations[-1] in {"bad", "inconvenient", "busy", "unavailable"}
    return bool(negations) and not is_denied


def _regions(tokens: list[Token], *, is_bad: bool) -> Windows:
    """Days and times that belong together, all such pieces of a clause in one."""
    pieces: list[dict[str, Windows]] = []
    tokens = [
        token
        for index, token in enumerate(tokens)
        if token[0] != "any"
        or all(kind != "time" for kind, _ in takewhile(lambda token: token[0] != "join", tokens[index:]))
    ]
    last = joined = ""
    for kind, text in tokens:
        if kind == "join":
            joined = text
            continue
        group = "days" if kind == "days" else "time"
        if not pieces or (group in pieces[-1] and group != last) or _parts(joined, group != last, is_bad=is_bad):
            pieces.append({})
        pieces[-1][group] = (*pieces[-1].get(group, ()), *_read(kind, text, is_bad=is_bad))
        last, joined = group, ""
    return tuple(
        window for piece in pieces for window in intersect(piece.get("days", ALWAYS), piece.get("time", ALWAYS))
    )


def _read(kind: str, text: str, *, is_bad: bool) -> Windows:
    return days_of(text) if kind == "days" else ALWAYS if kind == "any" else time_of(text, is_bad=is_bad)


def _parts(joined: str, is_other: bool, *, is_bad: bool) -> bool:  # noqa: FBT001 - private, named where called
    """Whether "Fridays or before noon" are two things: after "and" they are when they are bad, so that both close."""
    return is_other and (joined in {"or", "nor"} or (joined == "and" and is_bad))


# ── clauses put together ──


def _heard(clauses: Iterable[_Clause], text: str, words: str, until: date | None) -> Heard:
    clauses = tuple(clauses)
    good, bad, places = _summed(clauses)
    allowed = intersect(good or ALWAYS, complement(bad))
    said = [
        Designation(
            kind="no_work_calls" if _is_forbidden(place, text) else "inconvenient_place", words=place, until=until
        )
        for place in dict.fromkeys(places)
    ]
    ask = ASK_HOURS_THERE if any(clause.is_bad and clause.places and clause.regions for clause in clauses) else ""
    if allowed != intersect(ALWAYS, ALWAYS):
        if never_inside(allowed):
            return Heard(ask=ASK_SOME_TIME)
        said.append(Designation(kind="inconvenient_time", words=words, windows=allowed, until=until))
    if not said:
        return Heard(ask=ask or (ASK_NUMBER if any(clause.places for clause in clauses) else ASK_TIMES))
    return Heard(said=tuple(said), ask=ask)


def _summed(clauses: Iterable[_Clause]) -> tuple[Windows, Windows, tuple[str, ...]]:
    """Times that are good, times that are bad, places that are bad; each exception taken from what it excepts."""
    kept: list[_Clause] = []
    for clause in clauses:
        whole = kept[-1] if kept else None
        if clause.is_exception and clause.regions and whole is not None and whole.regions:
            whole.regions = intersect(whole.regions, complement(clause.regions))
        else:
            kept.append(clause)
    good = tuple(window for clause in kept if not clause.is_bad for window in clause.regions)
    bad = tuple(window for clause in kept if clause.is_bad and not clause.places for window in clause.regions)
    return good, bad, tuple(place for clause in kept if clause.is_bad for place in clause.places)


def _is_forbidden(place: str, text: str) -> bool:
    """Whether it is the employer that does not want the calls, and not only they themselves."""
    return re.search(r"\b(?:work|job|office|place of)", place) is not None and FORBIDDEN.search(text) is not None
