"""PLOVER's classes for other tools: scores, quad categories, and how plans and wishes become events of other types.

Source: the PLOVER coding manual (Open Event Data Alliance). Its table of scores prints 3 for ACCUSE, whose modes have
-2 and -3.5; here it is -3. Its two tables of quad categories differ on SANCTION; here it is material conflict, as in
the section on SANCTION itself.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.record.layers.events import EventType

_SCORES: dict[EventType, tuple[float, str]] = {
    "AGREE": (2.5, ""),
    "CONSULT": (2.5, "visit 4 third-party 1 multilateral 4 phone 1.5"),
    "SUPPORT": (5, ""),
    "CONCEDE": (4.5, ""),
    "COOPERATE": (9.5, ""),
    "AID": (10, ""),
    "RETREAT": (6.5, "withdraw 8 release 6.5 disarm 10 ceasefire 7.5 access 6.5 resign 4.5"),
    "REQUEST": (0, "assist 0.5 change -1 yield -1 meet 0"),
    "ACCUSE": (-3, "disapprove -2 investigate -3.5 allege -3.5"),
    "REJECT": (-2, "assist -1.5 change -2 yield -2 meet -2"),
    "THREATEN": (-3.5, "restrict -3 arrest -3.5 relations -3.5 expel -3.5 territory -4 violence -3.5"),
    "PROTEST": (-5, "demo -5 riot -7 strike -5 hunger -4.5 boycott -4.5 obstruct -4.5"),
    "SANCTION": (-6, "convict -6 expel -5.5 withdraw -6 discontinue -6"),
    "MOBILIZE": (-5.5, "troops -6.5 weapons -6.5 police -5.5 militia -6"),
    "COERCE": (
        -7,
        "seize -7 restrict -7 censor -6.5 curfew -6.5 martial-law -7.5 arrest -7 deport -7 withhold -7 "
        "misinformation -6.5 cyber -7",
    ),
    "ASSAULT": (
        -9,
        "abduct -8.5 beat -7.5 torture -8.5 sexual -8.5 targeted -9.5 destroy -8.5 primitive -8 firearms -9 "
        "explosives -9 suicide-attack -9.5 aerial -9.5 drone -9.5 heavy-weapons -9.5 crowd-control -7.5 "
        "unconventional -10",
    ),
}
_QUADS = {
    "VERBAL COOPERATION": "AGREE CONSULT SUPPORT CONCEDE",
    "MATERIAL COOPERATION": "COOPERATE AID RETREAT",
    "VERBAL CONFLICT": "REQUEST ACCUSE REJECT THREATEN",
    "MATERIAL CONFLICT": "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
}
QUAD_OF = {name: quad for quad, names in _QUADS.items() for name in names.split()}
"""The quad category of each type."""
CONTEXT_OF = {"cyber": "cyber", "misinformation": "misinformation"}
"""The context that a mode of COERCE brings with it."""


class PloverClass(NamedTuple):
    """A type with its mode, or None where it has none."""

    type: EventType
    mode: str | None = None


_PLANNED: dict[EventType, PloverClass] = {
    **dict.fromkeys(("CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"), PloverClass("AGREE")),
    **dict.fromkeys(("RETREAT", "CONCEDE"), PloverClass("CONCEDE")),
    **dict.fromkeys(("ASSAULT", "MOBILIZE"), PloverClass("THREATEN", "violence")),
    "COERCE": PloverClass("THREATEN", "restrict"),
    "SANCTION": PloverClass("THREATEN", "relations"),
    "PROTEST": PloverClass("THREATEN"),
}
_PLANNED_MODES = {
    PloverClass("COERCE", "arrest"): PloverClass("THREATEN", "arrest"),
    PloverClass("SANCTION", "expel"): PloverClass("THREATEN", "expel"),
}
_WANTED_MODES: dict[EventType, str] = {
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
    "CONSULT": "meet",
}


def find_score(kind: EventType, mode: str | None) -> float:
    """Give PLOVER's score of conflict and cooperation, from -10 to 10.

    Example:
        >>> find_score("CONSULT", "visit"), find_score("ASSAULT", None)
        (4.0, -9.0)
    """
    score, modes = _SCORES[kind]
    words = modes.split()
    return float(dict(zip(words[::2], words[1::2], strict=True)).get(mode or "", score))


def collapse_planned(kind: EventType, mode: str | None) -> PloverClass | None:
    """Give the class that PLOVER has for a deed that is to come; None where it has none.

    Example:
        >>> collapse_planned("COERCE", "arrest")
        PloverClass(type='THREATEN', mode='arrest')
    """
    return _PLANNED_MODES.get(PloverClass(kind, mode)) or _PLANNED.get(kind)


def collapse_wanted(kind: EventType) -> PloverClass:
    """Give the class that PLOVER has for asking for a deed.

    Example:
        >>> collapse_wanted("RETREAT")
        PloverClass(type='REQUEST', mode='yield')
    """
    return PloverClass("REQUEST", _WANTED_MODES.get(kind))
