"""On which panel each section begins, after a school has added, removed or moved sections."""

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
    """Return a draft of a guide with its panels in order again, each begun by a section where that is possible.

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
    panel_spans: dict[str, Span] = {}
    panel_by_section: dict[str, int] = {}
    panel = 0
    for section in before.value:
        if (own_panel := _panel(section)) is not None:
            panel = own_panel
            panel_spans.setdefault(ORDER[panel], section.value["panel"].span)
        panel_by_section[paths.item_name(section) or ""] = panel
    wanted_panels: list[int] = []
    for section in after.value:
        own_panel = _panel(section)
        panel_before = wanted_panels[-1] if wanted_panels else 0
        wanted_panels.append(
            panel_by_section.get(paths.item_name(section) or "", panel_before if own_panel is None else own_panel)
        )
    settled = _settle(wanted_panels)
    sections = [
        _with_panel(
            section, ORDER[settled_panel] if index == 0 or settled_panel != settled[index - 1] else None, panel_spans
        )
        for index, (section, settled_panel) in enumerate(zip(after.value, settled, strict=True))
    ]
    return paths.put(draft, ("sections",), replace(after, value=sections))


def _panel(section: Tree) -> int | None:
    name = paths.plain(paths.child(section, "panel"))
    return ORDER.index(name) if name in ORDER else None


def _in_order(sections: Sequence[Tree]) -> bool:
    begun = [panel for section in sections if (panel := _panel(section)) is not None]
    return _panel(sections[0]) is not None and begun == sorted(begun) and set(begun) == set(range(len(ORDER)))


def _settle(wanted_panels: Sequence[int]) -> list[int]:
    """Return a panel for each section, none before that of the section above, at the least cost."""
    costs: dict[int, tuple[int, list[int]]] = {}
    for index, wanted_panel in enumerate(wanted_panels):
        costs_now: dict[int, tuple[int, list[int]]] = {}
        for panel in range(len(ORDER)):
            options = [
                (cost + WITHOUT_BEGINNING * max(panel - last - 1, 0), panels_so_far)
                for last, (cost, panels_so_far) in costs.items()
                if last <= panel
            ] or ([(WITHOUT_BEGINNING * panel, [])] if index == 0 else [])
            if options:
                cost, panels_so_far = min(options)
                costs_now[panel] = (cost + abs(panel - wanted_panel), [*panels_so_far, panel])
        costs = costs_now
    total = [
        (cost + WITHOUT_BEGINNING * (len(ORDER) - 1 - last), panels_so_far)
        for last, (cost, panels_so_far) in costs.items()
    ]
    return min(total)[1]


def _with_panel(section: Tree, panel: str | None, panel_spans: dict[str, Span]) -> Tree:
    """Return a section that begins this panel, or none."""
    panel_now = paths.plain(paths.child(section, "panel"))
    if panel is None:
        return section if panel_now is None else paths.put(section, ("panel",), None)
    if panel_now == panel:
        return section
    return paths.put(section, ("panel",), Tree(panel, panel_spans.get(panel, section.span), written=panel))
