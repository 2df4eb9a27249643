"""Ids and tokens: the same seed draws the same ones in the same order."""

import hashlib
import uuid as uuids

BASE58 = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Ids:
    """`drawn` counts what was taken; with the seed it is the whole state."""

    def __init__(self, seed: int, drawn: int = 0) -> None:
        self.seed = seed
        self.drawn = drawn

    def leap(self, text: str) -> None:
        """Goes on far away, where only this text leads, clear of what another universe of the same seed has drawn."""
        self.drawn += 1 + int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big")

    def number(self, below: int) -> int:
        """0 … `below` - 1."""
        return int.from_bytes(self._bytes(16), "big") % below

    def uuid(self) -> str:
        return str(uuids.UUID(bytes=self._bytes(16), version=4))

    def uid(self) -> str:
        """A booking's uid: a UUID in base 58, 22 characters."""
        return _digits(int.from_bytes(self._bytes(16), "big"), BASE58, 22)

    def cuid(self) -> str:
        """25 characters, the first a `c`."""
        return "c" + _digits(int.from_bytes(self._bytes(16), "big"), BASE36, 24)

    def hex(self, length: int) -> str:
        return self._bytes((length + 1) // 2).hex()[:length]

    def url_safe(self, length: int) -> str:
        return "".join(URL_SAFE[byte % 64] for byte in self._bytes(length))

    def digits(self, length: int) -> str:
        return str(self.number(10**length)).zfill(length)

    def _bytes(self, count: int) -> bytes:
        """`count` bytes, at most 64."""
        self.drawn += 1
        return hashlib.blake2b(f"{self.seed}:{self.drawn}".encode(), digest_size=count).digest()


def _digits(number: int, alphabet: str, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))
