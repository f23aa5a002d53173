"""What is said of offers and of help, in Spanish: the English of offering, answering, negotiation and entitlements.

A sentence that is not known here stays in English: a sum is never said in words that were guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from callassist.spoken_es import days_in_spanish

CLAUSES: Final = (
    (", which closes it in full", ", y con eso queda saldado"),
    (", the last one $", ", el último de $"),
    (", the first on ", ", el primero el "),
    (" payments of $", " pagos de $"),
    (", then $", ", luego $"),
    (", then ", ", luego "),
    (" today", " hoy"),
    (" by ", " a más tardar el "),
    (" on ", " el "),
)
"""The words of a clause such as `12 payments of $102.88, the first on 4 December`, in the order they are swapped."""

SENTENCES: Final = (
    ("Paying on this is up to you.", "Pagar esto depende de usted."),
    ("Could you take care of it with {told}?", "¿Podría pagarlo con {told}?"),
    (
        "Everyone who pays at once pays less: {told}. Would that work?",
        "Quien paga de una vez paga menos: {told}. ¿Le serviría?",
    ),
    ("We could take {told}. Is that something you could do?", "Podríamos aceptar {told}. ¿Es algo que podría hacer?"),
    (
        "We can make the payments smaller: {told}. Would that leave you enough to live on?",
        "Podemos hacer los pagos más pequeños: {told}. ¿Le quedaría lo suficiente para vivir?",
    ),
    (
        "Would it help if we split it? That would be {told}.",
        "¿Le ayudaría si lo dividimos? Serían {told}.",
    ),
    (
        "Two ways people close this: {told}; or {other}. Which is closer?",
        "La gente lo cierra de dos maneras: {told}; o {other}. ¿Cuál se acerca más a lo que usted puede?",
    ),
    ("Which of the two works for you?", "¿Cuál de las dos le sirve?"),
    (
        "Thank you for telling me. I won't ask again today. Let me tell you what help there is.",
        "Gracias por decírmelo. Hoy no le vuelvo a pedir. Le cuento qué ayuda hay.",
    ),
    (
        "Thank you for telling me. I won't ask for money on that; let me note it and tell you what happens next.",
        "Gracias por decírmelo. Por eso no le pido dinero; déjeme anotarlo y decirle qué sigue.",
    ),
    ("What would be possible for you, and from when?", "¿Qué sería posible para usted, y desde cuándo?"),
    ("Thank you. So that is {told}. Shall I set that up?", "Gracias. Entonces son {told}. ¿Lo dejo así?"),
    ("What could you manage, and from when?", "¿Cuánto podría, y desde cuándo?"),
    (
        "I don't want you to go without what you need. Let me see what help there is.",
        "No quiero que le falte lo que necesita. Déjeme ver qué ayuda hay.",
    ),
    (
        "Let's keep it at what leaves you enough to live on: {told}. Would that be better?",
        "Dejémoslo en lo que le alcance para vivir: {told}. ¿Así estaría mejor?",
    ),
    (
        "That is very close to what I can set up myself: {told}. Would that do?",
        "Eso está muy cerca de lo que puedo hacer yo: {told}. ¿Le serviría?",
    ),
    ("We can do that: {told}. Shall I set that up?", "Eso se puede: {told}. ¿Lo dejo así?"),
    ("Thank you, that helps. Could you manage {told}?", "Gracias, eso ayuda. ¿Podría con {told}?"),
    (
        "I can ask about that right now. May I put you on hold for a minute?",
        "Eso lo puedo preguntar. ¿Me permite un minuto en espera?",
    ),
    (
        "Thank you for telling me. Let me see what help there is before we talk about payments.",
        "Gracias por decírmelo. Déjeme ver qué ayuda hay antes de hablar de pagos.",
    ),
    (
        "I can't take that, and I won't press you. I will write down what you offered.",
        "No lo puedo aceptar, y no le voy a presionar. Voy a anotar lo que ofreció.",
    ),
    (
        "So that is {told}. Is that right? And how will you pay?",
        "Entonces son {told}. ¿Está bien? ¿Y cómo va a pagar?",
    ),
    (
        "You may be close to the line for help with this bill. Would you like the form, so they can look?",
        "Puede que esté cerca del límite para recibir ayuda con esta factura. ¿Quiere el formulario, para que lo vean?",
    ),
    (
        "There is help with bills like this for people whose income is low. Would you like the form?",
        "Hay ayuda con facturas así para personas con pocos ingresos. ¿Quiere el formulario?",
    ),
    (
        "You may get help that takes off all of this bill. I can send you the form.",
        "Puede que reciba ayuda que quita toda esta factura. Le puedo mandar el formulario.",
    ),
    (
        "You may get help that takes off {told} percent of this bill. I can send you the form.",
        "Puede que reciba ayuda que quita el {told} por ciento de esta factura. Le puedo mandar el formulario.",
    ),
    ("You get help that takes off all of this bill.", "Usted recibe ayuda que quita toda esta factura."),
    (
        "You get help that takes off {told} percent of this bill.",
        "Usted recibe ayuda que quita el {told} por ciento de esta factura.",
    ),
    ("I'm not asking you to pay while it's looked at.", "No le pido que pague mientras se revisa."),
    (
        "Medicaid may pay for this care. Would you like help to apply?",
        "Puede que Medicaid pague esta atención. ¿Quiere ayuda para pedirlo?",
    ),
    (
        "You had coverage then, so it should be billed first. Could I take the plan's name and member number?",
        "Usted tenía cobertura entonces, así que primero se le cobra al plan. ¿Me da el nombre del plan y el número?",
    ),
    (
        "When money is tight, there is a plan with smaller payments, over up to {told} months.",
        "Cuando el dinero no alcanza, hay un plan con pagos más pequeños, de hasta {told} meses.",
    ),
    (
        "Anybody who pays all of it within {told} days gets {other} percent off.",
        "A quien lo paga todo en {told} días se le quita el {other} por ciento.",
    ),
    (
        "The law protects the income you have, so I'm not asking you to pay out of it.",
        "La ley protege los ingresos que usted tiene, así que no le pido que pague con ellos.",
    ),
    (
        "Your needs come first and nothing is left over. I'll ask for a review. You don't have to pay now.",
        "Sus necesidades van primero y no queda nada. Voy a pedir una revisión. Ahora no tiene que pagar.",
    ),
    (
        "Thank you for telling me. I won't ask you to pay. Could I have the case number or your lawyer's name?",
        "Gracias por decírmelo. No le voy a pedir que pague. ¿Me da el número del caso o el nombre de su abogado?",
    ),
    (
        "I'm sorry for your loss. I won't ask you to pay this. Who takes care of the estate?",
        "Siento mucho su pérdida. No le voy a pedir que pague esto. ¿Quién se encarga de la herencia?",
    ),
    (
        "You have a lawyer, so I'll talk with them from here. What are their name and number?",
        "Usted tiene un abogado, así que de aquí en adelante hablo con él. ¿Cuáles son su nombre y su número?",
    ),
    (
        "You asked us to stop, so I won't ask you for anything. Thank you.",
        "Usted nos pidió parar, así que no le voy a pedir nada. Gracias.",
    ),
    ("There is nothing left for you to pay.", "No le queda nada por pagar."),
    (
        "You have help with Medicare, so you don't owe this. I'll send it back to be put right.",
        "Usted tiene ayuda con Medicare, así que no debe esto. Lo voy a devolver para que lo corrijan.",
    ),
    (
        "Medicaid covers this care, so I'm not asking you to pay. I'll send it back to be billed.",
        "Medicaid cubre esta atención, así que no le pido que pague. Lo voy a devolver para que lo cobren ahí.",
    ),
    (
        "Somebody else pays this one first, so I'm not asking you to. Who handles the claim?",
        "Esto lo paga primero otro, así que no se lo pido a usted. ¿Quién lleva la reclamación?",
    ),
    (
        "I've noted that you don't agree with this bill. I won't ask you to pay while it's looked into.",
        "Ya anoté que no está de acuerdo con esta factura. No le voy a pedir que pague mientras se revisa.",
    ),
    (
        "Thank you for telling me it isn't yours. I'll stop here and send you the steps to report it.",
        "Gracias por decirme que no es suyo. Paro aquí y le mando los pasos para denunciarlo.",
    ),
    (
        "This bill may be higher than the law allows. I'll check it first, so nothing is asked of you now.",
        "Puede que esta factura sea más alta de lo que permite la ley. Primero la reviso; ahora no se le pide nada.",
    ),
    (
        "Your health plan is still working on this one, so I'm not asking you to pay it now.",
        "Su plan de salud todavía la está viendo, así que ahora no le pido que la pague.",
    ),
    (
        "It looks like your health plan was never billed. Could I take the plan's name and member number?",
        "Parece que nunca se le cobró a su plan de salud. ¿Me da el nombre del plan y el número de miembro?",
    ),
    (
        "Your request for help is being looked at, so I'm not asking you to pay this one now.",
        "Su solicitud de ayuda se está revisando, así que ahora no le pido que pague.",
    ),
    (
        "How many people live in your household, counting yourself?",
        "¿Cuántas personas viven en su hogar, contándose usted?",
    ),
    (
        "About how much comes in before taxes, and how often?",
        "¿Más o menos cuánto entra antes de impuestos, y cada cuánto?",
    ),
    ("What does housing cost you a month, with utilities?", "¿Cuánto le cuesta la vivienda al mes, con luz y agua?"),
    ("And getting around: car, fuel, bus?", "¿Y el transporte: auto, gasolina, autobús?"),
    (
        "Anything else you must pay each month, like medicine, child care or support?",
        "¿Algo más que tenga que pagar cada mes, como medicinas, guardería o manutención?",
    ),
    (
        "You don't have to answer this; it only helps me find something you can afford.",
        "No tiene que contestar esto; solo me ayuda a encontrar algo que le alcance.",
    ),
    ("This one is on hold, so I'm not asking for anything today.", "Esto está en espera, así que hoy no le pido nada."),
)
"""English and Spanish; what stands in braces is a clause or a number."""

_CUT: Final = re.compile(r"(?<=[.?])\s+")


def offer_in_spanish(text: str) -> str:
    """The words of an offer in Spanish, sentence by sentence; what is not known is left as it is."""
    pieces, said, at = _CUT.split(text.strip()), [], 0
    while at < len(pieces):
        taken, words = _longest(pieces[at:])
        said.append(words)
        at += taken
    return " ".join(said).strip()


def _longest(pieces: list[str]) -> tuple[int, str]:
    """As many sentences at once as are known together, and what they are in Spanish."""
    for count in range(min(len(pieces), 3), 0, -1):
        joined = " ".join(pieces[:count])
        for pattern, spanish in _patterns():
            if found := pattern.fullmatch(joined):
                return count, spanish.format(**{name: _clause(words) for name, words in found.groupdict().items()})
    return 1, pieces[0]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(english), spanish) for english, spanish in SENTENCES)


def _pattern(english: str) -> re.Pattern[str]:
    escaped = re.escape(english).replace(r"\{told\}", "(?P<told>[^?]+)").replace(r"\{other\}", "(?P<other>[^?]+)")
    return re.compile(escaped)


def _clause(text: str) -> str:
    for english, spanish in CLAUSES:
        text = text.replace(english, spanish)
    return days_in_spanish(text)
