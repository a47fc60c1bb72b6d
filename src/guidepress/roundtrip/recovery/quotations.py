"""Gives what somebody says its printed quotation marks again, where a school typed other marks round it, or none."""

from __future__ import annotations

from dataclasses import replace

from guidepress.compose.document import Run
from guidepress.content.model import kinds
from guidepress.roundtrip.recovery.compared import Compared
from guidepress.word.lines import Passage, joined

_MARKS = '"“”„«»'


def with_printed_marks(compared: Compared) -> Compared:
    """Return an edited handout in which each quotation stands in the marks that are printed."""
    sections = {section["id"]: kinds.kind(section["kind"]) for section in compared.base.content["sections"]}
    edited = list(compared.edited)
    for row, column in compared.columns.items():
        base = compared.base.passages[row]
        path = base.marks[0].name.split(".") if len(base.marks) == 1 else []
        is_quoted = len(path) == 3 and path[1] in sections and path[2] in sections[path[1]].texts
        opening, closing = _around(base) if is_quoted else ("", "")
        if opening and closing:
            edited[column] = _in_marks(edited[column], opening, closing)
    return replace(compared, edited=edited)


def _around(base: Passage) -> tuple[str, str]:
    """Return what stands before the one leaf of a passage, and behind it."""
    return base.text[: base.marks[0].start], base.text[base.marks[0].end :]


def _in_marks(edited: Passage, opening: str, closing: str) -> Passage:
    text = edited.text
    if text.startswith(opening) and text.endswith(closing):
        return edited
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    start += text[start : start + 1] in tuple(_MARKS)
    end -= text[end - 1 : end] in tuple(_MARKS)
    if start >= end:
        return edited
    words: list[Run] = []
    position = 0
    for stretch in edited.stretches:
        kept = stretch.text[max(start - position, 0) : max(end - position, 0)]
        words.append(replace(stretch, text=kept))
        position += len(stretch.text)
    return replace(edited, stretches=tuple(joined([Run(opening), *words, Run(closing)])))
