"""Finds characters that a theme's fonts lack: each with its place, its name, what to write instead, and who has it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guidepress.compose.themes import branding, theme
from guidepress.content import source, texts
from guidepress.content.library import Library
from guidepress.content.model import inline
from guidepress.content.model.fields import Text
from guidepress.content.model.guides import Guide
from guidepress.content.texts import PlacedText
from guidepress.errors import ContentError, Problem, Span, shorten
from guidepress.project import Project

_REPLACEMENTS = {
    "→": "->",
    "←": "<-",
    "↔": "<->",
    "⇒": "=>",
    "➔": "->",
    "➜": "->",
    "➡": "->",
    "⟶": "->",
    "′": "'",
    "″": '"',
    "‐": "-",
    "‑": "-",
    "‒": "–",
    "―": "—",
    "−": "-",
    "⁃": "-",
    "≥": "at least",
    "≤": "at most",
    "≠": "is not",
    "≈": "about",
    "☎": "Phone:",
    "✉": "Email:",
    **dict.fromkeys("●▪■▸►‣◦∙◆✓✔", "•"),
}
"""What says nearly the same. Fractions, ligatures and raised figures are missing: Unicode says what they consist of."""

_NOT_IN_GUIDES = ("report", "calibrate")  # how the names of labels begin that stand in no guide's files


def problems(project: Project, library: Library, guides: Iterable[Guide], theme_name: str) -> list[Problem]:
    """Return a problem for each character of these guides' texts that the fonts of a theme lack.

    Guides are those of the library. WeasyPrint would take such a character from any other font, or leave it out.
    Raises ContentError where the theme cannot be read.
    """
    chosen = _looked_at(project, library, texts.printed(library, list(guides)), theme_name)
    if not chosen.lacking:
        return []
    return source.illustrate(_refused(library, chosen, _others(project, library, (), theme_name)[0]), library.texts)


def report(project: Project, library: Library, theme_name: str) -> list[Problem]:
    """Return the same for all guides of a library; as advice what only other themes lack, and what is wrong with them.

    Of a school only what its own files say: the rest is told of the guides themselves.
    """
    printed = texts.printed(library, list(library.guides.values()))
    own_texts = [text for text in printed if library.is_own(text.span.file)]
    chosen = _looked_at(project, library, own_texts, theme_name)
    others, found = _others(project, library, own_texts, theme_name)
    found += _refused(library, chosen, others)
    advised = {place: text for other in others for place, text in other.lacking.items() if place not in chosen.lacking}
    for place, (text, char) in advised.items():
        without = [other for other in others if place in other.lacking]
        sentence = f"The fonts of the {branding.listed([other.name for other in without])} have no {_named(char)}."
        instead = _instead(text.text, char, frozenset.intersection(*(other.available for other in without)))
        hint = f"nothing needs to be done unless you build with {'it' if len(without) == 1 else 'one of them'}"
        hint += f"; then {instead}" if instead else ""
        found.append(Problem(texts.place(library.texts, text, char), sentence, hint, advice=True))
    return source.illustrate(found, library.texts)


@dataclass(frozen=True)
class _Fonts:
    """A theme by its name: the characters that all of its fonts have, and the texts with others, by their place."""

    name: str
    available: frozenset[int]
    lacking: Mapping[tuple[Span, str], tuple[PlacedText, str]]


def _looked_at(project: Project, library: Library, printed: Iterable[PlacedText], name: str) -> _Fonts:
    """Look at texts in a theme. Raises ContentError where it cannot be read."""
    look, _, _ = branding.dress(theme.read(project, name), library)
    available = frozenset.intersection(*(theme.characters(face) for face in look.faces))
    lacking: dict[tuple[Span, str], tuple[PlacedText, str]] = {}
    for text in printed:
        if available.issuperset(map(ord, text.text)) or (text.kind == "brand" and look.brand is None):
            continue
        if text.kind == "labels" and str(text.location[0]).startswith(_NOT_IN_GUIDES):
            continue
        for char in dict.fromkeys(_words(text)):
            if ord(char) not in available and not char.isspace():
                lacking[text.span, char] = text, char
    return _Fonts(name, available, lacking)


def _others(
    project: Project, library: Library, printed: Sequence[PlacedText], but: str
) -> tuple[list[_Fonts], list[Problem]]:
    """Look at texts in every theme but one; return them, and as advice what is wrong with those that cannot be read."""
    others: list[_Fonts] = []
    broken: list[Problem] = []
    for name in theme.names(project):
        try:
            if name != but:
                others.append(_looked_at(project, library, printed, name))
        except ContentError as error:
            broken += [replace(problem, advice=True) for problem in error.problems]
    return others, broken


def _refused(library: Library, chosen: _Fonts, others: Sequence[_Fonts]) -> Iterator[Problem]:
    for text, char in chosen.lacking.values():
        sentence = f"The fonts of the theme {chosen.name} have no {_named(char)}."
        having = [other.name for other in others if ord(char) in other.available]
        ways = [_instead(text.text, char, chosen.available)]
        if having and not _is_invisible(char):
            ways.append(f"build with {' or '.join(f'“--theme {name}”' for name in having)}")
        hint = ", or ".join(filter(None, ways)) or f"write “{shorten(text.text)}” in another way, without “{char}”"
        place = texts.place(library.texts, text, char)
        # What has just come back in a handout stands in no file yet: the text itself is its line.
        yield Problem(place, sentence, hint, "" if place.file in library.texts else str(text.text))


def _words(text: PlacedText) -> str:
    """Return what is printed of a text: an address is not."""
    return inline.plain(text.text) if isinstance(text.text, Text) else text.text


def _named(char: str) -> str:
    name, code = unicodedata.name(char, "").lower(), f"U+{ord(char):04X}"
    if _is_invisible(char):
        return f"{code} ({name or 'without a name'}), which nobody sees"
    shown = f"◌{char}" if unicodedata.combining(char) else char
    return f"“{shown}” ({', '.join(filter(None, (code, name)))})"


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc") or 0xFE00 <= ord(char) <= 0xFE0F or char == "\u034f"


def _instead(text: str, char: str, available: frozenset[int]) -> str:
    """Say what could stand in the place of a character; nothing where nobody can say."""
    if _is_invisible(char):
        return "delete it"
    replacement = _REPLACEMENTS.get(char, "")
    if unicodedata.combining(char):
        index = text.index(char)
        replacement = unicodedata.normalize("NFC", text[max(index - 1, 0) : index + 1])
    elif not replacement:
        pieces = unicodedata.normalize("NFKD", char).replace("\u2044", "/")
        replacement = "".join(piece for piece in pieces if not unicodedata.combining(piece)).strip()
    is_printable = replacement and replacement != char and all(ord(piece) in available for piece in replacement)
    return f"write “{replacement}” in its place" if is_printable else ""
