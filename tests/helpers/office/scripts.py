"""Random scripts of edits: what a school does to a handout, with invented words, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

DEV = range(1000)  # seeds to look at while something is made
HELD_OUT = range(100_000, 101_000)  # seeds nobody looks at: they only count
LENGTHS = (3, 6, 12, 20)

# How often each kind happens, about, of a hundred edits; typing is what people do most.
KINDS = {
    "type_end": 8,
    "type_start": 4,
    "type_middle": 7,
    "replace_word": 14,
    "retype": 9,
    "delete_words": 6,
    "add_after": 9,
    "split": 2,
    "join": 2,
    "delete": 5,
    "move_up": 2,
    "move_down": 2,
    "cut_paste": 2,
    "move_section": 1,
    "delete_section": 1,
    "new_section": 2,
    "normal_paragraph": 3,
    "sub_bullet": 2,
    "bold": 2,
    "link": 2,
    "insert_row": 2,
    "delete_row": 1,
    "edit_cell": 6,
    "picture": 1,
    "contact": 6,
    "comment": 2,
}
_TRACKED = 0.15  # share of the scripts that are edited with changes tracked


@dataclass(frozen=True)
class Edit:
    """One edit: its kind, the seed that chooses its place, the texts to type, and how a tracked change ends."""

    kind: str
    seed: int
    texts: tuple[str, ...]
    track: str | None = None  # open, accepted, rejected


@dataclass(frozen=True)
class Script:
    """The edits that one seed makes."""

    seed: int
    edits: tuple[Edit, ...]


def scripts(seed: int, count: int, edits: int) -> list[Script]:
    """Return `count` scripts of so many edits each, of the seeds from `seed` on."""
    return [_script(each, edits) for each in range(seed, seed + count)]


def alone(kind: str, seed: int, track: str | None = None) -> Script:
    """Return the script of one edit of a kind."""
    chance = random.Random(f"alone/{kind}/{seed}")  # noqa: S311 (a seed is meant)
    return Script(seed, (Edit(kind, chance.getrandbits(32), _texts(kind, chance, set()), track),))


def _script(seed: int, edits: int) -> Script:
    chance = random.Random(f"{seed}/{edits}")  # noqa: S311 (a seed is meant)
    used: set[str] = set()
    tracked = chance.random() < _TRACKED
    found = []
    for _ in range(edits):
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        how = chance.choices(["open", "accepted", "rejected"], [6, 2, 1])[0] if tracked else None
        track = None if kind in {"picture", "comment"} else how  # neither is ever a tracked change
        found.append(Edit(kind, chance.getrandbits(32), _texts(kind, chance, used), track))
    return Script(seed, tuple(found))


def _texts(kind: str, chance: random.Random, used: set[str]) -> tuple[str, ...]:
    makers: tuple[Callable[[random.Random], str], ...]
    if kind in {"type_end", "type_start", "type_middle"}:
        makers = (_phrase,)
    elif kind == "replace_word":
        makers = (_word,)
    elif kind == "link":
        makers = (_address,)
    elif kind == "contact":
        makers = (_contact,)
    elif kind == "edit_cell":
        makers = (_figure,)
    elif kind == "insert_row":
        makers = (_programme, _figure, _phrase, _figure, _figure, _figure)
    elif kind == "new_section":
        makers = (_heading, _sentence, _sentence)
    elif kind in {"retype", "add_after", "normal_paragraph", "sub_bullet", "comment"}:
        makers = (_sentence if chance.random() < 0.6 else _item,)
    else:
        return ()
    return tuple(_new(make, chance, used) for make in makers)


def _new(make: Callable[[random.Random], str], chance: random.Random, used: set[str]) -> str:
    while True:
        text = make(chance)
        if text not in used:
            used.add(text)
            return text


# --- invented words -------------------------------------------------------------------------------------------------

_FIRST = (
    "Har",
    "Bex",
    "Mil",
    "Thorn",
    "Oak",
    "Dun",
    "Fair",
    "Col",
    "Wes",
    "Ash",
    "Bren",
    "Lang",
    "Pem",
    "Rock",
    "Stan",
)
_LAST = ("ley", "ton", "ford", "wick", "field", "mere", "brook", "dale", "combe", "worth", "bury", "stead", "ridge")
_PEOPLE = ("Ms. {}", "Mr. {}", "Dr. {}", "Coach {}", "Nurse {}")
_PLACES = ("{} High School", "{} Community College", "{} General Hospital", "{} Technical Center", "{} Clinic")
_EVENTS = ("open house", "career night", "hospital tour", "job shadow day", "information evening", "skills fair")
_MONTHS = ("January", "February", "March", "April", "May", "September", "October", "November")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_ADJECTIVES = (
    "local",
    "steady",
    "paid",
    "evening",
    "weekend",
    "regional",
    "hands-on",
    "first-year",
    "public",
    "nearby",
)
_NOUNS = ("program", "internship", "course", "credit", "clinic", "partner", "mentor", "scholarship", "shift", "lab")


def _name(chance: random.Random) -> str:
    return chance.choice(_FIRST) + chance.choice(_LAST)


def _person(chance: random.Random) -> str:
    return chance.choice(_PEOPLE).format(_name(chance))


def _place(chance: random.Random) -> str:
    return chance.choice(_PLACES).format(_name(chance))


def _date(chance: random.Random) -> str:
    return f"{chance.choice(_DAYS)}, {chance.choice(_MONTHS)} {chance.randrange(1, 29)}"


def _room(chance: random.Random) -> str:
    return f"Room {chance.choice('ABCDEFG')}{chance.randrange(100, 500)}"


def _word(chance: random.Random) -> str:
    return chance.choice((_name(chance), f"{_name(chance)}’s", str(chance.randrange(11, 9999)), chance.choice(_NOUNS)))


def _phrase(chance: random.Random) -> str:
    return chance.choice(
        (
            f"at {_place(chance)}",
            f"({_room(chance)})",
            f"with {_person(chance)}",
            f"since {chance.randrange(1950, 2026)} in {_name(chance)}",
            f"the {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} of {_name(chance)}",
            f"– see {_person(chance)} in {_room(chance)}",
        )
    )


def _sentence(chance: random.Random) -> str:
    return chance.choice(
        (
            f"{_place(chance)} has a {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)}; ask {_person(chance)}.",
            f"The {chance.choice(_EVENTS)} is on {_date(chance)} in {_room(chance)}.",
            f"Our {chance.choice(_NOUNS)} with {_place(chance)} takes {chance.randrange(5, 60)} students a year.",
            f"Sign up with {_person(chance)} before {_date(chance)}, or call 555-{chance.randrange(1000, 9999)}.",
            f"Last year {chance.randrange(3, 40)} of our students went on to {_place(chance)}.",
        )
    )


def _item(chance: random.Random) -> str:
    return chance.choice(
        (
            f"{chance.choice(_EVENTS).capitalize()}, {_date(chance)}",
            f"{_place(chance)}, {_room(chance)}",
            f"A {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} in {_name(chance)}",
            f"{_person(chance)}’s {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)}",
        )
    )


def _heading(chance: random.Random) -> str:
    return chance.choice((f"At {_place(chance)}", f"Our {chance.choice(_NOUNS)} in {_name(chance)}", _item(chance)))


def _programme(chance: random.Random) -> str:
    return f"{_name(chance)} {chance.choice(_NOUNS)}"


def _figure(chance: random.Random) -> str:
    return chance.choice(
        (
            f"${chance.randrange(20, 150)},{chance.randrange(100, 999)}",
            f"{chance.randrange(2, 98)}.{chance.randrange(1, 9)}%",
            f"{chance.randrange(2, 9)} to {chance.randrange(10, 36)} months",
            f"about {chance.randrange(100, 9999)}",
        )
    )


def _contact(chance: random.Random) -> str:
    return chance.choice(
        (
            _place(chance),
            f"{_room(chance)}, 555-{chance.randrange(1000, 9999)}, {_name(chance).lower()}@school.example",
            f"{_person(chance)}, counselor, {_room(chance)}",
        )
    )


def _address(chance: random.Random) -> str:
    return f"https://www.{_name(chance).lower()}.example/{chance.choice(_NOUNS)}/{chance.randrange(10, 999)}"
