"""A workbook that Excel encrypted by itself is read; one with a password of somebody's is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from lamdong_report.plan import Plan
from lamdong_report.spreadsheet import encryption
from lamdong_report.spreadsheet.ciphers import decrypted
from tests.corpus.forms import usual
from tests.corpus.reading import answer, codes, read

# FIPS 197, appendix C: by the key's length the block that comes of 00112233445566778899aabbccddeeff.
KNOWN = {
    16: "69c4e0d86a7b0430d8cdb78070b4c55a",
    24: "dda97ca4864cdfe06eaf70a0ec0d7191",
    32: "8ea2b7ca516745bfeafc49904b496089",
}


@pytest.mark.parametrize("length", KNOWN)
def test_a_block_is_decrypted_as_the_standard_says(length: int) -> None:
    plain = bytes.fromhex("00112233445566778899aabbccddeeff")
    assert decrypted(bytes.fromhex(KNOWN[length]), bytes(range(length))) == plain
    assert decrypted(bytes.fromhex(KNOWN[length]), bytes(range(length)), plain) == bytes(16)


def locked(data: bytes, password: str) -> bytes:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml", reason="msoffcrypto-tool is not installed")
    out = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def test_a_form_whose_structure_is_locked_is_read(small_plan: Plan, tmp_path: Path) -> None:
    form = usual(small_plan, "S101", tt_cuoc=3)
    received = read(tmp_path, small_plan, {"a.xlsx": locked(form, "VelvetSweatshop")})
    assert (answer(received, "tt_cuoc").value, codes(received)) == (3, [])


def test_a_large_one_is_told_with_what_helps(small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "_MOST", 1_000)
    data = locked(usual(small_plan, "S101"), "VelvetSweatshop")
    assert codes(read(tmp_path, small_plan, {"a.xlsx": data})) == ["file-structure-lock"]


def test_a_password_of_the_senders_is_told(small_plan: Plan, tmp_path: Path) -> None:
    data = locked(usual(small_plan, "S101"), "bí mật")
    assert codes(read(tmp_path, small_plan, {"a.xlsx": data})) == ["file-password"]
