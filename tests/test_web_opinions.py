"""What agencies say alike, arranged on the page: the workbook beside the forms is the truth, the page edits it."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.model import Value
from lamdong_report.opinionbook import GROUPS, HEADINGS, read_arrangement
from lamdong_report.pipeline import opinionlist
from lamdong_report.plan import Plan, load_plan
from lamdong_report.results import ARRANGED_FILE
from tests.test_report_opinions import SAID
from tests.web_page import Page, open_page

TOPIC = "td_de_xuat"
QUESTION = f"{TOPIC}.noi_dung"


@pytest.fixture(scope="module")
def proposed(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small plan with its proposals brought together, and what five agencies propose; nobody writes into it."""
    folder = tmp_path_factory.mktemp("opinions")
    shutil.copytree(templates, folder / "templates")
    path = folder / "templates" / "2031" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    before, topic, after = text.replace('id = "VI"\n', 'id = "VI"\ngathered = 2\nlimit = 1\n', 1).partition(TOPIC)
    path.write_text(before + topic + after.replace('asked = ["T"]', 'asked = ["T", "XA"]', 1), encoding="utf-8")
    plan = load_plan(path.parent)
    page = page_of(folder)
    page.drop({f"{code}.xlsx": saying(plan, code, words) for code, words in SAID.items() if plan.knows(code)})
    page.read()
    return folder


@pytest.fixture
def page(proposed: Path, tmp_path: Path) -> Page:
    """For tests that write: a copy, in which what the forms say is kept as it was read."""
    shutil.copytree(proposed, tmp_path / "mua")
    page = page_of(tmp_path / "mua")
    page.read()
    return page


def page_of(folder: Path) -> Page:
    return open_page(folder / "templates", folder / "inputs", folder / "output")


def saying(plan: Plan, code: str, words: str, sending: int = 1) -> bytes:
    answers: dict[str, Value] = {QUESTION: words, plan.roles.sending: Decimal(sending)}
    return form_bytes(plan, lay_out(plan, (plan.agency(code),)), Prefill(answers=answers))


def groups(page: Page) -> tuple[opinionlist.VoiceGroup, ...]:
    reading = page.desk.season.reading
    (topic,) = opinionlist.grouped_topics(reading, reading.plan.place_of(reading.plan.section("VI")))
    return topic.groups


def group(page: Page, words: str) -> opinionlist.VoiceGroup:
    return next(one for one in groups(page) if any(words in voice.text for voice in one.voices))


def arrange(page: Page, work: str, **words: object) -> str:
    job = page.job(page.post("/y-kien/sap-xep", {"noi-dung": TOPIC, "viec": work, **words}))
    return "" if job.state == "done" else job.message


def as_seen(page: Page) -> set[tuple[str, bool, frozenset[str]]]:
    return {(one.words, one.printed, frozenset(voice.id for voice in one.voices)) for one in groups(page)}


def test_groups_are_shown_with_their_sentences_and_whether_they_are_printed(page: Page) -> None:
    text = page.text("/y-kien?muc=VI")
    assert "bố trí kinh phí riêng" in text and "Gom tự động" in text
    assert all(f'value="{voice.id}"' in text for one in groups(page) for voice in one.voices)


def test_what_is_arranged_on_the_page_stands_in_the_workbook_and_in_the_next_draft(page: Page) -> None:
    shared, other = group(page, "kinh phí riêng"), group(page, "dinh dưỡng")
    assert not arrange(page, "gop", nhom=[shared.id, other.id])
    (whole,) = [one for one in groups(page) if len(one.voices) > 1]
    assert not arrange(page, "loi", **{f"loi-{whole.id}": "Bố trí kinh phí,\nban hành tài liệu"})
    path = page.desk.season.folders.inputs / ARRANGED_FILE
    arrangement, faults = read_arrangement(path)
    assert not faults and arrangement.words[whole.name] == "Bố trí kinh phí, ban hành tài liệu"
    assert arrangement.groups[whole.voices[0].key] == arrangement.groups[other.voices[0].key]
    before = as_seen(page)
    page.read()
    assert as_seen(page) == before
    job = page.job(page.post("/du-thao/lap", {"tren": ""}))
    from docx import Document

    told = "\n".join(paragraph.text for paragraph in Document(str(job.outcome.files[0])).paragraphs)
    assert "Bố trí kinh phí, ban hành tài liệu (04 cơ quan, địa phương)" in told


def test_a_sentence_is_moved_to_another_group_and_to_one_of_its_own(page: Page) -> None:
    shared, road = group(page, "kinh phí riêng"), group(page, "Sửa đường")
    moved = shared.voices[1]
    assert not arrange(page, "chuyen", cau=moved.id, den=road.id)
    assert moved in group(page, "Sửa đường").voices and moved not in group(page, shared.voices[0].text).voices
    assert not arrange(page, "chuyen", cau=moved.id, den="")
    (alone,) = [one for one in groups(page) if moved in one.voices]
    assert alone.voices == (moved,)


def test_a_group_is_left_out_and_taken_in_again(page: Page) -> None:
    shared = group(page, "kinh phí riêng")
    assert not arrange(page, "bo", nhom=shared.id)
    assert not group(page, "kinh phí riêng").printed and "không in" in page.text("/y-kien?muc=VI")
    assert not arrange(page, "in", nhom=shared.id)
    assert group(page, "kinh phí riêng").printed


def test_back_to_automatic_forgets_all_that_was_arranged(page: Page) -> None:
    before = as_seen(page)
    arrange(page, "gop", nhom=[one.id for one in groups(page)])
    assert len(groups(page)) == 1
    assert not arrange(page, "tu-dong")
    page.read()
    assert as_seen(page) == before
    assert not (page.desk.season.folders.inputs / ARRANGED_FILE).exists()


def test_what_officials_arranged_by_excel_stays_and_their_own_workbook_is_kept(page: Page) -> None:
    arrange(page, "loi")
    path = page.desk.season.folders.inputs / ARRANGED_FILE
    book = openpyxl.load_workbook(path)
    sheet = book[GROUPS]
    head = next(row for row in sheet.iter_rows(max_row=5) if row[0].value == HEADINGS["section"])
    columns = {cell.value: cell.column for cell in head}
    for row in range(head[0].row + 1, sheet.max_row + 1):
        if "Sửa đường" in str(sheet.cell(row, columns[HEADINGS["text"]]).value):
            sheet.cell(row, columns[HEADINGS["words"]]).value = "Sửa đường vào các trường"
    sheet.cell(head[0].row, sheet.max_column + 1).value = "Ghi chú riêng"
    book.save(path)
    theirs = path.read_bytes()
    assert not arrange(page, "bo", nhom=group(page, "kinh phí riêng").id)
    assert group(page, "Sửa đường").words == "Sửa đường vào các trường"
    assert [kept.read_bytes() for kept in (path.parent / ".da-bo").iterdir()] == [theirs]
    assert not arrange(page, "in", nhom=group(page, "kinh phí riêng").id)
    assert len(list((path.parent / ".da-bo").iterdir())) == 1


def test_what_was_arranged_of_a_form_that_is_gone_is_there_when_it_comes_back(page: Page) -> None:
    arrange(page, "loi", **{f"loi-{group(page, 'dinh dưỡng').id}": "Tài liệu dinh dưỡng"})
    inputs = page.desk.season.folders.inputs
    form = next(path for path in inputs.glob("SYT*.xlsx"))
    form.rename(inputs.parent / form.name)
    page.read()
    arrange(page, "bo", nhom=group(page, "kinh phí riêng").id)
    (inputs.parent / form.name).rename(form)
    page.read()
    assert group(page, "dinh dưỡng").words == "Tài liệu dinh dưỡng"


def test_a_new_group_never_gets_the_name_of_another(page: Page) -> None:
    """Names are numbers in order; a sentence that comes later must not fall into a group that it is not alike."""
    arrange(page, "loi")
    plan = page.desk.season.reading.plan
    page.drop({"mới.xlsx": saying(plan, "S102", f"{SAID['S102']}\n- Xây thêm trạm y tế gần chợ.", 2)})
    page.read()
    arrange(page, "bo", nhom=group(page, "kinh phí riêng").id)
    assert [voice.text for voice in group(page, "trạm y tế").voices] == ["Xây thêm trạm y tế gần chợ."]
    names = [one.name for one in groups(page)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("lock", [f"~${ARRANGED_FILE}", f".~lock.{ARRANGED_FILE}#"])
def test_a_workbook_that_is_open_in_excel_is_left_alone_and_told(page: Page, lock: str) -> None:
    arrange(page, "loi")
    path = page.desk.season.folders.inputs / ARRANGED_FILE
    before = path.read_bytes()
    (path.parent / lock).touch()
    assert "đang mở" in arrange(page, "bo", nhom=group(page, "kinh phí riêng").id)
    assert path.read_bytes() == before and group(page, "kinh phí riêng").printed


def test_a_workbook_that_cannot_be_read_is_told_and_not_replaced(page: Page) -> None:
    path = page.desk.season.folders.inputs / ARRANGED_FILE
    path.write_bytes(b"PK broken")
    assert arrange(page, "loi")
    assert path.read_bytes() == b"PK broken"


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ("gop", {}),
        ("gop", {"nhom": "khong-co"}),
        ("in", {}),
        ("chuyen", {"den": ""}),
        ("chuyen", {"cau": "x", "den": "khong-co"}),
        ("loi", {"noi-dung": "khong-co"}),
        ("tu-dong", {"noi-dung": "khong-co"}),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(page: Page, work: str, words: dict[str, str]) -> None:
    before = as_seen(page)
    assert arrange(page, work, **words)
    assert as_seen(page) == before
    assert not (page.desk.season.folders.inputs / ARRANGED_FILE).exists()


def test_a_click_reads_no_form_again(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("the forms were read again")

    monkeypatch.setattr("lamdong_report.pipeline.read_and_check", read)
    revision = page.desk.season.revision
    assert not arrange(page, "bo", nhom=group(page, "kinh phí riêng").id)
    assert page.desk.season.revision == revision + 1
    page.desk.season.look()
    page.desk.season.look()
    assert not page.desk.worker.open_jobs
