"""Of forms that have not changed nothing is worked out again, and no result is written that says the same."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from msgspec.structs import replace

from lamdong_report import checks, pipeline, review
from lamdong_report.checks.form import CheckedForm
from lamdong_report.errors import PlanError
from lamdong_report.model import Finding, Source
from lamdong_report.pages import Page, Workbook, workbook_bytes, workbook_of
from lamdong_report.pipeline import unchanged
from lamdong_report.pipeline.drafting import compose, write_draft
from lamdong_report.plan import Plan, load, load_plan
from lamdong_report.report import entries
from lamdong_report.results import CACHE_FOLDER, KEPT_FOLDER, OPINIONS_FILE
from lamdong_report.text import upper_first
from lamdong_report.text.alike import Groups, group_alike
from lamdong_report.workbooks import in_words, trace_workbook
from tests.conftest import ROOT, SMALL_PLAN
from tests.corpus.forms import usual

TEMPLATES = ROOT / "templates" / "2026"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """The small plan with the Word templates beside it."""
    folder = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, folder)
    for name in ("report.docx", "letter.docx"):
        if not (folder / name).exists():
            shutil.copyfile(TEMPLATES / name, folder / name)
    return load_plan(folder)


@pytest.fixture
def inbox(tmp_path: Path, small_plan: Plan) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, code in enumerate(("S101", "S102", "TD")):
        (folder / f"{code}.xlsx").write_bytes(usual(small_plan, code, tt_cuoc=at + 3))
    (folder / "S102.xlsx").write_bytes(usual(small_plan, "S102", tt_cuoc="khoảng 7"))
    return folder


def read(plan: Plan, inbox: Path, out: Path | None) -> pipeline.Reading:
    return pipeline.read_and_check(plan, [inbox], kept_in=out)


def test_findings_and_forms_to_correct_are_those_of_a_fresh_run(
    plan: Plan, small_plan: Plan, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked, made = [], []

    def check(form: CheckedForm) -> Iterator[Finding]:
        checked.append(form.agency.code)
        yield from ()

    real = review.correction_forms

    def make(*anything: object) -> object:
        made.append(anything)
        return real(*anything)  # type: ignore[arg-type]

    monkeypatch.setattr(checks, "FORM_CHECKS", (*checks.FORM_CHECKS, check))
    monkeypatch.setattr(review, "correction_forms", make)
    out = tmp_path / "out"
    for round_, (changed, expected) in enumerate([("", 3), ("", 0), ("S101", 1)]):
        if changed:
            (inbox / f"{changed}.xlsx").write_bytes(usual(small_plan, changed, tt_cuoc=90))
        checked.clear()
        made.clear()
        reading = read(plan, inbox, out)
        assert len(checked) == expected
        written = pipeline.write_review(reading, out)
        assert len(made) == expected  # each of them has something to mend
        fresh = pipeline.write_review(read(plan, inbox, None), tmp_path / f"fresh{round_}")
        assert [(path.name, path.read_bytes()) for path in written] == [(p.name, p.read_bytes()) for p in fresh]


def test_what_agencies_say_alike_is_grouped_again_only_where_the_words_have_changed(
    plan: Plan, small_plan: Plan, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grouped: list[tuple[str, ...]] = []

    def group(sentences: Sequence[str]) -> Groups:
        grouped.append(tuple(sentences))
        return group_alike(sentences)

    monkeypatch.setattr(unchanged, "group_alike", group)
    sections = tuple(replace(one, gathered=3) if one.id == "VI" else one for one in plan.sections)
    plan = msgspec.structs.replace(plan, sections=sections)
    out = tmp_path / "out"
    write_draft(read(plan, inbox, out), out)
    assert len(grouped) == 1
    (inbox / "S101.xlsx").write_bytes(usual(small_plan, "S101", tt_cuoc=90))
    write_draft(read(plan, inbox, out), out)
    assert len(grouped) == 1
    said = "Kinh phí cho công tác trẻ em còn rất hạn chế"
    (inbox / "S101.xlsx").write_bytes(usual(small_plan, "S101", **{"td_de_xuat.noi_dung": said}))
    written = write_draft(read(plan, inbox, out), out)
    assert len(grouped) == 2 and said in grouped[1]
    fresh = write_draft(read(plan, inbox, None), tmp_path / "fresh")
    books = [{path.name: path.read_bytes() for path in one.others} for one in (written, fresh)]
    assert books[1].items() <= books[0].items()


@pytest.mark.slow
def test_the_workbook_of_opinions_is_written_again_only_where_words_have_changed_or_somebody_has_touched_it(
    plan: Plan, small_plan: Plan, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def make(workbook: Workbook) -> bytes:
        made.append(workbook)
        return workbook_bytes(workbook)

    monkeypatch.setattr(unchanged, "workbook_bytes", make)
    out = tmp_path / "out"
    book = out / OPINIONS_FILE

    def times_made() -> int:
        made.clear()
        write_draft(read(plan, inbox, out), out)
        fresh = tmp_path / "fresh"
        count = len(made)
        write_draft(read(plan, inbox, None), fresh)
        assert book.read_bytes() == (fresh / OPINIONS_FILE).read_bytes()
        return count

    assert times_made() == 1
    (inbox / "S101.xlsx").write_bytes(usual(small_plan, "S101", tt_cuoc=90))
    assert times_made() == 0
    (inbox / "S101.xlsx").write_bytes(usual(small_plan, "S101", **{"td_de_xuat.noi_dung": "Bổ sung kinh phí."}))
    assert times_made() == 1
    book.write_bytes(b"x")
    assert times_made() == 1
    book.unlink()
    assert times_made() == 1


def test_a_number_and_its_digits_as_words_are_two_workbooks(plan: Plan, tmp_path: Path) -> None:
    for cell in (Decimal(5), "5", 5, Decimal("5.0")):
        workbook = workbook_of([Page("Trang", "Trang", (("Số", 9),), [(cell,)])], plan, example=False)
        path = tmp_path / "so.xlsx"
        path.write_bytes(unchanged.known_workbook(workbook, path, tmp_path))
        assert path.read_bytes() == workbook_bytes(workbook)


@pytest.mark.parametrize("folder", [TEMPLATES, SMALL_PLAN, SMALL_PLAN.with_name("rac")], ids=lambda one: one.name)
def test_a_plan_that_has_not_changed_is_the_same_without_being_read_or_searched_for_faults(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pipeline.open_plan(folder, tmp_path)
    for name in ("read_toml", "find_faults", "read_formulas"):
        monkeypatch.setattr(load, name, lambda *_: pytest.fail("read again"))
    again = pipeline.open_plan(folder, tmp_path)
    monkeypatch.undo()
    assert again == first == load_plan(folder)
    assert repr(again) == repr(first)


def test_a_plan_of_which_a_file_has_changed_is_read_anew(plan: Plan, tmp_path: Path) -> None:
    out, toml, agencies = tmp_path / "out", plan.folder / "plan.toml", plan.folder / "xa.csv"
    was = {path: path.read_text(encoding="utf-8") for path in (toml, agencies)}
    named = next(one for one in plan.agencies if one.group == "XA")
    assert pipeline.open_plan(plan.folder, out).agency(named.code).name == named.name

    agencies.write_text(was[agencies].replace(named.name, f"{named.name} Mới"), encoding="utf-8")
    for _ in range(2):
        assert pipeline.open_plan(plan.folder, out).agency(named.code).name == f"{named.name} Mới"
    for path, broken in (
        (agencies, was[agencies].replace(named.name, "")),
        (toml, was[toml].replace('id = "XA"', 'id = "XA"\nlạ = 1')),
        (toml, was[toml].replace("xa.csv", "khac.csv")),
    ):
        for file, text in was.items():
            file.write_text(text, encoding="utf-8")
        assert pipeline.open_plan(plan.folder, out) == plan
        path.write_text(broken, encoding="utf-8")
        for _ in range(2):
            with pytest.raises(PlanError):
                pipeline.open_plan(plan.folder, out)
    toml.write_text(was[toml], encoding="utf-8")
    agencies.unlink()
    with pytest.raises(PlanError):
        pipeline.open_plan(plan.folder, out)


def test_a_damaged_memory_of_a_plan_is_none(plan: Plan, tmp_path: Path) -> None:
    def kept() -> list[Path]:
        return list((tmp_path / "out" / CACHE_FOLDER).iterdir())

    first = pipeline.open_plan(plan.folder, tmp_path / "out")
    (whole,) = kept()
    for data in (b"", whole.read_bytes()[:-1], whole.read_bytes().replace(b"S101", b"S102", 1)):
        whole.write_bytes(data)
        assert pipeline.open_plan(plan.folder, tmp_path / "out") == first
    # What another program has kept under the name of today's.
    key = hashlib.sha256(hashlib.sha256((plan.folder / "plan.toml").read_bytes()).digest()).hexdigest()
    unchanged.KnownPlan(tmp_path / "out").keep(key, msgspec.msgpack.encode(["khác"]))
    assert pipeline.open_plan(plan.folder, tmp_path / "out") == first


def times(out: Path) -> dict[str, int]:
    """When each result was written, hidden ones left out."""
    names = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {name: path.stat().st_mtime_ns for name, path in names.items() if not re.search(r"(^|/)\.", name)}


def test_results_that_say_the_same_keep_their_dates_and_have_no_predecessor(
    plan: Plan, inbox: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def everything() -> None:
        reading = read(plan, inbox, out)
        pipeline.write_review(reading, out)
        pipeline.write_letters(reading, out)
        write_draft(reading, out)

    everything()
    first = times(out)
    everything()
    again = times(out)
    new = {name for name in again if first.get(name) != again[name]}
    assert sorted(name.partition("-0")[0] for name in new) == ["bao-cao-tre-em-2031-du-thao", "thay-doi"]
    assert not list(out.rglob(f"{KEPT_FOLDER}/*"))


def test_the_trace_names_each_cell_once_and_a_number_is_filtered_by_its_code(plan: Plan, inbox: Path) -> None:
    composed = compose(read(plan, inbox, None))
    printed = entries(composed.content)
    book = workbook_bytes(trace_workbook(composed.material, printed, ()))
    path = inbox.parent / "trace.xlsx"
    path.write_bytes(book)
    sheets = openpyxl.load_workbook(path, data_only=True)
    codes = [row[0] for row in sheets["Số đã in"].iter_rows(min_row=4, values_only=True)]
    assert len(codes) == len(set(codes)) == len(printed)
    rows = list(sheets["Nguồn của từng số"].iter_rows(min_row=4, values_only=True))
    cells = [(row[3:5], row[6:10]) for row in rows]
    assert len(cells) == len(set(cells))
    names = {agency.code: upper_first(agency.name) for agency in plan.agencies}
    for code, entry in zip(codes, printed, strict=True):
        for column, parts in enumerate((entry.figure.parts, entry.figure.base_parts, entry.figure.left_out)):
            # As Excel filters: what contains the code, wherever it stands.
            found = {(row[3], *map(str, row[6:9])) for row in rows if str(code) in str(row[column] or "")}
            wanted = {(names[part.agency], *whole(source)) for part in parts for source in (part.source, *part.more)}
            assert found == wanted


def whole(source: Source) -> tuple[str, str, str]:
    return source.file, source.sheet, source.cell


def target_of(cell: object) -> str:
    """Where Excel's function of links leads to."""
    found = re.match(r'=HYPERLINK\("([^"]+)",', str(cell))
    return found[1] if found else ""


def test_numbers_lead_to_their_cells_and_back_and_to_the_form_beside_the_workbook(plan: Plan, inbox: Path) -> None:
    composed = compose(read(plan, inbox, None))
    files = composed.reading.files_beside(inbox.parent / "ket-qua")
    assert set(files.values()) == {f"../{inbox.name}/{form.file}" for form in composed.reading.submissions}
    assert composed.reading.files_beside(inbox.parent / "noi" / "khac") == {}
    data = workbook_bytes(trace_workbook(composed.material, entries(composed.content), (), files=files))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (code,) in book["Số đã in"].iter_rows(min_row=4, max_col=1, values_only=True):
        if target := target_of(code):
            sheet, _, place = target.removeprefix("#").rpartition("!")
            back = next(one for one in book[sheet.strip("'")][place[1:]] if one.value).value
            assert target_of(back).startswith("#'Số đã in'!")
    rows = book["Nguồn của từng số"].iter_rows(min_row=4, min_col=7, max_col=9, values_only=True)
    assert all(target_of(cell).startswith(f"{files[file]}#'{sheet}'!") for file, sheet, cell in rows if cell)


def test_a_formula_is_told_in_the_words_of_its_questions(plan: Plan) -> None:
    question = plan.questions["tt_cuoc"]
    assert in_words("tt_cuoc + answered(tt_cuoc)@XA", plan) == (
        f"«{question.label}» + số nơi đã trả lời («{question.label}») (xã, phường)"
    )
    assert in_words("số cơ quan có báo cáo", plan) == "số cơ quan có báo cáo"
