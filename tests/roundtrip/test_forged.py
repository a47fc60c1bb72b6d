"""Handouts in which somebody has forged the base or the bookmarks: refused, or read by what stands in them."""

from __future__ import annotations

import re

import pytest

from guidepress import project
from guidepress.errors import ContentError
from guidepress.roundtrip import reception
from guidepress.roundtrip.reception import Arrival
from guidepress.word import edited
from guidepress.word.base import Base
from guidepress.word.base import load as load_base
from helpers import hostile, hostile_files
from helpers.checkout import ROOT
from helpers.office.handouts import handouts
from helpers.remaking import again


@pytest.fixture(scope="module")
def made() -> bytes:
    return dict(handouts(["sonographer"]))["sonographer"]


def test_a_base_that_says_more_than_any_content_holds_is_none(made: bytes) -> None:
    assert load_base(edited.read(made, "x.docx").base or b"", "x.docx").guide == "sonographer"
    for what, make in hostile_files.forged():
        held = edited.read(make(made), "x.docx").base
        assert held, what
        with pytest.raises(ContentError, match="cannot be read") as caught:
            load_base(held, "x.docx")
        assert len(caught.value.problems) == 1


def test_bookmarks_on_other_fields_change_nothing_by_themselves(made: bytes) -> None:
    """What stands in the file counts: names of bookmarks that were exchanged move no words."""
    text = hostile.parts(made)[hostile.DOCUMENT].decode()
    names = list(dict.fromkeys(re.findall(r'w:name="(gp_[^"]+)"', text)))
    assert len(names) > 50
    exchanged = dict(zip(names, names[1:] + names[:1], strict=True))
    forged = re.sub(r'(?<=w:name=")gp_[^"]+', lambda match: exchanged[match[0]], text)
    arrival = arrive(hostile.changed(made, {hostile.DOCUMENT: forged.encode()}))
    assert arrival.is_empty
    assert arrival.recovered.unplaced == arrive(made).recovered.unplaced


def arrive(docx: bytes) -> Arrival:
    def make(slug: str) -> Base:
        raise AssertionError(slug)

    return reception.arrive(project.find(ROOT), "", docx, "x.docx", "accept", "", make, again)
