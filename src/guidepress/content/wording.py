"""Advice on the words of guides: how hard they read, long sentences, initials that nobody explains, newer editions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guidepress.content import reading_ease, texts
from guidepress.content.library import Library
from guidepress.content.model import inline, references
from guidepress.content.model.guides import Guide
from guidepress.content.model.references import Reference
from guidepress.content.texts import PlacedText
from guidepress.errors import Problem, Span, count_of, shorten

HARDEST = 8.9
"""The highest grade that is not advised on: readers are in grades 9 to 12, and half of them read below theirs."""

LONGEST = 25
"""The words that a sentence may have (the Federal Plain Language Guidelines ask for short ones)."""

_INITIALS = re.compile(r"(?<![\w.&/@-])[A-Z]{2,}(?:-[A-Z]{2,})*(?=s?(?![\w&/@-]|\.\w))")
_VERBOSE = "“guidepress check --verbose” shows each"


def advice(library: Library, *, each: bool = False) -> list[Problem]:
    """Return advice on the words of all guides, one piece for each guide and matter; with `each`, one for each place.

    Guides that are credited to another author keep that author's words: only their initials are looked at. The measure
    of reading ease is made for English.
    """
    found: list[Problem] = []
    printed_of = {slug: list(_printed(library, guide)) for slug, guide in library.guides.items()}
    for slug, guide in library.guides.items():
        printed = printed_of[slug]
        if guide.language.startswith("en") and not guide.credit:
            found += _hard_to_read(library, guide, printed, each)
        found += _unexplained(library, guide, printed, each)
    return [*found, *_without_words(library, printed_of, each), *_newer_editions(library, each)]


@dataclass(frozen=True)
class _Printed:
    """A text of a guide, and what it says with its facts in their places."""

    text: PlacedText
    words: str

    def span(self, library: Library, words: str) -> Span:
        """Return where some of its words stand."""
        return texts.place(library.texts, self.text, words)


def _printed(library: Library, guide: Guide) -> Iterator[_Printed]:
    def word(reference: Reference) -> str:
        role = library.roles.get(reference.role or guide.role or "")
        fact = role.facts.get(reference.fact) if role else None
        if fact is None or reference.part == "nothing":
            return ""
        return fact.period if reference.part == "period" else inline.plain(str(fact.value))

    for text in texts.of_guide(library, guide.slug):
        if text.location[0] in ("introduction", "sections"):
            yield _Printed(text, references.fill(inline.plain(text.text), word))


def _hard_to_read(library: Library, guide: Guide, printed: Sequence[_Printed], each: bool) -> Iterator[Problem]:
    placed = [(one, sentence) for one in printed for sentence in reading_ease.sentences(one.words)]
    masked = [reading_ease.masked(sentence, library.names) for _, sentence in placed]
    if (grade := reading_ease.grade(masked)) > HARDEST:
        span = library.trees["guide", guide.slug].find(("title",)).span
        sentence = f"This guide reads as hard as a text of grade {grade:.1f}; {HARDEST} is the aim."
        yield Problem(span, sentence, "write shorter sentences and everyday words", advice=True)
    long = [(one, text) for (one, text) in placed if len(reading_ease.words(text)) > LONGEST]
    hint = "make two sentences of it"
    if each or len(long) == 1:
        for one, text in long:
            sentence = f"A sentence has {len(reading_ease.words(text))} words; {LONGEST} is the aim: “{shorten(text)}”"
            yield Problem(one.span(library, _start(text)), sentence, hint, advice=True)
    elif long:
        one, text = max(long, key=lambda item: len(reading_ease.words(item[1])))
        count = len(reading_ease.words(text))
        sentence = f"{len(long)} sentences have more than {LONGEST} words; this one has {count}: “{shorten(text)}”"
        yield Problem(one.span(library, _start(text)), sentence, f"{hint}; {_VERBOSE}", advice=True)


def _start(text: str) -> str:
    return " ".join(text.split()[:3])


def _unexplained(library: Library, guide: Guide, printed: Sequence[_Printed], each: bool) -> Iterator[Problem]:
    """Find initials that no list of names has, and that are not explained in the guide, as in “veterans’ (VA)”."""
    names = library.names
    whole_text = "\n".join(one.words for one in printed)
    spared = {*names.known, *names.in_full, *names.terms, *names.bodies, *names.credentials}
    places: dict[str, _Printed] = {}
    for one in printed:
        if one.words.isupper() and len(one.words.split()) > 1:
            continue  # a line in capitals
        for initials in _INITIALS.findall(reading_ease.masked(one.words, names)):
            if initials not in spared and not explained(initials, whole_text):
                places.setdefault(initials, one)
    hint = "write the words out once, with the initials in parentheses, or add them to “in_full” in content/names.yaml"
    if each:
        for initials, one in places.items():
            sentence = f"Nothing in this guide says what “{initials}” stands for."
            yield Problem(one.span(library, initials), sentence, hint, advice=True)
    elif places:
        first, one = next(iter(places.items()))
        sentence = f"Nothing in this guide says what these initials stand for: {', '.join(places)}."
        yield Problem(one.span(library, first), sentence, hint, advice=True)


def explained(initials: str, text: str) -> bool:
    """Say whether initials stand in parentheses behind words of which one begins with their first letter."""
    for match in re.finditer(rf"((?:[\w’'-]+ ){{1,{len(initials) + 1}}})\({re.escape(initials)}\)", text):
        if re.search(rf"(?<!\w){initials[0]}", match[1], re.IGNORECASE):
            return True
    return False


def _without_words(library: Library, printed_of: Mapping[str, Sequence[_Printed]], each: bool) -> Iterator[Problem]:
    """Find initials in content/names.yaml that guides print and of which it does not hold what they stand for."""
    tree = library.trees.get(("names", "names"))
    if tree is None:
        return
    all_text = "\n".join(one.words for printed in printed_of.values() for one in printed)
    missing = [
        (tree.find((group, index)).span, name)
        for group in ("terms", "bodies", "credentials")
        for index, name in enumerate(getattr(library.names, group))
        if not re.search("[a-z]", name) and name not in library.names.in_full and not explained(name, all_text)
        if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", all_text)
    ]
    hint = "add each to “in_full”, with the words and where you read them"
    if each:
        for span, name in missing:
            yield Problem(span, f"“{name}” is printed, and nothing says what it stands for.", hint, advice=True)
    elif missing:
        listed = ", ".join(name for _, name in missing)
        are = "is" if len(missing) == 1 else "are"
        sentence = f"{count_of(len(missing), 'name')} {are} printed as initials only: {listed}."
        yield Problem(missing[0][0], sentence, f"{hint}; {_VERBOSE}", advice=True)


def _newer_editions(library: Library, each: bool) -> Iterator[Problem]:
    """Find facts of which a newer edition is known."""
    found: dict[tuple[str, str], list[tuple[Span, str, str]]] = {}
    for slug, role in library.roles.items():
        for key, fact in role.facts.items():
            if fact.newer:
                span = library.trees["role", slug].find(("facts", key, "newer")).span
                found.setdefault((fact.period, fact.newer), []).append((span, key, fact.address))
    take_out = "then set value, period and the dates, and take “newer” out"
    for (period, newer), facts in found.items():
        if each:
            for span, key, address in facts:
                sentence = f"The fact “{key}” is of the edition {period}; {newer} is out."
                yield Problem(span, sentence, f"see {address}, {take_out}", advice=True)
        else:
            are = "is" if len(facts) == 1 else "are"
            sentence = f"{count_of(len(facts), 'fact')} {are} of the edition {period}; {newer} is out."
            yield Problem(facts[0][0], sentence, f"look each up, {take_out}; {_VERBOSE}", advice=True)
