"""The message that text does not fit: which panel, under which heading, by how much, and what could be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lxml import html as lxml_html

from guidepress.brochure.brochure import Brochure
from guidepress.brochure.geometry import MM
from guidepress.brochure.typeset import LaidBox
from guidepress.compose.placement import Slot
from guidepress.errors import Problem, Span, and_list, count_of, shorten

MOST_PIECES = 3  # that are named to be taken out
LINE = 12.0  # points: less than that a person wins by changing a few words


@dataclass(frozen=True)
class OversetPiece:
    """A piece of text that could go: its content path, its words, its height and where it ends, in points.

    `heading` and `section` are the words of the heading that it stands under and the id of its section, if it has one.
    """

    leaf: str
    words: str
    height: float
    end: float = 0.0
    heading: str = ""
    section: str = ""

    @property
    def place(self) -> str:
        """The content path where it can be mended: what a role says is mended in the section that shows it."""
        return f"sections.{self.section}.title" if self.section and self.leaf.startswith("roles.") else self.leaf


def report(fitted: Brochure, places: Mapping[str, Span], remedy: str = "") -> Iterator[Problem]:
    """Yield a problem for each panel whose text does not fit: where it runs over, by how much, what would mend it.

    `remedy` is what would make the whole brochure fit, in words; it is told with the first.
    """
    for slot, over, column_pieces in _overfull(fitted):
        first_over = _first_over(column_pieces, fitted.depths[slot.name], places)
        hint = _hint(suggest(column_pieces, over, places), over)
        span = places[first_over.place] if first_over else Span("content")
        yield Problem(
            span, f"{_sentence(slot, over, column_pieces, first_over)}.", f"{hint}; {remedy}" if remedy else hint
        )
        remedy = ""


def report_for_school(fitted: Brochure, places: Mapping[str, Span], school: str, folder: str) -> Iterator[Problem]:
    """Yield a problem for each panel whose text does not fit, where the guide fits without what a school says.

    `school` is its name. What can mend it are the texts that stand in its files: those in `folder`, which ends in a
    slash. They may stand on another panel than the one that runs over, since what they push goes on there.
    """
    root = lxml_html.document_fromstring(fitted.html)
    own_pieces = [
        piece
        for slot in fitted.slots
        for piece in pieces(root, fitted, slot)
        if piece.height > 0 and piece.leaf in places and places[piece.leaf].file.startswith(folder)
    ]
    overfull = list(_overfull(fitted))
    removable = [piece for piece in own_pieces if piece.leaf != "publisher.name"]
    chosen = _fewest(removable, sum(over for _, over, _ in overfull))
    if not chosen and len(removable) <= MOST_PIECES:
        # What runs over on one panel runs over on the next, too: the sum may be more than all that is to go.
        chosen = sorted(removable, key=lambda piece: -piece.height)
    longest = max(own_pieces, key=lambda piece: piece.height, default=None)
    blamed = chosen[0].leaf if chosen else longest.leaf if longest else "publisher.name"
    hint = f"shorten what {school} says in its own file"
    if chosen:
        hint += f"; without {_listed(chosen)} it would fit"
    elif longest:
        hint += f", above all {_listed([longest])}"
    for slot, over, column_pieces in overfull:
        first_over = _first_over(column_pieces, fitted.depths[slot.name], places)
        sentence = _sentence(slot, over, column_pieces, first_over)
        yield Problem(places[blamed], f"{sentence}, because of what {school} adds.", hint)


def _sentence(slot: Slot, over: float, column_pieces: Sequence[OversetPiece], first_over: OversetPiece | None) -> str:
    """Say that a column holds too much: by how much, and under which heading; without the full stop."""
    height = sum(piece.height for piece in column_pieces) or 1.0
    words = round(over * sum(len(piece.words.split()) for piece in column_pieces) / height)
    column_name = f"{str(slot)[0].upper()}{str(slot)[1:]}"
    length = f"{max(over / MM, 1):.0f} mm, about {count_of(max(words, 1), 'word')}"
    under = f", under “{shorten(first_over.heading)}”" if first_over and first_over.heading else ""
    return f"{column_name} holds too much: its text runs over by {length}{under}"


def _first_over(column_pieces: Sequence[OversetPiece], depth: float, places: Mapping[str, Span]) -> OversetPiece | None:
    """Return the first piece of a column that reaches below its depth."""
    return next((piece for piece in column_pieces if piece.end > depth and piece.place in places), None)


def can_be_shortened(fitted: Brochure, places: Mapping[str, Span]) -> bool:
    """Say whether in each panel that holds too much a few pieces of text make up for what runs over."""
    return all(
        sum(piece.height for piece in suggest(column_pieces, over, places)) >= over
        for _, over, column_pieces in _overfull(fitted)
    )


def _overfull(fitted: Brochure) -> Iterator[tuple[Slot, float, list[OversetPiece]]]:
    """Yield each column that holds too much, by how many points it does, and the pieces of text in it."""
    root = lxml_html.document_fromstring(fitted.html)
    for slot in fitted.slots:
        room = fitted.chosen.rooms.get(slot.name)
        if room is not None and room.left < 0:
            yield slot, -room.left, list(pieces(root, fitted, slot))


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
        if element.tag in ("h1", "h2", "h3") or within.isdisjoint(
            ancestor.get("id") for ancestor in element.iterancestors()
        ):
            continue
        words = " ".join(element.text_content().split())
        boxes = fitted.laid.boxes.get(name, ())
        if element.getparent().get("class") == "by":
            continue  # who said something is not left out
        heading, section = _standing(element)
        yield OversetPiece(path, words, _height(boxes), boxes[-1].bottom if boxes else 0.0, heading, section)


def _standing(element: lxml_html.HtmlElement) -> tuple[str, str]:
    """Return the words of the heading that an element stands under, and the id of its section; "" without one."""
    block = next((section for section in element.iterancestors("section") if "block" in section.get("class", "")), None)
    if block is None:
        return "", ""
    title = block.find("h2")
    heading = " ".join(title.text_content().split()) if title is not None else ""
    return heading, block.get("id", "").removeprefix("section-")


def suggest(candidates: Sequence[OversetPiece], over: float, places: Mapping[str, Span]) -> list[OversetPiece]:
    """Return the fewest pieces whose height makes up for what runs over, the least text first; at most three.

    Only whole sentences and points of the guide itself are named, not figures. Where three do not suffice, the three
    highest come back.
    """
    removable = [
        piece
        for piece in candidates
        if piece.leaf.startswith("sections.") and piece.leaf in places and piece.height > 0
    ]
    return _fewest(removable, over) or sorted(removable, key=lambda piece: -piece.height)[:MOST_PIECES]


def _fewest(removable: Sequence[OversetPiece], over: float) -> list[OversetPiece]:
    """Return the fewest pieces, at most three, whose height makes up for what runs over; none where three do not."""
    longest = sorted(removable, key=lambda piece: -piece.height)[:12]
    for count in range(1, MOST_PIECES + 1):
        enough = [group for group in combinations(longest, count) if sum(piece.height for piece in group) >= over]
        if enough:
            return list(min(enough, key=lambda group: sum(piece.height for piece in group)))
    return []


def _hint(chosen: Sequence[OversetPiece], over: float) -> str:
    """Say without which pieces a panel's text would fit; nearly, where less than a line would still run over."""
    named = _listed(chosen)
    still_over = over - sum(piece.height for piece in chosen)
    if not chosen:
        return "shorten this panel's text"
    if still_over > LINE:
        return f"shorten this panel's text, or take a section out: even without {named} it would not fit"
    return f"shorten this panel's text; without {named} it would {'nearly ' if still_over > 0 else ''}fit"


def _listed(chosen: Sequence[OversetPiece]) -> str:
    return and_list([f"“{shorten(piece.words, 40)}” ({piece.height / MM:.0f} mm)" for piece in chosen])


def _height(boxes: Sequence[LaidBox]) -> float:
    """Return the height that boxes take together, in points."""
    return sum(box.bottom - box.top for box in boxes)
