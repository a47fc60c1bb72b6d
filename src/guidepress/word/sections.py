"""Divides a handout into what stands at its head, its title, and its sections, and says what stands at one height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from guidepress.compose.document import Block, FillIn, Heading, ListBlock, Paragraph, Picture

IMPRINT = "imprint"  # the name of the last line


@dataclass(frozen=True)
class Section:
    """A section with its heading, the card of whoever hands the guide out, or the sources with what stands below."""

    blocks: tuple[Block, ...]
    kind: Literal["section", "card", "sources"] = "section"

    @property
    def heading(self) -> Heading | None:
        """Its heading, if it has one."""
        return self.blocks[0] if self.blocks and isinstance(self.blocks[0], Heading) else None

    @property
    def is_call(self) -> bool:
        """Whether it says what the reader is to do."""
        return self.heading is not None and self.heading.call


@dataclass(frozen=True)
class HandoutRow:
    """What stands at one height: one section, or two columns with one or more sections each.

    `spread` says that the list of the one section is set in two columns, `breaks` that a new page has to be told to
    begin with it, `kept` that its paragraphs stay together. All others are points: `gap` is the white between sections
    on its page, `above` what has to be set of it above this row, `open` the white that each row of a table has more
    than usual, and `pushed` the white above headings inside it, by the numbers of their blocks, that a page ends above.
    """

    left: tuple[Section, ...]
    right: tuple[Section, ...] = ()
    spread: bool = False
    breaks: bool = False
    kept: bool = False
    gap: float = 15.0
    above: float = 15.0
    open: float = 0.0
    pushed: tuple[tuple[int, float], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is set in columns, which flow into each other where a page ends between them."""
        return bool(self.right) or self.spread


def split(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Section]]:
    """Return the blocks before the first section, and the sections."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        begins = (isinstance(block, Heading) and block.level == 2) or is_card_head(block)
        if begins or (is_imprint(block) and not _is_sources(groups[-1])):
            groups.append([])
        groups[-1].append(block)
    return tuple(groups[0]), [Section(tuple(group), _kind(group)) for group in groups[1:]]


def is_card_head(block: Block) -> bool:
    """Say whether a block is the line over the contact of whoever hands the guide out."""
    return isinstance(block, Paragraph) and block.kind == "term"


def _kind(blocks: Sequence[Block]) -> Literal["section", "card", "sources"]:
    if is_card_head(blocks[0]):
        return "card"
    return "sources" if _is_sources(blocks) or is_imprint(blocks[0]) else "section"


def _is_sources(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, ListBlock) and block.kind == "sources" for block in blocks)


def is_imprint(block: Block) -> bool:
    """Say whether a block is the last line, which says how old the text is and whose it is."""
    return isinstance(block, Paragraph) and block.line == IMPRINT


def front_of(
    blocks: Sequence[Block],
) -> tuple[tuple[Block, ...], tuple[Block, ...], Picture | None, tuple[Block, ...]]:
    """Return what stands at the head, the blocks of the title, the drawing at it, and what stands below them."""
    title = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), None)
    if title is None:
        return (), (), None, tuple(blocks)
    begin = next(
        (place for place in range(title) if isinstance(one := blocks[place], Paragraph) and one.kind == "note"), title
    )
    box = next((place for place, block in enumerate(blocks) if isinstance(block, FillIn)), len(blocks))
    drawn = [place for place in range(title, box) if isinstance(blocks[place], Picture)]
    if not drawn:
        return tuple(blocks[:begin]), tuple(blocks[begin:box]), None, tuple(blocks[box:])
    picture = blocks[drawn[0]]
    assert isinstance(picture, Picture)  # noqa: S101  (told to the type checker)
    return tuple(blocks[:begin]), tuple(blocks[begin : drawn[0]]), picture, tuple(blocks[drawn[0] + 1 :])
