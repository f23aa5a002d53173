"""Scripts that differ in a state, for a client or in another language; shown on scripts small enough to read."""

from pathlib import Path

import pytest

from callassist import dialogue as dl
from callassist.dialogue_languages import untranslated
from callassist.dialogue_proofs import check
from callassist.dialogue_walks import numbered, walk
from callassist.dialogue_wording import Words, reading_grade
from callassist.dialogue_worlds import World
from callassist.errors import BadInput
from callassist.intake.script_files import walk_scripts
from tests.core.scripted import CARDS, FIRST, WORDS, library, scripts

IN_MA = """\
---
id: first
for: {state: MA}
says: {collector-disclosure: disclose}
---
## disclose
> This is an attempt to collect a debt. You have rights in this state.
- Go on -> [rights](#rights)

## rights
> I can send you the list of them.
- Go on -> [coverage](#coverage)
"""
FOR_MERCY = IN_MA.replace("{state: MA}", "{client: MERCY}").replace("in this state", "with Mercy")
FOR_BOTH = IN_MA.replace("{state: MA}", "{client: MERCY, state: MA}").replace("in this state", "in both")


def with_variants(*variants: str) -> tuple[dl.Script, ...]:
    names = ("first.ma.md", "first.mercy.md", "first.mercy.ma.md")
    parsed = (dl.parse_script(text, name) for text, name in zip(variants, names, strict=False))
    return (*scripts(), *parsed)


def said(library: dl.Library, step: str) -> str:
    found = dl.find_step(library, dl.Place(script="first", step=step))
    return " ".join(line.text for line in found.lines) if found else ""


# ── variants ──


def test_a_variant_has_its_own_steps_and_all_others_are_the_bases() -> None:
    every = with_variants(IN_MA)
    assert said(dl.library_of(every, "en", "MA"), "disclose").endswith("in this state.")
    assert said(dl.library_of(every, "en", "MA"), "coverage") == said(dl.library_of(every), "coverage")
    assert said(dl.library_of(every, "en", "OH"), "disclose") == "This is an attempt to collect a debt."
    assert said(dl.library_of(every), "rights") == ""
    duties = dl.library_of(every, "en", "MA")["first"].says
    assert [duty.step for duty in duties if duty.name == "collector-disclosure"] == ["disclose"]


def test_the_client_goes_before_the_state_and_both_before_either() -> None:
    every = with_variants(IN_MA, FOR_MERCY)
    assert "with Mercy" in said(dl.library_of(every, "en", "MA", "MERCY"), "disclose")
    both = with_variants(IN_MA, FOR_MERCY, FOR_BOTH)
    assert "in both" in said(dl.library_of(both, "en", "MA", "MERCY"), "disclose")
    assert "with Mercy" in said(dl.library_of(both, "en", "OH", "MERCY"), "disclose")


def test_a_sound_variant_has_no_fault_and_a_broken_one_is_told_with_its_own_file() -> None:
    assert [str(fault) for fault in check(with_variants(IN_MA), (WORDS,))] == []
    skips = IN_MA.replace("[coverage](#coverage)", "[ask](#ask)")
    faults = check(with_variants(skips), (WORDS,))
    assert {fault.kind for fault in faults} == {"coverage"}
    assert faults[0].path[-3:] == ("first#disclose", "first#rights", "first#ask")
    unplain = check(with_variants(IN_MA.replace("I can send", "We could sue. I can send")), (WORDS,))
    assert [(fault.file, fault.step, fault.kind) for fault in unplain] == [("first.ma.md", "rights", "forbidden")]


def test_a_variant_is_proved_only_where_it_is() -> None:
    """In another state nothing of it is said; words that only MA asks for are not looked for elsewhere."""
    skips = with_variants(IN_MA.replace("[coverage](#coverage)", "[ask](#ask)"))
    elsewhere = (World(states=("OH",)),)
    assert check(skips, (WORDS,), worlds=elsewhere) == ()
    assert check(skips, (WORDS,), worlds=(World(states=("OH", "MA")),)) != ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (IN_MA.replace("id: first", "id: second"), "a variant of 'second', and there is no script of that id"),
        (IN_MA.replace("{state: MA}", "MA"), "names no state and no client"),
        (IN_MA.replace("{state: MA}", "{land: MA}"), "names no state and no client"),
    ],
)
def test_a_variant_of_nothing_is_a_fault(text: str, says: str) -> None:
    assert any(says in fault.says for fault in check(with_variants(text), (WORDS,)))


# ── languages ──

SPANISH = """\
---
id: cards
kind: cards
says: {agency-if-asked: which-company}
---
## ¿Quién es? {#who-is-this}
> Me llamo {collector}.
- Seguir -> [volver](#!back)
- ¿Qué empresa? -> [empresa](#which-company)

### ¿Qué empresa? {#which-company}
> Trabajo para {agency}.
- Seguir -> [volver](#!back)
"""
PALABRAS = Words(
    language="es",
    grade=8,
    sensitive=("deuda",),
    asks_money=("pagar",),
    states_money=(),
    forbidden=("demandar",),
    evidence={},
    message=(),
)


def in_two(spanish: str = SPANISH) -> tuple[dl.Script, ...]:
    return dl.parse_script(CARDS, "cards.md"), dl.parse_script(spanish, "es/cards.md")


def test_a_language_is_its_folder_and_has_a_library_of_its_own() -> None:
    english, spanish = in_two()
    assert (spanish.id, spanish.language, spanish.file) == ("cards", "es", "es/cards.md")
    assert dl.library_of((english, spanish), "es")["cards"].steps[0].title == "¿Quién es?"
    assert [str(fault) for fault in check(in_two(), (WORDS, PALABRAS))] == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (" {#which-company}", "", "the step 'which-company' of cards.md:11 is missing"),
        (" {#which-company}", "", "is not in English; a step keeps its English name"),
        ("- ¿Qué empresa? -> [empresa](#which-company)\n", "", "1 choices, in English (cards.md:6) 2"),
        ("[empresa](#which-company)", "[empresa](#!back)", "choice 2 leads elsewhere than in English (cards.md:9)"),
        (
            "[empresa](#which-company)",
            "[e](#which-company) `is_verified`",
            "has the guard is_verified, in English none",
        ),
        ("Trabajo para {agency}.", "No lo digo.", "does not say {agency}"),
        ("says: {agency-if-asked: which-company}\n", "", "'says' does not name agency-if-asked at which-company"),
        ("kind: cards", "kind: call", "its kind is 'call', in English 'cards'"),
    ],
)
def test_what_a_translation_lacks_is_found(before: str, after: str, says: str) -> None:
    assert before in SPANISH
    faults = list(untranslated(in_two(SPANISH.replace(before, after))))
    assert {fault.kind for fault in faults} == {"untranslated"}
    assert any(says in fault.says and fault.file == "es/cards.md" for fault in faults), faults


def test_a_script_that_is_not_translated_is_named_with_the_file_to_write() -> None:
    faults = [fault.says for fault in untranslated((*scripts(), in_two()[1]))]
    assert faults == ["there is no such script in the language 'es': write es/first.md"]


def test_the_proofs_hold_in_every_language() -> None:
    told = SPANISH.replace("Me llamo {collector}.", "Usted tiene una deuda.")
    faults = check(in_two(told), (WORDS, PALABRAS))
    assert ("es/cards.md", "identity") in {(fault.file, fault.kind) for fault in faults}
    assert "words" in {fault.kind for fault in check(in_two(), (WORDS,))}


def test_spanish_is_measured_as_spanish() -> None:
    plain = dl.parse_script(SPANISH, "es/cards.md")
    heavy = SPANISH.replace("Me llamo", "Considerando particularmente las responsabilidades administrativas me llamo")
    assert reading_grade(plain) < 4
    assert reading_grade(dl.parse_script(heavy, "es/cards.md")) > 8


def test_a_walk_is_taken_in_another_language_by_its_numbers() -> None:
    plan: dict[str, object] = {
        "name": "w",
        "steps": ["That is", "+is_verified", "Both"],
        "ends": "disclose",
        "says": ["call is recorded", "{consumer_full}"],
        "closed": [],
    }
    lib = library()
    same = numbered(lib, lib["first"], plan)
    assert same is not None
    assert (same["steps"], same["says"]) == ([1, "+is_verified", 1], ["{consumer_full}"])
    assert walk(lib, lib["first"], same).faults == ()
    assert numbered(lib, lib["first"], plan | {"steps": ["Nobody"]}) is None


def test_walks_of_a_folder_are_counted_by_language(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "cards.md").write_text(CARDS, encoding="utf-8")
    (tmp_path / "es" / "cards.md").write_text(SPANISH, encoding="utf-8")
    walks = tmp_path / "cards.walk.yaml"
    walks.write_text("- {name: asks, steps: [Which], start: who-is-this, ends: which-company}\n", encoding="utf-8")
    every = walk_scripts(folder=tmp_path)
    assert [(each.language, each.steps, each.missed) for each in every.coverage] == [("en", 2, ()), ("es", 2, ())]
    assert [each.faults for each in every.walked] == [(), ()]
    (tmp_path / "nobody.walk.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(BadInput, match="named after no script"):
        walk_scripts(folder=tmp_path)


def test_fields_are_filled_in_choices_too_and_nothing_is_searched_for() -> None:
    text = FIRST.replace("- That is them ->", "- That is {consumer} ->")
    step = dl.parse_script(text, "first.md").steps[0]
    assert step.choices[0].pieces == ("That is ", "consumer", "")
    assert dl.render(step, {"consumer": "Ana"}).choices[0].label == "That is Ana"
