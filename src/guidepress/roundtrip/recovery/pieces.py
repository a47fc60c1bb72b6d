"""What a school says of its own in one region of a handout: what it added, and what it says otherwise or leaves out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Content = dict[str, Any]
"""Plain content, as it stands in YAML."""


AT_THE_END = "this found no place and stands at the end"
"""Why a line is told that was added below all others."""


@dataclass(frozen=True)
class Unplaced:
    """What could not be taken over, in words, and why."""

    text: str
    reason: str


@dataclass
class Pieces:
    """A school's own pieces, gathered while a region is read from top to bottom.

    `anchor` is the content path of what was read last, behind which the next addition stands; `open_list` the list
    whose item was read last, which a new item goes on. `pending` holds additions that may still turn out to stand at
    the end. `as_seen` has the columns whose words were taken in with the look that only their style gave them.
    """

    replaced: list[Content] = field(default_factory=list)
    added: list[Content] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    pending: list[Content] = field(default_factory=list)
    as_seen: set[int] = field(default_factory=set)
    anchor: str | None = None
    open_list: str = ""

    def add(self, look: str, **rest: Any) -> None:
        """Add a piece behind what was read last."""
        piece = {"look": look, **rest, "after": self.anchor}
        self.added.append(piece)
        self.pending.append(piece)

    def say_otherwise(self, of: str, text: str = "", leaf: str = "", was: str = "") -> None:
        """Say a line, or a leaf of it, otherwise than it was said; it is left out where there is no text."""
        values = {"leaf": leaf, "was": was if text else "", "text": text}
        self.replaced.append({"of": of} | {key: value for key, value in values.items() if value})

    def leave_out(self, of: str) -> None:
        """Leave a leaf or a line out, unless it is said otherwise already."""
        if not any(piece["of"] == of for piece in self.replaced):
            self.replaced.append({"of": of})

    def cannot_take(self, text: str, reason: str) -> None:
        """Tell that something could not be taken over."""
        self.unplaced.append(Unplaced(text, reason))

    def pass_on(self, anchor: str | None, open_list: str = "") -> None:
        """Note what was read last."""
        self.anchor, self.open_list = anchor, open_list

    def start_anew(self) -> None:
        """Forget what was added, for a region that is read once more."""
        self.added, self.anchor, self.open_list = [], None, ""

    def write(self, container: Content) -> None:
        """Write the pieces into the content of a section or of a guide."""
        for name, pieces in (("added", self.added), ("replaced", self.replaced)):
            kept = [{key: value for key, value in piece.items() if value is not None} for piece in pieces]
            if kept:
                container[name] = kept
            else:
                container.pop(name, None)
