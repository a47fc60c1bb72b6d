"""Renders the Jinja templates to HTML: the brochure, the handout and the reports; filters for templates are here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from markupsafe import Markup, escape

from guidepress.compose import amendments
from guidepress.compose.prepared import Prepared
from guidepress.compose.sandbox import Sandbox
from guidepress.compose.template_files import Loader
from guidepress.compose.themes.theme import Theme
from guidepress.compose.view import Plain
from guidepress.errors import ContentError, Problem, Span, shorten
from guidepress.escaping import text_only
from guidepress.project import Project


def brochure(project: Project, theme: Theme, shown: Plain, panels: Plain, art: Mapping[str, str], fit: Plain) -> str:
    """Render the brochure's HTML with its style sheet in it.

    `panels` gives each panel's width and height in points, `art` the address of each drawing, `fit` what was settled.
    """
    data = {
        "guide": shown,
        "labels": shown["labels"],
        "theme": theme.model_dump(mode="json"),
        "panels": panels,
        "art": dict(art),
        "fit": fit,
    }
    environment = environment_for(project.templates, theme.name)
    sheets = "\n".join(_render(project, environment, name, data) for name in ("pages.css", "brochure.css"))
    return _render(project, environment, "brochure.html", data | {"style": Markup(sheets)})  # noqa: S704


def handout(ready: Prepared, art: Plain) -> str:
    """Render the handout's HTML, each tag stamped with its template and line.

    `art` gives the address of each picture, and the logo's width and height in points.
    """
    data = {"guide": ready.shown, "labels": ready.shown["labels"], "art": art}
    environment = environment_for(ready.project.templates, ready.theme.name, stamped=True)
    return amendments.amend(_render(ready.project, environment, "handout.html", data))


def report(project: Project, theme: Theme, shown: Plain, fonts: str) -> str:
    """Render the report on checked files. `fonts` is the address of the folder with the theme's fonts."""
    data = text_only(shown) | {"theme": theme.model_dump(mode="json"), "fonts": fonts}
    return _render(project, environment_for(project.templates, theme.name), "report.html", data)


def returned(project: Project, theme: str, shown: Plain) -> str:
    """Render the page on handouts that came back from schools. All of it is escaped: it is others' words."""
    return _render(project, environment_for(project.templates, theme), "returned.html", text_only(shown))


@lru_cache(maxsize=8)
def environment_for(folder: Path, theme: str, stamped: bool = False) -> Sandbox:
    """Make a Jinja environment that finds a theme's templates before the common ones.

    Sandboxed, and it sees plain data only: a sandbox alone does not stop a template from calling a path object. It is
    kept, since a layout is composed several times; a template that has changed since is read again. `stamped` is for
    handouts.
    """
    folders = (folder / "themes" / theme, folder / "handout", folder / "brochure", folder / "report", folder)
    environment = Sandbox(
        loader=Loader(folder, folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_Stamp] if stamped else [],
    )
    environment.filters["bound"] = str if stamped else bound
    environment.filters["spelled"] = _text if stamped else spelled
    environment.filters["alike"] = alike
    return environment


def alike(items: Sequence[Plain], key: str) -> list[tuple[str, list[Plain]]]:
    """Group neighbours that have the same value under a key; Jinja's own filter sorts them first."""
    return [(value, list(group)) for value, group in groupby(items, lambda item: item[key])]


def bound(text: str) -> str:
    """Return a text in which no line ends, such as “2024–34”: with no-break spaces, and word joiners at marks.

    Markup that forbids a break makes WeasyPrint break the line before it far too early. In a handout text stays as it
    is typed, for whoever edits it.
    """
    return re.sub(r"(?<=[-‑–./])(?=[\w(])", "\u2060", text.replace(" ", "\u00a0"))


def unbroken(text: str) -> str:
    """Return a text in which no line ends behind a hyphen: whoever copies such lines gets “highfrequency”."""
    return re.sub(r"(?<=\w[-‑])(?=\w)", "\u2060", text)


def named(text: str) -> str:
    """Return a name in which lines end at its blanks only."""
    return re.sub(r"(?<=[-‑–—/|…?!&])(?=\S)|(?<=\S)(?=—)", "\u2060", text)


def reached(text: str) -> Markup:
    """Return an address with the places at which it may be broken where it is wider than a line, and never by a hyphen.

    They are behind / and -, before @ and ?, and before a dot. Which of them serve is seen to where lines are broken.
    """
    marked = re.sub(r"(?<=[^/][/-])(?=[^/\s-])|(?<=\w)(?=[@?.])", "\u200b", text)
    return Markup('<span class="address">{}</span>').format(marked)


def telephoned(text: str, bind: Callable[[str], str]) -> Markup:
    """Return a text with its telephone numbers as links, to tap. No line ends in one; the rest is bound by `bind`."""
    parts = []
    for index, part in enumerate(_TELEPHONE.split(text)):
        number = Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[^\d+]", "", part), bound(part)) if index % 2 else ""
        parts.append(number or escape(bind(part)))
    return Markup("").join(parts)


_TELEPHONE = re.compile(r"((?<![\w.-])(?:\+?1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])?\d{3}[ .-]\d{4}(?![\w-]))")


def _text(run: Plain, phones: bool = False) -> str:
    return str(run["text"])


def spelled(run: Plain, phones: bool = False) -> Markup:
    """Return the words of a run for a brochure: bound where they are whole, initials with what they stand for.

    With `phones`, telephone numbers become links. A handout has the words alone: Word keeps no expansion of initials,
    so they are in full in its list only.
    """
    bind = named if run.get("name") else bound if run["whole"] else unbroken
    words: str
    if run.get("address"):
        words = reached(run["text"])
    elif phones and not run["href"]:
        words = telephoned(run["text"], bind)
    else:
        words = bind(run["text"])
    return Markup('<span title="{}">{}</span>').format(run["full"], words) if run["full"] else escape(words)


def _render(project: Project, environment: Sandbox, name: str, data: Plain) -> str:
    environment.begin()
    try:
        return environment.get_template(name).render(data)
    except ContentError:
        raise
    except TemplateSyntaxError as error:
        raise ContentError([broken(project, error)]) from error
    except Exception as error:  # a template may do anything that an expression of Python can fail at
        raise ContentError([Problem(_failed_at(project, error, name), _sentence(error))]) from error


_REASONS: Mapping[type[Exception], str] = {
    ZeroDivisionError: "it divides by zero",
    RecursionError: "it takes itself in again and again",
    MemoryError: "it needs more memory than there is",
    OverflowError: "a number or a range in it is too large",
}


def _sentence(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"There is no template “{shorten(str(error.name))}” in the templates folder."
    reason = next((said for kind, said in _REASONS.items() if isinstance(error, kind)), "")
    told = reason or str(error).strip() or type(error).__name__
    return f"The template fails: {shorten(told.rstrip('.'), 200)}."


def broken(project: Project, error: TemplateSyntaxError) -> Problem:
    """Return the problem of a template that cannot be read as one."""
    span = place(project, error.filename, error.lineno)
    return Problem(span, f"The template is broken: {str(error.message).rstrip('.')}.")


def _failed_at(project: Project, error: BaseException, name: str) -> Span:
    """Find the template's line in a traceback: Jinja rewrites it so that templates stand in it as files."""
    traceback, span = error.__traceback__, Span(name)
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if str(project.templates) in file:
            span = place(project, file, traceback.tb_lineno)
        traceback = traceback.tb_next
    return span


def place(project: Project, file: str | None, line: int | None) -> Span:
    """Return where a line of a template stands, by the name that people see."""
    return Span(project.name(Path(file)) if file else "templates", line or 0, 1 if line else 0)


class _Stamp(Extension):
    """Stamp each tag of a template with the template's name and line, so that a refused element can be found."""

    _tag = re.compile(r"<([a-z][a-z0-9]*|\{\{ ?tag ?\}\})(?=[\s>])")

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        lines = source.split("\n")
        return "\n".join(
            self._tag.sub(lambda match, line_number=number: f'<{match[1]} data-at="{name}:{line_number}"', line)  # type: ignore[misc]
            for number, line in enumerate(lines, 1)
        )

    def parse(self, parser: Any) -> nodes.Node:  # pragma: no cover - the extension has no tags of its own
        raise NotImplementedError
