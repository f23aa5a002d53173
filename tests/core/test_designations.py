"""What people say of times, places and media, and the limits that it comes to."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callassist.calendars import ALWAYS, Windows, complement, intersect
from callassist.designations import ASK_NOW, parse
from callassist.kinds import RESTRICTIONS
from callassist.rule_settings import windows

TODAY = date(2026, 4, 1)  # a Wednesday


def told(*times: str) -> Windows:
    return intersect(windows(times, "test"), ALWAYS)


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("not before noon", ["mon-sun 12:00-24:00"]),
        ("Don't call me before 12", ["mon-sun 12:00-24:00"]),
        ("I sleep until noon", ["mon-sun 12:00-24:00"]),
        ("not before 9", ["mon-sun 09:00-24:00"]),
        ("not after 8", ["mon-sun 00:00-20:00"]),
        ("no calls before 10am or after 7pm", ["mon-sun 10:00-19:00"]),
        ("not on Fridays", ["mon-thu 00:00-24:00", "sat-sun 00:00-24:00"]),
        ("all Fridays are inconvenient", ["mon-thu 00:00-24:00", "sat-sun 00:00-24:00"]),
        ("Fridays not good", ["mon-thu 00:00-24:00", "sat-sun 00:00-24:00"]),
        ("not Mondays, Tuesdays or Wednesdays", ["thu-sun 00:00-24:00"]),
        ("only evenings", ["mon-sun 18:00-21:00"]),
        ("evenings are bad", ["mon-sun 00:00-17:00"]),
        ("mornings are bad", ["mon-sun 12:00-24:00"]),
        ("after 6 pm", ["mon-sun 18:00-24:00"]),
        ("call me after five", ["mon-sun 17:00-24:00"]),
        ("6 or later", ["mon-sun 18:00-24:00"]),
        ("no weekends", ["mon-fri 00:00-24:00"]),
        ("weekends: no", ["mon-fri 00:00-24:00"]),
        ("Mon-Fri 9-5", ["mon-fri 09:00-17:00"]),
        ("between 9 and 5 on weekdays", ["mon-fri 09:00-17:00"]),
        ("weekdays except 3 to 5", ["mon-fri 00:00-15:00", "mon-fri 17:00-24:00"]),
        ("weekdays but not from three to five, weekends no", ["mon-fri 00:00-15:00", "mon-fri 17:00-24:00"]),
        ("convenient on weekdays except 3 to 5 pm; weekends: no", ["mon-fri 00:00-15:00", "mon-fri 17:00-24:00"]),
        (
            "weekdays 15:00-17:00 are inconvenient",
            ["mon-fri 00:00-15:00", "mon-fri 17:00-24:00", "sat-sun 00:00-24:00"],
        ),
        ("any time but Sunday", ["mon-sat 00:00-24:00"]),
        ("never except evenings", ["mon-sun 18:00-21:00"]),
        ("Tuesdays and Thursdays after 5", ["tue-tue 17:00-24:00", "thu-thu 17:00-24:00"]),
        ("weekdays after 5 and weekends any time", ["mon-fri 17:00-24:00", "sat-sun 00:00-24:00"]),
        ("before noon on Fridays is bad", ["mon-thu 00:00-24:00", "fri-fri 12:00-24:00", "sat-sun 00:00-24:00"]),
        ("not on Fridays or before noon", ["mon-thu 12:00-24:00", "sat-sun 12:00-24:00"]),
        ("never on Sunday or after 8pm on weekdays", ["mon-fri 00:00-20:00", "sat-sat 00:00-24:00"]),
        ("not mornings but evenings are fine", ["mon-sun 18:00-21:00"]),
        ("mornings mo we", ["mon-mon 08:00-12:00", "wed-wed 08:00-12:00"]),
        ("we are asleep before 9", ["mon-sun 09:00-24:00"]),
        ("tu-th 9-11", ["tue-thu 09:00-11:00"]),
        ("10pm to 6am never", ["mon-sun 06:00-22:00"]),
        ("I work mornings", ["mon-sun 12:00-24:00"]),
        ("I work until 6", ["mon-sun 18:00-24:00"]),
        ("no mornings during the week", ["mon-sun 12:00-24:00"]),
        ("weekdays only after 6", ["mon-fri 18:00-24:00"]),
        ("weekdays are best after 5", ["mon-fri 17:00-24:00"]),
        ("weekdays fine not weekends", ["mon-fri 00:00-24:00"]),
        ("before 9 is too early", ["mon-sun 09:00-24:00"]),
        ("Mondays don't work for me", ["tue-sun 00:00-24:00"]),
        ("any day except Sunday and before 9 am", ["mon-sat 09:00-24:00"]),
        ("not 3 to 5 on weekdays or at all on weekends", ["mon-fri 00:00-15:00", "mon-fri 17:00-24:00"]),
    ],
)
def test_times_in_words_become_windows(words: str, allowed: list[str]) -> None:
    (said,) = parse(words, TODAY).said
    assert (said.kind, said.words, said.until) == ("inconvenient_time", words, None)
    assert intersect(said.windows, ALWAYS) == told(*allowed)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("not on Tuesdays and Thursdays to the end of the calendar year", date(2026, 12, 31)),
        ("only evenings this week", date(2026, 4, 5)),
        ("no mornings for the rest of the week", date(2026, 4, 5)),
        ("not tomorrow", date(2026, 4, 2)),
        ("I'm busy today", date(2026, 4, 1)),
        ("no mornings this month", date(2026, 4, 30)),
        ("not before noon until June 3", date(2026, 6, 3)),
        ("not before noon until March 3", date(2027, 3, 3)),
    ],
)
def test_a_last_day_in_words_is_kept(words: str, until: date) -> None:
    (said,) = parse(words, TODAY).said
    assert said.until == until
    assert parse(words).said == ()  # nobody told which day it is


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("not at work", {"inconvenient_place": "at work"}),
        ("don't contact me at home", {"inconvenient_place": "at home"}),
        ("I can't take personal calls at work", {"no_work_calls": "at work"}),
        ("my boss does not allow calls at the office", {"no_work_calls": "at the office"}),
        ("stop calling", {"do_not_call": "stop calling"}),
        ("I don't owe this, do not call again", {"do_not_call": "I don't owe this, do not call again"}),
        ("leave me alone", {"cease": "leave me alone"}),
        ("stop texting me", {"no_text": "stop texting me"}),
        ("don't leave messages", {"no_voicemail": "don't leave messages"}),
        ("talk to my attorney", {"attorney": "talk to my attorney"}),
        ("do not call again, I only work mornings", {"do_not_call": "do not call again, I only work mornings"}),
        ("my attorney handles it, call after 9", {"attorney": "my attorney handles it, call after 9"}),
        ("any time except when I'm at work", {"inconvenient_place": "at work"}),
    ],
)
def test_places_and_media_in_words_become_limits(words: str, kinds: dict[str, str]) -> None:
    assert {said.kind: said.words for said in parse(words, TODAY).said} == kinds
    assert kinds.keys() <= set(RESTRICTIONS)


def test_a_place_and_a_time_are_two_limits() -> None:
    place, time = parse("not at work, not before noon").said
    assert (place.kind, place.words, time.kind) == ("inconvenient_place", "at work", "inconvenient_time")
    assert intersect(time.windows, ALWAYS) == told("mon-sun 12:00-24:00")


def test_hours_at_a_place_close_the_place_until_it_is_asked() -> None:
    heard = parse("no calls at the office between 9 and 5")
    assert [said.kind for said in heard.said] == ["inconvenient_place"]
    assert heard.ask.startswith("Ask")


@pytest.mark.parametrize(
    "words", ["I'm busy right now", "I can't talk", "this is inconvenient", "I am at work", "bad time"]
)
def test_busy_now_ends_the_contact_and_is_no_standing_wish(words: str) -> None:
    heard = parse(words, TODAY)
    assert [(said.kind, said.windows, said.until) for said in heard.said] == [("not_now", (), TODAY)]
    assert (heard.ends_call, heard.ask) == (True, ASK_NOW)


@pytest.mark.parametrize(
    "words",
    [
        "only after 8",  # in the morning or the evening
        "after 9",
        "8 to 10",
        "not on Fridays, after 6",  # is after six good or bad?
        "usually not on Fridays",
        "not next Friday",
        "every other Friday is bad",
        "not before 26:00",
        "never on weekdays, never on weekends",  # no time is left
        "only at home",
        "I'm at school until 3",  # is it good until three, or bad?
        "I have dialysis on Mondays",
        "kids nap 1 to 3",
        "only my wife is home before noon",
        "weekdays except when I'm in class",
        "weekends no weekdays yes",
        "not before 9 or at 5",
        "call me at work",
        "hello",
        "",
    ],
)
def test_what_is_not_certain_is_asked_and_not_kept(words: str) -> None:
    heard = parse(words, TODAY)
    assert heard.said == ()
    assert heard.ask
    assert not heard.ends_call


def test_good_and_bad_of_the_same_hours_share_none() -> None:
    for words in ("before 10 am", "after 6 pm", "9 am to 5 pm", "on weekdays", "on Fridays before noon"):
        (good,), (bad,) = parse(f"only {words}").said, parse(f"not {words}").said
        assert intersect(good.windows, bad.windows) == ()
        assert complement(good.windows) == bad.windows


SPOKEN = st.lists(
    st.sampled_from(
        [
            *(
                "not",
                "never",
                "only",
                "except",
                "but",
                "no",
                "fine",
                "bad",
                "or",
                "and",
                ",",
                ";",
                "call",
                "me",
                "until",
            ),
            *(
                "fridays",
                "weekdays",
                "weekend",
                "mon-wed",
                "we",
                "every day",
                "any time",
                "mornings",
                "evenings",
                "lunch",
            ),
            *("before", "after", "between", "from", "to", "noon", "midnight", "5", "8", "9 pm", "17:30", "26", "12"),
            *("at work", "at home", "busy", "stop calling", "my attorney", "today", "this week", "june 3", "tomorrow"),
        ]
    ),
    max_size=9,
)


@settings(max_examples=600, deadline=None)
@given(SPOKEN)
def test_whatever_is_said_comes_to_limits_or_to_a_question(words: list[str]) -> None:
    heard = parse(" ".join(words), TODAY)
    assert heard.said or heard.ask
    for said in heard.said:
        assert said.kind in RESTRICTIONS
        assert said.until is None or said.until >= TODAY
        if said.kind == "inconvenient_time":
            assert intersect(said.windows, ALWAYS) not in {(), intersect(ALWAYS, ALWAYS)}
