"""How the tests run: judges that may be missing, and skips that are named in one place or, under --full, fail.

What a test finds and a person should see goes below the results: `record_property("reading ease", line)`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from guidepress.content import source
from helpers import judges
from helpers.remembering import remembering

# A machine that is busy with something else is no failure: nothing is timed by tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="every judge must be here: a skipped test is a failure")
    parser.addoption(
        "--slow",
        action="store_true",
        help="set three hundred generated guides, and every guide in every way, instead of a sample",
    )


SELDOM = 50_000  # objects made before a look for cycles: a layout makes many, and looking takes a tenth of its time


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(SELDOM)
    patch = pytest.MonkeyPatch()  # before any test is collected: many read the guides then
    patch.setattr(source, "load", remembering(source.load))
    # Hints name the command as it must be typed: where its name finds it, that is the same on every machine.
    patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]))
    config.add_cleanup(patch.undo)
    config.addinivalue_line("markers", "judge(name, ...): ask these independent judges; skipped where one is missing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("judge"):
            if unknown := set(mark.args) - set(judges.NAMES):
                raise pytest.UsageError(f"{item.nodeid} asks for an unknown judge: {', '.join(sorted(unknown))}")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # modules and tests stay to the end: no look for cycles needs to pass over them


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("judge"):
        for name in mark.args:
            if reason := judges.find_missing(name):
                pytest.skip(reason)


def _fail_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason.removeprefix('Skipped: ')} (under --full a skip is a failure)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--full"):
        _fail_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("--full"):
        _fail_skip(report)
    return report


FIGURES = "reading ease"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    calls = [each for outcome in ("passed", "failed") for each in terminalreporter.stats.get(outcome, [])]
    if lines := [str(line) for report in calls for name, line in report.user_properties if name == FIGURES]:
        terminalreporter.section(FIGURES)
        for line in sorted(lines):
            terminalreporter.line(line)
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if reasons:
        terminalreporter.section("not tested on this machine")
        for reason, times in sorted(reasons.items()):
            terminalreporter.line(f"{times} {'test' if times == 1 else 'tests'} skipped: {reason}")
