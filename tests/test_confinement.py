"""A child process reads what strangers send: whatever becomes of it there is one sentence, and the next call works."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from guidepress import confinement
from guidepress.confinement import READING, Confined
from guidepress.errors import ContentError
from helpers import confined_calls
from helpers.confined_calls import SMALL

METHODS = ["fork", "spawn"] if sys.platform.startswith("linux") else ["spawn"]
limited = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux only")


@pytest.fixture(params=METHODS)
def child(request: pytest.FixtureRequest) -> Iterator[Confined]:
    with Confined(SMALL, method=request.param) as made:
        yield made


def said(child: Confined, function: object, *arguments: object) -> tuple[str, str]:
    """What a call that fails is told as: the sentence with its place, and the hint."""
    with pytest.raises(ContentError) as caught:
        child.run("x.docx", function, *arguments)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    return f"{problem.span}: {problem.message}", problem.hint


def test_one_child_answers_call_after_call(child: Confined) -> None:
    first = child.run("x", confined_calls.process_id)
    assert first != os.getpid()
    assert child.run("y", confined_calls.process_id) == first


@pytest.mark.parametrize("method", METHODS)
def test_what_a_child_is_given_at_the_start_stays_with_it(method: str) -> None:
    given: list[int] = []
    with Confined(SMALL, given, method) as child:
        assert child.run("x", confined_calls.doubled, 1) == [2]
        assert child.run("x", confined_calls.doubled, 2) == [2, 4]
    assert given == []


def test_what_is_wrong_comes_back_as_it_was_raised(child: Confined) -> None:
    assert said(child, confined_calls.refuse) == ("x.docx:3:4: This is wrong.", "mend it")


def test_a_fault_of_the_program_is_a_sentence_without_the_words_of_the_file(child: Confined) -> None:
    sentence, hint = said(child, confined_calls.fail)
    assert sentence.startswith("x.docx: Guidepress has a fault that this shows: TypeError in ")
    assert "words of the file" not in sentence
    assert hint == confinement.REPORT
    assert said(child, confined_calls.nest)[0].startswith(
        "x.docx: This is nested far deeper than anything that Guidepress reads"
    )


@limited
def test_a_call_that_takes_too_much_memory_is_told_and_ends_nothing_else(child: Confined) -> None:
    assert child.run("x", confined_calls.take, 64) == 64 * 2**20
    assert said(child, confined_calls.take, 400)[0] == "x.docx: It takes more than 128 MB of memory to read this file."
    assert child.run("x", confined_calls.take, 64) == 64 * 2**20


def test_a_call_that_takes_too_long_is_ended(child: Confined) -> None:
    before = child.run("x", confined_calls.process_id)
    start = time.monotonic()
    assert said(child, confined_calls.wait, 60)[0] == "x.docx: It takes more than 2 seconds to read this file."
    assert time.monotonic() - start < 20
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert child.run("x", confined_calls.process_id) not in (before, os.getpid())


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")
def test_a_child_that_breaks_down_is_told_and_the_next_call_has_another(child: Confined) -> None:
    sentence = "x.docx: A part of Guidepress broke down when it tried to read this file"
    assert said(child, confined_calls.die, signal.SIGKILL)[0] == f"{sentence} (signal 9)."
    assert said(child, confined_calls.crash)[0] == f"{sentence} (signal {signal.SIGSEGV.value})."
    assert said(child, confined_calls.leave, 7)[0] == f"{sentence} (status 7)."
    assert child.run("x", confined_calls.take, 1) == 2**20


def test_nothing_that_a_library_prints_comes_to_the_terminal(
    child: Confined, capfd: pytest.CaptureFixture[str]
) -> None:
    assert child.run("x", confined_calls.talk) == "done"
    assert capfd.readouterr() == ("", "")


def test_a_child_needs_no_child_of_its_own(child: Confined) -> None:
    assert child.run("x", confined_calls.of_a_child_within) == (True, True)


def test_a_slow_machine_may_be_given_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "_allowed", 0.0)  # so that it is put back afterwards
    assert Confined().limits.seconds == READING.seconds
    confinement.allow(900)
    assert Confined().limits.seconds == 900
