"""Money agreed on from the shell: a statement, an answer, a deal, its life; on one's own verified call alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from callassist.journal import fold
from callassist.store import Seat
from callassist.stores.sqlite import SqliteStore
from tests.cli.conftest import HEAD, PEOPLE
from tests.cli.shell import Shell
from tests.cli.test_offers import COMMANDS, DANA, STATEMENT, keys_of

SAID = ("--said", "collector-disclosure", "--said", "coverage-question")
WHOLE = "1,284.50 on 2026-06-10"
AT_ONCE = "1,284.50 on 2026-06-20"
LESS = "1000 on 2026-06-10"
HALVES = "642.25 on 2026-06-10,642.25 on 2026-07-10"


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "told.yaml"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


@pytest.fixture
def silent(shell: Shell) -> Shell:
    """Ana is on a call with Dana, verified; nothing was read out yet."""
    shell("dial", "C1")
    shell("speaker", "C1", "consumer", *DANA)
    return shell


@pytest.fixture
def call(silent: Shell) -> Shell:
    """The same, once she was told who we are and asked about cover."""
    silent("said", "C1", "collector-disclosure", "coverage-question")
    return silent


@pytest.fixture
def sue(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A supervisor at the same database."""
    import callassist.intake.collectors as module

    real = module.read_seat
    monkeypatch.setattr(
        module, "read_seat", lambda login: Seat(collector=login, role="supervisor") if login == "sue" else real(login)
    )
    return another(shell, "sue")


def another(shell: Shell, login: str) -> Shell:
    return Shell(shell.db, *(word if word != "ana" else login for word in shell.always))


def kept(shell: Shell) -> list[str]:
    """The kinds of what the journal of Dana's case holds, oldest first."""
    store = SqliteStore(str(shell.db))
    entries = [each for each in store.load(1)[1] if each.stream == 2]
    store.close()
    return [type(each.event).__name__ for each in sorted(entries, key=lambda each: each.seq)]


def deals_of(shell: Shell) -> list[dict[str, Any]]:
    """The deals of Dana's case, read on the open call; without one, verified by her answers."""
    store = SqliteStore(str(shell.db))
    is_open = fold(1, *store.load(1)).call is not None
    store.close()
    views: list[dict[str, Any]] = shell("deals", "C1", *(() if is_open else DANA), "--json").json
    return views


def agree(shell: Shell, *words: str) -> str:
    """A deal on the open call, and its number."""
    told = shell("deals", "C1", "agree", *words, "--yes").out
    number = str(shell("deals", "C1", "--json").json[-1]["deal"])
    assert told.endswith(f"It is deal {number}.\n")
    return number


# ── on one's own verified call ──


def test_without_a_verified_call_of_ones_own_nothing_is_done(shell: Shell, statement: Path) -> None:
    every: tuple[tuple[str, ...], ...] = (
        ("statement", "C1", str(statement)),
        ("deals", "C1", "agree", "1"),
        ("deals", "C1", "refuse"),
        ("deals", "C1", "ask", "1", "--why", "all they have"),
        ("deals", "C1", "authorise", "1", "--how", "check"),
        ("deals", "C1", "move", "1", "1", "2026-06-12"),
        ("deals", "C1", "cancel", "1", "--why", "mistaken"),
        ("deals", "C1", "renegotiate", "1", "1"),
    )
    for words in every:
        assert "your own open call" in shell(*words, code=1).sentence
    shell("dial", "C1")
    for words in every:
        assert "your own open call" in shell(*words, code=1).sentence
    shell("speaker", "C1", "consumer", *DANA)
    before = kept(shell)
    for words in every:
        another(shell, "ben")(*words, code=1)
    assert kept(shell) == before


# ── a statement ──


def test_a_statement_is_kept_once_the_words_before_it_were_said(silent: Shell, statement: Path) -> None:
    assert "Read out first" in silent("statement", "C1", str(statement), code=1).sentence
    assert "StatementTaken" not in kept(silent)

    told = silent("statement", "C1", str(statement), *SAID).out
    assert "Statement kept: household, incomes, housing, transport, other." in told
    assert "A month leaves them $1,112.41." in told
    assert kept(silent)[-3:] == ["DisclosureGiven", "DisclosureGiven", "StatementTaken"]


def test_a_later_answer_completes_an_earlier_one(call: Shell, statement: Path, tmp_path: Path) -> None:
    some = tmp_path / "some.yaml"
    some.write_text("household: 3\ndeclined: [transport]\n", encoding="utf-8")
    told = call("statement", "C1", str(some), *SAID).out
    assert "would rather not say: transport" in told
    assert "What a month can bear is not known; not told: " in told

    call("statement", "C1", str(statement))
    some.write_text("housing: 900\n", encoding="utf-8")
    view = call("statement", "C1", str(some), "--json").json
    assert view["statement"]["household"] == 2
    assert view["statement"]["housing_cents"] == 90_000
    assert view["statement"]["incomes"] == [{"source": "wages", "cents": 185_050, "cycle": "biweekly"}]


def test_a_statement_is_shown_to_who_may_be_told_it(call: Shell, statement: Path) -> None:
    assert call("statement", "C1").out.endswith("in the last 12 months.\n")
    call("statement", "C1", str(statement), *SAID)

    view = call("statement", "C1", "--json").json
    assert (view["case"], view["by"], view["ability"]["cap_cents"]) == ("C1", "ana", 111_241)
    assert not sorted(key for key in keys_of(view) if f"`{key}`" not in COMMANDS)
    assert "Sums are for" in another(call, "ben")("statement", "C1", code=1).sentence
    call("speaker", "C1", "attorney", "--name", "Lou Law")
    hidden = call("statement", "C1", code=1)
    assert "1,850" not in hidden.out + hidden.err
    assert "to nobody but them" in call("statement", "C1", *DANA, code=1).err
    call("statement", "C1", "--said", "coverage-question", code=2)


def test_a_statement_that_tells_nothing_or_is_no_file_is_refused(silent: Shell, tmp_path: Path) -> None:
    path = tmp_path / "told.yaml"
    path.write_text("documented: true\n", encoding="utf-8")
    assert silent("statement", "C1", str(path), *SAID, code=1).sentence == "Nothing was told, and nothing declined."
    path.write_text("housing: lots\n", encoding="utf-8")
    assert "'lots' is no sum of dollars" in silent("statement", "C1", str(path), *SAID, code=1).sentence
    silent("statement", "C1", str(tmp_path / "none.yaml"), code=2)
    assert "DisclosureGiven" not in kept(silent)


# ── agreeing ──


def test_without_yes_it_is_read_back_and_nothing_is_kept(call: Shell) -> None:
    before = kept(call)
    (offer, *_) = call("offers", "C1", "--json").json["offers"]

    ran = call("deals", "C1", "agree", "1", code=1)
    assert "Read back: So that is" in ran.out
    for payment in offer["payments"]:
        assert payment["due"] in ran.out
    assert ran.err.endswith(
        "Nothing is agreed yet: read it back, and once they say so repeat the command with --yes.\n"
    )
    assert kept(call) == before


def test_yes_to_a_number_keeps_what_that_number_offers(call: Shell) -> None:
    offer = call("offers", "C1", "--json").json["offers"][1]
    agree(call, "2")

    (deal,) = deals_of(call)
    assert [(p["due"], p["cents"]) for p in deal["payments"]] == [(p["due"], p["cents"]) for p in offer["payments"]]
    assert kept(call)[-4:] == ["OffersMade", "DealAccepted", "PromiseMade", "OfferAnswered"]
    assert "a deal pays it" not in call("deals", "C1", "agree", "1", code=1).out


def test_the_first_payment_may_fall_on_a_day_they_name(call: Shell) -> None:
    offers = call("offers", "C1", "--json").json["offers"]
    number = next(n for n, each in enumerate(offers, start=1) if len(each["payments"]) > 1)
    agree(call, str(number), "--on", "2026-06-15")

    (deal,) = deals_of(call)
    assert [p["due"] for p in deal["payments"]][:2] == ["2026-06-15", "2026-07-15"]
    assert deal["total_cents"] == offers[number - 1]["total_cents"]


def test_exact_payments_are_taken_to_the_cent_and_the_day(call: Shell) -> None:
    agree(call, "--payments", HALVES)

    (deal,) = deals_of(call)
    assert (deal["kind"], deal["total_cents"]) == ("plan", 128_450)
    assert [(p["due"], p["cents"]) for p in deal["payments"]] == [("2026-06-10", 64_225), ("2026-07-10", 64_225)]


def test_what_they_propose_is_kept_with_the_deal_that_it_became(call: Shell) -> None:
    agree(call, "--counter", "150 a month")

    (deal,) = deals_of(call)
    assert {p["cents"] for p in deal["payments"][:-1]} == {15_000}
    assert deal["total_cents"] == 128_450
    assert kept(call)[-5:] == ["OfferAnswered", "OffersMade", "DealAccepted", "PromiseMade", "OfferAnswered"]


def test_what_is_not_to_be_taken_is_answered_and_not_kept(call: Shell) -> None:
    before = kept(call)
    refusals: tuple[tuple[tuple[str, ...], str], ...] = (
        (("--counter", "5 a month"), "That is nothing to agree on. Answer: "),
        (("--payments", "99 on 2026-06-10, 99 on 2026-06-09"), "The payments must follow each other"),
        (("--payments", "2000 on 2026-06-10"), "That is more than the $1,284.50 owed."),
        (("--payments", LESS), "That takes the word of a supervisor: ask first."),
        (("99",), "No offer has that number now; callassist offers C1 lists them."),
        ((), "nothing was granted on this call"),
    )
    for words, says in refusals:
        assert says in call("deals", "C1", "agree", *words, "--yes", code=1).sentence
    for strange in (
        ("1", "--counter", "half"),
        ("--on", "2026-06-10"),
        ("--payments", "soon"),
        ("--payments", "50 on 2026-06-10 and more on 2026-07-10"),
        ("--payments", "50 on someday"),
        ("--counter", "mumble"),
    ):
        call("deals", "C1", "agree", *strange, "--yes", code=2)
    assert kept(call) == before


def test_a_no_is_kept_and_the_next_is_printed(call: Shell) -> None:
    headline = call("offers", "C1", "--json").json["headline"]
    told = call("deals", "C1", "refuse").out

    assert "They said no; that is kept." in told
    assert kept(call)[-2:] == ["OffersMade", "OfferAnswered"]
    now = call("offers", "C1", "--json").json["headline"]
    assert now != headline
    assert f"say: {now[0]['say']}" in told if now else "Next:" not in told


# ── the word of a seat above ──


def test_what_is_granted_is_agreed_to_without_saying_it_again(call: Shell, sue: Shell) -> None:
    assert "Nobody need be asked" in call("deals", "C1", "ask", "1", "--why", "they like it", code=1).sentence
    call("deals", "C1", "ask", "--why", "they like it", code=2)
    assert "Asked a supervisor" in call("deals", "C1", "ask", "--payments", LESS, "--why", "all they have").out
    (view,) = sue("approvals", "--json").json
    assert (view["offer"]["total_cents"], view["why"]) == (100_000, ["all they have"])
    assert view["otherwise"]
    sue("approvals", "grant", view["id"])

    agree(call)
    (deal,) = deals_of(call)
    assert (deal["total_cents"], deal["by"]) == (100_000, "supervisor")


def test_their_own_words_are_asked_for_with_what_we_offer_otherwise(call: Shell, sue: Shell) -> None:
    call("deals", "C1", "ask", "--counter", "1000 today and that is all", "--why", "a loan from her sister")
    (view,) = sue("approvals", "--json").json

    assert view["why"][0] == "a loan from her sister"
    assert kept(call)[-2:] == ["OfferAnswered", "ApprovalAsked"]


# ── while it runs ──


def test_a_payment_is_moved_once_the_consequences_were_told(call: Shell) -> None:
    deal = agree(call, "--payments", HALVES)
    told = call("deals", "C1", "move", deal, "2", "2026-07-20", code=1)
    assert "the last payment is on 20 Jul 2026" in told.out
    assert [p["due"] for p in deals_of(call)[0]["payments"]] == ["2026-06-10", "2026-07-10"]

    call("deals", "C1", "move", deal, "2", "2026-07-20", "--yes")
    assert [p["due"] for p in deals_of(call)[0]["payments"]] == ["2026-06-10", "2026-07-20"]
    assert "no such payment" in call("deals", "C1", "move", deal, "3", "2026-07-21", code=1).sentence
    assert "There is no deal 99" in call("deals", "C1", "move", "99", "1", "2026-07-21", code=1).sentence


def test_it_is_authorised_and_taken_back_with_why(call: Shell) -> None:
    deal = agree(call, "--payments", WHOLE)
    assert "card on file" in call("deals", "C1", "authorise", deal, "--how", "card on file").out
    assert deals_of(call)[0]["state"] == "authorised"

    call("deals", "C1", "cancel", deal, "--why", "they thought again")
    assert (deals_of(call)[0]["state"], deals_of(call)[0]["why"]) == ("cancelled", "they thought again")


def test_another_deal_takes_the_place_of_one_that_runs(call: Shell) -> None:
    deal = agree(call, "--payments", HALVES)
    call("log", "C1", "PLAN", "--talk", "300")
    later = call.at("2026-06-10T10:05-04:00")
    later("dial", "C1")
    later("speaker", "C1", "consumer", *DANA)

    listed = later("deals", "C1", "renegotiate", deal).out
    assert "1. " in listed
    assert "Read back: " in later("deals", "C1", "renegotiate", deal, "--payments", AT_ONCE, code=1).out
    later("deals", "C1", "renegotiate", deal, "--payments", AT_ONCE, "--yes")
    old, new = deals_of(later)
    assert (old["state"], old["replaced_by"]) == ("renegotiated", new["deal"])
    assert (new["state"], new["replaces"], new["total_cents"]) == ("accepted", old["deal"], 128_450)


def test_the_whole_life_of_a_deal(call: Shell, statement: Path, tmp_path: Path) -> None:
    call("statement", "C1", str(statement), *SAID)
    offers = call("offers", "C1", "--json").json["offers"]
    number = next(n for n, each in enumerate(offers, start=1) if each["kind"] == "plan")
    deal = agree(call, str(number))
    call("deals", "C1", "authorise", deal, "--how", "card on file")
    call("log", "C1", "PLAN", "--talk", "300")
    first = offers[number - 1]["payments"][0]["cents"]

    later = call.at("2026-06-23T10:05-04:00")
    paid = tmp_path / "paid.csv"
    left = f"{(128_450 - first) / 100:.2f}"
    paid.write_text("\n".join((HEAD, PEOPLE[0].replace("1284.50", left))) + "\n", encoding="utf-8")
    later("import", "placements", str(paid))
    assert later("next", "--json").json["case"] != "C1"  # nothing is to be said: what was promised came

    (view,) = deals_of(later)
    assert (view["state"], view["how"]) == ("active", "card on file")
    assert [p["came"] for p in view["payments"]] == [True] + [False] * (len(view["payments"]) - 1)
    assert view["left_cents"] == view["total_cents"] - first


def test_nothing_is_agreed_on_before_cover_was_asked_about(silent: Shell) -> None:
    assert "coverage" in silent("deals", "C1", "agree", "1", "--yes", code=1).sentence
    told = silent("said", "C1", "coverage-question", "coverage-question", "--json").json
    assert told == {"case": "C1", "said": ["coverage-question"]}
    assert "is nothing that is read out" in silent("said", "C1", "weather", code=2).sentence
