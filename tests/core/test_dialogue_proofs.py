"""What is proved of scripts over every path, and the walks beside them."""

import pytest

from callassist import dialogue as dl
from callassist.dialogue_proofs import check
from callassist.dialogue_walks import unvisited, walk
from callassist.dialogue_wording import reading_grade
from callassist.dialogue_worlds import PLAIN, World
from tests.core.scripted import CARDS, FIRST, WORDS, faults, library, scripts

# ── proofs ──


def broken(first: str, kind: str, cards: str = CARDS) -> dl.Fault:
    """The one fault of that kind."""
    found = [fault for fault in check(scripts(first, cards), (WORDS,)) if fault.kind == kind]
    assert len(found) == 1, found
    return found[0]


def test_identity_comes_before_every_word_of_debt_and_the_path_is_shown() -> None:
    fault = broken(FIRST.replace(" `is_verified`", ""), "identity")
    assert fault.step == "disclose"
    assert fault.path == ("first#open", "first#verify", "first#disclose")
    assert str(fault).splitlines() == [
        "first.md:35 (disclose): says 'collect' before identity is verified",
        "    path: first#open -> first#verify -> first#disclose",
    ]


def test_a_way_round_the_check_is_found_however_long() -> None:
    leak = FIRST.replace("- No -> [end](#!wrap-up:RNV)", "- No -> [later](#later)") + (
        "\n## later\n> One more thing.\n- Go on -> [ask](#ask)\n"
    )
    path = ("first#open", "first#verify", "first#later", "first#ask")
    for kind in ("identity", "disclosure", "coverage"):
        assert broken(leak, kind).path == path


def test_a_sensitive_field_may_not_stand_on_the_screen_before_identity_either() -> None:
    noted = FIRST.replace("the reason.", "the reason: {creditor}.")
    assert broken(noted, "identity").step == "open"
    labelled = FIRST.replace("- Somebody else ->", "- Somebody else asks about {facility} ->")
    assert broken(labelled, "identity").step == "open"


def test_words_inside_a_field_name_or_a_note_are_not_said() -> None:
    assert faults(FIRST.replace("the reason.", "the debt.")) == []


def test_the_company_is_named_only_to_one_who_asks_or_is_verified() -> None:
    assert broken(FIRST.replace("this is {collector}", "this is {agency}"), "agency").step == "open"
    assert faults(FIRST.replace("This is an attempt", "{agency} calls. This is an attempt")) == []
    silent = CARDS.replace("says: {agency-if-asked: which-company}\n", "")
    assert broken(FIRST, "agency", silent).path == ("cards#who-is-this", "cards#which-company")


def test_of_one_line_the_gravest_fault_is_told_first() -> None:
    told = faults(FIRST.replace("this is {collector}", "this is about {balance}"))
    assert [kind for kind, step in told if step == "open"] == ["identity", "disclosure", "coverage"]


def test_nothing_is_asked_before_the_recording_notice() -> None:
    swapped = FIRST.replace(
        "> This call is recorded.\n>\n> May I speak with {consumer_full}?",
        "> May I speak with {consumer_full}? This call is recorded.",
    )
    assert broken(swapped, "recording").step == "open"


def test_the_disclosure_comes_before_money() -> None:
    skipped = FIRST.replace("[disclose](#disclose) `is_verified`", "[coverage](#coverage) `is_verified`").replace(
        "- Check ->", "- Tell -> [disclose](#disclose) `is_verified`\n- Check ->"
    )
    assert broken(skipped, "disclosure").path == ("first#open", "first#verify", "first#coverage", "first#ask")


def test_coverage_is_asked_before_money() -> None:
    skipped = FIRST.replace(
        "- Go on -> [coverage](#coverage)", "- Go on -> [coverage](#coverage)\n- Hurry -> [ask](#ask)"
    )
    assert broken(skipped, "coverage").path == ("first#open", "first#verify", "first#disclose", "first#ask")


def test_a_guard_stands_for_what_was_asked_on_another_day() -> None:
    known = FIRST.replace(
        "- Go on -> [coverage](#coverage)",
        "- Go on -> [coverage](#coverage)\n- Known -> [ask](#ask) `has_coverage_answer`",
    )
    assert faults(known) == []


def test_a_new_voice_is_checked_and_told_anew() -> None:
    """Whoever is greeted with the recording notice is not the one who was verified before."""
    handed = FIRST.replace("- Go on -> [coverage]", "- Hands it over -> [again](#again)\n- Go on -> [coverage]", 1)
    assert faults(handed) == []
    unchecked = handed.replace("- Yes -> [verify](#verify)", "- Yes -> [coverage](#coverage)")
    assert broken(unchecked, "identity").path == ("first#open", "first#again", "first#coverage")
    late = handed.replace(
        "- Yes -> [verify](#verify)", "- Yes -> [verify](#verify)\n- Both -> [ask](#ask) `is_verified`"
    )
    assert broken(late, "disclosure").path == ("first#open", "first#again", "first#ask")


def test_a_guard_for_one_speaker_is_open_to_them_alone() -> None:
    led = FIRST.replace(
        "- Check -> [check](#!verify)", "- Her husband -> [ask](#ask) `is_spouse`\n- C -> [check](#!verify)"
    )
    assert faults(led) == []
    worlds = (PLAIN, World(speaker="spouse", has_paper=True))
    found = [fault for fault in check(scripts(led), (WORDS,), worlds=worlds) if fault.kind == "identity"]
    assert [(fault.step, fault.world) for fault in found] == [
        ("ask", "the spouse speaking with a paper on file")
    ] * len(found)
    assert found


def test_to_one_who_may_hear_nothing_identity_opens_nothing() -> None:
    """So what stands behind it is not proved of them, and what does not is."""
    stranger = (World(speaker="relative", hears=frozenset()),)
    assert check(scripts(), (WORDS,), worlds=stranger) == ()
    leak = FIRST.replace("- Both match -> [disclose](#disclose) `is_verified`", "- On -> [d](#disclose)")
    found = check(scripts(leak), (WORDS,), worlds=stranger)
    assert {fault.world for fault in found if fault.path} == {"the relative speaking, who may hear nothing"}


def test_words_that_wait_close_the_ways_to_money_until_they_are_said() -> None:
    barred = (World(states=("MA",), is_time_barred=True),)
    assert check(scripts(), (WORDS,), worlds=barred) == ()
    open_way = FIRST.replace("- No -> [ask](#ask) `may_demand`", "- No -> [ask](#ask)")
    found = check(scripts(open_way), (WORDS,), worlds=barred)
    assert [(fault.kind, fault.step, fault.world) for fault in found] == [
        ("time-barred", "ask", "in MA, a time-barred debt")
    ]


def test_where_no_notice_is_asked_for_none_is_missed() -> None:
    swapped = FIRST.replace("This call is recorded. Is this", "Is this")
    assert "recording" in {fault.kind for fault in check(scripts(swapped), (WORDS,))}
    silent = (World(is_notice_asked=False),)
    assert "recording" not in {fault.kind for fault in check(scripts(swapped), (WORDS,), worlds=silent)}


def test_the_amount_may_be_told_to_one_who_asks_but_not_asked_for() -> None:
    answer = "\n## amount\n> The balance is {balance}.\n- Go on -> [coverage](#coverage)\n"
    text = FIRST.replace("- Go on ->", "- How much? -> [amount](#amount)\n- Go on ->", 1) + answer
    assert broken(text, "coverage").step == "amount"
    told = text.replace("coverage-question: coverage}", "coverage-question: coverage, amount-if-asked: amount}")
    assert faults(told) == []
    asked = told.replace("The balance is {balance}.\n- Go on", "The balance is {balance}. Can you pay?\n- Go on")
    assert broken(asked, "coverage").step == "amount"


def test_a_card_is_opened_knowing_nothing() -> None:
    told = CARDS.replace("My name is {collector}.", "You have a debt.")
    assert broken(FIRST, "identity", told).path == ("cards#who-is-this",)


def test_a_message_holds_the_permitted_sentences_and_no_other() -> None:
    text = (
        "---\nid: voicemail\nkind: message\n---\n## message\n"
        "> Hello. This is {collector} from {voicemail_name}. Please call {callback_number}.\n"
        "- Left -> [end](#!wrap-up:AM-L)\n"
    )
    assert check((dl.parse_script(text, "v.md"),), (WORDS,)) == ()
    longer = check((dl.parse_script(text.replace("Hello.", "Hello. It is important."), "v.md"),), (WORDS,))
    assert [fault.says for fault in longer] == ["'It is important.' is no permitted part of a message"]
    shorter = check((dl.parse_script(text.replace(" Please call {callback_number}.", ""), "v.md"),), (WORDS,))
    assert [fault.says for fault in shorter] == ["the message lacks {callback_number}"]


def test_speech_that_is_not_plain_is_measured() -> None:
    heavy = FIRST.replace(
        "> What is your date of birth?",
        "> Notwithstanding considerations regarding confidentiality, organisational obligations necessitate "
        "verification of identifying particulars, including nationality, residential accommodation, "
        "occupational designation, and institutional affiliations maintained contemporaneously?",
    )
    assert ("grade", "") in faults(heavy)
    assert reading_grade(dl.parse_script(CARDS, "cards.md")) < 4


# ── walks ──


def problems(plan: dict[str, object], first: str = FIRST) -> list[str]:
    lib = library(first)
    return [fault.says for fault in walk(lib, lib["first"], plan).faults]


def test_a_walk_goes_by_labels_numbers_and_facts_that_come_true() -> None:
    plan: dict[str, object] = {
        "name": "in full",
        "facts": ["may_demand"],
        "steps": ["That is", "+is_verified", 1, "Go on", "No", "Yes"],
        "ends": "!wrap-up:PIF",
        "says": ["call is recorded", "{balance}"],
        "never_says": ["{agency}"],
    }
    assert problems(plan) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"steps": ["That is", "Both"]}, "'Both match' is closed at first#verify: needs is_verified"),
        ({"steps": ["Perhaps"]}, "'Perhaps' is not one choice at first#open"),
        ({"ends": "disclose"}, "ends at first#verify, not at disclose"),
        ({"says": ["{balance}"]}, "'{balance}' is never said"),
        ({"never_says": ["Recorded"]}, "'Recorded' is said"),
        ({"closed": ["No"]}, "'No' is not a closed choice at first#verify"),
        ({"start": "nowhere"}, "starts at first#nowhere, which does not exist"),
        ({"stepps": []}, "unknown field `stepps`"),
        ({"steps": "That is"}, "Expected `array`"),
    ],
)
def test_a_walk_that_goes_astray_says_where(change: dict[str, object], says: str) -> None:
    plan: dict[str, object] = {"name": "w", "steps": ["That is"], "ends": "verify"}
    found = problems(plan | change)
    assert len(found) == 1
    assert says in found[0]


def test_steps_that_no_walk_went_through_are_named() -> None:
    lib = library()
    done = walk(lib, lib["first"], {"name": "w", "steps": ["That is"], "ends": "verify"})
    assert [str(place) for place in unvisited(lib, (done,))][:2] == ["first#again", "first#disclose"]
