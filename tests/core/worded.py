"""A case of plain habits and what all rules say of it: for tests of words."""

from msgspec import Struct

from callassist.intake.library import data_root, load_rules, load_setting
from callassist.rule_shapes import Asked, Given, GivenClient, Trial
from callassist.rule_stories import Story
from callassist.rules import Rulebook, Setting
from callassist.survey import Verdicts, survey

ROOT = data_root()
RULEBOOK = load_rules(ROOT)
GEOGRAPHY = load_setting(ROOT).geography
NOON = "2026-04-01 12:00"
ALLOWED = Given(clients=GivenClient(may_leave_voicemail=True, kind="other"))


class Guide(Struct, frozen=True, kw_only=True):
    setting: Setting
    rulebook: Rulebook


def judged(told: Given = ALLOWED, rulebook: Rulebook = RULEBOOK, at: str = NOON) -> Verdicts:
    """What the rules say of a case."""
    story = Story(Trial(name="words", when=Asked(at=at), then="allow", given=told), GEOGRAPHY)
    return survey(story.case(), Guide(setting=story.setting(), rulebook=rulebook), story.asked_at)


PLAIN = judged()
