"""Advice that `guidepress check` prints: facts due for review, figures without a source, files that are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from html import unescape

from guidepress.content import copied_text, copies, texts
from guidepress.content.library import Library
from guidepress.content.model import guides, inline, leaves, references
from guidepress.content.model.fields import Word, without_quotation_marks
from guidepress.content.model.publisher import School
from guidepress.content.texts import PlacedText
from guidepress.errors import Problem, Span, shorten
from guidepress.project import Project, yaml_files

SHOWN = ("pay-10th", "pay-25th", "pay-median", "pay-75th", "pay-90th", "growth", "training", "credential")
"""The facts that figures and comparisons look for by name."""


def advise(project: Project, library: Library, today: date) -> Iterator[Problem]:
    """Yield advice on content that is valid but should be looked at. `today` decides which facts are due."""
    for path in project.unread():
        sentence = "This file is not read: its name does not end in “.yaml”."
        yield Problem(Span(project.name(path)), sentence, "rename it, or move it elsewhere", advice=True)
    for path in project.misplaced():
        if copies.original(path, yaml_files(path.parent)):
            continue  # told of its school
        sentence = "This file is not read: a school's own file is “school.yaml”, in a folder named like the school."
        yield Problem(Span(project.name(path)), sentence, "rename it, or move it elsewhere", advice=True)
    yield from _colours_understood(library)
    yield from _facts_to_review(library, today)
    yield from _text_by_text(library)
    yield from _unsourced_sentences(library)
    for picture, _, span in library.picture_places():
        yield from (Problem(span, sentence, hint, advice=True) for sentence, hint in picture.notes)


def _colours_understood(library: Library) -> Iterator[Problem]:
    """Say which colour a name or another way to write one was taken for."""
    for kind, colours in (("publisher", library.publisher.colours), ("brand", library.brand and library.brand.colours)):
        tree = library.trees.get((kind, kind))
        if tree is None or colours is None:
            continue
        for name in type(colours).model_fields:
            colour, rgb = getattr(colours, name), tree.find(("colours", name, "rgb"))
            if colour and rgb.written.lower() != colour.rgb.lower():
                sentence = f"“{rgb.written}” is taken as {colour.rgb}."
                hint = f'if that is right, write “rgb: "{colour.rgb}"”, and this is not said again'
                yield Problem(rgb.span, sentence, hint, advice=True)


def _facts_to_review(library: Library, today: date) -> Iterator[Problem]:
    """Find facts that are due for a look, and facts whose names nothing looks for."""
    named_facts = {(use.role, use.fact) for guide in library.guides.values() for use in guides.uses(guide)}
    for short, form in library.names.in_full.items():
        if form.review_after < today:
            sentence = f"What “{short}” stands for was to be looked at again after {form.review_after}."
            span = library.trees["names", "names"].find(("in_full", short, "review_after")).span
            yield Problem(span, sentence, f"see {form.address}, then set retrieved and review_after", advice=True)
    for slug, role in library.roles.items():
        tree = library.trees["role", slug].find(("facts",))
        for key, fact in role.facts.items():
            fact_tree = tree.find((key,))
            if fact.review_after < today:
                sentence = f"The fact “{key}” was to be looked at again after {fact.review_after}."
                hint = f"see {fact.address}, then set retrieved and review_after"
                yield Problem(fact_tree.find(("review_after",)).span, sentence, hint, advice=True)
            if fact.retrieved > today:
                sentence = f"The fact “{key}” was read on a day that is still to come."
                yield Problem(fact_tree.find(("retrieved",)).span, sentence, "is the date mistyped?", advice=True)
            is_shown = key in SHOWN or (slug, key) in named_facts
            if not is_shown and (close_matches := get_close_matches(key, SHOWN, n=1, cutoff=0.8)):
                sentence = f"The fact “{key}” is shown nowhere."
                yield Problem(tree.keys[key], sentence, f"did you mean “{close_matches[0]}”?", advice=True)


_FOREIGN_MARKS = (
    (r"\*\*|</?[a-zA-Z]+[^<>]*>", "bold is written “**bold**”; HTML is not read"),
    (r"\]\s*\(", "a link is written “[words](https://…)”, and a space in its address “%20”"),
)
_FOREIGN_MARKS_IN_WORDS = r"\*\*|\]\s*\(|</?[a-zA-Z]+[^<>]*>|\{[a-z0-9/-]+\}|\[\^[a-z0-9/-]+\]"
_BRACES = r"\{ ?[A-Za-z][\w /-]*\}|\[\^[^\]]*\]"
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z]+[0-9]?);")


def _text_by_text(library: Library) -> Iterator[Problem]:
    """Look at each text of each file for what would be printed otherwise than it was meant."""
    for text in texts.walk(library):
        if not library.is_own(text.span.file):
            continue  # it is told of the guides themselves
        for sentence, hint, words in (*_foreign_markup(text), *_copied(text)):
            yield Problem(texts.place(library.texts, text, words), sentence, hint, advice=True)
        if text.tree.comment:
            place, comment = text.tree.comment
            sentence = f"“{shorten(comment)}” is taken for a comment and will not be printed."
            hint = "if it belongs to the text, put the whole text in double quotes; if not, give it a line of its own"
            yield Problem(place, sentence, hint, advice=True)


def _foreign_markup(text: PlacedText) -> Iterator[tuple[str, str, str]]:
    """Find marks of other notations that would be printed as they stand: sentence, hint, and what they are about."""
    written = text.tree.written
    if entity := next((match[0] for match in _ENTITY.finditer(written) if unescape(match[0]) != match[0]), None):
        meant = unescape(entity)
        hint = f"write “{meant}”" if meant.isprintable() else "write a space"
        yield f"“{entity}” will be printed as it stands here.", hint, entity
    if isinstance(text.text, Word):
        if text.kind != "labels" and (mark := re.search(_FOREIGN_MARKS_IN_WORDS, re.sub(r"\\[{\[]", "", written))):
            yield (
                f"“{mark[0]}” will be printed as it stands here.",
                "neither facts nor Markdown are read in this field",
                mark[0],
            )
        return
    words = inline.plain(text.text, shielded=True)  # what is escaped is meant as it stands
    for pattern, hint in _FOREIGN_MARKS:
        if mark := re.search(pattern, words):
            yield f"“{mark[0]}” will be printed as it stands here.", hint, mark[0]
            return
    if mark := re.search(_BRACES, references.bare(words)):
        hint = "a fact is named in small letters with hyphens: “{pay-median}”, “[^licence]”"
        yield f"“{mark[0]}” will be printed as it stands here.", hint, mark[0]


def _copied(text: PlacedText) -> Iterator[tuple[str, str, str]]:
    """Find letters that were read in a wrong encoding, and curly quotation marks round a whole text."""
    written = " ".join(text.tree.written.split())
    if meant := copied_text.repaired(written):
        start = copied_text.first_difference(written, meant)
        sentence = f"Letters of “{shorten(written)}” were read in the wrong encoding, and would be printed so."
        yield sentence, f"probably meant: “{copied_text.without_soft_hyphens(meant)}”", written[start : start + 2]
    elif inner := without_quotation_marks(" ".join(text.text.split())):
        sentence = f"The curly quotation marks round “{shorten(inner)}” will be printed."
        yield sentence, f"if they are not meant to be, leave them out: {inner}", written


def _unsourced_sentences(library: Library) -> Iterator[Problem]:
    """Find figures typed into a role's guide, and sentences that name a body or a credential but no fact."""
    names_pattern = re.compile(
        "|".join(rf"(?<![\w.]){re.escape(name)}(?!\w)" for name in _bodies_and_credentials(library)) or "(?!)"
    )
    for slug, guide in library.guides.items():
        if guide.role is None:
            continue
        for leaf in leaves.walk(guide):
            if leaf.location[0] != "sections" and leaf.location[0] != "introduction":
                continue
            for sentence in re.split(r"(?<=[.!?])\s+(?!\[\^)", inline.plain(leaf.text)):
                span = library.trees["guide", slug].find(leaf.location).span
                if isinstance(library.publisher, School) and library.is_own(span.file):
                    continue  # a school answers for its own words: a room, a telephone number
                bare_sentence = references.bare(sentence)
                if figure := re.search(r"\d[\d.,]*", bare_sentence):
                    message = f"The figure “{figure[0].rstrip('.,')}” comes from no fact."
                    hint = f"put it into content/roles/{guide.role}.yaml, and name it here: “{{short-name}}”"
                    yield Problem(span, message, hint, advice=True)
                elif bare_sentence == sentence and (name := names_pattern.search(bare_sentence)):
                    message = f"“{name[0]}” is named here, but no fact that the sentence rests on."
                    yield Problem(
                        span, message, "name the fact at the end of the sentence: “[^short-name]”", advice=True
                    )


def _bodies_and_credentials(library: Library) -> list[str]:
    """Return the names of bodies and credentials, the longest first."""
    return sorted({*library.names.bodies, *library.names.credentials}, key=lambda name: (-len(name), name))
