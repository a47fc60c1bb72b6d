"""Which addresses a link may have (web, email, telephone), and how one is written so that every program takes it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink

SCHEMES = ("http", "https", "mailto", "tel")

IN_TEXT = re.compile(
    r"((?<![\w@.])(?:"
    r"[\w.+%-]*\w@[\w-]+(?:\.[\w-]+)+"  # jane.doe@school.example
    r"|(?:https?://|www\.)[^\s<>“”„\"()]*[\w/=#&-]"
    r"|(?:[\w-]+\.)+[a-z]{2,}(?:[/?#][^\s<>“”„\"()]*[\w/=#&-]|/)?(?![\w@])"  # caahep.org/students
    r"))",
    re.IGNORECASE,
)
"""A web or email address as it stands in a text, in a group. What only looks like one is kept whole, too."""

_WEB = re.compile(r"//[^/?#@:]+\.[^/?#@:]+(:[0-9]+)?([/?#].*)?")
_TELEPHONE = re.compile(r"\+?[0-9().*#;=-]*[0-9][0-9().*#;=-]*")
_MAILBOX = re.compile(r"[^@?]+@[^@?]+\.[^@?]+")
_WITH_MAILBOXES = ("to", "cc", "bcc")


def normalized(address: str) -> str:
    """Return an address as a URI (RFC 3986): what cannot stand in one is written as %XX, a host beyond ASCII as xn--…

    Word calls a file damaged in which a link's address is no URI. What is written as %XX already stays as it is.
    """
    return normalizeLink(address)


def checked(href: str) -> str:
    """Return a normalized address. Raises ValueError with a sentence where no link can lead there."""
    scheme, _, rest = href.partition(":")
    if scheme.lower() not in SCHEMES:
        raise ValueError(f"The link “{href}” must begin with https:, http:, mailto: or tel:")
    pattern = _TELEPHONE if scheme.lower() == "tel" else _WEB
    if not (_is_mail(rest) if scheme.lower() == "mailto" else pattern.fullmatch(rest)):
        raise ValueError(f"The link “{href}” is not a whole address")
    return href


def _is_mail(rest: str) -> bool:
    """Say whether what follows “mailto:” names mailboxes, then fields such as “?cc=…&subject=…” (RFC 6068, 2)."""
    mailboxes, mark, fields = rest.partition("?")
    if not _are_mailboxes(mailboxes):
        return False
    for field in fields.split("&") if mark else ():
        name, equals, value = field.partition("=")
        if not re.fullmatch("[A-Za-z-]+", name) or not equals:
            return False
        if name.lower() in _WITH_MAILBOXES and not _are_mailboxes(unquote(value)):
            return False
    return True


def _are_mailboxes(text: str) -> bool:
    return all(_MAILBOX.fullmatch(mailbox.strip()) for mailbox in text.split(","))
