"""Tells what a school has changed, in the words of its handout and in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from guidepress import alignment
from guidepress.compose.document import solid
from guidepress.compose.programmes import FIRST
from guidepress.content import paths
from guidepress.content.model import inline, kinds, references
from guidepress.content.model.guides import NAMES
from guidepress.content.source import Tree
from guidepress.errors import Span
from guidepress.roundtrip.reception import Arrival
from guidepress.roundtrip.shown import Shown
from guidepress.schools.edits import Edit
from guidepress.schools.list_items import align

WIDTH = 160  # characters of a text that are shown
CONTEXT = 40  # characters that are shown before the first one that has changed, where a text is longer than that

_PICTURES = {"logo": "the logo", "banner": "the drawing at the top", "photo": "the photograph"}

_FIRST = ("series", "title", "introduction", "added", "replaced")
"""The fields of a guide that stand before its sections, in the order of the page."""

_ABOVE = ("title", "lead")
"""The fields of a section that stand above its list."""

_NOWHERE = Span("")


@dataclass(frozen=True)
class Change:
    """One thing that a school has changed. `place` is in plain words: the heading, and the list or field.

    `was` and `to` hold whole texts, as the handout shows them, facts as their figures. Of what was moved `was` is what
    moved, and `to` says where to. `remark` is what else is to be known. `parts` are the changes that this one is made
    of, where it is more than one text.
    """

    kind: Literal["added", "removed", "changed", "moved"]
    place: str
    was: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    remark: str = ""
    parts: tuple[Change, ...] = ()

    @property
    def words(self) -> tuple[str, str]:
        """The words before and the words now, each as one text; empty where there are none."""
        was = (*self.was, *(text for part in self.parts for text in part.was))
        now = (*self.to, *(text for part in self.parts for text in part.to))
        return " · ".join(was), " · ".join(now)

    def lines(self) -> Iterator[str]:
        """Yield the lines that describe the change on a terminal; long texts are cut to the words around it."""
        place = _prefix(self.place)
        if self.kind == "changed" and not self.was and not self.to:
            verb = "changed " if self.remark else "replaced"
            yield f"{verb}     {place if self.remark else self.place}{self.remark}"
        elif self.kind == "changed":
            old, new = " · ".join(self.was), " · ".join(self.to)
            if old == new:  # bold, say, or where a link leads
                yield f"changed      {place}“{_cut(new)}”, {self.remark}"
            else:
                old, new = _excerpts(old, new)
                yield f"changed      {place}“{old}”"
                yield f"  now        “{new}”{_suffix(self.remark)}"
        elif self.kind == "moved":
            words = "".join(f": “{_cut(text, CONTEXT)}”" for text in self.was)
            yield f"moved        {self.place}{words}, to {' '.join(self.to)}"
        else:
            texts = " · ".join(f"“{_cut(text)}”" for text in (self.was if self.kind == "removed" else self.to))
            yield f"{self.kind:<12} {place if texts else self.place}{texts}{_suffix(self.remark)}"
        for part in self.parts:
            texts = " · ".join(f"“{_cut(text)}”" for text in (*part.was, *part.to))
            yield f"  {'with' if self.kind == 'added' else part.kind:<10} {texts}"


def told(arrival: Arrival) -> Iterator[str]:
    """Take a handout that came back; yield the lines that describe each of its changes on a terminal."""
    for change in changes(arrival):
        yield from change.lines()


def changes(arrival: Arrival) -> Iterator[Change]:
    """Take a handout that came back; yield what was changed, removed, added or moved, in the order of the page."""
    yield from _Teller(arrival).all_changes()


class _Teller:
    """Turns the edits of one handout that came back into changes in plain words."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival, self.shown = arrival, Shown(arrival.base)
        self.before = {section["id"]: section for section in arrival.base.content["sections"]}
        self.after = {section["id"]: section for section in arrival.recovered.guide["sections"]}
        changed_kinds = [
            edit.steps[1] for edit in arrival.edits if edit.steps[0] == "sections" and edit.steps[2:] == ("kind",)
        ]
        self.changed_kinds = dict.fromkeys(changed_kinds)

    def all_changes(self) -> Iterator[Change]:
        for edit in sorted(self.arrival.edits, key=self.place):
            if edit.steps[0] == "sections" and len(edit.steps) > 2 and edit.steps[1] in self.changed_kinds:
                if edit.steps[2] == "kind":
                    yield from self.loosened_list(edit.steps[1])
                continue
            yield from self.edit(edit)
        for key, (was, to) in self.arrival.publisher.items():
            yield from self.publisher(key, was, to)
        for picture in self.arrival.recovered.pictures:
            kind, _, name = picture.partition(" ")
            section = f" of {self.section(name)}" if name else ""
            yield Change("changed", f"{_PICTURES[kind]}{section}")

    def place(self, edit: Edit) -> tuple[int, int]:
        """Return where on the page an edit belongs: title, sections, what is gone, the order, the foot."""
        steps = edit.steps
        if steps[0] != "sections":
            return (-1, _FIRST.index(steps[0])) if steps[0] in _FIRST else (len(self.after) + 2, 0)
        if len(steps) == 1:
            return len(self.after) + 1, 0
        order = list(self.after)
        field = _ABOVE.index(steps[2]) if len(steps) > 2 and steps[2] in _ABOVE else len(_ABOVE)
        return (order.index(steps[1]), field) if steps[1] in order else (len(order), 0)

    def section(self, name: str) -> str:
        """Return the heading of a section as the handout had it, of a new one as it has it now."""
        section = self.before.get(name) or self.after.get(name) or {}
        return self.quoted(section.get("title", name))

    def edit(self, edit: Edit) -> Iterator[Change]:
        steps = edit.steps
        was, to = paths.plain(edit.was), paths.plain(edit.to)
        section_heading = self.section(steps[1]) if steps[0] == "sections" and len(steps) > 1 else ""
        if edit.orders:
            yield from self.order(edit, section_heading)
        elif len(steps) == 2 and section_heading:
            pieces = () if to is None else to.get("added", ())
            parts = tuple(Change("added", "", to=self.texts(piece)) for piece in pieces)
            yield Change("removed" if to is None else "added", f"the section {section_heading}", parts=parts)
        elif steps[0] == NAMES:
            yield from self.names(steps, was, to)
        elif steps[-1] == "replaced":
            yield from self.replaced(steps[1] if section_heading else "", was, to)
        elif steps == ("programmes_behind",):
            place = "their usual place" if not to else "the top" if to == FIRST else f"below {self.section(to)}"
            yield Change("moved", "programs nearby", to=(place,))
        elif steps[0] == "moved_places":
            places = {steps[1]: to} if len(steps) > 1 else to or dict.fromkeys(was)
            yield from (self.moved_place(name, place and place["after"]) for name, place in places.items())
        elif steps[-1] == "behind":
            place = f"{'below' if to else 'above'} the lines on who hands it out"
            yield Change("moved", f"the section {section_heading}", to=(place,))
        elif len(steps) > 3 and steps[2] in paths.LISTS:
            yield from self.named(edit, section_heading)
        else:
            yield from self.values(_joined(section_heading, self.field(steps)), edit.was, edit.to)

    def moved_place(self, name: str, after: str | None) -> Change:
        """Tell where a place stands now that is to be filled in."""
        place = _below(self.quoted(self.shown.words(after, "") or after, CONTEXT)) if after else "its usual place"
        return Change("moved", f"the place for {'your name' if name == 'name' else name}", to=(place,))

    def names(self, steps: Sequence[str], was: Any, to: Any) -> Iterator[Change]:
        """Tell what careers are called now, in the handout and in the brochure."""
        before, after = ({steps[1]: value} if len(steps) > 1 else value or {} for value in (was, to))
        for career in dict.fromkeys([*before, *after]):
            paths_of_name = (f"{NAMES}.{career}", f"roles.{career}.short_name")
            shown_name = next((self.shown.leaves[path] for path in paths_of_name if path in self.shown.leaves), career)
            old, new = before.get(career) or shown_name, after.get(career) or shown_name
            yield Change(
                "changed", "the name of a career", (solid(str(old)),), (solid(str(new)),), "wherever it stands"
            )

    def field(self, steps: Sequence[str]) -> str:
        """Return what a person calls the field that a content path leads to; nothing where its place says enough."""
        if steps[-1] == "added":
            return ""
        if steps[0] == "sections" and steps[-1] == "title":
            return "the heading" if len(steps) == 3 else "a heading"
        names = kinds.spoken_names()
        return next((names[step] for step in steps[2 * (steps[0] == "sections") :] if step in names), steps[-1])

    def named(self, edit: Edit, section_heading: str) -> Iterator[Change]:
        """Tell of an item that has a name, or of a field of one."""
        steps = edit.steps
        place, head = (
            _joined(section_heading, kinds.spoken_names().get(steps[2], steps[2])),
            self.quoted_name(steps[:4]),
        )
        if len(steps) > 4 and edit.was is not None and head != self.quoted(str(paths.plain(edit.was)), CONTEXT):
            place = _joined(section_heading, head)
        yield from self.values(place, edit.was, edit.to)

    def order(self, edit: Edit, section_heading: str) -> Iterator[Change]:
        """Tell which items of a list whose items have names have moved; those that came or went are told already."""
        was, to = paths.plain(edit.was), paths.plain(edit.to)
        kept_names = [name for name in to if name in was]
        where = _joined(section_heading, self.field(edit.steps))
        for place in alignment.moved([was.index(name) for name in kept_names]):
            position = to.index(kept_names[place])
            above = self.quoted_name((*edit.steps, to[position - 1])) if position else ""
            item = (*edit.steps, kept_names[place])
            if section_heading:
                yield Change("moved", where, (self.name(item),), (_below(above),))
            else:
                yield Change("moved", f"the section {self.quoted_name(item)}", to=(_below(above),))

    def quoted_name(self, steps: Sequence[str]) -> str:
        """Return the name of a list's item, as a handout shows it, in quotation marks."""
        return self.section(steps[1]) if len(steps) == 2 else f"“{_cut(self.name(steps), CONTEXT)}”"

    def name(self, steps: Sequence[str]) -> str:
        """Return the name of a list's item, as a handout shows it."""
        for content in (self.arrival.base.content, self.arrival.recovered.guide):
            try:
                return self.first(paths.get(content, ".".join(steps)))
            except KeyError:
                continue
        return self.solid(steps[-1])

    def loosened_list(self, name: str) -> Iterator[Change]:
        """Yield the change of a section whose list is gone: what is left of it is text that stands for itself."""
        before = [solid(passage.text) for passage in self.shown.passages_of(name)]
        after = [solid(self.readable(text)) for text in _texts(self.after[name])]
        parts = [Change("removed", "", was=(text,)) for text in before if text not in after]
        parts += [Change("added", "", to=(text,)) for text in after if text not in before]
        remark = "the list is gone, what is left stands as text"
        yield Change("changed", self.section(name), remark=remark, parts=tuple(parts))

    def values(self, where: str, was: Tree | None, to: Tree | None) -> Iterator[Change]:
        """Tell how one value became another, item by item where it is a list, field by field where it is a group."""
        values = [tree.value for tree in (was, to) if tree is not None]
        if any(isinstance(value, list) for value in values):
            yield from self.list(where, *(tree.value if tree is not None else [] for tree in (was, to)))
        elif was is not None and to is not None and all(isinstance(value, dict) for value in values):
            yield from self.fields(where, "", was, to)
        elif was is not None and to is not None:
            yield from self.changed(where, paths.plain(was), paths.plain(to))
        else:
            yield self.removal(where, was) if to is None else self.addition(where, to)

    def removal(self, where: str, item: Tree | None) -> Change:
        return Change("removed", where, was=self.texts(paths.plain(item)))

    def addition(self, where: str, item: Tree | None) -> Change:
        return Change("added", where, to=self.texts(paths.plain(item)))

    def list(self, where: str, old: Sequence[Tree], new: Sequence[Tree]) -> Iterator[Change]:
        pairs = _typed_over(old, new, align(old, new))
        for index, item in enumerate(old):
            if index not in pairs:
                yield self.removal(where, item)
            elif isinstance(item.value, dict):
                yield from self.fields(where, self.head(paths.plain(item)), item, new[pairs[index]])
            elif not paths.same(item, new[pairs[index]]):
                yield from self.changed(where, paths.plain(item), paths.plain(new[pairs[index]]))
        for index, item in enumerate(new):
            if index not in pairs.values():
                yield self.addition(where, item)
        order = [index for index, _ in sorted(pairs.items(), key=lambda pair: pair[1])]
        for moved_place in alignment.moved(order):
            position = pairs[order[moved_place]]
            above = self.head(paths.plain(new[position - 1])) if position else ""
            yield Change("moved", where, (self.first(paths.plain(new[position])),), (_below(above),))

    def fields(self, where: str, head: str, was: Tree, to: Tree) -> Iterator[Change]:
        """Tell which fields of a group have changed. `head` is what the group is called; it does not tell itself."""
        for key in kinds.spoken_order():
            old, new = paths.child(was, key), paths.child(to, key)
            if not paths.same(old, new):
                group_name = head if old is None or self.head(paths.plain(old)) != head else ""
                yield from self.values(_joined(where, group_name), old, new)

    def changed(self, where: str, was: Any, to: Any, remark: str = "") -> Iterator[Change]:
        old, new = (tuple(solid(self.readable(text)) for text in _texts(value)) for value in (was, to))
        yield Change("changed", where, old, new, "in its look or its link" if old == new else remark)

    def replaced(self, section: str, was: Any, to: Any) -> Iterator[Change]:
        """Tell what the handout says otherwise that makes itself, such as a figure. The brochure draws it as before."""
        section_heading = self.section(section) if section else ""
        known, wanted = (
            {(piece["of"], piece.get("leaf", "")): piece for piece in pieces or ()} for pieces in (was, to)
        )
        for (original, leaf), piece in wanted.items():
            old = known.get((original, leaf), {}).get("text") or piece.get("was")
            old = old or self.shown.words(original, section, leaf)
            if known.get((original, leaf)) == piece:
                continue
            if piece.get("text"):
                head = self.shown.head(original, section)
                where = _joined(section_heading, f"“{_cut(head, CONTEXT)}”" if head and head != old else "")
                yield from self.changed(where, old, piece["text"], "in the handout only")
            elif original == f"sections.{section}.title":
                yield Change("removed", _joined(section_heading, "the heading"))
            else:
                yield Change(
                    "removed", section_heading, (self.shown.row(original, section),), remark="in the handout only"
                )
        for original, piece in known.items():
            if original not in wanted:
                words = self.solid(piece.get("text") or "")
                yield Change("removed", section_heading, (words,), remark="in the handout only")

    def publisher(self, key: str, was: Any, to: Any) -> Iterator[Change]:
        pairs = [(was, to)]
        if key != "logo" and (isinstance(was, Mapping) or isinstance(to, Mapping)):  # notes, by guide
            was, to = was or {}, to or {}
            pairs = [(was.get(guide), to.get(guide)) for guide in dict.fromkeys([*was, *to])]
        for old, new in pairs:
            if old != new:
                yield from self.values(
                    kinds.spoken_names().get(key, key), paths.grow(old, _NOWHERE), paths.grow(new, _NOWHERE)
                )

    # Words --------------------------------------------------------------------------------------------------------

    def readable(self, text: str) -> str:
        """Return a text as a handout shows it: without its Markdown, facts as their figures."""
        with suppress(ValueError):
            text = inline.plain(text)
        return references.fill(text, lambda reference: self.shown.figures.get(reference.written, reference.written))

    def texts(self, value: Any) -> tuple[str, ...]:
        """Return the texts of a value as they read; what it is called where it has none."""
        return tuple(self.solid(text) for text in _texts(value)) or (self.first(value),)

    def head(self, value: Any) -> str:
        """Return the words by which a person knows an item, in quotation marks."""
        return f"“{_cut(self.first(value), CONTEXT)}”"

    def first(self, value: Any) -> str:
        """Return the words by which a person knows an item: its name, or its career, or the first of its texts."""
        if isinstance(value, Mapping) and "role" in value and "title" not in value:
            path = f"roles.{value['role']}.short_name"
            return self.shown.leaves.get(path) or str(value["role"]).replace("-", " ")
        return self.solid(next(iter(_texts(value)), None) or str(paths.item_name(value) or "").replace("-", " "))

    def quoted(self, text: str, width: int = WIDTH) -> str:
        return f"“{_cut(self.solid(text), width)}”"

    def solid(self, text: str) -> str:
        return solid(self.readable(text))


def _typed_over(old: Sequence[Tree], new: Sequence[Tree], pairs: Mapping[int, int]) -> dict[int, int]:
    """Return the pairs and those lines that somebody typed others over: as many, between the same neighbors.

    However little their words are alike, such as the names of two counselors, a person sees one line changed.
    """
    known_pairs = [(-1, -1), *sorted(pairs.items()), (len(old), len(new))]
    unmoved = {position for position, _ in enumerate(known_pairs)} - set(
        alignment.moved([new_index for _, new_index in known_pairs])
    )
    typed_over = dict(pairs)
    for (old_index, new_index), (old_end, new_end) in pairwise(
        pair for position, pair in enumerate(known_pairs) if position in unmoved
    ):
        old_left = [index for index in range(old_index + 1, old_end) if index not in pairs]
        new_left = [index for index in range(new_index + 1, new_end) if index not in pairs.values()]
        texts = all(
            isinstance(tree.value, str)
            for tree in (*(old[position] for position in old_left), *(new[position] for position in new_left))
        )
        if len(old_left) == len(new_left) and texts:
            typed_over |= zip(old_left, new_left, strict=True)
    return typed_over


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of plain data that a handout shows, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key in kinds.spoken_order():
            yield from _texts(value.get(key))
        yield from _texts(value.get("added"))
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _prefix(where: str) -> str:
    return f"{where}: " if where else ""


def _suffix(remark: str) -> str:
    return f", {remark}" if remark else ""


def _below(above: str) -> str:
    return f"below {above}" if above else "the top"


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Return two texts from a little before where they begin to differ, cut where they are long."""
    start = 0
    if max(len(old), len(new)) > WIDTH:
        pairs = enumerate(zip(old, new, strict=False))
        common_length = next(
            (position for position, (old_character, new_character) in pairs if old_character != new_character),
            min(len(old), len(new)),
        )
        start = old.rfind(" ", 0, common_length - CONTEXT) + 1 if common_length > CONTEXT else 0
    ellipsis = "…" if start else ""
    return f"{ellipsis}{_cut(old[start:])}", f"{ellipsis}{_cut(new[start:])}"


def _cut(text: str, width: int = WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
