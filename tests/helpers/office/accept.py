"""Edit every handout in LibreOffice as a school would, import it, make it again, and print what came home."""

from __future__ import annotations

import re
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from PIL import Image

from guidepress import project
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.errors import ContentError
from guidepress.word import base as origin
from guidepress.word import edited as reader
from guidepress.word.names import BOLD_STYLES, bookmark
from helpers.checkout import ROOT
from helpers.office import HELD_OUT, KINDS, Edited, Office, OfficeError, Script, alone, scripts, strip_marks
from helpers.office.handouts import handouts
from helpers.office.home import bring_home
from helpers.office.judge import Verdict, judge
from helpers.office.program import CACHE
from helpers.office.programs import run as through_programs
from helpers.office.scripts import LENGTHS

MARKS = {"all": 0.0, "half": 0.5, "none": 1.0}  # the share of the bookmarks that is taken away


@cache
def _library() -> Library:
    return reading.read(project.find(ROOT), date.today())


@cache
def _sources() -> list[str]:
    """Return the sources of all facts, the longest first, so that none is taken for a part of another."""
    found = {fact.source for role in _library().roles.values() for fact in role.facts.values()}
    return sorted(found, key=len, reverse=True)


_ADDRESS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s;,]*)?")
"""An address as it is printed behind a source."""


def makes_itself(line: dict[str, Any]) -> bool:
    """Say whether a line makes itself: the revision, the sources of the facts that are left, what initials mean.

    A line of sources in which somebody has typed is not such a line.
    """
    text = line["text"]
    if line["style"] == "Fill-in":  # it lists what is still to be filled in
        return True
    rest = text.partition(": ")[2]
    for name in _sources():
        rest = rest.replace(name, "")
    rest = _ADDRESS.sub("", rest)
    lists = "Sources. " in text and "Under each median" in text
    return lists or text.startswith("Names and letters. ") or (": " in text and not re.search(r"\w", rest))


_MAKES_ITSELF = re.compile(r"Figures as of [^.]*\.|Checked [A-Z][a-z]+ [^.]*\.|Edition 20[0-9.]+-[0-9a-f]{8}")


def as_compared(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines as a reader sees them: without the numbers of steps, which count anew when one is taken out, and
    without the look of what has been filled in; bold where a style of ours shows its words so."""
    found = []
    for line in lines:
        text = line["text"].replace("\u200d", "")  # LibreOffice leaves one behind the words of a new cell
        text = re.sub(r"^\d+\. ", "", text) if line["cell"] else _MAKES_ITSELF.sub("", text).strip()
        spans = [span for span in line["spans"] if span[0] != "unfilled" or line["text"] in _places()]
        if "Heading" in line["style"] or line["style"].lower() in BOLD_STYLES:
            # Read as bold, also where the words became a line of another style; one more mark says nothing.
            spans = [span for span in spans if span[0] != "bold"]
            spans += [["bold", text, ""]] if text else []
        found.append(line | {"text": text, "spans": spans})
    return found


@cache
def _places() -> frozenset[str]:
    labels = _library().labels["en-US"]
    return frozenset((labels.publisher_name, labels.publisher_contact))


def _pictures(sent: bytes, home: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the pixels of the pictures of both files, in their order."""
    both = []
    for data in (sent, home):
        read = reader.read(data, "handout.docx")
        shown = [read.pictures[each.picture] for each in read.passages if each.picture]
        both.append([Image.open(BytesIO(each)).convert("RGBA").tobytes() for each in shown])
    return zip(*both, strict=False)


def _new_names(sent: bytes, home: bytes) -> dict[str, str]:
    """Return the names of careers that were retyped, with the new ones: these hold wherever the careers are named."""
    before, after = (
        origin.load(reader.read(data, "handout.docx").base or b"", "handout.docx").content.get("names", {})
        for data in (sent, home)
    )
    roles = _library().roles
    return {
        str(before.get(career, roles[career].short_name)): name
        for career, name in after.items()
        if before.get(career) != name
    }


_NAME_MARKS = frozenset(
    bookmark(path)
    for role in (file.stem for file in (ROOT / "content/roles").glob("*.yaml"))
    for path in (f"roles.{role}.short_name", f"names.{role}")
)
"""The bookmarks of names of careers; those of their further places have a number behind them."""


def _with_names(lines: Sequence[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return lines with the new names of careers wherever the old ones stand, as a handout made anew has them."""
    renamed = []
    for line in lines:
        text, spans = line["text"], line["spans"]
        if not _NAME_MARKS & {mark[:13] for mark in line["marks"]} and text not in names:
            renamed.append(line)  # it only holds the same words
            continue
        for old, name in names.items():
            # The new name may hold the old one.
            longer_first = sorted((re.escape(name), re.escape(old)), key=len, reverse=True)
            parts = re.compile(f"({'|'.join(longer_first)})")
            text = name.join(parts.split(text)[::2])
            spans = [[span[0], name.join(parts.split(span[1])[::2]), *span[2:]] for span in spans]
        renamed.append(line | {"text": text, "spans": spans})
    return renamed


def _drawing(sent: bytes) -> bytes:
    """Return the pixels of the drawing at the top as it was given out."""
    read = reader.read(sent, "handout.docx")
    base = origin.load(read.base or b"", "handout.docx")
    drawn = [each.picture for each in base.passages if each.look == "picture" and not each.alternative]
    data = read.pictures.get(drawn[0], b"") if drawn else b""
    return Image.open(BytesIO(data)).convert("RGBA").tobytes() if data else b""


@dataclass
class Row:
    """What is counted in one row of the table."""

    files: int = 0
    exact: int = 0
    wanted: int = 0
    recovered: int = 0
    wrong: int = 0
    lost: int = 0
    failed: int = 0  # files that could not be imported at all

    def add(self, verdict: Verdict) -> None:
        self.files += 1
        self.exact += verdict.exact
        self.wanted += sum(each.wanted for each in verdict.changes)
        self.recovered += sum(each.wanted and each.recovered for each in verdict.changes)
        self.wrong += len(verdict.wrong)
        self.lost += len(verdict.lost)

    def include(self, other: Row) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def show(self) -> str:
        changes = f"{self.recovered}/{self.wanted} {_share(self.recovered, self.wanted)}"
        files = f"{self.exact}/{self.files} {_share(self.exact, self.files)}"
        return f"{changes:>18} {files:>15} {self.wrong:>5} {self.lost:>5} {self.failed:>4}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "      –"


COLUMNS = f"{'changes recovered':>18} {'files exactly':>15} {'wrong':>5} {'lost':>5} {'fail':>4}"


@dataclass
class Bench:
    """The office, the table so far, and where files are kept that somebody wants to look at."""

    office: Office
    keep: Path | None
    rows: dict[tuple[str, str], Row] = field(default_factory=lambda: defaultdict(Row))
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    without: list[str] = field(default_factory=list)  # scripts that LibreOffice did not live through

    def run(self, name: str, handout: bytes, script: Script, row: str) -> None:
        """Edit a handout, bring it home with all marks, half and none of them, and count."""
        started = time.monotonic()
        try:
            edited = self.office.edit(handout, script.edits)
        except OfficeError as error:  # LibreOffice itself fails at a script now and then, the same way each time
            self.without.append(f"{name}, seed {script.seed}, {row}: {error}")
            return
        self.seconds[len(script.edits)].append(time.monotonic() - started)
        for marks, share in MARKS.items():
            sent = strip_marks(edited.data, share, script.seed) if share else edited.data
            counted = self.rows[row, marks]
            try:
                home = bring_home(sent)
            except Exception as error:  # whatever goes wrong is counted, and the file kept
                counted.failed += 1
                self.reasons[f"failed: {type(error).__name__} {error}".splitlines()[0]] += 1
                self.save(f"{name}-{script.seed}-{row.replace(' ', '_')}-{marks}", sent, traceback.format_exc())
                continue
            verdict = self.judge(script, edited, sent, home)
            counted.add(verdict)
            for each in verdict.changes:
                if not each.recovered:
                    self.reasons[f"{marks}: {each.kind}"] += 1
            if not verdict.exact:
                why = [f"{each.kind}: {each.why}" for each in verdict.changes if each.why]
                told = [*why, *(f"wrong: {line}" for line in verdict.wrong), f"lost: {' '.join(verdict.lost)}"]
                words = "\n".join([*told, *verdict.differences])
                self.save(f"{name}-{script.seed}-{row.replace(' ', '_')}-{marks}", sent, words, home)

    def judge(self, script: Script, edited: Edited, sent: bytes, home: bytes) -> Verdict:
        kinds = [edit.kind for edit in script.edits]
        shown = as_compared(self.office.show(home))
        drawn = _drawing(sent)
        pictures = [line for line in shown if line["picture"]]
        for line, of, (one, other) in zip(
            pictures, [line for line in edited.saved if line["picture"]], _pictures(sent, home), strict=False
        ):
            # The same picture in other bytes: one from outside is always written anew. And the drawing at the
            # top, where it was left alone, makes itself: it shows the careers that are left.
            if one in (other, drawn):
                line["picture"] = of["picture"]
        names = _new_names(sent, home)
        *states, saved, last = (
            _with_names(as_compared(lines), names) for lines in (*edited.states, edited.saved, edited.last)
        )
        return judge(kinds, states, saved, last, shown, makes_itself)

    def save(self, name: str, sent: bytes, words: str, home: bytes = b"") -> None:
        if self.keep is None:
            return
        self.keep.mkdir(parents=True, exist_ok=True)
        (self.keep / f"{name}-edited.docx").write_bytes(sent)
        (self.keep / f"{name}-home.docx").write_bytes(home)
        (self.keep / f"{name}.txt").write_text(words + "\n", encoding="utf-8")


def find_office(which: str) -> str:
    """Return the soffice that is meant: 7 and 25 are the machine's own of that release, else it is a path."""
    if which in {"7", "25", ""}:
        from helpers.judges import libreoffice_version  # it starts LibreOffice, which a path given need not

        found = libreoffice_version()[0]
        if which and found != int(which):
            raise click.UsageError(f"the LibreOffice of this machine is {found}; give the path of the other's soffice")
        return ""
    return which


@click.command()
@click.option("--seeds", default=f"{HELD_OUT.start}..{HELD_OUT.stop - 1}", help="first and last seed: A..B")
@click.option("--count", default=5, help="scripts of each length for each guide")
@click.option("--guides", default="", help="names with commas between; all without it")
@click.option("--schools", "of", default="", help="ids of schools with commas between, “-” for none; without it all")
@click.option("--libreoffice", default="", help="7 or 25, or the path of a soffice")
@click.option("--keep", type=click.Path(path_type=Path), help="keep the files that did not come home exactly")
@click.option("--only", type=click.Choice(["kinds", "scripts"]), help="only edits alone, or only scripts of many")
@click.option("--programs", is_flag=True, help="instead, open and save edited handouts in each program that is here")
def main(
    seeds: str,
    count: int,
    guides: str,
    of: str,
    libreoffice: str,
    keep: Path | None,
    only: str | None,
    programs: bool,
) -> None:
    """Print what of a school's edits comes home: each kind of edit alone, then scripts of several."""
    if programs:
        through_programs()
        return
    first, _, last = seeds.partition("..")
    start, count = int(first), min(count, int(last or first) - int(first) + 1)
    names = [name for name in guides.split(",") if name]
    known = ["", *project.find(ROOT).schools()]
    wanted = [name.strip("-") if name == "-" else name for name in of.split(",") if name] or known
    with Office(find_office(libreoffice), CACHE) as office:
        bench = Bench(office, keep)
        for name, handout in handouts(names, wanted):
            if only != "scripts":
                for kind in KINDS:
                    for seed in range(start, start + count):
                        track = (
                            (None, None, "open", "accepted")[seed % 4] if kind not in {"picture", "comment"} else None
                        )
                        bench.run(name, handout, alone(kind, seed, track), kind)
            if only != "kinds":
                for length in LENGTHS:
                    for script in scripts(start, count, length):
                        bench.run(name, handout, script, f"{length} edits")
    for marks in MARKS:
        click.echo(f"\nwith bookmarks: {marks}\n{'':<17}{COLUMNS}")
        total = Row()
        for (row, of), counted in bench.rows.items():
            if of == marks:
                click.echo(f"{row:<17}{counted.show()}")
                if row.endswith(" edits"):
                    total.include(counted)
        click.echo(f"{'all scripts':<17}{total.show()}")
    click.echo("")
    for what in bench.without:
        click.echo(f"no edited file, LibreOffice failed: {what}")
    for length, spent in bench.seconds.items():
        click.echo(f"{length} edits: {sum(spent) / len(spent):.2f} s for a script, {len(spent)} scripts")
    for reason, times in bench.reasons.most_common(20):
        click.echo(f"{times:>5}  {reason}")


if __name__ == "__main__":
    try:
        main(standalone_mode=True)
    except (ContentError, OfficeError, NotImplementedError) as error:
        sys.exit(str(error))
