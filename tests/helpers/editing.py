"""Random edits of a guide's content, such as a school or next year's authors make. Shared by tests of merging."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterable
from typing import Any

from guidepress.content import paths, source
from guidepress.content.source import Tree
from guidepress.schools import list_items
from helpers.checkout import ROOT

GUIDES: dict[str, Tree] = {
    path.stem: source.load(path.read_bytes(), f"content/guides/{path.name}")
    for path in sorted((ROOT / "content/guides").glob("*.yaml"))
}
TEXTS = ("title", "lead", "text", "term", "name", "note", "about", "who", "introduction", "subject")
LISTS = ("points", "paragraphs", "items", "rows", "steps", "branches", "facts", "shares", "sections")
SYLLABLES = re.findall("..", "bakelimonuprstwexyozafigrhejukadrsitaquor")


def words(rng: random.Random, count: int) -> str:
    """Words that no guide has, and that hardly come twice."""
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(3, 4))) for _ in range(count))


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every text that may be changed."""
    if isinstance(value, dict):
        return [place for key, item in value.items() for place in places(item, (*at, key))]
    if isinstance(value, list):
        return [place for index, item in enumerate(value) for place in places(item, (*at, index))]
    fit = at[-1] in TEXTS or (isinstance(at[-1], int) and isinstance(value, str))
    return [at] if fit else []


def lists(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every list whose items may come, go and change places."""
    if isinstance(value, dict):
        found = [place for key, item in value.items() for place in lists(item, (*at, key))]
        return found + [(*at, key) for key, item in value.items() if key in LISTS and isinstance(item, list)]
    if isinstance(value, list):
        return [place for index, item in enumerate(value) for place in lists(item, (*at, index))]
    return []


def get(value: Any, at: tuple[Any, ...]) -> Any:
    for step in at:
        value = value[step]
    return value


def fresh(rng: random.Random, like: Any) -> Any:
    """An item as those of a list are, with words of its own."""
    if isinstance(like, str):
        return words(rng, rng.randint(2, 9))
    if "kind" in like:
        name = words(rng, 1)
        return {"id": name, "kind": "points", "title": words(rng, 2), "points": [words(rng, 4), words(rng, 3)]}
    made = {key: words(rng, 3) for key in like if key in TEXTS}
    return made | {key: words(rng, 1) for key in ("fact", "role") if key in like}


def edited(plain: Any, rng: random.Random, count: int, move: bool = True) -> Any:
    """A copy of a guide's plain content with some edits of every kind."""
    changed = copy.deepcopy(plain)
    for _ in range(count):
        what = rng.choice(["text", "text", "insert", "delete", "move" if move else "text", "words", "take"])
        if what in ("text", "words", "take"):
            *above, last = rng.choice(places(changed))
            holder = get(changed, tuple(above))
            if what == "text":
                holder[last] = words(rng, rng.randint(2, 8))
            elif what == "words":
                said = holder[last].split()
                said[rng.randrange(len(said))] = words(rng, 1)
                holder[last] = " ".join(said)
            elif last in ("lead", "note"):
                del holder[last]
            continue
        items = get(changed, rng.choice(lists(changed)))
        if what == "insert" and items:
            items.insert(rng.randint(0, len(items)), fresh(rng, items[0]))
        elif what == "delete" and len(items) > 1:
            items.pop(rng.randrange(len(items)))
        elif what == "move" and items:
            items.insert(rng.randint(0, len(items) - 1), items.pop(rng.randrange(len(items))))
    return paths.normal(changed)


def dice(seed: int) -> random.Random:
    """Chance that comes out the same for the same seed."""
    return random.Random(seed)  # noqa: S311


def texts_of(trees: Iterable[Tree | None]) -> set[str]:
    """Every text in some Trees."""
    return {text for tree in trees for text in list_items.texts_of(paths.plain(tree))}
