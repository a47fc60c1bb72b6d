"""One run of the command build: each guide is written as it is made, told in a line, and summed up at the end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import click

from guidepress import artifacts, disk, production
from guidepress.artifacts import Built
from guidepress.brochure import geometry
from guidepress.commands import progress
from guidepress.commands.stopping import Stopped
from guidepress.commands.telling import as_typed, from_here, say, tell
from guidepress.compose import placement
from guidepress.compose.themes import branding
from guidepress.content.library import Library
from guidepress.content.model import inline
from guidepress.errors import ContentError, OutsideError, Problem, count_of, unwritable
from guidepress.options import Choice, Finish
from guidepress.production import Job
from guidepress.project import Project
from guidepress.roundtrip import outdated
from guidepress.schools import school_library

MOST_NAMED = 12  # guides that the last line names


@dataclass
class BuildRun:
    """One build: what is to be made, what was made so far, and what could not be.

    `slugs` are the ids of the guides and `school_ids` those of the schools; without schools it is for the publisher.
    """

    project: Project
    library: Library
    slugs: Sequence[str]
    school_ids: Sequence[str]
    choice: Choice
    finish: Finish
    output: Path | None
    explain_fit: bool
    made: int = 0
    failed: list[tuple[Job, Sequence[Problem]]] = field(default_factory=list)
    in_the_way: Sequence[Problem] = ()
    advice: int = 0

    @property
    def count(self) -> int:
        """How many guides are to be made, for all schools together."""
        return len(self.slugs) * max(len(self.school_ids), 1)

    def jobs(self, today: date) -> Iterator[Job]:
        """Yield what is to be made, school by school; a school's files are read when it is its turn."""
        if not self.school_ids:
            yield from self._jobs_of(self.library, self.choice, "")
        for school_id, result in school_library.each(self.project, self.library, self.school_ids, today):
            choice = replace(self.choice, school=school_id)
            if isinstance(result, Library):
                yield from self._jobs_of(result, choice, inline.plain(str(result.publisher.name)))
            else:
                for slug in self.slugs:
                    yield Job(slug, choice, f"the school “{school_id}”", problems=result.problems)

    def _jobs_of(self, library: Library, choice: Choice, name: str) -> Iterator[Job]:
        for slug in self.slugs:
            yield Job(slug, choice, name, library, library.refusal(slug))

    def make(self, today: date) -> None:
        """Make everything, write each guide as soon as it is made, and print a line for it.

        What is wrong with one guide or school holds up no other. Raises `Stopped` where a person stops it.
        """
        school: str | None = None
        self._see_folders()
        try:
            with progress.bar(self.count) as bar:
                for job, result in production.make_each(
                    self.project, self.jobs(today), self.count, self.finish, bar.begin
                ):
                    is_new = job.choice.school != school
                    school = job.choice.school
                    if is_new and job.library:
                        self._advise(job.library)
                    if is_new and job.name:
                        say(f"For {job.name}:")
                    if isinstance(result, Built):
                        self._write(job, result)
                    else:
                        self.failed.append((job, result))
                        if self.count > 1:
                            say(click.style(f"{job.guide}: not made, see below", fg="red"))
                    bar.advance()
        except ContentError as error:  # of the machine: it would hold up every other one
            self.in_the_way = error.problems
        except Stopped as stop:
            self._tell_problems()
            stays = ", which stay" if self.made > 1 else ", which stays" if self.made else ""
            stop.words = f"Stopped. {self.made} of {self.count} made{stays}."
            raise

    def _see_folders(self) -> None:
        """See to it that no folder leads out of the project, before anything is made. Raises ContentError."""
        if self.output:
            return
        for school_id in self.school_ids or [""]:
            folder = replace(self.choice, school=school_id).folder(self.project.build)
            if not disk.inside(self.project.root, folder):
                raise unwritable(self.project.name(folder), OutsideError(), instead=artifacts.ELSEWHERE)

    def sum_up(self, started: float) -> None:
        """Print every problem, and how many guides were made. Exits with 1 where it is not all of them.

        `started` is when the command began, by the clock of `time.perf_counter`.
        """
        if self.advice:
            pieces = count_of(self.advice, "piece of advice", "pieces of advice")
            say(as_typed(f"{pieces}: run “guidepress check”."))
        if not self.failed and not self.in_the_way:
            made = f" {self.made} made." if self.made > 1 else ""
            say(f"Done in {time.perf_counter() - started:.1f} s.{made}", err=True)
            return
        number = self._tell_problems()
        if self.made:
            missing = self.count - self.made
            names = [str(job) for job, _ in self.failed]
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            listed = ": it ended early" if self.in_the_way else f": {', '.join(names[:MOST_NAMED])}{more}"
            say(f"\n{self.made} made, {missing} not{listed}.", err=True)
        else:
            say(f"\n{count_of(number, 'problem')}. Nothing was written.", err=True)
        sys.exit(1)

    def _tell_problems(self) -> int:
        """Print what is wrong, what is wrong with several guides once. Returns how many problems there are."""
        jobs_by_problems: dict[tuple[Problem, ...], list[Job]] = {}
        for job, problems in self.failed:
            distinct = sorted(dict.fromkeys(problems), key=lambda problem: problem.span)
            jobs_by_problems.setdefault(tuple(distinct), []).append(job)
        for problems, jobs in jobs_by_problems.items():
            if self.count > 1 or jobs[0].name:
                say(click.style(f"\nNot made: {_listed(jobs)}", bold=True), err=True)
            tell(problems)
        if self.in_the_way and jobs_by_problems:
            say(err=True)
        tell(self.in_the_way)
        return len({problem for problems in jobs_by_problems for problem in problems} | set(self.in_the_way))

    def _advise(self, library: Library) -> None:
        """Print what a person should know of a school's content before it hands out what is made from it."""
        tell([*library.collisions, *outdated.advice(self.project, library)])
        moved = branding.moved_colours(self.project, library)
        tell(branding.in_one({name: pieces for name, pieces in moved.items() if name == self.choice.theme}))
        self.advice += len(branding.advice(library, moved))

    def _write(self, job: Job, built: Built) -> None:
        folder = job.choice.folder(self.project.build)
        if self.output:
            folder = self.output.resolve() / (job.choice.school if len(self.school_ids) > 1 else "")
        shown_folder = from_here(folder)

        def waiting() -> None:
            say(f"Another build is writing to {shown_folder}; this one goes on as soon as it is done.", err=True)

        within = self.output.resolve() if self.output else self.project.root
        artifacts.write(folder, [built], job.choice, self.finish, waiting, within)
        self.made += 1
        place = f", in {shown_folder}" if len(self.school_ids) > 1 else ""
        say(f"{built.guide} ({built.revision}): {fitted_words(built)}{place}")
        for title in built.left_out.values():
            say(f"  left out of the brochure for want of room: {title}")
        if self.explain_fit:
            for line in explained(built):
                say(f"  {line}")
        if not place:
            for name, data in built.files.items():
                say(f"  {os.path.join(shown_folder, name)}  {len(data) / 1000:,.0f} kB")


def _listed(jobs: Sequence[Job]) -> str:
    """Return the guides and whom they are for, each school once: “a, b for X; a for Y”."""
    by_name: dict[str, list[str]] = {}
    for job in jobs:
        by_name.setdefault(job.name, []).append(job.guide)
    return "; ".join(f"{', '.join(guides)}{f' for {name}' if name else ''}" for name, guides in by_name.items())


def fitted_words(built: Built) -> str:
    """Return in words how a brochure's text was fitted: the type size, and the tightest panel or column."""
    if built.setting is None:
        return "the handout alone"
    panel, room = min(
        ((name, room) for name, room in built.rooms.items() if name != "cover"),
        key=lambda panel_and_room: panel_and_room[1].left,
    )
    column_name = str(placement.named(panel)).removeprefix("the panel ")
    return f"text at {built.setting.size:g} pt; tightest: {column_name}, {room.left / geometry.MM:.0f} mm left"


def explained(built: Built) -> Iterator[str]:
    """Yield a line for each layout that was tried (the room left on each panel, in millimetres) and the chosen one."""
    if built.setting is None:
        return
    for number, trial in enumerate(built.trials, 1):
        rooms = ", ".join(f"{name} {room.left / geometry.MM:+.0f}" for name, room in trial.rooms.items())
        leading = f", lines {trial.setting.leading:g}"
        dropped = f", without {', '.join(trial.setting.dropped)}" if trial.setting.dropped else ""
        strips = ", with strips" if trial.setting.strips else ""
        verdict = "fits" if trial.fits else "runs over"
        yield f"trial {number}: {trial.setting.size:g} pt{leading}{strips}{dropped}, mm left: {rooms}: {verdict}"
    setting = built.setting
    spaces = ", ".join(f"{name} {gap:g}" for name, gap in setting.gaps.items())
    yield f"chosen: {setting.size:g} pt; pt between blocks: {spaces}"
