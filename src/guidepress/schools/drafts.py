"""A school's drafts: its edits read from content/schools/<id>/edits and carried out in the guides as they are now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from guidepress.content import copies, encoding, reading, source
from guidepress.content.source import Tree
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import Project, yaml_files
from guidepress.schools import answers, edit_files
from guidepress.schools.answers import Answer
from guidepress.schools.edits import Edit
from guidepress.schools.merge import Collision, merge


@dataclass(frozen=True)
class Draft:
    """One guide with a school's edits: `upstream` is the guide without them, `tree` with them.

    `path` is the file of the edits, `text` what stands in it.
    """

    school: str
    guide: str
    path: Path
    text: str
    edits: tuple[Edit, ...]
    upstream: Tree
    tree: Tree
    collisions: tuple[Collision, ...]

    def answered(self, collision: Collision, choice: Answer, base: str) -> Draft:
        """Return the draft with a collision decided, at the revision `base` of the guide."""
        edits = answers.answer(self.edits, collision, choice, base)
        tree, collisions = merge(self.upstream, edits)
        return replace(self, edits=tuple(edits), tree=tree, collisions=tuple(collisions))

    def written(self) -> str:
        """Return the text of the file with the edits as they are now."""
        return edit_files.write(self.text, self.guide, self.school, self.edits)


def schools(project: Project) -> list[str]:
    """Return the short names of the schools that have edits, in order."""
    return sorted(folder.parent.name for folder in (project.content / "schools").glob("*/edits") if folder.is_dir())


def edits_of(project: Project, school: str) -> dict[str, tuple[Path, str, tuple[Edit, ...]]]:
    """Return a school's edits by guide: the file, its text, and the edits in it.

    Raises ContentError with what is wrong in all files.
    """
    problems: list[Problem] = []
    edits_by_guide: dict[str, tuple[Path, str, tuple[Edit, ...]]] = {}
    guides = [path.stem for path in yaml_files(project.content / "guides")]
    edit_paths = yaml_files(project.content / "schools" / school / "edits")
    for path in edit_paths:
        name = project.name(path)
        try:
            if first := copies.original(path, edit_paths):
                raise ContentError([copies.problem(project, path, first)])
            file_bytes = reading.data(project, path)
            edits = tuple(edit_files.read(file_bytes, name))
            if path.stem not in guides:
                sentence = f"There is no guide “{path.stem}”."
                hint = nearest(path.stem, guides) or "rename the file, or delete it"
                raise ContentError([Problem(Span(name), sentence, hint)])
            edits_by_guide[path.stem] = path, encoding.decode(file_bytes, name), edits
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return edits_by_guide


def drafts(project: Project, school: str, overlay: Callable[[str, Tree], Tree] | None = None) -> list[Draft]:
    """Read a school's edits and carry them out, in the order of the guides' names.

    `overlay` puts what else is the school's into a guide, by its short name, before the edits.
    Raises ContentError with what is wrong in all files.
    """
    all_drafts: list[Draft] = []
    guides = {path.stem: path for path in yaml_files(project.content / "guides")}
    for guide, (path, text, edits) in edits_of(project, school).items():
        upstream = source.load(reading.data(project, guides[guide]), project.name(guides[guide]))
        upstream = overlay(guide, upstream) if overlay else upstream
        tree, collisions = merge(upstream, edits)
        all_drafts.append(Draft(school, guide, path, text, edits, upstream, tree, tuple(collisions)))
    return all_drafts
