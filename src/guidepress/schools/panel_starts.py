"""On which panel sections begin, once sections have come, gone or changed places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guidepress.content import paths
from guidepress.content.model.sections import PanelName
from guidepress.content.source import Tree
from guidepress.errors import Span

ORDER = [str(panel) for panel in PanelName]

WITHOUT_BEGINNING = 1000
"""What a panel on which no section begins costs, where a section that stands one panel from its own costs 1."""


def hand_on(guide: Tree, draft: Tree) -> Tree:
    """Return a draft of a guide whose panels are in order again, each begun by a section, as far as that is possible.

    Sections stay on their own panel where they can; a new one stands on the panel of the section before it. Where the
    sections are those of the guide in its order, and where the panels are in order already, nothing changes.
    """
    before, after = paths.child(guide, "sections"), paths.child(draft, "sections")
    if before is None or after is None or paths.names(before) is None or paths.names(after) is None or not after.value:
        return draft
    if paths.names(before) == paths.names(after) or _in_order(after.value):
        return draft
    if all(_panel(section) is None for section in before.value):
        return draft
    named: dict[str, Span] = {}
    stands: dict[str, int] = {}
    panel = 0
    for section in before.value:
        if (own := _panel(section)) is not None:
            panel = own
            named.setdefault(ORDER[panel], section.value["panel"].span)
        stands[paths.item_name(section) or ""] = panel
    wanted: list[int] = []
    for section in after.value:
        own = _panel(section)
        near = wanted[-1] if wanted else 0
        wanted.append(stands.get(paths.item_name(section) or "", near if own is None else own))
    settled = _settle(wanted)
    sections = [
        _begin(section, ORDER[at] if index == 0 or at != settled[index - 1] else None, named)
        for index, (section, at) in enumerate(zip(after.value, settled, strict=True))
    ]
    return paths.put(draft, ("sections",), replace(after, value=sections))


def _panel(section: Tree) -> int | None:
    name = paths.plain(paths.child(section, "panel"))
    return ORDER.index(name) if name in ORDER else None


def _in_order(sections: Sequence[Tree]) -> bool:
    begun = [panel for section in sections if (panel := _panel(section)) is not None]
    return _panel(sections[0]) is not None and begun == sorted(begun) and set(begun) == set(range(len(ORDER)))


def _settle(wanted: Sequence[int]) -> list[int]:
    """Return for each section a panel, none before that of the section above, at the least cost."""
    costs: dict[int, tuple[int, list[int]]] = {}
    for index, want in enumerate(wanted):
        now: dict[int, tuple[int, list[int]]] = {}
        for panel in range(len(ORDER)):
            ways = [
                (cost + WITHOUT_BEGINNING * max(panel - last - 1, 0), way)
                for last, (cost, way) in costs.items()
                if last <= panel
            ] or ([(WITHOUT_BEGINNING * panel, [])] if index == 0 else [])
            if ways:
                cost, way = min(ways)
                now[panel] = (cost + abs(panel - want), [*way, panel])
        costs = now
    total = [(cost + WITHOUT_BEGINNING * (len(ORDER) - 1 - last), way) for last, (cost, way) in costs.items()]
    return min(total)[1]


def _begin(section: Tree, panel: str | None, named: dict[str, Span]) -> Tree:
    """Let a section begin a panel, or none."""
    said = paths.plain(paths.child(section, "panel"))
    if panel is None:
        return section if said is None else paths.put(section, ("panel",), None)
    if said == panel:
        return section
    return paths.put(section, ("panel",), Tree(panel, named.get(panel, section.span), written=panel))
