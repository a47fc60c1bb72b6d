"""A bar is as long as the figure beside it says, also where a school has typed that figure; else there is none."""

from __future__ import annotations

import pytest
from lxml import html

from guidepress.compose.amendments import amend
from guidepress.compose.bar_lengths import follow


@pytest.mark.parametrize(
    ("bar", "before", "now", "wanted"),
    [
        ("0.57", "57%", "57%", "0.57"),
        ("0.57", "57%", "25%", "0.25"),
        ("0.8", "$80,000", "$60,000", "0.6"),
        ("0.8", "$80,000", "about $60,000 here", "0.6"),
        ("0.5", "50 %", "12,5 %", "0.125"),
        ("0 0.4", "+8%", "+4%", "0 0.2"),
        ("0.5", "50%", "none", None),
        ("0.5", "50%", "20% to 30%", None),
        ("0.5", "50%", "$25", None),
        ("0.5", "+5%", "\u22125%", None),
        ("0.6", "60%", "110%", None),
        ("0.2 0.4", "2 or 4 years", "3 years", None),
        ("0.0", "0%", "5%", None),
    ],
)
def test_a_bar_has_the_length_of_its_figure_or_goes(bar: str, before: str, now: str, wanted: str | None) -> None:
    cell = html.fragment_fromstring(f'<td data-bar="{bar}" data-mark="0.5" data-ticks="4">{now}</td>')
    follow(cell, before, now)
    assert cell.get("data-bar") == wanted
    assert (cell.get("data-mark") is None) == (wanted is None)


@pytest.mark.parametrize("name", ["row.in-share", "share"], ids=["the cell", "a leaf in it"])
def test_a_figure_that_a_school_says_otherwise_has_its_own_bar(name: str) -> None:
    said = f'<p data-of="{name}"><span data-leaf="replaced.0.text">25%</span></p>'
    page = (
        '<html><body><table><thead><tr><th>A</th></tr></thead><tbody><tr><td data-line="row.in-share" data-bar="0.57">'
        f'<strong data-leaf="share">57%</strong></td></tr></tbody></table><aside class="amendments">{said}</aside>'
        "</body></html>"
    )
    assert 'data-bar="0.25"' in amend(page)


def test_blocks_that_are_counted_go_with_the_figure_that_they_were_drawn_for() -> None:
    cell = html.fragment_fromstring('<td data-bar="0 1" data-blocks="2">1 year</td>')
    follow(cell, "2 years", "1 year")
    assert (cell.get("data-bar"), cell.get("data-blocks")) == (None, None)
