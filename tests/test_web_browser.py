"""The page in a real browser: a whole season, every screen by WCAG, by keyboard, narrow, enlarged, dark."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from msgspec.structs import replace

from lamdong_report import pipeline
from lamdong_report.forms import form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.lock import only_run
from lamdong_report.model import Severity
from lamdong_report.opinionbook import read_arrangement
from lamdong_report.pipeline import draftlist, handling
from lamdong_report.pipeline.yearly import begin_year
from lamdong_report.plan import Plan
from lamdong_report.review.corrections import correction_prefill
from lamdong_report.status import AgencyStatus
from tests.killed import deaths
from tests.test_web_receiving import form_of
from tests.web_server import ROOT, Server, start

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ADDRESSES = (
    "/", "/can-xu-ly", "/cong-van", "/du-thao", "/chi-tieu", "/do-so?so=100", "/y-kien", "/ke-hoach"
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LONG = 120_000  # milliseconds: the machine may be busy
Page = Any


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trinh-duyet")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    running = start(ROOT / "templates", folder / "inputs", folder / "output")
    yield running
    running.process.kill()
    running.process.wait(10)


@pytest.fixture(scope="module")
def hosts() -> set[str]:
    """Every host that the browser has asked for anything."""
    return set()


@pytest.fixture(scope="module")
def page(chromium: Any, server: Server, hosts: set[str]) -> Page:
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True).new_page()
    page.set_default_timeout(LONG)
    page.on("request", lambda request: hosts.add(re.sub(r"^\w+://([^/:]+).*", r"\1", request.url)))
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.goto(server.url)
    page.wait_for_selector("body:not([data-reading])")
    return page


def go(page: Page, server: Server, path: str) -> None:
    page.goto(f"http://{server.netloc}{path}")


def see(page: Page, where: str, words: str) -> None:
    """Wait for the words; without the page's leave no string is evaluated there."""
    page.locator(where, has_text=words).first.wait_for()


def rest(page: Page, server: Server) -> None:
    """Wait until nothing is being read or written and nothing has changed for two looks at the folders."""
    seen, same = None, 0
    while same < 12:
        state = page.context.request.get(f"http://{server.netloc}/tinh-trang").json()
        same = same + 1 if state == seen and not state["jobs"] else 0
        seen = state
        page.wait_for_timeout(100)


def ended(page: Page) -> str:
    """What the page says when the job is over."""
    page.wait_for_selector("#tell:not([hidden])")
    assert "failed" not in (page.get_attribute("#tell", "class") or ""), page.inner_text("#tell")
    return str(page.inner_text("#tell"))


def mail_with(form: Path) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "xa@example.vn", "so@example.vn", "Gửi phiếu báo cáo"
    mail.set_content("Kính gửi phiếu báo cáo.")
    mail.add_attachment(form.read_bytes(), maintype="application", subtype="octet-stream", filename=form.name)
    return mail.as_bytes()


def test_a_whole_season_by_the_page_alone(page: Page, server: Server, folder: Path, hosts: set[str]) -> None:
    plan = pipeline.open_plan(ROOT / "templates")
    out, inputs = folder / "output", folder / "inputs"

    go(page, server, "/ke-hoach")
    page.click("text=Làm phiếu để phát hành")
    see(page, "#work", f"/{len(plan.agencies) + len(plan.groups)}")
    page.click("text=Dừng")  # some will do here: a form takes a tenth of a second
    see(page, "#tell", "Đã dừng")

    arrived = sorted(pipeline.fill_examples(plan, folder / "den", 1))
    (folder / "thư.eml").write_bytes(mail_with(arrived[0]))
    flat = folder / "dẹt"
    flat.mkdir()
    files = [shutil.copy(path, flat / f"{at:03} {path.name}") for at, path in enumerate(arrived)]
    go(page, server, "/")
    page.set_input_files("#choose-files", [*map(str, files), str(folder / "thư.eml")])
    see(page, "#drop-work", f"Đã nhận {len(files) + 1} tệp")
    assert page.locator(".verdict").count() >= len(files)
    reading = pipeline.read_and_check(plan, [inputs])
    received = f"{len(reading.submissions)}/{len(plan.agencies)}"
    see(page, ".c-received .value", received)

    rest(page, server)
    go(page, server, "/can-xu-ly?muc=error")
    page.locator(".kind a").first.click()  # one click from the finding to its cell
    page.wait_for_selector("#h-context")
    assert page.locator(".context .own").count() == 1

    go(page, server, "/can-xu-ly?muc=warning")
    boxes = page.locator('.kind input[name="noi-dung"]')
    page.evaluate("document.querySelectorAll('.kind details').forEach((one) => (one.open = true))")
    for at in range(2):
        boxes.nth(at).check()
    page.fill('[name="ly-do"]', "đã gọi điện, số đúng")
    page.fill('[name="nguoi"]', "Nguyễn Thị Hoa")
    page.click("text=Chấp nhận các nội dung đã chọn")
    assert "2 quyết định" in ended(page)
    go(page, server, "/can-xu-ly?muc=warning")
    page.evaluate("document.querySelectorAll('.kind details').forEach((one) => (one.open = true))")
    boxes.first.check()
    page.fill('[name="ly-do"]', "gặp văn thư")
    page.click("text=Đã xác nhận qua điện thoại")
    assert "1 quyết định" in ended(page)
    go(page, server, "/can-xu-ly")
    see(page, "#live-decisions li", "Xác nhận qua điện thoại: gặp văn thư (Nguyễn Thị Hoa")

    go(page, server, "/cong-van")
    page.click("text=Làm công văn cho cơ quan đã chọn")
    assert "Đã làm" in ended(page)
    see(page, "td a", "phiếu đánh dấu")
    with page.expect_download() as saved:
        page.click("text=Tải tất cả (.zip)")
    assert saved.value.suggested_filename == "cong-van.zip"

    go(page, server, "/du-thao")
    page.click("text=Lập dự thảo tiếp theo")
    assert "du-thao-01" in ended(page)

    first = draftlist.list_drafts(out)[0].path
    document = Document(str(first))
    next(p for p in document.paragraphs if len(p.text) > 80).add_run(" Câu của cán bộ.")
    document.save(str(folder / "đã sửa.docx"))
    page.set_input_files('[data-pick] input[type="file"]', str(folder / "đã sửa.docx"))
    page.wait_for_selector("th >> text=đã sửa.docx")

    corrected = folder / "sửa"
    corrected.mkdir()
    faulty = [status for status in pipeline.read_and_check(plan, [inputs]).statuses if status.count(Severity.ERROR)]
    for at, status in enumerate(faulty):
        prefill = correction_prefill(plan, status)
        wrong = {one.question for one in status.findings if one.severity is Severity.ERROR}
        mended = {**prefill.answers, **{key: _likely(plan, status, key) for key in wrong}}
        data = form_bytes(
            plan, lay_out(plan, (status.agency,)), replace(prefill, answers=mended, marks={}), example=True
        )
        (corrected / f"sửa {at}.xlsx").write_bytes(data)
    go(page, server, "/")
    page.set_input_files("#choose-files", [str(path) for path in sorted(corrected.iterdir())])
    see(page, "#drop-work", f"Đã nhận {len(faulty)} tệp")

    rest(page, server)
    go(page, server, "/du-thao")
    page.select_option('[name="tren"]', "đã sửa.docx")
    page.click("text=Lập dự thảo tiếp theo")
    assert "du-thao-02" in ended(page)
    second = next(draft.path for draft in draftlist.list_drafts(out) if draft.name == "du-thao-02")
    assert "Câu của cán bộ." in "".join(p.text for p in Document(str(second)).paragraphs)

    left = handling.blockers(pipeline.read_and_check(plan, [inputs]))
    assert not left, [item.finding.message for item in left]
    go(page, server, "/du-thao")
    page.click("text=Lập bản chính thức")
    assert "chinh-thuc-01" in ended(page)
    assert not page.faults, page.faults
    assert hosts == {"127.0.0.1"}


def _likely(plan: Plan, status: AgencyStatus, key: str) -> Decimal:
    """A number that contradicts no other: the whole for a part, else more than any part."""
    whole = status.submission.answers.get(plan.questions[key].part_of) if status.submission else None
    return whole.number if whole and whole.number is not None else Decimal(1_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_keeps_to_wcag_2_2_aa(page: Page, server: Server, scheme: str) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    page.emulate_media(color_scheme=scheme)
    statuses = _reading(server).statuses
    code = next((status.agency.code for status in statuses if status.submission), statuses[0].agency.code)
    found = {}
    for path in (*ADDRESSES, f"/co-quan/{code}"):
        go(page, server, path)
        # What colours do not change is looked at once.
        options = {"runOnly": RULES if scheme == "light" else ["color-contrast"]}
        result = axe_module.Axe().run(page, options=options)
        if faults := [
            (one["id"], node["html"][:160], node["failureSummary"][:200])
            for one in result.response["violations"]
            for node in one["nodes"][:3]
        ]:
            found[path] = faults
    page.emulate_media(color_scheme="light")
    assert not found, found


def _reading(server: Server) -> pipeline.Reading:
    args = server.process.args
    assert isinstance(args, list)
    inputs = Path(str(args[args.index("--inputs") + 1]))
    return pipeline.read_and_check(pipeline.open_plan(ROOT / "templates"), [inputs] if inputs.is_dir() else [])


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (420, 800), (1920, 1080), (683, 384)])
def test_no_screen_scrolls_sideways_at_any_width_nor_enlarged_twice(
    page: Page, server: Server, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    wide = {}
    for path in ADDRESSES:
        go(page, server, path)
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[path] = found
    page.set_viewport_size({"width": 1366, "height": 768})
    assert not wide


def test_the_page_is_used_by_keyboard_alone(page: Page, server: Server) -> None:
    go(page, server, "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    go(page, server, "/")
    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none' || "
                             "document.activeElement.matches('input[type=file]')")  # fmt: skip
        assert seen, reached[-1]
    assert {"Cần xử lý", "Thoát", "choose-files", "choose-folder"} <= set(reached)
    page.focus("text=Cần xử lý")
    page.keyboard.press("Enter")
    page.wait_for_url("**/can-xu-ly")


def test_a_deadline_is_extended_and_taken_back_by_keyboard_alone(page: Page, server: Server) -> None:
    code = _reading(server).statuses[0].agency.code
    go(page, server, f"/co-quan/{code}")
    page.focus("text=Gia hạn, chọn phiếu")
    for keys in ("Enter", "Tab"):
        page.keyboard.press(keys)
    for field, words in (("den-ngay", "24/12/2026"), ("ly-do", "bão"), ("nguoi", "Trần Văn An")):
        while page.evaluate("document.activeElement.name") != field:
            page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
    page.keyboard.press("Enter")  # the page comes back to the agency, where the decision stands
    see(page, "li", "đến hết ngày 24/12/2026. Lý do: bão (Trần Văn An")
    see(page, "#tell", "Đã ghi quyết định gia hạn.")
    page.focus("text=Mở lại")
    page.keyboard.press("Enter")
    page.locator("li", has_text="Lý do: bão (Trần Văn An").wait_for(state="detached")


def test_groups_of_opinions_are_arranged_by_keyboard_alone(page: Page, server: Server, folder: Path) -> None:
    """Two groups ticked and merged, the words typed, and the first group left out: no mouse, nothing lost."""
    go(page, server, "/y-kien")
    if not page.locator("nav.panel").count():
        pytest.skip("no form has come in this run: run the whole file")
    before = page.locator("#live-nhom-1 .group").count()
    assert before > 1
    boxes = page.locator('#live-nhom-1 input[name="nhom"]')
    for at in (0, 1):
        boxes.nth(at).focus()
        page.keyboard.press("Space")
    page.focus("#live-nhom-1 button[value=gop]")
    page.keyboard.press("Enter")
    assert "nhom-y-kien.xlsx" in ended(page)
    page.locator("#live-nhom-1 .group").nth(before - 1).wait_for(state="detached")
    page.focus("#live-nhom-1 .group summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name").startswith("loi-")
    page.keyboard.type("Thiếu kinh phí")
    page.keyboard.press("Enter")  # the words are saved, whatever else is ticked
    see(page, "#live-nhom-1 .group-head", "Thiếu kinh phí")
    arrangement, faults = read_arrangement(folder / "inputs" / "nhom-y-kien.xlsx")
    assert not faults and "Thiếu kinh phí" in arrangement.words.values()


def test_a_change_in_the_folder_appears_without_a_click(page: Page, server: Server, folder: Path) -> None:
    go(page, server, "/")
    page.wait_for_selector(".c-received")
    (folder / "inputs").mkdir(exist_ok=True)
    (folder / "inputs" / "lạ.xlsx").write_bytes(b"")
    see(page, "#live-board", "lạ.xlsx")
    (folder / "inputs" / "lạ.xlsx").unlink()


def test_a_file_dropped_by_mistake_is_taken_back_and_given_back(page: Page, server: Server, folder: Path) -> None:
    (folder / "Đơn.txt").write_text("không phải phiếu", encoding="utf-8")
    go(page, server, "/")
    page.set_input_files("#choose-files", str(folder / "Đơn.txt"))
    page.click("text=Bỏ tệp này")
    see(page, "#receipts", "thùng bỏ")
    assert not (folder / "inputs" / "Đơn.txt").exists()
    go(page, server, "/")
    page.click("text=Lấy lại")
    see(page, "main", "Đã lấy lại Đơn.txt")
    assert (folder / "inputs" / "Đơn.txt").is_file()
    (folder / "inputs" / "Đơn.txt").unlink()


@pytest.fixture
def small_season(templates: Path, small_plan: Plan, tmp_path: Path) -> Iterator[Server]:
    """The small plan with one address and one faulty form, in folders of its own: here the year is ended."""
    path = Path(shutil.copytree(templates, tmp_path / "templates")) / "2031" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('code = "SYT"\n', 'code = "SYT"\nemail = "so@example.vn"\n', 1), encoding="utf-8")
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "S101.xlsx").write_bytes(form_of(small_plan, "S101", lan_gui=1, tt_nguoi=120))
    running = start(tmp_path / "templates", tmp_path / "inputs", tmp_path / "output")
    yield running
    running.process.kill()
    running.process.wait(10)


@pytest.fixture
def small_page(chromium: Any, small_season: Server) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(small_season.url)
    page.wait_for_selector("body:not([data-reading])")
    yield page
    assert not page.faults, page.faults
    context.close()


def press(page: Page, words: str) -> None:
    """Press the button, link or summary of these words by the keyboard."""
    page.locator("button, a, summary", has_text=words).first.focus()
    page.keyboard.press("Enter")


def axe(page: Page) -> list[str]:
    module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    found = module.Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_two_windows_see_the_same_job(small_page: Page, small_season: Server, tmp_path: Path) -> None:
    page, other = small_page, small_page.context.new_page()
    other.set_default_timeout(LONG)
    go(other, small_season, "/ke-hoach")
    go(page, small_season, "/du-thao")
    with only_run(tmp_path / "output"):  # the job waits for it, and lasts until both windows have seen it
        page.click("text=Lập dự thảo tiếp theo")
        see(other, "#work", "Lập dự thảo tiếp theo")
        other.reload()
        see(other, "#work", "Lập dự thảo tiếp theo")
        page.click("text=Dừng")
    other.wait_for_selector("#work", state="hidden")
    other.close()


def test_the_plan_goes_to_excel_and_back_with_what_would_change_told_before_it_is_taken_over(
    small_page: Page, small_season: Server, tmp_path: Path
) -> None:
    page, file = small_page, tmp_path / "templates" / "2031" / "plan.toml"
    before = file.read_bytes()
    go(page, small_season, "/ke-hoach")
    with page.expect_download() as saved:
        press(page, "Tải kế hoạch (.xlsx)")
    edited = tmp_path / saved.value.suggested_filename
    saved.value.save_as(edited)
    book = openpyxl.load_workbook(edited)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "Sở Y tế"]
    cells[0].value = "Sở Y tế tỉnh"
    book.save(edited)
    page.set_input_files('[name="tep"]', str(edited))
    see(page, "[data-picked]", edited.name)
    press(page, "Xem trước thay đổi")
    see(page, "#tell", "Sẽ thay đổi")
    see(page, "#tell", "Sở Y tế tỉnh")
    assert file.read_bytes() == before and not axe(page)
    press(page, "Nhận vào kế hoạch")
    see(page, "#tell", "Đã thay đổi")
    assert "Sở Y tế tỉnh" in file.read_text(encoding="utf-8")
    rest(page, small_season)
    go(page, small_season, "/")
    see(page, ".tile", "Sở Y tế tỉnh")


def test_forms_and_the_mails_with_them_are_made_and_fetched(
    small_page: Page, small_season: Server, small_plan: Plan
) -> None:
    page = small_page
    go(page, small_season, "/ke-hoach")
    press(page, "Làm phiếu để phát hành")
    assert f"Đã làm {len(small_plan.agencies) + len(small_plan.groups)} phiếu" in ended(page)
    found = []
    for words in ("Tải tất cả phiếu (.zip)", "Tải tất cả thư gửi phiếu (.zip)"):
        page.locator("a", has_text=words).wait_for()
        with page.expect_download() as saved:
            press(page, words)
        found.append([Path(name).suffix for name in zipfile.ZipFile(saved.value.path()).namelist()])
    forms, mails = found
    assert forms == [".xlsx"] * (len(small_plan.agencies) + len(small_plan.groups)) and mails == [".eml"]
    press(page, "1 thư nháp")
    with page.expect_download() as saved:
        page.locator("details[open] a").first.click()
    assert saved.value.suggested_filename.endswith(".eml")
    assert not axe(page)


def test_letters_are_marked_as_sent_and_the_mark_is_taken_back_by_keyboard_alone(
    small_page: Page, small_season: Server
) -> None:
    page = small_page
    go(page, small_season, "/cong-van")
    listed = page.locator('#live-letters input[name="ma"]')
    count = listed.count()
    assert count > 2
    listed.first.focus()
    page.keyboard.press("Space")  # this one is not sent yet
    page.focus('[name="ngay-gui"]')
    page.keyboard.type("05/12/2031")
    press(page, "Đánh dấu đã gửi")
    assert f"{count - 1} cơ quan" in ended(page)
    see(page, "#live-sent", f"({count - 1})")
    assert listed.count() == 1
    press(page, "Đã gửi, đang chờ trả lời")
    see(page, "#live-sent td", "05/12/2031")
    assert not axe(page)
    page.focus('#live-sent input[name="ma"]')
    page.keyboard.press("Space")
    press(page, "Bỏ đánh dấu đã gửi")
    see(page, "#tell", "trở lại danh sách cần gửi")
    see(page, "#live-sent", f"({count - 2})")
    assert listed.count() == 2


def test_the_next_year_is_opened_and_what_is_left_to_do_is_told_where_one_then_stands(
    small_page: Page, small_season: Server, tmp_path: Path
) -> None:
    page = small_page
    go(page, small_season, "/ke-hoach")
    page.focus('[name="dong-y"]')
    page.keyboard.press("Space")
    press(page, "Mở năm 2032")
    see(page, "#tell", "Đã làm kế hoạch năm 2032")
    see(page, "dd", "2032")
    assert page.url.endswith("/ke-hoach") and not axe(page)
    assert (tmp_path / "luu-tru" / "2031" / "inputs" / "S101.xlsx").is_file()


def test_a_year_whose_opening_was_cut_off_has_one_button_on_every_screen_that_opens_it_to_its_end(
    small_page: Page, small_season: Server, tmp_path: Path
) -> None:
    page, places = small_page, [tmp_path / name for name in ("templates", "inputs", "output")]
    rest(page, small_season)
    for _ in deaths(lambda: begin_year(*places)):
        if (tmp_path / "templates" / "2032").exists():
            break
    rest(page, small_season)
    for path in ("/", "/can-xu-ly", "/ke-hoach"):
        go(page, small_season, path)
        see(page, "button", "Mở nốt năm 2032")
    assert not axe(page)
    press(page, "Mở nốt năm 2032")
    see(page, "#tell", "Đã làm kế hoạch năm 2032")
    assert (tmp_path / "luu-tru" / "2031" / "inputs" / "S101.xlsx").is_file()


def test_leaving_says_so_and_ends_the_program(page: Page, server: Server) -> None:
    go(page, server, "/")
    page.click("text=Thoát")
    page.wait_for_selector("#tell:not([hidden])")
    assert "đã thoát" in page.inner_text("#tell")
    assert server.process.wait(20) == 0
