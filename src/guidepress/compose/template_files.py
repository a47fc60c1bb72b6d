"""Finds the templates of a theme, and reads none that lies outside of the templates folder.

Links come with a theme as its maker chose them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound

from guidepress.compose.themes import theme_files
from guidepress.content import encoding

LARGEST_TEMPLATE = 2**20
"""Bytes of a template."""


class Loader(BaseLoader):
    """Finds templates in folders, the first that has one, and reads no file outside of the templates folder.

    Raises ContentError with the place of what is no UTF-8, or no file, or a link that leads out of that folder. The
    templates folder itself may be a link: whoever keeps a project says where it lies. No link in it may lead elsewhere,
    a theme's folder neither, since a theme comes with links of its maker's choice.
    """

    def __init__(self, root: Path, folders: Iterable[Path]) -> None:
        self.root, self.folders = root, tuple(folders)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, its file, and what says whether it is still the same."""
        parts = template.split("/")
        if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
            raise TemplateNotFound(template)
        file = next((path for folder in self.folders if os.path.lexists(path := folder.joinpath(*parts))), None)
        if file is None or (file.is_dir() and not file.is_symlink()):
            raise TemplateNotFound(template)
        name = f"templates/{file.relative_to(self.root).as_posix()}"
        data = theme_files.read(file, name, self.root, LARGEST_TEMPLATE)
        changed = file.stat().st_mtime_ns

        def is_same() -> bool:
            try:
                return file.stat().st_mtime_ns == changed
            except OSError:
                return False

        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            text = encoding.decode(data, name)  # which says where
        return text, str(file), is_same
