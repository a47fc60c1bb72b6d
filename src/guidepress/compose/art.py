"""Which drawings a brochure and a handout show: the motif on the cover and beside each role, its size and colors."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace

from guidepress.compose.drawings import motifs
from guidepress.compose.drawings.edges import Edges
from guidepress.compose.drawings.flat_motifs import Flat
from guidepress.compose.drawings.motifs import Colouring, Palette
from guidepress.compose.themes.theme import Ground, Theme
from guidepress.compose.view import Plain
from guidepress.content import pictures
from guidepress.content.picture_files import PictureFile

LEAST_COVER = 70.0  # points, its bleed among them: a lower strip on the cover would look like a mistake


def data_address(kind: str, data: bytes) -> str:
    """Return bytes as a `data:` address, by which a page holds a picture in itself."""
    return f"data:{kind};base64,{b64encode(data).decode()}"


def picture_address(picture: PictureFile) -> str:
    """Return a picture of the content as a `data:` address: its outlines where it has some."""
    return data_address(*picture.best)


def portrait_address(photo: PictureFile, theme: Theme, ratio: float) -> str:
    """Return a photograph beside a quotation as a `data:` address, cut to a ratio of its width to its height.

    It is in the shades of the theme: gray, or from ink to light.
    """
    light = theme.colours.light
    return picture_address(pictures.cut(photo, round(ratio, 3), (theme.colours.ink, light) if light else None))


def colouring(theme: Theme, ground: Ground) -> Colouring:
    """Return the colours of a drawing that lies on a ground of the theme."""
    return _flat_colours(theme, ground) if theme.art == "flat" else line_colours(theme, ground)


def _flat_colours(theme: Theme, ground: Ground) -> Flat:
    colours = theme.colours
    second, shade = colours.second or colours.accent, colours.shade or colours.ink
    return Flat(ground.fill, colours.ink, colours.accent, second, colours.paper, shade)


def line_colours(theme: Theme, ground: Ground) -> Palette:
    """Return the colours of a drawing in lines that lies on a ground of the theme."""
    mark = theme.colours.mark
    own_mark = mark if mark and mark != theme.colours.ink else ""
    return Palette(accent=ground.bar, ink=ground.mark, paper=ground.fill, mark=own_mark)


def brochure(
    shown: Plain,
    theme: Theme,
    measures: Mapping[str, float],
    cover: tuple[float, float],
    edges: Edges,
    fillers: Mapping[str, float],
    apart: Mapping[str, float],
    strip: float = 0.0,
) -> dict[str, str]:
    """Draw the cover's picture, the motifs and strips of the roles, and what fills a column that is short of text.

    `measures` says how wide each column is, `cover` is the width and the height of the cover's picture, with what lies
    beyond those of its `edges` that are cut, `fillers` are heights, all in points; a motif that stands for a role is
    `apart` as wide as its column. `strip` is the height of strips, 0 where none is shown. Returns addresses by name. A
    guide whose roles have no motif gets none.
    """
    names, scheme = shown["motifs"], shown["scheme"]
    if not names:
        return {}
    svgs: dict[str, str] = {}
    if cover[1] >= LEAST_COVER:
        svgs["cover"] = _cover(names, theme, scheme, *cover, edges)
    filled = 0
    for panel in shown["panels"]:
        for column in panel["columns"]:
            ground, measure = theme.ground(scheme, column["ground"]), measures[column["name"]]
            sign_width = measure * apart[column["name"]]
            for section in column["sections"]:
                for line in section.get("lines") or ():
                    if line["motif"]:
                        svgs[line["motif"]] = _role_sign(line["motif"], theme, ground, sign_width)
                if strip and section.get("strip"):
                    drawn = motifs.profile(scheme, measure, strip, colouring(theme, ground))
                    svgs[strip_name(section)] = drawn
                for role in section.get("roles") or ():
                    if role["motif"]:
                        svgs.setdefault(role["motif"], _role_sign(role["motif"], theme, ground, sign_width))
            if height := fillers.get(column["name"]):
                motif = names[filled % len(names)]
                svgs[f"filler-{column['name']}"] = motifs.filler(motif, measure, height, colouring(theme, ground))
                filled += 1
    return {name: data_address("image/svg+xml", svg.encode()) for name, svg in svgs.items()}


def strip_name(section: Plain) -> str:
    """Return the name of a section's strip among the drawings."""
    return f"strip-{section['id']}"


def _cover(names: list[str], theme: Theme, scheme: str | None, width: float, height: float, edges: Edges) -> str:
    ground = theme.ground(scheme, "cover")
    if len(names) == 1:
        return motifs.cover(names[0], width, height, colouring(theme, ground), edges=edges)
    if theme.art == "flat":
        # Each tile has the ground that the cover of its own role has.
        grounds = [_flat_colours(theme, theme.ground(name, "cover")) for name in names]
        return motifs.tiles(names, width, height, grounds, edges=edges)
    return motifs.mosaic(names, width, height, line_colours(theme, ground), edges=edges)


def _role_sign(motif: str, theme: Theme, ground: Ground, measure: float) -> str:
    """Draw what stands beside a role's name: a strip over the measure, or a square mark."""
    if theme.art == "flat":
        tile = _flat_colours(theme, theme.ground(motif, "cover"))
        if tile.ground == ground.fill:  # a tile that would not be seen takes another colour
            tile = replace(tile, ground=tile.second if tile.second != ground.fill else tile.paper)
        return motifs.mark(motif, theme.page.band, tile)
    return motifs.band(motif, measure, theme.page.band, line_colours(theme, ground))
