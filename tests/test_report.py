"""What the report says, read as words, from forms that are written out beside each case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from lamdong_report.catalogue import CATALOGUE, make_finding
from lamdong_report.content import Number, Paragraph, ReportContent, Style, text_of
from lamdong_report.model import Answer, Figure, Finding, Severity, Source, Submission
from lamdong_report.plan import Plan
from lamdong_report.plan.fault import Places
from lamdong_report.plan.formula_reader import read_formulas
from lamdong_report.plan.schema import AnnexColumn, Completeness, Sentence
from lamdong_report.report import PrintedNumber, entries, gather, opinions_of, unused_numbers, write_report
from lamdong_report.report.prose import fill_sentence
from lamdong_report.report.wording import fill, fraction_text, without_empty
from lamdong_report.text import format_count
from tests.builders import Given, submission

Entries = tuple[PrintedNumber, ...]
LETTER = {"ngay_cong_van": date(2031, 11, 10), "so_cong_van": "12/BC-SYT"}


def written(plan: Plan, *forms: Submission, findings: tuple[Finding, ...] = ()) -> tuple[ReportContent, Entries]:
    content = write_report(gather(plan, forms, findings), findings, draft=True)
    return content, entries(content)


def with_column(plan: Plan, value: str) -> Plan:
    """The plan with one column in the annex by agency."""
    columns = (AnnexColumn(id="cot", label="Cột", value=value),)
    parsed = read_formulas(replace(plan, annex_columns=columns), Places({}), [])
    return replace(plan, formulas=replace(plan.formulas, annexes=parsed.annexes))


def section(content: ReportContent, heading: str) -> list[Paragraph]:
    """The paragraphs below a heading, up to the next one."""
    found: list[Paragraph] = []
    inside = False
    for paragraph in content.body:
        if paragraph.style.value.startswith("heading"):
            inside = paragraph.text.startswith(heading)
        elif inside:
            found.append(paragraph)
    return found


def texts(content: ReportContent, heading: str) -> list[str]:
    return [p.lead + p.text for p in section(content, heading)]


def test_sums_say_who_reported_and_fit_what_the_data_has(small_plan: Plan) -> None:
    full = {"tt_cuoc": 3, "tt_nguoi": 1200, "tt_nguoi_nu": 660}
    content, _ = written(small_plan, submission("S101", full), submission("SYT", {"tt_cuoc": 4}))
    assert texts(content, "1. Truyền thông, giáo dục")[0] == (
        "Theo báo cáo của 1/2 sở và 1/2 xã, phường, toàn tỉnh đã tổ chức 07 cuộc truyền thông trực tiếp"
        " cho 1.200 lượt người, trong đó có 660 lượt nữ (chiếm 55,0%)."
    )


def test_part_and_share_are_of_those_who_gave_the_whole_too(small_plan: Plan) -> None:
    forms = (
        submission("S101", {"tt_cuoc": 3, "tt_nguoi": 1000, "tt_nguoi_nu": 600}),
        submission("S102", {"tt_cuoc": 2, "tt_nguoi_nu": 800}),
    )
    content, _ = written(small_plan, *forms)
    assert "cho 1.000 lượt người, trong đó có 600 lượt nữ (chiếm 60,0%)" in texts(content, "1. Truyền thông")[0]
    comment = section(content, "1. Truyền thông")[0].comment
    assert "Phường Tân Lập, tệp S102.xlsx: 800 («Số liệu» ô tt_nguoi_nu)" in comment


def test_a_share_of_less_than_the_printed_whole_says_what_it_is_a_share_of(small_plan: Plan) -> None:
    forms = (
        submission("S101", {"tt_cuoc": 3, "tt_nguoi": 1000, "tt_nguoi_nu": 600}),
        submission("S102", {"tt_cuoc": 2, "tt_nguoi": 500}),
    )
    content, _ = written(small_plan, *forms)
    told = "cho 1.500 lượt người, trong đó có 600 lượt nữ (chiếm 60,0% của 1.000 lượt người ở những nơi báo cáo đủ"
    assert told in texts(content, "1. Truyền thông")[0]


def test_a_column_that_counts_an_answer_prints_the_answers_own_word(small_plan: Plan) -> None:
    forms = tuple(
        submission(code, {"bv_mo_hinh": word}) for code, word in (("S101", "Đang lập hồ sơ"), ("S102", "Đã công nhận"))
    )
    plan = with_column(small_plan, "is(bv_mo_hinh, Đã công nhận)")
    content, _ = written(plan, *forms)
    assert [str(row.cells[0]) for row in content.annexes[0].rows] == ["Đang lập hồ sơ", "Đã công nhận"]
    assert str(content.annexes[0].total.cells[0]) == "1"


def test_a_piece_without_data_is_left_out_of_the_sentence(small_plan: Plan) -> None:
    content, _ = written(small_plan, submission("S101", {"tt_cuoc": 12, "tt_nguoi_nu": 0}))
    assert texts(content, "1. Truyền thông, giáo dục")[0].endswith("đã tổ chức 12 cuộc truyền thông trực tiếp.")


def test_a_reported_zero_is_told_and_a_blank_is_not(small_plan: Plan) -> None:
    content, _ = written(small_plan, submission("S101", {"xh_tong": 0}))
    assert "Không phát sinh trẻ em bị xâm hại." in texts(content, "2.1.")
    content, _ = written(small_plan, submission("S101", {"tt_cuoc": 1}))
    assert texts(content, "2.1.") == [small_plan.wording.section_empty]


@pytest.mark.parametrize(
    ("empty", "expected"),
    [
        ((), "A: {done} xong, {doing} đang làm, {not_begun} chưa làm."),
        (("not_begun",), "A: {done} xong, {doing} đang làm."),
        (("doing", "not_begun"), "A: {done} xong."),
    ],
)
def test_a_task_summary_leaves_out_what_no_agency_said(empty: tuple[str, ...], expected: str) -> None:
    assert without_empty("A: {done} xong[, {doing} đang làm][, {not_begun} chưa làm].", empty) == expected


def test_an_agency_that_sent_nothing_gets_one_highlighted_sentence_and_a_comment(small_plan: Plan) -> None:
    content, _ = written(small_plan, submission("TD", LETTER))
    (paragraph,) = section(content, "1. Sở Y tế")
    assert paragraph.text == "Chưa gửi báo cáo (tính đến ngày 10/11/2031)."
    assert paragraph.doubtful and "Sở Y tế" in paragraph.comment


def test_an_agency_that_left_its_tasks_blank_is_told_apart_from_a_silent_one(small_plan: Plan) -> None:
    content, _ = written(small_plan, submission("SYT", LETTER))
    (paragraph,) = section(content, "1. Sở Y tế")
    assert paragraph.text == small_plan.wording.nothing_reported and paragraph.doubtful


def test_lines_of_an_answer_become_paragraphs_below_the_name(small_plan: Plan) -> None:
    words = "Đã khám cho 1.200 trẻ :\n- xã Bình An 1;\n+ phường Tân Lập ,"
    answers: dict[str, Given] = {"nv_syt_1.trang_thai": "Hoàn thành", "nv_syt_1.noi_dung": words}
    content, _ = written(small_plan, submission("SYT", answers))
    found = section(content, "1. Sở Y tế")
    assert [(p.style, p.lead + p.text) for p in found] == [
        (Style.BULLET, "Khám sức khỏe định kỳ (hoàn thành): Đã khám cho 1.200 trẻ:"),
        (Style.SUBBULLET, "Xã Bình An 1."),
        (Style.SUBBULLET, "Phường Tân Lập."),
    ]


def test_only_marked_points_of_summed_agencies_are_quoted(small_plan: Plan) -> None:
    marked = {"td_truyen_thong.noi_dung": "Mỗi thôn một nhóm đọc sách.", "td_truyen_thong.noi_bat": True}
    plain = {"td_truyen_thong.noi_dung": "Đã phát thanh hằng tuần."}
    content, _ = written(small_plan, submission("S101", marked), submission("S102", plain))
    found = texts(content, "1. Truyền thông, giáo dục")
    assert "Xã Bình An 1: Mỗi thôn một nhóm đọc sách." in found
    assert not any("phát thanh" in text for text in found)


@pytest.mark.parametrize(
    ("vaccinated", "words"),
    [
        (
            9680,
            "đạt 96,8% (9.680/10.000 trẻ em, số liệu của xã Bình An 1, chưa có phường Tân Lập), vượt 1,8 "
            "điểm phần trăm so với chỉ tiêu",
        ),
        (9350, "thấp hơn 1,5 điểm phần trăm so với chỉ tiêu (khoảng 95%), bằng năm 2030; chưa đạt chỉ tiêu."),
        (
            9499,
            "đạt 94,99% (9.499/10.000 trẻ em, số liệu của xã Bình An 1, chưa có phường Tân Lập), tuy tăng "
            "1,49 điểm phần trăm so với",
        ),
    ],
)
def test_an_indicator_is_told_with_target_result_and_difference(small_plan: Plan, vaccinated: int, words: str) -> None:
    content, _ = written(small_plan, submission("S101", {"t1_tiem": vaccinated, "t1_tong": 10000}))
    assert words in texts(content, "3. Các chỉ tiêu")[0]


def test_an_indicator_without_data_names_who_has_not_reported(small_plan: Plan) -> None:
    content, _ = written(small_plan, submission("SGD", {}))
    paragraph = section(content, "3. Các chỉ tiêu")[1]
    assert "chưa có số liệu (Sở Y tế chưa báo cáo)" in paragraph.text
    assert paragraph.doubtful and paragraph.comment


def test_every_agency_stands_in_the_annexes(small_plan: Plan) -> None:
    content, _ = written(small_plan, submission("S101", {"tt_cuoc": 2, "bv_ke_hoach": True}))
    assert [row.name for row in content.annexes[0].rows] == ["Xã Bình An 1", "Phường Tân Lập"]
    assert [str(cell) for cell in content.annexes[0].rows[0].cells][1:4] == ["2", "…", "1"]
    assert [row.name for row in content.statuses if not row.heading] == [
        "Sở Y tế", "Sở Giáo dục và Đào tạo", "Tỉnh đoàn", "Xã Bình An 1", "Phường Tân Lập",
    ]  # fmt: skip


def test_small_counts_on_victims_are_not_printed_agency_by_agency(small_plan: Plan) -> None:
    forms = (submission("S101", {"xh_tong": 3}), submission("S102", {"xh_tong": 0}))
    content, _ = written(small_plan, *forms)
    assert [str(row.cells[4]) for row in content.annexes[0].rows] == ["*", "*"], "the total would tell one alone"
    assert str(content.annexes[0].total.cells[4]) == "3"


@pytest.mark.parametrize(("count", "printed"), [(0, "–"), (1, "*"), (4, "*"), (5, "5")])
def test_what_is_small_begins_with_one_and_ends_below_the_threshold(small_plan: Plan, count: int, printed: str) -> None:
    content, _ = written(small_plan, submission("S101", {"xh_tong": count}))
    assert str(content.annexes[0].rows[0].cells[4]) == printed


def test_late_and_missing_forms_are_told(small_plan: Plan) -> None:
    forms = (
        submission("SYT", {"ngay_cong_van": date(2031, 11, 19)}),
        submission("SGD", {"ngay_cong_van": date(2031, 11, 20)}),
    )
    content, _ = written(small_plan, *forms)
    states = {row.name: row.state for row in content.statuses}
    assert (states["Sở Y tế"], states["Sở Giáo dục và Đào tạo"], states["Tỉnh đoàn"]) == (
        "Đúng hạn", "Gửi chậm", "Chưa gửi",
    )  # fmt: skip
    assert texts(content, "V.")[0] == (
        "Đến nay có 2/5 cơ quan, địa phương gửi báo cáo, 01 đúng hạn, 01 chậm hạn; còn 03 chưa gửi."
    )


def test_every_printed_number_is_booked_with_its_cells(small_plan: Plan) -> None:
    _, printed = written(small_plan, submission("S101", {"tt_cuoc": 3, "tt_nguoi": 40}))
    booked = {(e.place, e.text) for e in printed if e.figure.sources}
    assert {("Mục II.1", "03"), ("Mục II.1", "40")} <= booked


def test_a_number_that_is_printed_nowhere_is_listed_with_the_reason(small_plan: Plan) -> None:
    form = submission("TD", {"bv_gio_tu_van": 2.5, "tt_cuoc": 3})
    material = gather(small_plan, [form])
    printed = entries(write_report(material, draft=True))
    assert [(u.answer.question, bool(u.reason)) for u in unused_numbers(material, printed)] == [("bv_gio_tu_van", True)]


def test_the_words_of_every_agency_are_listed_section_by_section(small_plan: Plan) -> None:
    form = submission("S102", {"td_truyen_thong.noi_dung": "Đã phát thanh.", "nv_cs_1.trang_thai": "Hoàn thành"})
    found = list(opinions_of(gather(small_plan, [form])))
    assert [(o.section, o.agency.code, o.answer.text) for o in found if o.answer.text] == [
        ("II.1", "S102", "Đã phát thanh.")
    ]


def test_a_doubtful_cell_leaves_a_comment_where_its_number_is_printed(small_plan: Plan) -> None:
    code = next(iter(CATALOGUE))
    finding = Finding(
        code, Severity.WARNING, "số quá lớn", "xem lại", "S101", "S101.xlsx", "Số liệu", "tt_cuoc", "tt_cuoc"
    )
    content, _ = written(small_plan, submission("S101", {"tt_cuoc": 3}), findings=(finding,))
    comment = section(content, "1. Truyền thông, giáo dục")[0].comment
    assert comment.splitlines()[1] == "Xã Bình An 1, tệp S101.xlsx: số quá lớn"


@pytest.mark.parametrize("typed", ["", "khoảng 500"])
def test_a_sum_that_lacks_a_number_names_the_agency_file_sheet_and_cell(small_plan: Plan, typed: str) -> None:
    spot = Source("phiếu.xlsx", "Số liệu", "D7")
    finding = make_finding(
        "number-approximate", example="12", agency="S102", source=spot, question="tt_cuoc", text="khoảng 500"
    )
    blank = Submission("S102", "phiếu.xlsx", {"tt_cuoc": Answer("tt_cuoc", None, spot, typed)})
    content, _ = written(small_plan, submission("S101", {"tt_cuoc": 3}), blank, findings=(finding,))
    comment = section(content, "1. Truyền thông, giáo dục")[0].comment
    assert comment.splitlines()[1].startswith("Phường Tân Lập, tệp phiếu.xlsx: «Số liệu» ô D7: «khoảng 500»")


def test_a_cell_that_the_sum_does_not_ask_for_leaves_no_comment(small_plan: Plan) -> None:
    spot = Source("phiếu.xlsx", "Số liệu", "D9")
    finding = make_finding(
        "number-approximate", example="12", agency="S102", source=spot, question="xh_tong", text="khoảng 500"
    )
    content, _ = written(small_plan, submission("S101", {"tt_cuoc": 3}), findings=(finding,))
    assert section(content, "1. Truyền thông, giáo dục")[0].comment == ""


def test_example_forms_mark_the_whole_report(small_plan: Plan) -> None:
    assert written(small_plan, submission("TD", {}, example=True))[0].example
    assert not written(small_plan, submission("TD", {}))[0].example


def test_a_final_report_carries_no_word_meant_for_the_officials_only(small_plan: Plan) -> None:
    material = gather(small_plan, [submission("TD", LETTER)])
    content = write_report(material, draft=False)
    assert not content.draft
    assert not any(paragraph.comment or paragraph.doubtful for paragraph in content.body)
    assert any("Chưa gửi báo cáo" in paragraph.text for paragraph in content.body)


def headings(content: ReportContent) -> list[str]:
    return [p.text for p in content.body if p.style is Style.HEADING1]


def test_who_has_sent_is_told_in_drafts_and_in_a_final_report_only_where_the_plan_wants_it(small_plan: Plan) -> None:
    first = small_plan.sections[0].id
    sections = tuple(msgspec.structs.replace(one, completeness=one.id == first) for one in small_plan.sections)
    plan = replace(small_plan, sections=sections)
    always = msgspec.structs.replace(plan.document, completeness=Completeness.ALWAYS)
    material = gather(plan, (submission("S101", {"tt_cuoc": 3}),))
    draft, final = (write_report(material, draft=kind) for kind in (True, False))
    whole = write_report(gather(replace(plan, document=always), ()), draft=False)
    assert headings(draft)[0].startswith("I. ")
    assert draft.statuses
    assert not final.statuses
    assert [one.partition(" ")[2] for one in headings(final)] == [one.partition(" ")[2] for one in headings(draft)[1:]]
    assert [one.partition(" ")[0] for one in headings(final)] == [one.partition(" ")[0] for one in headings(draft)[:-1]]
    assert whole.statuses
    assert headings(whole) == headings(draft)


def said_of(plan: Plan, text: str, *forms: Submission) -> str:
    """What one sentence of the sums says."""
    told = replace(plan, sentences=(Sentence(section="I", text=text),))
    (sentence,) = read_formulas(told, Places({}), []).sentences["I"]
    return "".join(piece.text for piece in fill_sentence(sentence, gather(plan, forms)) or ())


def test_the_best_and_the_weakest_are_named_by_share_where_the_field_divides(small_plan: Plan) -> None:
    forms = (
        submission("S101", {"tt_nguoi": 1000, "tt_nguoi_nu": 600}),
        submission("S102", {"tt_nguoi": 100, "tt_nguoi_nu": 90}),
    )
    text = "Có {tt_nguoi} lượt người[; cao nhất là {tt_nguoi_nu/tt_nguoi:highest}]"
    text += "[, thấp nhất là {tt_nguoi_nu/tt_nguoi:lowest}]."
    assert said_of(small_plan, text, *forms) == (
        "Có 1.100 lượt người; cao nhất là phường Tân Lập, thấp nhất là xã Bình An 1."
    )


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(0, 1, "0/1"), (0, 12, "0/12"), (1, 1, "1/1"), (3, 4, "3/4"), (10, 12, "10/12")]
)
def test_under_a_zero_the_whole_has_no_leading_zero(part: int, whole: int, told: str) -> None:
    assert fraction_text(part, whole) == told
    sides = {
        name: (Number(format_count(Decimal(count)), Figure(Decimal(count))),)
        for name, count in (("reached", part), ("all", whole))
    }
    assert text_of(fill("Có {reached}/{all} nơi đạt", **sides)) == f"Có {told} nơi đạt"
    assert text_of(fill("Có {all} nơi", **sides)) == f"Có {whole:02} nơi"


def test_an_agency_is_held_to_the_target_that_its_entry_names(small_plan: Plan) -> None:
    given = {"t4_trai": 1000, "t4_hoc_trai": 997, "t4_gai": 1000, "t4_hoc_gai": 997}  # 99.7: over 99.5, not over 99.8
    content, _ = written(small_plan, submission("SGD", given))
    (told,) = [text for text in texts(content, "3.") if "mẫu giáo" in text]
    assert "vượt 0,2 điểm phần trăm so với chỉ tiêu năm 2031 (từ 99,5% trở lên)" in told
    assert told.endswith("Theo mức giao cho từng nơi, 0/1 nơi đạt; chưa đạt: Sở Giáo dục và Đào tạo.")
