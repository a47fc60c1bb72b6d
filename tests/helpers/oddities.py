"""Word files that are strange, but in which there is something to read."""

from __future__ import annotations

from collections.abc import Iterator

from guidepress.word.names import bookmark
from helpers.hostile import RELATIONS, SPACES, Make, R, after_body, changed, line, nested, parts, with_body, words


def odd() -> Iterator[tuple[str, Make]]:
    """Files that are strange, but in which there is something to read: the handout itself, and more."""
    yield (
        "10,000 bookmarks",
        lambda handout: after_body(
            handout, "".join(f'<w:bookmarkStart w:id="{n}" w:name="b{n}"/>' for n in range(10_000))
        ),
    )
    yield (
        "10,000 of our bookmarks, reversed and astray",
        lambda handout: after_body(
            handout,
            "".join(
                f'<w:p><w:bookmarkEnd w:id="x{n}"/><w:bookmarkStart w:id="x{n}" w:name="gp_{n:010x}"/>'
                f'{words("y")}<w:bookmarkEnd w:id="x{n}"/><w:bookmarkEnd w:id="z"/></w:p>'
                if n % 20 == 0
                else f'<w:bookmarkStart w:id="" w:name="gp_{n:010x}"/><w:bookmarkEnd w:id=""/>'
                for n in range(10_000)
            ),
        ),
    )
    mark = bookmark("title")
    yield (
        "a bookmark over everything",
        lambda handout: after_body(
            handout, f'<w:bookmarkStart w:id="q" w:name="{mark}_2"/>{line("more")}{line("and more")}'
        ),
    )
    yield "controls 50 deep", lambda handout: after_body(handout, nested("sdt sdtContent", 50, line("deep")))
    yield "tables 50 deep", lambda handout: after_body(handout, nested("tbl tr tc", 50, line("deep")))
    yield "boxes 50 deep", lambda handout: after_body(handout, nested("p r txbxContent", 50, line("deep")))
    yield (
        "150 headings of one text",
        lambda handout: after_body(
            handout, f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{words("Again")}</w:p>' * 150
        ),
    )
    yield "a long new paragraph", lambda handout: after_body(handout, line("word " * 1_900))
    yield (
        "800 new paragraphs",
        lambda handout: after_body(handout, "".join(line(f"Line {number} of some hundred") for number in range(800))),
    )
    yield (
        "links to scripts and files",
        lambda handout: after_body(
            handout,
            "".join(
                f"<w:p><w:fldSimple w:instr=' HYPERLINK \"{address}\" '>{words('link')}</w:fldSimple></w:p>"
                for address in (
                    "javascript:alert(1)",
                    "file:///etc/passwd",
                    "data:text/html,x",
                    "\\\\host\\share",
                    "//x",
                )
            ),
        ),
    )
    yield (
        "a link of 100,000 characters",
        lambda handout: after_body(
            handout,
            f"<w:p><w:fldSimple w:instr=' HYPERLINK \"https://x.example/{'a' * 100_000}\" '>{words('link')}"
            "</w:fldSimple></w:p>",
        ),
    )
    yield (
        "control characters and halves",
        lambda handout: after_body(
            handout,
            line("bell&#x9b;31m\u0085\u2028\u202e\ufffdtab&#9;line&#10;&#13;")
            + "".join(
                f'<w:p><w:r><w:sym w:char="{char}"/><w:t>x</w:t></w:r></w:p>' for char in ("D800", "0000", "001B", "x")
            ),
        ),
    )
    yield (
        "numbers that are none",
        lambda handout: after_body(
            handout,
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="²"/><w:numId w:val="{"9" * 5000}"/></w:numPr></w:pPr>'
            f"{words('x')}</w:p>"
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="²"/></w:tcPr>{line("x")}</w:tc><w:tc><w:tcPr>'
            f'<w:gridSpan w:val="{"9" * 5000}"/></w:tcPr>{line("y")}</w:tc></w:tr></w:tbl>',
        ),
    )
    yield (
        "styles in a circle",
        lambda handout: changed(
            handout,
            {
                "word/styles.xml": (
                    f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
                    '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
                ).encode()
            },
        ),
    )
    yield (
        "lists that refer to themselves",
        lambda handout: changed(
            handout,
            {
                "word/numbering.xml": (
                    f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/>'
                    '<w:lvl w:ilvl="²">'
                    '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/>'
                    "</w:num></w:numbering>"
                ).encode()
            },
        ),
    )
    yield "comments on nothing", lambda handout: _commented(handout, 20)
    yield "notes that hold themselves", _notes
    yield (
        "both of two renderings",
        lambda handout: after_body(
            handout,
            f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{line('new')}</w:txbxContent></mc:Choice>"
            f"<mc:Fallback><w:txbxContent>{line('old')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ),
    )
    yield (
        "no properties, and a footer that lies",
        lambda handout: changed(
            handout,
            {
                "docProps/core.xml": None,
                "word/footer1.xml": f"<w:ftr {SPACES}>{line('sonographer 2026.1-../../x')}</w:ftr>".encode(),
            },
        ),
    )
    yield "no text at all", lambda handout: with_body(handout, "")
    yield (
        "empty parts",
        lambda handout: with_body(handout, "<w:tbl/><w:p/><w:sdt/><w:tbl><w:tr/></w:tbl><w:p><w:r/></w:p>"),
    )
    yield (
        "fields that never end",
        lambda handout: after_body(
            handout,
            "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "x</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' * 5_000 + f"{words('x')}</w:p>",
        ),
    )


def _related(handout: bytes, part: str, kind: str, xml: str) -> dict[str, bytes]:
    rels = parts(handout)[RELATIONS]
    one = f'<Relationship Id="hostile" Type="{R}/{kind}" Target="{part}"/></Relationships>'.encode()
    return {RELATIONS: rels.replace(b"</Relationships>", one), f"word/{part}": xml.encode()}


def _commented(handout: bytes, count: int) -> bytes:
    every = "".join(f'<w:comment w:id="{n}" w:author="&#x9b;A">{line("What?")}</w:comment>' for n in range(count))
    text = after_body(handout, '<w:commentRangeEnd w:id="3"/><w:commentRangeStart w:id="999"/>')
    return changed(text, _related(handout, "comments.xml", "comments", f"<w:comments {SPACES}>{every}</w:comments>"))


def _notes(handout: bytes) -> bytes:
    def note(number: int, *of: int) -> str:
        calls = "".join(f'<w:r><w:footnoteReference w:id="{each}"/></w:r>' for each in of)
        return f'<w:footnote w:id="{number}"><w:p>{words("note")}{calls}</w:p></w:footnote>'

    every = note(0, 0) + "".join(note(number, number + 1, number + 1, 0) for number in range(1, 300))
    text = after_body(handout, '<w:p><w:r><w:footnoteReference w:id="0"/><w:footnoteReference w:id="1"/></w:r></w:p>')
    more = _related(handout, "footnotes.xml", "footnotes", f"<w:footnotes {SPACES}>{every}</w:footnotes>")
    return changed(text, more)
