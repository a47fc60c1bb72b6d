"""Changes a handout by chance: a few bytes, elements, attributes, or pieces of its base."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from lxml import etree

from helpers.hostile import DOCUMENT, RELATIONS, base_of, changed, parts, with_base


def spoilt(handout: bytes, rng: Random) -> bytes:
    """The handout with a few bytes, elements, attributes or pieces of its base changed by chance."""
    return rng.choice([_bytes, _letters, _elements, _attributes, _base])(handout, rng)


def _bytes(handout: bytes, rng: Random) -> bytes:
    data = bytearray(handout)
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def _letters(handout: bytes, rng: Random) -> bytes:
    members = parts(handout)
    name = rng.choice([each for each in members if each.endswith((".xml", ".rels"))])
    data = bytearray(members[name])
    for _ in range(rng.randint(1, 3)):
        data[rng.randrange(len(data))] = rng.choice(b'abc019 "<>=/&;-')
    return changed(handout, {name: bytes(data)})


_READ = [DOCUMENT] * 6 + ["word/styles.xml", "word/numbering.xml", "word/footer1.xml", "docProps/core.xml", RELATIONS]


def _elements(handout: bytes, rng: Random) -> bytes:
    """Some elements are taken out, moved among their neighbours, moved elsewhere, or doubled."""
    name = rng.choice(_READ)
    root = etree.fromstring(parts(handout)[name])
    every = list(root.iter())[1:]
    for _ in range(rng.randint(1, 12)):
        one, other = rng.choice(every), rng.choice(every)
        above = one.getparent()
        what = rng.randrange(5)
        if above is None:
            continue
        if what < 2:
            above.remove(one)
        elif what == 2:
            above.insert(rng.randrange(len(above)), one)
        elif what == 3 and one is not other and one not in list(other.iterancestors()):
            other.append(one)
        elif what == 4:
            above.append(copy.deepcopy(one))
    return changed(handout, {name: etree.tostring(root)})


def _attributes(handout: bytes, rng: Random) -> bytes:
    """Some attributes exchange their values."""
    name = rng.choice(_READ)
    root = etree.fromstring(parts(handout)[name])
    every = [(each, key) for each in root.iter() for key in each.attrib]
    for _ in range(rng.randint(1, 30)) if every else ():
        (one, key), (other, second) = rng.choice(every), rng.choice(every)
        one.attrib[key], other.attrib[second] = other.attrib[second], one.attrib[key]
    return changed(handout, {name: etree.tostring(root)})


def _base(handout: bytes, rng: Random) -> bytes:
    """Some values of the base are taken out, made others, shuffled or turned round."""
    base = base_of(handout)
    for _ in range(rng.randint(1, 3)):
        at = rng.choice([place for place in _places(base) if place])
        holder: Any = base
        for step in at[:-1]:
            holder = holder[step]
        what = rng.randrange(4)
        if what == 0:
            del holder[at[-1]]
        elif what == 1:
            holder[at[-1]] = rng.choice([None, 0, -1, "x", "", [], {}, True, 1e9, "sections.work.title"])
        elif what == 2 and isinstance(holder, list):
            rng.shuffle(holder)
        elif isinstance(holder[at[-1]], str):
            holder[at[-1]] = holder[at[-1]][::-1]
    return with_base(handout, base)


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(item, (*at, key))
