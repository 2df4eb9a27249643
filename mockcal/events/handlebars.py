"""Handlebars, as far as webhook templates need it: paths, escaping, the built-in helpers, blocks, whitespace control.

Values are JSON (dicts, lists, texts, numbers, booleans, null) and become text as in JavaScript. No Python library renders
like this: those for Mustache know neither `#if` nor `#each`, and the one for Handlebars is no longer kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockcal.http.json_text import dump

ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;"}
ESCAPED = re.compile("[&<>\"'`=]")
TAG = re.compile(
    r"\{\{(?:"
    r"(?P<left1>~?)!(?=--).*?--(?P<right1>~?)\}\}"
    r"|(?P<left2>~?)!(?!--).*?(?P<right2>~?)\}\}"
    r"|(?P<left3>~?)\{(?!\{)(?P<raw>.*?)\}(?P<right3>~?)\}\}"
    r"|(?P<left4>~?)(?P<sigil>[#^/&>]?)(?!\{)"
    r"(?P<inside>(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\[[^\]]*\]|[^\"'\[])*?)(?P<right4>~?)\}\})",
    re.DOTALL,
)
WORD = re.compile(
    r"\s*(?:(?P<text>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')|(?P<sign>[()|])"
    r"|(?P<key>[\w-]+)=|(?P<word>(?:\[[^\]]*\]|[^\s()|=\"'\[])+))",
    re.DOTALL,
)
INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
LARGEST_INDEX = 2**32 - 2
SEGMENT = re.compile(r"\[([^\]]*)\]|(\.\.)(?=$|/)|([^./\[]+)")
LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
LINE_START = re.compile(r"(?:\A|(?<=\n))[ \t]*\Z")
FIRST_WORD = re.compile(r"(?:\[[^\]]*\]|[^\s\[])+")
UNDEFINED: Any = type("Undefined", (), {"__bool__": lambda self: False, "__repr__": lambda self: "UNDEFINED"})()
WORDS = {"true": True, "false": False, "null": None, "undefined": UNDEFINED}


class TemplateError(Exception):
    """The template cannot be read, or asks for a helper or partial that there is not."""


@dataclass(frozen=True, slots=True)
class Path:
    """`../organizer.name` is up 1, parts organizer and name; `@index` is data; `this` has no parts."""

    parts: tuple[str, ...]
    up: int = 0
    is_data: bool = False
    scoped: bool = False  # begins with `this` or `.`: never a helper or block parameter


@dataclass(frozen=True, slots=True)
class Literal:
    value: Any


@dataclass(frozen=True, slots=True)
class Expression:
    """A value, or a helper's name with what it is called with."""

    head: "Path | Literal | Expression"
    params: "tuple[Path | Literal | Expression, ...]" = ()
    named: "Mapping[str, Path | Literal | Expression]" = field(default_factory=dict)
    block_params: tuple[str, ...] = ()


@dataclass(slots=True)
class Output:
    expression: Expression
    escaped: bool


@dataclass(slots=True)
class Block:
    expression: Expression
    body: "list[Node]" = field(default_factory=list)
    otherwise: "list[Node]" = field(default_factory=list)


Node = str | Output | Block
Value = Path | Literal | Expression


@dataclass(slots=True)
class _Tag:
    """One `{{…}}`: `kind` is a sigil, `{` for an unescaped value, `!` for a comment, `else`, or `` for a value."""

    kind: str
    inside: str
    trims_left: bool
    trims_right: bool


def render(template: str, context: Any) -> str:
    """Raises `TemplateError`."""
    nodes, closing = _Parser(_pieces(template)).nodes()
    if closing is not None:
        raise TemplateError(f"unexpected {{{{{closing.kind}{closing.inside}}}}}")
    return _Renderer(context).nodes(nodes, _Scope([context], {"root": context}, {}))


def text_of(value: Any) -> str:
    """As JavaScript's `String(value)`, with nothing for null and undefined."""
    if value is None or value is UNDEFINED:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "[object Object]"
    if isinstance(value, Sequence):
        return ",".join(map(text_of, value))
    return dump(value).decode()


def is_index(key: str) -> bool:
    """Whether JavaScript takes a property's name for a place in a list."""
    return INDEX.fullmatch(key) is not None and int(key) <= LARGEST_INDEX


def escape(text: str) -> str:
    return ESCAPED.sub(lambda found: ESCAPES[found[0]], text)


def _pieces(template: str) -> list[str | _Tag]:
    """Texts and tags in turn, whitespace control and lines that hold nothing but a block's tag applied."""
    pieces: list[str | _Tag] = []
    at, text = 0, ""
    while (opening := template.find("{{", at)) >= 0:
        text += template[at:opening]
        if text.endswith("\\") and at < opening:
            text = text[:-1]
            if not template.endswith("\\\\", at, opening):
                text, at = text + "{{", opening + 2
                continue
        found = TAG.match(template, opening)
        if found is None:
            raise TemplateError(f"{template[opening : opening + 20]!r} is no tag, or never closed")
        pieces += [text, _tag(found)]
        at, text = found.end(), ""
    pieces.append(text + template[at:])
    _trim_lines(pieces)
    _trim_marked(pieces)
    return pieces


def _tag(found: re.Match[str]) -> _Tag:
    left = any(found[f"left{number}"] for number in range(1, 5))
    right = any(found[f"right{number}"] for number in range(1, 5))
    if found["inside"] is None:
        kind, inside = ("{", found["raw"]) if found["raw"] is not None else ("!", "")
        return _Tag(kind, inside.strip(), left, right)
    kind, inside = found["sigil"], found["inside"].strip()
    if kind in ("", "^") and (not inside if kind == "^" else re.match(r"else(\s|$)", inside)):
        kind, inside = "else", inside.removeprefix("else").strip()
    return _Tag(kind, inside, left, right)


def _trim_lines(pieces: list[str | _Tag]) -> None:
    """A block's tag or a comment that stands alone on its line takes the line with it."""
    alone = []
    for index in range(1, len(pieces), 2):
        tag, before, after = pieces[index], pieces[index - 1], pieces[index + 1]
        assert isinstance(tag, _Tag) and isinstance(before, str) and isinstance(after, str)
        starts = LINE_START.search(before) if index == 1 or "\n" in before else None
        ends = LINE_END.match(after)
        closes = ends and (ends[0].endswith("\n") or index + 2 == len(pieces))
        if tag.kind in ("#", "^", "/", "else", "!") and starts and closes:
            alone.append(index)
    for index in alone:
        before, after = pieces[index - 1], pieces[index + 1]
        assert isinstance(before, str) and isinstance(after, str)
        pieces[index - 1] = LINE_START.sub("", before)
        pieces[index + 1] = LINE_END.sub("", after, count=1)


def _trim_marked(pieces: list[str | _Tag]) -> None:
    for index in range(1, len(pieces), 2):
        tag, before, after = pieces[index], pieces[index - 1], pieces[index + 1]
        assert isinstance(tag, _Tag) and isinstance(before, str) and isinstance(after, str)
        if tag.trims_left:
            pieces[index - 1] = before.rstrip()
        if tag.trims_right:
            pieces[index + 1] = after.lstrip()


class _Parser:
    def __init__(self, pieces: list[str | _Tag]) -> None:
        self._pieces = pieces
        self._at = 0

    def nodes(self) -> tuple[list[Node], _Tag | None]:
        """Up to the `else` or closing tag that ends them, or to the template's end."""
        nodes: list[Node] = []
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            self._at += 1
            if isinstance(piece, str):
                nodes.append(piece)
            elif piece.kind in ("else", "/"):
                return nodes, piece
            elif piece.kind in ("#", "^"):
                nodes.append(self._block(piece))
            elif piece.kind == ">":
                raise TemplateError(f"the partial {piece.inside} could not be found")
            elif piece.kind != "!":
                nodes.append(Output(expression(piece.inside), escaped=piece.kind == ""))
        return nodes, None

    def _block(self, opening: _Tag) -> Block:
        first, ending = self.nodes()
        second: list[Node] = []
        if ending is not None and ending.kind == "else":
            second, ending = self._otherwise(ending)
        name = _first_word(opening.inside)
        if ending is None or ending.kind != "/" or ending.inside != name:
            raise TemplateError(f"{name} is not closed")
        body, otherwise = (second, first) if opening.kind == "^" else (first, second)
        return Block(expression(opening.inside), body, otherwise)

    def _otherwise(self, tag: _Tag) -> tuple[list[Node], _Tag | None]:
        """`else` alone, or `else if …`: a block of its own that the outer closing tag ends too."""
        body, ending = self.nodes()
        if not tag.inside:
            return body, ending
        chained = Block(expression(tag.inside), body)
        if ending is not None and ending.kind == "else":
            chained.otherwise, ending = self._otherwise(ending)
        return [chained], ending


def _first_word(text: str) -> str:
    found = FIRST_WORD.match(text)
    return found[0] if found else ""


def expression(text: str) -> Expression:
    words = _Words(text)
    found = words.expression()
    if words.left():
        raise TemplateError(f"{text} cannot be read")
    return found


class _Words:
    def __init__(self, text: str) -> None:
        self._text = text.strip()
        self._at = 0

    def left(self) -> bool:
        return self._at < len(self._text)

    def expression(self) -> Expression:
        head = self._value(self._next())
        params: list[Value] = []
        named: dict[str, Value] = {}
        block_params: tuple[str, ...] = ()
        while self.left() and (word := self._next())["sign"] != ")":
            if word["key"]:
                named[word["key"]] = self._value(self._next())
            elif word["word"] == "as" and self._text.startswith("|", self._skip()):
                block_params = self._block_params()
            else:
                params.append(self._value(word))
        return Expression(head, tuple(params), named, block_params)

    def _value(self, word: re.Match[str]) -> Value:
        if word["text"]:
            return Literal(re.sub(r"\\(.)", r"\1", word["text"][1:-1]))
        if word["sign"] == "(":
            return self.expression()
        if not word["word"]:
            raise TemplateError(f"{self._text} cannot be read")
        return _path_or_literal(word["word"])

    def _block_params(self) -> tuple[str, ...]:
        opening = self._skip()
        closing = self._text.find("|", opening + 1)
        if closing < 0:
            raise TemplateError(f"{self._text} cannot be read")
        self._at = closing + 1
        return tuple(self._text[opening + 1 : closing].split())

    def _skip(self) -> int:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at

    def _next(self) -> re.Match[str]:
        found = WORD.match(self._text, self._at)
        if found is None:
            raise TemplateError(f"{self._text} cannot be read")
        self._at = found.end()
        return found


def _path_or_literal(word: str) -> Path | Literal:
    if word in WORDS:
        return Literal(WORDS[word])
    if re.fullmatch(r"-?\d+(\.\d+)?", word):
        return Literal(float(word))
    is_data = word.startswith("@")
    parts = [
        literal if literal is not None else up or plain
        for literal, up, plain in ((found[1], found[2], found[3]) for found in SEGMENT.finditer(word.removeprefix("@")))
    ]
    up = 0
    while parts and parts[0] == "..":
        up += 1
        parts.pop(0)
    scoped = word == "." or word.startswith("./") or (bool(parts) and parts[0] == "this" and not up)
    if parts and parts[0] == "this":
        parts.pop(0)
    return Path(tuple(parts), up, is_data, scoped)


@dataclass(slots=True)
class _Scope:
    """`contexts` from the outermost to the present one."""

    contexts: list[Any]
    data: dict[str, Any]
    names: dict[str, Any]

    @property
    def this(self) -> Any:
        return self.contexts[-1]

    def inner(self, context: Any, data: Mapping[str, Any] = {}, names: Mapping[str, Any] = {}) -> "_Scope":
        contexts = self.contexts if context is self.this else [*self.contexts, context]
        return _Scope(contexts, {**self.data, **data}, {**self.names, **names})


class _Renderer:
    def __init__(self, root: Any) -> None:
        self._root = root

    def nodes(self, nodes: list[Node], scope: _Scope) -> str:
        return "".join(self._node(node, scope) for node in nodes)

    def _node(self, node: Node, scope: _Scope) -> str:
        if isinstance(node, str):
            return node
        if isinstance(node, Block):
            return self._block(node, scope)
        text = text_of(self._called(node.expression, scope))
        return escape(text) if node.escaped else text

    def _block(self, block: Block, scope: _Scope) -> str:
        name = _helper_name(block.expression)
        if name in ("if", "unless"):
            holds = self._condition(block.expression, scope) is (name == "if")
            return self.nodes(block.body if holds else block.otherwise, scope)
        if name == "each":
            return self._each(block, self._only_param(block.expression, scope), scope)
        if name == "with":
            return self._with(block, self._only_param(block.expression, scope), scope)
        if block.expression.params or block.expression.named:
            raise TemplateError(f'missing helper: "{name}"')
        return self._plain_block(block, scope)

    def _plain_block(self, block: Block, scope: _Scope) -> str:
        """`{{#path}}`: a list is gone through, anything else that is there becomes the context."""
        value = self._value(block.expression.head, scope)
        if value is True:
            return self.nodes(block.body, scope)
        if value is False or value is None or value is UNDEFINED:
            return self.nodes(block.otherwise, scope)
        return self._each(block, value, scope) if _is_list(value) else self.nodes(block.body, scope.inner(value))

    def _condition(self, expression: Expression, scope: _Scope) -> bool:
        value = self._only_param(expression, scope)
        if _is_number_zero(value) and "includeZero" in expression.named:
            return bool(self._value(expression.named["includeZero"], scope))
        return _is_truthy(value)

    def _with(self, block: Block, value: Any, scope: _Scope) -> str:
        if not _is_truthy(value) and not _is_number_zero(value):
            return self.nodes(block.otherwise, scope)
        names = dict(zip(block.expression.block_params, [value], strict=False))
        return self.nodes(block.body, scope.inner(value, names=names))

    def _each(self, block: Block, value: Any, scope: _Scope) -> str:
        entries = (
            list(value.items()) if isinstance(value, Mapping) else list(enumerate(value)) if _is_list(value) else []
        )
        if not entries:
            return self.nodes(block.otherwise, scope)
        rendered = []
        for index, (key, one) in enumerate(entries):
            data = {"index": index, "key": key, "first": index == 0, "last": index == len(entries) - 1}
            data["_parent"] = scope.data
            names = dict(zip(block.expression.block_params, [one, key], strict=False))
            rendered.append(self.nodes(block.body, scope.inner(one, data, names)))
        return "".join(rendered)

    def _only_param(self, expression: Expression, scope: _Scope) -> Any:
        if len(expression.params) != 1:
            raise TemplateError(f"#{_helper_name(expression)} requires exactly one argument")
        return self._value(expression.params[0], scope)

    def _called(self, expression: Expression, scope: _Scope) -> Any:
        """A helper's result, or the value of a lone path; a literal in its place is a property's name."""
        name = _helper_name(expression)
        if name == "lookup" and len(expression.params) == 2:
            owner, key = (self._value(param, scope) for param in expression.params)
            return _property(owner, text_of(key)) if _is_truthy(owner) else owner
        if name == "log" and expression.params:
            return ""
        if expression.params or expression.named:
            raise TemplateError(f'missing helper: "{name}"')
        if isinstance(expression.head, Literal):
            return _property(scope.this, text_of(expression.head.value))
        return self._value(expression.head, scope)

    def _value(self, value: Value, scope: _Scope) -> Any:
        if isinstance(value, Literal):
            return value.value
        if isinstance(value, Expression):
            return self._called(value, scope)
        if value.is_data:
            return _along(scope.data, ("_parent",) * value.up + value.parts)
        if value.parts and value.parts[0] in scope.names and not value.up and not value.scoped:
            return _along(scope.names, value.parts)
        if value.up >= len(scope.contexts):
            return UNDEFINED
        return _along(scope.contexts[-1 - value.up], value.parts)


def _helper_name(expression: Expression) -> str:
    head = expression.head
    return ".".join(head.parts) if isinstance(head, Path) and not (head.up or head.is_data or head.scoped) else ""


def _along(value: Any, parts: Sequence[str]) -> Any:
    for part in parts:
        value = _property(value, part)
    return value


def _property(owner: Any, name: str) -> Any:
    if isinstance(owner, Mapping):
        return owner.get(name, UNDEFINED)
    if _is_list(owner) or isinstance(owner, str):
        if name == "length":
            return len(owner)
        if is_index(name) and int(name) < len(owner):
            return owner[int(name)]
    return UNDEFINED


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_number_zero(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 0


def _is_truthy(value: Any) -> bool:
    """As `#if` sees it: an empty list is false, an empty object true."""
    return bool(value) or isinstance(value, Mapping)
