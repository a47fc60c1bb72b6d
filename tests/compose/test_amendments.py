"""A school's own pieces in a handout's HTML: each in its place, whatever has gone around it."""

from __future__ import annotations

import re

import pytest

from guidepress.compose.amendments import amend

TABLE = (
    '<table><thead><tr><th><span data-leaf="head">Step</span></th></tr></thead><tbody>'
    '<tr><td><span data-leaf="steps.0">School</span></td></tr><tr><td><span data-leaf="steps.1">Exam</span></td></tr>'
    "</tbody></table>"
)


def amended(body: str, *pieces: str) -> str:
    """The body of a page with pieces put in their places, without the names of leaves and lines."""
    page = amend(f'<html><body>{body}<aside class="amendments" data-section="">{"".join(pieces)}</aside></body></html>')
    return re.sub(
        r"</?span>", "", re.sub(r' data-l(eaf|ine)="[^"]*"|.*<body[^>]*>|</body>.*', "", page, flags=re.DOTALL)
    )


def added(look: str, after: str, text: str) -> str:
    return f'<div data-look="{look}" data-after="{after}"><span data-leaf="x">{text}</span></div>'


def left_out(of: str) -> str:
    return f'<p data-of="{of}"></p>'


def test_a_page_without_amendments_only_gets_names_for_its_lines() -> None:
    assert amend("<html><body><p>One</p></body></html>") == (
        '<!DOCTYPE html>\n<html><body><p data-line="top.line">One</p></body></html>'
    )


def test_what_stands_behind_words_that_make_themselves_is_found_by_them() -> None:
    assert amended("<p>Handed out by</p><p>Us</p>", added("paragraph", "Handed out by", "New")) == (
        "<p>Handed out by</p><p>New</p><p>Us</p>"
    )


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        ("title", "<h1>Title</h1><p>New</p><p>Lead</p><figure><img></figure>"),
        ("lead", "<h1>Title</h1><p>Lead</p><p>New</p><figure><img></figure>"),
        ("banner", "<h1>Title</h1><p>Lead</p><figure><img></figure><p>New</p>"),
    ],
)
def test_what_is_added_under_the_title_stands_above_the_drawing_or_below(after: str, wanted: str) -> None:
    body = '<h1 data-leaf="title">Title</h1><p data-leaf="lead">Lead</p><figure><img></figure>'
    assert amended(body, added("paragraph", after, "New")) == wanted


@pytest.mark.parametrize(
    ("lead", "wanted"),
    [
        ('<p class="lead">Lead</p>', '<h1>Title</h1><p class="lead">Lead</p><p>New</p><h2>One</h2>'),
        ("", "<h1>Title</h1><p>New</p><h2>One</h2>"),
    ],
)
def test_what_is_added_below_a_drawing_that_is_not_there_stands_where_it_would(lead: str, wanted: str) -> None:
    body = f'<h1 data-leaf="title">Title</h1>{lead}<h2>One</h2>'
    assert amended(body, added("paragraph", "banner", "New")) == wanted


def test_a_block_that_was_moved_keeps_what_it_is() -> None:
    place = '<p><span class="unfilled" data-leaf="publisher.contact.0">Telephone</span></p>'
    moved = '<aside class="moved" data-of="publisher.contact.0" data-after="lead"></aside>'
    page = amend(f'<html><body><p data-leaf="lead">Lead</p><p>Us</p>{place}{moved}</body></html>')
    page = re.sub(r' data-line="[^"]*"', "", page)
    assert (
        'Lead</p><p><span><span class="unfilled" data-leaf="publisher.contact.0">Telephone</span></span></p><p>Us'
        in page
    )
    assert "aside" not in page


def test_the_box_of_what_is_to_be_filled_in_is_left_alone() -> None:
    box = '<aside class="fill-in"><p>Still to fill in</p><ul><li>Telephone</li></ul></aside>'
    assert amended(f"{box}<p>Telephone</p>", left_out("Telephone")) == box


def test_an_indented_line_under_no_item_is_a_list_of_its_own_and_takes_the_next_one_in() -> None:
    body = '<p data-leaf="lead">Lead</p>'
    first, second = added("subbullet", "lead", "One"), added("subbullet", "lead", "Two")
    assert amended(body, first, second) == '<p>Lead</p><ul class="below"><li>One</li><li>Two</li></ul>'


def test_a_bullet_behind_an_indented_line_begins_a_list_of_the_usual_kind() -> None:
    body = '<p data-leaf="lead">Lead</p>'
    first, second = added("subbullet", "lead", "One"), added("bullet", "lead", "Two")
    assert amended(body, first, second) == '<p>Lead</p><ul class="below"><li>One</li></ul><ul><li>Two</li></ul>'


def test_a_table_that_has_lost_its_head_takes_its_first_row_for_one() -> None:
    assert amended(TABLE, left_out("head")) == (
        '<table><thead><tr><th scope="col">School</th></tr></thead><tbody><tr><td>Exam</td></tr></tbody></table>'
    )


@pytest.mark.parametrize("gone", [("steps.0", "steps.1"), ("head", "steps.0", "steps.1"), ("head", "steps.1")])
def test_a_table_of_no_rows_goes_unless_words_are_left_in_it(gone: tuple[str, ...]) -> None:
    found = amended(f"<p>Before</p>{TABLE}", *map(left_out, gone))
    assert found == ("<p>Before</p><p>School</p>" if gone == ("head", "steps.1") else "<p>Before</p>")
