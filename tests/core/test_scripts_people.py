"""The scripts of people who speak for others, and of hard calls: who hears what, and what no path leads to."""

from collections import deque
from collections.abc import Callable, Iterator

import pytest

from callassist.dialogue import Act, Choice, Library, Place, Say, Step, cards, find_step, library_of
from callassist.intake.library import load_scripts
from callassist.screens.call_menus import CHOSEN_LETTERS

SCRIPTS = load_scripts()
LIBRARIES = {language: library_of(SCRIPTS, language) for language in ("en", "es")}
SPEAKERS = ("representative", "power-of-attorney", "other-parent", "attorney", "estate")
ASK, LET = "first-contact#ask", "may_disclose"
TELLS = frozenset({"creditor", "facility", "service_date", "balance", "patient"})


def reached(library: Library, start: Place, is_taken: Callable[[Choice], bool]) -> Iterator[tuple[Place, Step]]:
    """Every step that choices of this kind lead to."""
    seen, waiting = set[tuple[str, str]](), deque([start])
    while waiting:
        place = waiting.popleft()
        step = find_step(library, place)
        assert step is not None, place
        if (place.script, step.id) in seen:
            continue
        seen.add((place.script, step.id))
        yield Place(script=place.script, step=step.id), step
        waiting += [each.target for each in step.choices if isinstance(each.target, Place) and is_taken(each)]


def leads_to(script: str) -> Callable[[Choice], bool]:
    """Choices that stay in a script."""
    return lambda choice: isinstance(choice.target, Place) and choice.target.script == script


def told(step: Step) -> set[str]:
    return {field for line in step.lines for field in line.fields} & TELLS


@pytest.fixture(params=sorted(LIBRARIES))
def library(request: pytest.FixtureRequest) -> Library:
    return LIBRARIES[str(request.param)]


@pytest.mark.parametrize("script", SPEAKERS)
def test_whoever_speaks_for_them_hears_nothing_before_the_rules_let_them(library: Library, script: str) -> None:
    """That they are who they say is not enough: a rule has to allow that this person is told."""
    start = {"other-parent": "the-other-parent"}.get(script, "")
    stays = leads_to(script)
    unlet = [*reached(library, Place(script=script, step=start), lambda each: stays(each) and each.guard != LET)]
    assert len(unlet) > 2
    for place, step in unlet:
        assert not told(step), place


@pytest.mark.parametrize("script", SPEAKERS)
def test_the_disclosure_is_said_to_them_too(library: Library, script: str) -> None:
    assert "collector-disclosure" in {duty.name for duty in library[script].says}


def test_a_husband_or_wife_is_not_asked_for_money(library: Library) -> None:
    """Only one who answers for the person is: a parent or a guardian."""
    step = find_step(library, Place(script="representative", step="what-next"))
    assert step is not None
    asked = {each.guard for each in step.choices if any(str(on) == ASK for on in places(library, each))}
    assert asked == {"is_parent", "is_guardian"}


def test_whoever_is_in_danger_is_asked_for_nothing_more(library: Library) -> None:
    """No choice leads out of the talk about danger but to a supervisor."""
    outside = {
        str(each.target) if isinstance(each.target, Place) else each.target.outcome
        for step in library["crisis"].steps
        for each in step.choices
        if not leads_to("crisis")(each)
    }
    assert outside == {"SUP"}


def test_from_a_death_no_way_leads_to_a_request(library: Library) -> None:
    asking = {"plan", "payment", "time-barred", "first-contact", "aid"}
    came = {place.script for place, _ in reached(library, Place(script="estate"), lambda _: True)}
    assert came >= {"estate", "attorney"}
    assert not came & asking


def test_a_machine_is_told_no_fact_and_no_terms(library: Library) -> None:
    """Nor our number: it is told a name, and asked for a person."""
    for place, step in reached(library, Place(script="automated"), leads_to("automated")):
        fields = {field for line in step.lines if isinstance(line, Say) for field in line.fields}
        assert fields <= {"collector", "consumer_full"}, place


def test_every_card_has_a_key(library: Library) -> None:
    """The list of cards picks by nine digits and the letters: a card more would be left off it."""
    assert 25 <= len(cards(library["objections"])) <= 9 + len(CHOSEN_LETTERS)


def places(library: Library, choice: Choice) -> list[Place]:
    """Where a choice leads, and one step on from there."""
    if isinstance(choice.target, Act):
        return []
    there = find_step(library, choice.target)
    onward = [each.target for each in there.choices] if there else []
    return [choice.target, *(target for target in onward if isinstance(target, Place))]
