"""Brochures of six panels made on the spot, as plain as can be: each test puts one thing wrong with one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guidepress import project
from guidepress.brochure import geometry, typeset
from guidepress.compose.themes import theme
from guidepress.compose.themes.theme import Theme, font_folder
from guidepress.errors import Span
from guidepress.verify import outputs, points

NAME = "small-brochure.pdf"

PANELS = {
    "cover": '<h1 data-leaf="title">Technician Career Pathway</h1><p data-leaf="lead">How to begin.</p>',
    "flap": '<h2 data-leaf="match.title">Which one is you?</h2><p data-leaf="match.text">You like people.</p>',
    "inside-1": '<h2 data-leaf="careers.title">Careers</h2><h3 data-leaf="careers.xray">Technologist</h3>'
    '<p data-leaf="careers.text">Pass the certification exam.</p>',
    "inside-2": '<h2 data-leaf="pay.title">The four compared</h2><p data-leaf="pay.text">$77,660</p>',
    "inside-3": '<h2 data-leaf="skills.title">Skills</h2><p data-leaf="skills.text">Attention to detail.</p>',
    "back": '<h2 data-leaf="next.title">Where to go</h2><p data-leaf="next.text">Ask a program.</p>',
}


@dataclass(frozen=True)
class Made:
    """A brochure's HTML and its screen edition."""

    html: str
    pdf: bytes


@cache
def look() -> Theme:
    """Return the theme whose fonts the brochures use."""
    return theme.read(project.find(Path(__file__).parent), "clinic")


def make(panels: Mapping[str, str] | None = None, css: str = "", **head: str) -> Made:
    """Make a brochure, some of its panels replaced. `language` and `title` replace what the head says."""
    html = page(panels, css, **head)
    return Made(html, pdf_of(html))


def page(
    panels: Mapping[str, str] | None = None, css: str = "", language: str = "en-US", title: str = "A guide"
) -> str:
    """Return the HTML of a brochure."""
    face = look().faces[0].family
    sheet = [
        f'@font-face {{ font-family: "{each.family}"; font-weight: {each.weight}; '
        f'src: url("{font_folder().as_uri()}/{each.file.replace(" ", "%20")}") }}'
        for each in look().faces
    ]
    for panel in geometry.panels("trifold", "letter"):
        sheet.append(f"@page {panel.name} {{ size: {panel.width}pt {panel.height}pt; margin: 36pt }}")
        sheet.append(f"#panel-{panel.name} {{ page: {panel.name} }}")
    sheet.append(
        f'html {{ font: 11pt/15pt "{face}"; color: #15191D; hyphenate-character: "-" }}'
        "body, h1, h2, h3, p { margin: 0 }"
    )
    sheet.append(".panel + .panel { break-before: page } .narrow { width: 70pt } a { color: inherit }")
    sections = "".join(
        f'<section class="panel" id="panel-{name}">{body}</section>'
        for name, body in (PANELS | dict(panels or {})).items()
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title>'
        f"<style>{''.join(sheet)}{css}</style></head><body>{sections}</body></html>"
    )


def pdf_of(html: str, tagged: bool = True) -> bytes:
    """Set HTML as panels; plain where it is raw material for imposing."""
    return typeset.write(typeset.typeset(html, [font_folder()]), tagged)


def places(html: str) -> dict[str, Span]:
    """Give each leaf a line of its own in a file, in their order: the first stands on line 1."""
    leaves = dict.fromkeys(re.findall(r'data-leaf="([^"]+)"', html.partition("<body>")[2]))
    return {leaf: Span("guide.yaml", line, 1) for line, leaf in enumerate(leaves, 1)}


def judge(made: Made, pdf: bytes | None = None) -> list[str]:
    """Verify a screen edition. Returns the problems as people see their first lines."""
    wanted = outputs.Expected(NAME, made.html, places(made.html))
    found = points.problems(
        outputs.screen_checks(made.pdf if pdf is None else pdf, wanted, look(), "trifold", "letter")
    )
    return [f"{problem.span}: {problem.message}" for problem in found]
