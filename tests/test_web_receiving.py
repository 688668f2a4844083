"""What is dropped: kept under a safe name, over no other file, judged at once, taken back."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lamdong_report.errors import UsageError
from lamdong_report.pipeline import receiving
from lamdong_report.pipeline.receiving import Upload, keep, move_to_bin, safe_name, safe_path
from lamdong_report.plan import Plan
from tests.corpus.forms import typed
from tests.samples import samples
from tests.web_page import Page, open_page


def form_of(plan: Plan, code: str, **numbers: int) -> bytes:
    return typed(plan, code, numbers)


@pytest.fixture
def page(templates: Path, tmp_path: Path) -> Page:
    return open_page(templates, tmp_path / "inputs", tmp_path / "output")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Xã Đắk Đoa – phiếu (lần 2).xlsx", "Xã Đắk Đoa – phiếu (lần 2).xlsx"),
        ("../../../etc/passwd", "-..-..-etc-passwd"),
        ("C:\\Users\\a\\phiếu.xlsx", "C--Users-a-phiếu.xlsx"),
        ("CON", "tep-CON"),
        ("com1.xlsx", "tep-com1.xlsx"),
        ("LPT¹.xlsx", "tep-LPT¹.xlsx"),
        ("phiếu.xlsx. . ", "phiếu.xlsx"),
        (".dang-ghi-1.xlsx", "dang-ghi-1.xlsx"),
        ("~$phiếu.xlsx", "phiếu.xlsx"),
        ("phi\u202exslx.exe", "phixslx.exe"),
        ("phiếu\x00\n.xlsx", "phiếu.xlsx"),
        ("", "tep"),
        ("...", "tep"),
    ],
)
def test_a_name_keeps_its_letters_and_ending_and_loses_what_no_system_takes(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=400), st.sampled_from(["", ".xlsx", ".eml"]))
@example("đ" * 300, ".xlsx")
@settings(max_examples=samples(60))
def test_any_name_becomes_one_that_every_system_takes(stem: str, ending: str) -> None:
    name = safe_name(stem + ending)
    assert 0 < len(name.encode()) <= 255 - len(" (99)")
    assert not set(name) & set('<>:"|?*\\/')
    assert name == name.strip() and not name.startswith((".", "~$")) and not name.endswith(".")
    assert unicodedata.is_normalized("NFC", name)
    assert safe_name(name) == name


@given(st.text(alphabet="a./\\:~ Đ", max_size=40))
@settings(max_examples=samples(60))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    path = safe_path(name)
    assert not path.is_absolute() and ".." not in path.parts and 1 <= len(path.parts) <= 3


def test_nothing_is_overwritten_and_the_same_file_is_kept_once(tmp_path: Path) -> None:
    first, again, other = keep(tmp_path, [Upload("phiếu.xlsx", data) for data in (b"a", b"a", b"b")])
    assert (first.path.name, first.is_old) == ("phiếu.xlsx", False)
    assert (again.path, again.is_old) == (first.path, True)
    assert other.path.name == "phiếu (2).xlsx"
    assert [path.read_bytes() for path in (first.path, other.path)] == [b"a", b"b"]


def test_a_file_that_was_taken_back_lies_in_the_bin_and_can_be_given_back(tmp_path: Path) -> None:
    list(keep(tmp_path, [Upload("x/phiếu.xlsx", b"a")]))
    move_to_bin(tmp_path, "x/phiếu.xlsx")
    list(keep(tmp_path, [Upload("x/phiếu.xlsx", b"b")]))
    move_to_bin(tmp_path, "x/phiếu.xlsx")
    assert receiving.in_bin(tmp_path) == ("phiếu (2).xlsx", "phiếu.xlsx")
    assert receiving.move_from_bin(tmp_path, "phiếu.xlsx").read_bytes() == b"a"


@pytest.mark.parametrize("name", ["../plan.toml", "/etc/passwd", "khong-co.xlsx", "", "."])
def test_only_files_of_the_folder_are_taken_back(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.toml").write_text("")
    (tmp_path / "inputs").mkdir()
    with pytest.raises(UsageError):
        move_to_bin(tmp_path / "inputs", name)


def test_a_dropped_form_answers_whose_it_is_which_sending_and_what_is_wrong(page: Page, small_plan: Plan) -> None:
    answer = page.drop({"Đơn vị.xlsx": form_of(small_plan, "S101", lan_gui=1)})
    assert answer.status_code == 200
    assert small_plan.agency("S101").name.casefold() in answer.text.casefold()
    assert "lần gửi 1" in answer.text and "phiếu đầu tiên" in answer.text and "lỗi" in answer.text
    assert (page.desk.season.folders.inputs / "Đơn vị.xlsx").is_file()


def test_a_second_sending_tells_what_changed(page: Page, small_plan: Plan) -> None:
    page.drop({"1.xlsx": form_of(small_plan, "S101", lan_gui=1, tt_nguoi=120)})
    page.read()
    text = page.drop({"2.xlsx": form_of(small_plan, "S101", lan_gui=2, tt_nguoi=150)}).text
    assert "<td>120</td><td>150</td>" in text
    assert "1 ô khác so với phiếu đang dùng" in text


def test_what_is_no_form_is_kept_and_told(page: Page) -> None:
    text = page.drop({"ảnh.png": b"\x89PNG\r\n\x1a\n", "rỗng.xlsx": b""}).text
    assert text.count("Chưa rõ của cơ quan nào") == 2


def test_agencies_words_and_names_are_only_text(page: Page) -> None:
    name = "<img src=x onerror=alert(1)>.xlsx"
    text = page.drop({name: b"khong phai phieu"}).text
    page.read()
    for shown in (text, page.text("/")):
        assert "<img" not in shown


def test_more_than_may_be_sent_at_once_is_refused_with_a_sentence(page: Page) -> None:
    page.client.application.config["MAX_CONTENT_LENGTH"] = 1_000
    answer = page.drop({"to.zip": b"x" * 2_000})
    assert answer.status_code == 413
    assert "Chia nhỏ" in answer.json["message"]
    assert not page.desk.season.folders.inputs.exists()
