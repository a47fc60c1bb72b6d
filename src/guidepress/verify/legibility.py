"""Whether a brochure's text can be read: in the safe area, large enough, uncovered, in contrast, not overprinted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from guidepress.brochure.geometry import MM, Insets
from guidepress.errors import Problem, Span, shorten
from guidepress.verify import accounting, visibility
from guidepress.verify.accounting import Piece
from guidepress.verify.glyphs import Glyph, Page
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

# By content path: what is set as a caption or a source. All other text of a guide is body text.
_CAPTION = re.compile(
    r"(series|credit|licence|brand\.legal|publisher\..+|roles\..+|sections\.[^.]+\.(note|photo\.credit|lookup\.text))?"
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
    """What messages need: the name of the output, the pieces it was made of, and where each leaf stands."""

    output: str
    pieces: Sequence[Piece]
    places: Mapping[str, Span]

    def problem(self, shown: VisibleText, sentence: str, hint: str = "") -> Problem:
        """Say something of a glyph's leaf; the sentence goes on after the leaf's words."""
        where = self.places.get(shown.leaf, Span(self.output))
        return Problem(where, f"On the panel {shown.panel}, “{shorten(shown.words)}” {sentence}", hint)


def judge(pdf: bytes, pages: Sequence[Page], insets: Mapping[str, Insets], where: Where) -> list[Check]:
    """Find text that cannot be read. `insets` gives each page's panel, in the order of pages, and its safe insets.

    Returns a check for each point of this module; pages beyond the panels have no safe area to be looked at.
    """
    panels = [*insets, *["" for _ in pages[len(insets) :]]]
    leaves = owners(pages, where.pieces)
    sights = visibility.look(pdf, pages, LEAST_CONTRAST)
    found: dict[Point, list[Problem]] = {point: [] for point in (SAFE, LARGE, CONTRAST, SEEN, APART)}
    for page, panel, owner, seen in zip(pages, panels, leaves, sights, strict=False):
        fixed: dict[int, str] = {}
        for glyph in page.glyphs:
            fixed[glyph.mark] = fixed.get(glyph.mark, "") + glyph.text
        shown = [
            VisibleText(panel, leaf, accounting.words(where.pieces, leaf) if leaf else fixed[glyph.mark], glyph, sight)
            for glyph, leaf, sight in zip(page.glyphs, owner, seen, strict=True)
            if accounting.solid(glyph.text)
        ]
        if panel:
            found[SAFE] += _outside(page, shown, insets[panel], where)
        found[LARGE] += _small(shown, where)
        found[CONTRAST] += _pale(shown, where)
        found[SEEN] += _unseen(shown, where)
        found[APART] += _overprinted(shown, where)
    return [point.check(wrong) for point, wrong in found.items()]


def owners(pages: Sequence[Page], pieces: Sequence[Piece]) -> list[list[str]]:
    """Return for each glyph of each page, in the order of the glyphs, the leaf it belongs to, "" for none."""
    found = [[""] * len(page.glyphs) for page in pages]
    reading = [(number, index) for number, page in enumerate(pages) for index in page.order()]
    solid = [accounting.solid(pages[number].glyphs[index].text) for number, index in reading]
    at = [place for place, text in zip(reading, solid, strict=True) for _ in text]
    for (number, index), leaf in zip(at, accounting.owners(pieces, "".join(solid)), strict=True):
        found[number][index] = leaf
    return found


def _outside(page: Page, shown: Sequence[VisibleText], inset: Insets, where: Where) -> Iterator[Problem]:
    """Find glyphs outside the safe area; say for each leaf by how much, at the side where it is worst."""
    worst: dict[str, tuple[float, str, VisibleText]] = {}
    for each in shown:
        glyph = each.glyph
        out = {
            "left": inset.left - glyph.left,
            "right": glyph.right - (page.width - inset.right),
            "top": inset.top - glyph.top,
            "bottom": glyph.bottom - (page.height - inset.bottom),
        }
        side = max(out, key=lambda name: out[name])
        if out[side] > max(SLACK, worst[each.leaf][0] if each.leaf in worst else 0):
            worst[each.leaf] = (out[side], side, each)
    for excess, side, each in worst.values():
        sentence = f"runs {excess / MM:.1f} mm over the safe area at the {side}."
        yield where.problem(each, sentence, "shorten it, or break a long word")


def _small(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    smallest: dict[str, VisibleText] = {}
    for each in shown:
        if each.leaf not in smallest or each.glyph.size < smallest[each.leaf].glyph.size:
            smallest[each.leaf] = each
    for leaf, each in smallest.items():
        least, what = (LEAST_SIZE, "type") if _CAPTION.fullmatch(leaf) else (LEAST_BODY, "body text")
        if each.glyph.size < least - SLACK:
            yield where.problem(each, f"is set in {each.glyph.size:.3g} points; {least:g} is the least for {what}.")


def _pale(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    """Find text that is too much like its ground, yet not wholly so; one problem for each leaf."""
    for each, sight in _worst(each for each in shown if each.sight and _is_pale(each.sight)):
        sentence = f"has a contrast of {sight.contrast:.1f} to what lies under it; {LEAST_CONTRAST:g} is the least."
        yield where.problem(each, sentence)


def _unseen(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    """Find text that is cut off, covered, transparent, or of its ground's colour; one problem for each leaf."""
    for each, _ in _worst(each for each in shown if each.sight and not _is_pale(each.sight)):
        sentence = f"cannot be seen whole: at “{each.glyph.text}” it is cut off, covered, or of its ground's colour."
        yield where.problem(each, sentence)


def _is_pale(sight: Sight) -> bool:
    return NO_CONTRAST <= sight.contrast < LEAST_CONTRAST


def _worst(shown: Iterable[VisibleText]) -> Iterator[tuple[VisibleText, Sight]]:
    """Yield for each leaf the glyph of which the least can be seen, where that is too little."""
    worst: dict[str, tuple[VisibleText, Sight]] = {}
    for each in shown:
        sight = each.sight
        if sight and sight.shown < min(LEAST_SHOWN, worst[each.leaf][1].shown if each.leaf in worst else 1):
            worst[each.leaf] = (each, sight)
    yield from worst.values()


def _overprinted(shown: Sequence[VisibleText], where: Where) -> Iterator[Problem]:
    """Find text set over other text: glyphs that are not neighbours, yet share a good part of their boxes."""
    if not shown:
        return
    box = np.array([(each.glyph.left, each.glyph.top, each.glyph.right, each.glyph.bottom) for each in shown])
    low, high = np.maximum(box[:, None, :2], box[None, :, :2]), np.minimum(box[:, None, 2:], box[None, :, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=2)
    area = np.maximum(np.prod(box[:, 2:] - box[:, :2], axis=1), 1e-6)
    share = np.triu(common / np.minimum(area[:, None], area[None, :]), 4)  # the letters of one ligature share a box
    told = set()
    for one, other in zip(*np.nonzero(share > MOST_OVERLAP), strict=True):
        first, second = shown[one], shown[other]
        if (first.leaf, second.leaf) not in told:
            told.add((first.leaf, second.leaf))
            over = f"“{shorten(second.words)}”" if second.words != first.words else "other text"
            yield where.problem(first, f"and {over} are printed over each other.")
