"""What scripts/bench gives typst and pandoc to set, how it checks their work, and the tables it prints.

Neither of the two is needed here: what they make is checked by the script itself each time it runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from guidepress import building
from guidepress.compose import document, prepared
from guidepress.compose.document import (
    Break,
    Cell,
    Document,
    FillIn,
    Heading,
    Item,
    Leaf,
    ListBlock,
    Paragraph,
    Picture,
    Run,
    Table,
)
from helpers.checkout import ROOT
from workshop import bench, rival_markup, rivals

PAGE = rival_markup.Page(265.5, 612, 58, 21, 33, 10.5)
MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
AWKWARD = r"# * _ $ < > @ \ ` ~ -- --- ... // /* 1. = + - | [a](b) {c} ^d^ <b> #e[f] \n &amp; https://x.org \"q\" 'r'"


def wrap(*blocks: document.Block) -> Document:
    return Document("en-US", "Title", "", "", "", "guide", "1", date(2026, 1, 1), blocks)


def say(text: str, **look: bool | str) -> tuple[Run, ...]:
    return (Run(text, **look),)  # type: ignore[arg-type]


def row(*cells: str) -> document.TableRow:
    return document.TableRow(tuple(Cell(say(cell)) for cell in cells))


def typst_body(*blocks: document.Block) -> str:
    return rival_markup.typst(wrap(*blocks), PAGE, "Open Sauce Sans").split("\n\n", 1)[1]


def read_typst(markup: str) -> str:
    """Return what typst prints of markup as rival_markup writes it: escapes undone, what frames text left out."""
    framing = r'\\([!-/:-@\[-`{-~])|#(?:strong|emph|link\("[^"]*"\))\[|table\.header\(|[\[\]]'
    return re.sub(framing, lambda found: found[1] or "", markup)


def read_markdown(markup: str) -> str:
    """Return the words of Markdown as another reader than pandoc takes it."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markup)
    inside = [child for token in tokens for child in token.children or ()]
    return "\n".join(child.content for child in inside if child.type in ("text", "text_special", "code_inline"))


# --- the same words --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guides() -> dict[str, Document]:
    where, library = bench.read()
    return {
        guide.slug: bench.parse_handout(prepared.prepare(where, library, guide, bench.CHOICE.theme))
        for guide in building.select(library, [])
    }


def test_both_markups_hold_each_word_of_each_leaf_in_order(guides: dict[str, Document]) -> None:
    assert "technician" in guides
    for slug, blocks in guides.items():
        leaves = [words for _, words in document.leaves(blocks)]
        assert len(leaves) > 50, slug
        assert rival_markup.missing(leaves, read_typst(rival_markup.typst(blocks, PAGE, "Open Sauce Sans"))) is None, (
            slug
        )
        assert rival_markup.missing(leaves, read_markdown(rival_markup.markdown(blocks))) is None, slug


def test_both_markups_keep_what_each_block_is(guides: dict[str, Document]) -> None:
    for slug, blocks in guides.items():
        tables = sum(isinstance(block, Table) for block in blocks.blocks)
        tokens = MarkdownIt("commonmark").enable("table").parse(rival_markup.markdown(blocks))
        headings = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
        assert headings == [level for level, _ in document.headings(blocks)], slug
        assert sum(token.type == "table_open" for token in tokens) == tables, slug
        lines = rival_markup.typst(blocks, PAGE, "Open Sauce Sans").splitlines()
        marks = [re.match(r"=+(?= )", line) for line in lines]
        assert [len(mark[0]) for mark in marks if mark] == headings, slug
        assert sum(line.startswith("#table(") for line in lines) == tables, slug


@pytest.mark.parametrize(
    "text", [AWKWARD, *MARKS, *(f"{mark} x" for mark in MARKS), *(f"x{mark}{mark}" for mark in MARKS)]
)
def test_no_character_is_taken_for_markup(text: str) -> None:
    for block in (
        Paragraph("body", say(text)),
        Heading(2, say(text)),
        ListBlock(False, (Item(say(text)),)),
        Table((), (row("h"),), (row(text),)),
        Paragraph("body", say(text, strong=True)),
    ):
        made = read_markdown(rival_markup.markdown(wrap(block)))
        assert "".join(made.split()) in ("".join(text.split()), "h" + "".join(text.split()))
        assert rival_markup.missing([text], read_typst(typst_body(block))) is None
    assert re.findall(r"(?<!\\)(?:\\\\)*[#*_$<>@`~\[\]]", rival_markup.escape(text)) == []


def test_white_space_moves_out_of_bold_and_neighbours_of_one_look_are_joined() -> None:
    text = (Leaf("a", say("Bold", strong=True)), Run(": ", strong=True), Run("plain "), Leaf("b", say("on")), Break())
    assert list(rival_markup.pieces(text)) == [Run("Bold:", strong=True), Run(" "), Run("plain on"), Break()]
    assert rival_markup.markdown(wrap(Paragraph("body", text))) == "**Bold\\:** plain on\\\n\n"
    assert list(rival_markup.pieces(say("   ", strong=True))) == [Run("   ")]


def test_links_bold_and_emphasis_stay() -> None:
    text = (*say("a", strong=True, emphasis=True), *say("b", href='https://x.org/"q"'))
    assert typst_body(Paragraph("body", text)) == '#strong[#emph[a]]#link("https://x.org/\\"q\\"")[b]\n'
    assert rival_markup.markdown(wrap(Paragraph("body", text[:1] + say("b", href="https://x.org")))) == (
        "***a***[b](<https://x.org>)\n"
    )


def test_lists_inside_lists_boxes_tables_and_captions_are_written() -> None:
    inner = ListBlock(True, (Item(say("one")), Item(say("two"))))
    box = FillIn(say("Still to do"), ListBlock(False, (Item(say("name")),)))
    broken = document.TableRow((Cell((*say("1"), Break(), *say("2"))), Cell(say("3"))))
    picture = Picture(b"", "image/png", "", True, 1, 1, say("Under a picture"))
    blocks = (
        ListBlock(False, (Item(say("outer"), inner),)), box, Table(say("Over a table"), (row("a", "b"),), (broken,)),
        picture, Picture(b"", "image/png", "A bone", False, 1, 1),
    )  # fmt: skip
    assert typst_body(*blocks) == (
        "- outer\n  + one\n  + two\n\nStill to do\n\n- name\n\nOver a table\n\n"
        "#table(columns: 2, table.header([a], [b]), [1 \\ 2], [3])\n\nUnder a picture\n"
    )
    assert rival_markup.markdown(wrap(*blocks)) == (
        "- outer\n    1. one\n    1. two\n\n<!-- -->\n\nStill to do\n\n- name\n\n<!-- -->\n\nOver a table\n\n"
        "| a | b |\n| --- | --- |\n| 1 2 | 3 |\n\nUnder a picture\n"
    )


def test_typst_gets_the_page_the_margins_and_the_font() -> None:
    head = rival_markup.typst(wrap(), PAGE, 'A "B" \\ C').splitlines()
    assert head[0] == '#set document(title: "Title", author: "")'
    assert head[1] == "#set page(width: 265.5pt, height: 612pt, margin: (top: 58pt, x: 21pt, bottom: 33pt))"
    assert head[2].startswith('#set text(font: "A \\"B\\" \\\\ C", size: float(')
    assert head[2].endswith(', default: "10.5")) * 1pt, lang: "en")')


# --- the check of what was made --------------------------------------------------------------------------------------


def test_words_that_are_lost_or_out_of_order_are_found() -> None:
    assert rival_markup.missing(["a b", "c"], "• a\n b • c") is None
    assert rival_markup.missing(["a", "b"], "b a") == "b"
    assert rival_markup.missing(["a", "a"], "a") == "a"
    assert rival_markup.missing(["a", "b", "c"], "a c") == "b"


def test_a_time_counts_only_when_all_words_are_there(
    guides: dict[str, Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = CliRunner().invoke(bench.main, ["--only", "handouts", "--into", str(tmp_path)])
    assert (done.exit_code, done.output) == (0, "")
    for slug in guides:
        (tmp_path / f"{slug}-handout.docx").rename(tmp_path / f"{slug}.docx")
    words = {slug: "\n".join(map(document.plain, document.texts(blocks))) for slug, blocks in guides.items()}
    monkeypatch.setattr(bench, "read_pdf", lambda path: (6, words[path.stem]))
    assert bench.compare_words(tmp_path, guides) == 6 * len(guides)

    words["technician"] = words["technician"].replace("Perform PET and SPECT imaging procedures", "")
    with pytest.raises(click.ClickException, match=r"What typst made of technician does not hold “Perform PET and"):
        bench.compare_words(tmp_path, guides)


def test_a_tool_that_fails_is_told_with_its_words() -> None:
    ok, bad = ([sys.executable, "-c", f"raise SystemExit({what})"] for what in ("0", "'no such font'"))
    bench.run_all([ok, ok])
    with pytest.raises(click.ClickException, match="failed: no such font"):
        bench.run_all([ok, bad, ok])


# --- the table -------------------------------------------------------------------------------------------------------


def test_the_table_gives_medians_by_guide_and_ratios() -> None:
    rows = [
        bench.Row("guidepress: all", print, [], ("typst", "pandoc")),
        bench.Row("guidepress: brochure", print, [], ("typst",)),
        bench.Row("typst: brochure", print, [], ("typst",)),
        bench.Row("pandoc: handout", print, [], ("pandoc",)),
    ]
    cold = [[9.0, 6.0, 6.0], [3.0, 3.0, 90.0], [0.6, 0.6, 0.6], [2.0, 1.0, 4.0]]
    warm = [[2.0], [1.0], [0.5], [2.0]]
    assert [" ".join(line.split()) for line in bench.tabulate(rows, cold, warm, 2).splitlines()] == [
        "seconds by guide cold ÷ typst ÷ pandoc warm ÷ typst ÷ pandoc",
        "guidepress: all 3.0000 10.0 3.0 1.0000 4.0 1.0",
        "guidepress: brochure 1.5000 5.0 – 0.5000 2.0 –",
        "typst: brochure 0.3000 1.0 – 0.2500 1.0 –",
        "pandoc: handout 1.0000 – 1.0 1.0000 – 1.0",
    ]


def test_each_row_is_run_in_turn_and_the_first_run_of_a_process_is_not_timed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[tuple[str, int | str]] = []
    rows = [
        bench.Row(name, partial(lambda name, number: ran.append((name, number)), name), [[name]], (name,))
        for name in ("typst", "pandoc")
    ]
    monkeypatch.setitem(sys.modules, "pypandoc", type("Pandoc", (), {"get_pandoc_version": lambda: "3"}))
    monkeypatch.setattr(bench, "version", lambda name: "1")
    monkeypatch.setattr(bench, "write_sources", lambda folder: {"a": None})
    monkeypatch.setattr(bench, "lay_rows", lambda folder: rows)
    monkeypatch.setattr(bench, "compare_words", lambda folder, guides: 6)
    monkeypatch.setattr(bench, "run_all", lambda commands: ran.append((commands[0][0], "cold")))
    bench.measure(2)
    turn = [("typst", "cold"), ("typst", 1), ("pandoc", "cold"), ("pandoc", 1)]
    assert ran[:2] == [("typst", 0), ("pandoc", 0)]
    assert ran[2:6] == turn
    assert ran[6:] == [(name, 2 if number == 1 else number) for name, number in turn]
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Guides: 1. Runs of each row: 2. Python 3.")
    assert told[-2].startswith("pandoc ")


@pytest.mark.parametrize("arguments", [["--fast"], ["--runs", "0"], ["--runs", "many"], ["guide"], ["--only", "else"]])
def test_what_is_not_known_is_refused(arguments: list[str]) -> None:
    done = CliRunner().invoke(bench.main, arguments)
    assert done.exit_code == 2
    assert "Error: " in done.output


def test_pandoc_is_started_once_for_each_guide(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "a.typ"):
        (tmp_path / name).touch()
    commands = rivals.pandoc_commands("pandoc", tmp_path)
    assert [command[-2:] for command in commands] == [
        [f"--output={tmp_path / f'{name}.docx'}", str(tmp_path / f"{name}.md")] for name in "ab"
    ]


def test_a_process_of_typst_alone_loads_nothing_of_ours() -> None:
    code = (
        "import sys; from workshop import rivals\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'guidepress', 'click'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
