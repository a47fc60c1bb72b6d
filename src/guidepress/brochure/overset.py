"""Text that does not fit: on which panel, under which heading, by how much, and what could go to bring it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lxml import html as lxml_html

from guidepress.brochure.brochure import Brochure
from guidepress.brochure.geometry import MM
from guidepress.brochure.typeset import LaidBox
from guidepress.compose.placement import Slot
from guidepress.errors import Problem, Span, shorten

MOST_PIECES = 3  # that are named to be taken out


@dataclass(frozen=True)
class OversetPiece:
    """A piece of text that could go: its content path, its words, its height and where it ends, in points."""

    leaf: str
    words: str
    height: float
    end: float = 0.0


def report(fitted: Brochure, places: Mapping[str, Span]) -> Iterator[Problem]:
    """Say for each panel whose text does not fit where it runs over, by how much, and what would bring it back."""
    if fitted.chosen.fits:
        return
    root = lxml_html.document_fromstring(fitted.html)
    for slot in fitted.slots:
        room = fitted.chosen.rooms.get(slot.name)
        if room is None or room.left >= 0:
            continue
        found = list(pieces(root, fitted, slot))
        over = -room.left
        first = _first_over(found, fitted, slot, places)
        heading = next((_heading(each) for each in root.iter() if each.get("data-leaf") == first), "")
        height = sum(piece.height for piece in found) or 1.0
        words = round(over * sum(len(piece.words.split()) for piece in found) / height)
        who = f"{str(slot)[0].upper()}{str(slot)[1:]}"
        sentence = f"{who} holds too much: its text runs over by {over / MM:.0f} mm, about {max(words, 1)} "
        sentence += f"word{'s' if words > 1 else ''}"
        sentence += f", under “{shorten(heading)}”." if heading else "."
        yield Problem(places.get(first, Span("content")), sentence, _hint(suggest(found, over, places)))


def pieces(root: lxml_html.HtmlElement, fitted: Brochure, slot: Slot) -> Iterator[OversetPiece]:
    """Yield the list items and paragraphs of a column, and of the foot under it, with the height that each takes."""
    within = {f"flow-{slot.name}", f"foot-{slot.panel}"}
    seen: dict[str, int] = {}
    for element in root.iter():
        path = element.get("data-leaf") if isinstance(element.tag, str) else None
        if path is None:
            continue
        seen[path] = seen.get(path, 0) + 1
        name = path if seen[path] == 1 else f"{path}#{seen[path]}"
        if element.tag in ("h1", "h2", "h3") or within.isdisjoint(each.get("id") for each in element.iterancestors()):
            continue
        words = " ".join(element.text_content().split())
        boxes = fitted.laid.boxes.get(name, ())
        yield OversetPiece(path, words, _height(boxes), boxes[-1].bottom if boxes else 0.0)


def _heading(element: lxml_html.HtmlElement) -> str:
    """Return the words of the heading that an element stands under, or is."""
    block = next((each for each in element.iterancestors("section") if "block" in each.get("class", "")), None)
    title = block.find("h2") if block is not None else None
    return " ".join(title.text_content().split()) if title is not None else ""


def suggest(found: Sequence[OversetPiece], over: float, places: Mapping[str, Span]) -> list[OversetPiece]:
    """Return the fewest pieces whose height makes up for what runs over, the least text first; at most three.

    Only whole sentences and points of the guide itself are named, not figures. Where three do not suffice, the three
    highest come back.
    """
    own = [piece for piece in found if piece.leaf.startswith("sections.") and piece.leaf in places and piece.height > 0]
    longest = sorted(own, key=lambda piece: -piece.height)[:12]
    for count in range(1, MOST_PIECES + 1):
        enough = [each for each in combinations(longest, count) if sum(piece.height for piece in each) >= over]
        if enough:
            return list(min(enough, key=lambda each: sum(piece.height for piece in each)))
    return longest[:MOST_PIECES]


def _hint(chosen: Sequence[OversetPiece]) -> str:
    named = [f"“{shorten(piece.words, 40)}” ({piece.height / MM:.0f} mm)" for piece in chosen]
    if not named:
        return "shorten this panel's text"
    return f"shorten this panel's text; without {' and '.join(named)} it would {'' if len(named) < 3 else 'nearly '}fit"


def _first_over(found: Sequence[OversetPiece], fitted: Brochure, slot: Slot, places: Mapping[str, Span]) -> str:
    """Return the content path of the first piece of a column that reaches below its depth."""
    depth = fitted.depths[slot.name]
    return next((each.leaf for each in found if each.end > depth and each.leaf in places), "")


def _height(boxes: Sequence[LaidBox]) -> float:
    """Return the height that boxes take together, in points."""
    return sum(box.bottom - box.top for box in boxes)
