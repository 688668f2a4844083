"""What the plan says of cells that go together: the check asks about it, and leaves it alone once it is explained."""

from __future__ import annotations

import pytest

from lamdong_report.checks import check_submissions
from lamdong_report.model import Severity
from lamdong_report.plan import Plan
from tests.form_tables import codes_at, form, many_communes, only

RULES = {
    "tt_cuoc": 'needs = ["tt_nguoi"]',
    "tt_nguoi_nam": 'at_most = ["tt_nguoi_nu"]',
    "tt_nguoi_2030": 'both_of = ["tt_nguoi_nam", "tt_nguoi_nu"]',
    "tt_tai_lieu": 'from_list = "rows(lop, hinh_thuc = Trực tiếp)"',
    "bv_ke_hoach": 'needs = ["lop"]',
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The small plan with rules that only ask."""
    changes = tuple((f'id = "{question}"\n', f'id = "{question}"\n{rule}\n') for question, rule in RULES.items())
    return many_communes(tmp_path_factory.mktemp("plan"), count=2, changes=changes)


@pytest.mark.parametrize(
    ("question", "typed", "code", "words"),
    [
        ("tt_cuoc", "tt_cuoc | C7 | 3 \n tt_nguoi | C8 | 0", "needs-other", "(3) cho biết là có, nhưng"),
        (
            "tt_nguoi_nam",
            "tt_nguoi_nam | C10 | 9 \n tt_nguoi_nu | C9 | 8",
            "exceeds-other",
            "(9) lớn hơn «Trong đó: nữ»",
        ),
        (
            "tt_nguoi_2030",
            "tt_nguoi_nam | C10 | 4 \n tt_nguoi_nu | C9 | 8 \n tt_nguoi_2030 | C11 | 5",
            "overlap-differs",
            "(5) không khớp với «Trong đó: nam» (4) và «Trong đó: nữ» (8)",
        ),
        (
            "tt_tai_lieu",
            "tt_tai_lieu | C12 | 5 \n lop#1.ten | C6 | A \n lop#1.hinh_thuc | E6 | Trực tiếp",
            "list-differs",
            "là 5, nhưng bảng «Các lớp tập huấn đã tổ chức» có 1 dòng, tính ra 1",
        ),
        ("bv_ke_hoach", "bv_ke_hoach | C13 | Có", "needs-other", "(Có) cho biết là có, nhưng"),
        ("bv_kinh_phi", "bv_kinh_phi | C14 | 35.000.000", "unusual", "ngoài khoảng thường gặp (từ 0 đến 50.000)"),
        ("dien_thoai", "dien_thoai | C8 | số cơ quan", "phone-unclear", "chưa phải là số điện thoại"),
        ("thu_dien_tu", "thu_dien_tu | C9 | không dùng", "mail-unclear", "chưa phải là địa chỉ thư điện tử"),
        (
            "ngay_chot",
            "ngay_chot | C10 | 01/12/2031",
            "cutoff-after-deadline",
            "không trước hạn gửi phiếu (20/11/2031)",
        ),
    ],
)
def test_what_does_not_go_together_is_asked_about(plan: Plan, question: str, typed: str, code: str, words: str) -> None:
    who = "C01" if plan.is_asked(question, "C01") else "TD"
    finding = only(check_submissions(plan, [form(plan, who, typed)]), code)
    assert (finding.question, finding.severity) == (question, Severity.WARNING)
    assert words in finding.message


@pytest.mark.parametrize(
    ("questions", "typed"),
    [
        (("tt_cuoc",), "tt_cuoc | C7 | 0 \n tt_nguoi | C8 | 0"),
        (("tt_nguoi_nam",), "tt_nguoi_nam | C10 | 8 \n tt_nguoi_nu | C9 | 8"),
        (("tt_nguoi_2030",), "tt_nguoi_nam | C10 | 5 \n tt_nguoi_nu | C9 | 8 \n tt_nguoi_2030 | C11 | 5"),
        (("tt_tai_lieu",), "tt_tai_lieu | C12 | 5"),
        # What the list comes to is not known while a cell that it is counted by is not understood.
        (("tt_tai_lieu",), "tt_tai_lieu | C12 | 5 \n lop#1.ten | C6 | A \n lop#1.hinh_thuc | E6 | ?Cả hai"),
        (("tt_tai_lieu",), "tt_tai_lieu | C12 | 5 \n lop#1.ten | C6 | A \n lop#1.hinh_thuc | E6 |"),
        (("bv_ke_hoach",), "bv_ke_hoach | C13 | Có \n lop#1.ten | C6 | A"),
        (("bv_ke_hoach",), "bv_ke_hoach | C13 | Không"),
        (("bv_kinh_phi",), "bv_kinh_phi | C14 | 50.000"),
        (("dien_thoai",), "dien_thoai | C8 | 0263 3 822 123 (máy lẻ 12)"),
        (("thu_dien_tu",), "thu_dien_tu | C9 | a@x.gov.vn; b@x.gov.vn"),
        (("ngay_chot",), "ngay_chot | C10 | 19/11/2031"),
    ],
)
def test_what_goes_together_is_left_alone(plan: Plan, questions: tuple[str, ...], typed: str) -> None:
    assert codes_at(check_submissions(plan, [form(plan, "C01", typed)]), *questions) == []


def test_a_reason_beside_either_cell_explains_it(plan: Plan) -> None:
    typed = "tt_cuoc | C7 | 3 \n tt_nguoi | C8 | 0 | họp trực tuyến, không đếm người"
    finding = only(check_submissions(plan, [form(plan, "C01", typed)]), "needs-other")
    assert finding.severity is Severity.NOTE and "họp trực tuyến" in finding.message


def test_the_text_of_a_task_is_no_result(plan: Plan) -> None:
    task = next(topic for topic in plan.topics if topic.id == "nv_syt_1")
    findings = check_submissions(plan, [form(plan, "SYT", f"nv_syt_1.noi_dung | D9 | {task.text}")])
    finding = only(findings, "copies-plan")
    assert finding.severity is Severity.WARNING and "«Chủ trì, phối hợp" in finding.message


def test_nothing_and_a_number_are_asked_about(real_plan: Plan) -> None:
    code = next(agency.code for agency in real_plan.agencies if real_plan.group_of(agency).summed)
    typed = "x32.khong_phat_sinh | D40 | Có \n x32_nhu_cau | D41 | 2"
    assert "(2)" in only(check_submissions(real_plan, [form(real_plan, code, typed)]), "nothing-yet-numbers").message
