"""What people say of times, places and media (tests/core/designations.yaml), and that nothing is read too wide."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from callassist.calendars import ALWAYS, complement, intersect
from callassist.designations import parse
from callassist.kinds import RESTRICTIONS
from callassist.rule_settings import windows

TODAY = date(2026, 4, 1)  # a Wednesday
SAID: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "designations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SAID, ids=lambda case: case["said"])
def test_what_is_said_comes_to_what_stands_beside_it(case: dict[str, Any]) -> None:
    heard = parse(case["said"], TODAY, is_written=case.get("written", False))
    assert [said.kind for said in heard.said] == case["is"]
    ends = {said.until for said in heard.said if said.until and said.kind != "not_now"}
    assert ends == ({case["until"]} if "until" in case else set())
    allowed = tuple(window for said in heard.said for window in said.windows)
    assert intersect(allowed, ALWAYS) == intersect(windows(case.get("times", ()), "test"), ALWAYS)
    assert (bool(heard.ask), heard.ends_call) == (case.get("asked", False), case.get("ends", False))


def test_there_are_enough_of_them_and_each_comes_to_something() -> None:
    assert len(SAID) >= 150
    assert all(case["is"] or case.get("asked") for case in SAID)
    assert {kind for case in SAID for kind in case["is"]} <= set(RESTRICTIONS)


# ── nothing is read as more leave than was given ──

BAD = {
    "before noon": ["mon-sun 00:00-12:00"],
    "before 9": ["mon-sun 00:00-09:00"],
    "after 8 pm": ["mon-sun 20:00-24:00"],
    "after seven in the evening": ["mon-sun 19:00-24:00"],
    "until 5 pm": ["mon-sun 00:00-17:00"],
    "on Fridays": ["fri-fri 00:00-24:00"],
    "on weekends": ["sat-sun 00:00-24:00"],
    "on Saturdays or Sundays": ["sat-sun 00:00-24:00"],
    "Tuesday through Thursday": ["tue-thu 00:00-24:00"],
    "Monday thru Friday": ["mon-fri 00:00-24:00"],
    "Monday through Friday after 6 pm": ["mon-fri 18:00-24:00"],
    "on Mondays before 10 am": ["mon-mon 00:00-10:00"],
    "on weekdays from 9 to 5": ["mon-fri 09:00-17:00"],
    "between 3 and 5 pm": ["mon-sun 15:00-17:00"],
    "from 10pm to 6am": ["mon-sun 22:00-24:00", "mon-sun 00:00-06:00"],
    "in the morning": ["mon-sun 08:00-12:00"],
    "in the evening": ["mon-sun 18:00-21:00"],
    "at night": ["mon-sun 20:00-24:00"],
    "during dinner": ["mon-sun 18:00-19:00"],
    "at lunch time": ["mon-sun 12:00-13:00"],
}
FORBIDS = (
    *("not {}", "don't call me {}", "no calls {}", "please never call {}", "don't call or text {}", "stop calling {}"),
    *("I told you not to call {}", "you may not call {}", "avoid {}", "do not contact me {}", "don't phone {}"),
    *("quit calling {}", "never {}", "you are not to call {}", "I do not want calls {}", "I can't talk {}"),
    *("I am not available {}", "I'm asleep {}", "I work {}", "it is inconvenient {}", "calls {} are inconvenient"),
    *("{} is bad", "{} never", "{} I'm busy", "{} don't call", "{}, no calls", "{} is no good", "{} is not convenient"),
    *("{} doesn't work", "{} won't work", "{} is out", "{} is off limits", "any time except {}", "any time but {}"),
    *("nobody should call {}", "you shouldn't call {}", "I'd rather you didn't call {}", "I hate calls {}"),
)
AFTER = (
    *("", ", thanks", " because I sleep", ", and don't text me", " until June 1", " this week", ", call later"),
    *(", other times are fine", ". My number is 555 0101", " and that's final", "!", ", or e-mail me", " or at work"),
)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(BAD)), st.sampled_from(FORBIDS), st.sampled_from(AFTER))
def test_hours_that_were_called_bad_are_never_open(hours: str, forbids: str, after: str) -> None:
    heard = parse(forbids.format(hours) + after, TODAY)
    assert heard.said or heard.ask
    closed = windows(BAD[hours], "test")
    for said in heard.said:
        assert intersect(said.windows, closed) == ()


GOOD = {
    "after 6 pm": ["mon-sun 18:00-24:00"],
    "before noon": ["mon-sun 00:00-12:00"],
    "between 3 and 5 pm": ["mon-sun 15:00-17:00"],
    "on weekends": ["sat-sun 00:00-24:00"],
    "on Mondays before 10 am": ["mon-mon 00:00-10:00"],
    "Monday through Friday": ["mon-fri 00:00-24:00"],
    "in the evening": ["mon-sun 17:00-24:00"],
    "at night": ["mon-sun 18:00-24:00"],
}
BIDS = (
    *("only {}", "only call {}", "call me {}", "please call {}", "call {} only", "{} only", "{} is best", "{} is fine"),
    *("{} works", "I prefer calls {}", "I am available {}", "I'm free {}", "best {}", "it has to be {}"),
    *("never except {}", "not unless it's {}", "you can reach me {}", "calls are ok {}", "don't call except {}"),
)
WITH_A_NO = (
    *("", ", thanks", " and don't text", " and never text me", ", no texts", ", please don't leave messages"),
    *(
        " and not at work",
        ", not at work",
        " don't be late",
        " and don't be late",
        ", never otherwise",
        " or not at all",
    ),
    *(", and no other time", " never any other time", ", otherwise no", " not before", " and I work days"),
    *(
        " because I'm busy",
        " since I'm asleep until then",
        ", no earlier",
        " I can't talk before that",
        " or don't call",
    ),
)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.sampled_from(BIDS), st.sampled_from(WITH_A_NO))
def test_hours_that_were_not_called_good_are_never_open(hours: str, bids: str, no: str) -> None:
    heard = parse(bids.format(hours) + no, TODAY)
    assert heard.said or heard.ask
    rest = complement(windows(GOOD[hours], "test"))
    for said in heard.said:
        assert intersect(said.windows, rest) == ()


STOPS = {
    "call": "do_not_call",
    "phone": "do_not_call",
    "text": "no_text",
    "email": "no_email",
    "e-mail": "no_email",
    "write to": "no_mail",
}
PLURALS = {
    "calls": "do_not_call",
    "texts": "no_text",
    "e-mails": "no_email",
    "letters": "no_mail",
    "voicemails": "no_voicemail",
}
DOING = {"calling": "do_not_call", "texting": "no_text", "emailing": "no_email", "writing to": "no_mail"}
LISTED = (
    *(("don't {}", STOPS), ("do not ever {}", STOPS), ("I told you not to {}", STOPS), ("never {}", STOPS)),
    *(("no more {}", PLURALS), ("don't send me {}", PLURALS), ("no {}", PLURALS)),
    *(("stop {}", DOING), ("quit {}", DOING), ("please stop {}", DOING)),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LISTED), st.lists(st.integers(0, 9), min_size=1, max_size=4), st.sampled_from(("or", "and")))
def test_every_medium_that_is_named_is_closed(listed: tuple[str, dict[str, str]], picks: list[int], last: str) -> None:
    how, kinds = listed
    media = list(dict.fromkeys(sorted(kinds)[pick % len(kinds)] for pick in picks))
    *first, end = media
    heard = parse(how.format(f"{', '.join(first)} {last} {end}" if first else f"{end} me"), TODAY)
    assert {said.kind for said in heard.said} == {kinds[each] for each in media}


def test_an_attorney_is_kept_beside_a_refusal_that_was_written() -> None:
    heard = parse("Cease and desist. My lawyer will answer", TODAY, is_written=True)
    assert [said.kind for said in heard.said] == ["attorney", "cease"]


def test_an_end_needs_the_day_it_is() -> None:
    assert parse("do not call until June 1").said == ()
    assert parse("do not call for two weeks").ask
