"""Streams of .xls workbooks that Excel has encrypted by itself (RC4), because their structure is locked.

[MS-XLS] 2.2.10 and [MS-OFFCRYPTO] 2.3.5, 2.3.6: by blocks of 1.024 bytes, the heads of the records left as they are.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Callable
from functools import cache

from lamdong_report.spreadsheet.biffrecords import RecordKind
from lamdong_report.spreadsheet.encryption import EXCELS_PASSWORD

_BLOCK = 1024
# Records that are never encrypted; of a sheet's entry the place where it begins is not.
_OPEN = frozenset({RecordKind.BOF, RecordKind.FILEPASS, 0x194, 0x195, 0x196, 0xE1, 0x138})
_PLACE = 4
_NO_RECORD = b"\xfe\xff"
_OLD, _NEW = (1, 1), 2
_Key = Callable[[int], bytes]


def unlocked_stream(stream: bytes) -> bytes | None:
    """The stream as it was before Excel encrypted it; None where somebody's own password is asked for, or none."""
    for at, kind, length in _heads(stream):
        if kind == RecordKind.FILEPASS:
            key = _key(stream[at : at + length])
            return _decrypted(stream, key, at - 4) if key else None
        if kind == RecordKind.BOUNDSHEET:
            return None
    return None


def _heads(stream: bytes) -> list[tuple[int, int, int]]:
    """Where each record's content begins, its kind and length."""
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        found.append((at + 4, kind, length))
        at += 4 + length
    return found


def _key(about: bytes) -> _Key | None:
    """The key of each block, where it comes of Excel's own password."""
    try:
        encryption, *version = struct.unpack_from("<3H", about)
    except struct.error:
        return None
    if encryption != 1:
        return None
    if tuple(version) == _OLD:
        salt, test, wanted, digest = about[6:22], about[22:38], about[38:54], "md5"
        first = hashlib.md5(EXCELS_PASSWORD).digest()[:5]
        base, own, size = hashlib.md5((first + salt) * 16).digest()[:5], hashlib.md5, 16
    elif version[1] == _NEW and len(about) >= 14:
        (head,) = struct.unpack_from("<I", about, 10)
        bits = int.from_bytes(about[14 + 16 : 14 + 20], "little") or 40
        verifier, digest = about[14 + head :], "sha1"
        salt, test, wanted = verifier[4:20], verifier[20:36], verifier[40:60]
        base, own, size = hashlib.sha1(salt + EXCELS_PASSWORD).digest(), hashlib.sha1, bits // 8
    else:
        return None
    fill = 16 if size == 5 else size  # the shortest keys are filled up to 128 bits

    def key(block: int) -> bytes:
        return own(base + struct.pack("<I", block)).digest()[:size].ljust(fill, b"\0")

    locked = test + wanted
    plain = bytes(byte ^ other for byte, other in zip(locked, _stream_of(key(0), len(locked)), strict=True))
    return key if hmac.compare_digest(hashlib.new(digest, plain[:16]).digest(), plain[16:]) else None


def _stream_of(key: bytes, length: int) -> bytes:
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


def _decrypted(stream: bytes, key: _Key, password_at: int) -> bytes:
    """The stream with what was encrypted in clear and without its record that says so."""

    @cache
    def block(number: int) -> bytes:
        return _stream_of(key(number), _BLOCK)

    found = bytearray(stream)
    for at, kind, length in _heads(stream):
        if kind not in _OPEN:
            for place in range(at + (_PLACE if kind == RecordKind.BOUNDSHEET else 0), min(at + length, len(stream))):
                found[place] ^= block(place // _BLOCK)[place % _BLOCK]
    found[password_at : password_at + 2] = _NO_RECORD
    return bytes(found)
