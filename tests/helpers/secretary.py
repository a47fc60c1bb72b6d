"""What a person in an office does to a handout in Word: adds bullets, a step and sentences, deletes a section.

Each edit finds its place itself: the first pair of sections side by side, the first list in it, the path.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from helpers.typist import Typist, W

SENTENCES = (
    " Your school of medicine shows you how to sit and to hold the probe, and good departments let you change places"
    " through the day. Most people learn this in their first months, from those who have done the work for years."
)
BULLETS = ("Keep the records of each exam in order", "Speak with doctors, nurses and families", "Look after the room")


def style(paragraph: Any) -> str:
    """Return the id of a paragraph's style."""
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return named.get(f"{W}val") if named is not None else ""


def said(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def pair(typist: Typist, which: int = 0) -> tuple[list[Any], list[Any]]:
    """Return the elements with words of two sections that stand side by side, left and right."""
    return _pairs(typist)[which]


def _pairs(typist: Typist) -> list[tuple[list[Any], list[Any]]]:
    found, columns = [], [[]]
    for element in typist.root.find(f"{W}body"):
        if any(each.get(f"{W}type") == "column" for each in element.iter(f"{W}br")):
            columns.append([])
        elif element.find(f"{W}pPr/{W}sectPr") is not None:
            if len(columns) == 2 and all(column and style(column[0]) == "Heading1" for column in columns):
                found.append((columns[0], columns[1]))
            columns = [[]]
        elif style(element) not in ("Break", "Space"):
            columns[-1].append(element)
    return found


def add_bullets(typist: Typist, count: int) -> None:
    """Press Enter behind an item of the first list in columns and type others."""
    item = next(each for side in pair(typist) for each in side if style(each) == "ListBullet")
    for number in range(count):
        new = _typed(item, BULLETS[number % len(BULLETS)])
        item.addnext(new)
        item = new


def lengthen(typist: Typist) -> None:
    """Type sentences at the end of the first paragraph in columns."""
    paragraph = next(each for side in pair(typist) for each in side if style(each) in ("", "Normal"))
    text = list(paragraph.iter(f"{W}t"))[-1]
    text.text = f"{text.text}{SENTENCES}"


def add_step(typist: Typist) -> None:
    """Insert a row below the last step of the path."""
    table = next(each for each in typist.root.iter(f"{W}tbl") if _table_style(each) == "PathTable")
    last = table.findall(f"{W}tr")[-1]
    row = copy.deepcopy(last)
    _forget_marks(row)
    last.addnext(row)


def delete_left(typist: Typist) -> None:
    """Select the section at the left, from its heading to its last word, and delete it."""
    _delete(_section(pair(typist)[0]))


def delete_right(typist: Typist) -> None:
    _delete(_section(pair(typist)[1]))


def delete_last_pair_left(typist: Typist) -> None:
    """Delete what stands at the left of the last pair that is no call."""
    _delete(_section(_pairs(typist)[-1][0]))


def delete_all_of_left(typist: Typist) -> None:
    """Select from the heading at the left to that at the right, with the column's end between them, and delete it."""
    left, right = pair(typist)
    element = left[0]
    while element is not right[0]:
        following = element.getnext()
        element.getparent().remove(element)
        element = following


def delete_all_of_right(typist: Typist) -> None:
    """Select from the heading at the right to the next heading, with the end of the columns, and delete it."""
    element = pair(typist)[1][0].getnext()
    heading = element.getprevious()
    while style(element) != "Heading1":
        following = element.getnext()
        element.getparent().remove(element)
        element = following
    heading.getparent().remove(heading)


def add_paragraph_before_columns(typist: Typist) -> None:
    """Type a paragraph behind the facts, above the first columns."""
    table = next(each for each in typist.root.iter(f"{W}tbl") if _table_style(each) == "FactsTable")
    normal = next(each for each in typist.root.iter(f"{W}p") if style(each) in ("", "Normal") and said(each))
    table.addnext(_typed(normal, SENTENCES.strip()))


EDITS: Mapping[str, Callable[[Typist], None]] = {
    "three-bullets": lambda typist: add_bullets(typist, 3),
    "nine-bullets": lambda typist: add_bullets(typist, 9),
    "long-paragraph": lengthen,
    "step": add_step,
    "no-right": delete_right,
    "no-left": delete_left,
    "no-last-left": delete_last_pair_left,
    "no-left-and-break": delete_all_of_left,
    "no-right-and-break": delete_all_of_right,
    "paragraph-above": add_paragraph_before_columns,
}
"""The edits by name."""


def _section(column: list[Any]) -> list[Any]:
    """Return the first section of a column."""
    headings = [number for number, each in enumerate(column) if style(each) == "Heading1"]
    return column[: headings[1]] if len(headings) > 1 else column


def _delete(elements: list[Any]) -> None:
    for element in elements:
        element.getparent().remove(element)


def _typed(like: Any, words: str) -> Any:
    """Return a paragraph as Enter makes it: with the properties of another and without its words."""
    new = copy.deepcopy(like)
    _forget_marks(new)
    runs = list(new.iter(f"{W}r"))
    first = next(run for run in runs if run.find(f"{W}t") is not None)
    for run in runs:
        if run is not first:
            run.getparent().remove(run)
    first.find(f"{W}t").text = words
    return new


def _forget_marks(element: Any) -> None:
    for mark in _marks(element):
        mark.getparent().remove(mark)


def _marks(element: Any) -> Iterator[Any]:
    return iter([each for each in element.iter() if each.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd")])


def _table_style(table: Any) -> str:
    named = table.find(f"{W}tblPr/{W}tblStyle")
    return named.get(f"{W}val") if named is not None else ""
