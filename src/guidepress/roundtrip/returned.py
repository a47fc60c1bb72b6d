"""Reads handouts that come back from schools, one after another, and takes over each whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from guidepress.confinement import Confined
from guidepress.content.library import Library
from guidepress.errors import ContentError, Problem, Span, count_of, nearest
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.roundtrip import reception, storage, summary
from guidepress.roundtrip.reception import Arrival
from guidepress.roundtrip.school_file import Decision
from guidepress.roundtrip.storage import Intake
from guidepress.roundtrip.summary import Change
from guidepress.schools.journal import Occasion
from guidepress.word import conversion
from guidepress.word.settling import Changes

Status = Literal["changed", "taken", "unchanged", "asked", "unreadable"]

ENDINGS = (".docx", ".odt", ".doc", ".rtf")
"""How the names of files end that a folder of returned handouts may hold; all but the first are told to be saved anew.
"""


@dataclass(frozen=True)
class Remark:
    """A comment in a file: who wrote it, on which words, and what it says."""

    author: str
    about: str
    text: str


@dataclass(frozen=True)
class Returned:
    """One file that came back: whose it is, what has changed in it, and what became of it.

    `status` is “changed” where there is something to take over, “taken” once that is done, “unchanged” where nothing is
    or all of it is in already, “asked” where a person has to say something before it can be taken over, and
    “unreadable” where it is no handout that can be read or taken over; `problems` says why. `written` are the files
    written, `guides` the guides that change with them. `missing` names what nobody said: school, guide. `decisions` are
    choices that a person may make of it; where nobody makes them, the one holds that changes least. `unsure` says that
    nothing in the file proves it to be this handout, so that only a person may say yes.
    """

    name: str
    school: str = ""
    guide: str = ""
    revision: str = ""
    status: Status = "unreadable"
    publisher: str = ""
    title: str = ""
    language: str = "en"
    edits: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    answered: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    comments: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    written: tuple[Path, ...] = ()
    guides: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unsure: bool = False
    arrival: Arrival | None = field(default=None, repr=False)
    intake: Intake | None = field(default=None, repr=False)

    @property
    def sentence(self) -> str:
        """What became of the file, in a sentence."""
        if self.status == "unchanged" and self.edits:
            return "All of this is in already. Nothing was written."
        if self.status == "unchanged":
            return "Nothing has changed that could be taken over." if self.notes else "Nothing has changed."
        return {
            "changed": "Nothing was written yet.",
            "taken": "It was taken over.",
            "asked": "Nothing was written: somebody has to answer first.",
        }.get(self.status, "It could not be read or taken over. Nothing was written.")

    def plain(self) -> dict[str, Any]:
        """Return all that is known of the file as plain data, for other programs."""
        return {
            "file": self.name,
            "school": self.school,
            "guide": self.guide,
            "revision": self.revision,
            "status": self.status,
            "questions": list(self.questions),
            "decisions": [
                {"question": decision.question, "yes": decision.yes, "no": decision.no} for decision in self.decisions
            ],
            "answered": list(self.answered),
            "notes": list(self.notes),
            "comments": [
                {"author": remark.author, "about": remark.about, "text": remark.text} for remark in self.comments
            ],
            "problems": [{"message": problem.message, "hint": problem.hint} for problem in self.problems],
            "edits": [_plain_edit(change) for change in self.edits],
        }


def _plain_edit(change: Change) -> dict[str, str]:
    was, now = change.words
    values = {"kind": change.kind, "place": change.place, "was": was, "now": now}
    return values | ({"remark": change.remark} if change.remark else {})


@dataclass
class Pile:
    """Returned files, looked at and taken over one after another: each sees what those before it left.

    `read` reads the library of the project. `when` is the day and time in words. `school` and `guide` hold for a file
    that does not say whose it is; with `alone` they hold whatever it says, and it is asked about. `theme` is what the
    guides are built in: a file with characters that its fonts lack is not taken over.
    """

    project: Project
    read: Callable[[], Library]
    day: date
    when: str
    school: str = ""
    guide: str = ""
    changes: Changes = "accept"
    alone: bool = False
    theme: str = Choice.theme
    step: int = 0
    taken: list[Returned] = field(default_factory=list)
    looked: list[Returned] = field(default_factory=list)
    _library: Library | None = None
    _library_taken: int = 0
    _child: Confined | None = None

    def look(self, name: str, data: bytes, school: str = "", guide: str = "") -> Returned:
        """Return what has changed in a file; nothing is written. `school` and `guide` are what a person said of it.

        The file is read in a child process, of which there is one for all files.
        """
        try:
            data = conversion.as_docx(data, name)
            child = self._child = self._child or Confined(state=replace(self))
            looked = child.run(name, _looked, len(self.taken), name, data, school, guide)
        except ContentError as error:
            return Returned(name, problems=_with_hints(name, error.problems))
        if looked.status == "changed" and looked.arrival:
            arrival = looked.arrival
            looked = replace(looked, questions=(*looked.questions, *self._overlaps(looked, arrival)))
            light_arrival = replace(arrival, read=replace(arrival.read, pictures={}, base=None))
            self.looked.append(replace(looked, arrival=light_arrival, intake=None))
        return looked

    def close(self) -> None:
        """End the process that reads files."""
        if self._child is not None:
            self._child.close()

    def decide(self, returned: Returned, answers: Mapping[str, bool]) -> Returned:
        """Return a file with what a person decided of it, by the questions of its decisions. Nothing is written."""
        if returned.arrival is None or not any(answers.values()):
            return returned
        library = self._current_library(len(self.taken))
        try:
            intake = storage.prepare(
                self.project, library, returned.school, returned.arrival, self.day, answers, self.theme
            ).unwritten()
        except ContentError as error:
            return replace(returned, status="unreadable", problems=error.problems)
        return replace(returned, status="changed" if intake.files else "unchanged", intake=intake)

    def take(self, returned: Returned, answered: Sequence[str] = ()) -> Returned:
        """Write all changes of a file, or none; return the file. `answered` are the questions that were answered."""
        if returned.intake is None or returned.status != "changed":
            return returned
        names = [*(earlier.name for earlier in self.taken), returned.name]
        words = f"{len(names)} handouts taken over" if len(names) > 1 else f"{returned.name} taken over"
        occasion = Occasion("import", self.when, words, (returned.school,))
        try:
            self.step = storage.write(self.project, returned.intake, occasion, self.step)
        except ContentError as error:
            return replace(returned, status="unreadable", problems=error.problems)
        files = tuple(returned.intake.files)
        guides = returned.intake.guides
        taken = replace(returned, status="taken", answered=tuple(answered), written=files, guides=guides)
        self.taken.append(taken)
        return taken

    def _missing(self, returned: Returned, name: str) -> Returned | None:
        """Say what nobody knows of a file: its school, its guide. Its name is no more than a hint."""
        known_schools = self.project.schools()
        match = re.fullmatch(r"(.+?)-handout\.\w+", name)
        hinted_schools = [school for school in known_schools if match and match[1].endswith(f"-{school}")]
        problems, missing = [], []
        if not returned.school:
            hint = "add “--school” and the school's short name"
            hint += f"; by its name it may be that of “{hinted_schools[0]}”" if hinted_schools else ""
            problems.append(Problem(Span(name), "This file does not say which school it is from.", hint))
            missing.append("school")
        elif returned.school not in known_schools and not self.school:
            sentence = f"This file says that it is from the school “{returned.school[:80]}”, which is not here."
            problems.append(Problem(Span(name), sentence, nearest(returned.school[:80], known_schools)))
            missing.append("school")
        if not returned.guide:
            hint = "add “--guide” and the guide's short name"
            problems.append(Problem(Span(name), "This file does not say which guide it is.", hint))
            missing.append("guide")
        if not problems:
            return None
        questions = tuple(problem.message for problem in problems)
        return replace(returned, status="asked", problems=tuple(problems), missing=tuple(missing), questions=questions)

    def _current_library(self, taken: int) -> Library:
        """Return the library as the files that were taken over have left it; `taken` is how many there are by now."""
        if self._library is None or self._library_taken != taken:
            self._library, self._library_taken = self.read(), taken
        return self._library

    def _received(self, returned: Returned, taken: int, data: bytes, guide: str) -> Returned:
        library = self._current_library(taken)
        arrival = reception.receive(
            self.project, library, returned.school, data, returned.name, self.day, guide=guide, changes=self.changes
        )
        unsure = arrival.found == "today" and not arrival.recovered.marked
        try:
            intake = storage.prepare(
                self.project, library, returned.school, arrival, self.day, theme=self.theme
            ).unwritten()
        except ContentError:
            if unsure:  # a letter, say: what it lacks of a guide is nothing to be told of
                return replace(returned, status="asked", questions=(NOT_OURS,), problems=(not_ours(returned.name),))
            raise
        changes_something = bool(intake.files or intake.decisions) and not arrival.is_empty
        return replace(
            _described(returned, arrival, arrival.own or library),
            status="changed" if changes_something else "unchanged",
            questions=arrival.asks,
            notes=(
                *_tracked(arrival, self.changes),
                *_unplaced(arrival),
                *_blocked(intake),
                *(intake.notes if changes_something else ()),
            ),
            unsure=unsure,
            decisions=intake.decisions,
            arrival=replace(arrival, own=None),  # what the first process needs of it, it reads again
            intake=intake,
        )

    def _overlaps(self, returned: Returned, arrival: Arrival) -> Iterator[str]:
        """Ask where a file of the same school and guide came before this one and says the same words otherwise."""
        for earlier in self.looked:
            if earlier.arrival and earlier.school == returned.school and _differ(earlier.arrival, arrival):
                yield (
                    f"“{earlier.name}” is from the same school and says some of the same words in another way. "
                    f"Those of “{returned.name}” would hold. Take it, too?"
                )


def _looked(pile: Pile, taken: int, name: str, data: bytes, school: str, guide: str) -> Returned:
    """Return what has changed in a file, in the process that reads it; `school` and `guide` are what a person said."""
    try:
        said_school, said_guide, revision = reception.whose(data, name)
    except ContentError as error:
        return Returned(name, problems=_with_hints(name, error.problems))
    given_school, given_guide = school or pile.school, guide or pile.guide
    wanted_school = (given_school if pile.alone or school else "") or said_school or given_school
    wanted_guide = given_guide if pile.alone or guide or not said_guide else ""
    returned = Returned(name, wanted_school, said_guide or wanted_guide, revision)
    if missing := pile._missing(returned, name):
        return missing
    try:
        return pile._received(returned, taken, data, wanted_guide)
    except ContentError as error:
        return replace(returned, problems=error.problems)


NOT_OURS = "Nothing in this file shows that it is this handout: it has neither our marks nor what it was made from."


def not_ours(name: str) -> Problem:
    """Return the problem for a file that nothing in it proves to be this handout."""
    return Problem(Span(name), NOT_OURS, "look at it; if it is one, import it alone at a terminal, without “--yes”")


def several(
    pile: Pile,
    files: Mapping[str, bytes],
    applies: bool = False,
    answer: Callable[[str], bool] = lambda question: False,
) -> Iterator[Returned]:
    """Look at files one after the other, take them over if `applies` is set, and yield what became of each.

    `answer` says yes or no to a question; where it says no, the file stays as it is and is “asked”, whether it was to
    be taken over or only to be looked at.
    """
    for name, data in files.items():
        returned = pile.look(name, data)
        if returned.status == "changed":
            if not all(answer(question) for question in returned.questions):
                returned = replace(returned, status="asked")
            elif applies:
                returned = pile.take(returned, returned.questions)
        yield returned


def counted(results: Sequence[Returned]) -> dict[Status, int]:
    """Return how many files there are of each status, the ones that were taken over first."""
    counts = Counter(returned.status for returned in results)
    order: tuple[Status, ...] = ("taken", "changed", "unchanged", "asked", "unreadable")
    return {status: counts[status] for status in order if counts[status]}


def _described(returned: Returned, arrival: Arrival, library: Library) -> Returned:
    """Return a file with what it says: of which guide it is, what has changed in it, and the comments."""
    base = arrival.base
    return replace(
        returned,
        guide=base.guide,
        revision=base.revision,
        publisher=str(library.publisher.name),
        title=library.guides[base.guide].title,
        language=str(base.content.get("language") or "en"),
        edits=tuple(summary.changes(arrival)),
        comments=tuple(_remarks(arrival)),
    )


def _differ(earlier: Arrival, later: Arrival) -> bool:
    """Say whether two files make one text of a guide say different things; of a list both sides' lines may stand.

    What both say of their school is merged, and a collision there is a decision.
    """
    if earlier.base.guide == later.base.guide:
        earlier_values = {edit.path: edit.plain()[3] for edit in earlier.edits}
        for edit in later.edits:
            later_value = edit.plain()[3]
            if (
                edit.path in earlier_values
                and earlier_values[edit.path] != later_value
                and not isinstance(later_value, list)
            ):
                return True
    return False


def _blocked(intake: Intake) -> Iterator[str]:
    for problem in intake.blocked:
        yield f"{problem.message} {problem.hint[:1].upper()}{problem.hint[1:]}".strip()


def _tracked(arrival: Arrival, changes: str) -> Iterator[str]:
    treatment = "read as accepted" if changes == "accept" else "read as rejected"
    alternative = "“--changes reject” leaves them out" if changes == "accept" else "“--changes accept” takes them in"
    for author, count in arrival.read.tracked.items():
        yield f"{count_of(count, 'tracked change')} by {author}: {treatment}; {alternative}"


def _unplaced(arrival: Arrival) -> Iterator[str]:
    yield from arrival.read.notes
    for unplaced in arrival.recovered.unplaced:
        yield f"“{unplaced.text[:80]}”: {unplaced.reason}"


def _remarks(arrival: Arrival) -> Iterator[Remark]:
    passages = arrival.read.passages
    for comment in arrival.read.comments:
        about = comment.about or (passages[comment.passage].text if comment.passage < len(passages) else "")
        yield Remark(comment.author, about[:80], comment.text)


def _with_hints(name: str, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Say of a file that is not Word's how it becomes one, where nothing better is said."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS[1:]:
        return tuple(problems)
    hint = "open it in Word or LibreOffice, and save it as “Word Document (*.docx)”"
    return tuple(problem if problem.hint else replace(problem, hint=hint) for problem in problems)
