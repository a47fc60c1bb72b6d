"""The kinds of value that options and arguments take: a name in capitals or not, and what the Tab key offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from guidepress import project
from guidepress.compose.themes import theme
from guidepress.errors import ContentError
from guidepress.options import Choice
from guidepress.project import Project, yaml_files

Command = TypeVar("Command", bound=Callable[..., Any])


def one_of(names: Iterable[str]) -> click.Choice[str]:
    """Return the kind of value that is one of some names, written in capitals or not."""
    return click.Choice(list(names), case_sensitive=False)


class _Named(click.ParamType[str]):
    """A name of something in the project, written in capitals or not. One that is not there is told by who reads it."""

    def names(self, current_project: Project) -> list[str]:
        """Return all names that there are."""
        raise NotImplementedError

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name that was meant."""
        return next((known for known in self._known() if known.casefold() == str(value).casefold()), str(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin as what was typed."""
        begun = incomplete.casefold()
        return [CompletionItem(known) for known in self._known() if known.casefold().startswith(begun)]

    def _known(self) -> list[str]:
        try:
            return self.names(project.find(Path.cwd()))
        except (ContentError, OSError):  # no project here: the command says so itself
            return []


class GuideName(_Named):
    """The id of a guide."""

    name = "guide"

    def names(self, current_project: Project) -> list[str]:
        """Return the names of the guides' files."""
        # Of `guide.es.yaml` what stands before the first dot.
        stems = [path.stem.partition(".")[0] for path in yaml_files(current_project.content / "guides")]
        return list(dict.fromkeys(stems))


class SchoolId(_Named):
    """The id of a school."""

    name = "id"

    def names(self, current_project: Project) -> list[str]:
        """Return the names of the schools' folders."""
        return list(current_project.schools())


class ThemeName(_Named):
    """The name of a theme."""

    name = "theme"

    def names(self, current_project: Project) -> list[str]:
        """Return the names of the themes' folders."""
        return theme.names(current_project)


def theme_option(help: str = "The theme that you build with.") -> Callable[[Command], Command]:  # noqa: A002 - click's
    """Return the option --theme: the name of a theme, without it the usual one."""
    return click.option("--theme", type=ThemeName(), default=Choice.theme, show_default=True, help=help)
