"""A leaf's Markdown and edited words go in, new Markdown comes out: facts, links and bold left alone are kept.

A handout shows `About {openings} jobs` as “About 5,800 jobs”. A school that changes another word of that sentence does
not mean to freeze the figure, so the fact stays named wherever its words were left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from guidepress import alignment
from guidepress.compose.document import Run as Stretch  # as a handout shows it; a Run here is one of its Markdown
from guidepress.content import directions
from guidepress.content.model import inline, references
from guidepress.content.model.inline import InlineRun
from guidepress.word import links

_KEPT = 0.4  # of a text: where less is left, what it rested on is no longer what it says


@dataclass(frozen=True)
class _Shown:
    """A character as a handout shows it: its look there and in the source, and the fact it belongs to, by number."""

    look: Stretch
    source: InlineRun
    fact: int | None = None


def rewrite(source: str, before: Sequence[Stretch], after: Sequence[Stretch], plain: bool = False) -> str:
    """Return a leaf's new Markdown, from the old one and its words before and after; empty where no words are left.

    `source` is its Markdown, `before` what the handout showed of it, `after` what it shows now. `plain` leaves bold and
    italics alone: in headings they are the style's.
    """
    old = "".join(stretch.text for stretch in before)
    new, looks = _characters(after)
    if not new.strip():
        return ""
    shown, facts, unshown = _shown(source, before)
    origins = alignment.origins(old, new)
    kept = [origin for origin in origins if origin is not None]
    runs: list[InlineRun] = []
    pending: dict[int, list[str]] = {}
    for place, written in unshown:
        pending.setdefault(place, []).append(written)
    nearest, set_by_template = _nearest_kept(origins), _set_by_template(shown)
    position = 0
    while position < len(new):
        origin = origins[position]
        # A fact stays one where every character of it is still there.
        fact = shown[origin].fact if origin is not None and shown else None
        if fact is not None and origin is not None and (origin == 0 or shown[origin - 1].fact != fact):
            written, length = facts[fact]
            is_whole = origins[position : position + length] == list(range(origin, origin + length))
            looks_of_fact = looks[position : position + length]
            if is_whole and len({(look.strong, look.emphasis, look.href) for look in looks_of_fact}) == 1:
                runs.append(replace(_look(shown[origin], looks[position], plain), text=written))
                position += length
                runs += _take_pending(pending, origin + length)
                continue
        if origin is None or not shown:
            near = nearest[position]
            strong, href = set_by_template if near is None or not shown else _set_by_template([shown[near]])
            look = looks[position]
            if look.href and links.compared(look.href) == href:
                look = replace(look, href="")
            runs.append(_typed(new[position], look, plain or strong))
        else:
            runs.append(replace(_look(shown[origin], looks[position], plain), text=inline.shield(new[position])))
            runs += _take_pending(pending, origin + 1)
        position += 1
    if len(kept) >= _KEPT * len(old):
        runs += [InlineRun(written) for texts in pending.values() for written in texts]
    # A leaf may be a part of its passage: signs that turn the direction of writing need their ends in it, too.
    return directions.cleaned(inline.write(_trimmed(runs), literal=False))


def literal(after: Sequence[Stretch], plain: bool = False) -> str:
    """Return words that are new in the handout as Markdown; empty where there are none."""
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
    unshown: list[tuple[int, str]] = []
    for (run, words, fact), said in zip(parts, explained, strict=True):
        look = replace(run, text="")
        if fact and not said:
            unshown.append((len(shown), words))
        elif fact:
            shown += [_Shown(looks[len(shown) + offset], look, len(facts)) for offset in range(len(said))]
            facts.append((words, len(said)))
        else:
            shown += [_Shown(looks[len(shown) + offset], look) for offset in range(len(said))]
    return shown, facts, unshown


def _take_pending(pending: dict[int, list[str]], position: int) -> list[InlineRun]:
    """Take what is written but not shown at a place."""
    return [InlineRun(written) for written in pending.pop(position, ())]


def _look(shown: _Shown, after: Stretch, plain: bool) -> InlineRun:
    """Return the look of a character that was kept: as in the source, unless the school has changed it."""
    before, source = shown.look, shown.source
    strong = source.strong if plain or after.strong == before.strong else after.strong
    emphasis = source.emphasis if plain or after.emphasis == before.emphasis else after.emphasis
    same_link = links.compared(after.href) == links.compared(before.href)
    return InlineRun("", strong, emphasis, source.href if same_link else links.written(after.href), source.language)


def _typed(char: str, look: Stretch, plain: bool) -> InlineRun:
    href = links.written(look.href)
    return InlineRun(inline.shield(char), look.strong and not plain, look.emphasis and not plain, href)


def _nearest_kept(origins: Sequence[int | None]) -> list[int | None]:
    """Return for each character the origin of the nearest one before it that was kept; where none is, behind it."""
    nearest: list[int | None] = []
    last = next((origin for origin in origins if origin is not None), None)
    for origin in origins:
        nearest.append(last)
        last = last if origin is None else origin
    return nearest


def _set_by_template(beside: Sequence[_Shown]) -> tuple[bool, str]:
    """Say whether words typed beside others are bold, and where they lead, because a template sets those so."""
    strong = bool(beside) and all(character.look.strong and not character.source.strong for character in beside)
    addresses = {links.compared(character.look.href) for character in beside if not character.source.href}
    return strong, addresses.pop() if len(addresses) == 1 else ""


def _trimmed(runs: Sequence[InlineRun]) -> list[InlineRun]:
    """Take white space from the ends of a text."""
    worded = [number for number, run in enumerate(runs) if run.text.strip()]
    return list(runs[worded[0] : worded[-1] + 1]) if worded else []
