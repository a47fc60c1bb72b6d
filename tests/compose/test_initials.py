"""The list of names and letters, and the runs of a text that are initials."""

from __future__ import annotations

from guidepress.compose import initials
from guidepress.content.model.labels import Names

FORM = {
    "words": "computed tomography",
    "source": "BLS",
    "address": "https://www.bls.gov/ooh/",
    "retrieved": "2026-11-23",
    "review_after": "2027-09-30",
    "grade": "A",
}
NAMES = Names.model_validate({"in_full": {"CT": FORM}})


def test_initials_are_listed_once_unless_the_text_says_their_words() -> None:
    listed = [{"short": "CT", "words": "computed tomography"}]
    assert initials.listed(["A CT scan.", "Two CT scans, no ACT."], NAMES) == listed
    assert initials.listed(["Computed tomography (CT) is a scan."], NAMES) == []
    assert initials.listed(["The ACT is a test."], NAMES) == []
    assert initials.listed(["A CT scan."], Names()) == []


def test_initials_in_a_text_carry_their_words() -> None:
    run = {"text": "X-ray or CT images", "whole": False, "full": ""}
    parts = [(part["text"], part["full"]) for part in initials.marked([run], NAMES)]
    assert parts == [("X-ray or ", ""), ("CT", "computed tomography"), (" images", "")]
