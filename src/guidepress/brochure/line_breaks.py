"""Has WeasyPrint end the lines of short texts where `rag` says, and no line inside a word or address that fits one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import pairwise
from typing import Any

from guidepress.brochure import rag, text_widths
from guidepress.brochure.rag import Unbroken
from guidepress.brochure.text_widths import Fragment
from guidepress.compose.runs import SHORT_TEXT
from guidepress.units import PX

SLACK = 0.5 / PX  # CSS pixels (half a point): by which a width measured here may differ from that of the laid-out line
WEAK = {
    "en": frozenset(re.findall(r"\w+", "a an the of to in at on and or for with by is as from that your its their")),
    "es": frozenset(re.findall(r"\w+", "a al con de del el en es la las los o para por que su sus tu tus un una y")),
}
"""By language: words that lean on the next one, so that a line should not end in them."""


@contextmanager
def by_sense() -> Iterator[None]:
    """Break lines by sense in whatever WeasyPrint lays out meanwhile: in texts whose style has `--lines`.

    Its value is `even` for lines of about the same length, or `ragged`; with any other a text is left as it is. Each
    line is still laid out by WeasyPrint, with its own width or with less, so nothing can run over. Where a line then
    does not end where it was to end, or a text holds more than words (a picture, say), WeasyPrint's own lines stand.
    """
    from weasyprint.layout import inline

    lay_line, split = inline.get_next_linebox, inline.split_inline_box
    limits: dict[int, float] = {}

    def split_within(context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        limit = limits.get(id(box))
        return split(context, box, position_x, max_x if limit is None else min(max_x, position_x + limit), *rest)

    def lay_by_sense(
        context: Any, box: Any, top: float, space: float, skip: Any, around: Any, absolute: Any, fixed: Any, *rest: Any
    ) -> Any:
        def lay(limit: float | None) -> Any:
            if limit is not None:
                limits[id(box)] = limit
            try:
                return lay_line(context, box, top, space, skip, around, absolute, fixed, *rest)
            finally:
                limits.pop(id(box), None)

        lines = _lines_of(box, around, skip, any(_beside(shape, around, top) for shape in context.excluded_shapes))
        if lines is None:
            return lay(None)
        counts = len(absolute), len(fixed)

        def again(limit: float | None) -> Any:
            del absolute[counts[0] :], fixed[counts[1] :]
            return lay(limit)

        return lines.laid(skip, lay, again)

    inline.get_next_linebox, inline.split_inline_box = lay_by_sense, split_within
    try:
        yield
    finally:
        inline.get_next_linebox, inline.split_inline_box = lay_line, split


Lay = Callable[[float | None], Any]


def _lines_of(box: Any, around: Any, skip: Any, beside_floats: bool) -> _Lines | None:
    """Return what is known of the lines of a line box that is about to be laid out; None for texts left as they are."""
    if skip is not None:
        known: _Lines | None = getattr(box, "guidepress_lines", None)
        return known
    box.guidepress_lines = None
    style = around.style
    kind = next((token.value for token in style["__lines"] or () if token.type == "ident"), "")
    if kind not in ("ragged", "even") or style["direction"] != "ltr":
        return None
    fragments = list(text_widths.fragments(box))
    text = "".join(fragment.text for fragment in fragments)
    if not text.strip() or not all(fragment.style["white_space"] == "normal" for fragment in fragments):
        return None
    measure = around.width - getattr(box, "text_indent", 0)
    lines = _Lines(box, fragments, text, measure, kind == "even", beside_floats)
    box.guidepress_lines = lines
    return lines


def _beside(float_box: Any, around: Any, top: float) -> bool:
    """Say whether a float takes room from the lines of a box, from `top` down."""
    left, right = float_box.position_x, float_box.position_x + float_box.margin_width()
    edge = around.content_box_x()
    return bool(left < edge + around.width and right > edge and float_box.position_y + float_box.margin_height() > top)


class _Lines:
    """The text of a line box, and where its lines are to end. Places are counted in letters from the text's start."""

    def __init__(
        self, box: Any, fragments: Sequence[Fragment], text: str, measure: float, even: bool, beside_floats: bool
    ) -> None:
        self.box, self.fragments, self.text, self.measure, self.even = box, fragments, text, measure, even
        self.simple = all(fragment.simple for fragment in fragments) and "\n" not in text
        self.starts = {}
        place = 0
        for fragment in fragments:
            self.starts[fragment.path] = place
            place += len(fragment.text)
        self.planned: Mapping[int, tuple[int, float]] = (
            self._plan() if self.simple and not beside_floats and len(text.split()) <= SHORT_TEXT else {}
        )

    def laid(self, skip: Any, lay: Lay, again: Lay) -> Any:
        """Lay the next line out: `lay` does so within a limit; `again` first takes back what that left behind."""
        start = self._next(self.place(skip) if skip is not None else 0)
        planned = self.planned.get(start)
        if planned:
            result = lay(planned[1])
            if self.end(result) == planned[0]:
                return result
            self.planned = {}
            result = again(None)
        else:
            result = lay(None)
        end = self.end(result)
        better = self._end_before(start, end) if self.simple and end < len(self.text) else end
        if better == end:
            return result
        shorter = again(self._limit(start, better, self.width(better, end)))
        return shorter if self.end(shorter) == better else again(None)

    def end(self, result: Any) -> int:
        """Return the place of the first letter behind a line, of what WeasyPrint returns for it."""
        return len(self.text) if result[1] is None else self._next(self.place(result[1]))

    def place(self, skip: Any) -> int:
        """Return the place in the text at which WeasyPrint goes on: its nested `{child: {child: {byte: None}}}`."""
        path: tuple[int, ...] = ()
        node, within = self.box, skip
        while within is not None and getattr(node, "children", None):
            ((index, within),) = within.items()
            path += (index,)
            node = node.children[index]
        letters = 0
        if within is not None:
            ((byte, _),) = within.items()
            letters = len(node.text.encode()[:byte].decode())
        # What begins at an element begins at the first text in it, or at that behind it.
        known = (self.starts[each] for each in sorted(self.starts) if each >= path)
        return next(known, len(self.text)) + letters

    def _next(self, place: int) -> int:
        while place < len(self.text) and self.text[place] == " ":
            place += 1
        return place

    @cached_property
    def stops(self) -> list[int]:
        """The places at which a line may end by the rules of Unicode (UAX 14), from the first letter to the end.

        An address that fits on a line has none in it.
        """
        whole = [address for address in self.addresses if self._fits(*address)]
        inner = (place for place in self.opportunities if not any(first < place < last for first, last in whole))
        return [self._next(0), *inner, len(self.text)]

    @cached_property
    def opportunities(self) -> list[int]:
        """The places inside the text at which a line may end; not those of soft hyphens, which serve in need."""
        places = text_widths.opportunities(self.text, self.fragments[0].style["lang"])
        return [place for place in places if place > self._next(0)]

    @cached_property
    def addresses(self) -> list[tuple[int, int]]:
        """Where addresses start and end."""
        found: list[tuple[int, int]] = []
        for fragment in self.fragments:
            start = self.starts[fragment.path]
            if fragment.address and found and found[-1][1] == start:
                found[-1] = found[-1][0], start + len(fragment.text)
            elif fragment.address:
                found.append((start, start + len(fragment.text)))
        return found

    def width(self, start: int, end: int) -> float:
        """Return how wide a stretch of the text is on one line, in CSS pixels, without the blanks at its ends."""
        text = self.text[start:end]
        start, end = start + len(text) - len(text.lstrip(" ")), end - len(text) + len(text.rstrip(" "))
        total = 0.0
        for fragment in self.fragments:
            first = self.starts[fragment.path]
            part = fragment.text[max(start - first, 0) : max(end - first, 0)]
            if part:
                total += text_widths.width(part, fragment.style)
                total += fragment.before if start <= first else 0.0
                total += fragment.after if first + len(fragment.text) <= end else 0.0
        return total

    def _plan(self) -> dict[int, tuple[int, float]]:
        """Return by the place at which a line starts: where the next one does, and how wide the line may then be."""
        key = (
            self.text,
            tuple((each.text, text_widths.face(each.style), each.before, each.after) for each in self.fragments),
            self.measure,
            self.even,
            tuple(self.addresses),
        )
        if key not in _plans:
            if len(_plans) > 5000:
                _plans.clear()
            _plans[key] = self._chosen()
        return _plans[key]

    def _chosen(self) -> dict[int, tuple[int, float]]:
        if not all(self._fits(*address) for address in self.addresses):
            return {}
        stops = self.stops
        words = []
        for start, end in pairwise(stops):
            text = self.text[start:end]
            space = self.width_of_blanks(end - (len(text) - len(text.rstrip(" "))), end)
            words.append(Unbroken(text.strip(" "), self.width(start, end), space))
        if sum(word.width + word.space for word in words) <= self.measure:
            return {}
        weak = WEAK.get((self.fragments[0].style["lang"] or "")[:2].lower(), frozenset())
        ends = rag.ends(words, self.measure - SLACK, self.even, weak)
        # Where half a point decides how many lines there are, our measure is not fine enough to say.
        if not ends or len(ends) != len(rag.ends(words, self.measure + SLACK, self.even, weak)):
            return {}
        planned = {}
        begun = 0
        for end in ends[:-1]:
            start, stop = self._next(stops[begun]), self._next(stops[end])
            planned[start] = stop, self._limit(start, stop, words[end].width)
            begun = end
        return planned

    def _limit(self, start: int, end: int, following: float) -> float:
        """Return how wide a line may be so that it ends at a place, with the blanks before that."""
        blanks = len(self.text[:end].rstrip(" "))
        return self.width(start, end) + self.width_of_blanks(blanks, end) + min(SLACK, following / 2)

    def width_of_blanks(self, start: int, end: int) -> float:
        """Return how wide the blanks between two places are, in CSS pixels."""
        return sum(
            text_widths.width(part, fragment.style)
            for fragment in self.fragments
            if (
                part := fragment.text[
                    max(start - self.starts[fragment.path], 0) : max(end - self.starts[fragment.path], 0)
                ]
            )
        )

    def _end_before(self, start: int, end: int) -> int:
        """Return where a line should end that WeasyPrint ends at `end`: before a word, not in it, if that fits a line.

        In an address that is wider than a line, it ends behind / or -, or before @ or ?; before a dot only in a piece
        that is itself wider than a line.
        """
        inside = next((address for address in self.addresses if address[0] < end < address[1]), None)
        if inside and not self._fits(*inside):
            strong = [place for place in self.opportunities if inside[0] < place < inside[1] and self._strong(place)]
            edges = [inside[0], *strong, inside[1]]
        else:
            edges = self.stops
        before = max(place for place in edges if place <= end)
        behind = min(place for place in edges if place >= end)
        if before == end or self._next(before) <= start or not (inside or self._fits(before, behind)):
            return end
        return before

    def _fits(self, start: int, end: int) -> bool:
        return self.width(start, end) <= self.measure - SLACK

    def _strong(self, place: int) -> bool:
        """Say whether an address may be broken at a place in it, be the piece before it short or not."""
        return self.text[:place].rstrip("\u200b").endswith(("/", "-")) or self.text[place] in "@?"


_plans: dict[Any, dict[int, tuple[int, float]]] = {}
