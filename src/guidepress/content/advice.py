"""Advice that `guidepress check` prints: facts due for review, figures without a source, files that are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from guidepress.content.library import Library
from guidepress.content.model import guides, inline, leaves, references
from guidepress.errors import Problem, Span
from guidepress.project import Project

SHOWN = ("pay-10th", "pay-25th", "pay-median", "pay-75th", "pay-90th", "growth", "training", "credential")
"""The facts that figures and comparisons look for by name."""


def advise(project: Project, library: Library, today: date) -> Iterator[Problem]:
    """Yield advice on content that is valid but should be looked at. `today` decides which facts are due."""
    for path in project.unread():
        sentence = "This file is not read: its name does not end in “.yaml”."
        yield Problem(Span(project.name(path)), sentence, "rename it, or move it elsewhere", advice=True)
    for path in project.misplaced():
        sentence = "This file is not read: a school's own file is “school.yaml”, in a folder named like the school."
        yield Problem(Span(project.name(path)), sentence, "rename it, or move it elsewhere", advice=True)
    yield from _facts_to_review(library, today)
    yield from _foreign_markup(library)
    yield from _unsourced_sentences(library)
    for picture, _, span in library.picture_places():
        yield from (Problem(span, sentence, hint, advice=True) for sentence, hint in picture.notes)


def _facts_to_review(library: Library, today: date) -> Iterator[Problem]:
    """Find facts that are due for a look, and facts whose names nothing looks for."""
    named_facts = {(use.role, use.fact) for guide in library.guides.values() for use in guides.uses(guide)}
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


def _foreign_markup(library: Library) -> Iterator[Problem]:
    """Find marks of other notations that would be printed as they stand."""
    for (kind, stem), tree in library.trees.items():
        holder = {"guide": library.guides, "role": library.roles}.get(kind, {"publisher": library.publisher})
        for leaf in leaves.walk(holder.get(stem)):
            words = inline.plain(leaf.text)
            if mark := re.search(r"\*\*|\]\s*\(|</?[a-zA-Z]+[^<>]*>", words):
                sentence = f"“{mark[0]}” will be printed as it stands here."
                hint = "bold is written “**bold**”, a link “[words](https://…)”; HTML is not read"
                yield Problem(tree.find(leaf.location).span, sentence, hint, advice=True)
            elif mark := re.search(r"\{ ?[A-Za-z][\w /-]*\}|\[\^[^\]]*\]", references.bare(words)):
                sentence = f"“{mark[0]}” will be printed as it stands here."
                hint = "a fact is named in small letters with hyphens: “{pay-median}”, “[^licence]”"
                yield Problem(tree.find(leaf.location).span, sentence, hint, advice=True)


def _unsourced_sentences(library: Library) -> Iterator[Problem]:
    """Find figures typed into a role's guide, and sentences that name a body or a credential but no fact."""
    names_pattern = re.compile(
        "|".join(rf"(?<![\w.]){re.escape(name)}(?!\w)" for name in _bodies_and_credentials(library)) or "(?!)"
    )
    publisher = library.trees.get(("publisher", "publisher"))
    for slug, guide in library.guides.items():
        if guide.role is None:
            continue
        for leaf in leaves.walk(guide):
            if leaf.location[0] != "sections" and leaf.location[0] != "introduction":
                continue
            for sentence in re.split(r"(?<=[.!?])\s+(?!\[\^)", inline.plain(leaf.text)):
                span = library.trees["guide", slug].find(leaf.location).span
                if publisher and span.file == publisher.span.file:
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
