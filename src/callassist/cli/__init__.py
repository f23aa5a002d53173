"""The command line: flags become a store, a handbook, a clock and a desk; the same verbs as the screens."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from callassist.cli.printed import clean
from callassist.cli.session import Session, flags
from callassist.errors import CallassistError

COMMANDS: Final = {
    "demo": ("screens", "Open the screens on a throwaway copy of the demo portfolio."),
    "generate": ("files", "Write a synthetic portfolio to a file."),
    "import": ("files", "Bring files in: placements, synthea, a letter vendor's notices, traces."),
    "next": ("work", "Claim the next case and say why it is next."),
    "skip": ("work", "Pass a case over; the reason is required."),
    "release": ("work", "Give a case back to the queue."),
    "open": ("lookup", "Show a case: locked, or verified by typed answers."),
    "dial": ("dial", "Record a call that you are about to place, when no rule stops it."),
    "log": ("outcome", "Log the outcome of a call."),
    "notes": ("records", "The notes that came with a case; say that they have been read."),
    "address": ("traces", "Mark an address as good, returned or an earlier one."),
    "traces": ("traces", "What vendors say of where people are: list, accept, refuse."),
    "links": ("records", "Cases that may be the same person; accept, refuse or undo."),
    "contacts": ("contacts", "The contact book: what is on file, what came of it, which is next; whom else to ask."),
    "skip-trace": ("contacts", "Who has to be found, and the next step for each."),
    "number": ("records", "Add a telephone number, or mark one."),
    "restrict": ("records", "Limit contact with a person."),
    "lift": ("records", "End a limit on contact early."),
    "debt-dates": ("medical", "Days that rules about a debt go by: first bill, default, judgment."),
    "authorization": ("medical", "Whether a HIPAA authorisation is valid, and what it lacks."),
    "speaker": ("people", "Say who is on the line of the open call, and verify them."),
    "said": ("said", "Keep that words were read out on your own call."),
    "authority": ("people", "Who may speak or hear for a consumer: list, add, end."),
    "may-hear": ("people", "What whoever is on the line may hear, by debt and fact, and why not."),
    "revoke": ("records", "Keep that leave was taken back."),
    "consent": ("records", "Keep leave to call, text, e-mail or ring by a machine."),
    "message": ("written", "Record a message: ours when no rule stops it, or theirs."),
    "look-up": ("written", "Keep what the reassigned numbers database said of a number."),
    "email-notice": ("written", "Whether a creditor's notice lets us write to an e-mail address."),
    "attempts": ("written", "Up to which day the attempts of other systems have arrived."),
    "duties": ("duties", "What is owed to a person and by when; over all cases, what is due by a day."),
    "notice": ("duties", "Keep that a notice went out, or came back."),
    "request": ("duties", "Keep a dispute or another request, or its answer."),
    "complaint": ("duties", "Keep any word of dissatisfaction, and the steps of its answer."),
    "furnishing": ("duties", "Whether each debt may be reported to a credit bureau, and why not."),
    "retention": ("duties", "Until when the records of a case must be kept."),
    "facts": ("facts", "Facts on file: what they are and were, who said so and when."),
    "correct": ("facts", "Put a fact right, or keep that it has changed."),
    "pop": ("pop", "A number rings: the screens say so, and the next search begins with whom it may be."),
    "find": ("finding", "Who is calling? Anything that was said, in any order, with probability and reasons."),
    "match": ("finding", "Who is calling, for a whole file of queries."),
    "may-call": ("lookup", "Whether any rule on file stops a call, which, and until when."),
    "replay": ("replay", "A call as it went: steps, clock, keys, what the rules said."),
    "recap": ("replay", "What may be read back of a call before goodbye."),
    "review": ("review", "What in a transcript breaks a rule: turn, words, rule; and what cannot be told."),
    "quality": ("quality", "A logged call by the quality form: met, missed, unknown, and why."),
    "rehearse": ("rehearse", "Rehearse calls with invented people, scored by the quality form."),
    "check-all": ("explain", "Ask of every case whether it may be called; counts by verdict and rule."),
    "explain-call": ("explain", "Why a call was allowed or refused, by the rules as they then stood."),
    "voicemail": ("words", "The message that may be left now, or why none may be."),
    "words": ("words", "What the rules say of words to be said, sent or left."),
    "hear": ("hear", "What a line that was said may mean, and what it names."),
    "rules": ("rulebook", "Lint, prove and explain the rules."),
    "offers": ("offers", "What to do about money: gates, what is theirs by right, then what to offer, and why."),
    "why": ("why", "Why is this owed? Charged, allowed, paid, denied and why, what is left."),
    "counter": ("offers", "What to answer to what they propose, in their own words."),
    "statement": ("statements", "What they told of income and spending: keep it from a file, or show it."),
    "deals": ("deals", "What was agreed on with a person; agree, refuse, ask, move, renegotiate on your call."),
    "approvals": ("deals", "What collectors on a call ask for: list, grant, refuse."),
    "policy": ("policy", "Find faults in creditors' policies, and prove that their numbers work."),
    "fit": ("fit", "Learn from the talks on file how likely offers are taken and kept."),
    "disparity": ("fit", "Whether people were offered, told and granted alike in a month; for compliance."),
    "simulate": ("simulate", "Compare ways of negotiating over a made-up population."),
    "scripts": ("scripts", "Prove the call scripts, run their walks, show one as it is seen."),
    "report": ("reports", "Figures of a shift; what is incomplete."),
    "export": ("reports", "Data out, masked."),
    "doctor": ("upkeep", "Verify every journal, refold every case, compare with the indexes."),
    "backup": ("upkeep", "Write a consistent copy while others work."),
}


class Lazy(click.Group):
    """A group that imports a command's module only when it is called; a list of names costs nothing at start."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names in the order of the documentation."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command itself, imported now."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"callassist.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, name.replace("-", "_") + "_")
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command, from the table above: no module is imported for the help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@flags
@click.version_option(package_name="callassist")
@click.pass_context
def callassist(ctx: click.Context, session: Session) -> None:
    """A terminal assistant for medical-debt collectors on live calls. Without COMMAND the screens open."""
    ctx.obj = session
    if session.listens and ctx.invoked_subcommand not in {None, "demo"}:
        message = "--listen is for the screens: leave it out, or leave out the command."
        raise click.UsageError(message)
    if ctx.invoked_subcommand is None:
        from callassist.cli.screens import open_screens

        open_screens(session)


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script. Errors are one sentence on stderr; exit 1 when refused or failed, 2 for usage."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our matrices are small: threads cost six times what they save
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Do one command; its exit code."""
    try:
        code = callassist(arguments, standalone_mode=False)
    except click.ClickException as fault:
        return _failed(_sentence(fault), fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _failed("Stopped; what was done so far is kept.", 1)
    except CallassistError as fault:
        return _failed(str(fault), 1)
    except BrokenPipeError:  # whoever was reading has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        return _failed(f"{fault.filename or 'A file'}: {str(fault.strerror or fault).lower()}.", 1)
    return code if isinstance(code, int) else 0


def _sentence(fault: click.ClickException) -> str:
    """What is wrong; of a usage error also where to look."""
    message = fault.format_message().strip()
    text = message if message.endswith((".", "?")) else f"{message}."
    context = fault.ctx if isinstance(fault, click.UsageError) else None
    return f"{text} See: {context.command_path} --help" if context and isinstance(fault, _SHORT) else text


_SHORT = (click.MissingParameter, click.NoSuchOption, click.BadOptionUsage, click.BadArgumentUsage)


def _failed(sentence: str, code: int) -> int:
    click.echo(clean(sentence), err=True)
    return code
