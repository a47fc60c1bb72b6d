"""Language tags: whether `de`, `en-US` or `zh-Hant` names a language."""

from __future__ import annotations

import re

# RFC 5646, section 2.1, without what no language has today: a language of four letters or more, and the grandfathered.
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}"  # the language: de, zh-yue
    r"(-[a-z]{4})?"  # its script: zh-Hant
    r"(-([a-z]{2}|[0-9]{3}))?"  # its region: en-US, es-419
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # its variants: de-1996
    r"(-[0-9a-wyz](-[a-z0-9]{2,8})+)*"  # extensions
    r"(-x(-[a-z0-9]{1,8})+)?",  # what two agreed on
    re.IGNORECASE,
)


def is_tag(value: str) -> bool:
    """Say whether a language can be named so: `de`, `en-US`, `zh-Hant`."""
    return _TAG.fullmatch(value) is not None
