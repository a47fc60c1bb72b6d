"""Finds characters that a theme's fonts lack: each with its place, its name, what to write instead, and who has it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

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

_Place = tuple[Span, str]
_NOT_IN_GUIDES = ("report", "calibrate")  # how the names of labels begin that stand in no guide's files


def problems(project: Project, library: Library, guides: Iterable[Guide], theme_name: str) -> list[Problem]:
    """Return a problem for each character of these guides' texts that the fonts of a theme lack.

    Guides are those of the library. WeasyPrint would take such a character from any other font, or leave it out.
    Raises ContentError where the theme cannot be read.
    """
    available, lacking = _looked_at(project, library, guides, theme_name)
    if not lacking:
        return []
    others = _others(project, library, guides, theme_name)[0]
    found = []
    for text, char in lacking.values():
        sentence = f"The fonts of the theme {theme_name} have no {_named(char)}."
        having = [name for name, (characters, _) in others.items() if ord(char) in characters]
        ways = [_instead(text.text, char, available)]
        if having and not _is_invisible(char):
            ways.append(f"build with {' or '.join(f'“--theme {name}”' for name in having)}")
        hint = ", or ".join(filter(None, ways)) or f"write it in another way: “{shorten(text.text)}”"
        place = texts.place(library.texts, text, char)
        # What has just come back in a handout stands in no file yet: the text itself is its line.
        found.append(Problem(place, sentence, hint, "" if place.file in library.texts else str(text.text)))
    return source.illustrate(found, library.texts)


def advice(project: Project, library: Library, guides: Iterable[Guide], theme_name: str) -> list[Problem]:
    """Return as advice the characters that only themes other than this one lack, and what is wrong with them."""
    _, chosen = _looked_at(project, library, guides, theme_name)
    others, found = _others(project, library, guides, theme_name)
    lacking = {place: text for _, lacking in others.values() for place, text in lacking.items() if place not in chosen}
    for place, (text, char) in lacking.items():
        names = [name for name, (_, lacking_there) in others.items() if place in lacking_there]
        sentence = f"The fonts of {_themes(names)} have no {_named(char)}."
        instead = _instead(text.text, char, frozenset.intersection(*(others[name][0] for name in names)))
        hint = f"nothing needs to be done unless you build with {'it' if len(names) == 1 else 'one of them'}"
        hint += f"; then {instead}" if instead else ""
        found.append(Problem(texts.place(library.texts, text, char), sentence, hint, advice=True))
    return source.illustrate(found, library.texts)


_Lacking = dict[_Place, tuple[PlacedText, str]]


def _looked_at(
    project: Project, library: Library, guides: Iterable[Guide], name: str
) -> tuple[frozenset[int], _Lacking]:
    """Return the characters that all fonts of a theme have, and the texts with others, by their place and character."""
    look, _, _ = branding.dress(theme.read(project, name), library)
    available = frozenset.intersection(*(theme.characters(face) for face in look.faces))
    lacking: _Lacking = {}
    for guide in guides:
        for text in texts.printed(library, guide):
            is_elsewhere = text.kind == "labels" and str(text.location[0]).startswith(_NOT_IN_GUIDES)
            if is_elsewhere or (text.kind == "brand" and look.brand is None):
                continue
            for char in dict.fromkeys(text.text):
                if ord(char) not in available and not char.isspace() and char in _words(text):
                    lacking[text.span, char] = text, char
    return available, lacking


def _others(
    project: Project, library: Library, guides: Iterable[Guide], but: str
) -> tuple[Mapping[str, tuple[frozenset[int], _Lacking]], list[Problem]]:
    """Return the same for every theme but one, by their names, and as advice what is wrong with the others."""
    others: dict[str, tuple[frozenset[int], _Lacking]] = {}
    broken: list[Problem] = []
    for name in theme.names(project):
        try:
            if name != but:
                others[name] = _looked_at(project, library, guides, name)
        except ContentError as error:
            broken += [replace(problem, advice=True) for problem in error.problems]
    return others, broken


def _words(text: PlacedText) -> str:
    """Return what is printed of a text: an address is not."""
    return inline.plain(text.text) if isinstance(text.text, Text) else text.text


def _themes(names: list[str]) -> str:
    if len(names) == 1:
        return f"the theme {names[0]}"
    return f"the themes {', '.join(names[:-1])} and {names[-1]}"


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
