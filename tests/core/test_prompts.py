"""One line of guidance: the highest stake wins, what is done goes away, what is set aside stays away."""

from datetime import UTC, datetime, timedelta

from callassist import events as ev
from callassist.casefile import Entry
from callassist.desk.prompt_report import prompt_uses
from callassist.prompts import (
    ACCEPTED,
    COURTESY,
    DISMISSED,
    DUTY,
    HARM,
    OVERRIDDEN,
    SHOWN,
    Ended,
    Guide,
    Prompt,
    answered,
    closed,
    followed,
    set_aside,
    summed,
    told,
)

NOW = datetime(2026, 6, 2, 14, 5, tzinfo=UTC)
LATER = NOW + timedelta(seconds=12)
STATEMENT = Prompt(id="us.fdcpa.disclosure", sentence="Read out the statement.", stake=DUTY, is_task=True)
OLD = Prompt(id="say.time-barred-notice", sentence="Read out the words.", stake=HARM, is_task=True)
LETTER = Prompt(id="us.notice.due", sentence="A letter is due.", stake=COURTESY)


def ended(guide: Guide) -> list[tuple[str, str, int]]:
    return [(each.id, each.how, each.seconds) for each in guide.ended]


def test_the_highest_stake_is_shown_and_the_rest_wait() -> None:
    assert told(Guide(), (LETTER, STATEMENT, OLD)) == OLD
    assert told(Guide(), (STATEMENT, Prompt(id="b.b", sentence="As grave.", stake=DUTY))) == STATEMENT
    assert told(Guide(), ()) is None


def test_what_is_done_was_accepted_and_the_next_takes_its_place() -> None:
    begun = followed(Guide(), (OLD, STATEMENT), NOW)
    done = followed(begun, (STATEMENT,), LATER)
    assert (done.shown, ended(done)) == (STATEMENT.id, [(OLD.id, ACCEPTED, 12)])


def test_what_only_tells_was_shown() -> None:
    assert ended(followed(followed(Guide(), (LETTER,), NOW), (), LATER)) == [(LETTER.id, SHOWN, 12)]


def test_what_waits_behind_a_graver_one_has_not_ended() -> None:
    graver = followed(followed(Guide(), (STATEMENT,), NOW), (STATEMENT, OLD), LATER)
    assert (graver.shown, graver.ended) == (OLD.id, ())


def test_what_is_set_aside_does_not_come_back() -> None:
    aside = set_aside(followed(Guide(), (OLD, STATEMENT), NOW), LATER)
    assert ended(aside) == [(OLD.id, DISMISSED, 12)]
    assert followed(aside, (OLD, STATEMENT), LATER).shown == STATEMENT.id
    assert followed(aside, (OLD,), LATER).shown == ""
    assert set_aside(Guide(), NOW) == Guide()


def test_a_call_that_ends_in_spite_of_a_task_overrode_it() -> None:
    assert ended(closed(followed(Guide(), (STATEMENT,), NOW), LATER)) == [(STATEMENT.id, OVERRIDDEN, 12)]
    assert ended(closed(followed(Guide(), (LETTER,), NOW), LATER)) == [(LETTER.id, SHOWN, 12)]


def test_each_prompt_is_kept_once_with_its_last_end_and_all_its_seconds() -> None:
    guide = answered(answered(answered(Guide(), "a.a", SHOWN, 3), "heard.already_paid", ACCEPTED), "a.a", ACCEPTED, 4)
    assert summed(guide.ended) == (
        Ended(id="heard.already_paid", how=ACCEPTED),
        Ended(id="a.a", how=ACCEPTED, seconds=7),
    )


def test_the_report_counts_ends_and_marks_what_nobody_needs() -> None:
    def entry(seq: int, how: str) -> Entry:
        ends = (ev.PromptEnd(id="say.coverage-question", how=how, seconds=seq), ev.PromptEnd(id="us.x", how=ACCEPTED))
        return Entry(stream=2, seq=seq, at=NOW, actor="ana", event=ev.PromptsEnded(call=1, prompts=ends))

    uses = prompt_uses(entry(seq, DISMISSED if seq <= 13 else ACCEPTED) for seq in range(1, 21))
    first, second = uses
    assert (first.prompt, first.times, first.dismissed, first.accepted) == ("say.coverage-question", 20, 13, 7)
    assert (first.median_seconds, first.is_doubtful) == (10, True)
    assert (second.prompt, second.is_doubtful) == ("us.x", False)
    assert not prompt_uses([entry(1, DISMISSED)])[0].is_doubtful
