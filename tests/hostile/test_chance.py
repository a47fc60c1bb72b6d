"""Handouts, PDFs, pictures and schools' files that were changed by chance are read, or refused in a sentence.

Each kind is asked for by its seed, which is printed where one fails; seeds that failed once are pinned. An ordinary run
draws two hundred of each, `--slow` thousands. The readers run in this process: a fault that the child process of a
command would turn into a sentence is a failure here.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from random import Random

import pytest

from guidepress import project
from guidepress.compose import prepared
from guidepress.content import picture_making, reading, source
from guidepress.content.model.publisher import School
from guidepress.content.picture_files import LEAST_EMBLEM, PICTURES_LIMIT, PictureError
from guidepress.content.validate import validate
from guidepress.errors import ContentError, Span
from guidepress.options import Choice
from guidepress.roundtrip import reception
from guidepress.verify import preflighting
from guidepress.word import handout, reader
from helpers import chance
from helpers.checkout import ROOT
from helpers.editing import dice
from helpers.remaking import again

SECONDS = 20
OURS = project.find(ROOT)
SCHOOL = "lincoln-high"

Reader = Callable[[bytes, Random], bool]
"""Reads what was changed; says whether it could be read. Raises only what a command tells in a sentence."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: how one is made from a seed, who reads it, how many are drawn, and the seeds that failed once."""

    make: Callable[[Random], bytes]
    read: Reader
    many: int
    pinned: tuple[int, ...] = ()
    few: int = 200


@pytest.fixture(scope="module")
def kinds() -> dict[str, Kind]:
    library = reading.read(OURS, date(2026, 11, 30))
    ready = prepared.prepare(OURS, library, library.guides["sonographer"], Choice.theme)
    _, docx, base = handout.make(ready, Choice.paper)

    def arrives(data: bytes, rng: Random) -> bool:
        changes = rng.choice(["accept", "reject"])
        reception.arrive(OURS, SCHOOL, data, "x.docx", changes, "", lambda slug: base, again)
        reader.read(data, "x.docx")
        return True

    def preflights(data: bytes, rng: Random) -> bool:
        return preflighting.preflight(data, "x.pdf")[0].passed

    def prints(data: bytes, rng: Random) -> bool:
        make = rng.choice([picture_making.logo, picture_making.photo, picture_making.portrait, picture_making.banner])
        if make is picture_making.logo:
            picture_making.logo(data, "x.png", "x", LEAST_EMBLEM)
        elif make is picture_making.banner:
            picture_making.banner(data, "x.png", "x")
        else:
            make(data, "x.png", "x", PICTURES_LIMIT)
        return True

    def validates(data: bytes, rng: Random) -> bool:
        _, problems = validate(source.load(data, "school.yaml"), School, Span("school.yaml"))
        return not problems

    school = (ROOT / "content/schools" / SCHOOL / "school.yaml").read_bytes()
    return {
        "a handout": Kind(lambda rng: chance.spoilt(docx, rng), arrives, 3_000, pinned=(35,)),
        "a PDF": Kind(chance.pdf, preflights, 3_000),
        "a picture": Kind(chance.picture, prints, 20_000),
        "a school's file": Kind(lambda rng: chance.lines(school, rng), validates, 3_000),
    }


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """End what takes longer, where the system can do that."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def too_long(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.filterwarnings("ignore::UserWarning")  # a child process is silent
@pytest.mark.timeout(0)  # each has its own
@pytest.mark.parametrize("what", ["a handout", "a PDF", "a picture", "a school's file"])
def test_what_was_changed_by_chance_is_read_or_refused(
    what: str, kinds: dict[str, Kind], request: pytest.FixtureRequest
) -> None:
    kind = kinds[what]
    many = kind.many if request.config.getoption("--slow") else kind.few
    outcomes = {True: 0, False: 0}
    for seed in (*kind.pinned, *range(many)):
        rng = dice(seed)
        data = kind.make(rng)
        try:
            with at_most(SECONDS):
                outcomes[kind.read(data, rng)] += 1
        except (ContentError, PictureError):
            outcomes[False] += 1
        except BaseException as error:
            error.add_note(f"This was {what} of the seed {seed}.")
            raise
    assert min(outcomes.values()) > many // 20, outcomes  # else nothing was changed, or all was spoilt
