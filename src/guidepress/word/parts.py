"""The parts of a handout beside its text: running head and foot, properties, the base, and the settled zip file."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import uuid
import zipfile
import zlib
from datetime import UTC, datetime, time

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from guidepress.compose.document import Document, headings
from guidepress.word.elements import holdable, w, with_text
from guidepress.word.names import BASE_NAMESPACE


def fill_margins(package: DocxDocument, document: Document, page_label: str, publisher: str) -> None:
    """Write the running head and the foot of the pages, which counts them by `page_label`.

    The head says the title, and at the right who hands the guide out, if that is known.
    """
    section = package.sections[0]
    # The heading, not the title of the properties: that names the school, too, as the footer does.
    running = next((words for level, words in headings(document) if level == 1 and words), document.title)
    head = section.header.paragraphs[0]._p
    head.append(with_text(w("r"), running))
    if publisher:
        head.append(w("r", w("tab")))
        head.append(with_text(w("r"), publisher))
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]._p
        paragraph.append(with_text(w("r"), f"{document.guide} · {document.revision}"))
        paragraph.append(w("r", w("tab")))
        for piece in re.split(r"(\{pages?\})", page_label):
            match piece:
                case "{page}" | "{pages}":
                    code = "PAGE" if piece == "{page}" else "NUMPAGES"
                    paragraph.append(w("fldSimple", with_text(w("r"), "1"), instr=f" {code} "))
                case _ if piece:
                    paragraph.append(with_text(w("r"), piece))


def fill_properties(package: DocxDocument, document: Document) -> None:
    """Write the properties of the file. Raises ContentError for text that XML cannot hold."""
    properties = package.core_properties
    moment = datetime.combine(document.created, time(), UTC)
    values = {
        "title": document.title,
        "subject": document.subject,
        "author": document.author,
        "keywords": document.keywords,
        "language": document.language,
        "identifier": f"{document.guide} {document.revision}",
    }
    for name, value in values.items():
        if value:
            # Core properties hold at most 255 characters in python-docx, as in Word's own dialogue.
            setattr(properties, name, holdable(value)[:255])
    properties.created = properties.modified = moment


def store_base(package: DocxDocument, base: bytes) -> None:
    """Put the base into the file, compressed, as a custom XML part."""
    text = base64.b64encode(zlib.compress(base, 9)).decode()
    item = f'<base xmlns="{BASE_NAMESPACE}" encoding="zlib base64">{text}</base>'
    store_id = uuid.UUID(bytes=hashlib.sha256(base).digest()[:16], version=4)
    store = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    properties = (
        f'<ds:datastoreItem xmlns:ds="{store}" ds:itemID="{{{str(store_id).upper()}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{BASE_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    opc_package = package.part.package
    content_type = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", _DECLARATION + item.encode(), opc_package)
    properties_part = Part(
        PackURI("/customXml/itemProps1.xml"), content_type, _DECLARATION + properties.encode(), opc_package
    )
    part.relate_to(properties_part, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    package.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def settled(data: bytes) -> bytes:
    """Zip the parts again in a fixed order with a fixed date; the list of content types comes first (OPC, annex C)."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(name), compresslevel=9)
    return output.getvalue()
