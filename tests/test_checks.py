"""What single forms are told: missing answers, numbers that cannot be, contradictions, dates, words."""

from __future__ import annotations

from decimal import Decimal
from unicodedata import normalize

import pytest
from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.checks import check_submissions
from lamdong_report.model import Severity, Source
from lamdong_report.plan import Plan
from tests.form_tables import codes_at, form, only, with_code

COMPLETE = """
    nguoi_lap                  | C5  | Nguyễn Thị An
    dien_thoai                 | C6  | 0299 3 111 333
    ngay_cong_van              | C9  | 10/11/2031
    ngay_chot                  | C10 | 31/10/2031
    tt_cuoc                    | C7  | 12
    tt_nguoi                   | C8  | 120
    tt_nguoi_nu                | C9  | 70
    td_chi_dao.trang_thai      | C6  | Hoàn thành
    td_chi_dao.noi_dung        | D6  | Đã ban hành kế hoạch công tác trẻ em năm 2031.
    td_truyen_thong.trang_thai | C7  | Đang thực hiện
    td_truyen_thong.noi_dung   | D7  | Tổ chức 12 buổi nói chuyện tại các trường.
    td_de_xuat.noi_dung        | D4  | Không
    nv_td_1.trang_thai         | C12 | Hoàn thành
    nv_td_1.noi_dung           | D12 | Xây dựng 05 sân chơi tại 05 xã, phường.
    kp_ns.giao                 | C5  | 50
    kp_ns.chi                  | D5  | 48,5
    kp_khac.giao               | C6  | 0
    kp_khac.chi                | D6  | 0
    lop#1.ten                  | B5  | Kỹ năng bảo vệ trẻ em
    lop#1.ngay                 | C5  | 05/6/2031
    lop#1.hinh_thuc            | D5  | Trực tiếp
    lop#1.nguoi                | E5  | 40
    lop#1.nu                   | F5  | 22
"""


def test_a_complete_form_has_no_findings(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", COMPLETE)])
    assert [finding for finding in findings if finding.agency == "TD"] == []


def test_an_agency_that_has_not_sent_is_a_warning_that_does_not_block_the_report(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", COMPLETE)])
    assert [finding.agency for finding in with_code(findings, "form-missing")] == ["SYT", "SGD", "S101", "S102"]
    missing = with_code(findings, "form-missing")[2]
    assert missing.severity is Severity.WARNING
    assert missing.message == "Chưa nhận được phiếu báo cáo của UBND xã Bình An 1."
    assert "trước ngày 20/11/2031" in missing.remedy


def test_a_part_whose_whole_is_blank_is_asked_about(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE.replace("tt_nguoi                   | C8  | 120", ""))
    finding = only(check_submissions(small_plan, [sent]), "part-without-whole")
    assert finding.severity is Severity.WARNING and finding.cell == "C9"
    assert "có «Trong đó: nữ» (70) nhưng «Số lượt người tham dự»" in finding.message


def test_a_blank_form_is_one_finding_and_not_thirty(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", "co_quan | C4 | Tỉnh đoàn")])
    own = [finding for finding in findings if finding.agency == "TD"]
    assert [finding.code for finding in own] == ["form-empty"]
    assert own[0].file == "phieu-TD.xlsx"


@pytest.mark.parametrize(
    ("question", "code", "message"),
    [
        ("tt_nguoi_nu", "number-missing", "«Số liệu» ô C9: chưa có số liệu «Trong đó: nữ»."),
        (
            "nv_td_1.noi_dung",
            "words-missing",
            "«Kết quả nhiệm vụ» ô D12: chưa ghi nội dung «Sân chơi cho thiếu nhi – Kết quả thực hiện».",
        ),
        ("ngay_chot", "answer-missing", "«Thông tin chung» ô C10: chưa trả lời «Ngày chốt số liệu»."),
    ],
)
def test_an_obligatory_answer_left_blank_is_an_error_with_its_cell(
    small_plan: Plan, question: str, code: str, message: str
) -> None:
    filled = form(small_plan, "TD", COMPLETE)
    blank = replace(filled.answers[question], value=None, raw="")
    findings = check_submissions(small_plan, [replace(filled, answers={**filled.answers, question: blank})])
    finding = only(findings, code)
    assert (finding.question, finding.severity, finding.message) == (question, Severity.ERROR, message)
    assert codes_at(findings, question) == [code], "a missing finding silences the others on that cell"


def test_an_answer_whose_row_is_gone_is_missing_from_its_sheet(small_plan: Plan) -> None:
    filled = form(small_plan, "TD", COMPLETE)
    answers = {key: answer for key, answer in filled.answers.items() if key != "tt_cuoc"}
    finding = only(check_submissions(small_plan, [replace(filled, answers=answers)]), "number-missing")
    assert (finding.file, finding.sheet, finding.cell) == ("phieu-TD.xlsx", "Số liệu", "")
    assert finding.message == "«Số liệu»: chưa có số liệu «Số cuộc truyền thông trực tiếp»."


def test_a_reason_beside_a_blank_makes_it_a_note(small_plan: Plan) -> None:
    typed = COMPLETE + "tt_nguoi_nu | C9 | | Không theo dõi theo giới"
    finding = only(check_submissions(small_plan, [form(small_plan, "TD", typed)]), "missing-explained")
    assert finding.severity is Severity.NOTE
    assert "«Không theo dõi theo giới»" in finding.message


@pytest.mark.parametrize(
    ("beside", "code"),
    [
        ("70 người", "number-missing"),
        ("70 lượt người", "number-missing"),
        ("70 buổi", "missing-explained"),
        ("Bảy mươi người", "number-missing"),
        ("Không phát sinh", "missing-explained"),
        ("02 trường chưa báo cáo", "missing-explained"),
        ("70 người (ước)", "missing-explained"),
        ("Số liệu năm 2030", "missing-explained"),
    ],
)
def test_the_answer_itself_beside_a_blank_is_no_reason(small_plan: Plan, beside: str, code: str) -> None:
    sent = form(small_plan, "TD", COMPLETE + f"tt_nguoi_nu | C9 | | {beside}")
    assert codes_at(check_submissions(small_plan, [sent]), "tt_nguoi_nu") == [code]


def test_what_the_reader_could_not_read_is_not_called_missing(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", COMPLETE + "tt_nguoi | C8 | ?khoảng vài trăm")])
    assert codes_at(findings, "tt_nguoi") == []


def test_a_cell_with_a_finding_of_the_reader_is_not_called_missing(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE + "tt_nguoi | C8 |")
    source = Source("phieu-TD.xlsx", "Số liệu", "C8")
    read = make_finding("negative", agency="TD", source=source, question="tt_nguoi", where="", label="", value="")
    assert codes_at(check_submissions(small_plan, [sent]), "tt_nguoi") == ["number-missing"]
    assert codes_at(check_submissions(small_plan, [sent], [read]), "tt_nguoi") == []


def test_the_sending_and_the_agency_may_be_left_blank(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", COMPLETE + "lan_gui | C11 |")])
    assert codes_at(findings, "lan_gui", "co_quan") == []


def test_a_row_of_a_table_wants_all_that_names_a_thing(small_plan: Plan) -> None:
    typed = COMPLETE + "lop#2.ten | B6 | Phòng chống đuối nước \n lop#2.ngay | C6 | \n lop#2.nguoi | E6 | 30"
    finding = only(check_submissions(small_plan, [form(small_plan, "TD", typed)]), "row-incomplete")
    assert finding.message == (
        "«Bảng kê» ô C6: dòng này của bảng «Các lớp tập huấn đã tổ chức» còn thiếu "
        "«Ngày khai giảng», «Hình thức» và «Trong đó: nữ»."
    )


@pytest.mark.parametrize("words", ["", "Không có", "Chưa phát sinh."])
def test_a_task_that_is_done_must_tell_its_result(small_plan: Plan, words: str) -> None:
    sent = form(
        small_plan,
        "S101",
        f"""
        td_truyen_thong.trang_thai | C7 | Hoàn thành
        td_truyen_thong.noi_dung   | D7 | {words}
        """,
    )
    optional = replace(small_plan, required={**small_plan.required, "td_truyen_thong.noi_dung": frozenset()})
    finding = only(check_submissions(optional, [sent]), "done-without-words")
    assert finding.cell == "D7"
    assert "nhiệm vụ «Truyền thông» ghi «Hoàn thành» nhưng chưa nêu kết quả." in finding.message


def test_a_point_marked_as_outstanding_needs_words(small_plan: Plan) -> None:
    sent = form(small_plan, "S101", "td_de_xuat.noi_bat | E4 | Có")
    finding = only(check_submissions(small_plan, [sent]), "outstanding-without-words")
    assert (finding.sheet, finding.question) == ("Đề xuất", "td_de_xuat.noi_dung")


def test_nothing_is_an_answer_where_the_plan_foresees_it(small_plan: Plan) -> None:
    sent = form(small_plan, "S101", "td_de_xuat.noi_bat | E4 | Có \n td_de_xuat.noi_dung | D4 | Không có")
    assert codes_at(check_submissions(small_plan, [sent]), "td_de_xuat.noi_dung") == []


@pytest.mark.parametrize(
    ("agency", "line", "code", "severity"),
    [
        ("TD", "tt_cuoc | C7 | -5", "negative", Severity.ERROR),
        ("TD", "bv_kinh_phi | C11 | -0,5", "negative", Severity.ERROR),
        ("TD", "lop#1.nguoi | E5 | -3", "negative", Severity.ERROR),
        ("TD", "tt_cuoc | C7 | 12,5", "not-whole", Severity.ERROR),
        ("S101", "bv_ty_le_to | C8 | 100,5", "percent-out-of-range", Severity.ERROR),
        ("SYT", "t1s.nam_truoc | C8 | 935", "percent-out-of-range", Severity.ERROR),
        ("TD", "lan_gui | C11 | 21", "out-of-range", Severity.WARNING),
        ("TD", "bv_gio_tu_van | C12 | 100,5", "out-of-range", Severity.WARNING),
    ],
)
def test_a_number_that_cannot_be_is_found(
    small_plan: Plan, agency: str, line: str, code: str, severity: Severity
) -> None:
    finding = only(check_submissions(small_plan, [form(small_plan, agency, line)]), code)
    assert (finding.severity, finding.cell) == (severity, line.split("|")[1].strip())


@pytest.mark.parametrize(
    ("agency", "line"),
    [
        ("TD", "tt_cuoc | C7 | 0"),
        ("S101", "bv_ty_le_to | C8 | 100"),
        ("TD", "bv_gio_tu_van | C12 | 1,5"),
        ("TD", "bv_kinh_phi | C11 | 12,345"),
        ("TD", "lan_gui | C11 | 20"),
        ("SYT", "t2s.nam_truoc | C8 | 540"),
    ],
)
def test_a_number_at_its_limit_is_right(small_plan: Plan, agency: str, line: str) -> None:
    findings = check_submissions(small_plan, [form(small_plan, agency, line)])
    assert codes_at(findings, line.split("|")[0].strip()) == []


def test_a_part_larger_than_its_whole_names_both_numbers_and_cells(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE + "tt_nguoi_nu | C9 | 1.300")
    finding = only(check_submissions(small_plan, [sent]), "part-exceeds-whole")
    assert finding.message == "«Số liệu» ô C9: «Trong đó: nữ» (1.300) lớn hơn «Số lượt người tham dự» (120)."
    assert finding.remedy == "Kiểm tra lại các ô C8 và C9."
    assert (finding.severity, finding.question) == (Severity.ERROR, "tt_nguoi_nu")


def test_a_part_larger_than_its_whole_is_found_in_tables_and_grids(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE + "lop#1.nu | F5 | 41 \n kp_ns.chi | D5 | 50,1")
    found = with_code(check_submissions(small_plan, [sent]), "part-exceeds-whole")
    assert [(finding.sheet, finding.cell) for finding in found] == [("Kinh phí", "D5"), ("Bảng kê", "F5")]


def test_a_total_that_is_not_the_sum_shows_the_sum(small_plan: Plan) -> None:
    sent = form(
        small_plan,
        "S101",
        """
        t3_q1  | C14 | 4
        t3_q2  | C15 | 6
        t3_q3  | C16 | 5
        t3_q4  | C17 | 4
        t3_nam | C18 | 20
        """,
    )
    finding = only(check_submissions(small_plan, [sent]), "sum-mismatch")
    assert "«Tổng số buổi trong năm» (20) khác tổng các thành phần (4 + 6 + 5 + 4 = 19)" in finding.message
    assert finding.remedy == "Kiểm tra lại các ô C18, C14, C15, C16 và C17."


@pytest.mark.parametrize(("total", "codes"), [("14", ["sum-mismatch"]), ("15", []), ("18", [])])
def test_a_missing_quarter_leaves_room_above_the_sum_only(small_plan: Plan, total: str, codes: list[str]) -> None:
    typed = f"t3_q1 | C14 | 4 \n t3_q2 | C15 | 6 \n t3_q3 | C16 | 5 \n t3_nam | C18 | {total}"
    assert codes_at(check_submissions(small_plan, [form(small_plan, "S101", typed)]), "t3_nam") == codes


def test_parts_of_a_given_sum_are_not_reported_twice(small_plan: Plan) -> None:
    typed = "xh_tong | C20 | 10 \n xh_trai | C21 | 12 \n xh_gai | C22 | 7"
    findings = check_submissions(small_plan, [form(small_plan, "S101", typed)])
    assert codes_at(findings, "xh_tong", "xh_trai", "xh_gai") == ["sum-mismatch"]


def test_a_last_year_other_than_the_known_one_is_asked_about(small_plan: Plan) -> None:
    knowing = replace(small_plan, known={"TD": {"tt_nguoi_2030": Decimal(110), "nguoi_lap": "Lê C"}})
    sent = form(small_plan, "TD", COMPLETE + "tt_nguoi_2030 | C11 | 115")
    finding = only(check_submissions(knowing, [sent]), "last-year-differs")
    assert "ghi 115 lượt người, báo cáo năm trước là 110 lượt người" in finding.message
    same = form(small_plan, "TD", COMPLETE + "tt_nguoi_2030 | C11 | 110")
    assert with_code(check_submissions(knowing, [same]), "last-year-differs") == []


def test_a_number_far_from_last_years_is_asked_about(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE + "tt_nguoi_2030 | C11 | 500")
    finding = only(check_submissions(small_plan, [sent]), "changed-much")
    assert (finding.question, finding.severity) == ("tt_nguoi", Severity.WARNING)
    assert "là 120 lượt người, năm trước là 500 lượt người; thay đổi quá 33%" in finding.message


@pytest.mark.parametrize("before", ["120", "91", "179"])
def test_a_number_within_a_third_of_last_years_is_not(small_plan: Plan, before: str) -> None:
    sent = form(small_plan, "TD", COMPLETE + f"tt_nguoi_2030 | C11 | {before}")
    assert with_code(check_submissions(small_plan, [sent]), "changed-much") == []


def test_a_few_cases_more_than_last_year_are_not_a_change(small_plan: Plan) -> None:
    sent = form(small_plan, "S101", "tt_nguoi | C8 | 6 \n tt_nguoi_2030 | C11 | 2")
    assert with_code(check_submissions(small_plan, [sent]), "changed-much") == []


def test_a_doubt_that_the_clerk_has_explained_becomes_a_note(small_plan: Plan) -> None:
    typed = COMPLETE + "tt_nguoi | C8 | 120 | Năm trước có hội trại toàn tỉnh \n tt_nguoi_2030 | C11 | 500"
    finding = only(check_submissions(small_plan, [form(small_plan, "TD", typed)]), "changed-much")
    assert finding.severity is Severity.NOTE
    assert finding.message.endswith("Lý do đã ghi: «Năm trước có hội trại toàn tỉnh».")


def test_an_error_stays_an_error_whatever_reason_stands_beside_it(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE + "tt_nguoi_nu | C9 | 130 | đã kiểm tra")
    assert only(check_submissions(small_plan, [sent]), "part-exceeds-whole").severity is Severity.ERROR


def test_a_cell_with_an_error_gets_no_warning_as_well(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", "tt_nguoi | C8 | -120 \n tt_nguoi_2030 | C11 | 500")
    assert codes_at(check_submissions(small_plan, [sent]), "tt_nguoi") == ["negative"]


@pytest.mark.parametrize(
    ("line", "code", "remedy"),
    [
        ("ngay_chot | C10 | 31/12/2030", "cutoff-before-period", "kỳ trước"),
        ("ngay_chot | C10 | 15/11/2031", "cutoff-after-letter", "C10 và C9"),
        ("ngay_cong_van | C9 | 10/11/2032", "date-out-of-period", "nhất là năm"),
        ("ngay_cong_van | C9 | 10/11/2030", "date-out-of-period", "nhất là năm"),
        ("lop#1.ngay | C5 | 05/6/2013", "date-out-of-period", "nhất là năm"),
    ],
)
def test_a_day_that_cannot_be_right_is_found(small_plan: Plan, line: str, code: str, remedy: str) -> None:
    finding = only(check_submissions(small_plan, [form(small_plan, "TD", COMPLETE + line)]), code)
    assert finding.cell == line.split("|")[1].strip()
    assert remedy in finding.remedy


def test_a_cutoff_before_the_period_is_one_finding(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", COMPLETE + "ngay_chot | C10 | 31/12/2030")])
    assert codes_at(findings, "ngay_chot") == ["cutoff-before-period"]


@pytest.mark.parametrize(("day", "is_late"), [("19/11/2031", False), ("20/11/2031", True), ("05/01/2032", True)])
def test_the_day_of_the_deadline_is_too_late(small_plan: Plan, day: str, is_late: bool) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", COMPLETE + f"ngay_cong_van | C9 | {day}")])
    assert codes_at(findings, "ngay_cong_van") == (["sent-late"] if is_late else [])


def test_late_sending_is_a_note_that_names_both_days(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "TD", COMPLETE + "ngay_cong_van | C9 | 05/12/2031")])
    finding = only(findings, "sent-late")
    assert finding.severity is Severity.NOTE
    assert finding.message == "«Thông tin chung» ô C9: phiếu gửi ngày 05/12/2031, sau hạn (trước ngày 20/11/2031)."


@pytest.mark.parametrize(
    "text",
    [
        "như trên",
        "Như trên.",
        "- NT",
        "Như mục II.1",
        "Như đã nêu ở trên",
        "Như năm 2030",
        "như năm trước",
        "Có báo cáo kèm theo",
        "Theo phụ lục đính kèm",
        "Xem báo cáo số 12/BC-UBND",
        "Tương tự như trên",
        "https://drive.google.com/file/d/1AbC/view?usp=sharing",
        "Xem chi tiết tại đường dẫn: https://drive.google.com/drive/folders/1AbC",
        "Link báo cáo: www.example.vn/bc.pdf",
        "Đã báo cáo tại Công văn số 15/UBND",
        "(kèm theo danh sách)",
    ],
)
def test_an_answer_that_points_elsewhere_is_no_answer(small_plan: Plan, text: str) -> None:
    sent = form(small_plan, "TD", COMPLETE + f"nv_td_1.noi_dung | D12 | {text}")
    findings = check_submissions(small_plan, [sent])
    assert codes_at(findings, "nv_td_1.noi_dung") == ["refers-elsewhere"]
    assert only(findings, "refers-elsewhere").severity is Severity.WARNING


@pytest.mark.parametrize("text", ["Tốt", "Đã làm", "x", "Hoàn thành", "-"])
def test_a_word_or_two_is_too_short(small_plan: Plan, text: str) -> None:
    sent = form(small_plan, "TD", COMPLETE + f"td_truyen_thong.noi_dung | D7 | {text}")
    finding = only(check_submissions(small_plan, [sent]), "too-short")
    assert finding.message.startswith("«Kết quả nhiệm vụ» ô D7: ")
    assert f"(«{text}»)" in finding.message


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Da to chuc 02 lop tap huan cho 80 can bo thon, xa", ["text-unmarked"]),
        ("Ddax toor chuwsc 02 lowsp taapj huaans cho cans booj", ["text-unmarked"]),
        ("DA TO CHUC 02 LOP TAP HUAN, co 80 nguoi tham gia day du cac buoi", ["text-unmarked"]),
        ("Da to chuc 02 lớp tap huan cho 80 can bo thon", []),
        (normalize("NFD", "Đã tổ chức hai lớp tập huấn cho cán bộ thôn, xã"), []),
        ("UBND, HĐND, MTTQ, LHPN, CCB, TNCS, HND, LĐLĐ, BHXH tham gia", []),
        ("Tham gia Zalo, Facebook, TikTok", []),
        ("Đã tổ chức … lớp tập huấn cho cán bộ thôn, xã", ["words-unfilled"]),
        ("Đã tổ chức các lớp tập huấn cho ... người", ["words-unfilled"]),
        ("UBND xã …………. đã tổ chức hai lớp tập huấn", ["words-unfilled"]),
        ("Đã tổ chức ____ lớp tập huấn cho cán bộ thôn", ["words-unfilled"]),
        ("Đã ban hành Kế hoạch số ....../KH-UBND về công tác này", ["words-unfilled"]),
        ("Truyền thông bằng tờ rơi, pa nô, áp phích… người dân hưởng ứng v.v…", []),
        ("Truyền thông qua tờ rơi, pa nô, … tại các thôn, buôn.....", []),
        ("Truyền thông qua tờ rơi, áp phích..... đã góp phần nâng cao nhận thức", []),
        ("Truyền thông qua tờ rơi, áp phích … người dân hưởng ứng", []),
        ("Truyền thông tại các thôn... Qua đó nâng cao nhận thức", []),
    ],
)
def test_words_without_any_mark_or_with_gaps_are_told(small_plan: Plan, text: str, codes: list[str]) -> None:
    sent = form(small_plan, "TD", COMPLETE + f"td_truyen_thong.noi_dung | D7 | {text}")
    assert codes_at(check_submissions(small_plan, [sent]), "td_truyen_thong.noi_dung") == codes


@pytest.mark.parametrize(
    "text",
    [
        "Không có",
        "Chưa triển khai",
        "Không",
        "Theo kế hoạch của tỉnh, đã tổ chức tuyên truyền trên loa truyền thanh",
        "Gửi văn bản đôn đốc các trường học thực hiện",
        "Có văn bản chỉ đạo các đơn vị, đã tổ chức 05 lớp trên địa bàn",
        "Trên cơ sở kế hoạch đã nêu, tổ chức 3 lớp",
        "Theo báo cáo chưa phát sinh vụ việc",
        "Theo báo cáo đã tổ chức 03 lớp",
        "Theo kế hoạch tổ chức 05 lớp",
        "Báo cáo kết quả tại hội nghị tổng kết",
        "Như nội dung kế hoạch đã mở 05 lớp",
        "Gửi phụ lục danh mục tới 12 trường",
        "Đăng 12 tin trên trang https://xa-a.example.vn",
        "Báo cáo 05 vụ việc, xem https://xa-a.example.vn",
    ],
)
def test_words_that_say_something_are_left_alone(small_plan: Plan, text: str) -> None:
    sent = form(small_plan, "TD", COMPLETE + f"td_truyen_thong.noi_dung | D7 | {text}")
    assert codes_at(check_submissions(small_plan, [sent]), "td_truyen_thong.noi_dung") == []


def test_small_sensitive_counts_are_one_note_that_keeps_the_numbers_to_itself(small_plan: Plan) -> None:
    typed = "xh_tong | C20 | 3 \n xh_trai | C21 | 0 \n xh_gai | C22 | 3"
    finding = only(check_submissions(small_plan, [form(small_plan, "S101", typed)]), "small-count")
    assert finding.severity is Severity.NOTE
    assert finding.message.startswith("«Số liệu» ô C20 và 1 ô khác: số liệu nhỏ (từ 1 đến 4)")
    assert "3" not in finding.message


@pytest.mark.parametrize("count", [1, 4])
def test_the_smallest_and_the_largest_of_the_small_counts_are_told(small_plan: Plan, count: int) -> None:
    found = check_submissions(small_plan, [form(small_plan, "S101", f"xh_tong | C20 | {count}")])
    assert only(found, "small-count").cell == "C20"


def test_sensitive_counts_of_none_or_five_tell_nothing(small_plan: Plan) -> None:
    typed = "xh_tong | C20 | 5 \n xh_trai | C21 | 0 \n xh_gai | C22 | 5"
    assert with_code(check_submissions(small_plan, [form(small_plan, "S101", typed)]), "small-count") == []


def test_answers_that_were_not_asked_of_an_agency_are_not_judged(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE + "bv_ty_le_to | C8 | 900")
    assert codes_at(check_submissions(small_plan, [sent]), "bv_ty_le_to") == []


def test_words_of_an_agency_are_quoted_and_never_filled_in(small_plan: Plan) -> None:
    sent = form(small_plan, "TD", COMPLETE + "td_truyen_thong.noi_dung | D7 | {{x}}")
    assert "«{{x}}»" in only(check_submissions(small_plan, [sent]), "too-short").message


@pytest.mark.parametrize(
    ("note", "count"),
    [
        ("Số liệu 9 tháng", 1),
        ("mới có 6 tháng đầu năm", 1),
        ("Số liệu chưa đầy đủ", 1),
        ("số ước cả năm", 1),
        ("Số liệu năm 2030", 1),
        ("Lũy kế từ đầu nhiệm kỳ", 1),
        ("Số liệu toàn tỉnh", 1),
        ("Lũy kế từ đầu năm", 0),
        ("Giảm so với năm 2030 do thiếu kinh phí", 0),
        ("Số liệu năm 2031", 0),
        ("Lớp thứ hai mở trong 9 ngày", 0),
        ("Chờ hướng dẫn của tỉnh", 0),
        ("Theo báo cáo của Hội Phụ nữ", 0),
    ],
)
def test_a_note_that_takes_the_number_back_is_asked_about(small_plan: Plan, note: str, count: int) -> None:
    beside = form(small_plan, "S101", f"tt_cuoc | C9 | 12 | {note}")
    told = with_code(check_submissions(small_plan, [beside]), "note-doubts-number")
    assert [finding.severity for finding in told] == [Severity.WARNING] * count
    blank = form(small_plan, "S101", f"tt_cuoc | C9 | | {note}")
    assert with_code(check_submissions(small_plan, [blank]), "note-doubts-number") == []
