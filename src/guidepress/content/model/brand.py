"""Fields of content/brand.yaml, the house style of an institution, and of the colors of a publisher or school."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from guidepress.content.model.fields import Colour, Content, Percent, Text

MOST_INK = 300  # percent: what coated paper takes from a sheet-fed press (ISO 12647-2)

Inks = tuple[Percent, Percent, Percent, Percent]


def _printable(inks: Inks) -> Inks:
    if sum(inks) > MOST_INK:
        raise PydanticCustomError(
            "too_much_ink",
            "These inks come to {total} %; paper takes {most} %.",
            {"total": f"{sum(inks):g}", "most": str(MOST_INK)},
        )
    return inks


class BrandColour(Content):
    """A color of a brand, for screens and for the press."""

    rgb: Colour
    """The color: six digits in quotation marks, “#1D4E89”, or one of the names that web pages know, such as maroon."""
    cmyk: Annotated[Inks, AfterValidator(_printable)] | None = None
    """What a press prints for it: cyan, magenta, yellow and black in percent, 300 in all at most. Without it the print
    shop's profile decides."""


class BrandColours(Content):
    """The colors of whoever hands the guides out. They take the place of colors of the theme. The first one
    fills fields exactly; type and thin lines are made darker where they must, and `guidepress check` says where."""

    primary: BrandColour
    """The color that people know it by."""
    secondary: BrandColour | None = None
    """A second color, if there is one."""


class HouseColours(BrandColours):
    """The colors of an institution."""

    ink: BrandColour | None = None
    """The color of type: black, or near it."""
    paper: BrandColour | None = None
    """What is printed on, where that is not white."""


Typeface = Literal["Source Sans 3", "Open Sans", "Noto Sans", "Roboto", "Lato", "XCharter"]
Millimetres = Annotated[float, Field(ge=0, le=60)]


class HouseHeadings(Content):
    """How an institution sets its headings."""

    weight: Literal["bold", "regular"] = "bold"
    """Bold or regular."""


class HouseLogo(Content):
    """Where an institution's logo stands on the cover. The picture is that of content/publisher.yaml."""

    place: Literal["top left", "top right"] = "top left"
    """At which side of the cover's head it stands; the institution's name stands at the other."""
    clear_space: Millimetres = 5
    """The space round it that is kept free, in millimetres."""
    least_width: Annotated[float, Field(ge=5, le=60)] = 20
    """The least width that it is shown at, in millimetres."""


class Brand(Content):
    """The house style of an institution, which the theme `house` follows. Every line may be left out."""

    name: Text | None = None
    """The institution's name as it stands at the head of the cover; without it, that of content/publisher.yaml."""
    colours: HouseColours | None = None
    """Its colors; without them, those of content/publisher.yaml, else a calm blue."""
    typeface: Typeface = "Source Sans 3"
    """The family that everything is set in. The handout takes the font of Word that is nearest to it."""
    headings: HouseHeadings = HouseHeadings()
    """How headings are set."""
    corners: Annotated[float, Field(ge=0, le=12)] = 0
    """The radius of the corners of bars and fields in points; 0 is square."""
    rule: Annotated[float, Field(ge=0.25, le=4)] = 1
    """The thickness of rules in points."""
    cover: Literal["field", "bar"] = "field"
    """Whether the cover is a field of the primary color from edge to edge, or white with a bar of it at its head."""
    logo: HouseLogo = HouseLogo()
    """Where the logo stands on the cover."""
    legal: Text | None = None
    """A line that has to stand on everything printed, such as a registration number: at the foot of the back."""
