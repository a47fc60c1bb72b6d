"""Has WeasyPrint end the lines of short texts where `rag` says, and no line inside a word or address that fits one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from guidepress.brochure import rag
from guidepress.brochure.rag import Word
from guidepress.units import PX

MOST_WORDS = 60  # a longer text is broken as WeasyPrint does: line by line
SLACK = 0.5 / PX  # CSS pixels (half a point): by which a width measured here may differ from that of the laid-out line
ADDRESS = "address"  # the class of an address in a template
WEAK = {
    "en": "a an the of to in at on and or for with by is as from that your its their".split(),
    "es": "a al con de del el en es la las los o para por que su sus tu tus un una y".split(),
}
"""By language: words that lean on the next one, so that a line should not end in them."""


@contextmanager
def by_sense() -> Iterator[None]:
    """Break lines by sense in whatever WeasyPrint lays out meanwhile: in texts whose style has `--lines`.

    Its value is `even` for lines of about the same length, else `ragged`. Each line is still laid out by WeasyPrint,
    with its own width or with less, so nothing can run over; where a line then does not end where it was to end, or
    where a text holds more than words (a picture, say), WeasyPrint's own lines stand.
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

        lines = _lines_of(box, around, skip, bool(context.excluded_shapes))
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
        return getattr(box, "guidepress_lines", None)
    box.guidepress_lines = None
    style = around.style
    kind = next((token.value for token in style["__lines"] or () if token.type == "ident"), "")
    if not kind or style["direction"] != "ltr":
        return None
    fragments = list(_fragments(box))
    text = "".join(fragment.text for fragment in fragments)
    if not text.strip() or not all(fragment.style["white_space"] == "normal" for fragment in fragments):
        return None
    measure = around.width - getattr(box, "text_indent", 0)
    box.guidepress_lines = _Lines(box, fragments, text, measure, kind == "even", beside_floats)
    return box.guidepress_lines


@dataclass(frozen=True)
class _Fragment:
    """The text of one text box and its style; `path` says which child of which child of the line box it is.

    `before` and `after` are the widths of what stands at its sides: margins, borders and padding of inline elements.
    """

    text: str
    style: Any
    path: tuple[int, ...]
    address: bool
    before: float = 0.0
    after: float = 0.0
    simple: bool = True


def _fragments(box: Any, path: tuple[int, ...] = (), address: bool = False) -> Iterator[_Fragment]:
    """Yield the pieces of text in a line box in their order; `simple` is false for what is no text."""
    from weasyprint.formatting_structure import boxes

    for index, child in enumerate(box.children):
        here = (*path, index)
        if isinstance(child, boxes.TextBox):
            yield _Fragment(child.text, child.style, here, address)
        elif not child.is_in_normal_flow():
            continue
        elif isinstance(child, boxes.InlineBox):
            own = address or ADDRESS in ((child.element.get("class") or "") if child.element is not None else "").split()
            inner = list(_fragments(child, here, own))
            before, after = _sides(child.style)
            if (before or after) and (len(inner) != 1 or before is None or after is None):
                inner = [_Fragment("", child.style, here, own, simple=False)]
            elif before or after:
                only = inner[0]
                inner = [_Fragment(only.text, only.style, only.path, own, before or 0.0, after or 0.0, only.simple)]
            yield from inner
        else:
            yield _Fragment("", child.style, here, address, simple=False)


def _sides(style: Any) -> tuple[float | None, float | None]:
    """Return how much stands at the left and right of an inline element, in CSS pixels; None where it is a share."""
    sides: list[float | None] = []
    for side in ("left", "right"):
        lengths = [style[f"margin_{side}"], style[f"padding_{side}"]]
        pixels = [length.value for length in lengths if getattr(length, "unit", None) == "px"]
        border = style[f"border_{side}_width"] if style[f"border_{side}_style"] not in ("none", "hidden") else 0
        sides.append(sum(pixels) + border if len(pixels) == len(lengths) else None)
    return sides[0], sides[1]


class _Lines:
    """The text of a line box, and where its lines are to end. Places are counted in letters from the text's start."""

    def __init__(
        self, box: Any, fragments: Sequence[_Fragment], text: str, measure: float, even: bool, beside_floats: bool
    ) -> None:
        self.box, self.fragments, self.text, self.measure, self.even = box, fragments, text, measure, even
        self.simple = all(fragment.simple for fragment in fragments) and "\n" not in text
        self.starts = {}
        place = 0
        for fragment in fragments:
            self.starts[fragment.path] = place
            place += len(fragment.text)
        self.planned: Mapping[int, tuple[int, float]] = (
            self._plan() if self.simple and not beside_floats and len(text.split()) <= MOST_WORDS else {}
        )

    def laid(self, skip: Any, lay: Lay, again: Lay) -> Any:
        """Lay the next line out: `lay` does so within a limit, `again` takes back what that left behind, and repeats."""
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
        shorter = again(self.width(start, better) + SLACK)
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
        """The places at which a line may end, by the rules of Unicode (UAX 14), from the text's start to its end.

        An address that fits on a line has none in it.
        """
        places = _opportunities(self.text, self.fragments[0].style["lang"])
        whole = [(start, end) for start, end in self.addresses if self.width(start, end) <= self.measure - SLACK]
        return [0, *(p for p in places if not any(start < p < end for start, end in whole)), len(self.text)]

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
                total += sum(_width(piece, fragment.style) for piece in _pieces(part))
                total += fragment.before if start <= first else 0.0
                total += fragment.after if first + len(fragment.text) <= end else 0.0
        return total

    def _plan(self) -> dict[int, tuple[int, float]]:
        """Return by the place at which a line starts: where the next one does, and how wide the line may then be."""
        key = (
            self.text,
            tuple((each.text, _face(each.style), each.before, each.after) for each in self.fragments),
            self.measure,
            self.even,
            tuple(self.addresses),
        )
        if key not in _plans:
            if len(_plans) > 5000:
                _plans.clear()
            _plans[key] = self._planned()
        return _plans[key]

    def _planned(self) -> dict[int, tuple[int, float]]:
        stops = self.stops
        words = []
        for start, end in zip(stops, stops[1:], strict=False):
            text = self.text[start:end]
            space = self.width_of_blanks(end - (len(text) - len(text.rstrip(" "))), end)
            words.append(Word(text.strip(" "), self.width(start, end), space))
        if sum(word.width + word.space for word in words) <= self.measure:
            return {}
        weak = frozenset(WEAK.get((self.fragments[0].style["lang"] or "")[:2].lower(), ()))
        ends = rag.ends(words, self.measure - SLACK, self.even, weak)
        # Where half a point decides how many lines there are, our measure is not fine enough to say.
        if not ends or len(ends) != len(rag.ends(words, self.measure + SLACK, self.even, weak)):
            return {}
        planned = {}
        begun = 0
        for end in ends[:-1]:
            start, stop = self._next(stops[begun]), self._next(stops[end])
            following = words[end - 1].space + words[end].width
            planned[start] = stop, self.width(start, stop) + min(SLACK, following / 2)
            begun = end
        return planned

    def width_of_blanks(self, start: int, end: int) -> float:
        """Return how wide the blanks between two places are, in CSS pixels."""
        return sum(
            _width(part, fragment.style)
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
        inside = next(((first, last) for first, last in self.addresses if first < end < last), None)
        stops = self.stops
        if inside and self.width(*inside) > self.measure - SLACK:
            strong = [inside[0], *(place for place in range(*inside) if self._strong(place)), inside[1]]
            piece = max(place for place in strong if place <= end)
            behind = next(place for place in strong if place > end) if end not in strong else end
            if end in strong or (piece <= start and self.width(piece, behind) > self.measure - SLACK):
                return end
            return piece if piece > start else end
        before = max(place for place in stops if place <= end)
        behind = min(place for place in stops if place >= end)
        if before == end or self._next(before) <= start or self.width(before, behind) > self.measure - SLACK:
            return end
        return before

    def _strong(self, place: int) -> bool:
        """Say whether an address may be broken at a place in it, be the piece before it short or not."""
        return self.text[place - 1] in "/-" or self.text[place : place + 1] in "@?"


_plans: dict[Any, dict[int, tuple[int, float]]] = {}


def _pieces(text: str) -> Iterator[str]:
    """Yield the words and the blanks of a text: what is measured once and kept."""
    for number, word in enumerate(text.split(" ")):
        if number:
            yield " "
        if word:
            yield word


def _opportunities(text: str, language: str | None) -> Iterator[int]:
    """Yield the places inside a text at which a line may end; not at a soft hyphen, which a line ends at in need."""
    from weasyprint.text.line_break import get_log_attrs

    attributes = get_log_attrs(text, language)
    for place in range(1, len(text)):
        if attributes[place].is_line_break and text[place - 1] != "\u00ad":
            yield place


def _width(text: str, style: Any) -> float:
    """Return how wide a piece of text is in a style, in CSS pixels: with its face, its features, kerning and spacing."""
    spacing = style["letter_spacing"] if style["letter_spacing"] != "normal" else 0.0
    words = style["word_spacing"] * (text.count(" ") + text.count("\u00a0"))
    return _em(text, style) * style["font_size"] + spacing * len(text) + words


def _em(text: str, style: Any) -> float:
    """Return the width of a piece of text in sizes, as Pango shapes it; each is shaped once for each face."""
    from weasyprint.text.line_break import Layout, line_size

    key = text, _face(style)[0]
    if key not in _ems:
        trial = style.copy()
        trial["letter_spacing"], trial["word_spacing"], trial["font_size"] = "normal", 0, TRIAL_SIZE
        layout = Layout(trial)
        layout.set_text(text)
        line, _ = layout.get_first_line()
        _ems[key] = line_size(line, trial)[0] / TRIAL_SIZE
    return _ems[key]


_ems: dict[tuple[str, str], float] = {}
TRIAL_SIZE = 100.0  # CSS pixels


def _face(style: Any) -> tuple[str, float, float]:
    """Return what decides how wide text is: the face with its features, the size, and the space between letters."""
    from weasyprint.text.line_break import _font_style_cache_key

    spacing = style["letter_spacing"] if style["letter_spacing"] != "normal" else 0.0
    return _font_style_cache_key(style) + style["font_kerning"], style["font_size"], spacing
