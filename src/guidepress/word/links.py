"""Where links of a Word file lead, and their addresses as Markdown can hold them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from guidepress.content.model import inline

_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"?|(\S+)')
_TAKING = {"\\l", "\\o", "\\t"}  # switches of the field that a word follows: a place in the file, a tip, a frame
_ESCAPED = re.compile(r"[\s<>()\[\]{}|\\^`\"]")


def of_field(instruction: str) -> str:
    r"""Return where the field HYPERLINK leads (ECMA-376 part 1, 17.16.5.25); empty for any other field.

    The address may stand without quotation marks and behind switches; `\l` names a place in what it leads to.
    """
    pieces = [match[1] if match[1] is not None else match[2] for match in _PIECE.finditer(instruction)]
    quoted = [match[1] is not None for match in _PIECE.finditer(instruction)]
    if not pieces or pieces[0].upper() != "HYPERLINK":
        return ""
    address = place = switch = ""
    for piece, is_quoted in zip(pieces[1:], quoted[1:], strict=True):
        words = re.sub(r"\\(.)", r"\1", piece) if is_quoted else piece
        if switch:
            place, switch = (words if switch == "\\l" else place), ""
        elif not is_quoted and piece.startswith("\\"):
            switch = piece.lower() if piece.lower() in _TAKING else ""
        else:
            address = address or words
    return joined(address, place)


def joined(address: str, place: str) -> str:
    """Return an address with the place in it that a link leads to, which Word keeps apart (17.16.22, `anchor`)."""
    return f"{address}#{place}" if place and "#" not in address else address


@lru_cache(maxsize=512)
def written(address: str) -> str:
    """Return an address as Markdown holds it: what would end it there is written as %XX.

    Empty where no link may lead there, as to a file of one computer or to a place in the handout itself.
    """
    if not address:
        return ""
    escaped = _ESCAPED.sub(lambda match: quote(match[0], safe=""), address.strip())
    try:
        runs = inline.parse(f"[words]({escaped})")
    except ValueError:
        return ""
    return runs[0].href if len(runs) == 1 and runs[0].text == "words" else ""


@lru_cache(maxsize=512)
def compared(address: str) -> str:
    """Return an address as two are compared: programs write the same one in several ways."""
    return (written(address) or address).rstrip("/")
