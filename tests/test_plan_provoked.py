"""Faults of a plan that nothing else provokes: each with the slip that makes it, told with its place."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lamdong_report.errors import PlanError
from lamdong_report.plan import load_plan
from tests.conftest import SMALL_PLAN
from tests.test_plan import broken

T1, T2 = "chỉ tiêu «t1»", "chỉ tiêu «t2»"
RANK = 'operator = ">="\ntarget = 95\n', 'kind = "rank"\noperator = ">="\ntarget = 95\n'
OF_T2 = 'operator = "<"\ntarget = 600\n'
PARTS = 'parts = [{ label = "Xã", numerator = ["t1_tiem"], denominator = ["t1_tong"] }]\n'


def added(table: str, **values: str) -> str:
    return f"\n[[{table}]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


CHANGED = [
    # sections, sheets, groups
    ('id = "II.2.1"', 'id = "II.7.1"', ["mục «II.7.1»", "chưa có mục cha «II.7»"]),
    ('title = "Số liệu"', 'title = "Bảng kê"', ["tên trang «bảng kê» có 2 lần"]),
    ('title = "Số liệu"', 'title = "Số/liệu"', ["trang «so_lieu»", "ký tự Excel không nhận"]),
    ('title = "Số liệu"', 'title = " "', ["«so_lieu»", "«title» để trống"]),
    ('purpose = "grids"', 'purpose = "grid"', ["trang «kinh_phi»", "purpose «grid» không có", "questions"]),
    ('section = "II.1"\nsheet = "so_lieu"', 'section = "II.1"\nsheet = "solieu"',
     ["không có trang «solieu» (có phải «so_lieu»?)"]),
    ('id = "DT"\n', 'id = "TD"\n', ["mã «TD» vừa là nhóm vừa là cơ quan"]),
    # questions and lists
    ('minimum = 1\n', 'minimum = 30\n', ["câu hỏi «lan_gui»", "minimum (30) lớn hơn maximum (20)"]),
    ('previous = "t1s.nam_truoc"', 'previous = "t1s.nam_truocs"', [T1, "«t1s.nam_truocs» không có"]),
    ('explanation = "t2s.giai_trinh"', 'explanation = "t2s.ly_do"', [T2, "«t2s.ly_do» không có"]),
    ('id = "ngay_chot"', 'id = "ngay_x0041_"', ["ngay_x0041_", "bị LibreOffice đổi"]),
    ('part_of = "nguoi"\n', 'part_of = "nguois"\n', ["bảng «lop»", "cột «nguois» không có (có phải «nguoi»?)"]),
    ('id = "tt_cuoc"\n', 'id = "tt_cuoc"\nfrom_list = "sum(lop.nguois)"\n',
     ["from_list «sum(lop.nguois)»", "không có bảng"]),
    ('kind = "choice"\nchoices = ["Đã công nhận", "Đang lập hồ sơ", "Chưa thực hiện"]', 'kind = "choice"',
     ["câu hỏi «bv_mo_hinh»", "kind là choice mà không có choices"]),
    # indicators
    ('numerator = ["t1_tiem@XA"]\n', 'numerator = ["t1s_tiem", "t1s_tong"]\n', [T1, "không cơ quan nào được hỏi cả"]),
    ("baseline = 93.5\n", 'each = [{ of = ["XA"], target = 9 }]\nagainst_last_year = true\n',
     [T1, "each chỉ dùng cho"]),
    ("baseline = 93.5\n", 'each = [{ of = ["SGD"], target = 9 }]\n', [T1, "không hỏi «SGD» số nào của tử số"]),
    ('counted = "xã, phường"\n', "against_last_year = true\n", ["chỉ tiêu «t3»", "cần baseline hoặc previous"]),
    ("baseline = 93.5\n", f"baseline = 90\nagainst_last_year = true\n{PARTS}",
     [T1, "không xét riêng từng nhóm"]),
    ('lead = "SYT"\ncounted = "trẻ em"\nbaseline', 'lead = "SGD"\ncounted = "trẻ em"\nbaseline',
     [T1, "lead «SGD» không nằm trong responsible"]),
    (OF_T2, OF_T2 + "target_to = 600\n", [T2, "target_to «600» phải lớn hơn target «600»"]),
    ("scale = 100000\n", "scale = 0\n", [T2, "scale «0» phải lớn hơn 0"]),
    ("decimals = 0\n", "decimals = 9\n", [T2, "decimals «9» phải từ 0 đến"]),
    ('numerator = ["t1s_tiem"]\ndenominator = ["t1s_tong"]\n\n', 'numerator = ["t1s_tiems"]\n\n',
     [T1, "asks «t1s»: không có dòng «t1s_tiems»"]),
    (*RANK, [T1, "thứ hạng càng nhỏ càng tốt"]),
    (*RANK, [T1, "không dùng với kind là rank; bỏ denominator"]),
    ('baseline = 93.5\n', 'steps = [{ by = 2033-12-31, target = 95 }]\n', [T1, "mốc đầu tiên của steps là 31/12/2033"]),
    ('baseline = 93.5\n', 'steps = [{ by = 2031-12-31, target = 94 }]\n', [T1, "«95» không dùng đến vì đã có steps"]),
    # the rest of the plan
    ('[form]\n', '[form]\nyes_no = ["Có", "Có"]\n', ["hai câu trả lời giống nhau"]),
    ('joined = true', 'joined = true\n\n[[sentences]]\nsection = "II.2"\ntext = "Có {tt_cuoc}."\njoined = true',
     ["joined viết tiếp câu trước"]),
    ('reported_denominator = ["t1s_tong"]\n', "", ["reported", "phải ghi cả hai"]),
    ("year = 2031", "year = 31", ["năm 31 không dùng được"]),
    ("target = 95\n", "target = nan\n", ["«nan» không phải là một số", "target"]),
    ('responsible = ["SYT"]', 'responsible = [["SYT"]]', ["danh sách trong dấu [ ], mỗi mục là"]),
    ("plausible = [50, 100]", "plausible = [50, 60, 100]", ["đúng 2 mục, mỗi mục là"]),
    ("[contact]\n", "[[contact]]\n", ["phải viết [contact], chỉ một lần"]),
]  # fmt: skip
COLUMN = {"id": '"moi"', "label": '"Mới"'}
ADDED = [
    ("annex_columns", {**COLUMN, "value": '"tt_cuoc:names"'}, ["moi", "không có dạng in «:names»"]),
    ("annex_columns", {**COLUMN, "value": '"a/b:share"'}, ["moi", "«:share» không dùng cho phép chia"]),
    ("annex_columns", {**COLUMN, "judged": '"t1"'}, ["judged «t1» không phải là chỉ tiêu có each"]),
    ("annex_columns", {"id": '"cuoc"', "label": '"Cuộc"', "value": '"tt_cuoc"'}, ["«cuoc» có 2 lần", "annex_columns"]),
    ("sentences", {"section": '"II.1"', "text": '"Có {rows(lops)} lớp."'}, ["không có bảng hay cột «lops»"]),
    ("sentences", {"section": '"II.1"', "text": '"Có {nguoi_lap} người."'}, ["nguoi_lap", "không cộng được"]),
    ("sentences", {"section": '"II.1"', "text": '"Có {by(2031-06-30, tt_cuoc)}."'}, ["tt_cuoc", "by() luôn bằng 0"]),
    ("sentences", {"section": '"II.1"', "text": '"Có {by(2031-06-30, ngay_chot, bv_mo_hinh = Xong)}."'},
     ["bv_mo_hinh", "không có câu trả lời «Xong»"]),
    ("sentences", {"section": '"II.1"', "text": '"Có {by(2031-06-30, ngay_chot, tt_cuoc = Xong)}."'},
     ["tt_cuoc", "không có danh sách câu trả lời"]),
    ("tables", {"id": '"x"', "section": '"II.1"', "sheet": '"bang_ke"', "title": '"X"', "columns": "3"},
     ["phải là danh sách các bảng"]),
    ("bang_la", {"id": '"x"'}, ["không có bảng nào tên này"]),
    ("topic", {"id": '"x"'}, ["có phải «topics»?"]),
    ("topics", {"id": '"x"', "section": '"II.1"', "label": '"X"'}, ["nội dung «x»", "chưa giao cho cơ quan nào"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), CHANGED)
def test_a_change_that_breaks_the_plan_is_told(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    faults = broken(tmp_path, (old, new))
    assert any(all(word in fault for word in words) for fault in faults), faults


@pytest.mark.parametrize(("table", "values", "words"), ADDED)
def test_an_entry_that_breaks_the_plan_is_told(
    tmp_path: Path, table: str, values: dict[str, str], words: list[str]
) -> None:
    faults = broken(tmp_path, more=added(table, **values))
    assert any(all(word in fault for word in words) for fault in faults), faults


WHOM = "«{}» không phải là nhóm hay mã cơ quan nào; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch."
CAUSES = [
    # who is asked is written once and holds for many questions, which sentences, sums and columns name again
    ('lead = "SYT"\ncounted = "trẻ em"\nbaseline', 'lead = "SYTE"\ncounted = "trẻ em"\nbaseline',
     ["chỉ tiêu «t1»: lead «SYTE» không phải là mã một cơ quan; ghi mã cơ quan có trong kế hoạch."]),
    ('asked = ["XA"]', 'asked = ["XAA"]', [f"câu hỏi «tre_em», asked: {WHOM.format('XAA')}"]),
    ('agencies = ["SGD"]', 'agencies = ["SGG"]', [f"mục «IV.2», agencies: {WHOM.format('SGG')}"]),
    ('of = ["XA"]', 'of = ["XA:xóm"]',
     [f"[[indicators]] thứ 1 («t1»), asks thứ 1 («t1x»), of: {WHOM.format('XA:xóm')}"]),
    # a group that has nobody is named by one question and taken out of all others
    ('group = "DT"', 'group = "SO"',
     [f"câu hỏi «tt_tai_lieu», asked: {WHOM.format('DT')}", f"[[groups]] thứ 2 («DT»), id: {WHOM.format('DT')}"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), CAUSES)
def test_of_who_is_asked_the_cause_is_told_once_and_not_what_hangs_on_it(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    assert [fault.partition(": ")[2] for fault in broken(tmp_path, (old, new))] == told


def test_last_years_answers_that_are_no_table_of_agencies_are_told(tmp_path: Path) -> None:
    shutil.copytree(SMALL_PLAN, folder := tmp_path / "plan")
    for data in ('["S101"]', '{"S101": 3}', "{", "\x00"):
        (folder / "nam-truoc.json").write_text(data, encoding="utf-8")
        with pytest.raises(PlanError) as caught:
            load_plan(folder)
        assert "next-year" in caught.value.remedy


def test_of_last_years_answers_what_fits_the_question_is_known(tmp_path: Path) -> None:
    shutil.copytree(SMALL_PLAN, folder := tmp_path / "plan")
    answers = {"tre_em": 1200, "tt_cuoc": "ba", "bv_ke_hoach": True, "bv_mo_hinh": 1, "ngay_chot": "2030-11-05",
               "ngay_cong_van": "05/11/2030", "nguoi_lap": "Lê Thị A", "da_bo": 3}  # fmt: skip
    (folder / "nam-truoc.json").write_text(json.dumps({"S101": answers}), encoding="utf-8")
    assert load_plan(folder).known == {
        "S101": {"tre_em": Decimal(1200), "bv_ke_hoach": True, "ngay_chot": date(2030, 11, 5), "nguoi_lap": "Lê Thị A"}
    }
