"""Query strings as Express reads them: repetition, brackets, and at most so many of everything.

`a=1&a=2` and `a[]=1&a[]=2` are lists, `a[1]=y&a[0]=x` a list in the order of its indexes, `f[status]=x` an object.
"""

import re
from typing import Any
from urllib.parse import unquote

MOST_PARAMETERS = 1000
LARGEST_INDEX = 20
DEEPEST = 5
SEGMENT = re.compile(r"\[([^\[\]]*)\]")
INDEX = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
ENCODED_BRACKET = re.compile(r"%5[bd]", re.IGNORECASE)
BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")


class Elements(dict[int, Any]):
    """A list that may still have holes, by index."""

    @classmethod
    def of(cls, *items: Any) -> "Elements":
        return cls(enumerate(items))

    def push(self, *items: Any) -> "Elements":
        end = max(self, default=-1) + 1
        self.update(enumerate(items, end))
        return self


def parse(raw: str) -> dict[str, Any]:
    """The parameters of what follows the question mark."""
    raw = ENCODED_BRACKET.sub(lambda bracket: unquote(bracket[0]), raw)
    parts = [part for part in raw.split("&")[:MOST_PARAMETERS] if part]
    return expand([_pair(part) for part in parts])


def expand(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Decoded names and values as the object that their brackets draw."""
    repeated: dict[str, list[str]] = {}
    for name, value in pairs:
        repeated.setdefault(name, []).append(value)
    tree: Any = {}
    for name, values in repeated.items():
        leaf = values[0] if len(values) == 1 else Elements.of(*values)
        tree = _merged(tree, _nested(_path(name), leaf)) if name else tree
    return {name: _compact(value) for name, value in tree.items()}


def _pair(part: str) -> tuple[str, str]:
    """A name ends at its last bracket's `=`, so that brackets may contain one."""
    bracket = part.find("]=")
    end = bracket + 1 if bracket >= 0 else part.find("=")
    name, value = (part, "") if end < 0 else (part[:end], part[end + 1 :])
    return _decoded(name), _decoded(value)


def _decoded(text: str) -> str:
    """A text with one bad escape stays undecoded as a whole."""
    text = text.replace("+", " ")
    if "%" not in text or BAD_ESCAPE.search(text):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _path(name: str) -> list[str]:
    """`a[b][]` is `a`, `[b]`, `[]`; what is deeper than five brackets is one more name."""
    segments = list(SEGMENT.finditer(name))
    first = segments[0].start() if segments else len(name)
    path = [name[:first]] if first else []
    path += [segment[0] for segment in segments[:DEEPEST]]
    if len(segments) > DEEPEST:
        path.append(f"[{name[segments[DEEPEST].start() :]}]")
    return path


def _nested(path: list[str], leaf: Any) -> Any:
    for step in reversed(path):
        leaf = _holding(step, leaf)
    return leaf


def _holding(step: str, leaf: Any) -> Any:
    if step == "[]":
        return leaf if isinstance(leaf, Elements) else Elements.of(leaf)
    name = step[1:-1] if step.startswith("[") and step.endswith("]") else step
    if name != step and INDEX.fullmatch(name) and int(name) <= LARGEST_INDEX:
        return Elements({int(name): leaf})
    return {} if name == "__proto__" else {name: leaf}


def _merged(target: Any, source: Any) -> Any:
    """Both as one value; like the real parser, odd mixtures become lists or objects rather than errors."""
    if isinstance(source, str):
        return _with_text(target, source)
    if isinstance(target, str):
        return Elements.of(target).push(*(source.values() if isinstance(source, Elements) else [source]))
    if isinstance(target, Elements) and isinstance(source, Elements):
        return _merged_lists(target, source)
    return _merged_objects(_named(target), _named(source))


def _with_text(target: Any, text: str) -> Any:
    if not text:
        return target
    if isinstance(target, Elements):
        return target.push(text)
    return {**target, text: True} if isinstance(target, dict) else Elements.of(target, text)


def _merged_lists(target: Elements, source: Elements) -> Elements:
    for index, item in source.items():
        if index not in target:
            target[index] = item
        elif isinstance(target[index], dict) and isinstance(item, dict):
            target[index] = _merged(target[index], item)
        else:
            target.push(item)
    return target


def _merged_objects(target: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    for name, value in source.items():
        target[name] = _merged(target[name], value) if name in target else value
    return target


def _named(value: dict[Any, Any]) -> dict[str, Any]:
    return {str(index): item for index, item in value.items()} if isinstance(value, Elements) else value


def _compact(value: Any) -> Any:
    if isinstance(value, Elements):
        return [_compact(value[index]) for index in sorted(value)]
    if isinstance(value, dict):
        return {name: _compact(item) for name, item in value.items()}
    return value
