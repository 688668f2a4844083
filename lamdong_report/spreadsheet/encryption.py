"""Workbooks that Excel has encrypted by itself, because their structure is locked: the password is its own, and known.

[MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.15; Excel encrypts with "VelvetSweatshop" what has to open without asking anybody.
Streams of .xls (RC4): [MS-XLS] 2.2.10 and [MS-OFFCRYPTO] 2.3.5, 2.3.6, by blocks of 1.024 bytes, the heads of the
records left as they are.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from collections.abc import Callable
from functools import cache

from lxml import etree
from msgspec import Struct

from lamdong_report.spreadsheet.biffrecords import RecordKind
from lamdong_report.spreadsheet.ciphers import decrypted, rc4_stream
from lamdong_report.spreadsheet.ole import Container
from lamdong_report.spreadsheet.package import Refused, parse_xml

_PASSWORD = "VelvetSweatshop".encode("utf-16-le")
# Decrypting a megabyte takes a second here, and a form has a tenth of one.
_MOST = 5 * 1024 * 1024
# Excel hashes a password 100.000 times; a file may ask for ten times as many, but not for all the time there is.
_MOST_SPINS = 1_000_000
_SEGMENT, _BLOCK = 4096, 16
# What each of the three keys is derived with ([MS-OFFCRYPTO] 2.3.4.11 to 2.3.4.13).
_INPUT, _VALUE, _KEY = (bytes.fromhex(code) for code in ("fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6"))
_AGILE, _STANDARD = (4, 4), (2, 3, 4)
# Fixed by the standard (2.3.4.7).
_STANDARD_SPINS = 50_000


def unlocked(container: Container) -> bytes | None:
    """The workbook that was encrypted without a password of the user's; None where there is one.

    Raises Refused for one that is locked in its structure alone, but too large to be decrypted here.
    """
    info, package = container.stream("EncryptionInfo"), container.stream("EncryptedPackage")
    try:
        versions = struct.unpack_from("<HH", info)
        key = _agile(info[8:]) if versions == _AGILE else _standard(info) if versions[1] == 2 else None
        size = int.from_bytes(package[:8], "little")
    except (struct.error, ValueError, TypeError, KeyError):
        return None
    if key is None:
        return None
    if len(package) > _MOST:
        raise Refused("file-structure-lock")
    return key.open(package[8:])[:size]


class _Opener(Struct, frozen=True):
    """The key of the package; with `salt` its segments begin anew, each from a block of its own."""

    key: bytes
    salt: bytes = b""
    digest: str = "sha1"

    def open(self, data: bytes) -> bytes:
        if not self.salt:
            return decrypted(data, self.key)
        found = []
        for segment, at in enumerate(range(0, len(data), _SEGMENT)):
            start = hashlib.new(self.digest, self.salt + struct.pack("<I", segment)).digest()
            found.append(decrypted(data[at : at + _SEGMENT], self.key, _fitted(start, _BLOCK)))
        return b"".join(found)


def _fitted(data: bytes, size: int) -> bytes:
    return data[:size].ljust(size, b"\x36")


def _spun(digest: str, salt: bytes, spins: int) -> bytes:
    found = hashlib.new(digest, salt + _PASSWORD).digest()
    for at in range(min(spins, _MOST_SPINS)):
        found = hashlib.new(digest, struct.pack("<I", at) + found).digest()
    return found


def _agile(xml: bytes) -> _Opener | None:
    root = parse_xml(xml)
    data = root.find("{*}keyData") if root is not None else None
    key = root.find(".//{*}encryptedKey") if root is not None else None
    if data is None or key is None or {data.get("cipherAlgorithm"), key.get("cipherAlgorithm")} != {"AES"}:
        return None
    digest, salt, size = _digest(key), _bytes(key, "saltValue"), int(key.get("keyBits", "0")) // 8
    spun, start = _spun(digest, salt, int(key.get("spinCount", "0"))), _fitted(salt, _BLOCK)

    def read(name: str, block: bytes) -> bytes:
        own = _fitted(hashlib.new(digest, spun + block).digest(), size)
        return decrypted(_bytes(key, name), own, start)

    wanted = read("encryptedVerifierHashValue", _VALUE)
    found = hashlib.new(digest, read("encryptedVerifierHashInput", _INPUT)).digest()
    if not hmac.compare_digest(wanted[: len(found)], found):
        return None
    return _Opener(read("encryptedKeyValue", _KEY)[:size], _bytes(data, "saltValue"), _digest(data))


def _digest(element: etree._Element) -> str:
    return element.get("hashAlgorithm", "").lower().replace("-", "")


def _bytes(element: etree._Element, name: str) -> bytes:
    return base64.b64decode(element.get(name, ""))


def _standard(info: bytes) -> _Opener | None:
    """As Excel 2007 does it: one key, blocks by themselves."""
    (length,) = struct.unpack_from("<I", info, 8)
    bits = struct.unpack_from("<I", info, 12 + 16)[0] or 128
    verifier = info[12 + length :]
    salt, test, wanted = verifier[4:20], verifier[20:36], verifier[40:72]
    spun = hashlib.sha1(_spun("sha1", salt, _STANDARD_SPINS) + bytes(4)).digest()
    halves = (bytes(byte ^ fill for byte in spun.ljust(64, b"\0")) for fill in (0x36, 0x5C))
    key = b"".join(hashlib.sha1(half).digest() for half in halves)[: bits // 8]
    found = hashlib.sha1(decrypted(test, key)).digest()
    return _Opener(key) if hmac.compare_digest(decrypted(wanted, key)[: len(found)], found) else None


_RC4_BLOCK = 1024
# Records that are never encrypted; of a sheet's entry the place where it begins is not.
_NEVER_LOCKED = frozenset({RecordKind.BOF, RecordKind.FILEPASS, 0x194, 0x195, 0x196, 0xE1, 0x138})
_PLACE = 4
_NO_RECORD = b"\xfe\xff"
_OLD, _NEW = (1, 1), 2
_RC4Key = Callable[[int], bytes]


def unlocked_stream(stream: bytes) -> bytes | None:
    """The stream as it was before Excel encrypted it, without its record that says so; None where somebody's own
    password is asked for, or none."""
    heads, at = [], 0  # where each record's content begins, its kind and length
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        heads.append((at + 4, kind, length))
        at += 4 + length
    told = next((one for one in heads if one[1] in (RecordKind.FILEPASS, RecordKind.BOUNDSHEET)), None)
    if told is None or told[1] == RecordKind.BOUNDSHEET:
        return None
    password_at, _, length = told
    key = _rc4_key(stream[password_at : password_at + length])
    if key is None:
        return None
    block = cache(lambda number: rc4_stream(key(number), _RC4_BLOCK))
    found = bytearray(stream)
    for at, kind, length in heads:
        if kind not in _NEVER_LOCKED:
            for place in range(at + (_PLACE if kind == RecordKind.BOUNDSHEET else 0), min(at + length, len(stream))):
                found[place] ^= block(place // _RC4_BLOCK)[place % _RC4_BLOCK]
    found[password_at - 4 : password_at - 2] = _NO_RECORD
    return bytes(found)


def _rc4_key(about: bytes) -> _RC4Key | None:
    """The key of each block, where it comes of Excel's own password."""
    try:
        encryption, *version = struct.unpack_from("<3H", about)
    except struct.error:
        return None
    if encryption != 1:
        return None
    if tuple(version) == _OLD:
        salt, test, wanted, digest = about[6:22], about[22:38], about[38:54], "md5"
        first = hashlib.md5(_PASSWORD).digest()[:5]
        base, own, size = hashlib.md5((first + salt) * 16).digest()[:5], hashlib.md5, 16
    elif version[1] == _NEW and len(about) >= 14:
        (head,) = struct.unpack_from("<I", about, 10)
        bits = int.from_bytes(about[14 + 16 : 14 + 20], "little") or 40
        verifier, digest = about[14 + head :], "sha1"
        salt, test, wanted = verifier[4:20], verifier[20:36], verifier[40:60]
        base, own, size = hashlib.sha1(salt + _PASSWORD).digest(), hashlib.sha1, bits // 8
    else:
        return None
    fill = 16 if size == 5 else size  # the shortest keys are filled up to 128 bits

    def key(block: int) -> bytes:
        return own(base + struct.pack("<I", block)).digest()[:size].ljust(fill, b"\0")

    locked = test + wanted
    plain = bytes(byte ^ other for byte, other in zip(locked, rc4_stream(key(0), len(locked)), strict=True))
    return key if hmac.compare_digest(hashlib.new(digest, plain[:16]).digest(), plain[16:]) else None
