"""A handout that a school has edited goes in; what it changes, and what a person is to be asked, come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal

from guidepress import disk
from guidepress.content import paths, pictures
from guidepress.content.library import Library
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import PUBLISHED, Project
from guidepress.roundtrip import remake
from guidepress.roundtrip.old_bases import with_names
from guidepress.roundtrip.proof import proofread
from guidepress.roundtrip.recovery import recovery
from guidepress.roundtrip.recovery.recovery import Recovered
from guidepress.roundtrip.recovery.seen import beside
from guidepress.roundtrip.recovery.soundness import is_sound
from guidepress.roundtrip.recovery.table_columns import aligned
from guidepress.roundtrip.set_tables import as_in_base
from guidepress.schools import school_library
from guidepress.schools.edits import Edit, diff
from guidepress.word import conversion, edited, review
from guidepress.word.base import Base
from guidepress.word.base import load as load_base
from guidepress.word.edited import Edited
from guidepress.word.names import IDENTIFIER
from guidepress.word.package import open_package
from guidepress.word.settling import Changes

Content = Mapping[str, Any]

HALF = 0.5
"""The share of a handout's bookmarks below which a person looks at what was found."""


@dataclass(frozen=True)
class Arrival:
    """What came home. `found` says where its base was: in the file, among those published, or in today's content.

    `name` is what problems call the file. `edits` are those of the guide, `publisher` what changed of who hands it out:
    was and to by key. `asks` holds what needs a person's yes, a question each. `own` is the library as it is for the
    school, where `receive` has made it. `is_renamed` says whether names were given to lines of the base,
    which was made before lines had any.
    """

    base: Base
    found: Literal["file", "published", "today"]
    read: Edited
    recovered: Recovered
    edits: tuple[Edit, ...]
    publisher: Mapping[str, tuple[Any, Any]]
    asks: tuple[str, ...]
    name: str = ""
    own: Library | None = None
    is_renamed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the school has changed nothing that can be taken over."""
        return not self.edits and not self.publisher and not self.recovered.pictures


def receive(
    project: Project,
    library: Library,
    school: str,
    data: bytes,
    name: str,
    today: date,
    *,
    guide: str = "",
    changes: Changes = "accept",
) -> Arrival:
    """Read a handout that a school has edited, and return what has changed in it. Nothing is written.

    `library` is that of the project, `data` the bytes of the file, `name` what problems call it, `guide` its guide
    where the file does not say which. `changes` says whether tracked changes count as accepted or as rejected. Raises
    ContentError for a file that is no handout of this project, and for a school that does not exist.
    """
    own = school_library.for_school(project, library, school, today)
    arrival = arrive(
        project,
        school,
        conversion.as_docx(data, name),
        name,
        changes,
        guide,
        lambda slug: remake.of_today(project, own, slug),
        lambda base, content, publisher: remake.of_other(
            project, own if base.school else library, content, publisher, base.school
        ),
    )
    return replace(arrival, own=own)


def whose(data: bytes, name: str) -> tuple[str, str, str]:
    """Return the school, the guide and the revision that a handout says it was made for; "" for what it does not say.

    `name` is what problems call the file. Its base counts, else its properties or its footer. Raises ContentError for
    what is no Word file that can be read.
    """
    package = open_package(data, name)
    held = review.base(package)
    if held is not None:
        base = load_base(held, name)
        return base.school, base.guide, base.revision
    said = IDENTIFIER.search(review.said(package))
    return (said[3] or "", said[1], said[2]) if said else ("", "", "")


def arrive(
    project: Project,
    school: str,
    data: bytes,
    name: str,
    changes: Changes,
    guide: str,
    make: Callable[[str], Base],
    make_again: Callable[[Base, Content, Content], Base],
) -> Arrival:
    """Take an edited handout of a school, and functions that make bases; return what has changed in the handout.

    `data` are the bytes of the Word file, `name` is how problems call it, `guide` its guide where that is known.
    `make` makes the base of a guide from today's content, `make_again` that of other content and publisher, for the
    school that a base was made for. Raises ContentError for what is no Word file of ours, and where nothing says which
    guide it is.
    """
    read = edited.read(data, name, changes)
    base, found = _base(project, read, name, guide, make)
    read_base = base
    base = with_names(read_base, lambda old, content: make_again(old, content, old.publisher))
    read = _with_all_columns(read, base)
    read = replace(read, passages=beside(base, read.passages))
    recovered = recovery.recover(base, read.passages)
    recovered = proofread(base, recovered.edited, recovered, partial(make_again, base))
    _check_pictures(read, recovered, name)
    edits = diff(base.content, recovered.guide, base.revision)
    publisher = {
        key: (base.publisher.get(key), recovered.publisher.get(key))
        for key in dict.fromkeys([*base.publisher, *recovered.publisher])
        if not paths.alike(paths.normal(base.publisher.get(key)), paths.normal(recovered.publisher.get(key)))
    }
    asks = tuple(_asks(base, found, recovered, read, school, guide))
    return Arrival(base, found, read, recovered, tuple(edits), publisher, asks, name, is_renamed=base is not read_base)


def _with_all_columns(read: Edited, base: Base) -> Edited:
    """Return an edited handout whose tables are those of its base; a column that was taken out is told."""
    turned = as_in_base(base.passages, read.passages)
    found = aligned(base, turned.passages)
    number_of = {turned.numbers[before]: number for number, before in enumerate(found.numbers) if before is not None}
    comments = (replace(comment, passage=number_of.get(comment.passage, 0)) for comment in read.comments)
    return replace(read, passages=found.passages, comments=tuple(comments), notes=(*read.notes, *found.notes))


def _base(
    project: Project, read: Edited, name: str, guide: str, make: Callable[[str], Base]
) -> tuple[Base, Literal["file", "published", "today"]]:
    known = [path.stem for path in project.kinds() if path.parent.name == "guides"]
    if read.base is not None:
        base = load_base(read.base, name)
        if base.guide not in known:
            raise _stranger(name, base.guide, known)
        if not is_sound(base):
            raise review.unreadable(name)
        return base, "file"
    identifier = IDENTIFIER.search(read.said)
    if identifier:
        path = project.content / PUBLISHED / identifier[1] / f"{identifier[2]}.json"
        if path.is_file():
            published_base = load_base(disk.read(path, within=project.content_roots()), project.name(path))
            if (published_base.guide, published_base.revision) != (identifier[1], identifier[2]):
                sentence = "This file is not the base that its name says."
                raise ContentError([Problem(Span(project.name(path)), sentence, "publish the guide again")])
            return published_base, "published"
    slug = guide or (identifier[1] if identifier else "")
    if not slug:
        sentence = "This file does not say which guide it is."
        raise ContentError([Problem(Span(name), sentence, "add “--guide” and the guide's short name")])
    if slug not in known:
        raise _stranger(name, slug, known)
    return make(slug), "today"


def _stranger(name: str, guide: str, known: Sequence[str]) -> ContentError:
    sentence = f"This file says that it is the guide “{guide[:80]}”, which is not here."
    return ContentError([Problem(Span(name), sentence, nearest(guide[:80], known))])


def _check_pictures(read: Edited, recovered: Recovered, name: str) -> None:
    """See whether the pictures that were replaced could be built with. Raises ContentError."""
    problems = []
    quotations = {section["id"] for section in recovered.guide["sections"] if section["kind"] == "quotation"}
    for picture, digest in recovered.pictures.items():
        kind, _, section = picture.partition(" ")
        place: Literal["logo", "photo", "portrait"] = "logo" if kind != "photo" else "photo"
        if section in quotations:
            place = "portrait"
        called = {"logo": "the logo", "banner": "the drawing at the top"}.get(picture, "a photograph")
        try:
            pictures.check(read.pictures[digest], called, place)
        except pictures.PictureError as error:
            hint = error.hint or "put a PNG or JPEG picture in its place"
            problems.append(Problem(Span(name), str(error), hint))
    if problems:
        raise ContentError(problems)


def _asks(base: Base, found: str, recovered: Recovered, read: Edited, school: str, guide: str) -> Sequence[str]:
    asks = []
    if found == "published":
        asks.append(f"The base is not in the file; the one published as {base.revision} was taken. Is it that one?")
    elif found == "today":
        asks.append("The base is neither in the file nor among those published, so today's content was taken. Go on?")
    if base.school and base.school != school:
        asks.append(f"This handout was made for the school “{base.school}”. Take it for “{school}”?")
    if guide and base.guide != guide:
        asks.append(f"This is the handout of the guide “{base.guide}”, not of “{guide}”. Take it?")
    if recovered.marked < HALF:
        share = f"{recovered.marked:.0%}"
        asks.append(f"Only {share} of the bookmarks are left, so texts were known by their words. Is all of it right?")
    for target in recovery.deleted(base, recovered):
        title = next(section["title"] for section in base.content["sections"] if section["id"] == target.region)
        asks.append(f"The section “{title}” is gone. Take it out?")
    if not read.passages:
        asks.append("There is no text in this file. Take everything out?")
    return asks


def published(project: Project, base: Base) -> Path:
    """Return the path of the file in which a base is kept once it is published."""
    return project.content / PUBLISHED / base.guide / f"{base.revision}.json"
