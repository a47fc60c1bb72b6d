"""Preflight: says of any PDF, point by point and with a reason, whether a print shop can print it.

Any PDF may be looked at, made here or elsewhere. The points are those of PDF/X-4 (ISO 15930-7) that a program can see,
and those by which print shops send files back. Only what is in the file counts; nothing is asked of a clock, a network
or another program, and a file that is broken or made to do harm fails, in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from guidepress.errors import count_of
from guidepress.press import content_stream, pdf_sizes
from guidepress.press.content_stream import Painting
from guidepress.press.pdf_limits import BROKEN, MOST_METADATA, MOST_PROFILE, TooMuchError, check_size
from guidepress.press.separations import profile_objection
from guidepress.verify import print_rules

LARGEST = 300_000_000  # bytes of a file
MOST_NAMED = 5  # pages or things that a reason names; of the rest it gives the number
SLACK = 0.01  # points

READABLE = "It can be read, and is not encrypted"
POINTS = (
    READABLE,
    "It is marked as PDF/X-4",
    "Its output intent holds a CMYK profile",
    "Trim, bleed and media box lie within each other",
    "Color that reaches the trim bleeds 3 mm beyond it",
    "All colors are CMYK, gray or spot colors",
    "No transparency is mixed in RGB",
    "All fonts are embedded",
    "There are no links or notes on its pages",
    "There are no actions, scripts or forms",
    "There are no embedded files",
    "No layer may print or stay hidden",
    "Pictures have 220 pixels to the inch or more",
    "No color takes more than 300 % of ink",
    "Small type is not rich black",
    "No line is thinner than 0.25 points",
    "White does not overprint",
    "Text keeps 3 mm from the trim",
)
"""Every point in its order; a file that cannot be read has only the first."""

FROM_CONTENT = frozenset((POINTS[2], POINTS[12], POINTS[13], POINTS[15]))
"""The points at which a profile, a picture, a logo or an ink of the content can fail; at all others, Guidepress."""

RULES = {
    POINTS[1]: ("ISO 15930-7",),
    POINTS[2]: ("ISO 32000-1 14.11.5",),
    POINTS[3]: ("ISO 32000-1 14.11.2",),
    POINTS[8]: ("ISO 15930-7",),
    POINTS[9]: ("ISO 32000-1 12.6",),
    POINTS[11]: ("ISO 32000-1 8.11",),
}
"""The clauses from which points are taken; the others are those by which print shops send files back."""

DRAWN = (POINTS[4], POINTS[17])
"""The points for which PDFium reads or draws the pages; for all others pikepdf reads the file."""


@dataclass(frozen=True)
class PreflightResult:
    """The result for one point: what it asks for, whether the file passes, and the reason in a plain sentence."""

    point: str
    passed: bool
    reason: str


def preflight(pdf: bytes, name: str, profile: bytes | None = None) -> list[PreflightResult]:
    """Check a PDF, called `name` in sentences, and return a result for each of `POINTS`, in their order.

    With `profile`, the output intent must hold just that one. A file that cannot be read gives one failed check.
    Nothing is raised for what a file holds.
    """
    try:
        if len(pdf) > LARGEST:
            raise TooMuchError(f"It has {len(pdf):,} bytes; {LARGEST:,} are the most that are read.")
        with pdf_sizes.opened(pdf) as document:
            return _checks(document, pdf, name, profile)
    except pikepdf.PasswordError:
        return [PreflightResult(READABLE, False, f"{name} is encrypted: a print shop cannot open it.")]
    except TooMuchError as error:
        return [PreflightResult(READABLE, False, f"{name} is not read to its end. {error}")]
    except MemoryError:
        return [PreflightResult(READABLE, False, f"{name} takes more memory to read than there is.")]
    except BROKEN:
        return [PreflightResult(READABLE, False, f"{name} is not a PDF that can be read.")]


def _checks(document: pikepdf.Pdf, pdf: bytes, name: str, profile: bytes | None) -> list[PreflightResult]:
    if document.is_encrypted:
        return [PreflightResult(READABLE, False, f"{name} is encrypted, if without a password.")]
    if not len(document.pages):
        return [PreflightResult(READABLE, False, f"{name} has no pages.")]
    damaged = bool(document.get_warnings())
    if damaged:  # PDFium could mend it to something else than what is counted here
        mended = BytesIO()
        document.save(mended)
        pdf = mended.getvalue()
    painting = content_stream.read(document)
    broken = sum(painting.broken.values())
    pages = count_of(len(document.pages), "page")
    readable = PreflightResult(READABLE, True, f"{name} has {pages} and PDF version {document.pdf_version}.")
    if damaged:
        readable = PreflightResult(READABLE, False, f"{name} is damaged: it is read only as far as it can be mended.")
    elif broken:
        readable = PreflightResult(
            READABLE,
            False,
            f"{count_of(broken, 'instruction')} on {_pages(sorted(painting.broken))} cannot be followed.",
        )
    searches: list[Callable[[], list[str]]] = [
        lambda: list(_marked(document)),
        lambda: list(_intent(document, profile)),
        lambda: list(_boxes(document)),
        lambda: print_rules.bleed(document, pdf),
        lambda: print_rules.colours(painting),
        lambda: [f"The group of {where} is mixed in {space.family}." for space, where in _rgb_groups(painting)],
        lambda: [
            f"The font {font} is not embedded." for font, embedded in sorted(painting.fonts.items()) if not embedded
        ],
        lambda: list(_notes(document)),
        lambda: list(_actions(document)),
        lambda: list(_files(document)),
        lambda: list(_layers(document)),
        lambda: print_rules.resolution(painting),
        lambda: print_rules.ink(document, painting),
        lambda: print_rules.small_type(painting),
        lambda: print_rules.lines(painting),
        lambda: print_rules.white(painting),
        lambda: print_rules.text(document, pdf),
    ]
    return [readable, *(_check(point, search) for point, search in zip(POINTS[1:], searches, strict=True))]


def _check(point: str, search: Callable[[], list[str]]) -> PreflightResult:
    try:
        sentences = list(dict.fromkeys(search()))
    except TooMuchError as error:
        sentences = [str(error)]
    except BROKEN:
        sentences = ["What this point looks at cannot be read in this file."]
    first_named = " ".join(sentences[:MOST_NAMED])
    others = f" And {len(sentences) - MOST_NAMED} more." if len(sentences) > MOST_NAMED else ""
    return PreflightResult(point, not sentences, f"{first_named}{others}" if sentences else _PASSED[point])


_PASSED = dict(
    zip(
        POINTS[1:],
        (
            "XMP says PDF/X-4; title, dates and trapping are given.",
            "There is one output intent, with an ICC output profile for CMYK.",
            "Every page has them.",
            "What reaches the trim goes on, or nothing reaches it.",
            "There is no RGB, no Lab, and no picture in them.",
            "No group says RGB.",
            "Every font that a page can use is in the file.",
            "None lies on a page.",
            "None is in the file.",
            "None is in the file.",
            "What is seen is what prints.",
            "None has less at the size it is placed at.",
            "Every color that is painted and every pixel keeps to it.",
            "No type of 12 points or less mixes black with other inks.",
            "Every stroke and every filled rectangle has that.",
            "No white is painted so.",
            "No glyph is nearer.",
        ),
        strict=True,
    )
)


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:MOST_NAMED])
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{' and more' if len(numbers) > MOST_NAMED else ''}"


def _rgb_groups(painting: Painting) -> Iterator[tuple[Any, str]]:
    yield from ((space, where) for space, where in painting.groups.items() if space.objection())


PDFX = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"


def _marked(document: pikepdf.Pdf) -> Iterator[str]:
    """Check how a file names its standard (ISO 15930-7): in XMP, with Info beside it."""
    if document.pdf_version not in ("1.3", "1.4", "1.5", "1.6"):
        yield f"It is PDF {document.pdf_version}; PDF/X-4 is 1.6 or earlier."
    if "/ID" not in document.trailer:
        yield "It has no file identifier."
    packet = document.Root.get("/Metadata")
    if not isinstance(packet, Stream):
        yield "It has no XMP metadata."
    else:
        check_size(packet, MOST_METADATA)
        if "/Filter" in packet:
            yield "Its XMP metadata is packed."
        metadata = document.open_metadata()
        version = str(metadata.get(PDFX, ""))
        if version != "PDF/X-4":
            yield f"XMP names the version “{version[:40]}”, not PDF/X-4." if version else "XMP does not name PDF/X-4."
        for key in ("dc:title", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID"):
            if not metadata.get(key):
                yield f"XMP has no {key}."
    info = document.trailer.get("/Info")
    if not isinstance(info, Dictionary):
        yield "It has no Info dictionary."
        return
    if str(info.get("/GTS_PDFXVersion", "PDF/X-4")) != "PDF/X-4":
        yield f"Info names the version “{str(info.get('/GTS_PDFXVersion'))[:40]}”, not PDF/X-4."
    for key in ("/Title", "/CreationDate", "/ModDate"):
        if not str(info.get(key, "")):
            yield f"Info has no {key[1:]}."
    if str(info.get("/Trapped", "")) not in ("/True", "/False"):
        yield "Info does not say whether it is trapped."


def _intent(document: pikepdf.Pdf, profile: bytes | None) -> Iterator[str]:
    """Check the output intent (ISO 32000-1, 14.11.5)."""
    intents = [
        intent for intent in document.Root.get("/OutputIntents", Array()) if str(intent.get("/S", "")) == "/GTS_PDFX"
    ]
    if len(intents) != 1:
        yield f"There are {len(intents)} output intents of PDF/X; it wants one." if intents else "It has none."
        return
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield "The output intent does not name a printing condition."
    profile_stream = intents[0].get("/DestOutputProfile")
    if not isinstance(profile_stream, Stream):
        yield "The output intent holds no profile."
        return
    check_size(profile_stream, MOST_PROFILE)
    data = bytes(profile_stream.read_bytes())
    if reason := profile_objection(data):
        yield reason
    elif int(profile_stream.get("/N", 0)) != 4:
        yield "The profile of the output intent is not said to have four components."
    elif profile is not None and data != profile:
        yield "Its profile is another than the one that was named."


def _boxes(document: pikepdf.Pdf) -> Iterator[str]:
    """Check the boxes of each page (ISO 32000-1, 14.11.2)."""
    for number, page in enumerate(document.pages, 1):
        if "/TrimBox" not in page.obj:
            yield f"Page {number} has no trim box."
            continue
        if float(page.obj.get("/UserUnit", 1)) != 1:
            yield f"Page {number} has units of its own, so that its lengths are not in points."
        if "/ArtBox" in page.obj:
            yield f"Page {number} has an art box beside its trim box."
        media, trim = print_rules.box(page.mediabox), print_rules.box(page.obj["/TrimBox"])
        bleed = print_rules.box(page.obj["/BleedBox"]) if "/BleedBox" in page.obj else media
        for inner, outer, names in ((trim, bleed, "trim box of page {} lies outside its bleed box"),
                                    (bleed, media, "bleed box of page {} lies outside its media box")):  # fmt: skip
            if not print_rules.within(inner, outer, SLACK):
                yield f"The {names.format(number)}."
        if trim[2] - trim[0] < 1 or trim[3] - trim[1] < 1:
            yield f"The trim box of page {number} is empty."


def _notes(document: pikepdf.Pdf) -> Iterator[str]:
    """Check annotations: only a printer's marks may stand on a page (ISO 15930-7)."""
    for number, page in enumerate(document.pages, 1):
        for annotation in page.obj.get("/Annots", Array()):
            kind = str(annotation.get("/Subtype", "/?"))[1:]
            if kind in ("PrinterMark", "TrapNet"):
                continue
            bleed = print_rules.box(page.obj.get("/BleedBox", page.mediabox))
            if print_rules.meets(print_rules.box(annotation.get("/Rect")), bleed):
                yield f"Page {number} has a {'link' if kind == 'Link' else f'note ({kind})'}."


def _actions(document: pikepdf.Pdf) -> Iterator[str]:
    """Check the whole file for what acts or can be filled in (ISO 32000-1, 12.6; none in PDF/X)."""
    root = document.Root
    for name, description in (
        ("/OpenAction", "an action when it is opened"),
        ("/AA", "actions"),
        ("/AcroForm", "a form"),
    ):
        if name in root:
            yield f"It has {description}."
    for page in document.pages:
        if "/AA" in page.obj:
            yield "A page has actions."
        if any("/A" in pdf_object or "/AA" in pdf_object for pdf_object in page.obj.get("/Annots", Array())):
            yield "A note or link has an action."
    for pdf_object in document.objects:
        if not isinstance(pdf_object, (Dictionary, Stream)):
            continue
        if "/JS" in pdf_object or str(pdf_object.get("/S", ""))[1:] == "JavaScript":
            yield "It holds a script."
        elif str(pdf_object.get("/S", ""))[1:] in _ACTIONS:
            yield "It holds an action."
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        yield "It holds a script."


# ISO 32000-1, table 198.
_ACTIONS = frozenset(
    (
        "GoTo", "GoToR", "GoToE", "Launch", "Thread", "URI", "Sound", "Movie", "Hide", "Named", "SubmitForm",
        "ResetForm", "ImportData", "SetOCGState", "Rendition", "GoTo3DView",
    )
)  # fmt: skip


def _files(document: pikepdf.Pdf) -> Iterator[str]:
    names = document.Root.get("/Names")
    if isinstance(names, Dictionary) and "/EmbeddedFiles" in names:
        yield "It has files attached to it."
    for pdf_object in document.objects:
        if isinstance(pdf_object, Dictionary) and "/EF" in pdf_object:
            yield "A file is embedded in it."


def _layers(document: pikepdf.Pdf) -> Iterator[str]:
    """Check optional content: none that is off, or whose state depends on who looks (ISO 32000-1, 8.11)."""
    properties = document.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return
    default = properties.get("/D", Dictionary())
    if len(default.get("/OFF", Array())) or str(default.get("/BaseState", "/ON")) != "/ON":
        yield "It has layers that are hidden."
    if len(default.get("/AS", Array())):
        yield "It has layers that are shown on a screen and not in print, or the other way about."
    if len(properties.get("/Configs", Array())):
        yield "It has layers that can be shown in more ways than one."
