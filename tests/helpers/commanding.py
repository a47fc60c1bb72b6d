"""Runs the command in this process, from the checkout: what it loads stays for the next run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guidepress.commands.cli import main
from helpers.checkout import ROOT


def command(*arguments: str | Path) -> Result:
    """Run `guidepress` with arguments, as on a machine of one processor: with more it starts processes for guides.

    An exception that the command does not turn into words is raised here.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setattr(os, "cpu_count", lambda: 1)
        done = CliRunner().invoke(main, [str(each) for each in arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done
