"""Each mistake that would make a figure wrong, as people make it in plan.toml, and the whole message that it gives.

One row a mistake. A message says where (line, entry, key), what stands there and what to do, and nothing else is told
but what the same mistake makes wrong elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_plan import broken


def sentence(text: str) -> str:
    return f'\n[[sentences]]\nsection = "II.2"\ntext = "{text}"\n'


def column(value: str) -> str:
    return f'\n[[annex_columns]]\nid = "moi"\nlabel = "Mới"\nvalue = "{value}"\n'


def agency(code: str, name: str) -> str:
    return f'\n[[agencies]]\ncode = "{code}"\nname = "{name}"\ngroup = "SO"\n'


LEAD = 'responsible = ["TD"]\nlead = "TD"'
STATUSES = '"Đang thực hiện", "Chưa thực hiện"]\n\n[roles]'
CHOSEN = "«Đã công nhận», «Đang lập hồ sơ», «Chưa thực hiện»"
# What is replaced by what, or what is added; the message behind the line; how many messages there are in all.
MISTAKES: dict[str, tuple[tuple[str, str] | str, str, int]] = {
    "numerator and denominator that no agency gives together": (
        ('denominator = ["t1_tong@XA"]', 'denominator = ["t1s_tong"]'),
        "chỉ tiêu «t1», numerator: không cơ quan nào được hỏi cả «t1_tiem@XA» và «t1s_tong»; sửa một trong hai, hoặc "
        "sửa asked, of.",
        1,
    ),
    "numerator and denominator of a sentence that no agency gives together": (
        sentence("Đạt {t1_tiem/t1s_tong:%}."),
        "câu của mục «II.2» («Đạt {t1_tiem/t1s_tong:%}.…»): «t1_tiem/t1s_tong:%»: không cơ quan nào được hỏi cả tử số "
        "và mẫu số nên không bao giờ in được; sửa biểu thức hoặc asked.",
        1,
    ),
    "a rate per 100.000 that is multiplied by 1.000": (
        ("scale = 100000", "scale = 1000"),
        "chỉ tiêu «t2»: đơn vị «trẻ em/100.000 trẻ em» cần scale = 100000, đang là 1000; sửa một trong hai.",
        1,
    ),
    "a percentage that is not multiplied by 100": (
        ("target = 80\n", "target = 80\nscale = 1\n"),
        "chỉ tiêu «t3»: đơn vị «%» cần scale = 100, đang là 1; sửa một trong hai.",
        1,
    ),
    "a percent that is summed": (
        sentence("Đạt {bv_ty_le_to}%."),
        "câu của mục «II.2» («Đạt {bv_ty_le_to}%.…»): câu hỏi «bv_ty_le_to» là tỷ lệ nhiều nơi trả lời, không cộng "
        "được; hỏi tử số, mẫu số rồi chia.",
        1,
    ),
    "a column that only counts who answered": (
        column("answered(bv_ke_hoach)"),
        "cột phụ lục «moi»: cột chỉ đếm nơi đã trả lời nên mọi hàng in như nhau; sửa value.",
        1,
    ),
    "a column of a number divided by itself": (
        column("tt_cuoc/tt_cuoc:%"),
        "cột phụ lục «moi»: tử số và mẫu số là một nên mọi hàng in như nhau; sửa value.",
        1,
    ),
    "an answer tested that is not among the choices": (
        sentence("Có {is(bv_mo_hinh, Đã xong)} xã."),
        "câu của mục «II.2» («Có {is(bv_mo_hinh, Đã xong)} xã.…»): câu hỏi «bv_mo_hinh» không có câu trả lời «Đã "
        f"xong»; chọn một trong: {CHOSEN}.",
        1,
    ),
    "a choice as a number": (
        sentence("Có {bv_mo_hinh} xã."),
        "câu của mục «II.2» («Có {bv_mo_hinh} xã.…»): câu hỏi «bv_mo_hinh» là chọn trong danh sách, không phải là số; "
        "đếm bằng is(bv_mo_hinh, …).",
        1,
    ),
    "yes() of a number": (
        sentence("Có {yes(tt_cuoc)} xã."),
        "câu của mục «II.2» («Có {yes(tt_cuoc)} xã.…»): câu hỏi «tt_cuoc» không phải là câu hỏi có, không nên yes() "
        "luôn bằng 0; sửa phép.",
        1,
    ),
    "a unit of money that is not the plan's": (
        ('kind = "money"\nunit = "triệu đồng"', 'kind = "money"\nunit = "tỷ đồng"'),
        "câu hỏi «bv_kinh_phi»: đơn vị «tỷ đồng» khác money_unit của [plan] («triệu đồng»); mọi số tiền ghi một đơn "
        "vị, sửa một trong hai.",
        1,
    ),
    "a list's unit of money that is not the plan's": (
        ('kind = "count"\nunit = "người"\npart_of = "nguoi"', 'kind = "money"\nunit = "tỷ đồng"'),
        "bảng «lop»: cột «nu»: đơn vị «tỷ đồng» khác money_unit của [plan] («triệu đồng»); mọi số tiền ghi một đơn vị, "
        "sửa một trong hai.",
        1,
    ),
    "words behind a sum of money that say another unit": (
        sentence("Chi {bv_kinh_phi} tỷ đồng."),
        "câu của mục «II.2» («Chi {bv_kinh_phi} tỷ đồng.…»): «bv_kinh_phi» tính bằng triệu đồng (money_unit), câu lại "
        "ghi «tỷ đồng»; sửa câu.",
        1,
    ),
    "a total of last year of what is not asked": (
        '\n[[last_year]]\nquestion = "tt_cuocc"\nvalue = 50\n',
        "[[last_year]] «tt_cuocc»: không có câu hỏi, bảng kê hay cột này (có phải «tt_cuoc»?); sửa question hoặc bỏ "
        "mục này.",
        1,
    ),
    "a total of last year of a percentage": (
        '\n[[last_year]]\nquestion = "bv_ty_le_to"\nvalue = 50\n',
        "[[last_year]] «bv_ty_le_to»: là tỷ lệ, không có tổng của mọi cơ quan; bỏ mục này, ghi số năm trước ở baseline "
        "của chỉ tiêu.",
        1,
    ),
    "a list printed of those who are not asked for it": (
        '\n[[tables]]\nid = "mh"\nsection = "I"\nsheet = "bang_ke"\ntitle = "Mô hình"\nasked = ["SO"]\n'
        'columns = [{ id = "ten", label = "Tên", kind = "text" }]\n'
        '\n[[annexes]]\nid = "xa"\ntitle = "Mô hình"\ntable = "mh"\nof = ["XA"]\n',
        "phụ lục «xa»: không nơi nào ở of được hỏi bảng kê «mh» nên bảng luôn trống; sửa of hoặc asked.",
        1,
    ),
    "an answer of a list that is over 255": (
        ('"Trực tuyến"]', '"Trực tuyến", "' + "x" * 300 + '"]'),
        f"[[tables]] thứ 1 («lop»), columns: «{'x' * 40}…» dài 300 ký tự; Word và Excel chỉ nhận 255, ghi gọn lại.",
        1,
    ),
    "a period that ends before it begins": (
        ("period_end = 2031-10-31", "period_end = 2030-10-31"),
        "[plan], period_end: ngày cuối kỳ 31/10/2030 đứng trước ngày đầu kỳ 01/01/2031; sửa một trong hai.",
        2,
    ),
    "a deadline before the period": (
        ("deadline = 2031-11-20", "deadline = 2030-11-20"),
        "[plan], deadline: hạn gửi 20/11/2030 không sau ngày đầu kỳ 01/01/2031; sửa một trong hai.",
        1,
    ),
    "two agencies of one name": (
        agency("SYT2", "SỞ Y TẾ"),
        "cơ quan «SYT2»: trùng tên với cơ quan «SYT» (tên hoặc aliases); đặt tên khác cho một trong hai.",
        1,
    ),
    "a list of agencies that is not there": (
        ('agencies_file = "xa.csv"', 'agencies_file = "xaa.csv"'),
        "xaa.csv: không thấy tệp này; đặt cạnh plan.toml hoặc sửa agencies_file.",
        1,
    ),
    "a group where an agency is wanted": (
        (LEAD, LEAD.replace("TD", "DT")),
        "chỉ tiêu «t3»: lead «DT» là nhóm, ở đây cần mã một cơ quan; ghi mã cơ quan có trong kế hoạch.",
        2,
    ),
    "brackets in a status": (
        (STATUSES, STATUSES.replace("Đang thực hiện", "Đang thực hiện (dở)")),
        "[form], statuses: trạng thái «Đang thực hiện (dở)» để trống hoặc có dấu ngoặc; ghi lại không có ngoặc, báo "
        "cáo tự in.",
        1,
    ),
    "a dash in an id": (
        ('id = "tt_cuoc"', 'id = "tt-cuoc"'),
        "mã «tt-cuoc»: mã chỉ gồm chữ không dấu, số, dấu gạch dưới, dấu chấm; đặt mã khác.",
        4,
    ),
    "a name over 255": (
        agency("SA", "Sở " * 100),
        "[[agencies]] thứ 4 («SA»): «Sở Sở Sở Sở Sở Sở Sở Sở Sở Sở Sở Sở Sở S…» dài 300 ký tự; Word và Excel chỉ nhận "
        "255, ghi gọn lại.",
        1,
    ),
    "a question id that is used already": (
        ('id = "tt_nguoi"\n', 'id = "tt_cuoc"\n'),
        "câu hỏi «tt_cuoc»: mã này đã dùng; đặt mã khác cho một trong hai.",
        0,
    ),
    "a question to a group that is not there": (
        ('asked = ["XA"]', 'asked = ["XAA"]'),
        "câu hỏi «tre_em», asked: «XAA» không phải là nhóm hay mã cơ quan nào; sửa thành mã nhóm hoặc mã cơ quan có "
        "trong kế hoạch.",
        0,
    ),
    "a question that is not there": (
        sentence("Có {tt_cuocc} cuộc."),
        "câu của mục «II.2» («Có {tt_cuocc} cuộc.…»): nhắc đến câu hỏi «tt_cuocc» không có (có phải «tt_cuoc»?); sửa "
        "mã hoặc thêm câu hỏi.",
        1,
    ),
    "brackets that do not close": (
        sentence("Có {tt_cuoc} cuộc[, {tt_nguoi} người."),
        "câu của mục «II.2» («Có {tt_cuoc} cuộc[, {tt_nguoi} người.…»): dấu ngoặc vuông không khép hoặc lồng nhau (ký "
        "tự thứ 18); sửa câu.",
        1,
    ),
    "names of those with victims": (
        sentence("Có {xh_tong:names}."),
        "câu của mục «II.2» («Có {xh_tong:names}.…»): số liệu nhạy cảm không được nêu tên từng nơi; bỏ dạng in "
        "«:names».",
        1,
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gives_this_message_and_no_heap_of_others(tmp_path: Path, mistake: str) -> None:
    change, message, count = MISTAKES[mistake]
    faults = broken(tmp_path, more=change) if isinstance(change, str) else broken(tmp_path, change)
    told = {re.sub(r"^dòng \d+: ", "", fault): fault for fault in faults}
    assert message in told, faults
    assert told[message].startswith(("dòng ", "xaa.csv"))
    assert not count or len(faults) == count, faults
