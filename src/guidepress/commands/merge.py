"""The command that shows where a school's edits and the guides collide, and takes the answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from guidepress import project
from guidepress.content.paths import normal
from guidepress.content.source import Tree, illustrate, load
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.schools import school_library as overlays
from guidepress.schools.answers import Answer, shown
from guidepress.schools.drafts import Draft, drafts, schools
from guidepress.schools.merge import Collision

_CHOICES: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True)
class _Given:
    """An answer from a file. `school` and `item` are empty where it holds for each."""

    school: str
    guide: str
    path: str
    item: str
    answer: Answer

    def fits(self, draft: Draft, collision: Collision) -> bool:
        same = self.guide == draft.guide and self.path == collision.path and self.school in ("", draft.school)
        return same and (not self.item or collision.item.startswith(self.item))


@click.command("merge")
@click.argument("guides", nargs=-1, metavar="[GUIDE]...")
@click.option("--school", "chosen", multiple=True, metavar="ID", help="Only this school. May be given several times.")
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A YAML list of answers: guide, path, answer (ours, theirs or proposal), and, where need be, item and school.",
)
def merge_command(guides: tuple[str, ...], chosen: tuple[str, ...], answers: Path | None) -> None:
    """Show what schools and guides changed in different ways, and decide it.

    At a terminal each is asked for; “ours” is the school’s. Without answers the schools’ texts hold, and the exit
    status is 1.
    """
    where = project.find(Path.cwd())
    known = schools(where)
    unknown = [
        *_unknown("school", "content/schools", chosen, known),
        *_unknown("guide", "content/guides", guides, [path.stem for path in (where.content / "guides").glob("*.y*ml")]),
    ]
    if unknown:
        raise ContentError(unknown)
    given = _given(answers) if answers else []
    every = [each for school in chosen or known for each in drafts(where, school, overlays.own_words(where, school))]
    every = [each for each in every if not guides or each.guide in guides]
    if not every:
        click.echo("No school has edits of these guides." if chosen or guides else "No school has edits yet.")
        return
    used: set[_Given] = set()
    revisions = _revisions(where) if any(each.collisions for each in every) else None
    left = 0
    for draft in every:
        base = revisions(draft.guide) if revisions else ""
        decided, count = _decide(draft, base, given, used)
        if count:
            _write(decided)
        left += len(decided.collisions)
        edits = f"{len(draft.edits)} edit{'s' if len(draft.edits) != 1 else ''}"
        open_ = len(decided.collisions)
        click.echo(f"{draft.school}, {draft.guide}: {edits}, {count} decided now, {open_} open.")
    for each in given:
        if each not in used:
            click.echo(f"No open collision fits the answer for “{each.path}” of {each.guide}.", err=True)
    if left:
        sys.exit(1)


def _unknown(what: str, folder: str, names: tuple[str, ...], known: list[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            hint = nearest(name, known) or "none has edits yet"
            yield Problem(Span(folder), f"There is no {what} “{name}” here.", hint)


def _revisions(where: project.Project) -> Callable[[str], str]:
    """Return what says the revision of a guide as it is now."""
    from guidepress.content import reading, revision

    library = reading.read(where, date.today())
    return lambda guide: revision.revision_of(library.guides[guide], library)


def _decide(draft: Draft, base: str, given: list[_Given], used: set[_Given]) -> tuple[Draft, int]:
    """Show each collision and take its answer. Returns the draft and how many were decided."""
    waiting: set[str] = set()
    count = 0
    while collision := next((each for each in draft.collisions if _key(each) not in waiting), None):
        if count or waiting:
            click.echo()
        click.echo("\n".join(_told(collision)))
        found = next((each for each in given if each.fits(draft, collision)), None)
        choice = found.answer if found else _ask(collision) if _at_a_terminal() else None
        if found:
            used.add(found)
            click.echo(f"  answer    {found.answer}")
        if choice is None or (choice == "proposal" and collision.proposal is None):
            waiting.add(_key(collision))
            if choice:
                click.echo("  There is no proposal here; it stays open.")
        else:
            draft = draft.answered(collision, choice, base)
            count += 1
    return draft, count


def _key(collision: Collision) -> str:
    return repr((collision.path, collision.happened, *map(_plain, (collision.was, collision.ours, collision.theirs))))


def _plain(tree: Tree | None) -> Any:
    return tree.plain() if tree else None


def _told(collision: Collision) -> Iterator[str]:
    """Say what both sides have, each with its place."""
    yield click.style(f"{collision.path}: {collision.happened}", bold=True)
    for name, tree, span in (
        ("was", collision.was, None),
        ("ours", collision.ours, collision.ours_span),
        ("theirs", collision.theirs, collision.theirs_span),
    ):
        place = f"   ({span})" if span and span.line else ""
        yield f"  {name:<8}  {shown(tree) if tree else '(nothing)'}{place}"
    if collision.proposal:
        yield f"  proposal  {collision.proposal}"


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(collision: Collision) -> Answer | None:
    """Ask at the terminal; None for “later”."""
    allowed = [each for each in _CHOICES if each != "proposal" or collision.proposal]
    said = click.prompt("  Which holds?", type=click.Choice([*allowed, "later"]), default="later")
    return next((each for each in allowed if each == said), None)


def _write(draft: Draft) -> None:
    """Write a draft's edits beside their file and put them in its place, so that the file is whole at any moment."""
    from guidepress import artifacts

    beside = f".{draft.path.name}.new"
    artifacts.write_file(draft.path.parent, beside, draft.written().encode())
    (draft.path.parent / beside).replace(draft.path)


_KEYS = ("guide", "path", "answer", "item", "school")


def _given(path: Path) -> list[_Given]:
    """Read answers from a file. Raises ContentError with everything that is wrong with it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError([Problem(Span(path.name), f"This file cannot be read: {error.strerror}.")]) from None
    tree = load(data, path.name)
    items = tree.value if isinstance(tree.value, list) else []
    problems = [problem for item in items for problem in _wrong(item)]
    if not items:
        problems = [Problem(tree.span, "A list of answers is needed here.", "begin each with “- guide: …”")]
    if problems:
        raise ContentError(illustrate(problems, {path.name: data.decode(errors="replace")}))
    values = [{key: normal(value.value or "") for key, value in item.value.items()} for item in items]
    return [
        _Given(each.get("school", ""), each["guide"], each["path"], each.get("item", ""), each["answer"])
        for each in values
    ]


def _wrong(item: Tree) -> Iterator[Problem]:
    if not isinstance(item.value, dict):
        yield Problem(item.span, "Keys with values are needed here.", f"allowed here: {', '.join(_KEYS)}")
        return
    for key, value in item.value.items():
        if key not in _KEYS:
            yield Problem(item.keys[key], f"The key “{key}” is not known here.", nearest(key, _KEYS))
        elif not isinstance(value.value, str):
            yield Problem(value.span, "Text is needed here.", "put it in double quotes")
        elif key == "answer" and value.value not in _CHOICES:
            yield Problem(value.span, f"“{value.value}” is no answer.", nearest(value.value, _CHOICES))
    for key in _KEYS[:3]:
        if key not in item.value:
            yield Problem(item.span, f"The key “{key}” is missing in this answer.", f"add “{key}: …”")
