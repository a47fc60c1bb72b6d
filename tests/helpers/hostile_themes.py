"""Themes that would read what is not theirs, or never end: each is a change to a copy of a theme that comes with us."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from helpers.checkout import ROOT

Change = Callable[[Path], None]
"""Changes the folder of a copied theme, `templates/themes/NAME` of a project of its own."""

SIXTY = "{% for i in range(60) %}"
TEXT = "{% set n = namespace(t='xx') %}"
LISTS = f"{{% set n = namespace(t=[1]) %}}{SIXTY}{{% set n.t = [n.t, n.t] %}}{{% endfor %}}"

EXPRESSIONS: dict[str, tuple[str, str]] = {
    "a range of a billion": ("{% for i in range(10**9) %}x{% endfor %}", "a number or a range in it is too large"),
    "ten billion turns":
        ("{% for i in range(99999) %}{% for i in range(99999) %}{% endfor %}{% endfor %}", "does not come to an end"),
    "turns of a loop that calls itself":
        ("{% for i in range(9999) recursive %}{{ loop(range(9999)) if loop.depth < 4 }}{% endfor %}", "to an end"),
    "a wide number": ("{{ '%1999999999d'|format(1) }}", "wider than any page"),
    "a width from elsewhere": ("{{ '%*d' % (1999999999, 1) }}", "wider than any page"),
    "a wide value in braces": ("{{ '{:1999999999}'.format(1) }}", "wider than any page"),
    "a width in braces from elsewhere": ("{{ '{:{}}'.format(1, 1999999999) }}", "wider than any page"),
    "a product": ("{{ ('x' * 1900000000)|length }}", "longer than any page"),
    "a product of a list": ("{{ ([1] * 1900000000)|length }}", "longer than any page"),
    "a power": ("{{ (9**(9**9))|string|length }}", "a number that is larger"),
    "a center": ("{{ 'a'|center(1900000000)|length }}", "longer than any page"),
    "a center that is a method": ("{{ 'a'.center(1900000000)|length }}", "longer than any page"),
    "zeros before a number": ("{{ 'a'.zfill(1900000000)|length }}", "longer than any page"),
    "wide tabs": ("{{ ('\t' * 100000).expandtabs(100000)|length }}", "longer than any page"),
    "each letter a long text": ("{{ ('a' * 100000)|replace('a', 'b' * 100000)|length }}", "longer than any page"),
    "each letter a long text, by a method":
        ("{{ ('a' * 100000).replace('a', 'b' * 100000)|length }}", "longer than any page"),
    "each letter a long text, by a table":
        ("{{ ('a' * 100000).translate({97: 'b' * 100000})|length }}", "longer than any page"),
    "a long text between all letters": ("{{ ('a' * 100000)|join('b' * 100000)|length }}", "longer than any page"),
    "deep indents": ("{{ ('\n' * 100000)|indent(100000)|length }}", "longer than any page"),
    "many columns of a list": ("{{ [1]|slice(1900000000)|list|length }}", "longer than any page"),
    "a row to be filled": ("{{ [1]|batch(1900000000, 'x')|list|length }}", "longer than any page"),
    "a long line of bytes": ("{{ (1).to_bytes(1900000000, 'big')|length }}", "longer than any page"),
    "a text that doubles":
        (f"{TEXT}{SIXTY}{{% set n.t = n.t + n.t %}}{{% endfor %}}", "longer than"),
    "a text that doubles as it is joined":
        (f"{TEXT}{SIXTY}{{% set n.t = n.t ~ n.t %}}{{% endfor %}}", "longer than"),
    "a block that doubles":
        (TEXT + SIXTY + "{% set x %}{{ n.t }}{{ n.t }}{% endset %}{% set n.t = x %}{% endfor %}", "more text"),
    "lists in lists": (f"{LISTS}{{{{ n.t }}}}", "prints a list"),
    "lists in lists as a text": (f"{LISTS}{{{{ n.t|string|length }}}}", "longer than any page"),
    "lists in lists in a format": (f"{LISTS}{{{{ '%s' % [n.t] }}}}", "longer than any page"),
    "dummy text": ("{{ lipsum(n=1000000000) }}", "'lipsum' is undefined"),
    "a macro that calls itself": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "again and again"),
    "a macro that calls itself twice":
        ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}", "to an end"),
    "a division by zero": ("{{ 1 // 0 }}", "it divides by zero"),
    "a text and a number": ("{{ 'a' + 1 }}", "can only concatenate"),
    "a number that is none": ("{{ [1, 'a']|sort }}", "not supported between"),
    "a digit too many": ("{{ ('9' * 9999)|int + 1 }}{{ [].index(1) }}", "is not in list"),
    "a class": ("{{ ''.__class__.__mro__ }}", "unsafe"),
    "a class by a format": ("{{ '{0.__class__}'.format('a') }}", "unsafe"),
    "a name that is none": ("{{ nothing.at_all }}", "'nothing' is undefined"),
    "an outside file": ("{% include '/etc/passwd' %}", "There is no template “/etc/passwd”"),
    "an outside file, by dots": ("{% include '../../../../etc/passwd' %}", "There is no template"),
    "brackets in brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "nested too deeply"),
    "loops in loops": ("{% for i in [1] %}" * 40 + "{% endfor %}" * 40, "nested too deeply"),
    "a number of many digits": ("{{ " + "9" * 9999 + " }}", "nested too deeply, or holds a number"),
}  # fmt: skip
"""What a template says, by what it is, and the words that whoever builds with it reads."""

IN_DRAWING = "<svg xmlns='http://www.w3.org/2000/svg'><image width='9' height='9' href='file:///etc/passwd'/></svg>"

SHEETS: dict[str, tuple[str, str]] = {
    "an attribute as an address": ("body { background: attr(data-x url) }", "cannot be laid out"),
    "a round by nothing": ("p { width: round(1px, 0px) }", "cannot be laid out"),
    "a rest of nothing": ("p { width: mod(1px, 0px) }", "cannot be laid out"),
    "brackets in brackets": ("p { width: calc(" + "(" * 3000 + "1px" + ")" * 3000 + ") }", "nested too deeply"),
    "a selector in itself": (":is(" * 900 + "p" + ")" * 900 + " { color: red }", "nested too deeply"),
    "a long selector": ("*" + " *" * 3000 + " { color: red }", "nested too deeply"),
    "a variable that doubles":
        (":root { --a0: x;" + "".join(f"--a{i}: var(--a{i - 1}) var(--a{i - 1});" for i in range(1, 30)) + "}",
         "comes to more text"),
    "a variable that doubles, the last first":
        (":root {" + "".join(f"--a{i}: var(--a{i - 1}) var(--a{i - 1});" for i in range(29, 0, -1)) + "--a0: x }",
         "comes to more text"),
    "many variables": (":root {" + "".join(f"--a{i}: x;" for i in range(1500)) + "}", "more than 1,000 variables"),
    "a wide leader": ("p::before { content: leader('.') 'x'; width: 1e8px; display: block }", "the number 1e8"),
    "a million columns": ("body { columns: 1000000 }", "the number 1000000"),
    "a million rows": ("body { display: grid } p { grid-column: span 1000000 }", "the number 1000000"),
    "a tall block": ("p { height: 10000000px }", "the number 10000000"),
    "a page beyond all numbers": ("@page { size: 1e999px 1e999px }", "the number 1e999"),
    "a style sheet from the network": ("@import url(http://127.0.0.1:9/x.css);", "is not read"),
    "an outside picture": ("body { background: url(file:///etc/passwd) }", "is not read"),
    "the environment": ("body { background: url(file:///proc/self/environ) }", "is not read"),
    "a device": ("body { background: url(file:///dev/zero) }", "is not read"),
    "an outside font": ("@font-face { font-family: X; src: url(file:///etc/passwd) } p { font-family: X }", "not read"),
    "a picture beside the sheet": ("body { background: url(b.png) }", "has no files beside it"),
    "an outside picture in a drawing":
        ('body { background: url("data:image/svg+xml,' + IN_DRAWING + '") }', "is not read"),
}  # fmt: skip
"""The same of style sheets."""

ELEMENTS: dict[str, tuple[str, str]] = {
    "an attached file": ('<link rel="attachment" href="data:text/plain,x">', "attach a file"),
    "an attached file behind a link": ('<a rel="attachment" href="data:text/plain,x">x</a>', "attach a file"),
    "an attached file from outside": ('<link rel="attachment" href="file:///etc/passwd">', "attach a file"),
    "an outside object": ('<object data="file:///etc/passwd"></object>', "is not read"),
    "an outside frame": ('<embed src="file:///etc/passwd">', "is not read"),
    "an outside picture": ('<img src="file:///proc/self/environ" alt="x">', "is not read"),
    "an outside picture in a drawing": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
        "is not read",
    ),
}
"""The same of what stands in a brochure's template."""


def themes() -> Iterator[tuple[str, Change]]:
    """Yield every hostile theme by what it is."""
    for what, (text, _) in EXPRESSIONS.items():
        yield f"template: {what}", in_template(text)
    for what, (text, _) in SHEETS.items():
        yield f"style sheet: {what}", in_sheet(text)
    for what, (text, _) in ELEMENTS.items():
        yield f"element: {what}", in_template(text)
    for what, change in files():
        yield f"file: {what}", change


def in_template(text: str) -> Change:
    """Put a text at the end of the theme's own brochure.html."""

    def change(folder: Path) -> None:
        common = (ROOT / "templates/brochure/brochure.html").read_text(encoding="utf-8")
        assert "</body>" in common
        (folder / "brochure.html").write_text(common.replace("</body>", f"{text}</body>"), encoding="utf-8")

    return change


def in_sheet(text: str) -> Change:
    """Put rules at the end of the theme's brochure.css, as they are: Jinja reads nothing into them."""

    def change(folder: Path) -> None:
        sheet = folder / "brochure.css"
        said = sheet.read_text(encoding="utf-8")
        sheet.write_text(f"{said}\n{{% raw %}}{text}{{% endraw %}}\n", encoding="utf-8")

    return change


def files() -> Iterator[tuple[str, Change]]:
    """Yield themes whose files are none, or are somebody else's."""
    for name in ("brochure.html", "brochure.css", "theme.yaml", "handout.html"):
        yield f"{name} that is a link to outside", _replaced(name, lambda path: path.symlink_to(_outside(path)))
        yield f"{name} that is a pipe", _replaced(name, os.mkfifo)
        yield f"{name} that is a device", _replaced(name, lambda path: path.symlink_to("/dev/zero"))
        yield f"{name} that is a circle", _replaced(name, lambda path: path.symlink_to(path))
        yield f"{name} that is a gigabyte", _replaced(name, _huge)
    for file in ("../../../../../../../../../etc/passwd", "/dev/zero", "/etc/passwd"):
        yield f"a font {file}", _with_font(file)
    yield "theme.yaml that is deep", _replaced("theme.yaml", lambda path: path.write_text("[" * 100_000))


def _outside(path: Path) -> Path:
    """Make a file beside the project, with words that nobody may see in what is made."""
    file = path.parents[4] / f"secret-{path.name}"
    file.write_text("TOPSECRET-7431", encoding="utf-8")
    return file


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


def _replaced(name: str, make: Callable[[Path], object]) -> Change:
    def change(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        make(folder / name)

    return change


def _with_font(file: str) -> Change:
    def change(folder: Path) -> None:
        lines = (folder / "theme.yaml").read_text(encoding="utf-8").split("\n")
        number = next(number for number, line in enumerate(lines) if line.strip().startswith("file:"))
        lines[number] = f'    file: "{file}"'
        (folder / "theme.yaml").write_text("\n".join(lines), encoding="utf-8")

    return change
