"""An arrival goes in; what its school has changed comes out, in the words of its handout, in the page's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from guidepress.compose.document import solid
from guidepress.compose.programmes import FIRST
from guidepress.content import paths
from guidepress.content.model import inline, kinds, references
from guidepress.content.source import Tree
from guidepress.errors import Span
from guidepress.roundtrip.reception import Arrival
from guidepress.roundtrip.shown import Shown
from guidepress.schools.alignment import align, longest_rising
from guidepress.schools.edits import Edit

WIDTH = 160  # characters of a text that are shown
CONTEXT = 40  # characters that are shown before the first one that has changed, where a text is longer than that

_PICTURES = {"logo": "the logo", "banner": "the drawing at the top", "photo": "the photograph"}

_FIRST = ("series", "title", "introduction", "added", "replaced")
"""The fields of a guide that stand before its sections, in the order of the page."""

_ABOVE = ("title", "lead")
"""The fields of a section that stand above its list."""

_NOWHERE = Span("")


def told(arrival: Arrival) -> Iterator[str]:
    """Take an arrival; yield a line for each thing that its school has changed, removed, added or moved.

    Texts are told as the handout shows them, facts as their figures. Of a long text the words round the change are
    told.
    """
    yield from _Teller(arrival).told()


class _Teller:
    """Tells an arrival. It knows what the handout showed, and the sections `before` and `after` by their ids."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival, self.shown = arrival, Shown(arrival.base)
        self.before = {section["id"]: section for section in arrival.base.content["sections"]}
        self.after = {section["id"]: section for section in arrival.recovered.guide["sections"]}
        of_other_kind = [
            edit.steps[1] for edit in arrival.edits if edit.steps[0] == "sections" and edit.steps[2:] == ("kind",)
        ]
        self.of_other_kind = dict.fromkeys(of_other_kind)

    def told(self) -> Iterator[str]:
        for edit in sorted(self.arrival.edits, key=self.place):
            if edit.steps[0] == "sections" and len(edit.steps) > 2 and edit.steps[1] in self.of_other_kind:
                if edit.steps[2] == "kind":
                    yield from self.without_list(edit.steps[1])
                continue
            yield from self.edit(edit)
        for key, (was, to) in self.arrival.publisher.items():
            yield from self.publisher(key, was, to)
        for picture in self.arrival.recovered.pictures:
            kind, _, section = picture.partition(" ")
            owner = f" of {self.section(section)}" if section else ""
            yield f"replaced     {_PICTURES[kind]}{owner}"

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
        content = self.before.get(name) or self.after.get(name) or {}
        return self.quoted(content.get("title", name))

    def edit(self, edit: Edit) -> Iterator[str]:
        """Tell what an edit of the guide changes."""
        steps = edit.steps
        was, to = paths.plain(edit.was), paths.plain(edit.to)
        inside = self.section(steps[1]) if steps[0] == "sections" and len(steps) > 1 else ""
        if edit.orders:
            yield from self.order(edit, inside)
        elif len(steps) == 2 and inside:
            if to is None:
                yield f"removed      the section {inside}"
            else:
                yield f"added        the section {inside}"
                yield from (f"  with       {self.words(piece)}" for piece in to.get("added", ()))
        elif steps[-1] == "replaced":
            yield from self.replaced(steps[1] if inside else "", was, to)
        elif steps == ("programmes_behind",):
            place = "their usual place" if not to else "the top" if to == FIRST else f"below {self.section(to)}"
            yield f"moved        programs nearby, to {place}"
        elif steps == ("contact_behind",):
            place = "its usual place" if not to else _below(self.quoted(self.shown.words(to, "") or to, CONTEXT))
            yield f"moved        the place for contact, to {place}"
        elif steps[-1] == "behind":
            place = "below" if to else "above"
            yield f"moved        the section {inside}, to {place} the lines on who hands it out"
        elif len(steps) > 3 and steps[2] in paths.LISTS:
            yield from self.named(edit, inside)
        else:
            yield from self.values(_joined(inside, self.field(steps)), edit.was, edit.to)

    def field(self, steps: Sequence[str]) -> str:
        """Return what a person calls the field that a content path leads to; nothing where its place says enough."""
        if steps[-1] == "added":
            return ""
        if steps[0] == "sections" and steps[-1] == "title":
            return "the heading" if len(steps) == 3 else "a heading"
        names = kinds.spoken_names()
        return next((names[step] for step in steps[2 * (steps[0] == "sections") :] if step in names), steps[-1])

    def named(self, edit: Edit, inside: str) -> Iterator[str]:
        """Tell of an item that has a name, or of a field of one."""
        steps = edit.steps
        where, called = _joined(inside, kinds.spoken_names().get(steps[2], steps[2])), self.called(steps[:4])
        if len(steps) > 4 and edit.was is not None and called != self.quoted(str(paths.plain(edit.was)), CONTEXT):
            where = _joined(inside, called)
        yield from self.values(where, edit.was, edit.to)

    def order(self, edit: Edit, inside: str) -> Iterator[str]:
        """Tell which items of a list whose items have names have moved; those that came or went are told already."""
        was, to = paths.plain(edit.was), paths.plain(edit.to)
        kept = [name for name in to if name in was]
        subject = f"{_joined(inside, self.field(edit.steps))}:" if inside else "the section"
        for place in _moved([was.index(name) for name in kept]):
            position = to.index(kept[place])
            above = self.called((*edit.steps, to[position - 1])) if position else ""
            yield f"moved        {subject} {self.called((*edit.steps, kept[place]))}, to {_below(above)}"

    def called(self, steps: Sequence[str]) -> str:
        """Return what the item is called that goes by a name in its list."""
        if len(steps) == 2:
            return self.section(steps[1])
        for content in (self.arrival.base.content, self.arrival.recovered.guide):
            try:
                return self.head(paths.get(content, ".".join(steps)))
            except KeyError:
                continue
        return self.quoted(steps[-1])

    def without_list(self, name: str) -> Iterator[str]:
        """Tell what came of a section whose list has gone: what is left of it is text that stands for itself."""
        before = [solid(passage.text) for passage in self.shown.passages_of(name)]
        after = [solid(self.said(text)) for text in _texts(self.after[name])]
        yield f"changed      {self.section(name)}: the list is gone, what is left stands as text"
        for text in before:
            if text not in after:
                yield f"  removed    “{_cut(text)}”"
        for text in after:
            if text not in before:
                yield f"  added      “{_cut(text)}”"

    def values(self, where: str, was: Tree | None, to: Tree | None) -> Iterator[str]:
        """Tell how one value became another, item by item where it is a list, field by field where it is a group."""
        values = [tree.value for tree in (was, to) if tree is not None]
        if any(isinstance(value, list) for value in values):
            yield from self.list(where, *(tree.value if tree is not None else [] for tree in (was, to)))
        elif was is not None and to is not None and all(isinstance(value, dict) for value in values):
            yield from self.fields(where, "", was, to)
        elif was is not None and to is not None:
            yield from self.changed(where, paths.plain(was), paths.plain(to))
        else:
            verb, value = ("removed", was) if to is None else ("added  ", to)
            yield f"{verb}      {_prefix(where)}{self.words(paths.plain(value))}"

    def list(self, where: str, old: Sequence[Tree], new: Sequence[Tree]) -> Iterator[str]:
        """Tell which items of a list are gone, changed, new or moved."""
        pairs = align(old, new)
        for index, item in enumerate(old):
            if index not in pairs:
                yield f"removed      {_prefix(where)}{self.words(paths.plain(item))}"
            elif isinstance(item.value, dict):
                yield from self.fields(where, self.head(paths.plain(item)), item, new[pairs[index]])
            elif not paths.same(item, new[pairs[index]]):
                yield from self.changed(where, paths.plain(item), paths.plain(new[pairs[index]]))
        for index, item in enumerate(new):
            if index not in pairs.values():
                yield f"added        {_prefix(where)}{self.words(paths.plain(item))}"
        order = [index for index, _ in sorted(pairs.items(), key=lambda pair: pair[1])]
        for place in _moved(order):
            position = pairs[order[place]]
            above = self.head(paths.plain(new[position - 1])) if position else ""
            yield f"moved        {_prefix(where)}{self.head(paths.plain(new[position]))}, to {_below(above)}"

    def fields(self, where: str, head: str, was: Tree, to: Tree) -> Iterator[str]:
        """Tell which fields of a group have changed. `head` is what the group is called; it does not tell itself."""
        for key in kinds.spoken_order():
            old, new = paths.child(was, key), paths.child(to, key)
            if not paths.same(old, new):
                called = head if old is None or self.head(paths.plain(old)) != head else ""
                yield from self.values(_joined(where, called), old, new)

    def changed(self, where: str, was: Any, to: Any, suffix: str = "") -> Iterator[str]:
        """Tell how a text became another."""
        old, new = (" · ".join(solid(self.said(text)) for text in _texts(value)) for value in (was, to))
        if old == new:  # bold, say, or where a link leads
            yield f"changed      {_prefix(where)}“{_cut(new)}”, in its look or its link"
            return
        old, new = _excerpts(old, new)
        yield f"changed      {_prefix(where)}“{old}”"
        yield f"  now        “{new}”{suffix}"

    def replaced(self, section: str, was: Any, to: Any) -> Iterator[str]:
        """Tell what the handout says otherwise that makes itself, such as a figure. The brochure draws it as before."""
        inside = self.section(section) if section else ""
        known, wanted = (
            {(piece["of"], piece.get("leaf", "")): piece for piece in pieces or ()} for pieces in (was, to)
        )
        for (original, leaf), piece in wanted.items():
            old = known.get((original, leaf), {}).get("text") or self.shown.words(original, section, leaf)
            if known.get((original, leaf)) == piece:
                continue
            if piece.get("text"):
                head = self.shown.head(original, section)
                where = _joined(inside, f"“{_cut(head, CONTEXT)}”" if head and head != old else "")
                yield from self.changed(where, old, piece["text"], ", in the handout only")
            elif original == f"sections.{section}.title":
                yield f"removed      {_joined(inside, 'the heading')}"
            else:
                yield f"removed      {_prefix(inside)}“{_cut(self.shown.row(original, section))}”, in the handout only"
        for original, piece in known.items():
            if original not in wanted:
                yield f"removed      {_prefix(inside)}{self.quoted(piece.get('text') or '')}, in the handout only"

    def publisher(self, key: str, was: Any, to: Any) -> Iterator[str]:
        """Tell what has changed in a field of whoever hands the guide out."""
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

    def said(self, text: str) -> str:
        """Return a text as a handout shows it: without its Markdown, facts as their figures."""
        with suppress(ValueError):
            text = inline.plain(text)
        return references.fill(text, lambda fact: self.shown.figures.get(fact.written, fact.written))

    def words(self, value: Any) -> str:
        """Return the words of a value: a text as it reads, a group as its texts one after the other."""
        texts = [self.quoted(text) for text in _texts(value)]
        return " · ".join(texts) or self.head(value)

    def head(self, value: Any) -> str:
        """Return by what a person knows an item: what it is called, or its career, or the first of its texts."""
        if isinstance(value, Mapping) and "role" in value and "title" not in value:
            path = f"roles.{value['role']}.short_name"
            return f"“{self.shown.leaves.get(path) or str(value['role']).replace('-', ' ')}”"
        first = next(iter(_texts(value)), None) or str(paths.item_name(value) or "").replace("-", " ")
        return self.quoted(first, CONTEXT)

    def quoted(self, text: str, width: int = WIDTH) -> str:
        """Return a text as a handout shows it, cut to a width, in quotation marks."""
        return f"“{_cut(solid(self.said(text)), width)}”"


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


def _moved(order: Sequence[int]) -> list[int]:
    """Return the fewest places of a list of old places whose items have moved, so that the others have not."""
    stay = set(longest_rising(order))
    return [place for place in range(len(order)) if place not in stay]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _prefix(where: str) -> str:
    return f"{where}: " if where else ""


def _below(above: str) -> str:
    return f"below {above}" if above else "the top"


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Return two texts from a little before where they begin to differ, cut where they are long."""
    start = 0
    if max(len(old), len(new)) > WIDTH:
        pairs = enumerate(zip(old, new, strict=False))
        same = next((position for position, (before, after) in pairs if before != after), min(len(old), len(new)))
        start = old.rfind(" ", 0, same - CONTEXT) + 1 if same > CONTEXT else 0
    ahead = "…" if start else ""
    return f"{ahead}{_cut(old[start:])}", f"{ahead}{_cut(new[start:])}"


def _cut(text: str, width: int = WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
