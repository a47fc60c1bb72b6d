"""Finds a project's content, templates and build folders, in a checkout, a project of one's own, or an install."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from guidepress import disk
from guidepress.errors import ContentError, Problem, Span
from guidepress.escaping import file_name


@dataclass(frozen=True)
class Project:
    """The folders of one project. All paths are absolute."""

    root: Path
    content: Path
    templates: Path
    build: Path

    def name(self, path: Path) -> str:
        """Return a path as people see it in messages: from the project's root, with forward slashes.

        What a terminal cannot show (a line end, a byte that is no UTF-8) is written as an escape.
        """
        shown = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
        return file_name(shown)

    def kinds(self) -> dict[Path, str]:
        """Return every content file with its kind, in the order of their names.

        Files whose name begins with a dot, and editors' backups, are passed over.
        """
        kind_by_path = {path: path.stem for path in yaml_files(self.content) if path.stem in SINGLE}
        for folder, kind in FOLDERS.items():
            kind_by_path |= dict.fromkeys(yaml_files(self.content / folder), kind)
        return kind_by_path | dict.fromkeys(self.schools().values(), "school")

    def schools(self) -> dict[str, Path]:
        """Return the file of each school by the name of its folder, in the order of the names."""
        file_by_school: dict[str, Path] = {}
        for folder in _listed(self.content / SCHOOLS):
            for path in yaml_files(folder) if not folder.name.startswith(".") else ():
                if path.stem == SCHOOL:
                    file_by_school.setdefault(folder.name, path)
        return file_by_school

    def content_roots(self) -> Iterator[Path]:
        """Yield the folders in which content may lie once links are followed, the content folder first.

        They are the content folder, the folders in it and each school's, wherever they are links to: whoever keeps them
        in a synchronised folder has linked them. A link to a single file leads nowhere else.
        """
        yield self.content  # where nothing is linked, no other is looked for
        for folder in (*(self.content / name for name in (*FOLDERS, SCHOOLS)), *_listed(self.content / SCHOOLS)):
            if folder.is_dir():
                yield folder

    def holds(self, path: Path) -> bool:
        """Say whether a path, with its links followed, lies in one of the folders in which content may lie."""
        return any(disk.inside(root, path) for root in self.content_roots())

    def unread(self) -> list[Path]:
        """Return the files in the content folders that look like content but whose names do not say so."""
        return [
            path
            for folder in FOLDERS
            for path in _listed(self.content / folder)
            if path.suffix.lower() not in SUFFIXES and not path.name.startswith((".", "~", "#"))
            and not path.name.endswith(("~", ".bak", ".swp"))
        ]  # fmt: skip

    def misplaced(self) -> list[Path]:
        """Return the content files among the schools that are no school's own file."""
        folder = self.content / SCHOOLS
        read = set(self.schools().values())
        return [path for place in (folder, *_listed(folder)) for path in yaml_files(place) if path not in read]


PROFILES = (Path("/usr/share/scribus/profiles"), Path("/usr/share/color/icc"))
"""Where a machine keeps output profiles for a press."""

COATED = "ISOcoated_v2_300_bas.icc"
"""The output profile for coated paper that a machine may have in one of these folders."""

JUDGE = Path(".cache/judges/verapdf")
"""Where the veraPDF engine lies in a project, once the full test suite has fetched it."""

SINGLE = ("publisher", "names", "brand")
"""The content files of which there is one, in the content folder itself."""

FOLDERS = {"guides": "guide", "labels": "labels", "roles": "role"}
"""The folders of content and the kind of file in each."""

SCHOOLS, SCHOOL = "schools", "school"
"""The folder of the schools, and the name of the file that each has in a folder of its own."""

PUBLISHED = "published"
"""The folder of the bases of handouts that were given out."""

SUFFIXES = (".yaml", ".yml")


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def yaml_files(folder: Path) -> list[Path]:
    """List the content files in a folder, in the order of their names; none where there is no such folder."""
    return [path for path in _listed(folder) if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")]


_NO_PROJECT = "go to the folder that holds content/guides, or make a project with “guidepress new FOLDER”"


def find(start: Path) -> Project:
    """Find the project that a folder lies in: the nearest folder upwards that holds content/guides.

    A project without a templates folder of its own takes the ones that come with Guidepress.
    Raises ContentError where there is none.
    """
    start = start.resolve()
    for root in (start, *start.parents):
        if (root / "content" / "guides").is_dir():
            own_templates = root / "templates"
            return Project(
                root,
                root / "content",
                own_templates if own_templates.is_dir() else shipped("templates"),
                root / "build",
            )
    raise ContentError([Problem(Span(str(start)), "There is no Guidepress project here.", _NO_PROJECT)])


def shipped(folder: str) -> Path:
    """Return a folder that comes with Guidepress (templates, content), from the wheel or from the checkout.

    An editable installation ignores what the wheel would add, so the checkout is looked at second.
    """
    package = Path(str(files("guidepress")))
    for place in (package / "shipped" / folder, package.parents[1] / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"Guidepress is not installed whole: its folder {folder} is missing")


def of_package() -> Project:
    """Return the project that comes with Guidepress: the sample content and the templates. Nothing is built in it."""
    content = shipped("content")
    return Project(content.parent, content, shipped("templates"), content.parent / "build")
