"""The kinds of value in content, with their rules: a text with Markdown, a short name, a web address, a color."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from guidepress.content.model import addresses, colour_words, inline

LONGEST_TEXT = 5_000
"""Characters of one text, the most: a page of a handout holds about 3,000, and no text of our guides has more than 220.
Whoever lays out, compares or searches texts may rely on it: that takes time by more than their length."""

LONGEST_LINE = 200
"""Characters of a line such as a name, an address or office hours, the most: five lines of a panel, which is more than
an envelope takes."""

LONGEST_SLUG = 120
LONGEST_ADDRESS = 2_000
"""Characters of a short name, which is part of file names, and of a web address, the most."""


def _not_longer(text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise PydanticCustomError(
            "long_text",
            "This {what} has {count} characters; {most} are the most.",
            {"what": what, "count": f"{len(text):,}", "most": f"{most:,}"},
        )


class Text(str):
    """One editable piece of text, a leaf. It may hold bold, emphasis, links and words of a language in Markdown."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls._read, core_schema.str_schema(strict=True))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}

    @classmethod
    def _read(cls, value: str) -> Text:
        text = re.sub(r"[ \t\r\n]+", " ", value).strip()
        if not text:
            raise PydanticCustomError("empty_text", "This text is empty.")
        _not_longer(text, LONGEST_TEXT, "text")
        try:
            inline.parse(text)
        except ValueError as error:
            kind = "bad_language" if isinstance(error, inline.LanguageError) else "bad_link"
            raise PydanticCustomError(kind, "{reason}", {"reason": str(error)}) from None
        return cls(text)


class Word(str):
    """A text without Markdown, which is printed as it stands: a fixed word, the source of a figure."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1)
        return core_schema.no_info_after_validator_function(cls._read, schema)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "maxLength": LONGEST_TEXT}

    @classmethod
    def _read(cls, value: str) -> Word:
        _not_longer(value, LONGEST_TEXT, "text")
        return cls(re.sub(r"\\([{\[])", r"\1", value))  # as in a text with Markdown, “\{” is a brace


class Unprinted(Word):
    """A text without Markdown that no page shows: what a picture shows, what a file's properties say."""

    __slots__ = ()


def _line(text: Text) -> Text:
    _not_longer(text, LONGEST_LINE, "line")
    return text


Line = Annotated[Text, AfterValidator(_line), Field(json_schema_extra={"maxLength": LONGEST_LINE})]
"""A text that is set as one line: a name, an address, a telephone number, office hours."""

_PAIRS = {"“": "”", "‘": "’", "„": "“", "«": "»", "”": "”", "’": "’"}


def without_quotation_marks(text: str) -> str:
    """Return a text without the curly quotation marks that it stands in as a whole; empty where it does not."""
    inner = text[1:-1].strip()
    closing = _PAIRS.get(text[:1], "")
    if not closing or not text.endswith(closing) or not inner:
        return ""
    # “A” and “B”: the first pair does not go round the whole. An apostrophe is no closing mark.
    return "" if text[0] in inner or (closing in inner and closing != "’") else inner


def _unquoted(text: Text) -> Text:
    """Leave out the quotation marks round what somebody said: they are printed by themselves, and once is enough."""
    inner = text[1:-1].strip()
    if text[:1] == '"' == text[-1:] and inner and '"' not in inner:
        return Text(inner)
    return Text(without_quotation_marks(text) or text)


Quoted = Annotated[Text, AfterValidator(_unquoted)]
"""What somebody said: a text that is printed in quotation marks, whether or not they were typed."""

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""What a short name looks like."""


def slug_of(name: str) -> str:
    """Return a short name made from a name, in the nearest plain letters: “École Saint-Jean” is `ecole-saint-jean`.

    Returns "" where nothing of it can stand in one.
    """
    from anyascii import anyascii  # loading its tables takes longer than checking a guide

    letters = re.sub("['`]", "", anyascii(name)).lower()  # St. Mary's is st-marys
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Names that Windows keeps for devices: no file or folder can have one, with an ending either (Microsoft, “Naming
Files, Paths, and Namespaces”)."""


def free_slug(slug: str, kind: str) -> str:
    """Return a short name that a file or folder may have on every system: itself, or `con-school` for `con`."""
    return f"{slug}-{kind}" if _RESERVED.fullmatch(slug) else slug


def _slug(value: str) -> str:
    _not_longer(value, LONGEST_SLUG, "short name")
    if not re.fullmatch(SLUG, value):
        raise PydanticCustomError(
            "bad_slug",
            "“{value}” cannot be a short name: it holds small letters, digits and single hyphens.",
            {"value": value},
        )
    return value


def _web_address(value: str) -> str:
    _not_longer(value, LONGEST_ADDRESS, "address")
    address = addresses.normalized(value)
    if not re.match("https?://", value) or re.search(r"\s", value) or not _leads_somewhere(address):
        raise PydanticCustomError("bad_address", "“{value}” is not a web address.", {"value": value})
    return address


def _leads_somewhere(address: str) -> bool:
    try:
        addresses.checked(address)
    except ValueError:
        return False
    return True


_COLOUR = (
    "^(#?[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}"  # its digits
    "|[A-Za-z -]+"  # its name
    "|(rgb)?[ :(]*[0-9]+([ ,;/]+[0-9]+){2}[ )]*)$"  # red, green and blue
)
"""What editors take for a color while it is typed."""


def _colour(value: str) -> str:
    try:
        return colour_words.read(value)
    except colour_words.ColourError as error:
        raise PydanticCustomError("bad_colour", "{reason}", {"reason": str(error), "hint": error.hint}) from None


Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": f"^{SLUG}$"})]


def _file_slug(kind: str, what: str) -> Any:
    def check(value: str) -> str:
        if (free := free_slug(value, kind)) != value:
            sentence = "“{value}” cannot be a short name: Windows lets no {what} have it."
            hint = f"write “{free}”, and name the {what} so"
            raise PydanticCustomError("reserved_slug", sentence, {"value": value, "what": what, "hint": hint})
        return value

    return AfterValidator(check)


GuideSlug = Annotated[Slug, _file_slug("guide", "file")]
RoleSlug = Annotated[Slug, _file_slug("role", "file")]
SchoolSlug = Annotated[Slug, _file_slug("school", "folder")]
"""Short names that are also the name of a file or a folder."""


def _fact_slug(unit: str = "") -> BeforeValidator:
    def check(value: Any) -> Any:
        is_figure = isinstance(value, int | float) and not isinstance(value, bool)
        if is_figure or (isinstance(value, str) and re.match(r"[$+−-]?\s*\d", value) and not re.fullmatch(SLUG, value)):
            raise PydanticCustomError("no_fact_name", "no name of a fact", {"unit": unit})
        return value

    return BeforeValidator(check)


FactSlug = Annotated[Slug, _fact_slug()]
YearsSlug = Annotated[Slug, _fact_slug("years")]
ShareSlug = Annotated[Slug, _fact_slug("percent of jobs")]
"""The short names of facts of the guide's role, in whose place people write the figure itself."""

Address = Annotated[str, AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A name that programs look for, such as that of a file. It is not printed."""
Colour = Annotated[str, AfterValidator(_colour), Field(json_schema_extra={"pattern": _COLOUR})]
Percent = Annotated[float, Field(ge=0, le=100)]


class Content(BaseModel):
    """The base of every model: nothing extra, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


@dataclass(frozen=True)
class Spoken:
    """What a field is called when a person is told of a change in it."""

    words: str
