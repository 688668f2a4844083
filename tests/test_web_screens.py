"""The screens of the page over a finished demonstration of the small plan."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote

import pytest

from lamdong_report.catalogue import CATALOGUE
from lamdong_report.catalogue.names import NAMES, name_of
from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.model import Severity, Value
from lamdong_report.pipeline import correspondence, dossier, draftlist, handling, lacking, settling
from lamdong_report.plan import Plan
from tests.test_web_receiving import form_of
from tests.web_page import Page, open_page


@pytest.fixture(scope="module")
def page(demonstration: Path, templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """For tests that change nothing."""
    season = tmp_path_factory.mktemp("web") / "mua"
    shutil.copytree(demonstration, season)
    page = open_page(templates, season / "inputs", season / "output")
    page.read()
    return page


@pytest.fixture
def own_page(demonstration: Path, templates: Path, tmp_path: Path) -> Page:
    """For tests that write."""
    shutil.copytree(demonstration, tmp_path / "mua")
    page = open_page(templates, tmp_path / "mua" / "inputs", tmp_path / "mua" / "output")
    page.read()
    return page


@pytest.fixture(scope="module")
def faulty(templates: Path, small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One form whose part is larger than its whole, nothing of the others; nobody writes into it."""
    folder = tmp_path_factory.mktemp("faulty")
    page = open_page(templates, folder / "inputs", folder / "output")
    page.drop({"phiếu.xlsx": form_of(small_plan, "S101", lan_gui=1, tt_nguoi=120, tt_nguoi_nu=130)})
    page.read()
    return folder


@pytest.fixture
def faulty_page(faulty: Path, templates: Path, tmp_path: Path) -> Page:
    """For tests that write."""
    shutil.copytree(faulty, tmp_path, dirs_exist_ok=True)
    page = open_page(templates, tmp_path / "inputs", tmp_path / "output")
    page.read()
    return page


ADDRESSES = ("/", "/can-xu-ly", "/cong-van", "/du-thao", "/chi-tieu", "/do-so", "/y-kien", "/ke-hoach")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_screen_says_where_one_is_and_marks_examples(page: Page, address: str) -> None:
    text = page.text(address)
    assert "SỐ LIỆU VÍ DỤ" in text
    assert text.count("<h1>") == 1 and text.count('aria-current="page"') == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_screen_opens_before_anything_has_come(templates: Path, tmp_path: Path, address: str) -> None:
    assert open_page(templates, tmp_path / "inputs", tmp_path / "output").text(address)


def test_the_page_says_which_version_runs_and_what_is_new(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ("Phiên bản 9.1", "Có mẫu gốc mới.")
    monkeypatch.setattr("lamdong_report.pipeline.edition.describe_edition", lambda _: iter(lines))
    monkeypatch.setattr("lamdong_report.pipeline.edition.newest_changes", lambda: ("Điều <mới>.",))
    text = page.text("/phien-ban")
    assert "<h1>Phiên bản 9.1</h1>" in text and "Có mẫu gốc mới." in text and "<li>Điều &lt;mới&gt;.</li>" in text
    assert 'href="/phien-ban"' in page.text("/")


def test_a_broken_plan_is_told_on_the_page_with_all_its_faults(templates: Path, tmp_path: Path) -> None:
    shutil.copytree(templates, tmp_path / "templates")
    plan = tmp_path / "templates" / "2031" / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("[plan]", "[plan]\nla = 1", 1), encoding="utf-8")
    answer = open_page(tmp_path / "templates", tmp_path / "inputs", tmp_path / "output").get("/", Accept="text/html")
    assert answer.status_code == 409
    assert "«la»" in answer.text


def test_the_board_names_every_agency_with_its_own_address(page: Page, small_plan: Plan) -> None:
    text = page.text("/")
    assert all(f'href="/co-quan/{agency.code}"' in text for agency in small_plan.agencies)


def test_an_agency_is_shown_as_in_its_form_with_every_answer_at_its_cell(page: Page) -> None:
    reading = page.desk.season.reading
    form = reading.submissions[0]
    text = page.text(f"/co-quan/{form.agency}")
    cells = [answer.source for answer in form.answers.values() if answer.raw]
    assert cells
    for source in cells:
        assert f'id="o-{source.sheet.replace(" ", "_")}-{source.cell}"' in text, source
    assert page.get("/co-quan/khong-co").status_code == 404


def test_a_finding_opens_its_cell_in_its_row_with_the_cells_that_it_contradicts(faulty_page: Page) -> None:
    reading = faulty_page.desk.season.reading
    finding = next(one for one in reading.findings if one.code == "part-exceeds-whole")
    form = reading.submissions[0]
    own, whole = form.answers["tt_nguoi_nu"].source, form.answers["tt_nguoi"].source
    context = dossier.row_context(dossier.answer_sheets(reading, "S101"), finding)
    assert context.own == (own.sheet, own.cell)
    assert (whole.sheet, whole.cell) in context.against
    assert [row.cells[0].ref for _, _, row in context.rows] == [own.cell, whole.cell]
    text = faulty_page.text(f"/co-quan/S101?loi={dossier.finding_id(finding)}")
    assert 'class="answer a-error own"' in text and " against" in text


def test_the_findings_link_to_their_cells_in_one_click(faulty_page: Page) -> None:
    text = faulty_page.text("/can-xu-ly?muc=error")
    errors = [one for one in faulty_page.desk.season.reading.findings if one.severity is Severity.ERROR]
    assert errors
    for finding in errors:
        assert f"/co-quan/{finding.agency}?loi={dossier.finding_id(finding)}#h-context" in text


def test_findings_are_filtered_and_grouped_by_kind(faulty_page: Page) -> None:
    reading = faulty_page.desk.season.reading
    kinds = handling.finding_kinds(reading, handling.Filter())
    assert sum(len(kind.items) for kind in kinds) == len(reading.findings)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert [kind.title for kind in kinds] == [NAMES[kind.code] for kind in kinds]
    assert [kind.severity for kind in kinds] == sorted(
        (kind.severity for kind in kinds), key="error warning note".index
    )
    only = handling.finding_kinds(reading, handling.Filter(severity="error", agency="S101"))
    assert {item.finding.agency for kind in only for item in kind.items} == {"S101"}


def test_letters_are_written_for_the_chosen_alone_with_number_day_and_signatory(faulty_page: Page) -> None:
    chosen = {"ma": ["S101", "TD"], "so": "41", "ngay": "05/12/2031", "nguoi-ky": "Trần Văn An"}
    job = faulty_page.job(faulty_page.post("/cong-van/lam", chosen))
    assert job.state == "done", job.message
    assert sorted(path.suffix for path in job.outcome.files) == [".docx", ".docx", ".xlsx"]
    from docx import Document

    texts = [[p.text for p in Document(str(path)).element.body.iter() if p.tag.endswith("}t")]
             for path in job.outcome.files if path.suffix == ".docx"]  # fmt: skip
    letters = ["".join(text or "" for text in one) for one in texts]
    assert "Số: 41/" in letters[0] and "Số: 42/" in letters[1]
    assert all("ngày 05 tháng 12 năm 2031" in letter and "Trần Văn An" in letter for letter in letters)


def test_a_mail_takes_letter_and_form_along_where_the_address_is_known(faulty_page: Page, small_plan: Plan) -> None:
    whose = {"lan_gui": Decimal(2), "tt_nguoi": Decimal(1), "tt_nguoi_nu": Decimal(2)}
    answers: dict[str, Value] = {**whose, small_plan.roles.email: "phieu@example.vn"}
    form = form_bytes(small_plan, lay_out(small_plan, (small_plan.agency("S101"),)), Prefill(answers=answers))
    faulty_page.drop({"2.xlsx": form})
    faulty_page.read()
    job = faulty_page.job(faulty_page.post("/cong-van/lam", {"ma": "S101"}))
    [mail] = [path for path in job.outcome.files if path.suffix == ".eml"]
    parsed = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert parsed["To"] == "phieu@example.vn"
    names = sorted(str(part.get_filename())[-5:] for part in parsed.iter_attachments())  # type: ignore[attr-defined]
    assert names == [".docx", ".xlsx"]
    assert ">thư</a>" in faulty_page.text("/cong-van")


def test_what_was_sent_is_settled_until_the_faults_are_others(faulty_page: Page, small_plan: Plan) -> None:
    season = faulty_page.desk.season
    assert faulty_page.post("/cong-van/da-gui", {"ma": "S101", "ngay-gui": "05/12/2031"}).status_code == 200
    sent = {one.code: one.sent for one in correspondence.recipients_of(season.reading, season.folders.out)}
    assert sent.pop("S101") == date(2031, 12, 5) and set(sent.values()) == {None}
    faulty_page.drop({"2.xlsx": form_of(small_plan, "S101", lan_gui=2, tt_nguoi=120, tt_nguoi_nu=999)})
    faulty_page.read()
    again = {one.code: one.sent for one in correspondence.recipients_of(season.reading, season.folders.out)}
    assert again["S101"] is None


def listed(text: str) -> tuple[list[str], list[str]]:
    """Whose boxes stand in the list of those to be written to, and among those who were."""
    to_send, _, sent = text.partition('id="live-sent"')
    return re.findall(r'name="ma" value="(\w+)"', to_send), re.findall(r'name="ma" value="(\w+)"', sent)


def test_who_was_written_to_leaves_the_list_and_stands_below_until_it_is_taken_back(faulty_page: Page) -> None:
    before, nobody = listed(faulty_page.text("/cong-van"))
    assert "S101" in before and "TD" in before and not nobody
    sent = faulty_page.post("/cong-van/da-gui", {"ma": ["S101", "TD"], "ngay-gui": "05/12/2031"})
    assert "2 cơ quan" in sent.json["message"]
    text = faulty_page.text("/cong-van")
    to_send, below = listed(text)
    assert set(below) == {"S101", "TD"} and set(to_send) == set(before) - {"S101", "TD"}
    assert text.count("<td>05/12/2031</td>") == 2
    assert "đã gửi ngày 05/12/2031" in faulty_page.text("/co-quan/S101")
    assert faulty_page.post("/cong-van/chua-gui", {"ma": "TD"}).status_code == 200
    to_send, below = listed(faulty_page.text("/cong-van"))
    assert below == ["S101"] and "TD" in to_send


def test_who_has_sent_or_mended_is_listed_nowhere_and_no_letter_of_the_old_matter_is_offered(
    faulty_page: Page, small_plan: Plan
) -> None:
    page = faulty_page
    everybody, _ = listed(page.text("/cong-van"))
    assert page.job(page.post("/cong-van/lam", {"ma": everybody})).state == "done"
    text = page.text("/cong-van")
    assert text.count(">công văn</a>") == len(everybody) and ">phiếu đánh dấu</a>" in text
    assert page.post("/cong-van/da-gui", {"ma": ["S101", "TD"]}).status_code == 200
    page.drop({"2.xlsx": form_of(small_plan, "S101", lan_gui=2, tt_nguoi=120, tt_nguoi_nu=999)})
    page.drop({"TD.xlsx": form_of(small_plan, "TD", lan_gui=1)})
    page.read()
    text = page.text("/cong-van")
    to_send, below = listed(text)
    assert "S101" in to_send and not below  # other faults than those that the letter was about
    assert ">công văn</a>" not in text  # the reminder names one who has sent its form since
    assert page.get("/cong-van/tat-ca.zip").status_code == 409


def test_a_reminder_is_offered_only_to_those_whom_it_names(faulty_page: Page) -> None:
    [first, second, *_] = [code for code in listed(faulty_page.text("/cong-van"))[0] if code != "S101"]
    for code in (first, second):
        assert faulty_page.job(faulty_page.post("/cong-van/lam", {"ma": code})).state == "done"
    season = faulty_page.desk.season
    offered = {one.code for one in correspondence.recipients_of(season.reading, season.folders.out) if one.letter}
    assert offered == {second}


def test_who_has_more_time_is_not_asked_to_send(faulty_page: Page) -> None:
    words = {"ma": "TD", "den-ngay": "30/12/2031", **SIGNED}
    assert faulty_page.job(faulty_page.post("/quyet-dinh/gia-han", words)).state == "done"
    assert "TD" not in listed(faulty_page.text("/cong-van"))[0]
    job = faulty_page.job(faulty_page.post("/cong-van/lam", {"ma": "TD"}))
    assert job.state == "failed" and "không còn cần" in job.message
    assert faulty_page.post("/cong-van/da-gui", {"ma": "TD"}).status_code == 409


def test_letters_of_the_command_are_offered_on_the_page(faulty_page: Page) -> None:
    from lamdong_report.pipeline import write_letters

    season = faulty_page.desk.season
    write_letters(season.reading, season.folders.out)
    found = correspondence.recipients_of(season.reading, season.folders.out)
    assert found and all(one.letter for one in found)


@pytest.mark.parametrize("typed", ["32/13/2031", "mai", "2031-12-05"])
def test_a_day_that_is_none_is_asked_for_again(faulty_page: Page, typed: str) -> None:
    answer = faulty_page.post("/cong-van/lam", {"ma": "S101", "ngay": typed})
    assert answer.status_code == 409 and typed in answer.json["message"]


def test_letters_without_anybody_chosen_are_not_written(faulty_page: Page) -> None:
    assert faulty_page.post("/cong-van/lam", {}).status_code == 409


def test_the_next_draft_is_written_and_told_in_words_without_commands(own_page: Page) -> None:
    job = own_page.job(own_page.post("/du-thao/lap", {"tren": "", "ban": "du-thao"}))
    assert job.state == "done", job.message
    assert job.outcome.files[0].name.endswith("-du-thao-02.docx")
    assert "du-thao-02" in job.outcome.told[0]
    assert not [line for line in job.outcome.told if "generate.py" in line]


def test_an_edited_draft_is_dropped_chosen_and_gone_on_from(own_page: Page) -> None:
    out = own_page.desk.season.folders.out
    first = draftlist.list_drafts(out)[0]
    from docx import Document

    document = Document(str(first.path))
    paragraph = next(p for p in document.paragraphs if len(p.text) > 60)
    paragraph.add_run(" Câu của cán bộ.")
    edited = out.parent / "sửa.docx"
    document.save(str(edited))
    answer = own_page.post("/du-thao/nhan", {"tep": (edited.open("rb"), "Dự thảo đã sửa.docx")})
    assert answer.status_code == 200, answer.text
    named = {draft.path.name: draft for draft in draftlist.list_drafts(out)}
    assert named["Dự thảo đã sửa.docx"].is_edited and named["Dự thảo đã sửa.docx"].is_known
    assert not named[first.path.name].is_edited
    job = own_page.job(own_page.post("/du-thao/lap", {"tren": "Dự thảo đã sửa.docx", "ban": "du-thao"}))
    assert job.state == "done", job.message
    assert "Câu của cán bộ." in "".join(p.text for p in Document(str(job.outcome.files[0])).paragraphs)
    text = own_page.text(f"/du-thao/so-sanh?cu={first.path.name}&moi={quote(job.outcome.files[0].name)}")
    assert "Câu" in text and "<mark>" in text


def edited_copy(draft: Path, name: str, sentence: str) -> Path:
    """The draft with a sentence behind its longest paragraph, saved under another name beside it."""
    from docx import Document

    document = Document(str(draft))
    longest = sorted((p for p in document.paragraphs if p.text), key=lambda p: len(p.text))
    longest[-1 if "Hoa" in sentence else -2].add_run(f" {sentence}")
    document.save(str(draft.with_name(name)))
    return draft.with_name(name)


def test_copies_that_two_officials_edited_are_merged_into_one_draft(own_page: Page) -> None:
    from docx import Document

    out = own_page.desk.season.folders.out
    first = draftlist.list_drafts(out)[0].path
    edited_copy(first, "bản của Hoa.docx", "Câu của Hoa.")
    edited_copy(first, "bản của Lan.docx", "Câu của Lan.")
    text = own_page.text("/du-thao")
    assert text.count('name="them"') == 2
    words = {"tren": "bản của Hoa.docx", "them": "bản của Lan.docx", "ban": "du-thao", "theo-doi": "khong"}
    job = own_page.job(own_page.post("/du-thao/lap", words))
    assert job.state == "done", job.message
    told = "".join(p.text for p in Document(str(job.outcome.files[0])).paragraphs)
    assert "Câu của Hoa." in told and "Câu của Lan." in told


def test_a_draft_that_lost_its_identity_is_gone_on_from_once_the_official_says_which_it_was(own_page: Page) -> None:
    from docx import Document

    out = own_page.desk.season.folders.out
    first = draftlist.list_drafts(out)[0]
    edited = edited_copy(first.path, "gửi lại.docx", "Câu của Hoa.")
    with zipfile.ZipFile(edited) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "docProps/custom.xml"}
    edited.unlink()
    mail = out.parent / "gửi lại.docx"
    with zipfile.ZipFile(mail, "w") as archive:
        for name, data in parts.items():
            rest = re.sub(rb"<(Override|Relationship) [^>]*custom[^>]*/>", b"", data) if b"custom" in data else data
            archive.writestr(name, rest)
    answer = own_page.post("/du-thao/nhan", {"tep": (mail.open("rb"), "gửi lại.docx")})
    assert "không còn dấu nhận dạng" in answer.json["message"]
    assert "gửi lại.docx (không còn dấu nhận dạng)" in own_page.text("/du-thao")
    answer = own_page.post("/du-thao/lap", {"tren": "gửi lại.docx"})
    assert answer.status_code == 409 and "--" not in answer.json["remedy"]
    job = own_page.job(own_page.post("/du-thao/lap", {"tren": "gửi lại.docx", "la-ban": first.name}))
    assert job.state == "done", job.message
    assert "Câu của Hoa." in "".join(p.text for p in Document(str(job.outcome.files[0])).paragraphs)


@pytest.mark.parametrize("onto", ["", "khác"])
def test_copies_of_another_draft_are_not_merged_and_the_page_says_so_in_its_own_words(
    own_page: Page, onto: str
) -> None:
    out = own_page.desk.season.folders.out
    first = draftlist.list_drafts(out)[0].path
    edited_copy(first, "bản của Hoa.docx", "Câu của Hoa.")
    second = own_page.job(own_page.post("/du-thao/lap", {"tren": "", "ban": "du-thao"})).outcome.files[0]
    answer = own_page.post("/du-thao/lap", {"tren": second.name if onto else "", "them": "bản của Hoa.docx"})
    assert answer.status_code == 409 and "cùng một dự thảo" in answer.json["message"]
    assert "--" not in answer.json["remedy"]


def test_a_final_report_without_all_forms_wants_somebody_who_answers_for_it(
    own_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = own_page
    for form in page.desk.season.reading.submissions:
        if form.agency != "S101":
            (page.desk.season.folders.inputs / form.file).unlink()
    page.read()
    monkeypatch.setattr("lamdong_report.pipeline.handling.blockers", lambda _: ())
    monkeypatch.setattr("lamdong_report.pipeline.reading.Reading.count", lambda *_: 0)
    text = page.text("/du-thao")
    assert 'name="du-thieu"' in text and "Chưa đủ phiếu theo kế hoạch" in text
    owed = [gap.agency for gap in lacking.gaps(page.desk.season.reading)]
    assert owed and reasons_of(text) == [f"/co-quan/{code}" if code else "/cong-van" for code in owed]
    job = page.job(page.post("/du-thao/lap", {"tren": "", "ban": "chinh-thuc"}))
    assert job.state == "failed" and "chưa đủ phiếu" in job.message and "--" not in job.remedy
    job = page.job(page.post("/du-thao/lap", {"tren": "", "ban": "chinh-thuc", "du-thieu": "Trần Văn An"}))
    assert job.state == "done", job.message
    assert any("Trần Văn An" in line for line in job.outcome.told)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_kind_of_finding_has_a_title_that_reads(code: str) -> None:
    title = name_of(code)
    assert title[0].isupper() or title[0] in "«…" or title[0].isdigit()
    assert not re.search(r"[{}]|…\s*…|  |\w…$|[.,:;]$", title), title


@pytest.mark.parametrize("name", ["../../etc/passwd", "khong-co.docx", "..", ""])
def test_only_drafts_of_the_folder_are_compared_and_gone_on_from(own_page: Page, name: str) -> None:
    good = draftlist.list_drafts(own_page.desk.season.folders.out)[0].path.name
    assert own_page.get(f"/du-thao/so-sanh?cu={quote(name)}&moi={good}").status_code == 409
    if name:
        assert own_page.post("/du-thao/lap", {"tren": name}).status_code == 409


def reasons_of(text: str) -> list[str]:
    """Where each thing that blocks the final report leads; fails where one leads nowhere."""
    panel = text[text.index('id="h-block"') : text.index('id="live-drafts"')]
    items = re.findall(r"<li>(.*?)</li>", panel, re.DOTALL)
    return [found[1] for item in items if (found := re.match(r'<a href="([^"]+)">', item)) or pytest.fail(item)]


def test_what_blocks_the_final_report_is_a_link_each_and_it_is_refused(faulty_page: Page) -> None:
    text = faulty_page.text("/du-thao")
    blockers = handling.blockers(faulty_page.desk.season.reading)
    assert blockers and all(f"?loi={item.id}#h-context" in text for item in blockers if item.name)
    links = reasons_of(text)
    assert len(links) >= len(blockers) and all(faulty_page.get(link).status_code == 200 for link in links)
    job = faulty_page.job(faulty_page.post("/du-thao/lap", {"ban": "chinh-thuc"}))
    assert job.state == "failed" and "lỗi" in job.message


def test_of_many_errors_each_is_a_link_though_a_few_are_open(own_page: Page) -> None:
    for at in range(20):
        (own_page.desk.season.folders.inputs / f"hỏng {at}.xlsx").write_bytes(b"PK\3\4%d" % at)
    own_page.read()
    blockers = handling.blockers(own_page.desk.season.reading)
    assert sum(not item.name for item in blockers) == 20
    assert len(reasons_of(own_page.text("/du-thao"))) >= len(blockers)


def test_an_indicator_leads_down_to_agencies_and_cells(page: Page, small_plan: Plan) -> None:
    text = page.text("/chi-tieu")
    for indicator in small_plan.indicators:
        assert f'href="/chi-tieu/{indicator.id}"' in text
    below = "".join(page.text(f"/chi-tieu/{indicator.id}") for indicator in small_plan.indicators)
    assert "/co-quan/" in below and "#o-" in below
    assert page.get("/chi-tieu/khong-co").status_code == 404


def test_a_printed_number_leads_to_its_cells(page: Page) -> None:
    out = page.desk.season.folders.out
    draft = draftlist.list_drafts(out)[0]
    from lamdong_report import drafts

    stored = drafts.latest(out, "du-thao")
    assert stored is not None
    figure = next(one for one in stored.record.figures if one.cells and one.text.replace(".", "").isdigit())
    text = page.text(f"/do-so?so={figure.text}&ban={draft.path.name}")
    first = stored.record.cells_of(figure)[0]
    assert first.cell in text and f"/co-quan/{first.agency}#o-" in text
    assert "Không thấy số 987654321" in page.text("/do-so?so=987654321")


def test_every_agencys_words_stand_under_their_section(page: Page) -> None:
    first = page.text("/y-kien")
    assert 'aria-current="true"' in first and "/co-quan/" in first


def test_forms_are_issued_by_the_page_where_the_command_writes_them(own_page: Page, small_plan: Plan) -> None:
    from lamdong_report.results import FORMS_FOLDER

    out = own_page.desk.season.folders.out
    shutil.rmtree(out / FORMS_FOLDER)
    assert own_page.get("/ke-hoach/phieu.zip").status_code == 409
    job = own_page.job(own_page.post("/ke-hoach/lam-phieu"))
    assert job.state == "done" and job.total >= len(small_plan.agencies)
    assert len(list((out / FORMS_FOLDER).glob("*.xlsx"))) == job.total
    assert own_page.get("/ke-hoach/phieu.zip").data.startswith(b"PK")


@pytest.mark.slow
def test_mails_take_the_blank_forms_to_those_whose_address_is_known(
    templates: Path, small_plan: Plan, tmp_path: Path
) -> None:
    shutil.copytree(templates, tmp_path / "templates")
    path = tmp_path / "templates" / "2031" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('code = "SYT"\n', 'code = "SYT"\nemail = "so@example.vn"\n', 1), encoding="utf-8")
    page = open_page(tmp_path / "templates", tmp_path / "inputs", tmp_path / "output")
    assert page.get("/ke-hoach/thu.zip").status_code == 409
    assert page.job(page.post("/ke-hoach/lam-phieu")).state == "done"
    archive = zipfile.ZipFile(io.BytesIO(page.get("/ke-hoach/thu.zip").data))
    [name] = archive.namelist()
    mail = message_from_bytes(archive.read(name), policy=policy.default)
    assert mail["To"] == "so@example.vn"
    [attached] = mail.iter_attachments()  # type: ignore[attr-defined]
    assert attached.get_filename() == f"{Path(name).stem}.xlsx"
    assert f">{Path(name).stem}</a>" in page.text("/ke-hoach")


THIS_YEAR = {"dong-y": "co", "nam": "2031"}


def test_the_next_year_is_begun_by_a_click_and_nothing_is_lost(
    demonstration: Path, templates: Path, tmp_path: Path
) -> None:
    shutil.copytree(demonstration, tmp_path / "mua")
    shutil.copytree(templates, tmp_path / "mua" / "templates")
    folder = tmp_path / "mua"
    page = open_page(folder / "templates", folder / "inputs", folder / "output")
    page.read()
    before = sorted(path.read_bytes() for place in ("inputs", "output") for path in (folder / place).rglob("*.*x")
                    if path.is_file())  # fmt: skip
    assert page.post("/ke-hoach/nam-moi", {}).status_code == 409
    job = page.job(page.post("/ke-hoach/nam-moi", THIS_YEAR))
    assert job.state == "done", job.message
    assert "Đã làm kế hoạch năm 2032" in job.outcome.told[0]
    assert any("trang «Thông tin», ô C" in line and "còn ghi năm 2031" in line for line in job.outcome.told)
    assert page.desk.season.reading.plan.info.year == 2032 and not page.desk.season.reading.submissions
    assert "<dd>2032</dd>" in page.text("/ke-hoach")
    kept = sorted(path.read_bytes() for path in (folder / "luu-tru" / "2031").rglob("*.*x") if path.is_file())
    assert kept == before
    again = page.job(page.post("/ke-hoach/nam-moi", THIS_YEAR))
    assert again.state == "failed" and "đã được mở" in again.message


def test_a_page_that_runs_is_still_found_after_the_next_year_was_begun(
    demonstration: Path, templates: Path, tmp_path: Path
) -> None:
    shutil.copytree(demonstration, tmp_path / "mua")
    shutil.copytree(templates, tmp_path / "mua" / "templates")
    folder = tmp_path / "mua"
    note = folder / "output" / ".trang-may.json"
    note.touch()
    page = open_page(folder / "templates", folder / "inputs", folder / "output")
    assert page.job(page.post("/ke-hoach/nam-moi", THIS_YEAR)).state == "done"
    assert sorted(path.name for path in (folder / "output").iterdir() if path.name != ".dang-ghi") == [note.name]


SIGNED = {"ly-do": "đã gọi điện, số đúng", "nguoi": "Nguyễn Thị Hoa"}


def test_several_findings_are_accepted_with_one_reason_and_reopened(faulty_page: Page, small_plan: Plan) -> None:
    own_page = faulty_page
    own_page.drop({"2.xlsx": form_of(small_plan, "S102", lan_gui=1, tt_nguoi=5, tt_nguoi_nu=6)})
    own_page.read()
    doubts = [one for one in own_page.desk.season.reading.findings if one.code == "part-exceeds-whole"]
    ids = [dossier.finding_id(one) for one in doubts]
    assert len(ids) == 2
    job = own_page.job(own_page.post("/quyet-dinh/chap-nhan", {"noi-dung": ids, **SIGNED}))
    assert job.state == "done", job.message
    after = own_page.desk.season.reading
    assert not {dossier.finding_id(one) for one in after.findings} & set(ids)
    assert [one.holds for one in settling.settled(after)] == [True, True]
    text = own_page.text("/can-xu-ly")
    assert text.count("Nguyễn Thị Hoa") >= 2 and "đã gọi điện, số đúng" in text
    for one in settling.settled(after):
        assert own_page.job(own_page.post("/quyet-dinh/mo-lai", {"quyet-dinh": one.id})).state == "done"
    assert set(ids) <= {dossier.finding_id(one) for one in own_page.desk.season.reading.findings}
    assert not own_page.desk.season.reading.decisions


@pytest.mark.parametrize("missing", ["ly-do", "nguoi"])
def test_nothing_is_settled_without_a_reason_and_a_name(faulty_page: Page, missing: str) -> None:
    [error] = [one for one in faulty_page.desk.season.reading.findings if one.code == "part-exceeds-whole"]
    words = {"noi-dung": dossier.finding_id(error), **SIGNED, missing: " "}
    job = faulty_page.job(faulty_page.post("/quyet-dinh/chap-nhan", words))
    assert job.state == "failed" and "lý do" in job.message.casefold()
    assert not faulty_page.desk.season.reading.decisions


def test_a_figure_confirmed_by_phone_is_a_decision_on_its_cell_that_says_so(faulty_page: Page) -> None:
    [error] = [one for one in faulty_page.desk.season.reading.findings if one.code == "part-exceeds-whole"]
    number = dossier.finding_id(error)
    assert "Xác nhận qua điện thoại" in faulty_page.text(f"/co-quan/S101?loi={number}")
    words = {"noi-dung": number, "ma": "S101", "cach": "dien-thoai", **SIGNED}
    job = faulty_page.job(faulty_page.post("/quyet-dinh/chap-nhan", words))
    assert job.state == "done" and job.outcome.go == "/co-quan/S101"
    [one] = settling.settled(faulty_page.desk.season.reading)
    assert one.holds and one.reason == "Xác nhận qua điện thoại: đã gọi điện, số đúng"


def test_a_deadline_is_extended_for_one_agency(faulty_page: Page) -> None:
    job = faulty_page.job(faulty_page.post("/quyet-dinh/gia-han", {"ma": "TD", "den-ngay": "30/12/2031", **SIGNED}))
    assert job.state == "done", job.message
    [one] = settling.settled(faulty_page.desk.season.reading, "TD")
    assert one.until == date(2031, 12, 30) and "30/12/2031" in faulty_page.text("/co-quan/TD")


def test_a_deadline_extended_before_anything_has_come_is_kept(templates: Path, tmp_path: Path) -> None:
    page = open_page(templates, tmp_path / "inputs", tmp_path / "output")
    page.read()
    assert page.job(page.post("/quyet-dinh/gia-han", {"ma": "TD", "den-ngay": "30/12/2031", **SIGNED})).state == "done"
    assert "30/12/2031" in page.text("/co-quan/TD")
    assert [path.parent.name for path in tmp_path.rglob("quyet-dinh.xlsx")] == ["inputs"]


def test_a_decision_reopened_on_an_agencys_screen_no_longer_stands_there(faulty_page: Page) -> None:
    assert faulty_page.job(faulty_page.post("/quyet-dinh/gia-han", {"ma": "TD", "den-ngay": "30/12/2031", **SIGNED}))
    text = faulty_page.text("/co-quan/TD")
    form = text[text.index('action="/quyet-dinh/mo-lai"') :].partition("</form>")[0]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    job = faulty_page.job(faulty_page.post("/quyet-dinh/mo-lai", sent))
    assert (job.state, job.outcome.go) == ("done", "/co-quan/TD")
    assert "30/12/2031" not in faulty_page.text("/co-quan/TD")


def test_an_error_that_only_the_agency_can_mend_is_not_accepted(faulty_page: Page) -> None:
    reading = faulty_page.desk.season.reading
    error = next(one for one in reading.findings if one.severity is Severity.ERROR and one.code == "number-missing")
    assert not settling.can_settle(reading, error)
    words = {"noi-dung": dossier.finding_id(error), **SIGNED}
    assert faulty_page.job(faulty_page.post("/quyet-dinh/chap-nhan", words)).state == "failed"


@pytest.fixture
def plan_page(templates: Path, tmp_path: Path) -> Page:
    """A page on a plan of its own, which may be changed."""
    shutil.copytree(templates, tmp_path / "templates")
    return open_page(tmp_path / "templates", tmp_path / "inputs", tmp_path / "output")


def test_settings_are_put_into_the_plan_and_every_comment_stays(plan_page: Page) -> None:
    file = plan_page.desk.season.folders.templates / "2031" / "plan.toml"
    before = file.read_text(encoding="utf-8")
    typed = {"contact.person": "Lê Văn “An”", "plan.deadline": "25/11/2031", "letter.signer": "Trần \\ Bình"}
    answer = plan_page.post("/ke-hoach/luu", typed)
    lead, *changes = answer.json["message"]
    assert answer.status_code == 200 and lead == "Đã lưu:" and len(changes) == 3 and "25/11/2031" in changes[0]
    plan_page.read()
    plan = plan_page.desk.season.reading.plan
    assert (plan.contact.person, plan.info.deadline) == ("Lê Văn “An”", date(2031, 11, 25))
    assert plan.letter.signer == "Trần \\ Bình"
    comments = [line for line in before.splitlines() if line.startswith("#")]
    assert comments == [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert 'value="25/11/2031"' in plan_page.text("/ke-hoach")
    assert [path.read_text(encoding="utf-8") for path in file.parent.glob("ban-truoc/*.toml")] == [before]


def test_a_target_is_typed_as_officials_write_numbers(plan_page: Page, small_plan: Plan) -> None:
    name = small_plan.indicators[0].id
    assert plan_page.post("/ke-hoach/luu", {f"indicators.{name}.target": "61,5"}).status_code == 200
    plan_page.read()
    assert str(plan_page.desk.season.reading.plan.indicators[0].target) == "61.5"


@pytest.mark.parametrize(
    "typed", [{"plan.deadline": "mai"}, {"plan.deadline": ""}, {"contact.nothing": "x"}, {"plan.year": "1"}]
)
def test_what_would_break_the_plan_is_not_written(plan_page: Page, typed: dict[str, str]) -> None:
    file = plan_page.desk.season.folders.templates / "2031" / "plan.toml"
    before = file.read_bytes()
    plan_page.post("/ke-hoach/luu", typed)
    assert file.read_bytes() == before


def test_what_would_break_the_plan_is_told_by_headings_each_on_a_line_of_its_own(plan_page: Page) -> None:
    answer = plan_page.post("/ke-hoach/luu", {"plan.deadline": "", "contact.person": "{ten}"})
    lead, *faults = answer.json["message"]
    assert (
        answer.status_code == 409
        and lead.startswith("Chưa lưu")
        and faults == ["• «Hạn gửi (trước ngày)» còn trống; ghi ngày, ví dụ 01/12/2026."]
    )


def test_the_plan_goes_out_as_a_workbook_and_comes_back_with_what_it_would_change(plan_page: Page) -> None:
    book = plan_page.get("/ke-hoach/ke-hoach.xlsx")
    assert book.status_code == 200 and book.data.startswith(b"PK")
    for path in ("/ke-hoach/xem-truoc", "/ke-hoach/nhan"):
        answer = plan_page.post(path, {"tep": (io.BytesIO(book.data), "ke-hoach.xlsx")})
        assert answer.status_code == 200 and "Không có gì khác" in answer.json["message"]
    assert plan_page.post("/ke-hoach/nhan", {}).status_code == 409
    refused = plan_page.post("/ke-hoach/nhan", {"tep": (io.BytesIO(b"x"), "x.xlsx")})
    assert refused.status_code == 409 and refused.json["message"].startswith("Không đọc được x.xlsx:")
