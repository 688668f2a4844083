"""AES and RC4, as far as locked workbooks need them: blocks are decrypted, alone (ECB) or chained (CBC); FIPS 197."""

from __future__ import annotations

import struct
from functools import lru_cache

_BLOCK = struct.Struct(">4I")
_Words = tuple[int, int, int, int]


def _doubled(byte: int) -> int:
    return byte << 1 ^ (0x11B if byte & 0x80 else 0)


def _product(left: int, right: int) -> int:
    """The product in the field of 256 elements."""
    found = 0
    while right:
        found ^= left if right & 1 else 0
        left, right = _doubled(left), right >> 1
    return found


@lru_cache(maxsize=1)
def _tables() -> tuple[bytes, bytes, tuple[tuple[int, ...], ...]]:
    """The substitution, its inverse, and by place in a word what the inverse step makes of each byte."""
    forward, power, inverse = bytearray(256), 1, 1
    forward[0] = 0x63
    for _ in range(255):
        power = _product(power, 3)
        inverse = _product(inverse, 0xF6)  # one third
        turned = inverse
        for shift in range(1, 5):
            turned ^= (inverse << shift | inverse >> 8 - shift) & 0xFF
        forward[power] = turned ^ 0x63
    backward = bytes(forward.index(byte) for byte in range(256))
    factors = ((14, 24), (9, 16), (13, 8), (11, 0))
    mixed = [sum(_product(byte, factor) << shift for factor, shift in factors) for byte in backward]
    turns = tuple(tuple((word >> 8 * at | word << 32 - 8 * at) & 0xFFFFFFFF for word in mixed) for at in range(4))
    return bytes(forward), backward, turns


def _round_keys(key: bytes) -> list[_Words]:
    """The keys of the rounds in the order in which decrypting takes them."""
    forward, _, turns = _tables()
    words = list(struct.unpack(f">{len(key) // 4}I", key))
    length, constant = len(words), 1
    for at in range(length, 4 * (length + 7)):
        word = words[-1]
        if at % length == 0:
            word = (word << 8 | word >> 24) & 0xFFFFFFFF
        if at % length == 0 or (length > 6 and at % length == 4):
            word = int.from_bytes(word.to_bytes(4, "big").translate(forward), "big")
        if at % length == 0:
            word, constant = word ^ constant << 24, _doubled(constant)
        words.append(words[at - length] ^ word)
    keys = [(words[at], words[at + 1], words[at + 2], words[at + 3]) for at in range(0, len(words), 4)][::-1]
    for number, key_words in enumerate(keys[1:-1], 1):  # unmixed, as decrypting needs those between first and last
        unmixed = [0, 0, 0, 0]
        for place, word in enumerate(key_words):
            for at, byte in enumerate(word.to_bytes(4, "big")):
                unmixed[place] ^= turns[at][forward[byte]]
        keys[number] = (unmixed[0], unmixed[1], unmixed[2], unmixed[3])
    return keys


def decrypted(data: bytes, key: bytes, start: bytes | None = None) -> bytes:
    """The data, whole blocks of 16 bytes; chained where `start` is given, the block before the first."""
    keys = _round_keys(key)
    _, backward, (t0, t1, t2, t3) = _tables()
    before = _BLOCK.unpack(start) if start is not None else (0, 0, 0, 0)
    found = []
    for block in _BLOCK.iter_unpack(data[: len(data) // 16 * 16]):
        a, b, c, d = (word ^ part for word, part in zip(block, keys[0], strict=True))
        for k0, k1, k2, k3 in keys[1:-1]:
            a, b, c, d = (
                t0[a >> 24] ^ t1[d >> 16 & 255] ^ t2[c >> 8 & 255] ^ t3[b & 255] ^ k0,
                t0[b >> 24] ^ t1[a >> 16 & 255] ^ t2[d >> 8 & 255] ^ t3[c & 255] ^ k1,
                t0[c >> 24] ^ t1[b >> 16 & 255] ^ t2[a >> 8 & 255] ^ t3[d & 255] ^ k2,
                t0[d >> 24] ^ t1[c >> 16 & 255] ^ t2[b >> 8 & 255] ^ t3[a & 255] ^ k3,
            )
        for (w, x, y, z), last, old in zip(
            ((a, d, c, b), (b, a, d, c), (c, b, a, d), (d, c, b, a)), keys[-1], before, strict=True
        ):
            high = backward[w >> 24] << 24 | backward[x >> 16 & 255] << 16
            found.append((high | backward[y >> 8 & 255] << 8 | backward[z & 255]) ^ last ^ old)
        before = block if start is not None else before
    return struct.pack(f">{len(found)}I", *found)


def rc4_stream(key: bytes, length: int) -> bytes:
    """The bytes that RC4 makes of the key."""
    state, other = list(range(256)), 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) & 255
        state[at], state[other] = state[other], state[at]
    found, at, other = bytearray(), 0, 0
    for _ in range(length):
        at = (at + 1) & 255
        other = (other + state[at]) & 255
        state[at], state[other] = state[other], state[at]
        found.append(state[(state[at] + state[other]) & 255])
    return bytes(found)
