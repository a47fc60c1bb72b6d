"""What verify says about readable text: in the safe area, large enough, in contrast, not covered or overprinted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from guidepress.brochure.geometry import MM, Insets
from guidepress.errors import Problem, Span, shorten
from guidepress.verify import accounting, line_faults, spacing, visibility
from guidepress.verify.accounting import Piece
from guidepress.verify.glyphs import Glyph, Page
from guidepress.verify.line_faults import RightOf
from guidepress.verify.points import PDFIUM, Check, Point
from guidepress.verify.visibility import Sight

LEAST_SIZE = 8.5  # points: sources and captions; nothing is smaller
LEAST_BODY = 10.5  # points: all other text
LEAST_CONTRAST = 4.5  # to the ground (WCAG 2.2, 1.4.3, level AA)
NO_CONTRAST = 1.05  # below it there is nothing to be seen at all
LEAST_SHOWN = 0.9  # share of a glyph's ink
MOST_OVERLAP = 0.3  # of the smaller glyph's box; neighbours such as “Te” come to 0.22
SLACK = 0.05  # points: rounding when glyph boxes are read back

SAFE = Point("All text lies in the safe area", PDFIUM)
LARGE = Point(f"Body text has {LEAST_BODY:g} points, captions {LEAST_SIZE:g}", PDFIUM)
CONTRAST = Point(f"Text has a contrast of {LEAST_CONTRAST:g} to 1", PDFIUM, ("WCAG 1.4.3",))
SEEN = Point("No letter is cut off or covered", PDFIUM)
APART = Point("No text is printed over other text", PDFIUM)
COLUMN = Point("No line runs over its column", PDFIUM)
NAMES = Point("No name is broken inside a word", PDFIUM)
SPACED = Point(f"Paragraphs are at least {spacing.LEAST_SPACE:g} point apart", PDFIUM)

# By content path: what is set as a caption or a source. All other text of a guide is body text.
_CAPTION = re.compile(
    r"(series|credit|licence|brand\.legal|publisher\..+|roles\..+|sections\.[^.]+\.(note|photo\.credit|lookup\.text)"
    r"|sections\.sources\.(title|lead))?"
)


@dataclass(frozen=True)
class VisibleText:
    """A glyph on a panel, the leaf it belongs to ("" for fixed words), its words, and what can be seen of it."""

    panel: str
    leaf: str
    words: str
    glyph: Glyph
    sight: Sight | None


@dataclass(frozen=True)
class Where:
    """What messages need: the name of the output, the pieces of its text, and each leaf's place in the content."""

    output: str
    pieces: Sequence[Piece]
    places: Mapping[str, Span]

    def problem(self, shown: VisibleText, sentence: str, hint: str = "") -> Problem:
        """Return a problem with a glyph's leaf; `sentence` goes on after the leaf's words."""
        place = self.places.get(shown.leaf, Span(self.output))
        return Problem(place, f"On the panel {shown.panel}, “{shorten(shown.words)}” {sentence}", hint)


def judge(
    pdf: bytes, pages: Sequence[Page], insets: Mapping[str, Insets], where: Where, right_of: RightOf | None = None
) -> list[Check]:
    """Check whether text can be read. `insets` gives each page's panel, in page order, and its safe insets.

    `right_of` says where columns of text end. Returns a check for each point of this module, but none of columns where
    that is not known; pages beyond the panels have no safe area to be looked at.
    """
    panels = [*insets, *["" for _ in pages[len(insets) :]]]
    leaves = owners(pages, where.pieces)
    sights = visibility.look(pdf, pages, LEAST_CONTRAST)
    looked_at = (SAFE, *([COLUMN] if right_of else []), NAMES, LARGE, CONTRAST, SEEN, APART, SPACED)
    problems_of: dict[Point, list[Problem]] = {point: [] for point in looked_at}
    rows = zip(pages, panels, leaves, sights, strict=False)
    for number, (page, panel, page_leaves, page_sights) in enumerate(rows):
        fixed: dict[int, str] = {}
        for glyph in page.glyphs:
            fixed[glyph.mark] = fixed.get(glyph.mark, "") + glyph.text
        visible = [
            VisibleText(panel, leaf, accounting.words(where.pieces, leaf) if leaf else fixed[glyph.mark], glyph, sight)
            for glyph, leaf, sight in zip(page.glyphs, page_leaves, page_sights, strict=True)
        ]
        shown = [text for text in visible if accounting.solid(text.glyph.text)]
        if panel:
            problems_of[SAFE] += _outside(page, shown, insets[panel], where)
        if right_of:
            over = line_faults.overrun(page, page_leaves, partial(right_of, number))
            most = page.width - (insets[panel].right if panel else 0) + SLACK  # what is beyond is told already
            problems_of[COLUMN] += [
                _over(visible[index], excess, where)
                for index, excess in over.items()
                if page.glyphs[index].right <= most
            ]
        broken = line_faults.broken_names(page, page_leaves)
        problems_of[NAMES] += [where.problem(visible[index], BROKEN, "shorten the name") for index in broken]
        problems_of[LARGE] += _small(shown, where)
        problems_of[CONTRAST] += _pale(shown, where)
        problems_of[SEEN] += _unseen(shown, where)
        problems_of[APART] += _overprinted(shown, where)
        problems_of[SPACED] += _crowded(page, visible, where)
    return [point.check(problems) for point, problems in problems_of.items()]


def owners(pages: Sequence[Page], pieces: Sequence[Piece]) -> list[list[str]]:
    """Return for each glyph of each page, in the order of the glyphs, the leaf it belongs to, "" for none."""
    leaf_of = [[""] * len(page.glyphs) for page in pages]
    reading = [(number, index) for number, page in enumerate(pages) for index in page.order()]
    texts = [accounting.solid(pages[number].glyphs[index].text) for number, index in reading]
    reading_of = [position for position, text in zip(reading, texts, strict=True) for _ in text]
    for (number, index), leaf in zip(reading_of, accounting.owners(pieces, "".join(texts)), strict=True):
        leaf_of[number][index] = leaf
    return leaf_of


def _outside(page: Page, shown: Sequence[VisibleText], inset: Insets, where: Where) -> Iterator[Problem]:
    """Find glyphs outside the safe area; say for each leaf by how much, at the side where it is worst."""
    worst: dict[str, tuple[float, str, VisibleText]] = {}
    for visible in shown:
        glyph = visible.glyph
        excesses = {
            "left": inset.left - glyph.left,
            "right": glyph.right - (page.width - inset.right),
            "top": inset.top - glyph.top,
            "bottom": glyph.bottom - (page.height - inset.bottom),
        }
        side = max(excesses, key=lambda name: excesses[name])
        if excesses[side] > max(SLACK, worst[visible.leaf][0] if visible.leaf in worst else 0):
            worst[visible.leaf] = (excesses[side], side, visible)
    for excess, side, visible in worst.values():
        sentence = f"runs {excess / MM:.1f} mm over the safe area at the {side}."
        yield where.problem(visible, sentence, "shorten it, or break a long word")


def _over(visible: VisibleText, excess: float, where: Where) -> Problem:
    sentence = f"runs {excess:.1f} points over the right side of its column."
    return where.problem(visible, sentence, "shorten it, or break a long word")


BROKEN = "is a name, and is broken inside a word: the word is wider than its line."


def _small(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    smallest: dict[str, VisibleText] = {}
    for visible in shown:
        if visible.leaf not in smallest or visible.glyph.size < smallest[visible.leaf].glyph.size:
            smallest[visible.leaf] = visible
    for leaf, visible in smallest.items():
        least_size, kind = (LEAST_SIZE, "type") if _CAPTION.fullmatch(leaf) else (LEAST_BODY, "body text")
        if visible.glyph.size < least_size - SLACK:
            yield where.problem(
                visible, f"is set in {visible.glyph.size:.3g} points; {least_size:g} is the least for {kind}."
            )


def _pale(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    """Find text that is too much like its ground, yet not wholly so; one problem for each leaf."""
    for visible, sight in _worst(visible for visible in shown if visible.sight and _is_pale(visible.sight)):
        sentence = f"has a contrast of {sight.contrast:.1f} to what lies under it; {LEAST_CONTRAST:g} is the least."
        yield where.problem(visible, sentence)


def _unseen(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    """Find text that is cut off, covered, transparent, or of its ground's colour; one problem for each leaf."""
    for visible, _ in _worst(visible for visible in shown if visible.sight and not _is_pale(visible.sight)):
        sentence = f"cannot be seen whole: at “{visible.glyph.text}” it is cut off, covered, or of its ground's color."
        yield where.problem(visible, sentence)


def _is_pale(sight: Sight) -> bool:
    return NO_CONTRAST <= sight.contrast < LEAST_CONTRAST


def _worst(shown: Iterable[VisibleText]) -> Iterator[tuple[VisibleText, Sight]]:
    """Yield for each leaf the glyph of which the least can be seen, where that is too little."""
    worst: dict[str, tuple[VisibleText, Sight]] = {}
    for visible in shown:
        sight = visible.sight
        if sight and sight.shown < min(LEAST_SHOWN, worst[visible.leaf][1].shown if visible.leaf in worst else 1):
            worst[visible.leaf] = (visible, sight)
    yield from worst.values()


def _overprinted(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    """Find text set over other text: glyphs that are not neighbours, yet share a good part of their boxes."""
    if not shown:
        return
    boxes = np.array(
        [(visible.glyph.left, visible.glyph.top, visible.glyph.right, visible.glyph.bottom) for visible in shown]
    )
    low_corners, high_corners = (
        np.maximum(boxes[:, None, :2], boxes[None, :, :2]),
        np.minimum(boxes[:, None, 2:], boxes[None, :, 2:]),
    )
    common = np.prod(np.clip(high_corners - low_corners, 0, None), axis=2)
    area = np.maximum(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), 1e-6)
    overlap = np.triu(common / np.minimum(area[:, None], area[None, :]), 4)  # the letters of one ligature share a box
    told_pairs = set()
    for first_index, second_index in zip(*np.nonzero(overlap > MOST_OVERLAP), strict=True):
        first, second = shown[first_index], shown[second_index]
        if (first.leaf, second.leaf) not in told_pairs:
            told_pairs.add((first.leaf, second.leaf))
            other_words = f"“{shorten(second.words)}”" if second.words != first.words else "other text"
            yield where.problem(first, f"and {other_words} are printed over each other.")


def _crowded(page: Page, visible: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    """Find paragraphs that nearly touch, or do; where one lies over the other, that is told already."""
    for near in spacing.crowded(page):
        first, second = visible[near.first], visible[near.second]
        distance = f"{near.distance:.1f} points" if near.distance > 0 else "no space"
        sentence = f"and “{shorten(second.words)}” have {distance} between them; {spacing.LEAST_SPACE:g} is the least."
        yield where.problem(first, sentence, "shorten one of them")
