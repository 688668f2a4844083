"""A form in a saved mail is read like any other, and who sent the mail and when goes with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from lamdong_report.model import Provenance
from lamdong_report.plan import Plan
from lamdong_report.spreadsheet import arrivals
from lamdong_report.spreadsheet.kinds import FileKind, kind_of
from tests.corpus.containers import container
from tests.corpus.forms import usual, zipped
from tests.corpus.mails import SENDER, SENT, eml, msg, tnef
from tests.corpus.reading import answer, codes, found, read

MAILS = pytest.mark.parametrize(
    ("name", "make"), [("thư.eml", eml), ("thư.msg", msg), ("winmail.dat", tnef)], ids=["eml", "msg", "tnef"]
)
Make = Callable[[dict[str, bytes]], bytes]


@pytest.fixture(scope="module")
def form(small_plan: Plan) -> bytes:
    return usual(small_plan, "S101", tt_cuoc=3)


@MAILS
def test_a_form_in_a_mail_is_read_and_the_mail_is_named(
    small_plan: Plan, tmp_path: Path, form: bytes, name: str, make: Make
) -> None:
    received = read(tmp_path, small_plan, {name: make({"phieu.xlsx": form, "cv.pdf": b"%PDF-1.7"})})
    assert received.files == (name, f"{name}/cv.pdf", f"{name}/phieu.xlsx")
    assert codes(received) == ["file-other-document"]
    assert answer(received, "tt_cuoc").source.file == f"{name}/phieu.xlsx"
    told = Provenance(name) if make is tnef else Provenance(name, SENDER, SENT)
    assert received.submissions[0].provenance == told


def test_a_file_that_came_by_itself_has_no_mail(small_plan: Plan, tmp_path: Path, form: bytes) -> None:
    assert read(tmp_path, small_plan, {"a.xlsx": form}).submissions[0].provenance is None


@MAILS
def test_mails_and_archives_are_opened_in_one_another(
    small_plan: Plan, tmp_path: Path, form: bytes, name: str, make: Make
) -> None:
    inner = make({"nén.zip".encode("ascii", "ignore").decode(): zipped({"phieu.xlsx": form})})
    received = read(tmp_path, small_plan, {"gửi.zip": zipped({f"xã/{name}": inner})})
    assert [sent.agency for sent in received.submissions] == ["S101"]
    provenance = received.submissions[0].provenance
    assert provenance is not None and provenance.mail == f"gửi.zip/xã/{name}"
    assert codes(received) == []


def test_a_mail_that_was_forwarded_inside_a_mail_is_opened(small_plan: Plan, tmp_path: Path, form: bytes) -> None:
    outlook = msg({}, inside={"phieu.xlsx": form})
    assert len(read(tmp_path / "a", small_plan, {"a.msg": outlook}).submissions) == 1
    text = eml({"thu.eml": eml({"phieu.xlsx": form})})
    assert len(read(tmp_path / "b", small_plan, {"a.eml": text}).submissions) == 1


@pytest.mark.parametrize("depth", [1, 2])
def test_a_file_in_a_mail_that_was_attached_to_mails_comes_once(
    small_plan: Plan, tmp_path: Path, form: bytes, depth: int
) -> None:
    mail = message_from_bytes(eml({"phieu.xlsx": form}), policy=default)
    for _ in range(depth):
        outer = EmailMessage()
        outer["From"], outer["Subject"] = SENDER, "Fwd: Gửi phiếu"
        outer.set_content("Kính chuyển.")
        outer.add_attachment(mail)
        mail = outer
    received = read(tmp_path, small_plan, {"a.eml": mail.as_bytes()})
    assert [sent.agency for sent in received.submissions] == ["S101"]
    assert codes(received) == []


def test_mails_from_a_box_of_mails_and_from_other_programs_are_opened(
    small_plan: Plan, tmp_path: Path, form: bytes
) -> None:
    other = usual(small_plan, "S102", tt_cuoc=7)
    head = b"From xa@example.vn Mon Nov  3 08:30:00 2031\n"
    box = b"\n".join(head + eml({"phieu.xlsx": data}) for data in (form, other))
    received = read(tmp_path / "a", small_plan, {"thư.mbox": box})
    assert [sent.agency for sent in received.submissions] == ["S101", "S102"]
    assert {sent.provenance.sender for sent in received.submissions if sent.provenance} == {SENDER}
    apple = b"1234  \n" + eml({"phieu.xlsx": form})
    assert len(read(tmp_path / "b", small_plan, {"thư.emlx": apple}).submissions) == 1


@MAILS
def test_a_mail_without_a_file_is_told_and_stops_nothing(
    small_plan: Plan, tmp_path: Path, name: str, make: Make
) -> None:
    received = read(tmp_path, small_plan, {name: make({})})
    assert codes(received) == ["archive-empty"]
    assert received.findings[0].severity == "warning"


@MAILS
def test_a_mail_is_bounded_like_an_archive(
    small_plan: Plan, tmp_path: Path, form: bytes, name: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "MAX_UNPACKED", 10_000)
    assert codes(read(tmp_path, small_plan, {name: make({"phieu.xlsx": form})})) == ["archive-limit"]


@MAILS
def test_a_mail_that_is_cut_short_costs_the_others_nothing(
    small_plan: Plan, tmp_path: Path, form: bytes, name: str, make: Make
) -> None:
    whole = make({"a.xlsx": form})
    cut = {f"{length}/{name}": whole[:length] for length in range(0, len(whole), len(whole) // 12)}
    received = read(tmp_path, small_plan, {**cut, "b.xlsx": usual(small_plan, "S102", tt_cuoc=7)})
    assert "S102" in {sent.agency for sent in received.submissions}
    assert "file-unforeseen" not in codes(received)


@pytest.mark.parametrize("sender", ["không có địa chỉ", "=?utf-8?q?hong", "<", "a@b@c", ""])
def test_a_mail_with_an_odd_sender_is_read_all_the_same(
    small_plan: Plan, tmp_path: Path, form: bytes, sender: str
) -> None:
    data = eml({"phieu.xlsx": form}).replace(f"<{SENDER}>".encode(), sender.encode()).replace(b"Date: Mon", b"Date: ?")
    assert len(read(tmp_path, small_plan, {"a.eml": data}).submissions) == 1


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        ({"WordDocument": b"x", "ObjectPool/_1/Workbook": b"x"}, "văn bản Word (.doc)"),
        ({"Contents": b"Workbook".decode().encode("utf-16-le") + b"\0\0"}, "tài liệu Office cũ"),
    ],
)
def test_what_a_document_holds_does_not_make_a_workbook_of_it(streams: dict[str, bytes], words: str) -> None:
    assert kind_of(container(streams)) == (FileKind.OTHER, words)


@pytest.mark.parametrize(
    "name", ["cv.doc", "ảnh.bin", "thư.p7m", "khoa.docx"], ids=["doc", "unknown", "signed", "locked letter"]
)
def test_what_is_no_spreadsheet_by_name_and_by_content_stops_nothing(
    small_plan: Plan, tmp_path: Path, name: str
) -> None:
    locked = container({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})
    received = read(tmp_path, small_plan, {name: locked if name == "khoa.docx" else bytes(range(256))})
    assert codes(received) == ["file-other-document"]
    assert received.findings[0].severity != "error"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + bytes(30)], ids=["empty", "cut short"])
def test_a_letter_that_is_broken_stops_nothing_but_a_form_does(small_plan: Plan, tmp_path: Path, data: bytes) -> None:
    received = read(tmp_path, small_plan, {"cv.docx": data, "phiếu.xlsx": data})
    assert [(one.file, str(one.severity)) for one in received.findings] == [
        ("cv.docx", "warning"), ("phiếu.xlsx", "error"),
    ]  # fmt: skip


def test_of_two_forms_that_say_nothing_the_one_in_the_later_mail_is_taken_and_both_days_are_told(
    small_plan: Plan, tmp_path: Path
) -> None:
    def mail(day: int, count: int) -> bytes:
        form = usual(small_plan, "S101", tt_cuoc=count)
        return re.sub(rb"Date: [^\r\n]*", f"Date: {day} Nov 2031 08:00:00 +0700".encode(), eml({"phieu.xlsx": form}))

    received = read(tmp_path, small_plan, {"z.eml": mail(3, 1), "a.eml": mail(12, 2)})
    assert [form.answers["tt_cuoc"].raw for form in received.submissions] == ["2"]
    assert "thư gửi ngày 12/11/2031, thư kia ngày 03/11/2031" in found(received, "form-conflict").message
