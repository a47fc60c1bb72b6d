"""Where each line that LibreOffice shows stands in the open document, so that the cursor can be put there.

Every question to LibreOffice takes part of a millisecond, so paragraphs are walked only as far as they are asked for.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

_TABLE = "SwXTextTable"


class Places:
    """The paragraphs of an open document by the lines it shows.

    The document also holds what a tracked deletion has taken out of view, so then the two are aligned by their words; a
    line with a tracked deletion in it has no place, and no further edit is made there.
    """

    def __init__(self, document: Any, lines: list[dict[str, Any]]) -> None:
        self.lines = lines
        self._elements = document.model.Text.createEnumeration()
        self._walked: list[Any] = []  # paragraphs and tables of the body, as far as they were asked for
        self._found: dict[int, Any] = {}
        self._cells: dict[tuple[int, ...], list[int]] = {}
        shown: list[tuple[int, int]] = []  # of each block that is shown, its line and its table, -1 for none
        for at, line in enumerate(lines):
            cell = line["cell"]
            if cell is None:
                shown.append((at, -1))
                continue
            self._cells.setdefault(tuple(cell), []).append(at)
            if shown[-1:] != [(-1, cell[0])]:
                shown.append((-1, cell[0]))
        if document.model.getRedlines().createEnumeration().hasMoreElements():
            held = self._align(shown)
        else:
            held = {at: at for at in range(len(shown))}
        self._body = {line: held[at] for at, (line, _) in enumerate(shown) if line >= 0 and at in held}
        self._tables = {table: held[at] for at, (_, table) in enumerate(shown) if table >= 0 and at in held}

    def find(self, at: int) -> Any:
        """Return the paragraph that a line stands in, or None where it cannot be told."""
        if at not in self._found:
            cell = self.lines[at]["cell"]
            found = self._element(self._body.get(at)) if cell is None else self._within(cell, at)
            is_it = found is not None and hasattr(found, "getString") and found.getString() == self.lines[at]["text"]
            self._found[at] = found if is_it else None
        return self._found[at]

    def table(self, number: int) -> Any:
        """Return a table by its number among those shown, or None where it cannot be told."""
        found = self._element(self._tables.get(number))
        return found if found is not None and found.getImplementationName() == _TABLE else None

    def _element(self, at: int | None) -> Any:
        if at is None:
            return None
        while len(self._walked) <= at and self._elements.hasMoreElements():
            self._walked.append(self._elements.nextElement())
        return self._walked[at] if at < len(self._walked) else None

    def _align(self, shown: list[tuple[int, int]]) -> dict[int, int]:
        while self._elements.hasMoreElements():
            self._walked.append(self._elements.nextElement())
        held = ["\0" if each.getImplementationName() == _TABLE else each.getString() for each in self._walked]
        wanted = ["\0" if line < 0 else self.lines[line]["text"] for line, _ in shown]
        blocks = SequenceMatcher(None, held, wanted, autojunk=False).get_matching_blocks()
        return {second + step: first + step for first, second, length in blocks for step in range(length)}

    def _within(self, cell: list[int], at: int) -> Any:
        table = self.table(cell[0])
        if table is None or cell[1] >= table.getRows().getCount() or cell[2] >= table.getColumns().getCount():
            return None
        paragraphs = table.getCellByPosition(cell[2], cell[1]).createEnumeration()
        for line in self._cells[tuple(cell)]:
            paragraph = paragraphs.nextElement() if paragraphs.hasMoreElements() else None
            if line == at or paragraph is None:
                return paragraph
        return None
