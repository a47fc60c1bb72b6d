"""A leaf's edited words back to its Markdown: what was not touched keeps its facts, its links and its bold words.

A handout shows `About {openings} jobs` as “About 5,800 jobs”. A school that changes another word of that sentence does
not mean to freeze the figure, so the fact stays named wherever its words were left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain

from guidepress.compose.document import Run as Stretch  # as a handout shows it; a Run here is one of its Markdown
from guidepress.content.model import inline, references
from guidepress.content.model.inline import InlineRun
from guidepress.word import links

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_KEPT = 0.4  # of a text: where less is left, what it rested on is no longer what it says


def tokens(text: str) -> list[str]:
    """Split a text into words, white space and marks: the units in which texts are compared."""
    return _TOKEN.findall(text)


def matched(before: str, after: str) -> list[int | None]:
    """Return for each character of a text which character of the text before it is, None for a new one."""
    old, new = tokens(before), tokens(after)
    starts = [0]
    for token in old:
        starts.append(starts[-1] + len(token))
    found: list[int | None] = []
    for _, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        taken = "".join(new[new_start:new_end])
        # Marks and white space alone say nothing: they are alike everywhere.
        same = old[old_start:old_end] == new[new_start:new_end] and any(map(str.isalnum, taken))
        found += [starts[old_start] + at if same else None for at in range(len(taken))]
    return found


@dataclass(frozen=True)
class _Shown:
    """A character as a handout shows it: its look there and in the source, and the fact it belongs to, by number."""

    look: Stretch
    source: InlineRun
    fact: int | None = None


def rewrite(source: str, before: Sequence[Stretch], after: Sequence[Stretch], plain: bool = False) -> str:
    """Return a leaf's Markdown once its words are edited; empty where nothing is left of them.

    `source` is its Markdown, `before` what the handout showed of it, `after` what it shows now. `plain` leaves bold and
    italics alone: in headings they are the style's.
    """
    old = "".join(each.text for each in before)
    new, looks = _characters(after)
    if not new.strip():
        return ""
    shown, facts, silent = _shown(source, before)
    origin = matched(old, new)
    kept = [at for at in origin if at is not None]
    runs: list[InlineRun] = []
    left: dict[int, list[str]] = {}
    for place, written in silent:
        left.setdefault(place, []).append(written)
    at = 0
    while at < len(new):
        here = origin[at]
        # A fact stays one where every character of it is still there.
        fact = shown[here].fact if here is not None and shown else None
        if fact is not None and here is not None and (here == 0 or shown[here - 1].fact != fact):
            written, length = facts[fact]
            whole = origin[at : at + length] == list(range(here, here + length))
            if whole and len({(each.strong, each.emphasis, each.href) for each in looks[at : at + length]}) == 1:
                runs.append(replace(_look(shown[here], looks[at], plain), text=written))
                at += length
                runs += _rested(left, here + length)
                continue
        if here is None or not shown:
            strong, href = _forced(shown, origin, at)
            now = (
                replace(looks[at], href="") if looks[at].href and links.compared(looks[at].href) == href else looks[at]
            )
            runs.append(_typed(new[at], now, plain or strong))
        else:
            runs.append(replace(_look(shown[here], looks[at], plain), text=inline.shield(new[at])))
            runs += _rested(left, here + 1)
        at += 1
    if len(kept) >= _KEPT * len(old):
        runs += [InlineRun(written) for each in left.values() for written in each]
    return inline.write(_trimmed(runs), literal=False)


def literal(after: Sequence[Stretch], plain: bool = False) -> str:
    """Return new words as Markdown; empty where there are none."""
    return rewrite("", (), after, plain)


def _characters(stretches: Sequence[Stretch]) -> tuple[str, list[Stretch]]:
    """Return the characters of a text, white space as single spaces, and the look of each."""
    text, looks = "", []
    for stretch in stretches:
        for char in stretch.text:
            if char.isspace() and char not in "\u00a0\u202f":
                if not text or text.endswith(" "):
                    continue
                char = " "
            text += char
            looks.append(stretch)
    return text, looks


def _shown(source: str, before: Sequence[Stretch]) -> tuple[list[_Shown], list[tuple[str, int]], list[tuple[int, str]]]:
    """Say of each character that a handout shows where it comes from.

    Returns the characters, the facts among them (as written, and how many characters they are shown as), and what is
    written but not shown, each with the number of characters before it. Nothing is returned where the source does not
    explain what is shown.
    """
    text, looks = _characters(before)
    parts = [
        (run, words, named)
        for run in (inline.parse(source, shielded=True) if source else ())
        for words, named in references.parted(run.text)
    ]
    explained = references.explain([(inline.bare(words), named) for _, words, named in parts], text)
    if explained is None or not parts:
        return [], [], []
    shown: list[_Shown] = []
    facts: list[tuple[str, int]] = []
    silent: list[tuple[int, str]] = []
    for (run, words, fact), said in zip(parts, explained, strict=True):
        look = replace(run, text="")
        if fact and not said:
            silent.append((len(shown), words))
        elif fact:
            shown += [_Shown(looks[len(shown) + at], look, len(facts)) for at in range(len(said))]
            facts.append((words, len(said)))
        else:
            shown += [_Shown(looks[len(shown) + at], look) for at in range(len(said))]
    return shown, facts, silent


def _rested(left: dict[int, list[str]], at: int) -> list[InlineRun]:
    """Take what is written but not shown at a place."""
    return [InlineRun(written) for written in left.pop(at, ())]


def _look(shown: _Shown, now: Stretch, plain: bool) -> InlineRun:
    """Return the look of a character that was kept: as in the source, unless the school has changed it."""
    then, source = shown.look, shown.source
    strong = source.strong if plain or now.strong == then.strong else now.strong
    emphasis = source.emphasis if plain or now.emphasis == then.emphasis else now.emphasis
    same = links.compared(now.href) == links.compared(then.href)
    return InlineRun("", strong, emphasis, source.href if same else links.written(now.href), source.language)


def _typed(char: str, now: Stretch, plain: bool) -> InlineRun:
    return InlineRun(inline.shield(char), now.strong and not plain, now.emphasis and not plain, links.written(now.href))


def _forced(shown: Sequence[_Shown], origin: Sequence[int | None], at: int) -> tuple[bool, str]:
    """Say whether words typed here are bold, and where they lead, because a template sets those beside them so."""
    spots = chain(range(at - 1, -1, -1), range(at, len(origin)))
    near = next((origin[spot] for spot in spots if origin[spot] is not None), None)
    beside = shown if near is None else [shown[near]] if shown else []
    strong = bool(beside) and all(each.look.strong and not each.source.strong for each in beside)
    addresses = {links.compared(each.look.href) for each in beside if not each.source.href}
    return strong, addresses.pop() if len(addresses) == 1 else ""


def _trimmed(runs: Sequence[InlineRun]) -> list[InlineRun]:
    """Take white space from the ends of a text."""
    held = list(runs)
    while held and not held[0].text.strip():
        held = held[1:]
    while held and not held[-1].text.strip():
        held = held[:-1]
    return held
