"""What `plan` says of figures that would come out false, and of what people type that is no TOML."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from lamdong_report.errors import PlanError
from lamdong_report.pipeline import check_templates
from lamdong_report.plan import find_old_years, load_plan, newest_plan_folder, read_toml
from lamdong_report.plan.toml_lines import key_lines
from tests.conftest import ROOT, SMALL_PLAN
from tests.test_plan import broken


def sentence(text: str, section: str = "II.2") -> str:
    return f'\n[[sentences]]\nsection = "{section}"\ntext = "{text}"\n'


def column(value: str) -> str:
    return f'\n[[annex_columns]]\nid = "moi"\nlabel = "Mới"\nvalue = "{value}"\n'


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (sentence("Có {bv_mo_hinh} xã."), ["bv_mo_hinh", "chọn trong danh sách", "is("]),
        (sentence("Có {yes(tt_cuoc)} xã."), ["yes()", "luôn bằng 0"]),
        (sentence("Có {is(bv_mo_hinh, Đã công nhân)} xã."), ["Đã công nhân", "«Đã công nhận»"]),
        (sentence("Có {is(tt_cuoc, 1)} xã."), ["tt_cuoc", "is()"]),
        (sentence("Đạt {bv_ty_le_to}%."), ["bv_ty_le_to", "tỷ lệ", "tử số, mẫu số"]),
        (sentence("Có {at_least(2, bv_ke_hoach, bv_ly_do)} xã."), ["bv_ly_do", "at_least()"]),
        (sentence("Có {sum(lop.ten)} người."), ["lop.ten", "không phải là số"]),
        (sentence("Có {rows(lop, hinh_thuc = Qua mạng)} lớp."), ["hinh_thuc", "Qua mạng", "«Trực tuyến»"]),
        (sentence("Có {rows(lop, noi = Huế)} lớp."), ["lop", "không có cột «noi»"]),
        (sentence("Có {xh_tong:names}."), ["nhạy cảm", ":names"]),
        (sentence("Bình quân {tt_cuoc:per1000}."), ["cần một phép chia"]),
        (sentence("Có {tt_cuoc@XA:thôn} cuộc."), ["XA:thôn", "không phải là nhóm"]),
        (column("answered(bv_ke_hoach)"), ["moi", "mọi hàng in như nhau"]),
        (column("tt_cuoc/tt_cuoc:%"), ["moi", "mọi hàng in như nhau"]),
        (column("tt_tai_lieu"), ["moi", "luôn trống"]),
        (column("t1_tiem/t1s_tong:%"), ["moi", "cả tử số và mẫu số"]),
        ('\n[[agencies]]\ncode = "SYT2"\nname = "SỞ Y TẾ"\ngroup = "SO"\n', ["SYT2", "trùng tên", "SYT"]),
        ('\n[[agencies]]\ncode = "A-B"\nname = "Sở A"\ngroup = "SO"\n', ["A-B", "chữ không dấu"]),
        (f'\n[[agencies]]\ncode = "A"\nname = "{"Sở " * 100}"\ngroup = "SO"\n', ["300 ký tự", "255"]),
    ],
)  # fmt: skip
def test_a_figure_that_would_come_out_false_is_a_fault(tmp_path: Path, more: str, words: list[str]) -> None:
    faults = broken(tmp_path, more=more)
    assert any(all(word in fault for word in words) and fault.startswith("dòng ") for fault in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('denominator = ["t1_tong@XA"]', 'denominator = ["t1s_tong"]', ["không cơ quan nào", "t1_tiem@XA", "t1s_tong"]),
        ('responsible = ["TD"]\nlead = "TD"', 'responsible = ["DT"]\nlead = "DT"', ["lead «DT»", "là nhóm"]),
        ('"Đang thực hiện", "Chưa thực hiện"]\n\n[roles]', '"Đang thực hiện (dở)", "Chưa thực hiện"]\n\n[roles]',
         ["Đang thực hiện (dở)", "dấu ngoặc"]),
        ('"Đang thực hiện", "Chưa thực hiện"]\n\n[roles]', '"Đang thực hiện"]\n\n[roles]', ["2 trạng thái", "ba"]),
        ('kind = "money"\nunit = "triệu đồng"', 'kind = "money"\nunit = "tỷ đồng"', ["tỷ đồng", "money_unit"]),
        ("period_end = 2031-10-31", "period_end = 2030-10-31", ["ngày cuối kỳ", "trước ngày đầu kỳ"]),
        ("deadline = 2031-11-20", "deadline = 2030-11-20", ["hạn gửi", "không sau ngày đầu kỳ"]),
        ("year = 2031", "year = 2030", ["2030", "kỳ báo cáo"]),
        ('id = "tt_cuoc"', 'id = "tt-cuoc"', ["tt-cuoc", "chữ không dấu"]),
        ('id = "SO"\n', 'id = "T"\n', ["tất cả"]),
        ('kind = "phone"', 'kind = "phon"', ["phon", "một trong", "yesno", "kind"]),
        ('group = "DT"', 'group = "XYZ"', ["TD", "XYZ", "SO, DT, XA"]),
        ("maximum = 20", "maximum = 0", ["lan_gui", "minimum"]),
        ('choices = ["Trực tiếp", "Trực tuyến"]\n', "", ["hinh_thuc", "không có choices"]),
        ('cutoff = "ngay_chot"', 'cutoff = "lan_gui"', ["cutoff", "date"]),
    ],
)  # fmt: skip
def test_what_cannot_hold_together_is_told_with_its_line(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    faults = broken(tmp_path, (old, new))
    assert any(all(word in fault for word in words) and fault.startswith("dòng ") for fault in faults), faults


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("target = 85,5", "phần lẻ ghi sau dấu chấm, không phải dấu phẩy: target = 85.5."),
        ("target = 95%", "tỷ lệ không ghi dấu %: target = 95."),
        ("deadline = 16/6/2026", "ngày ghi năm-tháng-ngày, không có dấu ngoặc: deadline = 2026-06-16."),
        ("deadline = 2026-6-5", "ngày ghi năm-tháng-ngày, không có dấu ngoặc: deadline = 2026-06-05."),
        ("scale = 100.000.000", "số lớn ghi liền, không có dấu chấm: scale = 100000000."),
        ("rows = 12 dòng", "số không kèm đơn vị «dòng»: rows = 12."),
        ("name = Sở Y tế", 'chữ phải đặt trong dấu "…": name = "Sở Y tế".'),
        ("name = “Sở Y tế”", 'chữ đặt trong dấu ngoặc kép thẳng: name = "Sở Y tế".'),
        ("summed = Có", "đúng, sai ghi true hoặc false: summed = true."),
        ('name: "Sở"', 'sau tên khóa phải là dấu =: name = "Sở".'),
        ('tên = "Sở"', "tên khóa không có dấu: «tên»."),
        ('name = "Sở', 'thiếu dấu " ở cuối chữ: name = "Sở".'),
        ('asked = ["A" "B"]', "thiếu dấu phẩy giữa hai mục, hoặc thiếu dấu ] ở cuối danh sách."),
        ("id = 1\nid = 2", "«id» ghi hai lần, lần trước ở dòng 2; bỏ một trong hai."),
        ("[plan]", "«[plan]» ghi hai lần, lần trước ở dòng 1; bỏ một trong hai."),
        ("day = 2026-02-30", "ngày không có trong lịch; ngày ghi năm-tháng-ngày, ví dụ 2026-12-01."),
    ],
)
def test_a_slip_of_the_pen_is_told_with_the_right_spelling(tmp_path: Path, typed: str, told: str) -> None:
    (tmp_path / "plan.toml").write_text(f"[plan]\n{typed}\n", encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(tmp_path)
    line = 1 + len(typed.splitlines())
    assert caught.value.faults == (f"dòng {line}: {told}",)


def test_every_key_of_the_plan_has_its_line() -> None:
    text = (ROOT / "templates" / "2026" / "plan.toml").read_text(encoding="utf-8")
    lines, source = key_lines(text), text.splitlines()
    named = [(where, line) for where, line in lines.items() if isinstance(where[-1], str)]
    assert len(named) > 3000
    assert all(str(where[-1]) in source[line - 1] for where, line in named)


class TestAgencyFile:
    """The list beside the plan, as Notepad and Excel may have saved it."""

    def load(self, folder: Path, data: bytes) -> tuple[str, ...]:
        """The names that were read, or the faults."""
        shutil.copytree(SMALL_PLAN, folder / "plan")
        (folder / "plan" / "xa.csv").write_bytes(data)
        try:
            plan = load_plan(folder / "plan")
        except PlanError as error:
            return error.faults
        return tuple(agency.name for agency in plan.agencies if agency.group == "XA")

    @pytest.mark.parametrize("between", [",", ";", "\t"])
    def test_semicolons_and_tabs_are_simply_read(self, tmp_path: Path, between: str) -> None:
        text = "code,name,kind,aliases\nS101,xã Bình An 1,xã,xã Bình An I\nS102,phường Tân Lập,phường,\n"
        assert self.load(tmp_path, text.replace(",", between).encode("utf-8-sig")) == ("xã Bình An 1", "phường Tân Lập")

    def test_a_misspelt_heading_is_named(self, tmp_path: Path) -> None:
        told = "\n".join(self.load(tmp_path, b"code,nam,kind\nS101,x,y\n"))
        assert "xa.csv, dòng 1" in told and "thiếu cột name" in told
        assert "«nam»; xóa hoặc sửa tên; có phải «name»?" in told

    @pytest.mark.parametrize(
        ("data", "words"),
        [("code,name\nS101,xã A\n".encode("utf-16"), "UTF-16"), (b"code,name\nS101,x\xe3 A\n", "chữ lạ ở dòng 2")],
    )
    def test_another_encoding_is_named_as_such(self, tmp_path: Path, data: bytes, words: str) -> None:
        assert any("xa.csv" in fault and words in fault for fault in self.load(tmp_path, data))

    def test_a_list_lies_beside_the_plan_and_nowhere_else(self, tmp_path: Path) -> None:
        faults = broken(tmp_path, ('agencies_file = "xa.csv"', 'agencies_file = "../xa.csv"'))
        assert any("../xa.csv" in fault and "không ghi thư mục" in fault for fault in faults)

    def test_a_row_without_a_name_is_told_with_its_line(self, tmp_path: Path) -> None:
        assert any("dòng 3" in fault and "name" in fault for fault in self.load(tmp_path, b"code,name\nS1,a\nS2,\n"))

    @pytest.mark.parametrize(
        ("rows", "told"),
        [
            ("", "xa.csv: chưa có cơ quan nào; ghi mỗi cơ quan một dòng, dưới dòng tên cột."),
            ("S1,xã A\nS1,xã B\n", "xa.csv, dòng 3, cơ quan «S1»: «S1» có 2 lần; mỗi mã chỉ được dùng một lần."),
            ("S1,xã A\nS2,Xã A\n", "xa.csv, dòng 3, cơ quan «S2»: trùng tên với cơ quan «S1» (tên hoặc aliases); "
             "đặt tên khác cho một trong hai."),
            ("S1,Sở Y tế\n", "xa.csv, dòng 2, cơ quan «S1»: trùng tên với cơ quan «SYT» (tên hoặc aliases); đặt tên "
             "khác cho một trong hai."),
            ("S-1,xã A\n", "xa.csv, dòng 2, cơ quan «S-1»: mã chỉ gồm chữ không dấu, số, dấu gạch dưới, dấu chấm; đặt "
             "mã khác."),
            ("S1," + "x" * 300 + "\n", f"xa.csv, dòng 2: «{'x' * 40}…» dài 300 ký tự; Word và Excel chỉ nhận 255, ghi "
             "gọn lại."),
        ],
    )  # fmt: skip
    def test_what_is_wrong_with_an_agency_of_the_list_is_told_with_its_line_alone(
        self, tmp_path: Path, rows: str, told: str
    ) -> None:
        assert self.load(tmp_path, f"code,name\n{rows}".encode()) == (told,)


def test_the_newest_plan_is_that_of_the_newest_year_not_of_the_last_name(tmp_path: Path) -> None:
    for name, year in (("2026", 2026), ("2026 - Copy", 2026), ("2025", 2025), ("zzz", 2024)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.toml").write_text(f"[plan]\nyear = {year}\n", encoding="utf-8")
    assert newest_plan_folder(tmp_path).name == "2026"
    (tmp_path / "moi").mkdir()
    (tmp_path / "moi" / "plan.toml").write_text("[plan]\nyear = 2027 # broken below\nx = = 1\n", encoding="utf-8")
    assert newest_plan_folder(tmp_path).name == "moi"


def test_what_last_year_left_in_the_words_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        '[document]\nopening = ["Theo Công văn số 5/BNV ngày 2/3/2030 của Bộ."]\n'
        'closing = "Giai đoạn 2026-2030; Nghị định số 5/2030/NĐ-CP ngày 2/3/2030."\nid = "c_2030"\n',
        encoding="utf-8",
    )
    source = read_toml(path)
    (told,) = source.tell(find_old_years(source.data, 2030))
    assert told.startswith("dòng 2: [document], opening") and "ngày 2/3/2030" in told


@pytest.mark.parametrize("name", ["summary", "signer", "row.result", "row.judgement"])
def test_what_the_word_template_prints_no_more_is_told(tmp_path: Path, templates: Path, name: str) -> None:
    folder = tmp_path / "2031"
    shutil.copytree(templates / "2031", folder)
    document = docx.Document(str(folder / "report.docx"))
    body = document.element.body
    places = [p for p in body.iter(qn("w:p")) if f"{{{{ {name}" in "".join(t.text or "" for t in p.iter(qn("w:t")))]
    assert places
    for place in places:
        for text in place.iter(qn("w:t")):
            text.text = ""
    document.save(str(folder / "report.docx"))
    told = check_templates(load_plan(folder))
    assert any("Mẫu không còn chỗ điền" in fault and f"«{name.rpartition('.')[2]}»" in fault for fault in told), told
