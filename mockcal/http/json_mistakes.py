"""Why a text is no JSON, in the sentences of V8 (Node 20), which the real API passes on.

Positions and excerpts count UTF-16 units, as JavaScript does.
"""

import re
from typing import NoReturn

WHITESPACE = re.compile(r"[ \t\n\r]*")
DIGITS = re.compile(r"[0-9]*")
NUMBER_START = re.compile(r"[-0-9]")
PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
UNICODE_ESCAPE = re.compile(r"[0-9a-fA-F]*")
ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
LITERALS = {"t": "true", "f": "false", "n": "null"}
NO_EXCERPT_NEEDED = {"NaN", "Infinity", "undefined", "[object Object]"}
CONTEXT_UNITS = 10
LAST_ESCAPABLE = "\xff"  # V8 looks escapes up in a table that ends there.


class MalformedJson(ValueError):
    """`message` is what Node says."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def refuse_malformed(text: str) -> None:
    """Raises for a text that V8 takes for malformed; it may not nest deeper than Python recurses."""
    _Scanner(_units(text)).document()


def refuse_bare_value(text: str) -> NoReturn:
    """Raises what Express' strict parser says of a text that begins neither an object nor an array.

    It lets V8 read the text with `#` in place of every character, and puts the characters back into the sentence.
    """
    units = _units(text)
    start = _end(WHITESPACE, units, 0)
    try:
        _Scanner(units[:start] + "#" * (len(units) - start)).document()
    except MalformedJson as mistake:
        shown = re.sub("#+", lambda run: units[start : start + len(run[0])], mistake.message)
        raise MalformedJson(_whole(shown)) from None
    raise AssertionError("`#` begins no JSON")


class _Scanner:
    """Reads one JSON text and raises at its first mistake."""

    def __init__(self, units: str) -> None:
        self.units = units
        self.at = 0

    def document(self) -> None:
        self.value()
        if self.next():
            self.refuse("Unexpected non-whitespace character after JSON")

    def value(self) -> None:
        match char := self.next():
            case '"':
                self.string()
            case "{":
                self.members()
            case "[":
                self.elements()
            case "t" | "f" | "n":
                self.literal(LITERALS[char])
            case _ if NUMBER_START.fullmatch(char):
                self.number()
            case _:
                self.refuse_token()

    def members(self) -> None:
        self.at += 1
        if self.take("}"):
            return
        self.name("Expected property name or '}'")
        if not self.take(":"):
            self.refuse("Expected ':' after property name")
        self.value()
        self.later_members()

    def later_members(self) -> None:
        while self.take(","):
            self.name("Expected double-quoted property name")
            # V8 has its sentence about the colon for the first member only.
            if not self.take(":"):
                self.refuse_token()
            self.value()
        if not self.take("}"):
            self.refuse("Expected ',' or '}' after property value")

    def name(self, otherwise: str) -> None:
        if self.next() != '"':
            self.refuse(otherwise)
        self.string()

    def elements(self) -> None:
        self.at += 1
        if self.take("]"):
            return
        self.value()
        while self.take(","):
            self.value()
        if not self.take("]"):
            self.refuse("Expected ',' or ']' after array element")

    def string(self) -> None:
        self.at += 1
        while True:
            self.skip(PLAIN)
            match self.char():
                case '"':
                    self.at += 1
                    return
                case "\\":
                    self.escape()
                case "":
                    self.refuse("Unterminated string")
                case _:
                    self.refuse("Bad control character in string literal")

    def escape(self) -> None:
        self.at += 1
        char = self.char()
        if not char or char > LAST_ESCAPABLE:
            self.refuse_token()
        if char not in '"\\/bfnrtu':
            self.refuse("Bad escaped character")
        self.at += 1
        if char == "u":
            self.four_hex_digits()

    def four_hex_digits(self) -> None:
        digits = _end(UNICODE_ESCAPE, self.units, self.at) - self.at
        self.at += min(digits, 4)
        if digits < 4:
            self.refuse("Bad Unicode escape")

    def literal(self, word: str) -> None:
        for expected in word:
            if self.char() != expected:
                self.refuse_token()
            self.at += 1

    def number(self) -> None:
        self.at += self.char() == "-"
        zero = self.char() == "0"
        digits = self.skip(DIGITS)
        if not digits:
            self.refuse("No number after minus sign")
        if zero and digits > 1:
            self.at -= digits - 1
            self.refuse("Unexpected number")
        self.fraction()
        self.exponent()

    def fraction(self) -> None:
        if self.char() == ".":
            self.at += 1
            if not self.skip(DIGITS):
                self.refuse("Unterminated fractional number")

    def exponent(self) -> None:
        if self.char() and self.char() in "eE":
            self.at += 1
            self.at += self.char() in ("+", "-")
            if not self.skip(DIGITS):
                self.refuse("Exponent part is missing a number")

    def char(self) -> str:
        """The unit at hand; "" at the end."""
        return self.units[self.at : self.at + 1]

    def next(self) -> str:
        self.skip(WHITESPACE)
        return self.char()

    def take(self, char: str) -> bool:
        taken = self.next() == char
        self.at += taken
        return taken

    def skip(self, pattern: re.Pattern[str]) -> int:
        start, self.at = self.at, _end(pattern, self.units, self.at)
        return self.at - start

    def refuse(self, what: str) -> NoReturn:
        raise MalformedJson(f"{what} in JSON at position {self.at}".replace("after JSON in JSON", "after JSON"))

    def refuse_token(self) -> NoReturn:
        if not self.char():
            raise MalformedJson("Unexpected end of JSON input")
        if self.char() == '"':
            self.refuse("Unexpected string")
        if NUMBER_START.fullmatch(self.char()):
            self.refuse("Unexpected number")
        if self.units in NO_EXCERPT_NEEDED:
            raise MalformedJson(f'"{self.units}" is not valid JSON')
        raise MalformedJson(_whole(f"Unexpected token '{self.char()}', {self.excerpt()} is not valid JSON"))

    def excerpt(self) -> str:
        length = len(self.units)
        if length <= 2 * CONTEXT_UNITS:
            return f'"{self.units}"'
        first, last = self.at - CONTEXT_UNITS, self.at + CONTEXT_UNITS
        before = "..." if first >= 0 else ""
        after = "..." if first < 0 or last < length else ""
        return f'{before}"{self.units[max(first, 0) : last]}"{after}'


def _units(text: str) -> str:
    """With a character for each UTF-16 unit."""
    return ASTRAL.sub(lambda found: _pair(ord(found[0]) - 0x10000), text)


def _pair(offset: int) -> str:
    return chr(0xD800 + (offset >> 10)) + chr(0xDC00 + (offset & 0x3FF))


def _whole(units: str) -> str:
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
