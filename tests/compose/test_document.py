"""Handout HTML becomes blocks, and whatever is outside the vocabulary is told with its place."""

import base64
from datetime import date

import pytest

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
    TableRow,
    headings,
    leaves,
    plain,
)
from guidepress.compose.markup import parse
from guidepress.errors import ContentError

PNG = b"\x89PNG\r\n\x1a\n and the rest"
HEAD = (
    '<title>Technician Career Pathway</title><meta name="author" content="A School"><meta name="guide" content="tech">'
    '<meta name="revision" content="2026-1"><meta name="created" content="2026-05-31">'
)


def page(body: str, head: str = HEAD, language: str = "en-US") -> str:
    return f'<!doctype html>\n<html lang="{language}"><head>{head}</head><body>{body}</body></html>'


def blocks(body: str) -> tuple[object, ...]:
    return parse(page(body)).blocks


def complaints(body: str, head: str = HEAD, language: str = "en-US") -> list[str]:
    with pytest.raises(ContentError) as caught:
        parse(page(body, head, language))
    return [problem.message for problem in caught.value.problems]


def test_the_head_gives_the_properties():
    assert parse(page("<h1>Hello</h1>")) == Document(
        language="en-US",
        title="Technician Career Pathway",
        author="A School",
        subject="",
        keywords="",
        guide="tech",
        revision="2026-1",
        created=date(2026, 5, 31),
        blocks=(Heading(1, (Run("Hello"),)),),
    )


def test_inlines_carry_their_look():
    text = 'A <strong>b <em>c</em></strong> <a href="https://arrt.org/x?y=1">d</a><br><span lang="es">e</span>'
    (paragraph,) = blocks(f'<p class="lead">{text} <span class="unfilled">f</span></p>')
    assert paragraph == Paragraph(
        "lead",
        (
            Run("A "),
            Run("b ", strong=True),
            Run("c", strong=True, emphasis=True),
            Run(" "),
            Run("d", href="https://arrt.org/x?y=1"),
            Break(),
            Run("e", language="es"),
            Run(" "),
            Run("f", unfilled=True),
        ),
    )


def test_white_space_collapses_as_in_html_but_a_hard_space_stays():
    (paragraph,) = blocks("<p>\n  one\t two <em> three</em> <br>\n four&nbsp; five &amp; six\n</p>")
    assert plain(paragraph.text) == "one two three\nfour\u00a0 five & six"


def test_a_leaf_is_a_block_or_a_span_and_is_found_in_reading_order():
    document = parse(
        page(
            '<h1 data-leaf="t">Title</h1><p>Ask <span data-leaf="a">Ann</span> or <span data-leaf="b">Ben</span></p>'
            '<ul><li data-leaf="i/0">one<ol><li data-leaf="i/0/0">inner</li></ol></li></ul>'
            '<table><caption data-leaf="c">Pay</caption><thead><tr><th scope="col">Role</th></tr></thead>'
            '<tbody><tr><td data-leaf="d">a<br>b</td></tr></tbody></table>'
            '<aside class="fill-in"><p data-leaf="f">Fill in</p><ul><li data-leaf="g">Name</li></ul></aside>'
        )
    )
    assert leaves(document) == [
        ("t", "Title"),
        ("a", "Ann"),
        ("b", "Ben"),
        ("i/0", "one"),
        ("i/0/0", "inner"),
        ("c", "Pay"),
        ("d", "a\nb"),
        ("f", "Fill in"),
        ("g", "Name"),
    ]
    assert document.blocks[1] == Paragraph(
        "body", (Run("Ask "), Leaf("a", (Run("Ann"),)), Run(" or "), Leaf("b", (Run("Ben"),)))
    )


def test_headings_have_levels_and_stand_on_one_line():
    assert headings(parse(page("<h1>A<br>b</h1><h2>C</h2><h3>D</h3><h4>E</h4>"))) == [
        (1, "A b"),
        (2, "C"),
        (3, "D"),
        (4, "E"),
    ]


def test_lists_nest_once():
    (block,) = blocks("<ol><li>one <ul><li>inner</li></ul></li><li>two</li></ol>")
    inner = ListBlock(False, (Item((Run("inner"),)),))
    assert block == ListBlock(True, (Item((Run("one"),), inner), Item((Run("two"),))))


def test_a_list_may_stand_one_level_further_in_under_no_item():
    (block,) = blocks('<ul class="below"><li>inner</li></ul>')
    assert block == ListBlock(False, (Item((Run("inner"),)),), below=True)


def test_a_table_knows_headings_numbers_and_readings_and_a_columns_class_reaches_its_cells():
    (table,) = blocks(
        '<table><caption>Pay</caption><thead><tr><th scope="col">Role</th><th scope="col" class="number">Pay</th></tr>'
        '</thead><tbody><tr><th scope="row">Tech</th><td class="reading">$80,110</td></tr>'
        "<tr><td>None</td><td></td></tr></tbody></table>"
    )
    assert table == Table(
        (Run("Pay"),),
        (TableRow((Cell((Run("Role"),), heading=True), Cell((Run("Pay"),), heading=True, number=True))),),
        (
            TableRow((Cell((Run("Tech"),), heading=True), Cell((Run("$80,110"),), number=True, reading=True))),
            TableRow((Cell((Run("None"),)), Cell((), number=True))),
        ),
    )


def picture(attributes: str, data: bytes = PNG, kind: str = "png", figure: str = "<figure>") -> str:
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    return f'{figure}<img src="{source}" {attributes}><figcaption>Seen</figcaption></figure>'


def test_a_picture_has_its_bytes_its_size_in_points_and_a_description():
    (block,) = blocks(picture('alt="A hand" width="451pt" height="56.5pt"'))
    assert block == Picture(PNG, "image/png", "A hand", False, 451.0, 56.5, (Run("Seen"),))
    (block,) = blocks(
        picture('alt="" width="9pt" height="9pt"', b"\xff\xd8\xff.", "jpeg", '<figure class="decoration">')
    )
    assert (block.media, block.alt, block.decorative) == ("image/jpeg", "", True)


def test_the_fill_in_box_is_a_heading_and_a_list():
    (block,) = blocks('<aside class="fill-in"><p>Fill in</p><ul><li>School</li></ul></aside>')
    assert block == FillIn((Run("Fill in"),), ListBlock(False, (Item((Run("School"),)),)))


def test_everything_unknown_is_told_at_once_with_template_and_line():
    with pytest.raises(ContentError) as caught:
        parse(
            page(
                '<blockquote data-at="handout/handout.html.j2:12">x</blockquote>'
                '<p class="leed" data-at="handout/handout.html.j2:4">y <b>z</b></p><p style="color:red">w</p>'
            )
        )
    assert [(str(problem.span), problem.message, problem.hint) for problem in caught.value.problems] == [
        ("handout.html:2:350", "the handout has no element <b>", "did you mean “br”?"),
        ("handout.html:2:362", "<p> has no attribute “style”", "allowed here: class, data-leaf, data-line"),
        ("handout/handout.html.j2:4:1", "<p> has no class “leed”", "did you mean “lead”?"),
        (
            "handout/handout.html.j2:12:1",
            "the handout has no element <blockquote>",
            "allowed here: aside, figure, h1, h2, h3, h4, ol, p, table, ul",
        ),
    ]


TABLE = "<table><thead><tr><td>a</td><td>b</td></tr></thead><tbody><tr>{}</tr></tbody></table>"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p>a<p>b</p></p>", "<p> cannot stand inside <p>"),
        ("<p><ul><li>x</li></ul></p>", "<ul> cannot stand inside <p>"),
        ("<p>a", "<p> is not closed before </body>"),
        ("<p><em>a</p></em>", "<em> is not closed before </p>"),
        ("bare", "<body> holds the bare text “bare”"),
        ("<table><tr><td>a</td></tr></table>", "<tr> cannot stand inside <table>"),
        ("<?php x ?>", "the handout has no “<?php x ?”"),
        ("<p>a\x07</p>", "a Word file cannot hold the character U+0007"),
        ('<p data-leaf="a\ufffe">a</p>', "a Word file cannot hold the character U+FFFE"),
        ("<p> </p>", "<p> has no text"),
        ("<h2></h2>", "<h2> has no text"),
        ("<ul></ul>", "<ul> has no item"),
        ('<p class="lead note">x</p>', "<p> has more than one class: lead note"),
        ("<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>", "no further list can stand inside this list"),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "the text of a list item comes before the list inside it"),
        ("<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ul>", "a list item can hold only one list"),
        (TABLE.format("<td>c</td>"), "this row has 1 cells where the first has 2"),
        (TABLE.format("<th>c</th><td>d</td>"), 'a <th> says what it heads: scope="col" or scope="row"'),
        (
            "<table><tbody><tr><td>c</td></tr></tbody></table>",
            "a table has a header row (<thead>) and at least one row below it (<tbody>)",
        ),
        ('<p data-leaf="a">x <span data-leaf="b">y</span></p>', "the leaf “a” cannot hold another leaf"),
        ('<p>x<span data-leaf="b"></span></p>', "the leaf “b” has no text"),
        ('<p data-leaf="">x</p>', "data-leaf names no content path"),
        ('<p><a href="javascript:x">y</a></p>', "“javascript:x” is not an address"),
        ('<p><a href="http://a b">y</a></p>', "“http://a b” is not an address"),
        ('<p><a href="https://[x">y</a></p>', "“https://[x” is not an address"),
        ('<p><a href="tel:">y</a></p>', "“tel:” is not an address"),
        ('<p><a href="tel:1"><a href="tel:2">y</a></a></p>', "a link cannot stand inside a link"),
        ('<p><span lang="e?">y</span></p>', "“e?” is not a language"),
        ("<figure></figure>", "a <figure> holds one <img> and at most one <figcaption>"),
        (
            picture('width="9pt" height="9pt"'),
            "a picture has a description (alt) or the class “decoration”, one of the two",
        ),
        (
            picture('alt="x" class="decoration" width="9pt" height="9pt"'),
            "a picture has a description (alt) or the class “decoration”, one of the two",
        ),
        (picture('alt="x" width="9" height="0pt"'), "a picture says its width and height in points"),
        (
            picture('alt="x" width="9pt" height="9pt"', b"GIF89a"),
            "a picture is a PNG or JPEG written into the page as data:image/…;base64,…",
        ),
        (
            '<figure><img src="logo.png" alt="x" width="9pt" height="9pt"></figure>',
            "a picture is a PNG or JPEG written into the page as data:image/…;base64,…",
        ),
        ('<aside class="fill-in"><ul><li>a</li></ul></aside>', "<aside> starts with one <p>, its heading"),
        ('<aside class="fill-in"><p>a</p></aside>', "<aside> holds one list after its heading"),
    ],
)
def test_each_fault_is_told_in_a_plain_sentence(body: str, message: str):
    assert message in complaints(body)


def test_the_head_must_say_what_the_word_file_needs():
    assert complaints("<h1>x</h1>", '<meta name="autor" content="x">', "english!") == [
        "“english!” is not a language",
        "the handout's head says no title",
        "the handout's head says no guide",
        "the handout's head says no revision",
        "“” is not a date",
        "the handout has no meta “autor”",
    ]


def test_a_page_without_a_body_is_told():
    with pytest.raises(ContentError, match="a handout is one <html> with one <head> and one <body>"):
        parse("<html><head></head></html>")
