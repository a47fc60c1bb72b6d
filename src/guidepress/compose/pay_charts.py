"""Draws the pay of a section for the width, the height and the type that a layout gives it, with its text in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from guidepress.compose import fact_charts
from guidepress.compose.drawings import pay_bar, pay_ruler
from guidepress.compose.drawings.lettering import Chart, Lettering, Placed, baseline
from guidepress.compose.drawings.pay_scale import Wording
from guidepress.compose.themes import theme as themes
from guidepress.compose.themes.theme import PAPER, Ground, Theme
from guidepress.compose.view import Plain

LEAST_WORDS = 10.5  # points: body type is not smaller


@dataclass(frozen=True)
class PayRoom:
    """What a layout gives a chart, in points: its width, its growth beyond its least height, body and small type.

    `leading` is in sizes. `lying` says whether pay lies down whatever the theme prefers, `leads` whether it stands
    first on its panel.
    """

    width: float
    growth: float
    size: float
    leading: float
    small: float = 8.5
    lying: bool = False
    leads: bool = False


def charted(shown: Plain, theme: Theme, room: Callable[[Plain, Plain], PayRoom]) -> Plain:
    """Return a guide's data for templates in which each section of pay has its chart, and every section its `ground`.

    A section has a ground of its own only where pay leads a panel that has none. `room` says what a layout gives to a
    section in a column.
    """

    def section_data(column: Plain, section: Plain) -> Plain:
        if section["kind"] != "pay":
            return section | {"ground": None}
        given, ground = room(column, section), theme.ground(shown["scheme"], column["ground"])
        wanted = theme.figures.pay_ground if given.leads and ground == theme.grounds[PAPER] else None
        own = theme.grounds[wanted] if wanted else None
        return drawn(section, theme, own or ground, given) | {"ground": own.model_dump(mode="json") if own else None}

    def column_data(column: Plain) -> Plain:
        return column | {"sections": [section_data(column, section) for section in column["sections"]]}

    panels = [panel | {"columns": [column_data(column) for column in panel["columns"]]} for panel in shown["panels"]]
    return shown | {"panels": panels}


def drawn(section: Plain, theme: Theme, ground: Ground, room: PayRoom) -> Plain:
    """Return the data of a section of pay with its chart, in a theme's type and the colours of a ground.

    The chart has its `drawing`, its `height`, and the `growth` by which it could be higher still, in points; its texts
    each have the style of their box, those of a value together in one.
    """
    colours = fact_charts.colours_of(ground)
    upright = theme.figures.pay == "ruler" and not room.lying
    wording = _wording(section, upright)
    lettering = _lettering(theme, room, [text.words for text in wording.values()], upright)
    amounts = section["amounts"]
    if upright:
        title = section["middle_words"] or section["range_words"]
        least = pay_ruler.draw(amounts, wording, room.width, 0.0, lettering, title, colours)
        most = max(pay_ruler.MOST_HEIGHT, least.height)
        height = min(least.height + room.growth, most)
        chart = pay_ruler.draw(amounts, wording, room.width, height, lettering, title, colours)
        growth = most - height
    else:
        title = section["range_words"]
        chart = pay_bar.draw(amounts, wording, room.width, lettering, title, colours, theme.figures.round)
        growth = 0.0
    return section | {
        "upright": upright,
        "chart": _data(chart, growth, upright and bool(section["middle_words"]), lettering),
    }


def _wording(section: Plain, upright: bool) -> dict[str, Wording]:
    words = section["words"]
    wording = {
        "high": Wording(section["figures"]["high"], words["high"]),
        "median": Wording(section["figures"]["median"], words["half" if upright else "median"]),
        "low": Wording(section["figures"]["low"], words["low"]),
    }
    if not upright:
        wording["starters"] = Wording("", words["starters"])
    if "benchmark" in section["amounts"]:
        figure, name = section["figures"]["benchmark"], words["benchmark"]
        wording["benchmark"] = Wording("", f"{name}: {figure}") if upright else Wording(figure, name)
    return wording


def _lettering(theme: Theme, room: PayRoom, words: list[str], upright: bool) -> Lettering:
    """Return the type of a chart: that of the text, and smaller, down to the least, where words take two lines."""
    body, heading = theme.faces[0].family, theme.heading
    faces = themes.metrics(theme, body, 400), themes.metrics(theme, body, 700)
    display = themes.metrics(theme, heading.family, heading.weight)
    width = room.width - (pay_ruler.WORDS if upright else 0.0)
    size = room.size
    while True:
        lettering = Lettering(*faces, display, heading.tracking, size, round(size * room.leading, 2), room.small)
        if size <= LEAST_WORDS or all(lettering.lines(text, width) == 1 for text in words):
            return lettering
        size = max(size - 0.25, LEAST_WORDS)


def _data(chart: Chart, growth: float, told: bool, lettering: Lettering) -> Plain:
    """Return a chart as templates take it. `told` says whether its drawing says what stands nowhere in words."""
    values: dict[str, list[Placed]] = {}
    for text in chart.texts:
        if text.part != "tick":
            values.setdefault(text.name, []).append(text)
    return {
        "drawing": chart.drawing,
        "height": round(chart.height, 2),
        "growth": round(growth, 2),
        "told": told,
        "ticks": [{"text": text.text, "style": _box(text, text.top)} for text in chart.texts if text.part == "tick"],
        "values": {name: _value(texts, lettering) for name, texts in values.items()},
    }


def _value(texts: list[Placed], lettering: Lettering) -> Plain:
    """Return the styles of a value's text, which is one paragraph: its box, its figure, its words.

    `first` says whether the figure comes first, `large` whether it is in large type, `broken` whether its words have a
    line of their own.
    """
    first, last = texts[0], texts[-1]
    value: Plain = {"figure": "", "words": "", "first": first.part != "words", "large": first.part == "figure"}
    value |= {"broken": len(texts) > 1, "style": _box(last, first.top)}
    if value["large"]:
        value |= _over_words(first, last, lettering)
    return value


def _over_words(figure: Placed, words: Placed, lettering: Lettering) -> Plain:
    """Return the styles of a large figure over its words: its line is as high as it must be for them to lie right."""
    base = figure.top + baseline(lettering.display, figure.size, figure.leading)
    natural = figure.leading - baseline(lettering.display, figure.size, figure.leading)
    leading = figure.leading + 2 * (words.top - base - natural)
    top = base - max(
        baseline(lettering.display, figure.size, leading), baseline(lettering.regular, words.size, words.leading)
    )
    if words.height > words.leading:  # its lines are broken in their own box
        box, starts = replace(words, align="left"), words.left
    else:
        left = min(figure.left, words.left)
        right = max(figure.left + figure.width, words.left + words.width) + 1
        box = replace(words, left=left, width=right - left, align="left")
        spare = words.width - lettering.width(words.text)
        starts = words.left + {"left": 0.0, "center": spare / 2, "right": spare}[words.align]
    return {
        "style": _box(box, top),
        "figure": f"margin-left: {figure.left - box.left:.2f}pt; font-size: {figure.size:g}pt; "
        f"line-height: {leading:.2f}pt; white-space: nowrap",
        "words": f"margin-left: {starts - box.left:.2f}pt",
    }


def _box(text: Placed, top: float) -> str:
    """Return the style of a box as wide as a text, with its type."""
    place = f"left: {text.left:.2f}pt; top: {top:.2f}pt; width: {text.width:.2f}pt; text-align: {text.align}"
    return f"{place}; font-size: {text.size:g}pt; line-height: {text.leading:g}pt"
