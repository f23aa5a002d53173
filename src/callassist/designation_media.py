"""Which ways of being reached they ask to stop: "don't call or text me", "no more e-mails", "only by mail"."""

from __future__ import annotations

import re
from typing import Final

import msgspec

ASK_MEDIA: Final = "Ask which they want to stop: calls, texts, e-mail, letters."
ASK_WHEN: Final = "Ask at which days and hours that is."
ASK_NUMBER: Final = "Ask which number that is, and mark the others."
ASK_OTHERS: Final = "Ask whose number that is, and mark it; say whether they themselves may be called."
ASK_CEASE: Final = "Note it, and ask whether every contact is to stop; in writing it binds at once."

_MEDIA: Final = (
    ("call", r"(?:phone |robo-?)?call(?:s|ing)?|(?:tele)?phon(?:e|ing)|ring(?:ing)?|dial(?:l?ing)?"),
    ("no_text", r"(?:text|sms)(?:s|ing)?(?: messages?)?"),
    ("no_email", r"e-?mail(?:s|ing)?"),
    ("no_voicemail", r"voice ?mails?|(?:phone )?messages?"),
    ("no_mail", r"letters?|mail(?:s|ing|ings)?|writ(?:e|ing)(?= to\b| me\b| us\b|$|[,;. ])|bills|statements"),
    ("cease", r"contact(?:s|ing)?|communicat(?:e|ing|ions?)"),
)
_KINDS: Final = tuple(("do_not_call" if kind == "call" else kind, re.compile(said)) for kind, said in _MEDIA)
_MEDIUM: Final = "|".join(said for _, said in _MEDIA)
_NEVER: Final = (
    r"(?:stop|quit|don'?t|do not|never|no(?: more)?|cease(?: and desist)?(?: from)?|refrain from|not to|"
    r"no longer|discontinue)"
)
_LEAD: Final = (
    r"(?:(?:send|sending|leav(?:e|ing)|get|want|like|accept|use) )?(?:(?:me|us) )?"
    r"(?:(?:any|more|further|ever|even|keep|all|the|a|your|these|those|with|by|you|to) )*"
)
_OBJECT: Final = (
    r"(?: (?:to |with )?(?:me|us|here|again|any ?more|at all|ever(?: again)?|period|please)\b|"
    r" (?:for any reason|this number|there|to(?=,| or\b| and\b| nor\b))\b)*"
)
_WAY: Final = r"(?: (?:by|via|through|over the|on the|on my|with)(?: my| the| any)?(?: cell| mobile)?)"
_JOIN: Final = rf"\s*(?:,\s*(?:or |and |nor )?|/|or |and |nor )\s*{_LEAD}"
_CHAIN: Final = re.compile(
    rf"\b{_NEVER} {_LEAD}(?P<first>{_MEDIUM})\b{_OBJECT}(?:{_WAY} (?P<way>{_MEDIUM})\b)?"
    rf"(?P<more>(?:{_JOIN}(?:{_MEDIUM})\b{_OBJECT})*)(?P<way_too>{_WAY} (?:{_MEDIUM})\b)?"
)
_NOT_THAT: Final = re.compile(
    r"(?<!do )\b(?:not|instead of|rather than) (?:by )?(?P<first>calls|calling|phone|texts?|e-?mails?|letters)\b"
)
_ONLY: Final = re.compile(
    r"\b(?:only|just) (?:(?:contact|reach|use) )?(?:(?:me|us) )?(?:(?:by|via|through|"
    r"with) )?(?P<one>phone calls|phone|"
    r"(?:text|sms)(?:s|ing)?|e-?mails?|letters?|mail|write|in writing)\b|"
    r"\b(?P<two>(?:phone )?calls|phone|texts?|e-?mails?|letters?|mail|in writing) only\b|"
    r"\b(?:only (?:to )?(?:contact|reach) (?:me|us)|except)(?: by| via| through)? "
    r"(?P<three>in writing|phone|texts?|e-?mail|letters?|mail)\b"
)
_GOT_NONE: Final = re.compile(r"\b(?:got|get|gotten|received|seen|had|have|there(?:'s| is| was))\s+$")
_THEIRS: Final = re.compile(
    r"\s*(?:at |on )?(?:(?:my|our|the|this|his|her|other|any of my) )(?:\w+ )?"
    r"(?P<number>(?:cell|mobile|home|house|land ?line|tele)? ?(?:phone|number|line|cell|mobile|landline|address|"
    r"account)s?\b)?"
)
_REFUSED: Final = re.compile(
    r"(?<!not )\b(?:refus(?:e|es|ed|ing) to pay|(?:will not|won'?t|not going to|never) (?:be )?pay(?:ing)?|"
    r"(?:am|'m) not paying|cease and desist)\b"
)
_SUBJECT: Final = re.compile(
    r"\b(?:unless|until|till|if|before|when|more than|over|today|tomorrow|this (?:week|month)|now|yet|in full|"
    r"all at once|"
    r"by phone|online|with|interest|fees?|without|extra|on (?:mon|tue|wed|thu|fri|sat|sun))\b"
)


_OTHER: Final = re.compile(r"\b(?:text|e-?mail|letter|mail|writ(?:e|ing)|message)s?\b")
_HANGS: Final = re.compile(
    r"\s*(?:while|when(?! i (?:told|said|asked))|whenever|during (?:\w+ )?(?:work|business|school|class|office|"
    r"the day)\b|"
    r"if|(?:at|around) \d{1,2}|on (?:holidays|my birthday)|so|too|more than|as often|\w+ times|twice|"
    r"every (?:day|hour|week|other)|"
    r"from (?:a|an|different|new|unknown|blocked|those))\b(?! (?:i am|i'm) (?:at|in) (?:the )?(?:work|home|"
    r"school|church|office))"
)
_FOR_GOOD: Final = re.compile(r"\b(?:again|ever|any ?more)\b")
_EXCEPTS: Final = re.compile(r"[\s,;.]*(?:but )?(?:except|unless|other than|outside|apart from)\b")
_CALLED: Final = re.compile(
    rf"\b(?:{_NEVER}|only|call|reach|fine|good|ok(?:ay)?|great|best|better|bad|works?|suits?|prefer|available|free)\b"
    r".*(?:,|\band|\bor|\bnor)\s*(?:please\s*)?$"
)
_TRAILS: Final = re.compile(rf"\b(?:or|nor|and) {_LEAD}(?:{_MEDIUM})\b")


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """Limits on ways of being reached, the text without what said so, and what is left to ask."""

    kinds: tuple[str, ...] = ()
    rest: str = ""
    ask: str = ""


def media_of(text: str, named: re.Pattern[str]) -> Media:
    """What is to stop altogether; a way that is tied to times or places (`named` finds them) is left in the text."""
    kinds: list[str] = []
    asks: list[str] = []
    rest, end = "", 0
    for found in (*_CHAIN.finditer(text), *_NOT_THAT.finditer(text), *_ONLY.finditer(text)):
        if _GOT_NONE.search(text[: found.start()]):
            continue
        if found.re is _CHAIN and _hangs(text, found):
            asks += [ASK_WHEN]
            continue
        if _is_tied(text, found, named):
            asks += [ASK_MEDIA] if _TRAILS.search(re.split(rf"[;.\n]|\b{_NEVER}\b", text[found.end() :])[0]) else []
            continue
        stopped, ask = _only(found) if found.re is _ONLY else _stopped(found, text)
        kinds += stopped
        asks += [ask] if ask else []
        if found.start() >= end:
            rest, end = f"{rest}{text[end : found.start()]} ; ", found.end()
    return Media(kinds=tuple(dict.fromkeys(kinds)), rest=rest + text[end:], ask=asks[0] if asks else "")


def refusal(text: str) -> bool | None:
    """Whether they refuse to pay or tell us to cease: True for good, False when it hangs on something, None if not."""
    found = _REFUSED.search(text)
    return None if found is None else _SUBJECT.search(text) is None


def names_another(text: str) -> bool:
    """Whether they speak of texts, e-mail or letters, without a word of what is to stop."""
    return _OTHER.search(text) is not None


def _is_tied(text: str, found: re.Match[str], named: re.Pattern[str]) -> bool:
    """Whether a time or a place stands in the same breath: after it up to a stop, before it up to a full stop."""
    rest = text[found.end() :]
    if found.re is _CHAIN and _FOR_GOOD.search(text[found.end("first") : found.end()]):
        return False
    after = re.split(rf"[;,.\n]|\bbut\b(?! not)|\b{_NEVER}\b", rest, maxsplit=1)[0]
    if named.search(after) or _EXCEPTS.match(rest):
        return True
    before = re.split(r"[;.\n]|\bbut\b", text[: found.start()])[-1]
    if _CALLED.search(before):  # that time is of what was said of it before this "no"
        return False
    nearest = re.split(rf",|\b{_NEVER}\b", before)
    return named.search(nearest[-1] if nearest[-1].strip() else before) is not None


def _hangs(text: str, found: re.Match[str]) -> bool:
    """Whether it holds at times that no clock tells: "while I work", "so often"."""
    is_for_good = _FOR_GOOD.search(text[found.end("first") : found.end()]) is not None
    return not is_for_good and _HANGS.match(text[found.end() :]) is not None


def _only(found: re.Match[str]) -> tuple[list[str], str]:
    said = found["one"] or found["two"] or found["three"]
    if said in {"in writing", "write"}:
        return ["do_not_call"], ASK_MEDIA
    kept = _kinds(said)
    return [kind for kind in ("do_not_call", "no_text", "no_email", "no_mail") if kind not in kept], ""


def _stopped(found: re.Match[str], text: str) -> tuple[list[str], str]:
    if found.re is _NOT_THAT:
        return _kinds(found["first"]), ""
    after = text[found.end() :]
    kinds, ask = _joined(found, after)
    if re.search(r"\b(?:this number|here|there)\b", found.group()):
        return kinds, ASK_NUMBER
    theirs = _THEIRS.match(after)
    if theirs is None or kinds == ["no_voicemail"]:
        return kinds, ask
    return (kinds, ASK_NUMBER) if theirs["number"] else ([], ASK_OTHERS)


def _joined(found: re.Match[str], after: str) -> tuple[list[str], str]:
    """The first, and the others where "or" or "and" makes them one list: "don't call, text me" asks for texts."""
    first = _kinds(found["way"] or found["first"])
    others = _kinds(found["more"])
    if way := found["way_too"]:
        return [kind for kind in dict.fromkeys((*first, *others, *_kinds(way))) if kind != "cease"], ""
    is_listed = re.search(r"\b(?:or|and|nor)\b|/", found["more"]) is not None
    is_turned = found["first"].endswith("ing") and re.search(r"\band (?:text|e-?mail|call|write|mail)\b", found["more"])
    is_instead = re.match(r"\s*instead\b", after) is not None
    if others and (not is_listed or is_turned or is_instead) and not re.search(_NEVER, found["more"]):
        return first, ASK_MEDIA
    return [*first, *others], ""


def _kinds(text: str) -> list[str]:
    """Each way that is named: "text messages" are texts, "e-mail" is no mail."""
    found: list[str] = []
    for said in re.finditer(rf"\b(?:{_MEDIUM})\b", text):
        found += [next(kind for kind, pattern in _KINDS if pattern.fullmatch(said.group()) or kind == "cease")]
    return found
