"""Workbooks that Excel has encrypted by itself, because their structure is locked: the password is its own, and known.

[MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.15; Excel encrypts with "VelvetSweatshop" what has to open without asking anybody.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass

from lxml import etree

from lamdong_report.spreadsheet.aes import decrypted
from lamdong_report.spreadsheet.book import Refused
from lamdong_report.spreadsheet.ole import Container
from lamdong_report.spreadsheet.xmlstream import parse_xml

EXCELS_PASSWORD = "VelvetSweatshop".encode("utf-16-le")
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


@dataclass(frozen=True, slots=True)
class _Opener:
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
    found = hashlib.new(digest, salt + EXCELS_PASSWORD).digest()
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
