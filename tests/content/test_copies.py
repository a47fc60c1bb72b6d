"""Which files look like copies that a service or a download left, by their names alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidepress.content import copies

GUIDES = Path("content/guides")
FIRSTS = [GUIDES / "technician.yaml", GUIDES / "radiologic-technologist.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "technician (1)",
        "technician(2)",
        "technician (conflicted copy 2026-05-01)",
        "technician (Ana's conflicted copy 2026-05-01)",
        "technician (In Konflikt stehende Kopie von Ana 2026-05-01)",
        "technician-DESKTOP-4F7A",
        "technician-Anas-MacBook-Pro",
        "technician - Copy",
        "technician - Copy (2)",
        "technician copy",
        "technician.sync-conflict-20260501-101010-ABCDEFG",
        "Copy of technician",
        "technician_old",
    ],
)
def test_a_copy_is_known_by_its_name(name: str) -> None:
    assert copies.original(GUIDES / f"{name}.yaml", FIRSTS) == FIRSTS[0]


@pytest.mark.parametrize(
    "path",
    [
        GUIDES / "technician.yaml",
        GUIDES / "technician-2.yaml",
        GUIDES / "technicians.yaml",
        GUIDES / "tech (1).yaml",
        GUIDES / "mri-technician.yaml",
    ],
)
def test_another_short_name_is_no_copy(path: Path) -> None:
    assert copies.original(path, FIRSTS) is None


def test_a_language_of_a_region_is_no_copy_of_the_language() -> None:
    labels = Path("content/labels")
    assert copies.original(labels / "en-US.yaml", [labels / "en.yaml"]) is None
    assert copies.original(labels / "en-US (1).yaml", [labels / "en.yaml", labels / "en-US.yaml"]) == (
        labels / "en-US.yaml"
    )
