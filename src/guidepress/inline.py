"""The small Markdown inside a text: bold, emphasis, links. Nothing else, and never HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

SCHEMES = ("http", "https", "mailto", "tel")


@dataclass(frozen=True)
class Run:
    """A stretch of text of one kind. `href` is empty where it is no link."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


def parse(text: str) -> tuple[Run, ...]:
    """Read inline Markdown to runs. HTML stays as the characters it is made of; line breaks become spaces.

    Raises ValueError with a plain sentence where a link does not lead anywhere that a reader may go, or where words of
    it would not be printed.
    """
    runs: list[Run] = []
    strong = emphasis = 0
    href = ""
    for token in _markdown().parseInline(text)[0].children or ():
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            emphasis += token.nesting
        elif token.type == "link_open":
            href = _checked(str(token.attrs["href"]), str(token.attrs.get("title", "")))
        elif token.type == "link_close":
            if not runs or runs[-1].href != href:
                raise ValueError(f"The link “{href}” has no words to press on")
            href = ""
        else:
            content = " " if token.type in ("softbreak", "hardbreak") else token.content
            runs = _append(runs, Run(content, strong > 0, emphasis > 0, href))
    return tuple(runs)


def _checked(href: str, title: str) -> str:
    if title:
        raise ValueError(f"“{title}” would not be printed: a link takes no words after its address")
    scheme, _, rest = href.partition(":")
    if scheme.lower() not in SCHEMES:
        raise ValueError(f"The link “{href}” must begin with https:, http:, mailto: or tel:")
    whole = {
        "mailto": r"[^@]+@[^@]+\.[^@]+",
        "tel": r"\+?[0-9().*#;=-]*[0-9][0-9().*#;=-]*",
    }.get(scheme.lower(), r"//[^/?#@:]+\.[^/?#@:]+(:[0-9]+)?([/?#].*)?")
    if not re.fullmatch(whole, rest):
        raise ValueError(f"The link “{href}” is not a whole address")
    return href


def plain(text: str) -> str:
    """Return the words of a text without its Markdown."""
    return "".join(run.text for run in parse(text))


def _append(runs: list[Run], run: Run) -> list[Run]:
    if not run.text:
        return runs
    if runs and (runs[-1].strong, runs[-1].emphasis, runs[-1].href) == (run.strong, run.emphasis, run.href):
        return [*runs[:-1], Run(runs[-1].text + run.text, run.strong, run.emphasis, run.href)]
    return [*runs, run]


@cache
def _markdown() -> MarkdownIt:
    # `zero` starts with nothing switched on, so a new rule of the library cannot slip in.
    # Links are checked in parse(), which can say why one is refused.
    markdown = MarkdownIt("zero").enable(["emphasis", "link", "escape", "autolink", "newline"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown
