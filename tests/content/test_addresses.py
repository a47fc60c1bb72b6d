"""Addresses of links that are fields of their own: taken as people copy them, and kept as every program takes them."""

from __future__ import annotations

import pytest

from guidepress.content import source
from guidepress.content.model.publisher import School
from guidepress.content.validate import validate
from guidepress.errors import Problem, Span


def read(address: str) -> tuple[str | None, list[Problem]]:
    """The address of a school's program as it is kept, and what is told of it."""
    quoted = address.replace("'", "''")
    text = f"slug: a\nname: A\nprogrammes:\n  - name: P\n    link: '{quoted}'\n"
    school, problems = validate(source.load(text.encode(), "f"), School, Span("f"))
    return (school.programmes[0].link if isinstance(school, School) else None), problems


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://b.example/a|b", "https://b.example/a%7Cb"),
        ('https://b.example/"a"', "https://b.example/%22a%22"),
        ("https://b.example/a^b", "https://b.example/a%5Eb"),
        ("https://b.example/{a}", "https://b.example/%7Ba%7D"),
        ("https://b.example/a\\b", "https://b.example/a%5Cb"),
        ("https://b.example/a`b<c>", "https://b.example/a%60b%3Cc%3E"),
        ("https://b.example/educación/", "https://b.example/educaci%C3%B3n/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://b.example/a%7Cb?c=d&e=%20#f", "https://b.example/a%7Cb?c=d&e=%20#f"),
        ("https://b.example/100%", "https://b.example/100%25"),
    ],
)
def test_an_address_is_kept_as_every_program_takes_it(address: str, kept: str) -> None:
    assert read(address) == (kept, [])


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("https://b.example/our page", "in an address, a space is written “%20”; words beside it go elsewhere"),
        ("https://me:secret@b.example/", "whoever reads the guide would see the name and the password: leave them out"),
        ("https://localhost/", "a web address begins with “https://”"),
        ("b.example", "a web address begins with “https://”"),
        ("https://b.example:port/", "a web address begins with “https://”"),
        ("mailto:a@b.example", "a web address begins with “https://”"),
    ],
)
def test_what_is_no_address_is_told_at_its_line(address: str, hint: str) -> None:
    link, [problem] = read(address)
    assert link is None
    assert problem == Problem(Span("f", 5, 11), f"“{address}” is not a web address.", hint)
