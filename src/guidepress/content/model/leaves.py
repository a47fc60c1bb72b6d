"""Leaves: every editable piece of text in any content, each with its content path, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from guidepress.content.model.fields import Text, Word


class ContentLeaf(NamedTuple):
    """A piece of text: its content path, its place in the file's data, and the text itself."""

    path: str
    location: tuple[str | int, ...]
    text: Text | Word


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


def item_name(item: Any, index: int) -> str:
    """Name an item of a list as content paths do: by its id where it has one, else by its index."""
    return next((str(getattr(item, name)) for name in NAMES if hasattr(item, name)), str(index))


def step(path: str, name: str) -> str:
    """Go one step down a content path."""
    return f"{path}.{name}" if path else name
