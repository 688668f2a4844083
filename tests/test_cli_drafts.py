"""Drafts through the command line: numbered, compared, merged onto what officials have edited, and never lost."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import signal
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from lamdong_report.cli import main
from lamdong_report.drafts import document_text, identity_of, latest, load, merge_drafts
from lamdong_report.errors import UsageError
from lamdong_report.history import store
from lamdong_report.history.record import Record
from lamdong_report.history.recordfile import read_record
from lamdong_report.lock import only_run
from lamdong_report.pipeline import Reading, open_plan, read_and_check
from lamdong_report.pipeline.drafting import write_draft
from tests.corpus.forms import reworked
from tests.draft_files import (
    VALIDATOR,
    accepted,
    comment_texts,
    part,
    plain,
    rejected,
    replace_part,
    revision_texts,
    schema_faults,
    w,
)
from tests.slow import slow

STEM = "bao-cao-tre-em-2031"
FIRST, SECOND, FINAL = f"{STEM}-du-thao-01.docx", f"{STEM}-du-thao-02.docx", f"{STEM}-chinh-thuc-01.docx"
TRANSITIONAL = b"schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = b"purl.oclc.org/ooxml/officeDocument/relationships"
OWN_WORDS = "Câu này do cán bộ tổng hợp thêm vào bằng tay."


@pytest.fixture(scope="module")
def season(templates: Path, demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Example forms of which none has an error, and draft 01 of them."""
    folder = tmp_path_factory.mktemp("season")
    shutil.copytree(demonstration / "inputs", folder / "inputs")
    data = json.loads(run(templates, "check", folder / "inputs", "--json").output)
    for name in {finding["file"] for finding in data["findings"] if finding["severity"] == "error"}:
        (folder / "inputs" / name).unlink()
    assert run(templates, "report", folder / "inputs", "--out", folder / "output").exit_code == 0
    return folder


@pytest.fixture
def work(season: Path, tmp_path: Path) -> Path:
    """A copy of the season that a test may change."""
    shutil.copytree(season, tmp_path / "mùa báo cáo")
    return tmp_path / "mùa báo cáo"


def run(templates: Path, *words: str | Path) -> Result:
    arguments = [*map(str, words), "--templates", str(templates)]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def report(templates: Path, work: Path, *words: str | Path) -> Result:
    return run(templates, "report", work / "inputs", "--out", work / "output", *words)


def correct_a_form(work: Path) -> None:
    """Raise by one the greatest of all numbers that stand in the newest draft."""
    stored = latest(work / "output", "du-thao")
    assert stored is not None
    cell = max(stored.record.cells, key=lambda cell: cell.value)
    path = work / "inputs" / cell.file

    def raised(book: openpyxl.Workbook) -> None:
        book[cell.sheet][cell.cell].value += 1

    path.write_bytes(reworked(path.read_bytes(), raised))


def edit(path: Path) -> Path:
    """What an official does in Word: a bold sentence at the end of each of the ten longest paragraphs."""
    document = docx.Document(str(path))
    for paragraph in sorted(document.paragraphs, key=lambda p: len(p.text))[-10:]:
        paragraph.add_run(" " + OWN_WORDS).bold = True
    document.save(str(path))
    return path


def test_a_draft_bears_its_identity_and_its_history_stands_beside_it(work: Path) -> None:
    identity = identity_of((work / "output" / FIRST).read_bytes())
    assert identity is not None and identity.name == "du-thao-01"
    stored = load(work / "output", identity)
    assert stored is not None
    assert {form.digest for form in stored.record.forms} and all(figure.text for figure in stored.record.figures)


def test_each_report_tells_what_changed_since_the_draft_before(templates: Path, work: Path) -> None:
    correct_a_form(work)
    result = report(templates, work)
    assert "So sánh dự thảo 01 với dự thảo 02" in result.output and "Số liệu thay đổi" in result.output
    book = openpyxl.load_workbook(work / "output" / "thay-doi-01-02.xlsx")
    assert book.sheetnames[0] == "Số liệu" and book["Số liệu"].max_row > 3


def test_new_figures_are_taken_over_into_an_edited_draft(templates: Path, work: Path) -> None:
    mine = edit(work / "output" / FIRST)
    before = mine.read_bytes()
    correct_a_form(work)
    result = report(templates, work, "--onto", mine)
    assert result.exit_code == 0, result.output
    assert mine.read_bytes() == before
    merged = (work / "output" / SECOND).read_bytes()
    assert OWN_WORDS in document_text(merged)
    assert revision_texts(merged), "the news are tracked changes"
    assert rejected(merged) == plain(before)
    assert "cập nhật theo số liệu" in result.output and "giữ bản sửa tay" in result.output
    book = openpyxl.load_workbook(work / "output" / "thay-doi-01-02.xlsx")
    assert book.sheetnames[0] == "Ghép vào bản sửa tay"
    if VALIDATOR.exists():
        assert schema_faults(merged, work) == ""


def test_without_tracking_the_words_are_those_of_accepting_all(templates: Path, work: Path) -> None:
    mine = edit(work / "output" / FIRST)
    correct_a_form(work)
    report(templates, work, "--onto", mine)
    report(templates, work, "--onto", mine, "--no-track")
    tracked = (work / "output" / SECOND).read_bytes()
    clean = (work / "output" / f"{STEM}-du-thao-03.docx").read_bytes()
    assert revision_texts(clean) == []
    assert accepted(tracked) == plain(clean)


def test_onto_an_unedited_draft_is_a_fresh_draft(templates: Path, work: Path) -> None:
    correct_a_form(work)
    report(templates, work, "--onto", work / "output" / FIRST, "--no-track")
    report(templates, work)
    merged, fresh = ((work / "output" / f"{STEM}-du-thao-0{n}.docx").read_bytes() for n in (2, 3))
    assert document_text(merged) == document_text(fresh)


@pytest.mark.slow
def test_a_merged_draft_can_be_edited_and_merged_onto_again(templates: Path, work: Path) -> None:
    mine = edit(work / "output" / FIRST)
    correct_a_form(work)
    report(templates, work, "--onto", mine)
    correct_a_form(work)
    result = report(templates, work, "--onto", work / "output" / SECOND)
    third = (work / "output" / f"{STEM}-du-thao-03.docx").read_bytes()
    assert result.exit_code == 0 and OWN_WORDS in document_text(third)
    assert rejected(third) == plain(mine.read_bytes())
    report(templates, work)
    assert document_text(third).replace(" " + OWN_WORDS, "") == document_text(
        (work / "output" / f"{STEM}-du-thao-04.docx").read_bytes()
    )


def test_an_edited_draft_is_not_passed_over_in_silence(templates: Path, work: Path) -> None:
    edit(work / "output" / FIRST)
    result = report(templates, work)
    assert "có phần sửa bằng tay" in result.output and f'--onto "{work / "output" / FIRST}"' in result.output


def test_a_final_report_does_not_pass_over_an_edited_draft_in_silence(templates: Path, work: Path) -> None:
    report(templates, work, "--final", "--du-thieu", "Lê Văn A")
    edit(work / "output" / FIRST)
    result = report(templates, work, "--final", "--du-thieu", "Lê Văn A")
    assert (
        "có phần sửa bằng tay" in result.output
        and f'report --final --onto "{work / "output" / FIRST}"' in result.output
    )


def test_a_folder_is_no_draft(templates: Path, work: Path) -> None:
    result = report(templates, work, "--onto", work / "inputs")
    assert result.exit_code == 2 and "là thư mục" in result.output and "Cách xử lý" in result.output


def test_a_merged_draft_is_not_passed_over_in_silence(templates: Path, work: Path) -> None:
    report(templates, work, "--onto", edit(work / "output" / FIRST))
    assert "có phần sửa bằng tay" in report(templates, work).output


@pytest.mark.slow
def test_drafts_that_nobody_has_edited_cost_no_reading_of_their_records(
    templates: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        report(templates, work)
    read: list[Record] = []

    def reads(data: bytes) -> Record:
        read.append(read_record(data))
        return read[-1]

    monkeypatch.setattr(store, "_known", reads)
    edit(work / "output" / FIRST)
    assert "có phần sửa bằng tay" in report(templates, work).output
    assert len(read) == 2, "the former draft's, and that of the edited one"


def test_an_unedited_draft_gives_no_such_hint(templates: Path, work: Path) -> None:
    assert "sửa bằng tay" not in report(templates, work).output


def test_the_newest_draft_is_found_by_itself(templates: Path, work: Path) -> None:
    shutil.copy(edit(work / "output" / FIRST), work / "output" / "bản đã sửa.docx")
    (work / "output" / "khac.docx").write_bytes(b"")
    result = report(templates, work, "--onto", "moi-nhat")
    assert result.exit_code == 0 and "vào bản đã sửa.docx" in result.output
    shutil.rmtree(work / "output")
    assert report(templates, work, "--onto", "moi-nhat").exit_code == 2


def test_a_draft_whose_history_is_lost_is_refused_before_anything_is_written(templates: Path, work: Path) -> None:
    mine = edit(work / "output" / FIRST)
    kept = shutil.move(work / "output" / ".lich-su", work / "lich-su")
    before = sorted(work.rglob("*"))
    for onto in (["--onto", mine], ["--onto"]):
        result = report(templates, work, *onto)
        assert result.exit_code == 2 and "không còn bản gốc" in result.output and ".lich-su" in result.output
        assert sorted(work.rglob("*")) == before
    shutil.move(kept, work / "output" / ".lich-su")
    assert report(templates, work, "--onto", mine).exit_code == 0
    assert OWN_WORDS in document_text((work / "output" / SECOND).read_bytes())


@pytest.mark.slow
def test_a_draft_whose_own_original_alone_is_lost_may_be_named_after_another(templates: Path, work: Path) -> None:
    correct_a_form(work)
    report(templates, work)
    mine = edit(work / "output" / SECOND)
    shutil.rmtree(work / "output" / ".lich-su" / "du-thao-02")
    asked = report(templates, work, "--onto", mine)
    assert asked.exit_code == 2 and "du-thao-02, nhưng" in asked.output and "--draft du-thao-01" in asked.output
    assert report(templates, work, "--onto", mine, "--draft", "du-thao-01").exit_code == 0


def test_the_history_beside_the_edited_file_is_found_too(templates: Path, work: Path) -> None:
    mine = edit(work / "output" / FIRST)
    result = run(templates, "report", work / "inputs", "--onto", mine, "--out", work / "khác")
    assert result.exit_code == 0 and "được giữ nguyên" in result.output


def test_a_final_report_keeps_the_officials_words_and_bears_no_mark_of_a_draft(templates: Path, work: Path) -> None:
    mine = edit(work / "output" / FIRST)
    result = report(templates, work, "--final", "--du-thieu", "Lê Văn A", "--onto", mine, "--no-track")
    assert result.exit_code == 0, result.output
    final = (work / "output" / FINAL).read_bytes()
    assert OWN_WORDS in document_text(final)
    with zipfile.ZipFile(io.BytesIO(final)) as archive:
        marked = [name for name in archive.namelist() if "DỰ THẢO" in archive.read(name).decode("utf-8", "ignore")]
    assert marked == []
    assert comment_texts(final) == []
    assert next(part(final).iter(w("highlight")), None) is None


def test_a_final_report_says_which_disputes_are_still_open(templates: Path, work: Path) -> None:
    path = work / "output" / FIRST
    document = docx.Document(str(path))
    (first, *_) = [p for p in document.paragraphs if re.search(r"\d\d", p.text) and len(p.text) > 60]
    sent = re.search(r"\d\d+", first.text)
    assert sent is not None
    for run in first.runs:
        run.text = run.text.replace(sent[0], "987654")
    document.save(str(path))
    stored = latest(work / "output", "du-thao")
    assert stored is not None
    changed = merge_drafts(stored.document, path.read_bytes(), numbers_raised(stored.document), final=True)
    assert changed.disputes and comment_texts(changed.document) == []


def numbers_raised(document: bytes) -> bytes:
    """The report as other forms would give it: every number another one."""
    root = part(document)
    for text in root.iter(w("t")):
        text.text = re.sub(r"\d\d+", lambda found: str(int(found[0]) + 1), text.text or "")
    return replace_part(document, "word/document.xml", etree.tostring(root))


def test_a_file_that_is_no_word_document_is_a_usage_fault(templates: Path, work: Path) -> None:
    path = work / "x.docx"
    path.write_bytes(b"not a zip")
    result = report(templates, work, "--onto", path)
    assert result.exit_code == 2 and "Cách xử lý" in result.output
    assert not (work / "output" / SECOND).exists()
    assert report(templates, work, "--onto", work / "absent.docx").exit_code == 2


def test_two_drafts_are_compared(templates: Path, work: Path) -> None:
    correct_a_form(work)
    report(templates, work)
    drafts = work / "output" / FIRST, work / "output" / SECOND
    result = run(templates, "compare", *drafts, "--out", work / "output")
    assert result.exit_code == 0 and "Cơ quan gửi lại phiếu (1)" in result.output
    data = json.loads(run(templates, "compare", *drafts, "--out", work / "output", "--json").output)
    cells = {(cell["before"], cell["after"]) for change in data["figures"] for cell in change["cells"]}
    ((before, after),) = cells
    assert int(after.replace(".", "")) == int(before.replace(".", "")) + 1
    assert data["words"]


def test_two_sets_of_forms_are_compared(templates: Path, work: Path, season: Path) -> None:
    gone = sorted((work / "inputs").glob("*.xlsx"))[-1]
    gone.unlink()
    result = run(templates, "compare", season / "inputs", work / "inputs", "--out", work / "output")
    assert result.exit_code == 0 and "Cơ quan không còn phiếu (1)" in result.output
    assert (work / "output" / "thay-doi-inputs-inputs.xlsx").exists()


def test_of_a_foreign_document_only_the_words_are_compared(templates: Path, work: Path) -> None:
    foreign = work / "khac.docx"
    document = docx.Document()
    document.add_paragraph("Một văn bản khác hẳn.")
    document.save(str(foreign))
    result = run(templates, "compare", foreign, work / "output" / FIRST, "--out", work / "output")
    assert result.exit_code == 0 and "chỉ so sánh lời văn" in result.output


# Which file, and whose hand edits


def add_words(path: Path, words: str, at: int = 0) -> Path:
    """What an official does in Word: a sentence at the end of one of the longest paragraphs."""
    document = docx.Document(str(path))
    sorted(document.paragraphs, key=lambda p: len(p.text))[-1 - at].add_run(" " + words)
    document.save(str(path))
    return path


def drafts_of(work: Path) -> list[str]:
    return sorted(path.name for path in (work / "output").glob("*.docx"))


def without_identity(path: Path, target: Path) -> Path:
    """As the Document Inspector leaves the file: its own properties are gone."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "_rels/.rels":
                data = re.sub(rb"<Relationship [^>]*custom-properties[^>]*/>", b"", data)
            if name != "docProps/custom.xml":
                new.writestr(name, data)
    return target


def test_a_refused_file_takes_no_number_and_writes_nothing(templates: Path, work: Path) -> None:
    book = openpyxl.Workbook()
    book.save(work / "bang.xlsx")
    foreign = docx.Document()
    foreign.add_paragraph("Một văn bản khác hẳn.")
    foreign.save(str(work / "khac.docx"))
    (work / "cu.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with zipfile.ZipFile(work / "output" / FIRST) as old, zipfile.ZipFile(work / "strict.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(TRANSITIONAL, STRICT))
    before = drafts_of(work)
    for name in ("bang.xlsx", "khac.docx", "cu.doc", "strict.docx"):
        result = report(templates, work, "--onto", work / name)
        assert result.exit_code == 2 and "Cách xử lý" in result.output, name
    assert "Strict Open XML" in result.output
    assert drafts_of(work) == before and len(list((work / "output" / ".lich-su").iterdir())) == 1


def test_the_newest_draft_with_hand_edits_goes_before_a_newer_one_without(templates: Path, work: Path) -> None:
    edit(work / "output" / FIRST)
    report(templates, work)
    result = report(templates, work, "--onto")
    assert f"vào {FIRST}" in result.output
    assert OWN_WORDS in document_text((work / "output" / f"{STEM}-du-thao-03.docx").read_bytes())


@pytest.mark.parametrize("option", [*slow("--also"), "--onto"])
def test_hand_edits_of_a_second_official_are_told_and_both_copies_can_be_merged(
    templates: Path, work: Path, option: str
) -> None:
    first = work / "output" / FIRST
    one, other = shutil.copy(first, work / "output" / "a.docx"), shutil.copy(first, work / "output" / "b.docx")
    add_words(one, "Lời của chị A."), add_words(other, "Lời của anh B.", at=2)
    told = report(templates, work, "--onto", other).output
    assert "a.docx có phần sửa bằng tay" in told and f'--onto "{other}" --also "{one}"' in told
    correct_a_form(work)
    result = report(templates, work, "--onto", other, option, one)
    merged = (work / "output" / f"{STEM}-du-thao-03.docx").read_bytes()
    assert "Lời của chị A." in document_text(merged) and "Lời của anh B." in document_text(merged)
    assert "a.docx có phần" not in result.output and rejected(merged) == plain(Path(other).read_bytes())


def test_copies_of_different_drafts_are_not_merged_as_one(templates: Path, work: Path) -> None:
    edit(work / "output" / FIRST)
    correct_a_form(work)
    report(templates, work)
    result = report(templates, work, "--onto", work / "output" / FIRST, "--also", work / "output" / SECOND)
    assert result.exit_code == 2 and "không phải bản sửa của cùng dự thảo" in result.output


def test_a_draft_that_lost_its_identity_is_recognised_by_its_words_and_asked_about(templates: Path, work: Path) -> None:
    lost = without_identity(edit(work / "output" / FIRST), work / "da-xoa-thuoc-tinh.docx")
    result = report(templates, work, "--onto", lost)
    assert result.exit_code == 2 and "giống du-thao-01 nhất" in result.output and "--draft du-thao-01" in result.output
    assert drafts_of(work) == [FIRST]
    assert report(templates, work, "--onto", lost, "--draft", "du-thao-09").exit_code == 2
    assert report(templates, work, "--onto", lost, "--draft", "du-thao-01").exit_code == 0
    assert OWN_WORDS in document_text((work / "output" / SECOND).read_bytes())


def test_a_draft_of_another_plan_of_the_same_year_is_refused(templates: Path, work: Path) -> None:
    record = next((work / "output" / ".lich-su").glob("*/so-lieu.json"))
    data = json.loads(record.read_text(encoding="utf-8"))
    data["record"]["names"] = {f"X{number}": f"Cơ quan {number}" for number in range(9)}
    record.write_text(json.dumps(data), encoding="utf-8")
    result = report(templates, work, "--onto", edit(work / "output" / FIRST))
    assert result.exit_code == 2 and "kế hoạch khác" in result.output


def test_a_draft_with_macros_becomes_a_plain_document_and_that_is_told(templates: Path, work: Path) -> None:
    macro = work / "co-macro.docm"
    plain_kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(edit(work / "output" / FIRST)) as old, zipfile.ZipFile(macro, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(plain_kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")
            new.writestr(name, data)
        new.writestr("word/vbaProject.bin", b"macro")
    result = report(templates, work, "--onto", macro)
    with zipfile.ZipFile(work / "output" / SECOND) as archive:
        assert plain_kind in archive.read("[Content_Types].xml")
        assert not [name for name in archive.namelist() if "vba" in name]
    assert result.exit_code == 0 and "macro" in result.output


def test_a_damaged_draft_is_a_usage_fault_or_is_read(work: Path) -> None:
    """One byte changed anywhere: what comes is a draft or a sentence, never a traceback."""
    whole, dice = (work / "output" / FIRST).read_bytes(), random.Random(14)
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        with suppress(UsageError):
            identity_of(bytes(damaged))
            document_text(bytes(damaged))
            merge_drafts(whole, bytes(damaged), whole)


# Crashes: the run is killed at each step that touches the disk


@pytest.fixture(scope="module")
def reading(templates: Path, season: Path) -> Reading:
    return read_and_check(open_plan(templates), [season / "inputs"])


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Run `act` in a child that kills itself at its nth step on the disk; whether it came that far."""
    child = os.fork()
    if child == 0:
        steps = iter(range(1, step + 1))

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def call(*args: object, **named: object) -> object:
                if next(steps, None) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*args, **named)

            return call

        os.replace, os.rename, os.fsync = counted(os.replace), counted(os.rename), counted(os.fsync)
        try:
            act()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
def test_a_run_killed_at_any_step_costs_no_draft_and_the_next_run_works(reading: Reading, tmp_path: Path) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    complete = write_draft(reading, whole).report.read_bytes()
    step = 1
    while killed_at(step, lambda: write_draft(reading, out)):
        step += 1
    written = sorted(out.glob("*.docx"))
    assert step > 6 and len(written) >= 2
    following = write_draft(reading, out).report
    numbers = [int(path.stem[-2:]) for path in written]
    assert int(following.stem[-2:]) == max(numbers) + 1 and numbers == list(range(1, len(numbers) + 1))
    for path in written:
        assert document_text(path.read_bytes()) == document_text(complete), "no half-written draft"
        identity = identity_of(path.read_bytes())
        assert identity is not None and load(out, identity) is not None, "each can be merged onto"


def test_a_full_disk_costs_no_draft(reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lamdong_report.errors import OutputError

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    first = write_draft(reading, tmp_path).report
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="ổ đĩa đã đầy"):
            write_draft(reading, tmp_path)
    assert [path.name for path in tmp_path.glob("*.docx")] == [first.name]
    assert write_draft(reading, tmp_path).report.name == SECOND


def test_a_second_run_at_the_same_time_says_so(templates: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(only_run.__wrapped__, "__defaults__", (0.2,))  # type: ignore[attr-defined]
    with only_run(work / "output"):
        result = report(templates, work)
    assert result.exit_code == 5 and "Một lệnh khác đang ghi" in result.output
    assert not (work / "output" / SECOND).exists()
