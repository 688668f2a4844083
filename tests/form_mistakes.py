"""A complete, clean form of a commune, and eighty single mistakes that clerks make in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from lamdong_report.checks import check_submissions
from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.forms.placement import place_form
from lamdong_report.layout import lay_out
from lamdong_report.model import Finding
from lamdong_report.plan import STATUS, WORDS, Kind, Plan
from lamdong_report.reader import read_forms
from tests.corpus.forms import cell_xml, with_xml
from tests.office import work_in_office

Typed = Decimal | date | str | int | None
Changes = Mapping[str, Typed]
READY = "Phiếu đã đủ, có thể gửi"
_NUMBERS: Mapping[str, int] = {
    "c_lan_gui": 1, "c_dan_so": 14200, "c_dan_so_nu": 7100, "c_dan_so_dtts": 3000, "c_thon": 12,
    "x31_blgd_nguoi": 5, "x31_blgd_nu": 4, "x31_blgd_tre": 1, "x31_blgd_gia": 0, "x31_blgd_ho_tro": 5,
    "x31_blg_nguoi": 0, "x31_blg_nu": 0, "x31_blg_tre": 0, "x31_blg_gia": 0, "x31_blg_ho_tro": 0,
    "x31_blgd_gay": 4, "x31_blgd_tu_van": 4, "x31_blg_gay": 0, "x31_blg_tu_van": 0,
    "x32_nhu_cau": 0, "x32_ho_tro": 0, "x61_nguoi": 9000,
    "x62_tong": 40, "x62_thong_tin": 38, "x62_cam_ket": 36, "x62_ca_hai": 35,
    "x63_q1": 4, "x63_q2": 5, "x63_q3": 6, "x63_q4": 4,
    "ii1_vb_xa": 2, "ii1_hoi_nghi": 3, "ii1_nguoi": 210, "ii1_nu": 120, "ii1_song_ngu": 1,
    "ii22_cb": 3, "ii22_cb_nu": 2, "ii22_cb_moi": 1, "ii22_lop": 2, "ii22_lop_nguoi": 75, "ii22_lop_nu": 45,
    "ii3_mxh": 20, "ii3_su_kien": 8, "ii3_nguoi": 640, "ii3_nu": 400, "ii3_dtts": 100, "ii3_mo_hinh": 3,
    "ii3_mo_hinh_moi": 1, "ii4_cuoc": 1, "ii4_don": 0, "ii4_don_gq": 0,
    "ii81_hoat_dong": 4, "ii81_nguoi": 300, "ii81_nu": 180, "ii82_mo_hinh": 2, "ii83_cu": 27, "ii83_cu_nu": 8,
    "kp_xa.ke_hoach": 40, "kp_xa.thuc_hien": 35, "kp_mtqg.ke_hoach": 10, "kp_mtqg.thuc_hien": 9,
    "kp_khac.ke_hoach": 0, "kp_khac.thuc_hien": 0,
}  # fmt: skip
_ROWS: Mapping[str, Typed] = {
    "lop:1.ten": "Kiến thức giới", "lop:1.thoi_gian": "10/3/2026", "lop:1.hinh_thuc": "Chủ trì", "lop:1.nguoi": 40,
    "lop:1.nu": 25, "lop:1.kinh_phi": 5,
    "lop:2.ten": "Kỹ năng tuyên truyền", "lop:2.thoi_gian": "12/6/2026", "lop:2.hinh_thuc": "Chủ trì",
    "lop:2.nguoi": 35, "lop:2.nu": 20, "lop:2.kinh_phi": 4,
}  # fmt: skip
_TASK = "Xây dựng và tổ chức triển khai kế hoạch của địa phương; tăng cường phối hợp, đẩy mạnh các hoạt động"


def clean_commune(plan: Plan) -> Prefill:
    """Everything that a commune is asked, answered as it should be."""
    code = commune(plan)
    answers: dict[str, Typed] = {
        "c_nguoi_lap": "Lê Thị Hoa, công chức văn hóa – xã hội", "c_dien_thoai": "0912 345 678",
        "c_thu_dien_tu": "hoa@lamdong.gov.vn", "c_nguoi_duyet": "Trần Văn Nam, Phó Chủ tịch",
        "c_so_cv": "25/BC-UBND", "c_ngay_cv": date(2026, 11, 20), "c_ngay_chot": date(2026, 11, 15),
        **_NUMBERS, **_ROWS,
    }  # fmt: skip
    nothing = {question.unless for question in plan.questions.values()}
    for question in plan.questions.values():
        if plan.is_asked(question.id, code) and question.id not in answers and question.id not in nothing:
            if question.kind is Kind.YESNO:
                answers[question.id] = "Có"
            elif question.kind is Kind.CHOICE:
                answers[question.id] = question.choices[0]
    asked = (topic.id for topic in plan.topics if plan.is_asked(f"{topic.id}.{WORDS}", code))
    for at, topic in enumerate(asked, 1):
        answers[f"{topic}.{WORDS}"] = f"Đã tổ chức {at + 2} hoạt động tại các thôn, thu hút đông đảo người dân ({at})."
        if f"{topic}.{STATUS}" in answers:
            answers[f"{topic}.{STATUS}"] = plan.form.statuses[0]
    return _prefill(answers)


def commune(plan: Plan) -> str:
    return next(agency.code for agency in plan.agencies if plan.group_of(agency).summed)


@dataclass(frozen=True)
class Mistake:
    name: str
    changes: Changes


def mistakes() -> tuple[Mistake, ...]:
    return tuple(Mistake(name, changes) for name, changes in _MISTAKES.items())


_MISTAKES: Mapping[str, Changes] = {
    "01 blank number": {"ii1_hoi_nghi": None},
    "02 blank yes or no": {"ii1_ke_hoach": None},
    "03 blank words": {"t13_1.noi_dung": None},
    "04 blank name": {"c_nguoi_lap": None},
    "05 blank cut-off": {"c_ngay_chot": None},
    "06 spaces": {"c_nguoi_lap": "   "},
    "07 dash for a number": {"ii3_su_kien": "-"},
    "08 number with its unit": {"ii1_nguoi": "210 người"},
    "09 about": {"ii1_nguoi": "khoảng 210"},
    "10 range": {"ii1_nguoi": "200-210"},
    "11 two numbers": {"ii1_nguoi": "210 (nữ 120)"},
    "12 thousands with a comma": {"c_dan_so": Decimal("14.2")},
    "13 negative": {"c_dan_so": -14200},
    "14 part above whole": {"ii1_nu": 211},
    "15 part above whole on another sheet": {"x61_nguoi": 14201},
    "16 women above population": {"c_dan_so_nu": 14201},
    "17 minority above population": {"c_dan_so_dtts": 14201},
    "18 support above victims": {"x31_blgd_ho_tro": 6},
    "19 people without meetings": {"ii1_hoi_nghi": 0},
    "20 meetings without people": {"ii1_nguoi": 0, "ii1_nu": 0},
    "21 classes without people": {"ii22_lop_nguoi": 0, "ii22_lop_nu": 0},
    "22 people without classes": {"ii22_lop": 0},
    "23 activities without people": {"ii81_nguoi": 0, "ii81_nu": 0},
    "24 both above each": {"x62_ca_hai": 37},
    "25 both below what must overlap": {"x62_ca_hai": 30},
    "26 counselled above found": {"x31_blgd_tu_van": 5},
    "27 victims and no support": {"x31_blgd_ho_tro": 0},
    "28 more classes than listed": {"ii22_lop": 5},
    "29 people differ from the list": {"ii22_lop_nguoi": 90},
    "30 plan and no document": {"ii1_vb_xa": 0},
    "31 money in đồng": {"kp_xa.ke_hoach": 35000000, "kp_xa.thuc_hien": 35000000},
    "32 spent more than given": {"kp_xa.thuc_hien": 45},
    "33 money of classes in đồng": {"lop:1.kinh_phi": 5000000},
    "34 done and no words": {"t13_1.noi_dung": None, "t13_1.trang_thai": "Hoàn thành"},
    "35 words and no status": {"t13_1.trang_thai": None},
    "36 the other task done and no words": {"t13_2.noi_dung": None},
    "37 outstanding and no words": {"t_ii32.noi_dung": None, "t_ii32.noi_bat": "Có"},
    "38 as above": {"t13_1.noi_dung": "Như trên."},
    "39 see the report": {"t13_1.noi_dung": "Xem báo cáo kèm theo"},
    "40 too short": {"t13_1.noi_dung": "Tốt"},
    "41 the same words twice": {
        "t13_1.noi_dung": "Đã tổ chức nhiều hoạt động tuyên truyền tại các thôn, thu hút đông đảo người dân tham gia.",
        "t13_2.noi_dung": "Đã tổ chức nhiều hoạt động tuyên truyền tại các thôn, thu hút đông đảo người dân tham gia.",
    },
    "42 the plan's own text": {"t13_1.noi_dung": _TASK + " nhằm hoàn thành các mục tiêu, chỉ tiêu."},
    "43 reason of a victim": {"x31_blgd_ho_tro": "không rõ"},
    "44 cut-off before the period": {"c_ngay_chot": date(2025, 11, 15)},
    "45 cut-off after the letter": {"c_ngay_chot": date(2026, 11, 21)},
    "46 cut-off after the deadline": {"c_ngay_chot": date(2026, 12, 20), "c_ngay_cv": date(2026, 12, 21)},
    "47 letter of next year's end": {"c_ngay_cv": date(2027, 11, 20)},
    "48 date as text": {"c_ngay_chot": "15/11/2026"},
    "49 no such day": {"c_ngay_chot": "31/11/2026"},
    "50 month first": {"c_ngay_chot": "11/15/2026"},
    "51 only a month": {"c_ngay_chot": "tháng 11"},
    "52 incomplete row": {"lop:1.ten": None},
    "53 a letter of 2003": {"c_ngay_cv": date(2003, 2, 10)},
    "54 day and month only": {"c_ngay_cv": "10/2"},
    "55 women above people in a list": {"lop:1.nu": 41},
    "56 number as text in a list": {"lop:1.nguoi": "40 người"},
    "57 negative in a list": {"lop:1.nguoi": -40},
    "58 choice not in the list": {"lop:1.hinh_thuc": "Tự tổ chức"},
    "59 error value in a list": {"lop:1.nguoi": "=1/0"},
    "60 phone too short": {"c_dien_thoai": "số cũ"},
    "61 mail without @": {"c_thu_dien_tu": "hoa.lamdong.gov.vn"},
    "62 sending 0": {"c_lan_gui": 0},
    "63 sending 30": {"c_lan_gui": 30},
    "64 yes as a cross": {"ii1_ke_hoach": "x"},
    "65 yes or no in words": {"ii1_ke_hoach": "đang làm"},
    "66 status in words": {"t13_1.trang_thai": "gần xong"},
    "67 yes without its sign": {"ii1_ke_hoach": "Co"},
    "68 thousands of news": {"x63_q1": 4000},
    "69 population too small": {"c_dan_so": 142, "c_dan_so_nu": 71, "c_dan_so_dtts": 30, "x61_nguoi": 90},
    "70 more reached than live there": {"x61_nguoi": 540000},
    "71 error value": {"ii1_nguoi": "=1/0"},
    "72 fraction of a person": {"ii1_nguoi": Decimal("210.5")},
    "73 part and no whole": {"c_dan_so_nu": 7100, "x62_tong": None},
    "74 approximate in a list": {"lop:1.nguoi": "khoảng 40"},
    "75 percent typed": {"ii1_nu": "57%"},
    "76 no reason, only a dash": {"ii1_nu": "–"},
    "77 none in words": {"ii4_don": "không có"},
    "78 nobody found, somebody supported": {"x31_blgd_nguoi": 0},
    "79 blank quarter": {"x63_q4": None},
    "80 women above members": {"ii83_cu_nu": 28},
}

# Run by LibreOffice's own Python: types each mistake into the form, reads what the form says, and takes it back.
_CLERK = """
def put(cell, kind, value):
    if kind == "number":
        cell.setValue(value)
    elif kind == "formula":
        cell.setFormula(value)
    else:
        cell.setString(value)


def shown(document):
    sheet = document.Sheets.getByName(check)
    return [[str(value) for value in line] for line in sheet.getCellRangeByPosition(1, 3, 5, 30).DataArray]


def work(document):
    told = []
    for changes in json.loads(rest[0]):
        before = []
        for title, column, row, kind, value in changes:
            cell = document.Sheets.getByName(title).getCellByPosition(column, row)
            before.append((cell, cell.Formula, cell.Value, cell.Type.value))
            put(cell, kind, value)
        document.calculate()
        told.append(shown(document))
        for cell, formula, value, type_ in reversed(before):
            if type_ == "VALUE":
                cell.setValue(value)
            else:
                cell.setString(formula.removeprefix("'"))
    print(json.dumps(told))


check = rest[1]
with_document(work)
"""


class Desk:
    """The clean form of one agency, at which mistakes are made."""

    def __init__(self, plan: Plan, code: str, prefill: Prefill) -> None:
        self.plan, self.code = plan, code
        layout = lay_out(plan, (plan.agency(code),))
        self.spots = place_form(layout, plan.period).spots
        self.check_title = next(sheet.title for sheet in plan.sheets if sheet.purpose == "check")
        self.form = form_bytes(plan, layout, prefill)

    def told_by_form(self, changes: Sequence[Changes], folder: Path) -> list[list[list[str]]]:
        """For each set of changes the lines of the check sheet, its verdict in the fourth."""
        path = folder / "phieu.xlsx"
        path.write_bytes(self.form)
        cells = [[self._cell(key, value) for key, value in one.items()] for one in changes]
        return json.loads(work_in_office(_CLERK, path, folder / "lo", json.dumps(cells), self.check_title))

    def _cell(self, key: str, value: Typed) -> tuple[str, int, int, str, float | str]:
        spot = self.spots[key]
        where = (spot.sheet, spot.column, spot.row)
        if isinstance(value, date):
            return (*where, "number", float((value - date(1899, 12, 30)).days))
        if isinstance(value, int | Decimal):
            return (*where, "number", float(value))
        text = value or ""
        return (*where, "formula" if text.startswith("=") else "text", text)

    def told_by_office(self, changes: Sequence[Changes], folder: Path) -> list[list[Finding]]:
        """For each set of changes what reader and checks find in the form that is sent."""
        told = []
        for at, one in enumerate(changes):
            inbox = folder / str(at)
            inbox.mkdir()
            cells = {self.spots[key]: _xml(value) for key, value in one.items()}
            (inbox / "phieu.xlsx").write_bytes(with_xml(self.form, cells))
            received = read_forms([inbox], self.plan)
            found = (*received.findings, *check_submissions(self.plan, received.submissions, received.findings))
            told.append([finding for finding in found if finding.agency == self.code])
        return told


def _xml(value: Typed) -> str:
    if value == "=1/0":
        return ' t="e"><f>1/0</f><v>#DIV/0!</v>'
    return cell_xml("" if value is None else value)


def _prefill(answers: Mapping[str, Typed]) -> Prefill:
    typed = {key: Decimal(value) if isinstance(value, int) else value for key, value in answers.items()}
    rows: dict[str, dict[int, dict[str, Decimal | date | str]]] = {}
    for key, value in typed.items():
        if ":" in key and value is not None:
            table, _, rest = key.partition(":")
            number, _, column = rest.partition(".")
            rows.setdefault(table, {}).setdefault(int(number), {})[column] = value
    tables = {table: tuple(found[at] for at in sorted(found)) for table, found in rows.items()}
    single = {key: value for key, value in typed.items() if ":" not in key and value is not None}
    return Prefill(single, tables=tables)
