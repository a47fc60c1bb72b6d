"""The base of a handout: the content it was made from, and what it showed. An edited handout is compared with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidepress.content.model.fields import SLUG
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.revision import REVISION, canonical
from guidepress.errors import ContentError, Problem, Span
from guidepress.word import lines as passages
from guidepress.word.lines import Passage

VERSION = 1
_LONGEST = 80  # characters of a short name


@dataclass(frozen=True)
class Base:
    """What a handout was made from. `content` and `publisher` are as they stand in YAML; `school` is empty for none."""

    guide: str
    revision: str
    school: str
    content: Mapping[str, Any]
    publisher: Mapping[str, Any]
    passages: Sequence[Passage]

    def dump(self) -> bytes:
        """Return the base in one canonical form."""
        data = {
            "version": VERSION,
            "guide": self.guide,
            "revision": self.revision,
            "school": self.school,
            "content": self.content,
            "publisher": self.publisher,
            "passages": passages.dump(self.passages),
        }
        return canonical(data)


def load(data: bytes, name: str) -> Base:
    """Read a base; `name` is how problems call the file that holds it. Raises ContentError where it is none of ours."""
    try:
        found = json.loads(data)
        if found["version"] != VERSION:
            raise ValueError(found["version"])
        canonical(found)  # halves of characters, which JSON may hold, are none that can be written
        held = passages.load(found["passages"])
        guide, revised, school = (found[key] for key in ("guide", "revision", "school"))
        if not (re.fullmatch(SLUG, guide) and re.fullmatch(REVISION, revised) and re.fullmatch(f"({SLUG})?", school)):
            raise ValueError(guide, revised, school)
        if max(len(guide), len(school)) > _LONGEST:
            raise ValueError(guide, school)
        # It may come from anywhere: what no guide could say is not taken for the content of one.
        for model, key in ((Guide, "content"), (School if school else Publisher, "publisher")):
            model.model_validate_json(json.dumps(found[key]))
        return Base(guide, revised, school, dict(found["content"]), dict(found["publisher"]), held)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError):
        sentence = "What this file holds of the content it was made from cannot be read."
        raise ContentError([Problem(Span(name), sentence, "was it made by another version of Guidepress?")]) from None
