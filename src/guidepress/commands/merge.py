"""The command merge: shows where a school and the guides changed the same text, and asks which version to keep."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from guidepress import disk, project
from guidepress.commands import values
from guidepress.commands.stopping import ctrl_c_answers
from guidepress.commands.telling import as_typed, say
from guidepress.content.paths import normal
from guidepress.content.source import LARGEST_FILE, Tree, illustrate, load
from guidepress.errors import ContentError, Problem, Span, count_of, nearest, unreadable
from guidepress.escaping import printable
from guidepress.schools import journal, places, school_library
from guidepress.schools.answers import Answer, shown
from guidepress.schools.drafts import Draft, drafts, schools
from guidepress.schools.journal import Occasion
from guidepress.schools.merge import Collision, Happened

if TYPE_CHECKING:
    from guidepress.compose.amendments import Outdated

_CHOICES: tuple[Answer, ...] = get_args(Answer)
_SPOKEN: dict[str, Answer] = {"school": "ours", "guide": "theirs", "both": "proposal"}
"""What people call the answers; in a file the other words hold, too."""

_HAPPENED = {
    Happened.BOTH_CHANGED: "the school and the guide both changed it",
    Happened.BOTH_ADDED: "the school and the guide both added something here",
    Happened.DELETED_HERE: "the school took it out, and the guide changed it",
    Happened.DELETED_THERE: "the school changed it, and the guide took it out",
    Happened.BOTH_MOVED: "the school and the guide both changed the order",
}

_EXPLAINED = """\
  s  The school's words hold. You are asked again only if the guide changes this once more.
  g  The guide's words hold, and the school's are dropped here.
  b  Both: one text with the changes of both, as it is shown above.
  l  Later: the school's words hold until you answer, and you will be asked again.
  Whatever you answer, “guidepress undo” takes it back."""


@dataclass(frozen=True)
class _GivenAnswer:
    """An answer from a file. `school` and `item` are empty where it holds for each."""

    school: str
    guide: str
    path: str
    item: str
    answer: Answer

    def fits(self, draft: Draft, collision: Collision) -> bool:
        same_place = self.guide == draft.guide and self.path == collision.path and self.school in ("", draft.school)
        return same_place and (not self.item or collision.item.startswith(self.item))


@click.command("merge")
@click.argument("guides", nargs=-1, type=values.GuideName(), metavar="[GUIDE]...")
@click.option(
    "--school", "chosen", type=values.SchoolId(), multiple=True, metavar="ID", help="Only this school. May be repeated."
)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A YAML list of answers: guide, path, answer (school, guide or both), and, where need be, item and school.",
)
def merge_command(guides: tuple[str, ...], chosen: tuple[str, ...], answers: Path | None) -> None:
    """Show what schools and guides changed in different ways, and decide it.

    At a terminal each is asked for. Until there is an answer the school’s words hold, and the exit status is 1. Edits
    of an earlier version that know a line by its words are rewritten to name it.
    """
    from guidepress.roundtrip import old_edits

    current_project = project.find(Path.cwd())
    known = schools(current_project)
    unknown = [
        *_unknown("school", "content/schools", chosen, known),
        *_unknown(
            "guide",
            "content/guides",
            guides,
            [path.stem for path in (current_project.content / "guides").glob("*.y*ml")],
        ),
    ]
    if unknown:
        raise ContentError(unknown)
    given_answers = _read_answers(answers) if answers else []
    kept_drafts = [
        draft
        for school in chosen or known
        for draft in drafts(current_project, school, school_library.own_words(current_project, school))
    ]
    kept_drafts = [draft for draft in kept_drafts if not guides or draft.guide in guides]
    if not kept_drafts:
        say("No school has edits of these guides." if chosen or guides else "No school has edits yet.")
        return
    kept_drafts, named_edits = old_edits.in_drafts(current_project, kept_drafts, date.today())
    used_answers: set[_GivenAnswer] = set()
    asked_places = _outdated_places(current_project, kept_drafts)
    has_questions = bool(asked_places) or any(draft.collisions for draft in kept_drafts)
    revisions = _revisions(current_project) if has_questions else None
    open_count = 0
    seen = {draft.path: journal.digest(draft.path) for draft in kept_drafts}
    step = 0
    asker = _Asker()
    for draft in kept_drafts:
        if asker.stopped:
            break
        base = revisions(draft.guide) if revisions else ""
        decided, count = _decide(asker, draft, base, given_answers, used_answers)
        outdated_places = asked_places.get((draft.school, draft.guide), [])
        decided, answered, left = _decide_outdated(asker, decided, base, outdated_places)
        count += answered
        named = named_edits[draft.path]
        if count or named.count:
            when = datetime.now().isoformat(" ", "minutes")
            words = "choices between schools and guides" if count else "lines in a school's edits named"
            occasion = Occasion("merge", when, words, (draft.school,))
            files = {draft.path: decided.written().encode()}
            step = journal.write(current_project, files, occasion, seen={draft.path: seen[draft.path]}, onto=step)
        open_count += len(decided.collisions) + left
        edits = count_of(len(draft.edits), "edit")
        still_open = len(decided.collisions) + left
        say(f"{draft.school}, {draft.guide}: {edits}, {count} decided now, {still_open} open.")
        for note in named.notes:
            say(f"  {printable(note)}")
    if asker.stopped:
        say(as_typed("You stopped here. What you decided is kept; “guidepress merge” asks for the rest."))
        sys.exit(1)
    for answer in given_answers:
        if answer not in used_answers:
            say(f"Nothing open fits the answer for “{answer.path}” of {answer.guide}.", err=True)
    if open_count:
        sys.exit(1)


def _unknown(what: str, folder: str, names: tuple[str, ...], known: list[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            hint = nearest(name, known) or "none has edits yet"
            yield Problem(Span(folder), f"There is no {what} “{name}” here.", hint)


def _revisions(current_project: project.Project) -> Callable[[str], str]:
    """Return what says the revision of a guide as it is now."""
    from guidepress.content import reading, revision

    library = reading.read(current_project, date.today())
    return lambda guide: revision.revision_of(library.guides[guide], library)


def _outdated_places(
    current_project: project.Project, all_drafts: list[Draft]
) -> dict[tuple[str, str], list[Outdated]]:
    """Return by school and guide where a school's words stand over words that the guide has changed since."""
    from guidepress.content import reading
    from guidepress.roundtrip import outdated

    asked_schools = {draft.school for draft in all_drafts if outdated.may_be_outdated(draft)}
    if not asked_schools:
        return {}
    today = date.today()
    library = reading.read(current_project, today)
    asked_places: dict[tuple[str, str], list[Outdated]] = {}
    for school in sorted(asked_schools):
        for guide, place in outdated.find(
            current_project, school_library.for_school(current_project, library, school, today)
        ):
            asked_places.setdefault((school, guide), []).append(place)
    return asked_places


def _decide_outdated(asker: _Asker, draft: Draft, base: str, asked_places: list[Outdated]) -> tuple[Draft, int, int]:
    """Show each outdated place and ask whose words hold. Returns the draft, how many were decided, and how many not."""
    from guidepress.roundtrip import outdated

    count = left = 0
    for place in asked_places:
        if asker.stopped:
            left += 1
            continue
        section = ".".join(place.of.split(".")[:2]) if place.of.startswith("sections.") else place.of
        where = places.spoken(section, draft.upstream, draft.tree)
        say(click.style(f"{printable(where)}: the guide changed what the school had typed over", bold=True))
        for name, words in (("it was", place.was), (_NAMES["ours"], place.said), (_NAMES["theirs"], place.current)):
            say(f"  {name:<12}  {printable(words)}")
        choice = asker.ask(None) if _at_a_terminal() else None
        if choice is None:
            left += 1
        else:
            draft = outdated.decided(draft, place, choice == "ours", base)
            count += 1
    return draft, count, left


def _decide(
    asker: _Asker, draft: Draft, base: str, given_answers: list[_GivenAnswer], used_answers: set[_GivenAnswer]
) -> tuple[Draft, int]:
    """Show each collision and take its answer. Returns the draft and how many were decided."""
    left_open: set[str] = set()
    count = 0
    while collision := next((candidate for candidate in draft.collisions if _key(candidate) not in left_open), None):
        if count or left_open:
            say()
        say("\n".join(_lines_about(draft, collision)))
        answer = next((candidate for candidate in given_answers if candidate.fits(draft, collision)), None)
        choice = answer.answer if answer else asker.ask(collision) if _at_a_terminal() else None
        if asker.stopped:
            break
        if answer:
            used_answers.add(answer)
            say(f"  answer        {_NAMES[answer.answer]}")
        if choice is None or (choice == "proposal" and collision.proposal is None):
            left_open.add(_key(collision))
            if choice:
                say("  There is no text with both here; it stays open.")
        else:
            draft = draft.answered(collision, choice, base)
            count += 1
    return draft, count


def _key(collision: Collision) -> str:
    return repr((collision.path, collision.happened, *map(_plain, (collision.was, collision.ours, collision.theirs))))


def _plain(tree: Tree | None) -> Any:
    return tree.plain() if tree else None


_NAMES: dict[Answer, str] = {"ours": "the school's", "theirs": "the guide's", "proposal": "both"}


def _lines_about(draft: Draft, collision: Collision) -> Iterator[str]:
    """Say where it is and what both sides have; where nobody can be asked, how a file of answers names it."""
    place = places.spoken(collision.path, draft.upstream, draft.tree)
    yield click.style(f"{printable(place)}: {_HAPPENED[collision.happened]}", bold=True)
    for name, tree, span in (
        ("it was", collision.was, None),
        (_NAMES["ours"], collision.ours, collision.ours_span),
        (_NAMES["theirs"], collision.theirs, collision.theirs_span),
    ):
        where = f"   ({span})" if span and span.line else ""
        yield f"  {name:<12}  {printable(places.read(shown(tree))) if tree else '(nothing)'}{where}"
    if collision.proposal:
        yield f"  {_NAMES['proposal']:<12}  {printable(places.read(collision.proposal))}"
    if not _at_a_terminal():
        item = f", item: {collision.item[:40]}" if collision.item else ""
        yield f"  in a file     guide: {draft.guide}, path: {printable(f'{collision.path}{item}')}"


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


class _Asker:
    """Asks at the terminal whose words hold. Once the person has stopped it (Ctrl-C), nothing more is asked."""

    def __init__(self) -> None:
        self.stopped = False

    def ask(self, collision: Collision | None) -> Answer | None:
        """Ask until one of the answers is given, by its first letter or whole; None for “later”, and when stopped."""
        has_both = collision is not None and collision.proposal is not None
        words = ["school's", "guide's", *(["both"] if has_both else []), "later"]
        choices = ", ".join(f"[{word[0]}]{word[1:]}" for word in words)
        known: dict[str, Answer | None] = {**_SPOKEN, **{choice: choice for choice in _CHOICES}, "later": None}
        while True:
            try:
                with ctrl_c_answers():
                    reply = click.prompt(f"  Which holds? {choices}, [?]", default="later", show_default=False)
            except click.Abort:
                self.stopped = True
                say()
                return None
            reply = reply.strip().lower()
            fitting = [answer for word, answer in known.items() if word.startswith(reply.removesuffix("'s")) and reply]
            if fitting and (fitting[0] != "proposal" or has_both):
                return fitting[0]
            say(as_typed(_EXPLAINED) if reply == "?" else f"  Answer with {', '.join(word[0] for word in words)} or ?.")


_KEYS = ("guide", "path", "answer", "item", "school")


def _read_answers(path: Path) -> list[_GivenAnswer]:
    """Read answers from a file. Raises ContentError with everything that is wrong with it."""
    try:
        data = disk.read(path, LARGEST_FILE)
    except OSError as error:
        raise unreadable(Span(path.name), error) from None
    tree = load(data, path.name)
    items = tree.value if isinstance(tree.value, list) else []
    problems = [problem for item in items for problem in _problems_of_answer(item)]
    if not items:
        problems = [Problem(tree.span, "A list of answers is needed here.", "begin each with “- guide: …”")]
    if problems:
        raise ContentError(illustrate(problems, {path.name: data.decode(errors="replace")}))
    values = [{key: normal(value.value or "") for key, value in item.value.items()} for item in items]
    return [
        _GivenAnswer(
            fields.get("school", ""),
            fields["guide"],
            fields["path"],
            fields.get("item", ""),
            _SPOKEN.get(fields["answer"], fields["answer"]),
        )
        for fields in values
    ]


def _problems_of_answer(item: Tree) -> Iterator[Problem]:
    if not isinstance(item.value, dict):
        yield Problem(item.span, "Keys with values are needed here.", f"allowed here: {', '.join(_KEYS)}")
        return
    for key, value in item.value.items():
        if key not in _KEYS:
            yield Problem(item.keys[key], f"The key “{key}” is not known here.", nearest(key, _KEYS))
        elif not isinstance(value.value, str):
            yield Problem(value.span, "Text is needed here.", "put it in double quotes")
        elif key == "answer" and value.value not in (*_SPOKEN, *_CHOICES):
            yield Problem(value.span, f"“{value.value}” is no answer.", nearest(value.value, _SPOKEN))
    for key in _KEYS[:3]:
        if key not in item.value:
            yield Problem(item.span, f"The key “{key}” is missing in this answer.", f"add “{key}: …”")
