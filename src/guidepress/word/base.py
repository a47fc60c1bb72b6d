"""A handout's base, stored inside it: the content it was made from, with which an edited handout is compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidepress.content.copied_text import without_soft_hyphens
from guidepress.content.model.fields import LONGEST_SLUG, SLUG
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.revision import REVISION, canonical
from guidepress.errors import ContentError, Problem, Span
from guidepress.word import lines
from guidepress.word.lines import Passage

VERSION = 1


@dataclass(frozen=True)
class Base:
    """What a handout was made from. `content` and `publisher` are as in the YAML files; `school` is empty for none."""

    guide: str
    revision: str
    school: str
    content: Mapping[str, Any]
    publisher: Mapping[str, Any]
    passages: Sequence[Passage]

    def dump(self) -> bytes:
        """Return the base as JSON bytes, always the same for the same base."""
        data = {
            "version": VERSION,
            "guide": self.guide,
            "revision": self.revision,
            "school": self.school,
            "content": self.content,
            "publisher": self.publisher,
            "passages": lines.dump(self.passages),
        }
        return canonical(data)


def load(data: bytes, name: str) -> Base:
    """Read a base from JSON; `name` is how problems call the file that holds it. Raises ContentError if it is none."""
    try:
        base_data = json.loads(without_soft_hyphens(data.decode()))  # earlier versions kept them
        if base_data["version"] != VERSION:
            raise ValueError(base_data["version"])
        canonical(base_data)  # halves of characters, which JSON may hold, are none that can be written
        passages = lines.load(base_data["passages"])
        guide, revision, school = (base_data[key] for key in ("guide", "revision", "school"))
        if not (re.fullmatch(SLUG, guide) and re.fullmatch(REVISION, revision) and re.fullmatch(f"({SLUG})?", school)):
            raise ValueError(guide, revision, school)
        if max(len(guide), len(school)) > LONGEST_SLUG:
            raise ValueError(guide, school)
        # It may come from anywhere: what no guide could say is not taken for the content of one.
        for model, key in ((Guide, "content"), (School if school else Publisher, "publisher")):
            model.model_validate_json(json.dumps(base_data[key]))
        return Base(guide, revision, school, dict(base_data["content"]), dict(base_data["publisher"]), passages)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError):
        sentence = "What this file holds of the content it was made from cannot be read."
        raise ContentError([Problem(Span(name), sentence, "was it made by another version of Guidepress?")]) from None
