"""Makes many guides, for many schools: several at a time, each handed on as it is made. Writes nothing."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from guidepress import confinement
from guidepress.artifacts import Built
from guidepress.building import make, select
from guidepress.confinement import SETTING, Confined
from guidepress.content.library import Library
from guidepress.content.model.guides import Guide
from guidepress.errors import FULL, ContentError, Problem, Span, raise_if, unwritable
from guidepress.options import AS_IS, USUAL, Choice, Finish
from guidepress.project import Project, shipped


@dataclass(frozen=True)
class Job:
    """A guide, by its id, that is to be made for whoever `name` is: a school, or "" for the publisher.

    With `problems` it cannot be made, and is handed on as it is; only then there may be no library.
    """

    guide: str
    choice: Choice
    name: str = ""
    library: Library | None = None
    problems: Sequence[Problem] = ()

    def __str__(self) -> str:
        """Say to people which one it is."""
        return f"{self.guide} for {self.name}" if self.name else self.guide


Result = Built | Sequence[Problem]
"""What became of a job: its files, or what is wrong with them."""

FEW = 2  # guides up to which starting processes costs more than it saves
SELDOM = 50_000  # objects made before a look for cycles, as in __main__
AHEAD = 2  # jobs that each process has waiting, so that none is idle and few are lost when a person stops the command
LOOK = 0.2  # seconds after which a waiting process sees on every system that it is to stop
TEMPORARY = 10  # MB that each process keeps on the disk meanwhile: the fonts of a theme, with some room to spare


def build(
    project: Project, library: Library, names: Sequence[str] = (), choice: Choice = USUAL, finish: Finish = AS_IS
) -> list[Built]:
    """Make and verify the files of the guides named, of all where none is named. Nothing is written.

    Several are made at a time, as many as the machine has processors. Raises ContentError with everything that is wrong
    with any of them, and for a guide that does not exist.
    """
    built, problems = make_all(project, library, select(library, names), choice, finish)
    raise_if(problems)
    return built


def make_all(
    project: Project, library: Library, guides: Sequence[Guide], choice: Choice, finish: Finish = AS_IS
) -> tuple[list[Built], list[Problem]]:
    """Make and verify the files of several guides, as many at a time as the machine has processors.

    Returns what was made, in the order of the guides, and everything that is wrong.
    """
    jobs = [Job(guide.slug, choice, library=library) for guide in guides]
    results = [result for _, result in make_each(project, jobs, len(jobs), finish)]
    problems = [problem for result in results if not isinstance(result, Built) for problem in result]
    return [result for result in results if isinstance(result, Built)], problems


def make_each(
    project: Project,
    jobs: Iterable[Job],
    count: int,
    finish: Finish = AS_IS,
    starting: Callable[[Job], None] = lambda _: None,
) -> Iterator[tuple[Job, Result]]:
    """Make and verify guides, and yield each with its result as soon as those before it are done, too.

    There are `count` jobs, or fewer; the next ones are asked for shortly before they are made. `starting` is called
    with the one that is waited for. What is wrong with content is a result; a fault of the program ends everything,
    and says in which job it was. Raises ContentError where the machine is in the way: a full disk, a lost process,
    Pango not installed. However it ends, no process is left.
    """
    workers = min(os.cpu_count() or 1, count)
    if count <= FEW or workers < 2:
        with _temporary_folder(workers) as folder:
            for job in jobs:
                starting(job)
                with _named(job):
                    result = _possible(_make(project, job, finish, folder))
                yield job, result
    else:
        yield from _side_by_side(project, jobs, workers, finish, starting)


def _side_by_side(
    project: Project, jobs: Iterable[Job], workers: int, finish: Finish, starting: Callable[[Job], None]
) -> Iterator[tuple[Job, Result]]:
    others = set(multiprocessing.active_children())
    # Started afresh, not forked: Pango and Cairo make no promise for a process that is split in two.
    afresh = multiprocessing.get_context("spawn")
    with _temporary_folder(workers) as folder:
        pool = ProcessPoolExecutor(workers, afresh, initializer=_begin, initargs=(folder, confinement.allowed()))
        try:
            waiting: deque[tuple[Job, Future[Result] | None]] = deque()
            to_come = iter(jobs)
            while True:
                while len(waiting) < AHEAD * workers and (job := next(to_come, None)):
                    with _named(job, workers):  # a process may have been lost since the last job
                        waiting.append((job, None if job.problems else _submitted(pool, project, job, finish)))
                if not waiting:
                    break
                job, future = waiting.popleft()
                starting(job)
                if future is None:
                    yield job, job.problems
                    continue
                while not future.done():
                    wait([future], LOOK)
                with _named(job, workers):
                    result = _possible(future.result())
                yield job, result
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.kill()
            # There the pool goes on handing jobs to the processes that are gone; newer ones close the queue themselves.
            if sys.version_info < (3, 11, 7) or (3, 12) <= sys.version_info < (3, 12, 1):
                pool._call_queue._reader.close()  # type: ignore[attr-defined] # https://github.com/python/cpython/issues/94777
            raise
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _temporary_folder(processes: int) -> Iterator[str]:
    """Make a folder for what the processes write meanwhile: one that is killed cannot take its own files away."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="guidepress-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _no_room(error, processes) from None
    with folder as name:
        yield name


def _submitted(pool: ProcessPoolExecutor, project: Project, job: Job, finish: Finish) -> Future[Result]:
    """Hand a job to the processes. One that this starts never hears Ctrl-C: the first process stops the others."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(_make, project, job, finish)
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_make, project, job, finish)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


def _begin(folder: str, seconds: float) -> None:
    """Set up a process that makes guides: where it keeps files meanwhile, and that it ends with the first process."""
    gc.set_threshold(SELDOM)
    tempfile.tempdir = folder
    confinement.allow(seconds)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make(project: Project, job: Job, finish: Finish, folder: str = "") -> Result:
    """Make one guide, or return what is wrong: an exception of ours does not travel between processes.

    With templates that did not come with Guidepress it is made in a child process with limits: they are programs of a
    kind, and may have come from anywhere. `folder` is where that keeps files meanwhile, if not where this process does.
    """
    if job.problems or job.library is None:
        return job.problems
    arguments = project, job.library, job.library.guides[job.guide], job.choice, finish
    try:
        if project.templates.resolve() == shipped("templates").resolve():
            return make(*arguments)
        return _child().run(str(job), _made_in, folder, *arguments)
    except ContentError as error:
        return error.problems


@cache
def _child() -> Confined:
    """Return the process that makes guides with templates of a project; it ends with this one."""
    return Confined(SETTING)


def _made_in(folder: str, *arguments: Any) -> Built:
    """Make one guide, with what is written meanwhile in a folder: this process may be ended at any moment."""
    if folder:
        tempfile.tempdir = folder
    return make(*arguments)


def _possible(result: Result) -> Result:
    """Return a result. Raises ContentError where this computer lacks what no guide can be made without."""
    if not isinstance(result, Built) and any(problem.needs for problem in result):
        hint = "make the handouts alone: guidepress build --handout-only"
        raise ContentError(replace(problem, hint=hint) if problem.needs else problem for problem in result)
    return result


@contextmanager
def _named(job: Job, processes: int = 1) -> Iterator[None]:
    """Say of whatever goes wrong in the block in which job it was; of a full disk or a lost process, in a sentence."""
    try:
        yield
    except BrokenProcessPool:
        sentence = f"A process of Guidepress was ended from outside, at {job} or shortly after."
        hint = "perhaps the computer is short of memory: close other programs, and run the same command again"
        raise ContentError([Problem(Span("build"), sentence, hint)]) from None
    except OSError as error:
        if error.errno in FULL:
            raise _no_room(error, processes) from None
        error.add_note(f"This happened while making {job}.")
        raise
    except Exception as error:
        error.add_note(f"This happened while making {job}.")
        raise


def _no_room(error: OSError, processes: int = 1) -> ContentError:
    """Return the sentence for the folder of temporary files, which is full or cannot be used."""
    try:
        folder = tempfile.gettempdir()
    except FileNotFoundError:  # none of those that the system knows
        folder = "temporary files"
    needed = f"about {TEMPORARY * processes} MB"
    return unwritable(folder, error, needed, "set TMPDIR to a folder on another disk")
