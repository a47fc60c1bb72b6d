"""Bad input, and the exact words a person reads: each case is a change to the good content and a file of words.

After a sentence has been changed on purpose, `GUIDEPRESS_ACCEPT=1 pytest tests/whole/test_cases.py`
writes the words anew.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from guidepress.commands.cli import main
from helpers import standing
from helpers.checkout import ROOT
from helpers.copies import copy_content

WORDS = ROOT / "tests/cases"
GUIDE = "content/guides/technician.yaml"
ROLE = "content/roles/sonographer.yaml"
PUBLISHER = "content/publisher.yaml"
LABELS = "content/labels/en-US.yaml"
THEME = "templates/themes/clinic/theme.yaml"

Change = Callable[[Path], object]


def edit(file: str, before: str, after: str, count: int = 1) -> Change:
    def change(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{file} does not hold {before!r}"
        path.write_text(text.replace(before, after, count), encoding="utf-8")

    return change


def put(file: str, data: str | bytes) -> Change:
    def change(root: Path) -> None:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def remove(file: str) -> Change:
    return lambda root: (root / file).unlink()


def copy(file: str, to: str) -> Change:
    return lambda root: shutil.copy(root / file, root / to)


def link(file: str, to: str) -> Change:
    return lambda root: (root / file).symlink_to(to)


def both(*changes: Change) -> Change:
    def change(root: Path) -> None:
        for each in changes:
            each(root)

    return change


def logo(file: str) -> Change:
    return put(PUBLISHER, f"name: Lincoln High School\nlogo:\n  file: {file}\n  alt: Lincoln High School\n")


def png(width: int, height: int) -> bytes:
    """A PNG whose header claims a size and whose data is nearly nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def whole_png(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.effect_noise((width, height), 60).save(out, "PNG")
    return out.getvalue()


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcde", "bcdef", strict=True)
)

SKILLS = "title: Skills and Competencies"

ABOUT = """slug: about
edition: "2026"
date: 2026-11-24
language: en-US
series: Careers
title: About one career
subject: A short guide.
introduction: One career.
role: sonographer
sections:
  - {id: facts, kind: facts, panel: flap, title: Facts, benchmark: all-occupations, facts: [
      {fact: pay-median, title: Pay}]}
  - {id: where, kind: shares, panel: inside-1, title: Where, shares: [{fact: workplace-hospitals, name: Hospitals}]}
  - {id: path, kind: path, panel: inside-2, title: How, steps: [
      {title: School, years: school-least, text: Learn.}, {title: Exam, text: "Pass it.[^credential]"}]}
  - {id: pay, kind: pay, panel: inside-3, title: Pay, benchmark: all-occupations}
  - {id: next, kind: next, panel: back, title: Next, lead: "About {pay-median} a year."}
"""


def about(before: str, after: str) -> Change:
    """Add a guide of one role, with a change."""
    assert before in ABOUT
    return put("content/guides/about.yaml", ABOUT.replace(before, after, 1))


def colours(lines: str) -> Change:
    return edit(PUBLISHER, "colours:\n", f"colours:\n{lines}")


def said(words: str) -> Change:
    """Add words to a point of a list."""
    return edit(GUIDE, "- Develop safety protocols", f'- "Develop safety protocols, {words}"')


def changed_copy(stem: str, days: int) -> Change:
    """Add a copy of the guide with one word changed, so many days newer than the guide."""

    def change(root: Path) -> None:
        guide, copied = root / GUIDE, root / f"content/guides/{stem}.yaml"
        copied.write_text(guide.read_text(encoding="utf-8").replace("Skills and", "Skill and"), encoding="utf-8")
        for path, age in ((guide, 10), (copied, 10 - days)):
            os.utime(path, (1e9, 1e9 - age * 86_400))

    return change


def same_age(folder: str) -> Change:
    def change(root: Path) -> None:
        for path in (root / folder).rglob("*.yaml"):
            os.utime(path, (1e9, 1e9))

    return change


SCHOOL = "content/schools/lincoln/school.yaml"


def school(lines: str, name: str = "name: Lincoln High School\n") -> Change:
    """Add a school that says this, too."""
    return put(SCHOOL, f"slug: lincoln\n{name}{lines}")


def own(lines: str) -> Change:
    """Add a school that says this in its own way of a section."""
    return school(f"guides:\n  technician:\n    sections:\n      {lines}\n")


CASES: dict[str, Change] = {
    "colour-that-is-none": colours('  primary:\n    rgb: "#52072"\n'),
    "colour-with-a-letter-for-a-digit": colours('  primary:\n    rgb: "#O62B17"\n'),
    "colour-with-a-letter-that-is-no-digit": colours("  primary:\n    rgb: 1D4G89\n"),
    "colour-with-a-name-misspelt": colours("  primary:\n    rgb: marron\n"),
    "colour-of-an-ink-maker": colours("  primary:\n    rgb: Pantone 202 C\n"),
    "colour-that-is-a-number": colours("  primary:\n    rgb: 000080\n"),
    "colour-that-is-a-number-beyond-all-numbers": colours("  primary:\n    rgb: 1E5089\n"),
    "colour-by-its-name": colours("  primary:\n    rgb: dark blue\n  secondary:\n    rgb: Maroon\n"),
    "colour-without-its-sign": colours("  primary:\n    rgb: 0B3D6E\n"),
    "colour-without-its-key": colours('  primary: "#520726"\n'),
    "colour-with-too-much-ink": colours('  primary:\n    rgb: "#520726"\n    cmyk: [80, 100, 80, 60]\n'),
    "colour-that-is-moved": colours('  primary:\n    rgb: "#FFD200"\n'),
    "house-colour-that-is-moved": edit("content/brand.yaml", '"#0E4A66"', '"#FFD200"'),
    "typeface-that-is-not-there": edit("content/brand.yaml", "typeface: Source Sans 3", "typeface: Source Sans"),
    "unknown-key": edit(GUIDE, "introduction:", "introdction:"),
    "unknown-key-in-a-section": edit(GUIDE, '    lead: "Successful', '    leed: "Successful'),
    "missing-key": edit(GUIDE, "title: Technician Career Pathway\n", ""),
    "number-for-text": edit(GUIDE, "title: Technician Career Pathway", "title: 2026"),
    "text-for-number": edit(ROLE, "value: 96590", "value: much"),
    "list-for-text": edit(GUIDE, "title: Skills and Competencies", "title: [Skills, Competencies]"),
    "text-for-list": edit(ROLE, "facts:", "facts: none\nfact:"),
    "wrong-kind": edit(GUIDE, "kind: checklist", "kind: checkliste"),
    "missing-kind": edit(GUIDE, "    kind: checklist\n", ""),
    "wrong-unit": edit(ROLE, "unit: percent", "unit: per cent"),
    "empty-text": edit(GUIDE, "title: Skills and Competencies", 'title: ""'),
    "nothing-after-a-key": edit(GUIDE, "title: Skills and Competencies", "title:"),
    "duplicate-key": edit(GUIDE, 'edition: "2026.1"', 'edition: "2026.1"\nedition: "2026.2"'),
    "tab": edit(GUIDE, "  - id: skills", "\t- id: skills"),
    "colon-in-text": edit(GUIDE, "Audit imaging practices", "Audit: imaging practices"),
    "colon-in-a-value": edit(GUIDE, "title: Skills and Competencies", "title: Skills: and competencies"),
    "quotation-mark-not-closed": edit(GUIDE, 'edition: "2026.1"', 'edition: "2026.1'),
    "bracket-not-closed": edit(GUIDE, "title: Skills and Competencies", "title: [Skills"),
    "bad-indentation": edit(GUIDE, "    kind: checklist", "     kind: checklist"),
    "at-sign": edit(GUIDE, "title: Skills and Competencies", "title: @skills"),
    "two-documents": edit(GUIDE, "sections:\n", "---\nsections:\n"),
    "not-utf-8": put(GUIDE, b"slug: technician\ntitle: Caf\xe9\n"),
    "empty-file": put(GUIDE, ""),
    "only-comments": put(GUIDE, "# nothing yet\n"),
    "a-list-at-the-top": put(GUIDE, "- one\n- two\n"),
    "empty-guide": edit(GUIDE, "sections:\n", "sections: []\nunused:\n"),
    "unknown-role": edit(GUIDE, "role: sonographer", "role: sonografer"),
    "unknown-benchmark": edit(GUIDE, "benchmark: all-occupations", "benchmark: all-jobs"),
    "slug-is-not-the-file-s-name": edit(GUIDE, "slug: technician", "slug: technicians"),
    "duplicate-slug": copy(GUIDE, "content/guides/copy.yaml"),
    "duplicate-section": edit(GUIDE, "id: outlook", "id: skills"),
    "panels-out-of-order": edit(GUIDE, "panel: inside-3", "panel: inside-1"),
    "panel-without-a-section": edit(GUIDE, "    panel: inside-2\n", ""),
    "control-character": edit(GUIDE, "Develop safety protocols", "Develop\x07 safety protocols"),
    "escaped-control-character": edit(GUIDE, "- Develop safety protocols", '- "Develop\\a safety protocols"'),
    "forbidden-link": edit(GUIDE, "https://studentaid.gov/h/apply-for-aid/fafsa)", "javascript:alert(1))"),
    "no-such-day": edit(ROLE, "retrieved: 2026-11-23", "retrieved: 2026-13-40"),
    "edition-as-a-number": edit(GUIDE, 'edition: "2026.1"', "edition: 2026.1"),
    "value-without-its-unit": edit(ROLE, "unit: US dollars a year", "unit: words"),
    "pay-upside-down": edit(ROLE, "value: 67820", "value: 167820"),
    "mixed-editions": edit(ROLE, "period: May 2025", "period: May 2024", count=3),
    "missing-labels": remove(LABELS),
    "missing-logo": logo("logo.png"),
    "unreadable-logo": both(logo("logo.png"), put("content/logo.png", "not a picture")),
    "image-bomb": both(logo("logo.png"), put("content/logo.png", png(50_000, 50_000))),
    "logo-outside-the-project": both(logo("../../logo.png"), put("../logo.png", png(4, 4))),
    "alias-bomb": put(ROLE, BOMB),
    "unknown-alias": edit(GUIDE, "title: Skills and Competencies", "title: *skills"),
    "deep-nesting": put(ROLE, "a: " + "[" * 5000),
    # Wrong types
    "true-for-text": edit(GUIDE, SKILLS, "title: true"),
    "keys-for-text": edit(GUIDE, SKILLS, "title: {skills: many}"),
    "keys-for-a-list": edit(LABELS, "language: en-US", "language: [en-US]"),
    "text-for-a-list": edit(GUIDE, "points:\n      - Strong technical", "points: -Strong technical"),
    "text-for-keys": put(PUBLISHER, "name: Lincoln High School\nlogo: logo.png\n"),
    "text-for-a-section": edit(GUIDE, "sections:\n", "sections:\n  - Skills\n"),
    "true-for-a-figure": edit(ROLE, "value: 96590", "value: true"),
    "list-for-a-figure": edit(ROLE, "value: 96590", "value: [96590]"),
    "number-for-a-date": edit(GUIDE, "date: 2026-11-23", "date: 20261123"),
    "date-of-another-country": edit(GUIDE, "date: 2026-11-23", "date: 23.11.2026"),
    "edition-with-words": edit(GUIDE, 'edition: "2026.1"', "edition: spring"),
    "kind-that-is-a-list": edit(GUIDE, "kind: checklist", "kind: [checklist]"),
    "nothing-in-a-list": edit(GUIDE, "      - Develop safety protocols", "      -"),
    "empty-list": edit(
        GUIDE, "    points:\n      - Technical positions", "    points: []\n    poins:\n      - Technical positions"
    ),
    "title-missing-in-points": edit(
        GUIDE, "    kind: points\n    title: Compensation and Job Outlook\n", "    kind: points\n"
    ),
    "short-name-with-capitals": edit(GUIDE, "id: outlook", "id: Job Outlook"),
    "fact-name-with-capitals": edit(ROLE, "  pay-median:", "  Pay Median:"),
    "long-line-of-text": edit(GUIDE, SKILLS, f"title: {'very ' * 60}long, and then: a colon {'and more ' * 30}"),
    "wide-characters-before-the-place": edit(GUIDE, SKILLS, "title: 技能と能力 🙂 cafe\u0301: skills"),
    # Broken YAML
    "percent-sign": edit(GUIDE, SKILLS, "title: %skills"),
    "line-that-begins-with-percent": edit(GUIDE, "\nsections:", "\n% of people\nsections:"),
    "yaml-of-another-version": edit(GUIDE, "slug: technician\n", "%YAML 3.0\n---\nslug: technician\n"),
    "backtick": edit(GUIDE, SKILLS, "title: `skills`"),
    "question-mark": edit(GUIDE, SKILLS, "title: ? which skills"),
    "exclamation-mark": edit(GUIDE, SKILLS, "title: !important skills"),
    "ampersand": edit(GUIDE, SKILLS, "title: &skills and competencies"),
    "bold-without-quotation-marks": edit(GUIDE, "- Develop safety protocols", "- **Develop** safety protocols"),
    "number-sign-after-a-text": edit(GUIDE, "- Develop safety protocols", "- Develop safety protocols in room #112"),
    "number-sign-before-a-text": edit(GUIDE, SKILLS, "title: #1 of the skills"),
    "greater-than-sign": edit(GUIDE, SKILLS, "title: >50 skills"),
    "dash-in-a-value": edit(GUIDE, SKILLS, "title: - skills"),
    "tab-after-a-colon": edit(GUIDE, SKILLS, "title:\tSkills"),
    "no-space-after-a-colon": edit(GUIDE, SKILLS, "title:Skills"),
    "indented-under-a-value": edit(GUIDE, "    panel: inside-3\n", "    panel: inside-3\n      lead: Hello\n"),
    "line-without-a-key": edit(GUIDE, "    panel: inside-3\n", "    panel: inside-3\n    hello\n"),
    "dash-missing": edit(GUIDE, "      - Develop safety", "      Develop safety"),
    "text-after-a-quotation-mark": edit(GUIDE, SKILLS, 'title: "Skills" and competencies'),
    "apostrophe-in-single-quotes": edit(GUIDE, "- Develop safety protocols", "- 'Develop this year's protocols'"),
    "text-after-a-bracket": edit(LABELS, "page: Page {page} of {pages}", "page: {page} of {pages}"),
    "backslash": edit(GUIDE, SKILLS, 'title: "C:\\skills"'),
    "escape-beyond-unicode": edit(GUIDE, SKILLS, 'title: "Skills \\U00110000"'),
    "list-as-a-key": edit(GUIDE, "slug: technician\n", "slug: technician\n? [a, b]\n: c\n"),
    "nothing-before-a-colon": edit(GUIDE, "slug: technician\n", "slug: technician\n: technician\n"),
    "unknown-tag": edit(GUIDE, SKILLS, "title: !!python/object:os.system skills"),
    "number-beyond-all-numbers": edit(ROLE, "value: 96590", "value: 9.6e999"),
    # Bytes, characters and sizes
    "utf-16": put(GUIDE, "slug: technician\n".encode("utf-16")),
    "utf-16-without-a-mark": put(GUIDE, "slug: technician\n".encode("utf-16-le")),
    "no-character": edit(GUIDE, "Develop safety", "Develop\ufffe safety"),
    "line-separator": edit(GUIDE, "Develop safety", "Develop\u2028safety"),
    "invisible-character-in-a-key": edit(GUIDE, "slug: technician", '"slug\\ud800": technician'),
    "many-invisible-characters": edit(GUIDE, "Develop safety", "Develop" + "\x07" * 30 + "safety"),
    "large-file": put(GUIDE, "slug: technician\n" + "# nothing\n" * 500_000),
    "many-values": put(GUIDE, "- a: b\n" * 10_000),
    "alias-of-itself": edit(GUIDE, "sections:\n", "sections: &all\n  - *all\n"),
    # Names and references
    "role-twice-in-a-list": edit(
        GUIDE, "- role: sonographer\n        title", "- role: radiologic-technologist\n        title"
    ),
    "first-section-without-a-panel": edit(GUIDE, "    panel: flap\n", ""),
    "measured-against-itself": edit(GUIDE, "benchmark: all-occupations", "benchmark: sonographer"),
    "file-name-that-is-no-slug": copy(GUIDE, "content/guides/New guide (2).yaml"),
    "two-files-of-one-name": copy(GUIDE, "content/guides/technician.yml"),
    "labels-in-an-unknown-language": copy(LABELS, "content/labels/de-DE.yaml"),
    "label-with-an-unknown-placeholder": edit(LABELS, "Page {page} of {pages}", "Page {number} of {pages}"),
    "label-without-its-placeholder": edit(LABELS, 'qr: "QR code: {address}"', "qr: QR code"),
    "label-with-a-single-brace": edit(LABELS, "Page {page} of {pages}", "Page {page} of {pages"),
    "label-that-asks-for-an-attribute": edit(LABELS, "QR code: {address}", "QR code: {address.__class__}"),
    # Links, addresses and figures
    "link-to-a-file": edit(GUIDE, "(https://studentaid.gov/h/apply-for-aid/fafsa)", "(file:///etc/passwd)"),
    "relative-link": edit(GUIDE, "(https://studentaid.gov/h/apply-for-aid/fafsa)", "(money.html)"),
    "link-that-is-no-address": edit(GUIDE, "(https://studentaid.gov/h/apply-for-aid/fafsa)", "(https://studentaid)"),
    "link-without-words": edit(GUIDE, "[studentaid.gov]", "[]"),
    "link-with-a-title": edit(
        GUIDE, "(https://studentaid.gov/h/apply-for-aid/fafsa)", "(https://studentaid.gov 'Federal aid')"
    ),
    # Words of a language
    "language-that-is-none": said("[Ausbildung]{lang=deutsch}"),
    "language-with-an-underscore": said("[Ausbildung]{lang=de_DE}"),
    "language-without-its-key": said("[Ausbildung]{=de}"),
    "language-with-another-attribute": said("[Ausbildung]{lang=de .bold}"),
    "language-in-braces-that-are-not-closed": said("[Ausbildung]{lang=de"),
    "attribute-that-is-not-known": said("[Ausbildung]{colour=red}"),
    "braces-with-nothing-in-them": said("[Ausbildung]{}"),
    "language-of-no-words": said("[]{lang=de}"),
    "language-of-a-fact-that-is-not-printed": about("a year.", "a year [[^credential]]{lang=de}."),
    "language-behind-a-space": said("[Ausbildung] {lang=de}"),
    "language-behind-bold-words": said("**Ausbildung**{lang=de}"),
    "language-behind-a-link": edit(
        GUIDE,
        "(https://studentaid.gov/h/apply-for-aid/fafsa)",
        "(https://studentaid.gov/h/apply-for-aid/fafsa){lang=de}",
    ),
    "fact-that-is-not-there-in-a-language": about("{pay-median}", "[{pay-meddian}]{lang=de}"),
    "mail-address-without-a-host": edit(GUIDE, "(https://studentaid.gov/h/apply-for-aid/fafsa)", "(mailto:aid)"),
    "address-that-is-none": edit(ROLE, "address: https://www.bls.gov/oes/tables.htm", "address: see the website"),
    "figure-in-words": edit(ROLE, "value: 96590", 'value: "$96,590"'),
    "figure-with-cents": edit(ROLE, "value: 96590", "value: 96590.55"),
    "growth-that-cannot-be": edit(ROLE, "value: 13", "value: 13000"),
    "review-before-retrieval": edit(ROLE, "review_after: 2027-06-30", "review_after: 2026-06-30"),
    # Facts that guides name
    "fact-that-is-not-there": about("{pay-median}", "{pay-meddian}"),
    "fact-to-rest-on-that-is-not-there": about("[^credential]", "[^credentials]"),
    "fact-of-an-unknown-role": about("{pay-median}", "{sonografer/pay-median}"),
    "fact-in-a-guide-of-no-role": edit(GUIDE, "- Develop safety protocols", "- Develop {pay-median} protocols"),
    "guide-of-an-unknown-role": about("role: sonographer", "role: sonografer"),
    "share-that-is-no-share": about("fact: workplace-hospitals", "fact: pay-median"),
    "years-that-are-no-years": about("years: school-least", "years: growth"),
    "years-as-a-number": about("years: school-least", "years: 3"),
    "years-as-a-number-in-quotation-marks": about("years: school-least", 'years: "3"'),
    "years-in-words": about("years: school-least", "years: 3 years"),
    "share-as-a-number": about("fact: workplace-hospitals", "fact: 58"),
    "reading-as-an-amount": about("fact: pay-median", 'fact: "$96,590"'),
    "growth-that-is-no-percentage": edit(
        ROLE, "  growth:\n    value: 13\n    unit: percent", "  growth:\n    value: 13\n    unit: jobs"
    ),
    "pay-without-figures": about("kind: pay, panel", "kind: pay, role: quality-assurance-specialist, panel"),
    "role-measured-against-itself": about("Pay, benchmark: all-occupations", "Pay, benchmark: sonographer"),
    "path-of-one-step": about(', {title: Exam, text: "Pass it.[^credential]"}', ""),
    "photo-that-is-missing": about("title: Where,", "title: Where, photo: {file: room.jpg, alt: A room, credit: Ana},"),
    "photo-that-is-small": both(
        put("content/room.jpg", whole_png(300, 200)),
        about("title: Where,", "title: Where, photo: {file: room.jpg, alt: A room, credit: Ana},"),
    ),
    # Facts named beside guides
    "fact-in-a-publisher-s-contact": put(PUBLISHER, 'contact: ["Median pay: {pay-median}"]\n'),
    "fact-in-a-house-s-legal-line": edit("content/brand.yaml", "legal: ", "legal: Since {sonographer/foundet}, "),
    "fact-of-an-unknown-role-in-a-name": put(PUBLISHER, 'name: "School of {sonografer/growth}"\n'),
    "fact-in-a-role-s-name": edit(ROLE, "short_name: ", 'short_name: "{pay-median} " #'),
    "school-s-note-with-a-fact-that-is-not-there": school(
        'notes:\n  technician:\n    - "Nearby, pay is above {sonographer/pay-medain}."\n'
    ),
    "school-s-hours-with-a-fact-of-no-role": school('hours: ["Open for {sonographer/growth period}", "{growth}"]\n'),
    "school-s-programme-with-a-fact-that-is-not-there": school(
        'programmes:\n  - name: "Sonography[^all-occupations/acreditor]"\n'
    ),
    # What is copied from elsewhere
    "no-break-spaces-as-indentation": edit(GUIDE, "      - Develop safety", "\u00a0     - Develop safety"),
    "no-break-space-behind-a-dash": edit(GUIDE, "- Develop safety", "-\u00a0Develop safety"),
    "no-break-space-behind-a-colon": edit(GUIDE, SKILLS, SKILLS.replace(": ", ":\u00a0")),
    "number-sign-and-a-space": edit(GUIDE, "- Develop safety protocols", "- Develop safety protocols in room # 112"),
    "list-inside-an-item": edit(
        GUIDE, "- Develop safety protocols", "- Develop safety protocols\n            - for X-ray\n            - for CT"
    ),
    "bullets-inside-a-text": school(
        "notes:\n  technician:\n    - >-\n      Bring\n      • a transcript\n      • a letter\n"
    ),
    "letters-misread-with-controls": school("contact: [We don\u00e2\u0080\u0099t close]\n"),
    "letters-misread": school("contact: [Escuela JosÃ© MartÃ\u00ad, donâ€™t knock]\n"),
    "quotation-marks-that-are-printed": school("contact:\n  - ‘Room 112’\n", name="name: “Lincoln High School”\n"),
    "words-taken-for-a-comment": school("contact:\n  - Suite # Bee\n"),
    "characters-of-html": school("contact: [Rooms 3 &amp; 4, Maple&nbsp;Street]\n"),
    "words-with-braces-where-no-fact-stands": edit(ROLE, "source: ", "source: The {source} of ", 1),
    # Addresses
    "address-with-a-space": school("programmes: [{name: Sonography, link: https://b.example/our program}]\n"),
    "address-with-a-password": school("programmes: [{name: Sonography, link: 'https://me:secret@b.example/'}]\n"),
    "mail-to-a-copy-that-is-no-address": school('contact: ["[us](mailto:a@b.example?cc=counselor)"]\n'),
    "link-with-a-space-in-its-address": school('contact: ["[us](https://b.example/our page)"]\n'),
    # Fonts and characters
    "font-that-is-not-there": edit(THEME, "OpenSauceSans-Bold.ttf", "OpenSauceSans-Bld.ttf"),
    "font-that-is-no-font": edit(THEME, "Open Sauce Sans/OpenSauceSans-Bold.ttf", "__init__.py"),
    "headings-in-a-font-that-is-not-there": edit(
        THEME, "heading:\n  family: Open Sauce Sans", "heading:\n  family: Open Sauce"
    ),
    "characters-that-the-fonts-lack": school('contact: ["Ms. Nguyễn → room ½", "x\u200bray", "X\u2011ray 5′"]\n'),
    "characters-that-another-theme-lacks": school("contact: [Bar ― Café]\n"),
    "character-in-a-source-that-the-fonts-lack": edit(ROLE, "source: ", "source: → ", 1),
    # The logo
    "logo-that-is-text": both(logo("logo.png"), put("content/logo.png", "<svg xmlns='http://www.w3.org/2000/svg'/>")),
    "logo-cut-short": both(logo("logo.png"), put("content/logo.png", whole_png(40, 40)[:-40])),
    "logo-that-is-a-folder": both(logo("logos"), put("content/logos/logo.png", whole_png(4, 4))),
    "logo-by-absolute-path": logo("/etc/hostname"),
    "logo-linked-from-outside": both(
        put("../secret.png", whole_png(4, 4)), logo("logo.png"), link("content/logo.png", "../../secret.png")
    ),
    "logo-linked-to-itself": both(logo("logo.png"), link("content/logo.png", "logo.png")),
    "logo-with-a-name-beyond-length": logo("l" * 300 + ".png"),
    "logo-that-is-empty": both(logo("logo.png"), put("content/logo.png", "")),
    "large-logo": both(logo("logo.png"), put("content/logo.png", b"\x89PNG" + bytes(10_000_000))),
    # Files
    "content-linked-from-outside": both(
        put("../secret.yaml", "password: 1234\n"), link("content/roles/other.yaml", "../../../secret.yaml")
    ),
    "content-linked-to-nothing": link("content/roles/other.yaml", "gone.yaml"),
    "folder-named-like-a-file": put("content/roles/other.yaml/readme.txt", "no role"),
    "pipe-named-like-a-file": lambda root: os.mkfifo(root / "content/roles/other.yaml"),
    "file-name-that-is-no-text": put(os.fsdecode(b"content/roles/caf\xe9\n.yaml"), "slug: cafe\n"),
    "guide-with-a-name-that-windows-keeps": both(
        copy(GUIDE, "content/guides/aux.yaml"), edit("content/guides/aux.yaml", "slug: technician", "slug: aux")
    ),
    "copy-that-is-newer": changed_copy("technician (Ana's conflicted copy 2026-11-24)", days=2),
    "copy-that-is-older": changed_copy("technician-DESKTOP-4F7A", days=-1),
    "copy-as-old": changed_copy("technician - Copy", days=0),
    "copy-that-says-the-same": both(
        copy(GUIDE, "content/guides/Copy of technician.yaml"), copy(PUBLISHER, "content/publisher (1).yaml")
    ),
    "copy-under-a-short-name": changed_copy("technician-pc", days=2),
    "copy-of-labels": both(
        copy(LABELS, "content/labels/en-US (1).yaml"), put("content/labels/en-US.yaml.bak", "language: en-US\n")
    ),
    "no-guide": remove(GUIDE),
    "no-project": lambda root: shutil.rmtree(root / "content"),
    # The command line, the theme, the templates, the outputs
    "unknown-guide": lambda root: None,
    "unknown-theme": lambda root: None,
    "broken-theme": edit(THEME, 'accent: "#', 'accent: "rgb'),
    "ground-that-is-not-there": edit(THEME, "flap: flood", "flap: flod"),
    "ground-under-pay-that-is-not-there": edit(THEME, "pay: ruler", "pay: ruler\n  pay_ground: flod"),
    "shade-that-is-not-there": edit(THEME, "tint: tint, track: white", "tint: tint, track: whit"),
    "panels-without-a-default": edit(THEME, "default: {flap", "several: {flap"),
    "template-with-a-syntax-error": edit("templates/brochure/sections.html", "{% endmacro %}", "{% endmakro %}"),
    "template-with-an-unknown-name": edit(
        "templates/handout/handout.html", "{{ guide.revision }}", "{{ guide.revison }}"
    ),
    "snowman": edit(GUIDE, "- Develop safety protocols", "- Develop safety protocols ☃ 🙂"),
    "arabic": put(PUBLISHER, "name: مدرسة\n"),
    # Schools
    "unknown-school": school(""),
    "school-with-an-unknown-key": school("adress: 12 Main Street\n"),
    "school-without-a-name": school("", name=""),
    "school-that-is-empty": put(SCHOOL, "# not yet\n"),
    "school-of-another-folder": put(SCHOOL, "slug: lincoln-high\nname: Lincoln High School\n"),
    "school-in-a-folder-with-a-name-for-people": put(
        "content/schools/Lincoln High/school.yaml", "slug: lincoln-high\nname: Lincoln High School\n"
    ),
    "school-and-folder-with-a-name-for-people": put(
        "content/schools/Lincoln High/school.yaml", "slug: Lincoln High\nname: Lincoln High School\n"
    ),
    "school-with-a-slug-for-people": put(SCHOOL, "slug: École Lincoln\nname: École Lincoln\n"),
    "school-with-a-name-that-windows-keeps": put("content/schools/con/school.yaml", "slug: con\nname: Con\n"),
    "copies-of-a-school": both(
        school(""),
        put("content/schools/lincoln/school (1).yaml", "slug: lincoln\nname: Lincoln High School\n"),
        put("content/schools/lincoln-LAPTOP7/school.yaml", "slug: lincoln\nname: Lincoln High\n"),
        put("content/schools/lincoln/edits/technician.yaml", "guide: technician\nedits: []\n"),
        put("content/schools/lincoln/edits/technician (2).yaml", "guide: technician\nedits: []\n"),
        same_age("content/schools"),
    ),
    "school-s-logo-that-is-missing": both(
        put("content/logo.png", whole_png(4, 4)), school("logo: {file: logo.png, alt: Our shield}\n")
    ),
    "colours-of-schools-that-are-moved": both(
        school('colours: {primary: {rgb: "#FFEE00"}}\n'),
        put("content/schools/prairie/school.yaml", "slug: prairie\nname: P\ncolours: {primary: {rgb: '#FFFF66'}}\n"),
    ),
    "school-s-note-to-an-unknown-guide": school("notes:\n  technican: [Come and see.]\n"),
    "school-s-change-to-an-unknown-guide": school("guides:\n  technican: {title: Technician}\n"),
    "school-s-programme-in-an-unknown-guide": school("programmes: [{name: Radiography, guides: [technican]}]\n"),
    "school-s-programme-without-a-name": school("programmes: [{credential: Associate degree}]\n"),
    "school-s-change-to-an-unknown-section": own("skils: {title: Skills}"),
    "school-s-section-that-is-a-number": own("skills: {title: 7}"),
    "school-s-section-with-an-unknown-key": own("skills: {leed: Be careful.}"),
    "school-s-section-without-its-title": own("skills: {title: null}"),
    "school-s-section-of-an-unknown-role": own(
        "careers: {roles: [{role: sonografer, title: Sonographer, points: [Scan]}]}"
    ),
    "school-s-guide-without-a-back": own("next: null"),
    "school-s-guide-of-another-name": school("guides:\n  technician: {slug: technicians}\n"),
    "school-s-fact-that-is-not-there": own('skills: {lead: "About {pay-median} a year."}'),
    "schools-with-faults": both(
        school("adress: 12 Main Street\n"), put("content/schools/prairie/school.yaml", "slug: prairie\nname: 7\n")
    ),
    "several-files": both(
        edit(GUIDE, "kind: checklist", "kind: list"),
        edit(ROLE, "grade: A-", "grade: C"),
        edit(LABELS, "growth: Job growth\n", ""),
        put(PUBLISHER, "nam: Lincoln High School\n"),
    ),
}

BUILT = (
    "arabic",
    "broken-theme",
    "ground-that-is-not-there",
    "ground-under-pay-that-is-not-there",
    "panels-without-a-default",
    "shade-that-is-not-there",
    "snowman",
    "template-with-a-syntax-error",
    "template-with-an-unknown-name",
)
ADVISED = (
    "characters-of-html",
    "characters-that-another-theme-lacks",
    "house-colour-that-is-moved",
    "letters-misread",
    "link-with-a-space-in-its-address",
    "quotation-marks-that-are-printed",
    "words-taken-for-a-comment",
    "words-with-braces-where-no-fact-stands",
)
COMMANDS = {name: ["build"] for name in BUILT} | {
    "unknown-guide": ["build", "technican"],
    "unknown-theme": ["build", "--theme", "clinc"],
    "unknown-school": ["build", "--school", "lincon"],
    "colour-by-its-name": ["check", "--strict"],
    "colour-that-is-moved": ["check", "--strict", "--verbose"],
    "colour-without-its-sign": ["check", "--strict"],
    "house-colour-that-is-moved": ["check", "--strict"],
    "colours-of-schools-that-are-moved": ["check", "--strict"],
    **{name: ["check", "--strict"] for name in ADVISED},
}
"""What a person types in each case, where it is not “guidepress check”."""

_LATEST = list(CASES)[list(CASES).index("fact-in-a-publisher-s-contact") : list(CASES).index("logo-that-is-text")]
CHECKED = {name: COMMANDS.get(name, ["check"]) for name in _LATEST}
"""The cases of facts, copied text, addresses, fonts and characters."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    copy_content(root, "technician")
    shutil.copytree(ROOT / "templates", root / "templates")
    (root / "build").mkdir()
    (root / "build/technician-brochure.pdf").write_bytes(b"the last good one")
    monkeypatch.chdir(root)
    return root


def everything(root: Path) -> dict[Path, bytes]:
    """Every file of a project by its path, and what it holds."""
    return {path: path.read_bytes() if path.is_file() else b"" for path in root.rglob("*")}


@pytest.mark.parametrize("name", CASES)
def test_a_case_gets_exactly_its_words(name: str, project: Path) -> None:
    CASES[name](project)
    before = everything(project)
    result = CliRunner().invoke(main, COMMANDS.get(name, ["check"]))
    assert result.exit_code == 1, (result.output, result.exception)
    assert isinstance(result.exception, SystemExit)
    said = standing.left_out(result.stderr.replace(str(project), "/project"))
    words = WORDS / f"{name}.txt"
    if os.environ.get("GUIDEPRESS_ACCEPT"):
        words.write_text(said, encoding="utf-8")
    assert said == words.read_text(encoding="utf-8")
    assert "Traceback" not in result.output
    assert everything(project) == before


def test_every_file_of_words_has_its_case() -> None:
    assert {path.stem for path in WORDS.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", ["unknown-key", "image-bomb", "several-files"])
def test_a_failed_build_says_the_same_and_leaves_what_was_good(name: str, project: Path) -> None:
    CASES[name](project)
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 1
    assert (WORDS / f"{name}.txt").read_text(encoding="utf-8") in result.stderr
    assert "Nothing was written." in result.stderr
    assert [path.name for path in (project / "build").iterdir()] == ["technician-brochure.pdf"]
    assert (project / "build/technician-brochure.pdf").read_bytes() == b"the last good one"


@pytest.mark.parametrize("name", [name for name in BUILT if "template" not in name])
def test_check_tells_what_a_build_would_refuse(name: str, project: Path) -> None:
    CASES[name](project)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    told = standing.left_out(result.stderr.replace(str(project), "/project"))
    words = (WORDS / f"{name}.txt").read_text(encoding="utf-8").partition("Making technician …\n")[2]
    assert told.strip() == words.rpartition("\n\n")[0].strip()


@pytest.mark.parametrize("name", [name for name, command in CHECKED.items() if command == ["check"]])
def test_a_build_refuses_what_check_refuses(name: str, project: Path) -> None:
    CASES[name](project)
    result = CliRunner().invoke(main, ["build", "--school", "lincoln"] if (project / SCHOOL).exists() else ["build"])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert (WORDS / f"{name}.txt").read_text(encoding="utf-8") in result.stderr


def test_good_content_has_no_problems(project: Path) -> None:
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 guide, no problems")


def test_advice_is_a_failure_only_when_asked(project: Path) -> None:
    edit(ROLE, "2026-11-23\n    review_after: 2027-06-30", "2025-11-23\n    review_after: 2026-01-01")(project)
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    strict = CliRunner().invoke(main, ["check", "--strict"])
    assert strict.exit_code == 1
    assert "was to be looked at again after 2026-01-01" in strict.stderr


def test_a_mistyped_command_or_guide_gets_a_suggestion(project: Path) -> None:
    wrong = CliRunner().invoke(main, ["biuld"])
    assert wrong.exit_code == 2
    assert "did you mean “build”?" in wrong.output
    unknown = CliRunner().invoke(main, ["build", "technican"])
    assert unknown.exit_code == 1
    assert "There is no guide “technican”." in unknown.stderr
    assert "did you mean “technician”?" in unknown.stderr


def test_html_in_content_is_text(project: Path) -> None:
    edit(GUIDE, "Develop safety protocols", "Develop <b>safety</b> & {{ 7*7 }} protocols")(project)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0, result.output
