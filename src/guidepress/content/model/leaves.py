"""Leaves: every editable piece of text in any content, each with its content path, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from guidepress.content.model.fields import Text, Word


class ContentLeaf(NamedTuple):
    """A piece of text: its content path, its place in the file's data, and the text itself."""

    path: str
    location: tuple[str | int, ...]
    text: Text | Word


MOST_TEXTS = 600
MOST_CHARACTERS = 40_000
"""What all texts of a guide may be, and all of a school's own: the longest guide we know has about 150 texts with 6,000
characters, and a booklet of sixteen pages holds no more than 40,000."""

# The fields by which the items of a list are named in a content path. Items without one go by their index.
NAMES = ("id", "role", "slug", "fact")


def walk(
    value: Any,
    path: str = "",
    location: tuple[str | int, ...] = (),
    kinds: tuple[type[Text] | type[Word], ...] = (Text,),
) -> Iterator[ContentLeaf]:
    """Walk a model and yield its leaves in reading order. With `kinds`, other kinds of text as well: (Text, Word)."""
    if isinstance(value, kinds):
        yield ContentLeaf(path, location, value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), step(path, name), (*location, name), kinds)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, step(path, key), (*location, key), kinds)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, step(path, item_name(item, index)), (*location, index), kinds)


def check_sum(model: BaseModel, called: str) -> None:
    """See whether the texts of a model are no more, and no longer in all, than may be laid out.

    `called` is what a problem calls what the model describes. Raises PydanticCustomError. Choosing where texts go
    and how large takes time by more than their length.
    """
    lengths = [len(leaf.text) for leaf in walk(model)]
    for count, most, what in (
        (len(lengths), MOST_TEXTS, "texts"), (sum(lengths), MOST_CHARACTERS, "characters in its texts")
    ):  # fmt: skip
        if count > most:
            message = "This {called} has {count} {what}; {most} are the most."
            values = {"called": called, "count": f"{count:,}", "what": what, "most": f"{most:,}"}
            raise PydanticCustomError("long_file", message, values)


def item_name(item: Any, index: int) -> str:
    """Name an item of a list as content paths do: by its id where it has one, else by its index."""
    return next((str(getattr(item, name)) for name in NAMES if hasattr(item, name)), str(index))


def step(path: str, name: str) -> str:
    """Go one step down a content path."""
    return f"{path}.{name}" if path else name
