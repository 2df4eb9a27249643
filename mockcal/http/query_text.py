"""Query strings, read as Express does: repetition, brackets, nesting."""

import itertools
import re
from typing import Any
from urllib.parse import unquote_plus

DEEPEST = 5
ARRAY_LIMIT = 20


def parse(raw: str) -> dict[str, Any]:
    """`a=1&a=2` → {"a": ["1", "2"]}, `f[x]=1` → {"f": {"x": "1"}}, `l[0][k]=1` → {"l": [{"k": "1"}]}."""
    pairs = []
    for part in raw.split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append((unquote_plus(name, errors="replace"), unquote_plus(value, errors="replace")))
    return expand(pairs)


def expand(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in pairs[:1000]:
        _put(tree, _keys(name), value)
    return {key: _lists(value) for key, value in tree.items()}


def _keys(name: str) -> list[str]:
    head, _, rest = name.partition("[")
    if not rest or not head:
        return [name]
    inner = re.findall(r"\[([^\[\]]*)\]", "[" + rest)[:DEEPEST]
    return [head, *inner] if inner else [name]


def _put(node: dict[str, Any], keys: list[str], value: str) -> None:
    for key, following in itertools.pairwise(keys):
        inner = node.get(key)
        if not isinstance(inner, dict):
            inner = node[key] = {} if inner is None else {"0": inner}
        node, _ = inner, following
    last = keys[-1] if keys[-1] != "" else str(len(node))
    if last in node:
        known = node[last]
        node[last] = [*known, value] if isinstance(known, list) else [known, value]
    else:
        node[last] = value


def _lists(value: Any) -> Any:
    """Mappings whose keys are small numbers are lists."""
    if not isinstance(value, dict):
        return value
    if value and all(key.isdecimal() and int(key) <= max(ARRAY_LIMIT, len(value)) for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}
