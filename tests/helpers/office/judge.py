"""Judges what came home of the edits: pure functions over lists of lines, as `lines.read` returns them.

A line is a dictionary of `text`, `role`, `cell`, `spans` and `picture`. Lines without words or picture do not count,
nor does white space, nor the number of a table's row: the order of the lines says it all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel, LCSseq

Line = dict[str, Any]
Key = tuple[Any, ...]
_ALIKE = 0.4  # similarity from which a line that took another's place counts as that line, changed


@dataclass(frozen=True)
class Change:
    """What one edit did: the lines it made or changed, by their index in the last state, and the texts it removed.

    `before` and `after` are the texts of what it changed, and `marks` the bookmarks in those lines before it.
    """

    kind: str
    lines: tuple[int, ...]
    removed: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Trace:
    """What a script did: the last state, a change for each edit, and which of its lines nobody touched."""

    last: tuple[Line, ...]
    changes: tuple[Change, ...]
    untouched: tuple[int, ...]


@dataclass(frozen=True)
class Judged:
    """One change: whether it has an effect that can be seen, and whether that came home, with a reason if not."""

    kind: str
    wanted: bool
    recovered: bool
    why: str = ""


@dataclass(frozen=True)
class Verdict:
    """What came home of one edited handout.

    `exact`: every line as it was edited. `wrong`: lines nobody touched that are not as they were. `lost`: words of the
    edited handout that came home less often. `differences`: the lines that differ, `-` edited and `+` home.
    """

    changes: tuple[Judged, ...]
    exact: bool
    wrong: tuple[str, ...]
    lost: tuple[str, ...]
    differences: tuple[str, ...]


def judge(
    kinds: Sequence[str],
    states: Sequence[Sequence[Line]],
    saved: Sequence[Line],
    last: Sequence[Line],
    home: Sequence[Line],
    itself: Callable[[Line], bool] = lambda line: False,
) -> Verdict:
    """Judge what came home of a script's edits.

    `kinds`: of the edits; `states`: the lines before the first and after each; `saved` and `last`: what the edited file
    and the open document showed at the end; `home`: what the rebuilt handout shows; `itself` picks lines that make
    themselves and are left out.
    """
    kept = [[line for line in lines if _counts(line) and not itself(line)] for lines in (*states, saved, last, home)]
    states, saved, last, home = kept[:-3], kept[-3], kept[-2], kept[-1]
    traced = trace(kinds, states)
    names, arrived = _settle(saved, last, home)
    matched = dict(_pairs(names, arrived))
    places = _follow([key(line) for line in traced.last], names)
    count_edited, count_home = Counter(_text(line) for line in saved), Counter(_text(line) for line in home)
    judged = []
    for change in traced.changes:
        why = ""
        for at in change.lines:
            place = places.get(at)
            if place is None:  # LibreOffice saved something else than it showed: its words are asked for
                if not count_home[_text(traced.last[at])]:
                    why = f"not there: {_text(traced.last[at])}"
            elif place not in matched:
                why = f"not there, or elsewhere: {_show(saved[place])}"
        for text in change.removed:
            if count_home[text] > count_edited[text]:
                why = f"still there: {text}"
        judged.append(Judged(change.kind, bool(change.lines or change.removed), not why, why))
    untouched = Counter(names[places[at]] for at in traced.untouched if at in places)
    here = Counter(arrived)
    wrong = [name for name, times in untouched.items() for _ in range(times - here[name])]
    lost = _words(saved) - _words(home)
    return Verdict(
        changes=tuple(judged),
        exact=list(names) == list(arrived),
        wrong=tuple(_name(name) for name in wrong),
        lost=tuple(sorted(lost.elements())),
        differences=tuple(_differences(names, arrived)),
    )


def trace(kinds: Sequence[str], states: Sequence[Sequence[Line]]) -> Trace:
    """Follow every line through the states and say which edit made, changed or removed which."""
    names: list[int] = list(range(len(states[0])))  # a number for each line that it keeps while it is changed
    fresh = len(names)
    made: dict[int, set[int]] = {}  # by a line's number, the edits that touched it
    removals, texts = [], []
    for number, (before, after) in enumerate(pairwise(states)):
        old, new = [key(line) for line in before], [key(line) for line in after]
        kept = dict(_pairs(new, old))
        gone = [at for at in range(len(old)) if at not in set(kept.values())]
        come = [at for at in range(len(new)) if at not in kept]
        whence = _match(before, after, gone, come)
        numbers = []
        for at in range(len(new)):
            if at in kept:
                numbers.append(names[kept[at]])
                continue
            numbers.append(names[whence[at]] if at in whence else fresh)
            fresh += at not in whence
            made.setdefault(numbers[-1], set()).add(number)
        removed = [at for at in gone if at not in whence.values()]
        for at in removed:
            made.setdefault(names[at], set()).add(number)
        # What an earlier edit had changed must be gone as it was at first, too.
        gone_for_good = [line for at in removed for line in (before[at], *states[0][names[at] : names[at] + 1])]
        removals.append(tuple(dict.fromkeys(_text(line) for line in gone_for_good if _text(line))))
        marks = tuple(mark for at in gone for mark in before[at].get("marks", ()) if mark.startswith("gp_"))
        texts.append((tuple(_text(before[at]) for at in gone), tuple(_text(after[at]) for at in come), marks))
        names = numbers
    changes = tuple(
        Change(
            kind,
            tuple(at for at, name in enumerate(names) if number in made.get(name, ())),
            removals[number],
            *texts[number],
        )
        for number, kind in enumerate(kinds)
    )
    first = len(states[0])
    untouched = tuple(at for at, name in enumerate(names) if name < first and name not in made)
    return Trace(tuple(states[-1]), changes, untouched)


def key(line: Line) -> Key:
    """Return what of a line is compared: its role, words, looks, picture and column."""
    spans = tuple(sorted((kind, _squeeze(words), address.rstrip("/")) for kind, words, address in line["spans"]))
    column = line["cell"][2] if line["cell"] else None
    return (line["role"], _text(line), spans, line.get("picture", ""), column)


def _counts(line: Line) -> bool:
    return bool(_text(line) or line.get("picture"))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _text(line: Line) -> str:
    return _squeeze(line["text"])


def _words(lines: Sequence[Line]) -> Counter[str]:
    return Counter(word for line in lines for word in _text(line).split())


def _pairs(first: Sequence[Key], second: Sequence[Key]) -> list[tuple[int, int]]:
    """Return the longest run of equal items that both have in this order, as pairs of indices."""
    found: list[tuple[int, int]] = []
    for step in LCSseq.opcodes(first, second):
        if step.tag == "equal":
            here, there = range(step.src_start, step.src_end), range(step.dest_start, step.dest_end)
            found.extend(zip(here, there, strict=True))
    return found


def _match(before: Sequence[Line], after: Sequence[Line], gone: list[int], come: list[int]) -> dict[int, int]:
    """Return for each line that has come the line that it was: the same words elsewhere, else the most alike."""
    pairs = []
    for at in come:
        for of in gone:
            alike = Indel.normalized_similarity(_text(before[of]), _text(after[at]))
            same = alike == 1.0 and before[of].get("picture") == after[at].get("picture")
            # A line whose every word is typed anew stands between the same neighbours.
            near = len(gone) == len(come) and gone.index(of) == come.index(at)
            if same or near or alike >= _ALIKE:
                pairs.append((-(2.0 if same else alike + near), at, of))
    found: dict[int, int] = {}
    for _, at, of in sorted(pairs):
        if at not in found and of not in found.values():
            found[at] = of
    return found


def _settle(saved: Sequence[Line], last: Sequence[Line], home: Sequence[Line]) -> tuple[list[Key], list[Key]]:
    """Return the keys of the saved and of the home lines; a home line may also look as it did before it was saved.

    LibreOffice writes a few things otherwise than it shows them, such as a heading after a tracked deletion or the end
    of a link. Either is right.
    """
    names = [key(line) for line in saved]
    other: dict[Key, Key] = {}
    by_text = dict(_pairs([(name[1],) for name in names], [(_text(line),) for line in last]))
    for at, of in by_text.items():
        shown = key(last[of])
        if shown != names[at] and shown not in names:
            other[shown] = names[at]
    return names, [other.get(key(line), key(line)) for line in home]


def _follow(last: Sequence[Key], saved: Sequence[Key]) -> dict[int, int]:
    """Return where each line of the last state stands in the saved file: by all of it, else by its words."""
    found = dict(_pairs(last, saved))
    free_last = [at for at in range(len(last)) if at not in found]
    free_saved = [at for at in range(len(saved)) if at not in set(found.values())]
    for a, b in _pairs([(last[at][1],) for at in free_last], [(saved[at][1],) for at in free_saved]):
        found[free_last[a]] = free_saved[b]
    return found


def _name(name: Key) -> str:
    role, text, spans, picture, column = name
    place = f" in column {column + 1}" if column is not None else ""
    looks = "".join(f" [{kind}: {words}{f' → {address}' if address else ''}]" for kind, words, address in spans)
    return f"{role}{place}: {text or picture}{looks}"


def _show(line: Line) -> str:
    return _name(key(line))


def _differences(edited: Sequence[Key], home: Sequence[Key]) -> list[str]:
    found = []
    for step in LCSseq.opcodes(edited, home):
        if step.tag != "equal":
            found += [f"- {_name(name)}" for name in edited[step.src_start : step.src_end]]
            found += [f"+ {_name(name)}" for name in home[step.dest_start : step.dest_end]]
    return found
