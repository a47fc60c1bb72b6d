"""Where each line that LibreOffice shows stands in the open document, so that the cursor can be put there."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any


class Places:
    """The paragraphs of an open document by the lines it shows.

    The document also holds what a tracked deletion has taken out of view, so the two are aligned by their words; a
    line with a tracked deletion in it has no place, and no further edit is made there.
    """

    def __init__(self, document: Any, lines: list[dict[str, Any]]) -> None:
        self.lines = lines
        self.tables: list[Any] = []
        self._found: dict[int, Any] = {}
        held: list[tuple[Any, str]] = []
        elements = document.model.Text.createEnumeration()
        while elements.hasMoreElements():
            element = elements.nextElement()
            if element.getImplementationName() == "SwXTextTable":
                self.tables.append(element)
                held.append((None, f"\0{len(self.tables) - 1}"))
            else:
                held.append((element, element.getString()))
        shown: list[tuple[int, str]] = []
        self._cells: dict[tuple[int, ...], list[int]] = {}
        for at, line in enumerate(lines):
            cell = line["cell"]
            if cell is None:
                shown.append((at, line["text"]))
            else:
                self._cells.setdefault(tuple(cell), []).append(at)
                if shown[-1:] != [(-1, f"\0{cell[0]}")]:
                    shown.append((-1, f"\0{cell[0]}"))
        self._body: dict[int, Any] = {}
        matcher = SequenceMatcher(None, [text for _, text in held], [text for _, text in shown], autojunk=False)
        for first, second, length in matcher.get_matching_blocks():
            for step in range(length):
                if shown[second + step][0] >= 0:
                    self._body[shown[second + step][0]] = held[first + step][0]

    def find(self, at: int) -> Any:
        """Return the paragraph that a line stands in, or None where it cannot be told."""
        cell = self.lines[at]["cell"]
        if cell is None:
            return self._body.get(at)
        if at not in self._found:
            self._found[at] = self._within(cell, at)
        return self._found[at]

    def _within(self, cell: list[int], at: int) -> Any:
        if cell[0] >= len(self.tables):
            return None
        table = self.tables[cell[0]]
        if cell[1] >= table.getRows().getCount() or cell[2] >= table.getColumns().getCount():
            return None
        paragraphs = table.getCellByPosition(cell[2], cell[1]).createEnumeration()
        for line in self._cells[tuple(cell)]:
            if not paragraphs.hasMoreElements():
                return None
            paragraph = paragraphs.nextElement()
            if line == at:
                return paragraph if paragraph.getString() == self.lines[at]["text"] else None
        return None
