"""Short names: made from a school's name in any letters, and never one that Windows keeps for itself."""

from __future__ import annotations

import pytest

from guidepress.content.model.fields import free_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    {
        "École Saint-Jean": "ecole-saint-jean",
        "École Saint-Jean".replace("É", "E\u0301"): "ecole-saint-jean",
        "St. Mary’s": "st-marys",
        "St. Mary's": "st-marys",
        "Colegio Peña Ñandú": "colegio-pena-nandu",
        "Straße & Söhne": "strasse-sohne",
        "Łódź Ørsted": "lodz-orsted",
        "Kaʻahumanu High": "kaahumanu-high",
        "Trường Đại": "truong-dai",
        "Lincoln High School": "lincoln-high-school",
        "P.S. 112": "p-s-112",
        "– !": "",
    }.items(),
)
def test_a_short_name_has_the_nearest_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "com0", "lpt9"])
def test_what_windows_keeps_is_lengthened(name: str) -> None:
    assert free_slug(name, "school") == f"{name}-school"


@pytest.mark.parametrize("name", ["connor-high", "com", "com10", "lincoln-con", "null"])
def test_other_names_stay(name: str) -> None:
    assert free_slug(name, "school") == name
