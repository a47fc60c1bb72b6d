"""The commands import (take over handouts that schools have edited) and publish (keep what is needed for that)."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidepress import disk, project
from guidepress.commands import schools, streams, values
from guidepress.commands.telling import as_typed, from_here, say, tell, understood
from guidepress.content import reading
from guidepress.content.model.fields import slug_of
from guidepress.errors import ContentError, NoFileError, Problem, Span, count_of, nearest, unreadable
from guidepress.escaping import printable
from guidepress.project import Project
from guidepress.schools import journal, school_library

if TYPE_CHECKING:
    from guidepress.roundtrip.returned import Pile, Returned
    from guidepress.roundtrip.school_file import Decision


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--school", type=values.SchoolId(), default="", metavar="ID", help="The school, where the file does not say which."
)
@click.option(
    "--guide",
    type=values.GuideName(),
    default="",
    metavar="GUIDE",
    help="The guide, where the file does not say which.",
)
@click.option(
    "--changes",
    type=values.one_of(["accept", "reject"]),
    default="accept",
    show_default=True,
    help="Whether tracked changes are taken in or left out.",
)
@values.theme_option()
@click.option("--apply", "applies", is_flag=True, help="Write what was found. Without it nothing is written.")
@click.option("--yes", is_flag=True, help="Answer yes to every question; the questions are listed.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.html",
    help="Write a page that shows each change, for whoever decides.",
)
@click.option("--format", type=values.one_of(["text", "json"]), default="text", help="For people, or for programs.")
def import_command(
    files: tuple[Path, ...],
    school: str,
    guide: str,
    changes: Any,
    theme: str,
    applies: bool,
    yes: bool,
    report_file: Path | None,
    format: str,  # noqa: A002 - the field's word
) -> None:
    """Show what schools have changed in their handouts, and take it over with --apply.

    FILE is a handout that came back, or a folder of them. The exit status is 1 where somebody has to answer before a
    file can be taken over, with --apply and without it, and where a file cannot be read.
    """
    from guidepress.compose.themes.theme import read as read_theme
    from guidepress.roundtrip.returned import Pile

    current_project = project.find(Path.cwd())
    read_theme(current_project, theme)  # one that is mistyped is told before any file is looked at
    today, when = date.today(), datetime.now().isoformat(" ", "minutes")
    paths = list(dict.fromkeys(_expanded(files)))
    several = len(paths) > 1 or any(path.is_dir() for path in files)
    pile = Pile(
        current_project,
        partial(reading.read, current_project, today),
        today,
        when,
        school,
        guide,
        changes,
        alone=not several,
        theme=theme,
    )
    desk = _Desk(pile, applies, yes, several, format == "json")
    with closing(pile):
        results = [desk.receive(path) for path in paths]
    if format == "json":
        say(streams.as_json([returned.plain() for returned in results]))
    if several:
        desk.sum_up(results)
    if report_file:
        _write_report(current_project, report_file, results, today, desk.say)
    if any(returned.status in ("asked", "unreadable") for returned in results):
        sys.exit(1)


def _expanded(files: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are named: those in a folder, and those that fit a pattern, which Windows leaves to us."""
    from guidepress.roundtrip.returned import ENDINGS

    for file in files:
        if file.is_dir():
            inside = sorted(path for path in file.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
            kept = [path for path in inside if not path.name.startswith((".", "~$"))]
            if not kept:
                sentence = "There is no handout in this folder."
                raise ContentError(
                    [Problem(Span(printable(file.name or str(file))), sentence, f"it looks for {', '.join(ENDINGS)}")]
                )
            yield from kept
        elif any(sign in str(file) for sign in "*?") and not file.exists():
            found = sorted(Path(name) for name in glob.glob(str(file)))
            if not found:
                raise ContentError([Problem(Span(printable(file.name or str(file))), "No file has a name like this.")])
            yield from (path for path in found if not path.name.startswith("~$"))
        else:
            yield file


@dataclass
class _Desk:
    """Where files are looked at one after the other, and a person is asked, if there is one."""

    pile: Pile
    applies: bool
    yes: bool
    several: bool
    for_machines: bool

    def say(self, line: str = "") -> None:
        """Print a line for people; nothing where a machine reads what is printed."""
        if not self.for_machines:
            say(as_typed(line))

    def receive(self, path: Path) -> Returned:
        """Look at a file, print its page, and take it over where that is wanted and all is answered."""
        from guidepress.roundtrip.returned import Returned

        name = printable(path.name)
        if self.several:
            self.say(click.style(f"{name}", bold=True))
        try:
            data = _read_file(path)
        except ContentError as error:
            returned = Returned(name, problems=error.problems)
        else:
            returned = self._known(name, data)
            if returned.status in ("changed", "unchanged"):
                self._tell(returned)
            if self.applies and returned.status == "changed":
                returned = self._taken(returned)
            elif returned.status == "changed" and returned.questions and (returned.unsure or not self.yes):
                returned = replace(returned, status="asked")
        if self.several or self.for_machines:
            tell(returned.problems)
            self.say()
        elif returned.problems:
            raise ContentError(returned.problems)
        return replace(returned, arrival=None, intake=None)  # not to hold the pictures of fifty files

    def _known(self, name: str, data: bytes) -> Returned:
        """Look at a file; whose it is, or which guide, is asked where it does not say and a person is there."""
        returned = self.pile.look(name, data)
        if not returned.missing or self.for_machines or not _at_a_terminal():
            return returned
        tell(returned.problems)
        current_project = self.pile.project
        guides = sorted(path.stem for path, kind in current_project.kinds().items() if kind == "guide")
        known = {"school": list(current_project.schools()), "guide": guides}
        answers = {}
        for what in returned.missing:
            answers[what] = _which(what, known[what])
        if not all(answers.values()):
            return returned
        return self.pile.look(name, data, answers.get("school", ""), answers.get("guide", ""))

    def _tell(self, returned: Returned) -> None:
        self.say(f"{returned.publisher}, “{returned.title}”, made from {returned.revision}:")
        for change in returned.edits:
            for line in change.lines():
                self.say(f"  {printable(line)}")
        for comment in returned.comments:
            self.say(printable(f"  comment      {comment.author} on “{comment.about}”: “{comment.text}”"))
        for note in returned.notes:
            self.say(f"  note         {printable(note)}")
        if returned.status == "unchanged":
            for question in returned.questions:  # what it was compared with may not be what it was made from
                self.say(f"  question     {printable(question)}")
            self.say(returned.sentence)
        elif not self.applies:
            if returned.questions or returned.decisions:
                self.say("Before it is taken over, you will be asked:")
                for question in (*returned.questions, *(decision.question for decision in returned.decisions)):
                    self.say(f"  {printable(question)}")
            self.say("Nothing was written. Add --apply to take it over.")

    def _taken(self, returned: Returned) -> Returned:
        """Ask what is to be asked, and take a file over where the answer is yes."""
        problems = []
        for question in map(printable, returned.questions):
            if self.yes and not returned.unsure:
                self.say(f"{question} Yes.")
            elif self.for_machines or self.yes or not _at_a_terminal():
                problems.append(_unanswered(returned, question))
            elif not click.confirm(question):
                self.say("Nothing was written.")
                return replace(returned, status="asked")
        if problems:
            return replace(returned, status="asked", problems=tuple(dict.fromkeys(problems)))
        answers = {decision.question: self._decided(decision) for decision in returned.decisions}
        said = [decision.yes if answers[decision.question] else decision.no for decision in returned.decisions]
        returned = self.pile.decide(returned, answers)
        if returned.status == "unchanged":
            self.say("All of this is in already. Nothing was written.")
            return returned
        taken = self.pile.take(returned, (*returned.questions, *said))
        for path in taken.written:
            self.say(f"  wrote {from_here(path)}")
        if taken.status == "taken" and not self.several:
            self.say(f"To build with it: guidepress build {' '.join(taken.guides)} --school {taken.school}")
        return taken

    def _decided(self, decision: Decision) -> bool:
        """Ask for a decision; where there is no one to ask, or with --yes, the answer is the one that changes least."""
        if self.yes or self.for_machines or not _at_a_terminal():
            self.say(f"{printable(decision.question)} No: {printable(decision.no)}.")
            return False
        return click.confirm(printable(decision.question))

    def sum_up(self, results: Sequence[Returned]) -> None:
        """Print how many files were taken over, and which, and so on; what was answered, and what comes next."""
        from guidepress.roundtrip.returned import counted

        counts = counted(results)
        said = ", ".join(f"{count} {_IN_WORDS[status]}" for status, count in counts.items())
        self.say(click.style(f"{count_of(len(results), 'file')}: {said}.", bold=True))
        for status in counts:
            self.say(f"  {_IN_WORDS[status]}:")
            for returned in results:
                if returned.status == status:
                    whose = f"  {returned.school}, {returned.guide}" if returned.school else ""
                    self.say(f"    {returned.name}{whose}")
        answered = [(returned.name, question) for returned in results for question in returned.answered]
        if answered:
            self.say("  what was answered:")
            for name, question in answered:
                self.say(f"    {name}: {printable(question)}")
        if not self.applies and any(returned.edits for returned in results if returned.status in ("changed", "asked")):
            self.say("Nothing was written. Add --apply to take it over.")
        taken = list(dict.fromkeys(returned.school for returned in results if returned.status == "taken"))
        if taken:
            self.say(f"To build with it: guidepress build {' '.join(f'--school {school}' for school in taken)}")
            self.say("To take all of it back: guidepress undo")


def _which(what: str, known: Sequence[str]) -> str:
    """Ask for a school or a guide until it is one that is known, by its short name or its name; "" for none."""

    def check(typed: str) -> str:
        name = slug_of(understood(typed))
        if name and name not in known:
            raise click.UsageError(f"There is no {what} “{typed}”; {nearest(name, known)}")
        return name

    answer: str = click.prompt(
        f"Which {what} is it? ({', '.join(known)}; Enter for none of them)",
        default="",
        show_default=False,
        value_proc=check,
    )
    return answer


_IN_WORDS = {
    "taken": "taken over",
    "changed": "with changes",
    "unchanged": "with nothing to take over",
    "asked": "to be answered",
    "unreadable": "not readable",
}


def _unanswered(returned: Returned, question: str) -> Problem:
    from guidepress.roundtrip.returned import not_ours

    if returned.unsure:
        return not_ours(returned.name)
    return Problem(Span(returned.name), f"{question} There is no one to ask.", "look at it, and add “--yes”")


def _write_report(
    current_project: Project, file: Path, results: Sequence[Returned], today: date, say: Callable[[str], None]
) -> None:
    from guidepress import artifacts
    from guidepress.roundtrip import returned_report

    page = returned_report.report(current_project, results, today).encode()
    artifacts.write_file(file.resolve().parent, file.name, page)
    say(f"  {from_here(file)}  {len(page) / 1000:,.0f} kB")


@click.command("publish")
@click.argument("guides", nargs=-1, type=values.GuideName(), metavar="[GUIDE]...")
@schools.options
def publish_command(guides: tuple[str, ...], school: tuple[str, ...], all_schools: bool) -> None:
    """Keep the bases of the handouts that you give out, so that their footer is enough to bring them home."""
    from guidepress import building
    from guidepress.roundtrip import reception, remake

    current_project, today = project.find(Path.cwd()), date.today()
    library, _ = reading.survey(current_project, today)
    slugs = building.asked(library, guides)
    school_ids = schools.asked(current_project, school, all_schools)
    kept = 0
    problems: list[Problem] = []
    libraries = school_library.each(current_project, library, school_ids, today) if school_ids else [("", library)]
    for school_id, result in libraries:
        if isinstance(result, ContentError):
            problems += result.problems
            continue
        for slug in slugs:
            if refusal := result.refusal(slug):
                problems += refusal
                continue
            base = remake.of_today(current_project, result, slug)
            path = reception.published(current_project, base)
            where = "kept already" if path.is_file() else from_here(path)
            if not path.is_file():
                journal.put(
                    current_project, path, base.dump()
                )  # no step: to take it back would leave handouts without their base
            say(f"{slug}{f' for {school_id}' if school_id else ''} ({base.revision}): {where}")
            kept += 1
    if not problems:
        return
    if not kept:
        raise ContentError(dict.fromkeys(problems))
    tell(dict.fromkeys(problems))
    say(f"\n{kept} kept, {len(slugs) * max(len(school_ids), 1) - kept} not.", err=True)
    sys.exit(1)


LARGEST = 32 * 2**20  # bytes of a file that is read


def _read_file(file: Path) -> bytes:
    """Read a file as far as a handout may be long. Raises ContentError."""
    span = Span(printable(file.name))
    try:
        data = disk.read(file, LARGEST)
    except NoFileError as error:
        sentence = f"This is no file: {error.strerror}."
        raise ContentError([Problem(span, sentence, "name the Word file that was edited")]) from None
    except OSError as error:
        raise unreadable(span, error) from None
    if len(data) > LARGEST:
        raise ContentError([Problem(span, "This file is far larger than any handout.")])
    return data


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()
