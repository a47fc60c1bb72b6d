"""The kinds of value in content, with their rules: a text with Markdown, a short name, a web address, a colour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from guidepress.content.model import addresses, inline


class Text(str):
    """One editable piece of text, a leaf. It may hold bold, emphasis, links and words of a language in Markdown."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls._read, core_schema.str_schema(strict=True))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1}

    @classmethod
    def _read(cls, value: str) -> Text:
        text = re.sub(r"[ \t\r\n]+", " ", value).strip()
        if not text:
            raise PydanticCustomError("empty_text", "This text is empty.")
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
    def _read(cls, value: str) -> Word:
        return cls(re.sub(r"\\([{\[])", r"\1", value))  # as in a text with Markdown, “\{” is a brace


class Unprinted(Word):
    """A text without Markdown that no page shows: what a picture shows, what a file's properties say."""

    __slots__ = ()


SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""What a short name looks like."""


def _slug(value: str) -> str:
    if not re.fullmatch(SLUG, value):
        raise PydanticCustomError(
            "bad_slug",
            "“{value}” cannot be a short name: it holds small letters, digits and single hyphens.",
            {"value": value},
        )
    return value


def _web_address(value: str) -> str:
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


Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": f"^{SLUG}$"})]
Address = Annotated[str, AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A name that programs look for, such as that of a file. It is not printed."""
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Percent = Annotated[float, Field(ge=0, le=100)]


class Content(BaseModel):
    """The base of every model: nothing extra, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


@dataclass(frozen=True)
class Spoken:
    """What a field is called when a person is told of a change in it."""

    words: str
