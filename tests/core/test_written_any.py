"""Whatever was refused: one more limit never lets us write more, and what opens is open then, not a minute before."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from callassist import dossier as rec
from callassist import events as ev
from callassist.calendars import Window
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream
from callassist.checks import by_name
from callassist.intake.library import data_root, load_rules, load_setting
from callassist.journal import evolve
from callassist.rules import ACTIONS, Rulebook, Setting, bind
from callassist.survey import survey
from tests.core.journals import CASE, DANA, NOW, case_of

HOME, CELL, ADDRESS = 3, 4, 5
SHIPPED = load_rules(data_root())
KINDS = ("opt_out", "no_text", "no_email", "cease", "revoked", "attorney", "inconvenient_time", "work_email", "no_mail")
EVENINGS = (Window(days=(0, 1, 2, 3, 4), start_minute=17 * 60, end_minute=20 * 60),)
WRITING = ("text", "email", "letter", "prerecorded")


class Guide:
    """Every federal rule and the agency's own, as they ship."""

    setting: Setting = load_setting(data_root())
    rulebook: Rulebook = bind(
        [rule for rule in SHIPPED.rules if rule.file.startswith(("us/contact/", "us/written/", "us/people/"))],
        by_name(),
    )


def dana() -> CaseFile:
    """Dana, with an e-mail address."""
    case = case_of(DANA)
    home = consumer_stream(CASE)
    row = DossierRow(stream=home, row=ADDRESS, value=rec.Email(address="dana@gmail.com"))
    added = ev.FactAdded(row=ADDRESS, source="placement")
    return evolve(case, [Entry(stream=home, seq=case.versions[home] + 1, at=NOW, actor="ana", event=added)], [row])


limits = st.builds(
    ev.RestrictionPlaced,
    kind=st.sampled_from(KINDS),
    row=st.sampled_from([0, HOME, CELL, ADDRESS]),
    windows=st.just(EVENINGS),
    until=st.one_of(st.none(), st.dates(NOW.date() - timedelta(days=2), NOW.date() + timedelta(days=9))),
    is_written=st.booleans(),
)
messages = st.one_of(
    st.builds(ev.MessageReceived, medium=st.sampled_from(["text", "email"]), row=st.sampled_from([0, CELL, ADDRESS])),
    st.builds(ev.MessageSent, medium=st.sampled_from(["text", "email"]), row=st.sampled_from([CELL, ADDRESS])),
)
history = st.lists(st.tuples(st.integers(0, 3000), st.one_of(limits, messages)), max_size=7)


def told(happened: list[tuple[int, ev.Event]]) -> CaseFile:
    """The case after all that, so many minutes ago each, oldest first."""
    case, home = dana(), consumer_stream(CASE)
    for minutes, event in sorted(happened, key=lambda each: -each[0]):
        at = NOW - timedelta(minutes=minutes)
        entry = Entry(stream=home, seq=case.versions[home] + 1, at=at, actor="ana", event=event)
        case = evolve(case, [entry])
    return case


@settings(max_examples=60, deadline=None)
@given(history, st.tuples(st.integers(0, 3000), limits))
def test_one_more_limit_never_lets_us_write_more(
    happened: list[tuple[int, ev.Event]], more: tuple[int, ev.Event]
) -> None:
    before, after = survey(told(happened), Guide(), NOW), survey(told([*happened, more]), Guide(), NOW)
    assert set(WRITING) <= set(ACTIONS)
    for action in WRITING:
        for row in (HOME, CELL) if action != "email" else (ADDRESS,):
            assert after.of(action, row).is_stopped or not before.of(action, row).is_stopped, action


@settings(max_examples=60, deadline=None)
@given(history)
def test_what_opens_is_open_then_and_not_a_minute_before(happened: list[tuple[int, ev.Event]]) -> None:
    case = told(happened)
    verdicts = survey(case, Guide(), NOW)
    for action, row in (("text", CELL), ("email", ADDRESS)):
        opens = verdicts.of(action, row).opens
        if opens is not None:
            assert not survey(case, Guide(), opens).of(action, row).is_stopped
            assert survey(case, Guide(), max(NOW, opens - timedelta(minutes=1))).of(action, row).is_stopped
