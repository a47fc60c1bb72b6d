"""Looks for faults in the templates of a theme without making a guide: what is no template, and names that are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes

from guidepress.compose import templates
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import Project

_GIVEN = {
    ("pages.css", "brochure.css", "brochure.html"): {"guide", "labels", "theme", "panels", "art", "fit", "style"},
    ("handout.html",): {"guide", "labels", "art"},
}
"""The names that these are rendered with, and all templates that they take in."""

_REPORTS = ("report.html", "returned.html")
_OF_JINJA = {"loop", "caller", "varargs", "kwargs", "self", "super"}
_TAKES_IN = (nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)

_Trees = dict[str, nodes.Template]


def find(project: Project, theme: str) -> list[Problem]:
    """Return what is wrong with the templates that a theme uses, as far as it can be seen without a guide.

    A name is missing where no template of the same page makes it: which values a guide has, only a build can tell.
    """
    if not (project.templates / "themes" / theme).is_dir():
        return []  # that there is none is told where the theme is read
    environment = templates.environment_for(project.templates, theme)
    problems: list[Problem] = []
    for names, given in _GIVEN.items():
        trees: _Trees = {}
        found = list(_read(project, environment, names, trees))
        problems += found or _unknown(project, environment, trees, given)
    problems += _read(project, environment, _REPORTS, {})
    return list(dict.fromkeys(problems))


def _read(project: Project, environment: Environment, names: Sequence[str], trees: _Trees) -> Iterator[Problem]:
    """Read templates and all that they take in into `trees`, by their files; yield what is wrong with them."""
    to_read = [(name, Span("templates")) for name in names]
    seen = set()
    while to_read:
        name, named_at = to_read.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            environment.get_template(name)  # which compiles it: that tells of filters, too
            text, file, _ = environment.loader.get_source(environment, name) if environment.loader else ("", "", None)
        except TemplateSyntaxError as error:
            yield templates.broken(project, error)
        except TemplateNotFound:
            yield Problem(named_at, f"There is no template “{name}”.", "look at its name and its folder")
        except ContentError as error:
            yield from error.problems
        else:
            trees[str(file)] = tree = environment.parse(text, name, file)
            for taker in tree.find_all(_TAKES_IN):
                if isinstance(taker, _TAKES_IN) and isinstance(taker.template, nodes.Const):
                    to_read.append((taker.template.value, templates.place(project, file, taker.lineno)))


def _unknown(project: Project, environment: Environment, trees: _Trees, given: set[str]) -> Iterator[Problem]:
    made = {name for tree in trees.values() for name in _made_in(tree)}
    known = given | made
    for file, tree in trees.items():
        for node in tree.find_all(nodes.Name):
            if node.ctx == "load" and node.name not in known | _OF_JINJA | environment.globals.keys():
                span = templates.place(project, file, node.lineno)
                yield Problem(span, f"Nothing here is named “{node.name}”.", nearest(node.name, known))


def _made_in(tree: nodes.Template) -> Iterator[str]:
    """Yield the names that a template makes anywhere in it."""
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Macro) or (isinstance(node, nodes.Name) and node.ctx != "load"):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
