"""A handout that is edited by hand, for the tests of what comes back."""

from __future__ import annotations

import pytest

from helpers.office.handouts import handouts
from helpers.typist import Typist


@pytest.fixture(scope="session")
def made() -> bytes:
    return dict(handouts(["sonographer"]))["sonographer"]


@pytest.fixture
def typist(made: bytes) -> Typist:
    return Typist(made)
