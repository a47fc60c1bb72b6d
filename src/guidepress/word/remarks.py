"""What a person is told of an edited handout: what in it could not be read as it stands, or was left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from guidepress.word.lines import shortened

_MOST = 60  # sentences; a file of another kind could fill the screen


@dataclass
class Remarks:
    """Gathers plain sentences, each with the words next to what it tells of."""

    sentences: list[str] = field(default_factory=list)
    _struck: list[tuple[int, str]] = field(default_factory=list)  # where it begins in its passage, and the words
    _hidden: str = ""

    def tell(self, sentence: str) -> None:
        """Add a sentence, unless it has been said."""
        if sentence not in self.sentences and len(self.sentences) < _MOST:
            self.sentences.append(sentence)

    def unread(self, what: str, words_before: str) -> None:
        """Tell of something that holds words and cannot be read."""
        self.tell(f"{what}{_after(words_before)} could not be read and was left out")

    def formula(self, words: str, words_before: str) -> None:
        """Tell of a formula."""
        self.tell(f"a formula{_after(words_before)} was read as text: “{shortened(words)}”")

    def dead_link(self, address: str, words_before: str) -> None:
        """Tell of a link that nobody else could follow."""
        where = "a place in this file" if address.startswith("#") else f"“{shortened(address)}”"
        self.tell(f"a link{_after(words_before)} leads to {where}, where no reader can go; its words were kept")

    def filled_from_elsewhere(self, instruction: str) -> None:
        """Tell of a field that Word would fill from another file or program."""
        sentence = f"a place that Word fills from elsewhere (“{shortened(instruction)}”) was read as it stands"
        self.tell(f"{sentence}; nothing was fetched")

    def turned(self, words: str) -> None:
        """Tell of signs that turned the direction of writing, in words that are now without them."""
        sentence = f"invisible signs that turn the direction of writing were taken out of “{shortened(words)}”"
        self.tell(sentence)

    def placeholder(self, words: str) -> None:
        """Tell of an empty field of a form."""
        if words.strip():
            self.tell(f"“{shortened(words)}” is the placeholder of an empty field, and was left out")

    def hidden(self, words: str) -> None:
        """Take hidden words of the passage that is being read."""
        self._hidden += words

    def struck(self, words: str, place: int) -> None:
        """Take words of the passage that is being read that are struck through; `place` counts its stretches."""
        self._struck.append((place, words))

    def end_of_passage(self, text: str) -> None:
        """Tell of what was hidden and struck through in the passage that has been read."""
        if self._hidden.strip():
            self.tell(f"hidden text was left out: “{shortened(self._hidden)}”")
        runs: list[str] = []
        last = None
        for place, words in self._struck:
            if last == place - 1 and runs:
                runs[-1] += words
            else:
                runs.append(words)
            last = place
        all_words, quoted = text.strip(), shortened(text)
        for words in runs:
            if words.strip():
                inside = "" if words.strip() == all_words else f" in “{quoted}”"
                sentence = f"“{shortened(words)}”{inside} is struck through; the words were kept"
                self.tell(f"{sentence}: delete them in the file if they should go")
        self._hidden, self._struck = "", []


def _after(words_before: str) -> str:
    words = words_before.strip()[-40:]
    return f" after “{words}”" if words else " at the beginning"
