"""How a fact is written: as a figure that stands alone, and inside a sentence. American English."""

from __future__ import annotations

from guidepress.content.model import inline
from guidepress.content.model.guides import Fact, Unit


def figure(fact: Fact) -> str:
    """Write a fact as a figure that stands alone: growth with its sign, dollars with their commas; a text as it is."""
    if isinstance(fact.value, str):
        return fact.value
    if fact.unit is Unit.PERCENT:
        return f"{float(fact.value):+g}%".replace("-", "−")
    return words(fact)


def words(fact: Fact) -> str:
    """Write a fact as it stands in a sentence, a text without its Markdown."""
    if fact.unit is Unit.DOLLARS:
        return dollars(float(fact.value))
    if fact.unit in (Unit.PERCENT, Unit.SHARE):
        return f"{float(fact.value):g}%".replace("-", "−")
    if fact.unit is Unit.JOBS:
        return f"{float(fact.value):,.0f}"
    return inline.plain(fact.value) if isinstance(fact.value, str) else f"{fact.value:g}"


def dollars(value: float) -> str:
    """Write an amount in whole US dollars."""
    return f"${value:,.0f}"
