"""Makes elements of WordprocessingML, and refuses text that XML cannot hold."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from guidepress.compose.document import UNHOLDABLE
from guidepress.errors import ContentError, Problem, Span


def w(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """Return an element of WordprocessingML. Raises ContentError for an attribute that XML cannot hold."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), holdable(str(value)))
    element.extend(children)
    return element


def twips(points: float) -> int:
    """Return a length in twentieths of a point, in which Word counts."""
    return round(points * 20)


# The order of a paragraph's properties that are written here (ECMA-376 part 1, 17.3.1.26).
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "jc",
    "textAlignment", "sectPr",
)  # fmt: skip


def add_properties(paragraph: BaseOxmlElement, *added: BaseOxmlElement) -> None:
    """Put properties into a paragraph, in the order of the schema; one that is there already gives way."""
    properties = paragraph[0]
    for element in added:
        for before in properties.findall(element.tag):
            properties.remove(before)
        properties.append(element)
    properties[:] = sorted(properties, key=lambda element: _ORDER.index(element.tag.rpartition("}")[2]))


def with_text(run: BaseOxmlElement, text: str) -> BaseOxmlElement:
    """Put words into a run and return it. Raises ContentError for a character that XML cannot hold."""
    words = w("t")
    words.text = holdable(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def holdable(text: str) -> str:
    """Return a text as it is. Raises ContentError for a character that XML cannot hold."""
    unholdable = UNHOLDABLE.search(text)
    if unholdable:
        message = (
            f"a Word file cannot hold the character U+{ord(unholdable[0]):04X} in “{UNHOLDABLE.sub('�', text)[:40]}”"
        )
        raise ContentError([Problem(Span("handout"), message, "remove the character")])
    return text
