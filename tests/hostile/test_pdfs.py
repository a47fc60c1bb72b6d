"""PDFs that claim, nest or unpack to more than any page needs: each is told in a sentence, soon."""

from __future__ import annotations

import pytest

from helpers import hostile_pdfs
from hostile.conftest import Place, Run

PDFS = dict(hostile_pdfs.files())


@pytest.mark.parametrize("part", range(6))
def test_a_hostile_pdf_is_looked_at_within_bounds(
    part: int, place: Place, run: Run, request: pytest.FixtureRequest
) -> None:
    """A sixth of them; an ordinary run tries every third of these, `--slow` all."""
    told = {}
    for what in list(PDFS)[part :: 6 if request.config.getoption("--slow") else 18]:
        (place.home / "x.pdf").write_bytes(PDFS[what]())
        told[what] = run(place.home, ["preflight", "x.pdf"])
        assert told[what].status == 1, f"{what}: {told[what].said}"
        assert told[what].is_plain, f"{what}: {told[what]!a}"
        assert "a fault that this shows" not in told[what].said, f"{what}: {told[what].said}"
        assert "broke down" not in told[what].said, f"{what}: {told[what].said}"
        assert "It takes more than" not in told[what].said, f"{what}: {told[what].said}"  # its reader has bounds
    assert place.beside_is_as_it_was


SOME = [what for number, what in enumerate(PDFS) if number % 20 == 0]


@pytest.mark.parametrize("what", SOME)
def test_a_hostile_pdf_under_the_name_of_an_output_is_checked_within_bounds(what: str, place: Place, run: Run) -> None:
    (place.home / "build/sonographer-brochure.pdf").write_bytes(PDFS[what]())
    for command in (
        ["verify", "build/sonographer-brochure.pdf"],
        ["verify", "--heard", "build/sonographer-brochure.pdf"],
    ):
        outcome = run(place.home, command)
        assert outcome.status in (0, 1), f"{what}: {outcome.said}"
        assert outcome.is_plain, f"{what}: {outcome!a}"
        assert "broke down" not in outcome.said, f"{what}: {outcome.said}"
    assert place.beside_is_as_it_was
