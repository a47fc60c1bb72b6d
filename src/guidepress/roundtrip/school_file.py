"""What an edited handout changes in its school's own file: merged line by line with what the file says by now.

A school has several handouts. Each was made from what its file said then, so what one changes must not undo what
another has changed since.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidepress.compose.document import solid
from guidepress.content import paths
from guidepress.content.model.inline import plain
from guidepress.errors import Span
from guidepress.schools import list_items
from guidepress.schools.merge import Collision, merge_value

_NOWHERE = Span("")
PROGRAMMES = "programmes"


@dataclass(frozen=True)
class Decision:
    """What a person may decide of a change; the answer no, which changes least, holds where nobody is asked."""

    question: str
    yes: str
    no: str


@dataclass(frozen=True)
class OwnFile:
    """What is to stand in a school's own file: plain data by place; None takes a value out.

    `decisions` are those that were to be made, `guides` the short names of the guides that show what has changed.
    """

    values: Mapping[tuple[str | int, ...], Any]
    decisions: tuple[Decision, ...] = ()
    guides: frozenset[str] = frozenset()


def merged(
    base: Mapping[str, Any],
    edited: Mapping[str, Any],
    now: Mapping[str, Any],
    guide: str,
    guides: Sequence[str],
    answers: Mapping[str, bool],
) -> OwnFile:
    """Merge what a handout of a guide says of its school into the school's file.

    `base`, `edited` and `now` are what the school's file said when the handout was made, what the handout makes of it,
    and what the file says by now, all as they stand in YAML. `guides` are the short names of all guides; `answers` has
    what was decided, by question.
    """
    values: dict[tuple[str | int, ...], Any] = {}
    decisions: list[Decision] = []
    shown_in: set[str] = set()
    for place in _places(base, edited):
        was, ours, theirs = (_get(data, place) for data in (base, edited, now))
        if paths.alike(was, ours):
            continue
        if place == (PROGRAMMES,):
            merging = _Programmes(guide, guides, was or [], ours or [], theirs or [], answers)
            value, affected = merging.value(), merging.affected
            decisions += merging.decisions
        else:
            value, asked = _value(place, was, ours, theirs, answers)
            decisions += asked
            affected = {place[1]} if place[0] == "notes" and len(place) > 1 else set(guides)
        if not paths.alike(paths.normal(value), paths.normal(theirs)):
            values[place] = value
            shown_in |= affected
    return OwnFile(values, tuple(decisions), frozenset(shown_in))


def _places(base: Mapping[str, Any], edited: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield where the two may differ: each key, and each key of a group of keys, such as the notes by guide."""
    for key in dict.fromkeys([*base, *edited]):
        was, to = base.get(key), edited.get(key)
        if isinstance(was, Mapping) and isinstance(to, Mapping):
            yield from ((key, inner) for inner in dict.fromkeys([*was, *to]))
        else:
            yield (key,)


def _get(data: Any, place: Sequence[str]) -> Any:
    for step in place:
        data = data.get(step) if isinstance(data, Mapping) else None
    return paths.normal(data)


def _value(
    place: Sequence[str], was: Any, ours: Any, theirs: Any, answers: Mapping[str, bool]
) -> tuple[Any, list[Decision]]:
    """Merge one value. Where both sides changed the same words, the file's stay unless the answer is yes."""
    decisions: list[Decision] = []
    while True:
        result, collisions = merge_value(
            ".".join(place), *(paths.grow(value, _NOWHERE) for value in (was, ours, theirs))
        )
        fresh = [(collision, _decision(place, collision)) for collision in collisions]
        decisions += [decision for _, decision in fresh if decision not in decisions]
        refused = next((collision for collision, decision in fresh if not answers.get(decision.question)), None)
        if refused is None:
            return paths.plain(result), decisions
        ours = _with_theirs(ours, refused)


def _with_theirs(ours: Any, collision: Collision) -> Any:
    """Return what the handout says with the file's words in a place where both changed them."""
    theirs = paths.plain(collision.theirs)
    if not collision.at_ours:
        return theirs
    ours = copy.deepcopy(ours)
    holder, last = paths.follow(ours, collision.at_ours[:-1]), collision.at_ours[-1]
    if isinstance(holder, list) and isinstance(last, int):
        holder[last : last + 1] = [] if theirs is None else [theirs]
    else:
        holder[last] = theirs
    return ours


def _decision(place: Sequence[str], collision: Collision) -> Decision:
    ours, theirs = _words(paths.plain(collision.ours)), _words(paths.plain(collision.theirs))
    called = " of ".join(str(step) for step in reversed(place))
    said = f"the school's file says {theirs} by now, this handout says {ours}"
    question = f"Of “{called}” {said}. Take the handout's words?"
    return Decision(question, f"the handout's words hold: {ours}", f"the file's words stay: {theirs}")


def _words(value: Any) -> str:
    texts = [solid(plain(text)) for text in list_items.texts_of(value)]
    return f"“{' · '.join(texts)}”" if texts else "nothing"


class _Programmes:
    """The programs nearby, merged: one that a handout lost may be meant to go from its guide only, or from all."""

    def __init__(
        self,
        guide: str,
        guides: Sequence[str],
        was: list[Any],
        ours: list[Any],
        theirs: list[Any],
        answers: Mapping[str, bool],
    ) -> None:
        self.guide, self.guides, self.answers = guide, guides, answers
        self.was, self.ours, self.theirs = was, ours, theirs
        self.decisions: list[Decision] = []
        self.affected: set[str] = set()

    def value(self) -> list[Any] | None:
        """Return the programs that the school's file is to hold."""
        ours = self._with_what_stays_elsewhere()
        value, decisions = _value((PROGRAMMES,), self.was, ours, self.theirs, self.answers)
        self.decisions += decisions
        for guide in self.guides:
            before, after = (_shown_in(guide, items) for items in (self.theirs, value or []))
            if before != after:
                self.affected.add(guide)
        return value or None

    def _with_what_stays_elsewhere(self) -> list[Any]:
        """Return the handout's programs, with those that it lost where they stay in other guides."""
        partners = self._partners(self.ours)
        now = self._partners(self.theirs)
        ours = list(self.ours)
        for index, item in enumerate(self.was):
            shown_in = item.get("guides") or self.guides
            others = [guide for guide in shown_in if guide != self.guide]
            if index in partners or index not in now or self.guide not in shown_in or not others:
                continue
            decision = self._decision(item, others)
            self.decisions.append(decision)
            if not self.answers.get(decision.question):
                ours.insert(min(index, len(ours)), {**item, "guides": others})
        return ours

    def _partners(self, items: list[Any]) -> dict[int, int]:
        """Return which program of the base is which of another list."""
        one, other = ([paths.grow(item, _NOWHERE) for item in items_] for items_ in (self.was, items))
        return list_items.align([tree for tree in one if tree], [tree for tree in other if tree])

    def _decision(self, item: Mapping[str, Any], others: Sequence[str]) -> Decision:
        name = solid(plain(str(item["name"])))
        return Decision(
            f"The program “{name}” is gone from this handout. Take it out of the other guides, too "
            f"({', '.join(others)})?",
            f"“{name}” is taken out of all guides",
            f"“{name}” is taken out of {self.guide} only",
        )


def _shown_in(guide: str, programmes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the programs that a guide shows, without where else they stand."""
    shown = [item for item in programmes if not item.get("guides") or guide in item["guides"]]
    return [{key: value for key, value in item.items() if key != "guides"} for item in shown]
