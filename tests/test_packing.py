"""Packages: the same parts give the same bytes on every system, and what says the same counts as the same."""

from __future__ import annotations

import ast
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from lamdong_report.docx.identity import identity_for, stamp
from lamdong_report.forms import form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.packing import Deflated, content_digest, join_parts, pack, repack, say_the_same, settle_system
from lamdong_report.pages import Page, write_pages
from lamdong_report.plan import Plan
from lamdong_report.render import render_letter
from lamdong_report.results import KEPT_FOLDER
from lamdong_report.storage import write_keeping
from tests.conftest import ROOT
from tests.draft_files import docx
from tests.render_content import LETTER, letter
from tests.sources import nodes_of

Maker = Callable[[Plan], bytes]
MAKERS: dict[str, Maker] = {
    "form": lambda plan: form_bytes(plan, lay_out(plan, plan.agencies[:1])),
    "workbook": lambda plan: write_pages(
        (Page("Trang", "Đầu đề", (("Cột", 20),), (("ă",), ("1",))),), plan, example=True
    ),
    "letter": lambda plan: render_letter(letter(), LETTER),
    "draft": lambda plan: stamp(docx("Một."), identity_for("du-thao-01", docx("Một."))),
}


@pytest.mark.parametrize("made", MAKERS.values(), ids=MAKERS)
def test_a_result_made_on_windows_is_the_same_to_the_byte(
    made: Maker, small_plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zipfile.sys.platform", "linux")
    on_linux = made(small_plan)
    monkeypatch.setattr("zipfile.sys.platform", "win32")
    assert made(small_plan) == on_linux
    with zipfile.ZipFile(BytesIO(on_linux)) as package:
        assert {entry.create_system for entry in package.infolist()} == {3}
        assert package.testzip() is None


def zipped(parts: dict[str, bytes], compression: int) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def test_order_times_and_compression_are_no_part_of_what_a_package_says() -> None:
    parts = {"b.xml": b"<b/>" * 9, "[Content_Types].xml": b"<t/>", "a/": b"", "a/c.xml": b""}
    stored = zipped(parts, zipfile.ZIP_STORED)
    packed = repack(stored)
    assert packed == pack({name: data for name, data in reversed(parts.items()) if name != "a/"}) != stored
    assert content_digest(packed) == content_digest(stored)
    assert say_the_same(packed, stored)


@pytest.mark.parametrize("other", [{"a": b"1", "bc": b"2"}, {"a": b"1b", "c": b"2"}, {"a": b"1", "b": b"2", "c": b""}])
def test_another_name_another_part_another_cut_is_another_content(other: dict[str, bytes]) -> None:
    own = pack({"a": b"1", "b": b"2"})
    assert content_digest(pack(other)) != content_digest(own)
    assert not say_the_same(pack(other), own) and not say_the_same(own, pack(other))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 40, docx("Một.")[:-9]])
def test_what_is_no_package_counts_by_its_bytes(data: bytes) -> None:
    assert content_digest(data) == content_digest(bytes(data)) != content_digest(data + b" ")
    assert say_the_same(data, bytes(data)) and not say_the_same(data, data + b" ")


def test_names_comments_and_letters_do_not_lead_the_mark_astray() -> None:
    entry = zipfile.ZipInfo("Sở Nội vụ.xml", (2031, 1, 1, 0, 0, 0))
    entry.create_system, entry.comment, entry.extra = 0, b"PK\x01\x02", b"\x99\x99\x01\x00x"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(entry, b"PK\x01\x02" * 3)
        package.writestr("khac", b"")
    with zipfile.ZipFile(BytesIO(settle_system(buffer.getvalue()))) as package:
        assert [one.create_system for one in package.infolist()] == [3, 3]
        assert package.read("Sở Nội vụ.xml") == b"PK\x01\x02" * 3 and package.infolist()[0].comment == b"PK\x01\x02"


def test_a_result_that_says_the_same_is_not_put_away(tmp_path: Path) -> None:
    path = tmp_path / "can-sua.xlsx"
    path.write_bytes(zipped({"a": b"1"}, zipfile.ZIP_STORED))
    assert write_keeping(path, pack({"a": b"1"})) == path
    assert not (tmp_path / KEPT_FOLDER).exists()
    write_keeping(path, pack({"a": b"2"}))
    assert [old.name for old in (tmp_path / KEPT_FOLDER).iterdir()] == ["can-sua-01.xlsx"]


def test_the_identity_of_a_draft_is_that_of_its_content() -> None:
    with zipfile.ZipFile(BytesIO(docx("Một."))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert identity_for("du-thao-01", zipped(parts, zipfile.ZIP_STORED)) == identity_for("du-thao-01", docx("Một."))


def test_zip_packages_are_written_in_one_place() -> None:
    writers = set()
    for path in [*(ROOT / "lamdong_report").rglob("*.py"), *(ROOT / "tools").glob("*.py")]:
        for call in nodes_of(path):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "ZipFile":
                modes = [arg.value for arg in call.args[1:2] if isinstance(arg, ast.Constant)]
                if modes and modes[0] != "r":
                    writers.add(path.relative_to(ROOT).as_posix())
    assert writers == {"lamdong_report/packing.py"}


def test_every_workbook_of_xlsxwriter_goes_through_that_place() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "lamdong_report").rglob("*.py")]
    makers = [text for text in texts if "xlsxwriter" in text and ".getvalue()" in text]
    assert len(makers) >= 3
    assert all("settle_system(buffer.getvalue())" in text for text in makers)


def test_a_package_within_a_package_counts_by_its_content() -> None:
    inner = {"a": b"1" * 99}
    packages = [pack({"book.xlsx": zipped(inner, kind)}) for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)]
    assert packages[0] != packages[1] and content_digest(packages[0]) == content_digest(packages[1])
    assert say_the_same(*packages)
    assert not say_the_same(packages[0], pack({"book.xlsx": zipped({"a": b"2" * 99}, zipfile.ZIP_STORED)}))


def test_parts_of_one_checksum_are_not_held_for_the_same() -> None:
    one, other = b"plumless", b"buckeroo"
    assert zlib.crc32(one) == zlib.crc32(other)
    assert not say_the_same(pack({"a": one}), pack({"a": other}))


@pytest.mark.parametrize("cut", [0, 1, 40_000, 99_999, 100_000])
def test_a_part_whose_beginning_was_deflated_before_is_the_part_deflated_whole(cut: int) -> None:
    words = " ".join(str(number**3) for number in range(20_000))[:100_000].encode()
    begun = Deflated(words[:cut])
    parts = {"[Content_Types].xml": b"<t/>", "z.xml": b"", "đ.xml": words}
    for _ in range(2):  # a beginning serves more than once
        joined = {name: Deflated(b"").with_end(data) for name, data in parts.items()}
        joined["đ.xml"] = begun.with_end(words[cut:])
        assert join_parts(joined) == pack(parts)
