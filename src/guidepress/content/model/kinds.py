"""What a section's model says of its kind: which list holds its items, how many it needs, what may be empty.

A kind is described once, by its model in `sections`. Whoever breaks lists over panels, reads an edited handout back or
tells of a change asks here. `register` adds a kind that is not among ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Any, get_args

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from guidepress.content.model import guides, sections
from guidepress.content.model.fields import Spoken, Text
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import Publisher
from guidepress.content.model.sections import SectionBase


@dataclass(frozen=True)
class Kind:
    """A kind of section: its name, its model, the list without which it is none, and how many items that needs.

    `items` is empty for a kind that has no such list. `texts` are the fields without whose words it is none, beside the
    heading.
    """

    name: str
    model: type[SectionBase]
    items: str = ""
    least: int = 0
    texts: tuple[str, ...] = ()

    @property
    def breakable(self) -> str:
        """The list that may go on in another column between two of its items; empty where there is none."""
        return "" if self.model.in_one_piece else self.items

    @property
    def glanced(self) -> str:
        """The list whose items may stand side by side across the top of a page; empty where there is none."""
        return self.items if self.model.at_a_glance else ""


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of section by its name."""
    return {
        name: Kind(name, model, *_required_list(model), _required_texts(model))
        for model in sections.MODELS
        for name in get_args(model.model_fields["kind"].annotation)
    }


def kind(name: object) -> Kind:
    """Return a kind by its name; for a section without a model, such as programs nearby, a kind without items."""
    return kinds().get(str(name)) or Kind(str(name), sections.SectionBase)


def register(model: type[SectionBase]) -> Callable[[], None]:
    """Add a kind of section: guides may have it from now on. Returns what takes it away again.

    Its model says all there is to know of it; beside it, templates for the brochure and the handout have to be there.
    """
    sections.MODELS.append(model)
    _rebuild()

    def take_away() -> None:
        sections.MODELS.remove(model)
        _rebuild()

    return take_away


def _rebuild() -> None:
    guides.take_kinds()
    for cached in (kinds, spoken_names, spoken_order, printed_fields):
        cached.cache_clear()


def is_complete(section: dict[str, Any]) -> bool:
    """Say whether a section of plain data has the words and items that its kind needs, and each item what it needs."""
    section_kind = kind(section.get("kind"))
    if not all(section.get(name) for name in section_kind.texts):
        return False
    items = section.get(section_kind.items, ()) if section_kind.items else ()
    if len(items) < section_kind.least:
        return False
    inner_lists = [_required_list(model) for model in _item_models(section_kind.model, section_kind.items)]
    return all(len(item.get(name, ())) >= least for item in items for name, least in inner_lists if name)


def may_be_empty(model: type[BaseModel], steps: Sequence[str]) -> bool:
    """Say whether the field that the steps of a content path lead to may be left out; items of lists are no field."""
    info = _field(model, steps)
    return info is not None and not info.is_required()


def pair(model: type[BaseModel], steps: Sequence[str]) -> tuple[str, str] | None:
    """Return the names of the two text fields of a list's items, a short term and its text; None for other lists.

    Such items have two texts and nothing else, and the first may be missing.
    """
    info = _field(model, steps)
    for item in _models_in(info.annotation) if info is not None else ():
        names = list(item.model_fields)
        if len(names) == 2 and all(_holds_text(item.model_fields[name]) for name in names):
            first, second = (item.model_fields[name] for name in names)
            if not first.is_required() and second.is_required():
                return names[0], names[1]
    return None


@cache
def spoken_names() -> dict[str, str]:
    """Return by field name what the field is called in messages to people; a field not in it goes by its name."""
    words_by_field: dict[str, str] = {}
    for model in _every_model():
        for name, info in model.model_fields.items():
            for metadata in info.metadata:
                if isinstance(metadata, Spoken):
                    words_by_field.setdefault(name, metadata.words)
    return words_by_field


@cache
def spoken_order() -> tuple[str, ...]:
    """Return the fields of items that a handout shows, in an order that agrees with that of each model."""
    order = TopologicalSorter[str]()
    for model in _every_model():
        if issubclass(model, SectionBase | Guide | Publisher):
            continue  # these are told field by field
        shown = [name for name, info in model.model_fields.items() if _holds_text(info) or _holds_items(info)]
        for before, name in pairwise(["", *shown]):
            order.add(name, *filter(None, [before]))
    return tuple(order.static_order())


@cache
def printed_fields() -> frozenset[str]:
    """Return the names of the fields of sections that hold text, or lists of it."""
    models = _with_nested_models(sections.MODELS)
    return frozenset(name for model in models for name, info in model.model_fields.items() if _holds_text(info))


def _every_model() -> list[type[BaseModel]]:
    """Return the models of a guide, of its sections and of who hands it out, with those inside them."""
    return _with_nested_models([*sections.MODELS, Guide, Publisher, *Publisher.__subclasses__()])


def _with_nested_models(models: Sequence[type[BaseModel]]) -> list[type[BaseModel]]:
    waiting, seen = list(models), list[type[BaseModel]]()
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.append(model)
        waiting += [inner for info in model.model_fields.values() for inner in _models_in(info.annotation)]
    return seen


def _required_list(model: type[BaseModel]) -> tuple[str, int]:
    """Return the list that a model requires and how many items it needs, nothing where it requires none."""
    for name, info in model.model_fields.items():
        least = next((metadata.min_length for metadata in info.metadata if isinstance(metadata, MinLen)), 0)
        if info.is_required() and least and "tuple" in str(info.annotation):
            return name, least
    return "", 0


def _required_texts(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(
        name
        for name, info in model.model_fields.items()
        if name != "title" and info.is_required() and info.annotation is Text
    )


def _item_models(model: type[BaseModel], name: str) -> list[type[BaseModel]]:
    return list(_models_in(model.model_fields[name].annotation)) if name else []


def _field(model: type[BaseModel], steps: Sequence[str]) -> FieldInfo | None:
    models, info = [model], None
    for step in steps:
        holder = next((candidate for candidate in models if step in candidate.model_fields), None)
        if holder is not None:  # else it is the place or the name of an item in a list
            info = holder.model_fields[step]
            models = list(_models_in(info.annotation))
    return info


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _annotation_parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _annotation_parts(part)


def _holds_text(info: FieldInfo) -> bool:
    return Text in _annotation_parts(info.annotation)


def _holds_items(info: FieldInfo) -> bool:
    return any(True for _ in _models_in(info.annotation)) and "tuple" in str(info.annotation)
