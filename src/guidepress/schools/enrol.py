"""Writes the file of a new school: the lines that are known, and every other line that it may set as a comment."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guidepress import disk
from guidepress.content import pictures, source
from guidepress.content.model.fields import free_slug, slug_of
from guidepress.content.model.publisher import School
from guidepress.content.source import Tree
from guidepress.content.validate import validate
from guidepress.errors import Problem, Span, raise_if
from guidepress.project import SCHOOL, SCHOOLS, Project
from guidepress.schools import journal
from guidepress.schools.journal import Occasion


@dataclass(frozen=True)
class Written:
    """What is known of a new school. Colours are written #RRGGBB."""

    id: str
    name: str
    contact: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    logo: Path | None = None
    primary: str | None = None
    secondary: str | None = None


def suggested_id(name: str) -> str:
    """Return the short name to propose for a school of that name; "" where its letters give none."""
    return free_slug(slug_of(name), SCHOOL)


Check = Callable[[School, Tree, str], Iterable[Problem]]
"""What else is asked of a new school: its model, its Tree and the text of its file go in, problems come out."""


def problems(project: Project, school: Written, check: Check = lambda school, tree, text: ()) -> list[Problem]:
    """Return what is wrong with what is known of a new school so far; what is not known yet is passed over.

    `check` is asked where all else is right.
    """
    folder = project.content / SCHOOLS / school.id
    if school.id and (folder.exists() or folder.is_symlink()):
        sentence = f"There is a folder for the school “{school.id}” already; nothing in it was changed."
        return [Problem(Span(project.name(folder)), sentence, "choose another id, or edit the file in it")]
    name = project.name(folder / f"{SCHOOL}.yaml")
    text = file_text(replace(school, id=school.id or "school", name=school.name or "School"))
    tree = source.load(text.encode(), name)
    model, found = validate(tree, School, Span(name))
    if school.logo:
        try:
            _read_logo(school.logo, school.name)
        except pictures.PictureError as error:
            found.append(Problem(Span(str(school.logo)), str(error), error.hint))
    if isinstance(model, School) and not found:
        found += check(model.model_copy(update={"logo": None}), tree, text)
    return source.illustrate(found, {name: text})


def write(project: Project, school: Written, when: str = "", check: Check = lambda school, tree, text: ()) -> Path:
    """Write the file of a new school, and its logo beside it. Returns the file. `when` is the day and time in words.

    Raises ContentError, and writes nothing, where there is such a school already or something is wrong with it.
    """
    raise_if(problems(project, school, check))
    folder = project.content / SCHOOLS / school.id
    path = folder / f"{SCHOOL}.yaml"
    files = {path: file_text(school).encode()}
    if school.logo:
        files[folder / _logo_name(school.logo)] = disk.read(school.logo)
    occasion = Occasion("school add", when, f"{school.name} added", (school.id,))
    journal.write(project, files, occasion, seen=dict.fromkeys(files))
    return path


def advice(school: Written) -> list[Problem]:
    """Return what is to be said of a new school's logo that can be printed, but perhaps not as it was meant."""
    notes = _read_logo(school.logo, school.name).notes if school.logo else ()
    return [Problem(Span(str(school.logo)), sentence, hint, advice=True) for sentence, hint in notes]


def _read_logo(logo: Path, alt: str) -> pictures.PictureFile:
    return pictures.read(logo.resolve().parent, logo, alt)


def _logo_name(logo: Path) -> str:
    return f"logo{logo.suffix.lower()}"


def file_text(school: Written) -> str:
    """Return the text of a new school's file: what is known of it, and what it may still say as comments."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    def lines(key: str, values: Sequence[str], example: str) -> str:
        items = [f"  - {quoted(item)}" for item in values] or [f"#  - {example}"]
        return "\n".join([f"{key}:" if values else f"#{key}:", *items])

    def colour(key: str, rgb: str | None, example: str) -> str:
        mark = "" if rgb else "#"
        return f'{mark}  {key}:\n{mark}    rgb: "{rgb or example}"'

    logo, any_colour = school.logo, school.primary
    parts = [
        "# yaml-language-server: $schema=../../schema/school.json",
        "# A school that hands the guides out. Take the “#” away from the lines you need.",
        f"slug: {school.id}",
        f"name: {quoted(school.name)}",
        lines("contact", school.contact, "Counseling Office, Room 112"),
        lines("hours", school.hours, "Monday to Friday, 8 to 4"),
        "logo:" if logo else "#logo:",
        f"{'' if logo else '#'}  file: {_logo_name(logo) if logo else 'logo.png'}",
        f"{'' if logo else '#'}  alt: {quoted(f'The logo of {school.name}')}",
        "# Your colors take the place of the theme's: the first one fills fields exactly, type in it is made darker",
        "# where it must, and “guidepress check” says where.",
        "colours:" if any_colour else "#colours:",
        colour("primary", school.primary, "#520726"),
        colour("secondary", school.secondary if any_colour else None, "#F2B33D"),
        "# Programs nearby stand in these guides, or in all, before the next steps. All but the name may be left out.",
        "#programmes:",
        "#  - name: Radiography, Prairie College",
        "#    credential: Associate degree",
        "#    length: 2 years",
        "#    distance: 12 miles",
        "#    link: https://prairie.example/radiography",
        "#    guides: [sonographer]",
        "# What you add to a guide, under your name.",
        "#notes:",
        "#  sonographer:",
        "#    - Ask for the next visit to an ultrasound department.",
        "# What you say in your own way. Everything else stays as it is published; “null” leaves something out.",
        "#guides:",
        "#  sonographer:",
        "#    sections:",
        "#      growing: null",
        "#      day:",
        "#        title: A day at County Hospital",
    ]
    return "\n".join(parts) + "\n"
