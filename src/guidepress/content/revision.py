"""The revision printed on a guide's files: its edition, and the first digits of a digest of its content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from guidepress.content.library import Library
from guidepress.content.model.fields import Content
from guidepress.content.model.guides import Guide

REVISION = r"20[0-9]{2}(\.[0-9]+)?-[0-9a-f]{8}"
"""What a revision looks like: the edition, and the first digits of the digest of what was published."""


def plain(model: Content) -> dict[str, Any]:
    """Return a model as it stands in YAML: only what was written, texts with their white space collapsed."""
    return dict(model.model_dump(mode="json", exclude_unset=True, exclude_none=True))


def canonical_content(guide: Guide, library: Library) -> bytes:
    """Return the content of a guide's files in one canonical form: what its revision is the digest of."""
    used = {slug: plain(library.roles[slug]) for slug in sorted(library.roles_shown(guide))}
    content: dict[str, Any] = {"guide": plain(guide), "roles": used}
    written = canonical(content).decode()
    if long_forms := {short: form.words for short, form in library.names.in_full.items() if short in written}:
        content["names"] = long_forms
    if publisher := plain(library.publisher):
        content["publisher"] = publisher
    pictures = [picture.digest for picture, slug, _ in library.picture_places() if slug in ("", guide.slug)]
    if pictures:
        content["pictures"] = pictures  # another picture under the same name is another handout
    return canonical(content)


def revision_of(guide: Guide, library: Library) -> str:
    """Return the revision of a guide's files: its edition, and the first digits of its content's digest."""
    return f"{guide.edition}-{hashlib.sha256(canonical_content(guide, library)).hexdigest()[:8]}"


def canonical(data: Any) -> bytes:
    """Return plain data as JSON bytes that are the same whenever the data is."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
