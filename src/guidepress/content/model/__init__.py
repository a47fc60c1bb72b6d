"""The fields that each kind of content file and each kind of section may have, and the rules for their values.

A new field, a new kind of section or a new rule for a value belongs here. Nothing here reads a file, and nothing
of ours is imported but errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.content.model.brand import Brand
    from guidepress.content.model.guides import Guide
    from guidepress.content.model.labels import Labels, Names
    from guidepress.content.model.publisher import Publisher, School
    from guidepress.content.model.roles import Role

__all__ = ["Brand", "Guide", "Labels", "Names", "Publisher", "Role", "School"]

__getattr__ = face(
    __name__,
    {
        "Brand": "brand",
        "Guide": "guides",
        "Labels": "labels",
        "Names": "labels",
        "Publisher": "publisher",
        "Role": "roles",
        "School": "publisher",
    },
)
