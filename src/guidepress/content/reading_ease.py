"""How easily a text reads: its sentences, their words, the Flesch-Kincaid grade. Names count as one short word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from guidepress.content.model.labels import Names


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that is whole ones; nothing of a heading, a term or a point of a few words."""
    text = text.strip()
    return re.split(r"(?<=[.!?])\s+", text) if re.search(r"[.!?]$", text) else []


def masked(text: str, names: Names) -> str:
    """Return a text with one short word in the place of each name that a reader cannot be spared.

    Bodies and credentials are found as they are written, occupations in capital and in small letters.
    """
    for group, flags in (((*names.bodies, *names.credentials), re.NOFLAG), (names.occupations, re.IGNORECASE)):
        text = _any_of(tuple(group), flags).sub("name", text)
    return text


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...], flags: re.RegexFlag) -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?:{listed or '(?!)'})(?!\w)", flags)


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; what stands between blanks is one."""
    return [word for word in sentence.split() if re.search(r"\w", word)]


def grade(found: Sequence[str]) -> float:
    """Return the US school grade that reads some English sentences with ease, by Flesch and Kincaid; 0 for none.

    It is 0.39 times the words in a sentence, plus 11.8 times the syllables in a word, minus 15.59 (Kincaid and others,
    1975, “Derivation of new readability formulas”, page 14).
    """
    all_words = [word for sentence in found for word in words(sentence)]
    if not all_words:
        return 0.0
    syllable_count = sum(syllables(word) for word in all_words)
    return 0.39 * len(all_words) / len(found) + 11.8 * syllable_count / len(all_words) - 15.59


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: its groups of vowels, less a silent “e” at its end.

    Of 1,525 words of the guides and of our own pages, 94 in 100 have as many as in the CMU pronouncing dictionary, and
    what is too many for some is too few for others.
    """
    letters = re.sub(r"[^a-z]", "", re.sub(r"[’']s?\b", "", word.lower()))
    count = len(re.findall(r"[aeiouy]+", letters)) + len(_PARTED.findall(letters))
    return max(count - 1 if _SILENT.search(letters) and not _SPOKEN.search(letters) else count, 1)


_SILENT = re.compile(r"[^aeiouyl]es?$|[^aeiouy]les$|[^aeiouytd]ed$|[aeiou]le$")
_SPOKEN = re.compile(r"(?:[cgsxz]|ch|sh)es$")
_PARTED = re.compile(r"(?<![cgst])i(?:a|o|um)|[^q]ua|eo(?!u)|ism$")
"""Vowels side by side that are two syllables."""
