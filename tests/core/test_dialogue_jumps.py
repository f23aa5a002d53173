"""A jump leads to nothing that the way there would have had to come first: identity, the disclosure, coverage."""

import re
from pathlib import Path

import pytest

from callassist.dialogue import Place, Say, find_step, library_of
from callassist.dialogue_jumps import open_places
from callassist.intake.library import load_scripts

LIBRARIES = {language: library_of(load_scripts(), language) for language in ("en", "es")}
NOBODY = frozenset({"is_notified"})
KNOWN = NOBODY | {"is_verified", "may_disclose"}
TOLD = KNOWN | {"is_disclosed"}
ASKED = TOLD | {"has_coverage_answer", "may_demand", "may_offer", "may_take_payment"}
SENSITIVE = {"balance", "creditor", "facility", "service_date", "plan_terms", "payment_terms", "covered_by"}


@pytest.mark.parametrize("language", LIBRARIES)
def test_before_identity_a_jump_shows_no_field_of_the_debt(language: str) -> None:
    library = LIBRARIES[language]
    for place in open_places(library, NOBODY):
        script, _, name = place.partition("#")
        step = find_step(library, Place(script=script, step=name))
        if step is None or library[script].kind == "payer":
            continue
        shown = {field for line in step.lines if isinstance(line, Say) for field in line.fields}
        assert not shown & SENSITIVE, place


@pytest.mark.parametrize(
    ("facts", "open_", "shut"),
    [
        (NOBODY, "objections#already-paid", "dispute#looks-wrong"),
        (NOBODY, "crisis#are-you-safe", "payment#how"),
        (KNOWN, "first-contact#disclose", "first-contact#coverage"),
        (TOLD, "dispute#looks-wrong", "plan#options"),
        (TOLD, "insurance#plan", "first-contact#ask"),
        (TOLD, "accident#where", "payment#how"),
        (TOLD, "aid#told-early", "plan#terms"),
        (ASKED, "plan#options", "common#kind"),
        (ASKED, "payment#how", "common#goodbye"),
        (ASKED - {"may_take_payment"}, "plan#options", "payment#how"),
        (ASKED, "plan#one-payment", "plan#said-back"),
        (ASKED | {"has_terms"}, "plan#said-back", "common#goodbye"),
        (ASKED - {"may_demand", "may_offer", "may_take_payment"}, "aid#form", "first-contact#ask"),
    ],
)
def test_a_place_opens_when_what_comes_first_was_said(facts: frozenset[str], open_: str, shut: str) -> None:
    places = open_places(LIBRARIES["en"], facts)
    assert open_ in places
    assert shut not in places


def test_both_languages_open_the_same_places() -> None:
    for facts in (NOBODY, KNOWN, TOLD, ASKED):
        assert open_places(LIBRARIES["en"], facts) == open_places(LIBRARIES["es"], facts)


def test_everything_that_may_be_heard_leads_to_a_step_that_exists() -> None:
    """The places named in data/intents.yaml are real, in each language."""
    path = Path(__file__).parents[2] / "data" / "intents.yaml"
    cards = set(re.findall(r"^ +card: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(cards) > 20
    for library in LIBRARIES.values():
        assert cards <= open_places(library, ASKED)
