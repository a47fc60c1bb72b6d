"""How a figure is printed (dollars, percent, years), the chart of a fact with its words, and the list of sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from guidepress.compose.drawings import charts
from guidepress.compose.drawings.charts import Scale, Style
from guidepress.compose.drawings.pay_scale import pay_scale
from guidepress.compose.themes.theme import Ground, Theme
from guidepress.content.model import inline
from guidepress.content.model.labels import Labels
from guidepress.content.model.roles import Fact, Role, Unit

PAY_ENDS = {"high": "pay-90th", "median": "pay-median", "low": "pay-10th"}
"""The ends of a pay range and the facts that hold them, the highest first."""

COMPARED = ("pay-10th", "pay-median", "pay-90th", "growth", "training", "credential")
"""The facts that a comparison can show; those a role does not have are None."""

SCALES = {Unit.DOLLARS: (10_000, 140_000), Unit.PERCENT: (1, 20), Unit.SHARE: (10, 100)}
"""The units that are drawn, with the distance of ticks and the least that their scale reaches to. Scales begin at zero,
so that a bar twice as long is twice as much."""


def drawing(theme: Theme, ground: Ground, labels: Labels) -> Drawing:
    """Return a `Drawing` in a theme's style and a ground's colours."""
    style = Style(theme.figures.bar, theme.figures.round, theme.figures.ticks)
    return Drawing(style, colours_of(ground), labels)


def colours_of(ground: Ground) -> dict[str, str]:
    """Return the colours of charts that stand on a ground."""
    return {name: getattr(ground, name) for name in ("bar", "mark", "tick", "fill", "tint", "text")}


def shared_scale(roles: Sequence[Role]) -> Scale | None:
    """Return the scale on which the pay of all these roles can be compared."""
    pay = [float(role.facts[key].value) for role in roles for key in PAY_ENDS.values() if key in role.facts]
    return charts.scale(pay) if pay else None


@dataclass(frozen=True)
class Drawing:
    """Draws facts in one style and in the colours of one ground, with text alternatives in the guide's language."""

    style: Style
    colours: Mapping[str, str]
    labels: Labels

    def qr_code(self, address: str) -> Markup:
        """Draw a QR code. It lies on white, whatever the ground."""
        site = urlsplit(address).netloc.removeprefix("www.")
        return charts.qr_code(address, self.labels.qr.format(address=site), "#000000")

    def reading(
        self, name: str, fact: Fact, end: Fact | None, beside: tuple[str, Fact] | None
    ) -> tuple[Markup | None, str]:
        """Draw a fact on its scale, beside another, and say from what to what the scale goes.

        `end` is the other end of a span. None and "" for words, and for what has no scale.
        """
        if fact.unit not in SCALES or isinstance(fact.value, str):
            return None, ""
        tick, reach = SCALES[fact.unit]
        low, high = float(fact.value), float(end.value) if end else float(fact.value)
        other_value = float(beside[1].value) if beside else None
        axis = charts.scale_from_zero([low, high, *([other_value] if other_value is not None else [])], tick, reach)
        value = figure(fact)
        ends = {"least": _amount(fact.unit, axis.least), "most": _amount(fact.unit, axis.most)}
        if beside:
            words = {"name": name, "value": value, "other": beside[0], "beside": figure(beside[1])}
            title = self.labels.reading_beside.format(**words, **ends)
        else:
            title = self.labels.reading.format(name=name, value=value, **ends)
        drawn = charts.reading(low if end else 0, high, other_value, axis, title, self.style, self.colours)
        return drawn, self.labels.scale.format(**ends)

    def parts(self, fact: Fact, end: Fact | None, beside: Fact | None) -> dict[str, Any] | None:
        """Return where a fact lies on its scale, as parts of it, its ticks, and the mark of what it is compared with.

        Years are blocks to count instead, full up to the least of them. None for words, and for what has no scale or
        lies below zero.
        """
        if fact.unit is Unit.YEARS and not isinstance(fact.value, str):
            most = float((end or fact).value)
            return {"start": 0.0, "end": float(fact.value) / most, "mark": None, "ticks": 0, "blocks": ceil(most)}
        if fact.unit not in SCALES or isinstance(fact.value, str):
            return None
        tick, reach = SCALES[fact.unit]
        values = [float(one.value) for one in (fact, end, beside) if one]
        axis = charts.scale_from_zero(values, tick, reach)
        if min(values) < 0:
            return None
        low, high = float(fact.value) if end else 0.0, float((end or fact).value)
        mark = axis.at(float(beside.value), 1) if beside else None
        return {
            "start": axis.at(low, 1),
            "end": axis.at(high, 1),
            "mark": mark,
            "ticks": len(axis.ticks()) - 1,
            "blocks": 0,
        }

    def share(self, name: str, value: str, amount: float, period: str) -> Markup:
        """Draw a part of a whole: `value` of the jobs in a career, at the time `period`."""
        title = self.labels.part.format(name=name, value=value, period=period)
        return charts.share(amount, title, self.style, self.colours)

    def years_words(self, least: float, most: float, either: bool = False) -> str:
        """Say how many years something takes: a number, from one to another, or `either` of two."""
        if least != most:
            words = self.labels.years_either if either else self.labels.years_range
            return words.format(least=f"{least:g}", most=f"{most:g}")
        return (self.labels.year if least == 1 else self.labels.years).format(least=f"{least:g}")

    def years(self, least: float, most: float, either: bool = False) -> Markup:
        """Draw how many years something takes."""
        return charts.years(least, most, self.years_words(least, most, either), self.style, self.colours)

    def range(self, role: Role, yardstick: Fact | None, axis: Scale) -> tuple[Markup | None, str | None]:
        """Draw the pay range of a role on a scale that others share, and say it in words; None where it has none."""
        if not all(key in role.facts for key in PAY_ENDS.values()):
            return None, None
        title = self.range_words(role, axis)
        low, median, high = (float(role.facts[PAY_ENDS[end]].value) for end in ("low", "median", "high"))
        mark = float(yardstick.value) if yardstick else None
        return charts.pay_range((low, median, high), mark, axis, title, self.style, self.colours), title

    def range_words(self, role: Role, axis: Scale) -> str:
        """Say a pay range in words."""
        low, median, high = (figure(role.facts[PAY_ENDS[end]]) for end in ("low", "median", "high"))
        ends = {"least": dollars(axis.least), "most": dollars(axis.most)}
        return self.labels.range.format(role=role.short_name, low=low, median=median, high=high, **ends)

    def pay(self, role: Role, amounts: Mapping[str, float]) -> dict[str, Any]:
        """Return what a drawing of the pay of one role needs: its amounts, and what they say in words.

        `amounts` holds `high`, `median` and `low`, and may hold `benchmark`; the quarters are added where both are
        known. `middle_words` says the middle half, which stands nowhere else in words.
        """
        quarters = {"quarter": "pay-25th", "three_quarters": "pay-75th"}
        quarter_amounts = {name: float(role.facts[key].value) for name, key in quarters.items() if key in role.facts}
        middle = ""
        if len(quarter_amounts) == len(quarters):
            low, high = (dollars(quarter_amounts[name]) for name in quarters)
            middle = self.labels.range_middle.format(low=low, high=high)
        words = {
            "low": self.labels.less, "high": self.labels.more, "median": self.labels.median,
            "half": self.labels.half[:1].upper() + self.labels.half[1:], "starters": self.labels.starters,
        }  # fmt: skip
        axis = pay_scale(amounts.values()).axis
        return {
            "amounts": {**amounts, **quarter_amounts}, "words": words,
            "range_words": self.range_words(role, axis), "middle_words": middle,
        }  # fmt: skip


def _amount(unit: Unit, value: float) -> str:
    return dollars(value) if unit is Unit.DOLLARS else f"{value:g}%"


# Sources --------------------------------------------------------------------------------------------------------------


def outdated(cited: Mapping[tuple[str, str], Fact], labels: Labels) -> list[str]:
    """Say of each measure of which a newer edition is known of which edition its figures are."""
    names = _measure_names(labels)
    found = {
        (names.get(_measure(key), labels.more_facts), fact.period): None
        for (_, key), fact in cited.items()
        if fact.newer
    }
    listed = {period for name, period in found if name != labels.more_facts}
    return [
        labels.newer.format(measure=name, period=period)
        for name, period in found
        if name != labels.more_facts or period not in listed  # openings are of the edition that growth is of
    ]


def _measure_names(labels: Labels) -> dict[str, str]:
    return {
        "pay": labels.pay, "growth": labels.growth, "training": labels.training, "credential": labels.credential,
        "workplace": labels.workplaces,
    }  # fmt: skip


def sources(cited: Mapping[tuple[str, str], Fact], labels: Labels) -> list[dict[str, Any]]:
    """Return the list of sources as it is printed: for each source what it measures, for what time, and its pages.

    What is no measure of its own (a credential's rules, a list of duties) is gathered under one word, with the sources
    that are not named already. A source that is named again has its pages where it is named first.
    """
    by_source: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for measure, name in _measure_names(labels).items():
        facts = [fact for (_, key), fact in cited.items() if _measure(key) == measure]
        if facts:
            names = tuple(dict.fromkeys(fact.source for fact in facts))
            periods = list(dict.fromkeys(fact.period for fact in facts))
            by_source.setdefault(names, []).append({"name": name, "periods": periods})
    named_sources = {name for names in by_source for name in names}
    other_sources = dict.fromkeys(fact.source for fact in cited.values() if fact.source not in named_sources)
    if other_sources:
        by_source[tuple(other_sources)] = [{"name": labels.more_facts, "periods": []}]
    pages: dict[str, dict[str, None]] = {}
    for fact in cited.values():
        pages.setdefault(fact.source, {})[fact.address] = None
    shown: set[str] = set()
    found = []
    for source_names, measures in by_source.items():
        entries = [
            {"text": name, "pages": [] if name in shown else [_page(address) for address in pages[name]]}
            for name in source_names
        ]
        shown.update(source_names)
        found.append({"measures": measures, "names": entries})
    return found


def _page(address: str) -> dict[str, str]:
    return {"address": address, "printed": printed_address(address)}


def printed_address(address: str) -> str:
    """Return a web address as people read and type it: without “https://www.”, and without a slash at its end."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


def _measure(key: str) -> str:
    first = key.partition("-")[0]
    return first if first in ("pay", "growth", "training", "credential", "workplace") else ""


def figure(fact: Fact) -> str:
    """Return a fact as it is printed alone: growth with its sign, dollars with their commas; a text as it is."""
    if isinstance(fact.value, str):
        return fact.value
    if fact.unit is Unit.PERCENT:
        return f"{float(fact.value):+g}%".replace("-", "−")
    return words(fact)


def words(fact: Fact) -> str:
    """Return a fact as it is printed in a sentence; a text without its Markdown."""
    if fact.unit is Unit.DOLLARS:
        return dollars(float(fact.value))
    if fact.unit in (Unit.PERCENT, Unit.SHARE):
        return f"{float(fact.value):g}%".replace("-", "−")
    if fact.unit is Unit.JOBS:
        return f"{float(fact.value):,.0f}"
    return inline.plain(fact.value) if isinstance(fact.value, str) else f"{fact.value:g}"


def dollars(value: float) -> str:
    """Return an amount as it is printed in whole US dollars: $52,000."""
    return f"${value:,.0f}"
