"""Mails ready to send: to whom, with what, and the same bytes each time."""

from __future__ import annotations

import io
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import msgspec
import openpyxl
import pytest
from msgspec.structs import replace

from lamdong_report.pipeline import issue_forms, missing_contact, read_and_check, write_letters
from lamdong_report.plan import Plan, load_plan
from lamdong_report.review import address_of
from tests.corpus.forms import usual
from tests.form_tables import form


def opened(path: Path) -> EmailMessage:
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def attached(mail: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in mail.iter_attachments()]


@pytest.fixture
def known(templates: Path) -> Plan:
    """The small plan with the addresses of two agencies."""
    plan = load_plan(templates / "2031")
    mails = {"TD": "td@songxanh.example", "S101": "binhan@songxanh.example"}
    agencies = tuple(msgspec.structs.replace(one, email=mails.get(one.code, "")) for one in plan.agencies)
    return replace(plan, agencies=agencies, _agencies={one.code: one for one in agencies})


def test_a_form_goes_out_in_a_mail_where_the_address_is_known(known: Plan, tmp_path: Path) -> None:
    written = issue_forms(known, tmp_path / "phieu", ["TD", "SYT"])
    mail = opened(tmp_path / "thu" / "003-tinh-doan.eml")
    assert [path.name for path in written if path.suffix == ".eml"] == ["003-tinh-doan.eml"]
    assert (mail["To"], mail["X-Unsent"]) == ("td@songxanh.example", "1")
    assert str(mail["Subject"]) == "PHIẾU BÁO CÁO CÔNG TÁC TRẺ EM NĂM 2031 – Tỉnh đoàn"
    assert attached(mail) == ["003-tinh-doan.xlsx"]
    body = mail.get_body()
    assert body is not None and "trước ngày 20/11/2031" in body.get_content()


def test_the_same_form_gives_the_same_mail(known: Plan, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        issue_forms(known, tmp_path / folder / "phieu", ["TD"])
    one, other = (tmp_path / folder / "thu" / "003-tinh-doan.eml" for folder in ("a", "b"))
    assert one.read_bytes() == other.read_bytes()


def test_letter_and_form_go_in_one_mail(known: Plan, tmp_path: Path) -> None:
    inbox = tmp_path / "inputs"
    inbox.mkdir()
    (inbox / "a.xlsx").write_bytes(usual(known, "S101", tre_em=100, tre_em_gai=200))
    write_letters(read_and_check(known, [inbox]), tmp_path / "output")
    reminder, request = (
        opened(tmp_path / "output" / "thu" / f"{stem}-cong-van.eml") for stem in ("003-tinh-doan", "004-xa-binh-an-1")
    )
    assert attached(reminder) == ["don-doc-gui-bao-cao.docx", "003-tinh-doan.xlsx"]
    assert attached(request) == ["004-xa-binh-an-1.docx", "004-xa-binh-an-1.xlsx"]
    assert "đề nghị rà soát" in str(request["Subject"]).casefold()


@pytest.mark.parametrize(("typed", "learnt"), [("a@b.gov.vn", "a@b.gov.vn"), ("không có", ""), ("a@b.vn; c@d.vn", "")])
def test_an_address_is_learnt_from_the_form_that_came_back(small_plan: Plan, typed: str, learnt: str) -> None:
    sent = form(small_plan, "TD", f"thu_dien_tu | C9 | {typed}")
    assert address_of(small_plan, small_plan.agency("TD"), sent) == learnt


def test_an_address_of_last_year_serves_until_a_form_gives_another(small_plan: Plan, tmp_path: Path) -> None:
    plan = replace(small_plan, known={"TD": {small_plan.roles.email: "cu@songxanh.example"}})
    issue_forms(plan, tmp_path / "phieu", ["TD"])
    assert opened(tmp_path / "thu" / "003-tinh-doan.eml")["To"] == "cu@songxanh.example"
    assert address_of(plan, plan.agency("TD"), form(plan, "TD", "thu_dien_tu | C9 | moi@b.vn")) == "moi@b.vn"


def test_a_reminder_takes_along_the_form_with_what_is_known(known: Plan, tmp_path: Path) -> None:
    plan = replace(known, known={"TD": {known.roles.writer: "Lê Thị C"}})
    write_letters(read_and_check(plan, []), tmp_path)
    mail = opened(tmp_path / "thu" / "003-tinh-doan-cong-van.eml")
    (data,) = (part.get_payload(decode=True) for part in mail.iter_attachments() if "xlsx" in str(part.get_filename()))
    assert "Lê Thị C" in [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data))["Thông tin chung"]["D"]]


def test_a_plan_without_a_contact_says_what_the_forms_lack(real_plan: Plan, small_plan: Plan) -> None:
    assert missing_contact(small_plan) == ()
    blank = replace(real_plan, contact=msgspec.structs.replace(real_plan.contact, person="", phone="", email=""))
    assert "[contact]: chưa ghi người liên hệ, điện thoại, thư điện tử; mọi phiếu" in missing_contact(blank)[0]
