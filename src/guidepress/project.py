"""Where content, templates and outputs are, in a checkout, in a project of one's own, and in an installed copy."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from guidepress.errors import ContentError, Problem, Span


@dataclass(frozen=True)
class Project:
    """The folders of one project. All paths are absolute."""

    root: Path
    content: Path
    templates: Path
    build: Path

    def name(self, path: Path) -> str:
        """Return a path as people see it in messages: from the project's root, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name

    def kinds(self) -> dict[Path, str]:
        """Return every content file with its kind, in the order of their names.

        Files whose name begins with a dot, and editors' backups, are passed over.
        """
        found = {self.content / "publisher.yaml": "publisher"} if (self.content / "publisher.yaml").is_file() else {}
        for folder, kind in (("guides", "guide"), ("labels", "labels"), ("roles", "role")):
            for path in sorted((self.content / folder).glob("*.y*ml")):
                if path.suffix in (".yaml", ".yml") and not path.name.startswith("."):
                    found[path] = kind
        return found


def find(start: Path) -> Project:
    """Find the project that a folder lies in: the nearest folder upwards that holds content/guides.

    A project without a templates folder of its own takes the ones that come with Guidepress.
    Raises ContentError where there is none.
    """
    start = start.resolve()
    for root in (start, *start.parents):
        if (root / "content" / "guides").is_dir():
            own = root / "templates"
            return Project(root, root / "content", own if own.is_dir() else shipped("templates"), root / "build")
    raise ContentError(
        [
            Problem(
                Span(str(start)), "There is no Guidepress project here.", "go to the folder that holds content/guides"
            )
        ]
    )


def shipped(folder: str) -> Path:
    """Return a folder that comes with Guidepress (templates, content), from the wheel or from the checkout.

    An editable installation ignores what the wheel would add, so the checkout is looked at second.
    """
    package = Path(str(files("guidepress")))
    for place in (package / "shipped" / folder, package.parents[1] / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"Guidepress is not installed whole: its folder {folder} is missing")


def inside(root: Path, path: Path) -> bool:
    """Say whether a path, with its links followed, lies in a folder."""
    return path.resolve().is_relative_to(root.resolve())
