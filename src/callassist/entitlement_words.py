"""What is said and done where something closes a demand: a way for each gate, in plain words and with its law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from callassist.bargains import Way


class Closing(msgspec.Struct, frozen=True):
    """How a gate is answered: the kind of way (bargains.ROUTES), what is said, what is done, why."""

    kind: str
    say: str
    do: str
    why: str

    def way(self, debts: tuple[int, ...]) -> Way:
        """The way for these debts."""
        return Way(kind=self.kind, debts=debts, say=self.say, do=self.do, why=self.why)


NOT_YET: Final = "15 USC 1692e(2)(A), 1692f(1)"
CLOSINGS: Final[Mapping[str, Closing]] = {
    "bankruptcy": Closing(
        "gate",
        "Thank you for telling me. I won't ask you to pay. Could I have the case number or your lawyer's name?",
        "Stop all requests; note court, case number and lawyer; return the accounts to the client.",
        "A bankruptcy stays all collection: 11 USC 362(a)(6), 524(a)(2).",
    ),
    "deceased": Closing(
        "gate",
        "I'm sorry for your loss. I won't ask you to pay this. Who takes care of the estate?",
        "Ask only who acts for the estate; ask nobody else to pay.",
        "Only who acts for the estate is spoken to of it: 12 CFR 1006.6(a)(4).",
    ),
    "attorney": Closing(
        "gate",
        "You have a lawyer, so I'll talk with them from here. What are their name and number?",
        "Note the lawyer's name and number; write to them alone.",
        "Whoever has a lawyer is not asked: 15 USC 1692c(a)(2).",
    ),
    "cease": Closing(
        "gate",
        "You asked us to stop, so I won't ask you for anything. Thank you.",
        "End the talk; make no further contact but what the law leaves.",
        "They asked in writing that contact stop: 15 USC 1692c(c).",
    ),
    "nothing_owed": Closing(
        "gate",
        "There is nothing left for you to pay.",
        "Ask for nothing; close what is at zero.",
        "No more is asked than what is owed: 15 USC 1692f(1).",
    ),
    "qmb": Closing(
        "gate",
        "You have help with Medicare, so you don't owe this. I'll send it back to be put right.",
        "Return it to the client as one of a Qualified Medicare Beneficiary.",
        "A Qualified Medicare Beneficiary owes no cost share: 42 USC 1396a(n)(3)(B).",
    ),
    "medicaid": Closing(
        "gate",
        "Medicaid covers this care, so I'm not asking you to pay. I'll send it back to be billed.",
        "Return it to the client for Medicaid.",
        "Medicaid's payment is payment in full: 42 CFR 447.15.",
    ),
    "other_payer": Closing(
        "insurance",
        "Somebody else pays this one first, so I'm not asking you to. Who handles the claim?",
        "Note the payer, the claim number and who handles it; pass them to the client.",
        f"What another payer answers for is not theirs to pay yet: {NOT_YET}.",
    ),
    "dispute": Closing(
        "dispute",
        "I've noted that you don't agree with this bill. I won't ask you to pay while it's looked into.",
        "Note what is wrong with it; send the proof; ask for nothing until then.",
        "A disputed debt is not asked for before it is verified: 15 USC 1692g(b), 12 CFR 1006.38(d)(2).",
    ),
    "identity_theft": Closing(
        "dispute",
        "Thank you for telling me it isn't yours. I'll stop here and send you the steps to report it.",
        "Tell the client; send the papers for a report of identity theft.",
        "The creditor is told, and the person gets the papers: 15 USC 1681m(g).",
    ),
    "surprise_bill": Closing(
        "dispute",
        "This bill may be higher than the law allows. I'll check it first, so nothing is asked of you now.",
        "Ask the client for the in-network share; correct the balance.",
        "Of a surprise bill only the in-network share is owed: 45 CFR 149.410, 149.420.",
    ),
    "insurance_pending": Closing(
        "insurance",
        "Your health plan is still working on this one, so I'm not asking you to pay it now.",
        "Follow the claim up with the plan; come back when it is decided.",
        f"What the plan pays is not known yet: {NOT_YET}.",
    ),
    "unbilled": Closing(
        "insurance",
        "It looks like your health plan was never billed. Could I take the plan's name and member number?",
        "Note the plan and the member number; have the client bill it.",
        f"A plan that was not billed may pay it: {NOT_YET}.",
    ),
    "aid_pending": Closing(
        "aid",
        "Your request for help is being looked at, so I'm not asking you to pay this one now.",
        "Wait for the client's decision; pass on what is missing for it.",
        "An application waits for its answer: 26 CFR 1.501(r)-6(c)(5), (c)(6); agency policy.",
    ),
    "hold": Closing(
        "hold",
        "This one is on hold, so I'm not asking for anything today.",
        "Ask for nothing until the hold is lifted.",
        "The client or the agency put it on hold.",
    ),
}
"""By gate (bargains.GATES)."""
