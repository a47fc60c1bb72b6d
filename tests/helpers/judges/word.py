"""Judges of DOCX files: Microsoft's Open XML SDK and openxml-audit; and SuperDoc, which opens and saves them."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.judges.panel import CACHE, JudgeError, ask, require


def find_validator(folder: Path) -> Path | None:
    """Return the validator's program for this kind of machine, in the folder that npm filled."""
    found = sorted((folder / "node_modules/@xarsh").glob("ooxml-validator-*/ooxml-validator*"))
    return next((path for path in found if path.suffix in ("", ".exe")), None)


def find_superdoc() -> Path | None:
    """Return SuperDoc's command line, which has no program for some kinds of machine; None where it is not here."""
    found = sorted((CACHE / "superdoc" / "node_modules/@superdoc-dev").glob("cli-*/bin/superdoc*"))
    return found[0] if found else None


def openxml_sdk(path: Path) -> list[str]:
    """Return what Microsoft's Open XML SDK finds wrong with a DOCX, one sentence each with its place (about 1 s)."""
    require("openxml_sdk")
    program = find_validator(CACHE / "openxml-sdk")
    if program is None:
        raise JudgeError("the Open XML SDK's validator has no program for this kind of machine")
    said = ask([program, path, "Microsoft365"])
    try:
        answer = json.loads(said.stdout)
        is_fine, errors = answer["ok"], answer["errors"]
    except (ValueError, KeyError) as error:
        raise JudgeError(f"the Open XML SDK did not answer: {said.stderr.strip()[-500:]}") from error
    if is_fine == bool(errors):
        raise JudgeError(f"the Open XML SDK contradicts itself: ok is {is_fine} with {len(errors)} errors")
    return [" ".join(str(error[key]) for key in ("path", "xPath", "description") if error.get(key)) for error in errors]


def openxml_audit(path: Path) -> list[str]:
    """Return what openxml-audit finds wrong with a DOCX, warnings included (about 1 s)."""
    require("openxml_audit")
    from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=1000).validate(path)
    if not result.is_valid and not result.errors:
        raise JudgeError("openxml-audit calls the file invalid and does not say why")
    return [str(error) for error in result.errors]
