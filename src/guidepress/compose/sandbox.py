"""Where templates run: they make no more text, numbers or turns of loops than a page can need.

A theme may come from anyone. A loop, a product or a format that would fill the memory is refused before it is made, in
a sentence; what only takes time is counted in steps.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import Template, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

STEPS = 3_000_000
"""Turns of loops, calls, and pieces of 64 letters that the templates of one page may take; the largest take 60,000."""

LONGEST = 2**20
"""Letters of a text that a template makes, and a third of the digits of a number in bits."""

LARGEST_PAGE = 2**25
"""Letters of a page, its pictures among them."""

_MOST_BITS = 4096  # of a whole number
_MOST_DEEP = 40  # templates that take each other in
_WIDE = re.compile(r"\d{5}")  # a width or precision in a format
_PRINTF = re.compile(r"%(?:\([^)]*\))?([^a-zA-Z%]*)")
_NESTED = re.compile(r"\{[^{}]*\{")  # a width that is put in from elsewhere
_PRINTED = {
    "e", "escape", "forceescape", "format", "join", "pprint", "string", "sum", "tojson", "urlencode", "urlize",
    "xmlattr",
}  # fmt: skip
_PASSED_ON = {"e", "escape", "safe", "string", "default", "d", "length", "count"}  # whatever the length of a text


class Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja sandbox with bounds. Before each page, `begin` is called."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(finalize=_plain, **options)
        self.steps = STEPS
        del self.globals["lipsum"]  # no page needs dummy text
        self.filters = {name: self._bounded(name, made) for name, made in self.filters.items()}
        self.filters["_turns"] = pass_context(lambda context, items: self.turns(items))
        self.filters["_plain"] = pass_context(lambda context, value: _plain(value))
        self.filters["_joined"] = pass_context(lambda context, value: self.joined(value))

    def begin(self) -> None:
        """Let the templates of another page take their steps."""
        self.steps = STEPS

    def spend(self, steps: int = 1) -> None:
        """Count steps. Raises SecurityError where a page takes too many."""
        self.steps -= steps
        if self.steps < 0:
            raise SecurityError("it does not come to an end: it takes more steps than any page needs")

    def turns(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield what a loop goes over, and count its turns."""
        for item in items:
            self.spend()
            yield item

    def made(self, value: Any) -> Any:
        """Count what was made, and return it."""
        self.spend(1 + _length(value) // 64)
        return value

    def joined(self, text: str) -> Any:
        """Count what was joined with “~”, and return it: at most a few times as long as its longest part."""
        _must_be_short(len(text))
        return self.made(text)

    def concat(self, pieces: Iterable[str]) -> str:
        """Join the pieces of a page, a macro or a block."""
        found, length = [], 0
        for piece in pieces:
            length += len(piece)
            if length > LARGEST_PAGE:
                raise SecurityError("it makes more text than any page holds")
            found.append(piece)
        return "".join(found)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Carry out an operator where its result is not too large."""
        if operator == "%" and isinstance(left, (str, bytes)):
            _must_be_short(_size(right))
            _must_be_narrow(str(left))
        elif operator == "+":
            _must_be_short(_length(left) + _length(right))
        elif operator == "*":
            for one, other in ((left, right), (right, left)):
                if isinstance(other, int):
                    _must_be_short(_length(one) * other)
            if isinstance(left, int) and isinstance(right, int):
                _must_be_small(left.bit_length() + right.bit_length())
        elif operator == "**" and isinstance(left, int) and isinstance(right, int) and abs(left) > 1:
            _must_be_small(left.bit_length() * right)
        return self.made(super().call_binop(context, operator, left, right))

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro, a method of a text or another thing, where its result is not too large."""
        self.spend()
        if isinstance(called, LoopContext) and args:
            args = (self.turns(args[0]), *args[1:])
        elif isinstance(called, (BuiltinMethodType, MethodType)) and isinstance(
            called.__self__, (str, bytes, int, list, tuple, dict)
        ):
            args = tuple(list(arg) if isinstance(arg, Iterator) else arg for arg in args)
            _must_be_short(_of_method(called.__name__, called.__self__, [*args, *kwargs.values()]))
        return self.made(super().call(context, called, *args, **kwargs))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Wrap `format` of a text so that it makes nothing wide."""
        made = super().wrap_str_format(value)
        if made is None:
            return None

        def bounded(*args: Any, **kwargs: Any) -> str:
            _must_be_narrow(value.__self__, braces=True)
            _must_be_short(_size([*args, *kwargs.values()]))
            return made(*args, **kwargs)

        return bounded

    def _bounded(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(made)
        def bounded(*args: Any, **kwargs: Any) -> Any:
            given = [*args, *kwargs.values()]
            texts = [value for value in given if isinstance(value, (str, bytes, int))]
            if name in _PRINTED:
                given = [list(value) if isinstance(value, Iterator) else value for value in given]
                args, kwargs = tuple(given[: len(args)]), dict(zip(kwargs, given[len(args) :], strict=True))
                _must_be_short(0 if name in _PASSED_ON and isinstance(given[-1], str) else _size(given))
            if name == "format":
                _must_be_narrow(str(texts[0]) if texts else "")
            elif name not in _PASSED_ON and texts:
                _must_be_short(_of_method(name, texts[0], texts[1:] if isinstance(texts[0], (str, bytes)) else texts))
            return self.made(made(*args, **kwargs))

        return bounded

    def _load_template(self, name: str, globals: Any) -> Template:  # noqa: A002 - Jinja's name
        self.spend()
        frame, depth = sys._getframe(), 0
        while frame.f_back is not None:
            frame, depth = frame.f_back, depth + (frame.f_code.co_name == "root")
        if depth > _MOST_DEEP:  # Python's own limit is reached after minutes, since each template adds to its report
            raise SecurityError("it takes itself in again and again")
        return super()._load_template(name, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Read a template, and have its loops counted and what it joins seen to."""
        try:
            tree = super()._parse(source, name, filename)
            for loop in tree.find_all(nodes.For):
                loop.iter = _filtered(loop.iter, "_turns")
            return _Joined().visit(tree)  # type: ignore[no-any-return]
        except (RecursionError, MemoryError, ValueError, OverflowError) as error:
            raise TemplateSyntaxError(_UNREADABLE, 1, name, filename) from error

    def _compile(self, source: str, filename: str) -> Any:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError) as error:
            raise TemplateSyntaxError(_UNREADABLE, 1, None, filename) from error

    def _generate(self, *args: Any, **kwargs: Any) -> str:
        try:
            return super()._generate(*args, **kwargs)
        except (RecursionError, MemoryError) as error:
            raise TemplateSyntaxError(_UNREADABLE, 1, args[1], args[2]) from error


_UNREADABLE = "It is nested too deeply, or holds a number that is too large"


class _Joined(NodeTransformer):
    """Has what a template joins with “~” counted, and each part of it looked at."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        node.nodes = [_filtered(part, "_plain") for part in node.nodes]
        return _filtered(node, "_joined")


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _plain(value: Any) -> Any:
    """Return what a template prints. Raises SecurityError for a list: one of lists of lists may print as anything."""
    if isinstance(value, (list, tuple, dict, set)):
        raise SecurityError("it prints a list of values as if it were a text")
    return value


def _length(value: Any) -> int:
    """Return how long a text or a list is; 0 for what is neither."""
    return len(value) if isinstance(value, (str, bytes, list, tuple)) else 0


def _size(value: Any) -> int:
    """Return about how many letters a value takes when it is printed, lists in it included; no more than are allowed.

    A list may hold another one twice, and that again: what it prints as is then far larger than what it takes.
    """
    size, to_see = 0, [value]
    while to_see and size <= LONGEST:
        seen = to_see.pop()
        size += 8 + (len(seen) if isinstance(seen, (str, bytes)) else 0)
        if isinstance(seen, (list, tuple, set)):
            to_see.extend(seen)
        elif isinstance(seen, Mapping) and not isinstance(seen, Context):
            to_see.extend((*seen.keys(), *seen.values()))
    return size


def _of_method(name: str, owner: Any, given: list[Any]) -> int:
    """Return no less than the length of what a method or filter of a text or a list makes."""
    length = max(_length(owner), *(abs(value) for value in given if isinstance(value, int)), 0)
    texts = [value for value in given if isinstance(value, (str, bytes))]
    if not isinstance(owner, (str, bytes)):
        return length
    if name == "replace" and len(texts) > 1 and type(texts[0]) is not bytes and isinstance(owner, str):
        length = max(length, len(owner) + owner.count(str(texts[0])) * len(texts[1]))
    elif name == "join":
        length = _size(given) + len(owner) * sum(map(_length, given))
    elif name == "translate":
        length = len(owner) * max((_size(value) for value in given), default=1)
    elif name in ("indent", "wordwrap", "expandtabs", "urlize"):
        widths = [value for value in given if isinstance(value, int)] + [len(text) for text in texts]
        length = max(length, len(owner) + _pieces(name, owner) * max(widths, default=8))
    return length


def _pieces(name: str, owner: str | bytes) -> int:
    """Return into how many lines or columns a text falls at most."""
    text = owner.decode("latin-1") if isinstance(owner, bytes) else owner
    if name == "wordwrap":
        return 1  # its lines are as wide as it is told, or it has as many as letters
    return 1 + (text.count("\t") if name == "expandtabs" else len(text.splitlines()))


def _must_be_short(length: int) -> None:
    if length > LONGEST:
        raise SecurityError("it makes a text or a list that is longer than any page needs")


def _must_be_small(bits: int) -> None:
    if bits > _MOST_BITS:
        raise SecurityError("it makes a number that is larger than any page needs")


def _must_be_narrow(text: str, braces: bool = False) -> None:
    """Raise SecurityError where a format asks for more than 9,999 columns, or takes their number from elsewhere."""
    if braces:
        is_wide = bool(_NESTED.search(text) or any(_WIDE.search(part) for part in text.split(":")[1:]))
    else:
        is_wide = any("*" in spec or _WIDE.search(spec) for spec in _PRINTF.findall(text))
    if is_wide:
        raise SecurityError("it formats a value wider than any page is")
