"""The Markdown allowed inside a text (bold, emphasis, links, words of another language), read and written back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.attrs import attrs_plugin

from guidepress.content.model import addresses, languages, references
from guidepress.content.model.references import Reference


@dataclass(frozen=True)
class InlineRun:
    """A stretch of text of one kind. `href` is empty where it is no link, `language` where it is the text's own."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    language: str = ""


class LanguageError(ValueError):
    """What is wrong with how a text says the language of its words."""


@lru_cache(maxsize=8192)  # checks, templates and comparisons read the same texts again and again
def parse(text: str, shielded: bool = False) -> tuple[InlineRun, ...]:
    """Read inline Markdown to runs. HTML stays as the characters it is made of; line breaks become spaces.

    `shielded` keeps an escaped brace or bracket apart from those of facts, until `bare` makes it plain again.
    Raises ValueError with a plain sentence where a link does not lead anywhere that a reader may go, or where words of
    it would not be printed; LanguageError where a language is not named as it must be.
    """
    runs: list[InlineRun] = []
    strong = emphasis = 0
    href = ""
    spans: list[tuple[str, list[InlineRun]]] = []  # the open ones: their language, and the runs before them
    for token in _markdown().parseInline(_shield(text))[0].children or ():
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            emphasis += token.nesting
        elif token.type == "link_open":
            href = _checked_address(str(token.attrs["href"]), str(token.attrs.get("title", "")))
        elif token.type == "link_close":
            if not runs or runs[-1].href != href:
                raise ValueError(f"The link “{href}” has no words to press on")
            href = ""
        elif token.type == "span_open":
            spans.append((_checked_language(str(token.attrs["lang"])), runs))
        elif token.type == "span_close":
            language, before = spans.pop()
            if not _printed_words(runs).removeprefix(_printed_words(before)).strip():
                raise LanguageError(f"There are no words of the language “{language}” in the brackets")
        else:
            content = " " if token.type in ("softbreak", "hardbreak") else token.content
            content = content if shielded else bare(content)
            language = spans[-1][0] if spans else ""
            runs = _append(runs, InlineRun(content, strong > 0, emphasis > 0, href, language))
    return tuple(runs)


_SHIELDS = {"{": "\ue000", "[": "\ue001"}  # of the private use area: no font has them, and no content


def _shield(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _SHIELDS.get(match[1], match[0]), text)


def bare(text: str) -> str:
    """Return a text whose escaped braces and brackets are plain again."""
    for char, shield in _SHIELDS.items():
        text = text.replace(shield, char)
    return text


_MOST_WRITTEN = 3600  # runs that are written again, where not all looks of a text can be said: 60 times 60


def write(runs: Iterable[InlineRun], literal: bool = True) -> str:
    """Write runs as inline Markdown, so that reading it gives the same runs: the inverse of `parse`.

    What cannot be said in it keeps its words and loses its look. Where `literal` is false, facts in braces stay facts.
    """
    merged = _merged(runs)
    parts: list[InlineRun] = []
    for run, before, after in zip(merged, [InlineRun(""), *merged], [*merged[1:], InlineRun("")], strict=False):
        first, *middle, last = _split_space(run)
        # White space at the end of a link goes on in it, where the link does.
        first = replace(first, href=run.href if before.href == run.href else "")
        last = replace(last, href=run.href if after.href == run.href else "")
        parts += (first, *middle, last)
    joined = _merged(parts)
    for simplified in (_unchanged, _without_emphasis):
        if (text := _read_back([simplified(run) for run in joined], literal)) is not None:
            return text
    # As many looks as can be said: each alone may be, where all together cannot.
    written_runs = [_without_look(run) for run in joined]
    text = _read_back(written_runs, literal)
    if text is None:
        return "".join(_escaped(run.text, literal) for run in joined)
    for index, run in enumerate(joined[: _MOST_WRITTEN // max(1, len(joined))]):
        attempt = [*written_runs[:index], run, *written_runs[index + 1 :]]
        if run != written_runs[index] and (better_text := _read_back(attempt, literal)) is not None:
            written_runs, text = attempt, better_text
    return text


def _read_back(runs: Iterable[InlineRun], literal: bool) -> str | None:
    """Return runs as Markdown, None where reading it would not give them again."""
    merged = _merged(runs)
    text = ""
    for href, group in groupby(merged, lambda run: run.href):
        linked = list(group)
        keeps_look = len(linked) == 1 or not href
        linked_text = "".join(_written(run if keeps_look else replace(run, href=""), literal) for run in linked)
        text += linked_text if keeps_look else f"[{linked_text}]({href})"
    try:
        same = [_bare(run) for run in parse(text)] == [_bare(run) for run in merged]
    except ValueError:
        return None
    return text if same else None


def _split_space(run: InlineRun) -> list[InlineRun]:
    """Part white space from the ends of a run that is set off: Markdown takes no marks beside it."""
    match = re.fullmatch(r"(\s*)(.*?)(\s*)", run.text, re.DOTALL)
    if match is None or not (run.strong or run.emphasis or run.href or run.language):
        return [InlineRun(""), run, InlineRun("")]
    before, words, after = match.groups()
    return [InlineRun(before), replace(run, text=words), InlineRun(after)]


def _bare(run: InlineRun) -> InlineRun:
    """Return a run with its words as they are compared."""
    return replace(run, text=bare(run.text))


def _unchanged(run: InlineRun) -> InlineRun:
    return run


def _without_emphasis(run: InlineRun) -> InlineRun:
    return replace(run, emphasis=False)


def _without_look(run: InlineRun) -> InlineRun:
    return replace(run, emphasis=False, strong=False, language="")


def _written(run: InlineRun, literal: bool) -> str:
    text = _escaped(run.text, literal)
    if run.language:
        text = f"[{text}]{{lang={run.language}}}"
    marks = "**" * run.strong + "*" * run.emphasis
    if run.href:
        text = f"[{text}]({run.href})"
    return f"{marks}{text}{marks[::-1]}"


def _escaped(text: str, literal: bool) -> str:
    """Put a backslash before whatever would be read as Markdown."""
    pieces = [(False, text)]
    if not literal:
        named = list(references.find(text))
        pattern = "|".join(re.escape(reference.written) for reference in named)
        pieces = (
            [(bool(index % 2), piece) for index, piece in enumerate(re.split(f"({pattern})", text))]
            if named
            else pieces
        )
    special = r"[\\*\[\]<{]|(?<!\w)_|_(?!\w)"
    written = "".join(piece if raw else re.sub(special, r"\\\g<0>", piece) for raw, piece in pieces)
    for char, shield in _SHIELDS.items():
        written = written.replace(shield, f"\\{char}")
    return written


def shield(text: str) -> str:
    """Return a text whose braces and brackets name no fact, for `write`."""
    for char, shielded in _SHIELDS.items():
        text = text.replace(char, shielded)
    return text


def _checked_address(href: str, title: str) -> str:
    if title:
        raise ValueError(f"“{title}” would not be printed: a link takes no words after its address")
    return addresses.checked(href)


def _checked_language(language: str) -> str:
    if not languages.is_tag(language):
        raise LanguageError(f"“{language}” is not a language")
    return language


def _printed_words(runs: list[InlineRun]) -> str:
    """Return the words of runs without the facts that they only rest on."""
    words = "".join(run.text for run in runs)
    return references.fill(words, lambda reference: "" if reference.part == "nothing" else reference.written)


def plain(text: str, shielded: bool = False) -> str:
    """Return the words of a text without its Markdown. `shielded` is as for `parse`."""
    return "".join(run.text for run in parse(text, shielded))


def named(text: str) -> Iterator[Reference]:
    """Yield the facts that a text in Markdown names, in order. Escaped braces, and those in an address, name none."""
    if "{" in text or "[^" in text:
        for run in parse(text, shielded=True):
            yield from references.find(run.text)


def _merged(runs: Iterable[InlineRun]) -> list[InlineRun]:
    """Join neighbouring runs of one look, without empty ones."""
    groups = groupby((run for run in runs if run.text), lambda run: replace(run, text=""))
    return [replace(look, text="".join(run.text for run in group)) for look, group in groups]


def _append(runs: list[InlineRun], run: InlineRun) -> list[InlineRun]:
    if not run.text:
        return runs
    if runs and replace(runs[-1], text="") == replace(run, text=""):
        return [*runs[:-1], replace(run, text=runs[-1].text + run.text)]
    return [*runs, run]


@cache
def _markdown() -> MarkdownIt:
    # `zero` starts with nothing switched on, so a new rule of the library cannot slip in.
    # Links are checked in parse(), which can say why one is refused.
    markdown = MarkdownIt("zero").enable(["emphasis", "link", "escape", "autolink", "newline"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.use(attrs_plugin, spans=True, after=(), allowed={"lang"})
    markdown.inline.ruler.before("span", "braces", _braces)
    return markdown


_LANGUAGE = re.compile(r"""\{\s*lang=(?:[\w:-]+|"[^"{}\\]*")\s*\}""", re.ASCII)


def _braces(state: StateInline, silent: bool) -> bool:
    """Look at brackets and braces before the rule for spans does, which passes over what it cannot read.

    A fact that is named in them is text. What else stands in braces behind a bracket must be a language.
    """
    text, start = state.src[: state.posMax], state.pos
    if text[start] not in "[{":
        return False
    if silent:
        # While the words of a link are searched for its end, a span counts as the brackets it is made of: a link takes
        # no link into its words, and would not take a span either.
        state.pos += text[start] == "["
        return text[start] == "["
    if named := references.at(text, start):
        state.pending += named.written
        state.pos += len(named.written)
        return True
    if text[start] == "[":
        end = state.md.helpers.parseLinkLabel(state, start, False) + 1
        named = references.at(text, end)
        if end and text.startswith("{", end) and not named and not _LANGUAGE.match(text, end):
            raise LanguageError(f"“{_shown(text, end)}” behind the brackets says no language")
        return False
    previous_type = state.tokens[-1].type if state.tokens and not state.pending else ""
    if previous_type == "link_close":
        hint = "a language belongs inside the link: “[[words]{lang=de}](https://…)”"
        raise LanguageError(f"“{_shown(text, start)}” stands behind a link; {hint}")
    if previous_type == "span_close" or _STRAY_LANGUAGE.match(text, start):
        raise LanguageError(f"“{_shown(text, start)}” does not stand right behind words in brackets")
    return False


_STRAY_LANGUAGE = re.compile(r"\{\s*lang\s*=")


def _shown(text: str, start: int) -> str:
    """Return what stands in braces, cut where it is long or they are not closed."""
    return re.compile(r"\{[^{}]{0,30}\}?").match(text, start)[0]  # type: ignore[index]
