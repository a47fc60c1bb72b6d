"""Turns the print edition into PDF/X-4 (ISO 15930-7) for a print shop: colors as inks, its profile, its boxes.

An imposed PDF goes in, with every box and mark where it is to be; what it shows does not move. Colours become inks,
whatever is for a screen goes, and the file says which press it is made for.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple
from uuid import UUID
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from guidepress.errors import ContentError, Problem, Span
from guidepress.press import colour_spaces, grounds
from guidepress.press.graphics_state import Key
from guidepress.press.pdf_limits import BROKEN, MOST_PICTURE, TooMuchError, check_size, instructions
from guidepress.press.recolour import is_registration, recolour
from guidepress.press.separations import Separations, find_profile, rgb

__all__ = ["SMALL_TYPE", "find_profile", "press", "registration_black", "registration_space"]

SMALL_TYPE = 12.0  # points: up to this size, plates out of register by a tenth of a millimetre show at once
SLACK = 0.01  # points by which boxes may differ: their numbers are rounded
VERSION = "PDF/X-4"


def press(
    pdf: bytes,
    colours: Mapping[str, tuple[float, float, float, float]],
    profile: bytes,
    title: str,
    created: date,
    condition: str = "",
    *,
    author: str = "",
    subject: str = "",
    ink: str = "",
    file: str = "print edition",
) -> bytes:
    """Turn an imposed, untagged PDF into PDF/X-4 and return it. Same input, same bytes.

    `colours` gives the theme's colours, “#RRGGBB”, with their inks in percent; other colours go through the ICC output
    `profile`. Type of `SMALL_TYPE` points or less is never rich black, and where its colour is `ink`, “#RRGGBB”, and
    its ground white, it is black alone. No black overprints. `title`, `author`, `subject` and the date `created` are
    the file's properties. `condition` names the printing condition as the print shop does; without it the profile's own
    name is given.

    Raises ContentError, with `file` as the place, where the PDF cannot be read, a page lacks a box (trim within bleed
    within media; ISO 15930-7), or it holds what is not converted: gradients, patterns, masks, Lab.
    """
    separations = Separations(colours, profile)
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            _check_boxes(document, file)
            _Press(document, separations, rgb(ink) if ink else None, file).convert(grounds.white_type(pdf, SMALL_TYPE))
            _clean(document)
            identity = _identity(pdf, colours, profile, title, author, subject, created, condition, ink)
            words = _Words(_shown(title) or "Untitled", _shown(author), _shown(subject))
            _describe(document, profile, separations.description, words, created, condition, identity)
            output = BytesIO()
            document.save(
                output,
                force_version="1.6",
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
            return output.getvalue()
    except pikepdf.PasswordError:
        raise _error(file, "This PDF is encrypted.") from None
    except TooMuchError as error:
        raise _error(file, f"This PDF is not read to its end. {error}") from None
    except BROKEN as error:
        raise _error(file, "This is not a PDF that can be read.") from error


def registration_space(document: pikepdf.Pdf) -> pikepdf.Object:
    """Return the colour space of printer's marks, which print on every plate (ISO 32000-1, 8.6.6.4)."""
    solid = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return document.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, solid]))


def registration_black(document: pikepdf.Pdf) -> str:
    """Give every page the colour of printer's marks under the name Registration, and return the operators that take it.

    They set the colour of strokes; `/Registration cs 1 scn` is that of fills. Such marks lie outside the trim box.
    """
    space = registration_space(document)
    for page in document.pages:
        resources = page.obj.get("/Resources")
        if resources is None:
            resources = page.obj["/Resources"] = Dictionary()
        if "/ColorSpace" not in resources:
            resources["/ColorSpace"] = Dictionary()
        resources["/ColorSpace"]["/Registration"] = space
    return "/Registration CS 1 SCN"


def _error(file: str, sentence: str, hint: str = "") -> ContentError:
    return ContentError([Problem(Span(file), sentence, hint)])


def _check_boxes(document: pikepdf.Pdf, file: str) -> None:
    """Check that each page has its boxes within each other; crop and art boxes have no say on a press."""
    if not len(document.pages):
        raise _error(file, "This PDF has no pages.")
    if "/OCProperties" in document.Root:
        raise _error(file, "This PDF has layers, which may be hidden when it is printed.")
    problems = []
    for number, page in enumerate(document.pages, 1):
        boxes: dict[str, Any] = {"media": page.mediabox} | {
            name: page.obj.get(key) for name, key in (("bleed", "/BleedBox"), ("trim", "/TrimBox"))
        }
        missing = [name for name, box in boxes.items() if box is None]
        problems += [f"Page {number} has no {name} box." for name in missing]
        if missing:
            continue
        media, bleed, trim = ([float(edge) for edge in box] for box in boxes.values())
        if not (_within(trim, bleed) and _within(bleed, media)):
            problems.append(f"The boxes of page {number} do not lie within each other: trim, bleed, media.")
        for name in ("/CropBox", "/ArtBox"):
            if name in page.obj:
                del page.obj[name]
        page.obj["/MediaBox"] = boxes["media"]
    if problems:
        raise ContentError([Problem(Span(file), problem, "impose it with bleed") for problem in problems])


def _within(inner: list[float], outer: list[float]) -> bool:
    return (
        all(inner[edge] >= outer[edge] - SLACK and inner[edge + 2] <= outer[edge + 2] + SLACK for edge in (0, 1))
        and inner[0] < inner[2]
        and inner[1] < inner[3]
    )


class _Press:
    """Converts one document's colours to inks."""

    def __init__(
        self, document: pikepdf.Pdf, separations: Separations, ink: tuple[int, int, int] | None, file: str
    ) -> None:
        self._document, self._separations, self._ink, self._file = document, separations, ink, file
        self._done: set[Key] = set()
        self._small: Mapping[Key, grounds.Small] = {}

    def convert(self, small: Mapping[Key, grounds.Small]) -> None:
        """Convert every page. `small` says where small type stands, and where on white."""
        self._small = small
        for number, page in enumerate(self._document.pages, 1):
            resources = page.resources
            parsed = instructions(page)
            page.obj["/Contents"] = self._document.make_stream(self._content(parsed, resources, (-number, 0)))
            page.obj["/Group"] = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)
            self._resources(resources)

    def _content(self, parsed: list[Any], resources: Any, key: Key) -> bytes:
        small_type = self._small.get(key, grounds.Small())
        return recolour(
            parsed, resources, self._separations, small_type.all, small_type.on_white, self._ink, self._file
        )

    def _resources(self, resources: Any) -> None:
        for form in list(self._held(resources, "/XObject")):
            if form.objgen in self._done:
                continue
            self._done.add(form.objgen)
            if str(form.get("/Subtype")) == "/Image":
                self._picture(form)
            elif str(form.get("/Subtype")) == "/Form":
                form_resources = form.get("/Resources", Dictionary())
                form.write(self._content(instructions(form), form_resources, form.objgen))
                if "/Group" in form:
                    form["/Group"]["/CS"] = Name.DeviceCMYK
                self._resources(form_resources)
            else:
                raise self._refusal("an object that is no form and no picture")
        for state in self._held(resources, "/ExtGState"):
            if isinstance(state.get("/SMask"), Dictionary):
                raise self._refusal("a soft mask that is drawn")
            for name in _FOR_OTHER_PRESSES:
                if name in state:
                    del state[name]
        if any(True for _ in self._held(resources, "/Pattern")) or any(True for _ in self._held(resources, "/Shading")):
            raise self._refusal("a pattern or a gradient")
        for name in ("/Pattern", "/Shading"):
            if name in resources:
                del resources[name]
        for font in self._held(resources, "/Font"):
            if str(font.get("/Subtype")) == "/Type3":
                raise self._refusal("a drawn font")
        spaces = resources.get("/ColorSpace", Dictionary())
        for name, space in list(spaces.items()):
            if not is_registration(space):
                del spaces[name]
        if "/ColorSpace" in resources and not len(spaces.keys()):
            del resources["/ColorSpace"]

    @staticmethod
    def _held(resources: Any, kind: str) -> Iterator[Any]:
        entries = resources.get(kind)
        yield from entries.values() if isinstance(entries, Dictionary) else ()

    def _picture(self, image: Any) -> None:
        """Turn a picture into CMYK, or a grey one into black alone; stencils take the colour that is set."""
        mask = image.get("/SMask")
        if isinstance(mask, Stream) and "/Matte" in mask:
            raise self._refusal("a picture mixed with its ground beforehand")
        if isinstance(image.get("/Mask"), Array) or "/Decode" in image:
            raise self._refusal("a picture whose colors are remapped")
        if image.get("/ImageMask", False):
            return
        space = colour_spaces.read(image.get("/ColorSpace"))
        if space.objection() and (space.base or space).family not in ("DeviceRGB", "CalRGB", "ICCBased RGB"):
            raise self._refusal(f"a picture in {space.family}")
        check_size(image, MOST_PICTURE)
        picture = pikepdf.PdfImage(image).as_pil_image()
        if picture.mode == "CMYK":
            return
        if picture.mode in ("1", "L") and space.family != "Indexed":
            converted, space_name = self._separations.grey_picture(picture), Name.DeviceGray
        else:
            converted, space_name = self._separations.picture(picture), Name.DeviceCMYK
        # Packed without loss: JPEG would take pixels beyond the limit of ink again.
        image.write(zlib.compress(converted.tobytes(), 9), filter=Name.FlateDecode)
        image["/ColorSpace"], image["/BitsPerComponent"] = space_name, 8
        for name in ("/Interpolate", "/Alternates", "/OPI", "/Intent"):
            if name in image:
                del image[name]

    def _refusal(self, what: str) -> ContentError:
        sentence = f"The print edition holds {what}, which is not converted for a print shop."
        return _error(self._file, sentence, "draw it in flat colors")


# Overprint, transfer functions, halftones, black generation: the print shop's own business (ISO 15930-7).
_FOR_OTHER_PRESSES = ("/OP", "/op", "/OPM", "/TR", "/TR2", "/HT", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2")
_KEPT = frozenset(("/Type", "/Pages", "/Lang"))


def _clean(document: pikepdf.Pdf) -> None:
    """Remove what a screen needs and a press must not have: links, actions, tags, bookmarks, viewer preferences."""
    root = document.Root
    for name in list(root.keys()):
        if name not in _KEPT:
            del root[name]
    for page in document.pages:
        for name in ("/Annots", "/AA", "/StructParents", "/Tabs", "/Metadata", "/PieceInfo", "/Thumb", "/Trans"):
            if name in page.obj:
                del page.obj[name]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]


def _identity(pdf: bytes, *made_from: Any) -> bytes:
    """Return the digest of everything that a file is made from."""
    digest = hashlib.sha256(pdf)
    for source in made_from:
        source_bytes = source if isinstance(source, bytes) else json.dumps(source, default=str, sort_keys=True).encode()
        digest.update(len(source_bytes).to_bytes(8, "big") + source_bytes)
    return digest.digest()


REGISTERED = {"ISO Coated v2": "FOGRA39"}
"""Profiles, by how their names begin, and the printing condition in the ICC's registry that they describe."""


class _Words(NamedTuple):
    """What Info and XMP say of a file in words; author and subject may be empty."""

    title: str
    author: str
    subject: str


def _shown(words: str) -> str:
    """Return words on one line, without what cannot be printed."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def _describe(
    document: pikepdf.Pdf,
    profile: bytes,
    description: str,
    words: _Words,
    created: date,
    condition: str,
    identity: bytes,
) -> None:
    """Set the output intent (ISO 32000-1, 14.11.5), Info (14.3.3) and XMP (ISO 16684-1) as ISO 15930-7 wants them."""
    root = document.Root
    stream = document.make_stream(profile)
    stream["/N"] = 4
    registered = next((name for begin, name in REGISTERED.items() if description.startswith(begin)), "")
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(condition or registered or "Custom"),
        Info=String(condition or description or "CMYK"),
        DestOutputProfile=stream,
    )
    if registered and condition in ("", registered):
        intent["/RegistryName"] = String("http://www.color.org")
    root["/OutputIntents"] = Array([document.make_indirect(intent)])
    root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
    day = created.strftime("D:%Y%m%d000000Z")
    entries = {
        "Title": words.title,
        "Author": words.author,
        "Subject": words.subject,
        "Creator": "Guidepress",
        "Producer": "Guidepress",
        "CreationDate": day,
        "ModDate": day,
    }
    for name, value in entries.items():
        if value:
            document.docinfo[f"/{name}"] = String(value)
    document.docinfo["/GTS_PDFXVersion"] = String(VERSION)
    document.docinfo["/Trapped"] = Name("/False")
    packet = _XMP.format(
        title=escape(words.title),
        author=_AUTHOR.format(author=escape(words.author)) if words.author else "",
        subject=_SUBJECT.format(subject=escape(words.subject)) if words.subject else "",
        language=escape(str(root.get("/Lang", "")) or "x-default", {'"': "&quot;"}),
        day=created.strftime("%Y-%m-%dT00:00:00Z"),
        version=VERSION,
        document=UUID(bytes=identity[:16], version=5),
        instance=UUID(bytes=identity[16:], version=5),
    )
    metadata = document.make_stream(packet.encode("utf-8"))
    metadata["/Type"], metadata["/Subtype"] = Name.Metadata, Name.XML
    root["/Metadata"] = metadata


_AUTHOR = "\n   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"

_SUBJECT = '\n   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
   <pdfxid:GTS_PDFXVersion>{version}</pdfxid:GTS_PDFXVersion>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{author}{subject}
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreateDate>{day}</xmp:CreateDate>
   <xmp:ModifyDate>{day}</xmp:ModifyDate>
   <xmp:MetadataDate>{day}</xmp:MetadataDate>
   <xmp:CreatorTool>Guidepress</xmp:CreatorTool>
   <xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
   <xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
   <xmpMM:VersionID>1</xmpMM:VersionID>
   <xmpMM:RenditionClass>default</xmpMM:RenditionClass>
   <pdf:Producer>Guidepress</pdf:Producer>
   <pdf:Trapped>False</pdf:Trapped>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
