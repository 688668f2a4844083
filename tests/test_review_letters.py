"""The reminder and the requests for corrections: who gets one, and what stands in it."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import msgspec
from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.plan import Plan
from lamdong_report.render import render_letter
from lamdong_report.review import correction_letters, reminder_letter
from lamdong_report.review.letters import MOST_ROWS
from lamdong_report.status import agency_statuses
from lamdong_report.text.dates import HARD_SPACE
from tests.form_tables import many_communes
from tests.render_content import LETTER
from tests.review_season import at, hostile, season, submissions


def test_the_reminder_goes_to_those_of_whom_nothing_came_but_not_to_its_writer(small_plan: Plan) -> None:
    letter = reminder_letter(small_plan, season(small_plan)[0])
    assert letter is not None
    assert letter.addressees == ("Tỉnh đoàn",)
    assert letter.annex == ()
    assert letter.subject == "đôn đốc gửi báo cáo công tác trẻ em năm 2031"
    assert (letter.superior, letter.issuer) == (("UBND TỈNH SÔNG XANH",), ("SỞ Y TẾ",))
    assert "trước ngày 20/11/2031" in letter.paragraphs[0]


def test_nobody_is_reminded_when_all_have_sent(small_plan: Plan) -> None:
    statuses = [status for status in season(small_plan)[0] if status.agency.code not in ("TD", "SYT")]
    assert reminder_letter(small_plan, statuses) is None
    only_the_writer = [status for status in season(small_plan)[0] if status.agency.code != "TD"]
    assert reminder_letter(small_plan, only_the_writer) is None


def test_a_long_list_becomes_an_annex_that_the_letter_mentions(tmp_path: Path) -> None:
    plan = many_communes(tmp_path)
    letter = reminder_letter(plan, agency_statuses(plan, ()))
    assert letter is not None
    assert len(letter.annex) == 16
    assert letter.annex[2].number == "3"
    assert letter.annex[2].name == "UBND xã Thử 1"
    assert letter.addressees[-1] == "Các xã, phường (danh sách tại Phụ lục kèm theo)"
    assert "ngày     tháng     năm 2031 của Sở Y tế tỉnh Sông Xanh)" in letter.annex_note.replace(HARD_SPACE, " ")


def test_the_plans_placeholders_are_filled(small_plan: Plan) -> None:
    text = ("{agency} – {count} – {deadline} – {year} – {plan_title}", "Hết.")
    words = type(small_plan.letter)(**{f: getattr(small_plan.letter, f) for f in small_plan.letter.__struct_fields__}
                                    | {"reminder_text": text})  # fmt: skip
    letter = reminder_letter(replace(small_plan, letter=words), season(small_plan)[0])
    assert letter is not None
    assert letter.paragraphs == (
        "Tỉnh đoàn – 01 – 20/11/2031 – 2031 – Kế hoạch công tác trẻ em tỉnh Sông Xanh năm 2031",
    )
    assert letter.closing == "Hết."


def test_corrections_are_asked_only_of_those_with_errors(small_plan: Plan) -> None:
    letters = dict(correction_letters(small_plan, season(small_plan)[0]))
    assert list(letters) == ["004-xa-binh-an-1", "005-phuong-tan-lap"]
    assert letters["004-xa-binh-an-1"].addressees == ("UBND xã Bình An 1",)


def test_the_table_says_sheet_cell_what_and_what_to_do_in_the_order_of_the_form(small_plan: Plan) -> None:
    rows = dict(correction_letters(small_plan, season(small_plan)[0]))["004-xa-binh-an-1"].corrections
    assert [(row.number, row.sheet, row.cell) for row in rows] == [
        ("1", "Số liệu", "D8"),
        ("2", "Số liệu", "D9"),
        ("3", "Số liệu", "D10"),
        ("4", "Số liệu", ""),
        ("5", "Bảng kê", "D7"),
    ]
    assert rows[0].message == (
        "“Số cuộc truyền thông trực tiếp”: “khoảng 500” chỉ là số ước, chưa phải số liệu chính thức."
    )
    assert rows[2].message == "“Trong đó: nữ” (130) lớn hơn “Số lượt người tham dự” (120)."
    assert rows[2].remedy == "Kiểm tra lại các ô D9 và D10."
    assert rows[3].message == "Chưa có số liệu “Trong đó: nam”."


def test_the_table_stands_under_the_sentence_that_announces_it(small_plan: Plan) -> None:
    letter = dict(correction_letters(small_plan, season(small_plan)[0]))["004-xa-binh-an-1"]
    assert letter.paragraphs[-1].endswith("gửi lại phiếu báo cáo trước ngày 05/12/2031:")
    body = docx.Document(io.BytesIO(render_letter(letter, LETTER))).element.body
    texts = ["".join(node.itertext()) for node in body]
    announced = next(at for at, text in enumerate(texts) if text.endswith(letter.paragraphs[-1]))
    assert body[announced + 1].tag.endswith("}tbl")
    assert texts[announced + 1].startswith("STT")


def test_that_a_figure_may_be_right_is_said_only_where_there_is_a_doubt(small_plan: Plan) -> None:
    letters = dict(correction_letters(small_plan, season(small_plan)[0]))
    assert letters["004-xa-binh-an-1"].after == (small_plan.letter.correction_if_right,)
    assert letters["005-phuong-tan-lap"].after == ()
    assert letters["005-phuong-tan-lap"].closing == "Sở Y tế trân trọng cảm ơn."


def test_the_drafting_unit_stands_in_the_number_and_under_the_recipients(small_plan: Plan) -> None:
    letter = reminder_letter(small_plan, season(small_plan)[0])
    assert letter is not None
    assert letter.symbol == "/SYT-TE"
    assert letter.recipients[-1] == "Lưu: VT, TE."
    unnamed = replace(small_plan, letter=msgspec.structs.replace(small_plan.letter, unit="", reply_by=None))
    letter = dict(correction_letters(unnamed, season(unnamed)[0]))["004-xa-binh-an-1"]
    assert (letter.symbol, letter.recipients[-1]) == ("/SYT-…", "Lưu: VT, ….")
    assert letter.paragraphs[-1].endswith("trong thời gian sớm nhất:")


def test_a_fault_of_the_whole_form_says_so(small_plan: Plan) -> None:
    rows = dict(correction_letters(small_plan, season(small_plan)[0]))["005-phuong-tan-lap"].corrections
    assert [(row.sheet, row.cell) for row in rows] == [("Cả phiếu", "")]


def test_of_many_alike_a_letter_gives_examples(small_plan: Plan) -> None:
    alike = [
        make_finding("number-unclear", example="12", agency="TD", source=at("Số liệu", f"D{row}", "TD"), text="x")
        for row in range(5, 20)
    ]
    rows = dict(correction_letters(small_plan, season(small_plan, *alike)[0]))["003-tinh-doan"].corrections
    assert [row.cell for row in rows] == ["D5", "D6", "D7", ""]
    assert "12 ô khác" in rows[-1].message


def test_a_list_too_long_for_a_letter_points_to_the_form(small_plan: Plan) -> None:
    many = [
        make_finding("number-unclear", example="12", agency="TD", source=at(f"Trang {row}", "D8", "TD"), text="x")
        for row in range(MOST_ROWS + 5)
    ]
    rows = dict(correction_letters(small_plan, season(small_plan, *many)[0]))["003-tinh-doan"].corrections
    assert len(rows) == MOST_ROWS + 1
    assert rows[-1].message == "Còn 5 nội dung khác."


def test_letters_about_example_forms_say_so(small_plan: Plan) -> None:
    examples = [replace(form, example=True) for form in submissions(small_plan)]
    letter = reminder_letter(small_plan, agency_statuses(small_plan, examples))
    assert letter is not None
    assert letter.example
    assert not (reminder_letter(small_plan, season(small_plan)[0]) or letter).example


def test_hostile_text_is_plain_text_in_a_rendered_letter(small_plan: Plan, real_plan: Plan) -> None:
    letter = dict(correction_letters(small_plan, season(small_plan, hostile())[0]))["004-xa-binh-an-1"]
    document = docx.Document(io.BytesIO(render_letter(letter, real_plan.folder / "letter.docx")))
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    wanted = "<script>alert(1)</script> & \"'{{ 7*7 }}{% x %} =cmd|'/C calc'!A0 <w:p>"
    assert any(wanted in text for text in texts)
