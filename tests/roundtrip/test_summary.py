"""What a person reads of a school's changes: a line or two for each kind of change, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guidepress import project
from guidepress.roundtrip import reception, summary
from guidepress.word.base import Base
from helpers.checkout import ROOT
from helpers.office.handouts import handouts
from helpers.remaking import again
from helpers.typist import Typist, W

Do = Callable[[Typist], None]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(handouts(["sonographer", "technician"], ["", "lincoln-high", "prairie-college"]))


def told(docx: bytes, school: str = "lincoln-high") -> list[str]:
    def make(guide: str) -> Base:
        raise AssertionError("the base is in the file")

    return list(summary.told(reception.arrive(project.find(ROOT), school, docx, "h.docx", "accept", "", make, again)))


LICENCE = "“Since some sonographers need a license from their state, ask its health board early.”"
CAREERS, ASSURANCE = "“Technical and Allied Health Careers”", "“Quality Assurance Specialist”"
MESA = "“Nuclear medicine, State at Mesa” · “Bachelor’s degree” · “4 years” · “120 miles, part online”"
SONOGRAPHER_IS = "“Which one is you?”, “Sonographer”"
READ = "Credential (read in 2026):"
LIKES = "You like work with your hands,"
LEAD = "You use equipment"
ADDED = "Our hospital opens its doors in May."
AHEAD = "…images that help doctors to find out what is"
AFTER = "wrong. It uses no ionizing radiation."


def own_section(typist: Typist) -> None:
    typist.add("Do I like careful", "Come and see", like="Is it for me?")
    typist.add("Come and see", ADDED, like=LEAD)


def moved_section(typist: Typist) -> None:
    typist.move("Is it for me?", "Use sound to")
    typist.move("Can I stay", "Is it for me?")
    typist.move("Do I like careful", "Can I stay")


def shorter_step(typist: Typist) -> None:
    [row] = typist.line("Accredited program").iterancestors(f"{W}tr")
    next(each for each in row.iter(f"{W}t") if each.text == "2 or 4 years").text = "2 years"


SONOGRAPHER: list[tuple[str, Do, list[str]]] = [
    ("nothing", lambda t: None, []),
    (
        "the title",
        lambda t: t.change("Diagnostic Medical Sonographer", "Diagnostic Medical", "Medical"),
        ["changed      the title: “Diagnostic Medical Sonographer”", "  now        “Medical Sonographer”"],
    ),
    (
        "the line above the title",
        lambda t: t.delete("Careers in medical imaging"),
        ["removed      “Careers in medical imaging”, in the handout only"],
    ),
    (
        "a heading",
        lambda t: t.change("What you do", "do", "do all day"),
        ["changed      “What you do”, the heading: “What you do”", "  now        “What you do all day”"],
    ),
    (
        "a long text, far from its beginning, with facts in it",
        lambda t: t.change(LEAD, "what is", "what is going"),
        [
            f"changed      “What you do”, the opening lines: “{AHEAD} {AFTER}”",
            f"  now        “{AHEAD} going {AFTER}”",
        ],
    ),
    (
        "a line added",
        lambda t: t.add("Check that each", "Bring the images to the doctor"),
        ["added        “What you do”, list: “Bring the images to the doctor”"],
    ),
    (
        "a line removed",
        lambda t: t.delete("Technical skill"),
        ["removed      “Skills you need”, list: “Technical skill”"],
    ),
    (
        "a line moved",
        lambda t: t.move("Stamina", "Clear explaining"),
        ["moved        “Skills you need”, list: “Stamina”, to below “Clear explaining”"],
    ),
    (
        "a line moved to the top",
        lambda t: t.move("Stamina", "Skills you need"),
        ["moved        “Skills you need”, list: “Stamina”, to the top"],
    ),
    (
        "a paragraph between fields",
        lambda t: t.add(LEAD, "In our town that is Mercy Hospital."),
        ["added        “What you do”: “In our town that is Mercy Hospital.”"],
    ),
    (
        "what belongs to a word",
        lambda t: t.change("Last: Cleaning", "the probes", "the probes and the room"),
        [
            "changed      “A typical day”, list, “Last”: “Cleaning the probes”",
            "  now        “Cleaning the probes and the room”",
        ],
    ),
    (
        "the word itself",
        lambda t: t.change("First: Checking", "First", "At first"),
        ["changed      “A typical day”, list: “First”", "  now        “At first”"],
    ),
    (
        "a step",
        lambda t: t.delete_row("State license"),
        ["removed      “How to get there”, steps: “State license” · " + LICENCE],
    ),
    (
        "a row whose figure is drawn",
        lambda t: t.delete_row("Medical labs"),
        ["removed      “Where you work”, table: “Medical labs”"],
    ),
    (
        "the words of a row",
        lambda t: t.change("Medical labs", "Medical", "Hospital"),
        ["changed      “Where you work”, table: “Medical labs”", "  now        “Hospital labs”"],
    ),
    (
        "a remark in a row",
        lambda t: t.change("All US jobs: $", "New graduates", "Beginners"),
        [
            "changed      “Quick facts”, “Median pay a year, May 2025”: “New graduates usually start lower”",
            "  now        “Beginners usually start lower”",
        ],
    ),
    (
        "a figure",
        lambda t: t.change("21%", "21", "25"),
        [
            "changed      “Where you work”, “Doctors’ offices”: “21%”",
            "  now        “25%”, in the handout only",
        ],
    ),
    (
        "words that make themselves, in a row",
        shorter_step,
        [
            "changed      “How to get there”, “Accredited program”: “2 or 4 years”",
            "  now        “2 years”, in the handout only",
        ],
    ),
    (
        "a line that makes itself",
        lambda t: t.change("Credential (read", "ARDMS", "The ARDMS"),
        [
            f"changed      “Sources”: “{READ} ARDMS: ardms.org/maintain-certification/cme”",
            f"  now        “{READ} The ARDMS: ardms.org/maintain-certification/cme”, in the handout only",
        ],
    ),
    (
        "a row of figures",
        lambda t: t.delete_row("1 in 10 earns less"),
        ["removed      “Pay and outlook”: “1 in 10 earns less · $67,820 · $31,200”, in the handout only"],
    ),
    (
        "the link of the code",
        lambda t: t.delete("Programs near you: caahep.org"),
        ["removed      “Take the next step”, the link of the code: “Programs near you: caahep.org”"],
    ),
    (
        "a section added",
        own_section,
        ["added        the section “Come and see”", f"  with       “{ADDED}”"],
    ),
    (
        "a section removed",
        lambda t: t.delete_section("Growing from here"),
        ["removed      the section “Growing from here”"],
    ),
    ("a section moved", moved_section, ["moved        the section “Is it for me?”, to the top"]),
    (
        "the school's name",
        lambda t: t.change("Lincoln High School", "High", "Senior High"),
        ["changed      the school’s name: “Lincoln High School”", "  now        “Lincoln Senior High School”"],
    ),
    (
        "contact",
        lambda t: t.delete("555-0140"),
        ["removed      contact: “555-0140”"],
    ),
    (
        "the name of another counselor, typed over the old one",
        lambda t: t.change("Counseling Office, Room 112", "Counseling Office, Room 112", "Ms. Xu"),
        ["changed      contact: “Counseling Office, Room 112”", "  now        “Ms. Xu”"],
    ),
    (
        "office hours",
        lambda t: t.change("Office hours", "7:30 to 4", "8 to 5"),
        ["changed      office hours: “Mon–Fri, 7:30 to 4”", "  now        “Mon–Fri, 8 to 5”"],
    ),
    ("a note", lambda t: t.add("We visit an", "Ask for the date."), ["added        notes: “Ask for the date.”"]),
]


@pytest.mark.parametrize(("do", "lines"), [case[1:] for case in SONOGRAPHER], ids=[case[0] for case in SONOGRAPHER])
def test_a_change_is_told_in_the_words_of_the_handout(made: dict[str, bytes], do: Do, lines: list[str]) -> None:
    typist = Typist(made["lincoln-high-sonographer"])
    do(typist)
    assert told(typist.docx()) == lines


def moved_programs(typist: Typist) -> None:
    heading = typist.line("Programs near you")
    table = heading.getnext()
    typist.line("Skills and Competencies").addprevious(heading)
    heading.addnext(table)


def programs_at_the_top(typist: Typist) -> None:
    heading = typist.line("Programs near you")
    table = heading.getnext()
    typist.line("Which one is you?").addprevious(heading)
    heading.addnext(table)


TECHNICIAN: list[tuple[str, Do, list[str]]] = [
    (
        "a career that is told by its name",
        lambda t: t.change("Sonographer. You like", "details", "shades"),
        [
            f"changed      {SONOGRAPHER_IS}: “{LIKES} you notice details, and you explain things well.”",
            f"  now        “{LIKES} you notice shades, and you explain things well.”",
        ],
    ),
    (
        "the heading of a career",
        lambda t: t.change("Radiologic Technologist", "Radiologic", "X-Ray"),
        [
            f"changed      {CAREERS}, careers: “Radiologic Technologist”",
            "  now        “X-Ray Technologist”",
        ],
    ),
    (
        "a line of a career",
        lambda t: t.delete("Audit imaging"),
        [f"removed      {CAREERS}, {ASSURANCE}: “Audit imaging practices”"],
    ),
    (
        "a heading inside a section",
        lambda t: t.change("First steps", "First", "Your first"),
        ["changed      “Where to go from here”, a heading: “First steps”", "  now        “Your first steps”"],
    ),
    (
        "a program",
        lambda t: t.delete_row("120 miles"),
        [f"removed      programs nearby: {MESA}"],
    ),
    (
        "how far it is",
        lambda t: t.change("48 miles", "48", "50"),
        ["changed      programs nearby, “Sonography, High Plains Tech”: “48 miles”", "  now        “50 miles”"],
    ),
    ("programs moved", moved_programs, ["moved        programs nearby, to below “The four careers compared”"]),
    ("programs moved to the top", programs_at_the_top, ["moved        programs nearby, to the top"]),
]


def test_the_place_for_contact_that_was_moved(made: dict[str, bytes]) -> None:
    typist = Typist(made["sonographer"])
    places = [each for each in typist.root.iter(f"{W}t") if each.text == "[Room, telephone, email]"]
    *_, place = places[-1].iterancestors(f"{W}p")  # the box at the top lists it, too
    typist.line("Skills you need").addnext(place)
    assert told(typist.docx(), "") == ["moved        the place for contact, to below “Skills you need”"]


@pytest.mark.parametrize(("do", "lines"), [case[1:] for case in TECHNICIAN], ids=[case[0] for case in TECHNICIAN])
def test_a_change_to_several_careers_or_programs(made: dict[str, bytes], do: Do, lines: list[str]) -> None:
    typist = Typist(made["prairie-college-technician"])
    do(typist)
    assert told(typist.docx(), "prairie-college") == lines


def test_a_replaced_picture(made: dict[str, bytes]) -> None:
    typist = Typist(made["lincoln-high-sonographer"])
    name = next(name for name in typist.parts if name.startswith("word/media/"))
    typist.parts[name] = (ROOT / "templates/themes/clinic/pictures/covers.png").read_bytes()
    assert told(typist.docx()) == ["replaced     the logo"]


def test_everything_is_told_in_the_order_of_the_page(made: dict[str, bytes]) -> None:
    typist = Typist(made["lincoln-high-sonographer"])
    for _, do, _ in SONOGRAPHER[1:6]:
        do(typist)
    typist.delete("Technical skill")
    typist.delete("555-0140")
    found = [line for line in told(typist.docx()) if line[0] != " "]
    where = [line[13:].partition(":")[0] for line in found]
    assert where[0] == "the title"
    assert where[1].startswith("“Careers in medical imaging”")
    assert where[2:] == [
        "“What you do”, the heading",
        "“What you do”, the opening lines",
        "“What you do”, list",
        "“Skills you need”, list",
        "contact",
    ]
