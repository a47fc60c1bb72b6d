"""Independent judges of the outputs: programs that other people wrote, each asked through one small function.

    @pytest.mark.judge("pdfua")
    def test_the_brochure_passes_pdf_ua(brochure):
        assert judges.pdfua([brochure]) == {brochure: []}

The marker skips the test where the judge is missing, and fails it under `--full`. The functions return what a judge
objects to, so an empty list is a pass; they raise `JudgeError` when a judge is missing or does not answer.
"""

from helpers.judges.libreoffice import (
    libreoffice_all_headings,
    libreoffice_headings,
    libreoffice_pdf,
    libreoffice_pdfs,
    libreoffice_pdfuas,
    libreoffice_text,
    libreoffice_version,
)
from helpers.judges.panel import NAMES, Failure, JudgeError, available, find_missing
from helpers.judges.pdf import page_validation, pdfua, poppler_headings
from helpers.judges.word import openxml_audit, openxml_sdk

__all__ = [
    "NAMES",
    "Failure",
    "JudgeError",
    "available",
    "find_missing",
    "libreoffice_all_headings",
    "libreoffice_headings",
    "libreoffice_pdf",
    "libreoffice_pdfs",
    "libreoffice_pdfuas",
    "libreoffice_text",
    "libreoffice_version",
    "openxml_audit",
    "openxml_sdk",
    "page_validation",
    "pdfua",
    "poppler_headings",
]
