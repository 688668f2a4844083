"""What the office has settled: written, read, applied while its value stands, and undone by deleting the row."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import openpyxl
import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.cli import main
from lamdong_report.decisions import FILE, HEADINGS, Validity, about_deadline, read_decisions
from lamdong_report.decisions.book import WORDS, RowError, same_value, subject_of, verdict_of
from lamdong_report.decisions.recording import record
from lamdong_report.errors import OutputError
from lamdong_report.model import Finding, Severity, Verdict
from lamdong_report.opinionbook import read_arrangement
from lamdong_report.pipeline import Reading, read_and_check
from lamdong_report.pipeline.deciding import Signed, decide_deadline, decide_on, join_files, write_decisions
from lamdong_report.pipeline.drafting import compose
from lamdong_report.plan import Plan, load_plan
from lamdong_report.report import Arrangement
from lamdong_report.review import reminder_letter
from lamdong_report.status import State
from tests.corpus.forms import reworked, spot_of, usual

SIGNED = Signed("Đã hỏi lại cơ quan", "Nguyễn Văn A", date(2031, 11, 1))


def put(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)


def reading_of(folder: Path, plan: Plan) -> Reading:
    return read_and_check(plan, [folder])


def told(reading: Reading, code: str, agency: str = "S101") -> list[Finding]:
    return [one for one in reading.findings if one.code == code and one.agency in (agency, "")]


def cell_of(plan: Plan, key: str) -> str:
    spot = spot_of(plan, "S101", key)
    return f"{spot.sheet}!{spot.address}"


def settle(folder: Path, plan: Plan, what: str) -> Reading:
    """What is read after an official has decided on `what`."""
    before = reading_of(folder, plan)
    write_decisions([folder], plan, decide_on(before, plan.agency("S101"), what, SIGNED))
    return reading_of(folder, plan)


def sheet_in(folder: Path) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.load_workbook(folder / FILE)
    sheet = book.worksheets[0]
    return book, sheet


def change_row(folder: Path, **texts: object) -> None:
    """What an official types into the first decision in Excel."""
    book, sheet = sheet_in(folder)
    for key, text in texts.items():
        sheet.cell(4, list(HEADINGS).index(key) + 1).value = text  # type: ignore[assignment]
    book.save(folder / FILE)


def doubtful(plan: Plan, **answers: object) -> bytes:
    """A form with more women than people at its meetings."""
    return usual(plan, "S101", **{"tt_cuoc": 3, "tt_nguoi": 120, "tt_nguoi_nu": 130, **answers})  # type: ignore[arg-type]


def test_a_confirmed_figure_is_doubted_no_more_and_says_who_confirmed_it(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=doubtful(small_plan))
    assert told(reading_of(tmp_path, small_plan), "part-exceeds-whole")[0].severity is Severity.ERROR
    finding = told(settle(tmp_path, small_plan, cell_of(small_plan, "tt_nguoi_nu")), "part-exceeds-whole")[0]
    assert finding.severity is Severity.NOTE
    assert "Đã hỏi lại cơ quan; Nguyễn Văn A, ngày 01/11/2031" in finding.message


def test_a_decision_holds_only_while_its_value_stands(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=doubtful(small_plan))
    settle(tmp_path, small_plan, cell_of(small_plan, "tt_nguoi_nu"))
    put(tmp_path, a=doubtful(small_plan, tt_nguoi_nu=140))
    reading = reading_of(tmp_path, small_plan)
    assert told(reading, "part-exceeds-whole")[0].severity is Severity.ERROR
    assert "130" in told(reading, "decision-stale")[0].message
    assert [standing for _, standing in reading.decisions] == [Validity.STALE]


def test_deleting_the_row_undoes_the_decision(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=doubtful(small_plan))
    settle(tmp_path, small_plan, cell_of(small_plan, "tt_nguoi_nu"))
    book, sheet = sheet_in(tmp_path)
    sheet.delete_rows(4)
    book.save(tmp_path / FILE)
    assert told(reading_of(tmp_path, small_plan), "part-exceeds-whole")[0].severity is Severity.ERROR


def test_a_warning_is_accepted_by_its_code(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=usual(small_plan, "S101", tt_nguoi=500, tt_nguoi_2030=100))
    assert told(reading_of(tmp_path, small_plan), "changed-much")[0].severity is Severity.WARNING
    assert told(settle(tmp_path, small_plan, "changed-much"), "changed-much")[0].severity is Severity.NOTE


def test_an_extended_deadline_makes_a_form_in_time(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=usual(small_plan, "S101", ngay_cong_van=date(2031, 11, 25)))
    before = reading_of(tmp_path, small_plan)
    for until, state in ((date(2031, 11, 24), State.LATE), (date(2031, 11, 25), State.IN_TIME)):
        (tmp_path / FILE).unlink(missing_ok=True)
        write_decisions([tmp_path], small_plan, [decide_deadline(before, small_plan.agency("S101"), until, SIGNED)])
        reading = reading_of(tmp_path, small_plan)
        assert next(one for one in reading.statuses if one.agency.code == "S101").state is state
        assert told(reading, "deadline-extended")[0].severity is Severity.NOTE


def test_who_was_given_more_time_is_not_reminded_before_it_has_passed(small_plan: Plan, tmp_path: Path) -> None:
    sent = usual(small_plan, "S102", ngay_cong_van=date(2031, 11, 24))
    for until, is_reminded in ((date(2031, 11, 23), True), (date(2031, 11, 24), False)):
        put(tmp_path, a=sent)
        (tmp_path / FILE).unlink(missing_ok=True)
        before = reading_of(tmp_path, small_plan)
        write_decisions([tmp_path], small_plan, [decide_deadline(before, small_plan.agency("S101"), until, SIGNED)])
        letter = reminder_letter(small_plan, reading_of(tmp_path, small_plan).statuses)
        assert letter is not None and any("Bình An 1" in name for name in letter.addressees) is is_reminded


def two_forms(folder: Path, plan: Plan) -> None:
    put(folder, cu=usual(plan, "S101", tt_cuoc=3), moi=usual(plan, "S101", tt_cuoc=4))


def test_the_form_that_the_office_chose_counts(small_plan: Plan, tmp_path: Path) -> None:
    two_forms(tmp_path, small_plan)
    for chosen, value in (("cu.xlsx", 3), ("moi.xlsx", 4)):
        (tmp_path / FILE).unlink(missing_ok=True)
        reading = settle(tmp_path, small_plan, chosen)
        form = reading.submissions[0]
        assert (form.file, form.answers["tt_cuoc"].number) == (chosen, value)
        assert told(reading, "form-conflict") == []
        assert told(reading, "form-chosen")[0].severity is Severity.NOTE


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("agency", ["S101", "S102"])
def test_a_form_under_another_agencys_name_can_be_chosen(
    small_plan: Plan, tmp_path: Path, agency: str, others: int
) -> None:
    strange = usual(small_plan, "S101", tt_cuoc=9, co_quan="phường Tân Lập")
    put(tmp_path, b=strange, **{"a": usual(small_plan, agency, tt_cuoc=3)} if others else {})
    before = reading_of(tmp_path, small_plan)
    assert len(before.submissions) == others and told(before, "agency-differs", agency)
    write_decisions([tmp_path], small_plan, decide_on(before, small_plan.agency(agency), "b.xlsx", SIGNED))
    after = reading_of(tmp_path, small_plan)
    assert [(form.agency, form.answers["tt_cuoc"].raw) for form in after.submissions] == [(agency, "9")]
    assert not told(after, "agency-differs", agency) and [one for _, one in after.decisions] == [Validity.HOLDS]
    (tmp_path / FILE).unlink()
    assert len(reading_of(tmp_path, small_plan).submissions) == others


def test_a_further_form_ends_the_choice(small_plan: Plan, tmp_path: Path) -> None:
    two_forms(tmp_path, small_plan)
    settle(tmp_path, small_plan, "cu.xlsx")
    put(tmp_path, ba=usual(small_plan, "S101", tt_cuoc=5))
    reading = reading_of(tmp_path, small_plan)
    assert told(reading, "form-conflict") and told(reading, "decision-stale")


def test_a_figure_that_a_choice_has_changed_is_said_in_the_draft(templates: Path, tmp_path: Path) -> None:
    plan = load_plan(next(templates.iterdir()))
    two_forms(tmp_path, plan)
    otherwise = reading_of(tmp_path, plan).submissions[0].file
    chosen = "cu.xlsx" if otherwise == "moi.xlsx" else "moi.xlsx"
    reading = settle(tmp_path, plan, chosen)
    source = reading.submissions[0].answers["tt_cuoc"].source
    assert "Đã hỏi lại cơ quan" in reading.decided[source] and otherwise in reading.decided[source]
    with zipfile.ZipFile(io.BytesIO(compose(reading).document)) as package:
        assert "Theo quyết định của cơ quan chủ trì" in package.read("word/comments.xml").decode()


HALVES = ({"tt_cuoc": 3, "tt_nguoi": 120, "tt_nguoi_nu": 60}, {"bv_ke_hoach": True, "kp_ns.giao": 5, "kp_ns.chi": 4})


def test_two_halves_are_joined_where_no_cell_contradicts(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=usual(small_plan, "S101", **HALVES[0]), b=usual(small_plan, "S101", **HALVES[1]))
    before = reading_of(tmp_path, small_plan)
    assert told(before, "form-halves")[0].severity is Severity.ERROR
    decision = join_files(before, small_plan.agency("S101"), ["a.xlsx", "b.xlsx"], SIGNED)
    write_decisions([tmp_path], small_plan, [decision])
    reading = reading_of(tmp_path, small_plan)
    answers = reading.submissions[0].answers
    assert {key: answers[key].raw for key in ("tt_nguoi", "kp_ns.chi")} == {"tt_nguoi": "120", "kp_ns.chi": "4"}
    assert {answers["tt_nguoi"].source.file, answers["kp_ns.chi"].source.file} == {"a.xlsx", "b.xlsx"}
    assert told(reading, "forms-joined") and not told(reading, "form-halves")


def without_sheet(form: bytes, title: str) -> bytes:
    return reworked(form, lambda book: book.remove(book[title]))


def test_of_joined_files_a_sheet_is_missing_only_where_all_of_them_lack_it(small_plan: Plan, tmp_path: Path) -> None:
    halves = [without_sheet(usual(small_plan, "S101", **half), "Đề xuất") for half in HALVES]
    put(tmp_path, a=halves[0], b=without_sheet(halves[1], "Bảng kê"))
    decision = join_files(reading_of(tmp_path, small_plan), small_plan.agency("S101"), ["a.xlsx", "b.xlsx"], SIGNED)
    write_decisions([tmp_path], small_plan, [decision])
    reading = reading_of(tmp_path, small_plan)
    assert told(reading, "forms-joined")
    assert [one.sheet for one in told(reading, "sheet-missing")] == ["Đề xuất"]


def without_rows(form: bytes, plan: Plan, *questions: str) -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        for spot in sorted((spot_of(plan, "S101", one) for one in questions), key=lambda spot: -spot.row):
            book[spot.sheet].delete_rows(spot.row + 1)

    return reworked(form, change)


@pytest.mark.parametrize("kept", [False, True])
def test_of_joined_files_a_row_is_missing_only_where_all_of_them_lack_it(
    small_plan: Plan, tmp_path: Path, *, kept: bool
) -> None:
    """Told once, with the rows that no file has; what one file lacks and another has is not missing."""
    halves = [usual(small_plan, "S101", **half) for half in HALVES]
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    put(
        inputs,
        a=without_rows(halves[0], small_plan, "kp_ns.giao", "tt_nguoi_nam"),
        b=without_rows(halves[1], small_plan, "tt_nguoi", "tt_nguoi_nam"),
    )
    out = tmp_path / "output" if kept else None
    alone = read_and_check(small_plan, [inputs], kept_in=out)
    decision = join_files(alone, small_plan.agency("S101"), ["a.xlsx", "b.xlsx"], SIGNED)
    write_decisions([inputs], small_plan, [decision])
    reading = read_and_check(small_plan, [inputs], kept_in=out)
    assert told(reading, "forms-joined")
    [finding] = told(reading, "rows-missing")
    assert "mất 1 ô" in finding.message and small_plan.questions["tt_nguoi_nam"].label in finding.message


def test_what_the_other_joined_file_has_is_not_missing(small_plan: Plan, tmp_path: Path) -> None:
    halves = [usual(small_plan, "S101", **half) for half in HALVES]
    first, second = without_rows(halves[0], small_plan, "kp_ns.giao"), without_rows(halves[1], small_plan, "tt_nguoi")
    put(tmp_path, a=first, b=second)
    decision = join_files(reading_of(tmp_path, small_plan), small_plan.agency("S101"), ["a.xlsx", "b.xlsx"], SIGNED)
    write_decisions([tmp_path], small_plan, [decision])
    reading = reading_of(tmp_path, small_plan)
    assert told(reading, "forms-joined") and not told(reading, "rows-missing") and not told(reading, "sheet-missing")


@pytest.mark.parametrize("current", [False, True])
def test_a_new_question_is_owed_only_where_no_joined_file_has_it(
    small_plan: Plan, tmp_path: Path, *, current: bool
) -> None:
    plan = replace(small_plan, info=msgspec.structs.replace(small_plan.info, form_version=2))
    first = without_rows(usual(small_plan, "S101", **HALVES[0]), small_plan, "tt_nguoi_nam")
    second = usual(plan if current else small_plan, "S101", **HALVES[1])
    put(tmp_path, a=first, b=second if current else without_rows(second, small_plan, "tt_nguoi_nam"))
    decision = join_files(reading_of(tmp_path, plan), plan.agency("S101"), ["a.xlsx", "b.xlsx"], SIGNED)
    write_decisions([tmp_path], plan, [decision])
    reading = reading_of(tmp_path, plan)
    assert told(reading, "forms-joined") and len(told(reading, "rows-new")) == (0 if current else 1)


def test_an_answer_in_the_other_half_is_not_asked_for_again(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=usual(small_plan, "S101", **HALVES[0]), b=usual(small_plan, "S101", **HALVES[1]))
    reading = reading_of(tmp_path, small_plan)
    elsewhere = {(one.sheet, one.cell) for one in told(reading, "answer-elsewhere")}
    assert elsewhere and not elsewhere & {(one.sheet, one.cell) for one in told(reading, "number-missing")}


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"agency": "Xã Không Có"}, "không có trong danh sách"),
        ({"verdict": "Đồng ý"}, "không thuộc các lựa chọn"),
        ({"value": None}, "chưa ghi giá trị"),
        ({"reason": None}, "chưa ghi lý do"),
        ({"who": " "}, "chưa ghi người quyết định"),
        ({"about": "cau_khong_co"}, "không phải một câu hỏi"),
        ({"verdict": "Gia hạn", "until": "hôm nào đó"}, "gia hạn đến ngày nào"),
    ],
)
def test_a_row_that_says_too_little_is_told(
    small_plan: Plan, tmp_path: Path, texts: dict[str, object], why: str
) -> None:
    put(tmp_path, a=doubtful(small_plan))
    settle(tmp_path, small_plan, cell_of(small_plan, "tt_nguoi_nu"))
    change_row(tmp_path, **texts)
    reading = reading_of(tmp_path, small_plan)
    assert why in told(reading, "decision-unclear")[0].message
    assert told(reading, "part-exceeds-whole")[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    "texts",
    [
        {"agency": "S101"},
        {"agency": "xã bình an 1", "verdict": "xác nhận số liệu."},
        {"value": 130, "when": date(2031, 11, 2)},
        {"about": None, "value": " 130 "},
        {"about": "tt_nguoi_nu", "sheet": None, "cell": None},
        {"cell": "$e$99", "sheet": "«Số liệu»"},
    ],
)
def test_what_people_type_by_hand_is_understood(small_plan: Plan, tmp_path: Path, texts: dict[str, object]) -> None:
    put(tmp_path, a=doubtful(small_plan))
    settle(tmp_path, small_plan, cell_of(small_plan, "tt_nguoi_nu"))
    change_row(tmp_path, **texts)
    assert told(reading_of(tmp_path, small_plan), "part-exceeds-whole")[0].severity is Severity.NOTE


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_known_by_its_words_however_they_are_typed_and_whatever_follows(verdict: Verdict) -> None:
    assert verdict_of(f" {WORDS[verdict].upper()} đến 05/12") is verdict
    with pytest.raises(RowError, match="không thuộc các lựa chọn"):
        verdict_of(WORDS[verdict][1:])


def test_what_a_decision_is_about_is_said_by_id_or_in_words(small_plan: Plan) -> None:
    question = small_plan.questions["tt_cuoc"]
    assert subject_of("", small_plan) == ""
    assert subject_of("tt_cuoc", small_plan) == subject_of(question.label.upper(), small_plan) == "tt_cuoc"
    with pytest.raises(RowError) as caught:
        subject_of("điều gì khác", small_plan)
    assert caught.value.key == "about"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"words"])
def test_a_broken_workbook_of_decisions_is_told_and_never_overwritten(
    small_plan: Plan, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / FILE).write_bytes(data)
    decisions, findings = read_decisions(tmp_path / FILE, small_plan)
    assert decisions == () and [one.code for one in findings] == ["decisions-unreadable"]
    decision = about_deadline("S101", date(2031, 12, 1), small_plan, reason="a", who="b", when=None)
    with pytest.raises(OutputError):
        record(tmp_path / FILE, [decision], small_plan)
    assert (tmp_path / FILE).read_bytes() == data


def test_two_who_write_at_once_lose_nothing(small_plan: Plan, tmp_path: Path) -> None:
    def write(at: int) -> None:
        until = date(2031, 12, at + 1)
        record(tmp_path / FILE, [about_deadline("S101", until, small_plan, reason="a", who="b", when=None)], small_plan)

    threads = [threading.Thread(target=write, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decisions, findings = read_decisions(tmp_path / FILE, small_plan)
    assert sorted(one.until.day for one in decisions if one.until) == [1, 2, 3, 4] and findings == ()


@pytest.mark.parametrize("lock", [f"~${FILE}", f".~lock.{FILE}#"])
def test_a_workbook_open_in_excel_is_left_alone(small_plan: Plan, tmp_path: Path, lock: str) -> None:
    (tmp_path / lock).touch()
    decision = about_deadline("S101", date(2031, 12, 1), small_plan, reason="a", who="b", when=None)
    with pytest.raises(OutputError, match="đang mở"):
        record(tmp_path / FILE, [decision], small_plan)


def test_what_people_added_to_the_workbook_stays(small_plan: Plan, tmp_path: Path) -> None:
    def a_decision() -> None:
        decision = about_deadline("S101", date(2031, 12, 1), small_plan, reason="=1+1", who="b", when=None)
        record(tmp_path / FILE, [decision], small_plan)

    a_decision()
    book, sheet = sheet_in(tmp_path)
    sheet["N3"], sheet["N4"] = "Ghi chú của phòng", "đã báo anh B"
    book.save(tmp_path / FILE)
    a_decision()
    assert sheet_in(tmp_path)[1]["N4"].value == "đã báo anh B"
    assert [one.reason for one in read_decisions(tmp_path / FILE, small_plan)[0]] == ["=1+1", "=1+1"]


def test_the_workbook_of_decisions_is_no_form(small_plan: Plan, tmp_path: Path) -> None:
    put(tmp_path, a=doubtful(small_plan))
    reading = settle(tmp_path, small_plan, cell_of(small_plan, "tt_nguoi_nu"))
    assert reading.files == ("a.xlsx",)


@pytest.mark.parametrize(("one", "other"), [("1.234,5", "1234,5"), ("1.234", "1234"), ("Có", " có"), ("5", "5,0")])
def test_one_value_may_be_typed_in_two_ways(one: str, other: str) -> None:
    assert same_value(one, other)
    assert not same_value(one, "77")


def run(*words: str) -> str:
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    return f"{result.exit_code} {result.output}"


def typed_in(command: str) -> Callable[..., str]:
    return lambda folder, templates, *words: run(
        command, *words, "--inputs", str(folder), "--templates", str(templates), "--reason", "đúng", "--who", "A"
    )


def test_the_commands_write_the_decisions(small_plan: Plan, templates: Path, tmp_path: Path) -> None:
    put(tmp_path, a=usual(small_plan, "S101", **HALVES[0]), b=usual(small_plan, "S101", **HALVES[1]))
    accept, join = typed_in("accept"), typed_in("join")
    assert accept(tmp_path, templates, "S101", "--until", "25/11/2031").startswith("0 ")
    assert join(tmp_path, templates, "xã Bình An 1", "a.xlsx", "b.xlsx").startswith("0 ")
    assert accept(tmp_path, templates, "S101", cell_of(small_plan, "tt_cuoc")).startswith("0 ")
    decisions, findings = read_decisions(tmp_path / FILE, small_plan)
    assert [one.verdict for one in decisions] == [Verdict.DEADLINE, Verdict.JOINED, Verdict.FIGURE]
    assert findings == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("S101",), "Cần ghi một nội dung"),
        (("XX", "sent-late"), "không có cơ quan"),
        (("S101", "sent-late"), "không có nội dung «Gửi sau hạn»"),
        (("S101", "Gửi sau hạn"), "không có nội dung «Gửi sau hạn»"),
        (("S101", "Số liệu!Z999"), "không có câu trả lời"),
        (("S101", "cái gì đó"), "Không rõ"),
        (("S101", "--until", "hôm nào"), "Không hiểu ngày"),
        (("S101", "--until", "01/02/2031"), "sớm hơn hạn chung"),
    ],
)
def test_what_cannot_be_decided_is_said(
    small_plan: Plan, templates: Path, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    put(tmp_path, a=usual(small_plan, "S101", tt_cuoc=3))
    output = typed_in("accept")(tmp_path, templates, *words)
    assert output.startswith("2 ") and why in " ".join(output.split())
    assert not (tmp_path / FILE).exists()


def test_the_trace_lists_the_decisions(small_plan: Plan, templates: Path, tmp_path: Path) -> None:
    from lamdong_report.pipeline.drafting import write_draft

    plan = load_plan(next(templates.iterdir()))
    two_forms(tmp_path, plan)
    draft = write_draft(settle(tmp_path, plan, "cu.xlsx"), tmp_path / "out")
    trace = next(path for path in draft.others if path.name.startswith("truy-vet"))
    rows = list(openpyxl.load_workbook(trace)["Quyết định"].iter_rows(values_only=True))
    assert rows[3][6] == "Lấy phiếu này" and rows[3][-1] == Validity.HOLDS


def test_arranged_opinions_that_cannot_be_read_are_told_and_nothing_is_arranged(tmp_path: Path) -> None:
    path = tmp_path / "nhom-y-kien.xlsx"
    path.write_bytes(b"x")
    arrangement, findings = read_arrangement(path)
    assert arrangement == Arrangement()
    assert [finding.code for finding in findings] == ["arrangement-unreadable"]
    assert read_arrangement(tmp_path / "khong-co.xlsx") == (Arrangement(), ())
