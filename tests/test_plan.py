"""The plan file: what it must hold, and how its faults are told."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from lamdong_report.errors import PlanError
from lamdong_report.plan import Plan, load_plan, newest_plan_folder
from lamdong_report.plan.language import LanguageError
from lamdong_report.plan.language.sentences import fill_in, parse_sentence
from tests.conftest import ROOT, SMALL_PLAN


def broken(folder: Path, *changes: tuple[str, str], more: str = "") -> tuple[str, ...]:
    """The faults of the small plan after replacing these words and adding this text."""
    target = folder / "plan"
    shutil.copytree(SMALL_PLAN, target)
    path = target / "plan.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text + more, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(target)
    assert caught.value.exit_code == 3
    return caught.value.faults


def test_the_small_plan_holds_together(small_plan: Plan) -> None:
    assert [agency.code for agency in small_plan.agencies][:3] == ["SYT", "SGD", "TD"]
    assert small_plan.info.year == 2031


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('noun = "sở"', 'nuon = "sở"'), ["nuon", "groups"]),
        (('group = "DT"', 'group = "XYZ"'), ["TD", "XYZ"]),
        (('section = "II.1"', 'section = "II.9"'), ["II.9"]),
        (('id = "tt_nguoi"', 'id = "tt_cuoc"'), ["tt_cuoc", "đã dùng"]),
        (('part_of = "tre_em"', 'part_of = "tre_emm"'), ["tre_emm", "tre_em_gai"]),
        (('asked = ["XA"]', 'asked = ["XAA"]'), ["XAA"]),
        (("year = 2031", 'year = "hai nghìn"'), ["year"]),
        (('id = "tt_cuoc"\n', 'id = "tt_cuoc"\ncolumn = "xyz"\n'), ["column", "không có trong mẫu"]),
        (('id = "tt_cuoc"\n', 'id = "tt_cuoc"\nindicator = "t1"\n'), ["indicator", "không có trong mẫu"]),
        (('population = "tre_em"', 'population = "dan_so"'), ["population", "dan_so"]),
        (("ngày {deadline}.", "ngày {han_cuoi}."), ["han_cuoi", "deadline"]),
        (('short = "Công tác chỉ đạo"', 'short = "Chỉ đạo năm {nam}"'), ["sections", "{nam}", "{next_year}"]),
        (('purpose = "guide"', 'purpose = "huong_dan"'), ["huong_dan", "guide"]),
        (('id = "II.2.1"', 'id = "II.7.1"'), ["II.7.1", "II.7"]),
        (('agencies_file = "xa.csv"', 'agencies_file = "xaa.csv"'), ["xaa.csv"]),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, change: tuple[str, str], words: list[str]) -> None:
    faults = broken(tmp_path, change)
    assert any(all(word in fault for word in words) for fault in faults), faults


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    more = """
[[sentences]]
section = "II.1"
text = "Đã tổ chức {tt_cuocc} cuộc[, có {tt_nguoi} người."

[[sentences]]
section = "II.1"
text = "Đã tổ chức {tt_cuocc} cuộc cho {#khach} người."

[[annex_columns]]
id = "cot_moi"
label = "Cột mới"
value = "average(tt_nguoi)"
"""
    faults = broken(tmp_path, ('population = "tre_em"', 'population = "dan_so"'), more=more)
    text = "\n".join(faults)
    for word in ("dan_so", "không khép", "khach", "average"):
        assert word in text


def test_a_sentence_that_names_no_question_is_a_fault(tmp_path: Path) -> None:
    more = '\n[[sentences]]\nsection = "II.1"\ntext = "Có {khong_co_cau_nay} cuộc."\n'
    assert any("khong_co_cau_nay" in fault for fault in broken(tmp_path, more=more))


def test_two_words_for_a_question_with_more_answers_are_a_fault(tmp_path: Path) -> None:
    more = (
        '\n[[annex_columns]]\nid = "mo_hinh"\nlabel = "Mô hình"\nvalue = "is(bv_mo_hinh, Đã công nhận)"\n'
        'yes_no = ["Đã công nhận", "Chưa"]\n'
    )
    assert any("3 câu trả lời" in fault for fault in broken(tmp_path, more=more))


def test_an_indicator_without_unit_is_a_fault(tmp_path: Path, small_plan: Plan) -> None:
    unit = f'unit = "{small_plan.indicators[0].unit}"'
    text = (SMALL_PLAN / "plan.toml").read_text(encoding="utf-8")
    start = text.index("[[indicators]]")
    old = text[start : text.index(unit, start) + len(unit)]
    faults = broken(tmp_path, (old, old.replace(unit, 'unit = ""')))
    assert any("đơn vị tính" in fault for fault in faults)


def test_toml_that_cannot_be_parsed_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text('[plan]\nid = "x\n', encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(tmp_path)
    assert caught.value.faults == ('dòng 2: thiếu dấu " ở cuối chữ: id = "x".',)


def test_the_newest_year_is_the_default(tmp_path: Path) -> None:
    for year in ("2030", "2032", "2031"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "plan.toml").touch()
    assert newest_plan_folder(tmp_path).name == "2032"


def test_no_plan_at_all_says_where_to_put_one(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        newest_plan_folder(tmp_path)
    assert "--templates" in caught.value.remedy


def test_whatever_asks_for_a_cell_can_say_the_same_of_it(tmp_path: Path) -> None:
    shutil.copytree(SMALL_PLAN, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('id = "t1_tong"\n', 'id = "t1_tong"\nminimum = 1\nrequired = ["S101"]\n')
    text = text.replace('id = "giao"\n', 'id = "giao"\nmaximum = 900\nsensitive = true\n')
    text = text.replace('id = "nguon"\nlabel = "Nguồn số liệu"\nkind = "text"', NEW_SOURCE)
    path.write_text(text, encoding="utf-8")
    plan = load_plan(tmp_path / "plan")
    assert (plan.questions["t1_tong"].minimum, plan.required["t1_tong"]) == (1, {"S101"})
    assert (plan.questions["kp_ns.giao"].maximum, plan.questions["kp_ns.giao"].sensitive) == (900, True)
    assert plan.questions["t1s.nguon"].choices == ("Sổ", "Điều tra")


NEW_SOURCE = 'id = "nguon"\nlabel = "Nguồn"\nkind = "choice"\nchoices = ["Sổ", "Điều tra"]'


class TestRealPlan:
    """What the plan of the province says, counted."""

    def test_its_agencies(self, real_plan: Plan) -> None:
        summed = [a for a in real_plan.agencies if real_plan.group_of(a).summed]
        assert (len(real_plan.agencies), len(summed)) == (148, 124)
        kinds = {kind: sum(a.kind == kind for a in summed) for kind in ("xã", "phường", "đặc khu")}
        assert kinds == {"xã": 103, "phường": 20, "đặc khu": 1}

    def test_its_targets_and_measures(self, real_plan: Plan) -> None:
        assert len(real_plan.indicators) == 21
        assert len({indicator.target_id for indicator in real_plan.indicators}) == 18

    def test_its_parties_and_sections(self, real_plan: Plan) -> None:
        parties = [s for s in real_plan.sections if s.agencies]
        assert [s.id for s in parties] == [f"IV.{n}" for n in range(1, 15)]
        owners = [code for s in parties for code in (a.code for a in real_plan.select(*s.agencies))]
        assert sorted(owners) == sorted(a.code for a in real_plan.agencies)
        assert [s.id for s in real_plan.sections if s.id.startswith("II.") and s.id.count(".") == 1] == [
            f"II.{n}" for n in range(1, 9)
        ]

    def test_every_party_has_tasks_in_the_plans_own_words(self, real_plan: Plan) -> None:
        for section in real_plan.sections:
            if section.agencies:
                topics = real_plan.topics_in(section.id)
                assert topics and all(topic.text for topic in topics), section.id

    def test_every_measure_is_asked_of_its_lead(self, real_plan: Plan) -> None:
        for indicator in real_plan.indicators:
            asked = {code for ask in indicator.asks for code in (a.code for a in real_plan.select(*ask.of))}
            assert indicator.lead in asked, indicator.id

    def test_slips_of_the_source_are_corrected(self) -> None:
        text = (Path(__file__).parent.parent / "templates" / "2026" / "plan.toml").read_text(encoding="utf-8")
        for slip in ("truyền thông truyền thông", "Phần đầu đạt", "phân đấu", "Đình Văn Tuấn", "BDG", "CTTT", "**"):
            assert slip not in text, slip
        assert "Ban vì sự tiến bộ phụ nữ" not in text


def test_year_and_deadline_are_filled_in_wherever_the_words_name_them() -> None:
    told = "{year}, {previous_year}, {next_year}, trước {deadline}, gửi {addressees}; {agency} {ke_hoach.thuc_hien}"
    data = {
        "plan": {"year": 2031, "deadline": date(2031, 11, 5), "title": told},
        "document": {"addressees": ["Bộ Y tế", "Bộ Nội vụ"]},
        "sections": [{"intro": [told]}],
    }
    filled = "2031, 2030, 2032, trước 05/11/2031, gửi Bộ Y tế và Bộ Nội vụ; {agency} {ke_hoach.thuc_hien}"
    assert fill_in(data)["plan"]["title"] == filled
    assert fill_in(data)["sections"] == [{"intro": [filled]}]


@pytest.mark.parametrize("info", [{}, {"year": "2031"}, "2031"])
def test_without_a_year_nothing_is_filled_in(info: object) -> None:
    assert fill_in({"plan": info, "form": {"title": "Năm {year}"}})["form"]["title"] == "Năm {year}"


def test_next_year_the_year_changes_in_four_places(tmp_path: Path) -> None:
    """Copy the plan, change the table [plan]: no sentence, title or file name still speaks of the old year."""
    source = ROOT / "templates" / "2026"
    shutil.copytree(source, tmp_path / "2027")
    path = tmp_path / "2027" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    for key in ("year = ", "deadline = ", "period_start = ", "period_end = "):
        assert text.count(f"\n{key}2026") == 1
        text = text.replace(f"\n{key}2026", f"\n{key}2027")
    path.write_text(text, encoding="utf-8")
    plan = load_plan(tmp_path / "2027")
    assert plan.document.file_name.endswith("2027") and "2027" in plan.info.title and "2027" in plan.form.title
    of_documents = r"\d+/20\d\d\b|20\d\d-20\d\d|^#.*|^(?:year|deadline|period_\w+) = .*"
    words = re.sub(of_documents, "", path.read_text(encoding="utf-8"), flags=re.M)
    assert [line for line in words.splitlines() if re.search("202[5678]", line)] == []


@pytest.mark.parametrize(
    ("text", "words", "character"),
    [
        ("Có {a} xã, {b c} phường.", "{b c", "b"),
        ("Có {a} xã[, [trong đó]].", "[, [", "["),
        ("Có {a} xã, {b phường.", "{b", "{"),
        ("Có [{a} xã][ và {#abc} nơi].", "{#abc", "#"),
    ],
)
def test_a_sentence_that_is_not_understood_is_told_with_the_character(text: str, words: str, character: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_sentence(text)
    at = caught.value.at
    assert at is not None and text[at] == character and text.index(words) <= at <= text.index(words) + len(words)
    assert str(caught.value).endswith(f"(ký tự thứ {at + 1})")
