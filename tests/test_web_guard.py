"""Who may speak to the page, and what every answer forbids."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lamdong_report.web.guard import KEY_HEADER
from tests.web_page import Page, open_page

OTHER_HOSTS = (
    "localhost:54321",
    "127.0.0.1",
    "127.0.0.1:54322",
    "doc.example:54321",
    "127.0.0.1.doc.example",
    "[::1]:54321",
)
CHANGES = ("/nhan", "/bo", "/lay-lai", "/thoat", "/viec/1/dung")


@pytest.fixture(scope="module")
def page(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("mua")
    return open_page(templates, folder / "inputs", folder / "output")


def stranger(page: Page) -> Page:
    """Another browser on the same machine, which was never let in."""
    return Page(page.desk, page.client.application.test_client())


def entrance(page: Page) -> str:
    parts = urlsplit(page.desk.guard.entrance())
    return f"{parts.path}?{parts.query}"


def test_the_token_lets_one_browser_in_once(page: Page) -> None:
    address, first, second = entrance(page), stranger(page), stranger(page)
    assert first.get(address).status_code == 303
    assert first.get("/").status_code == 200
    assert second.get(address).status_code == 403
    assert second.get("/").status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_has_a_name_of_its_own(page: Page) -> None:
    cookie = stranger(page).get(entrance(page)).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert cookie.startswith(f"tong-hop-{page.desk.guard.host.rpartition(':')[2]}=")


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/?", "/"),
        ("/y-kien?muc=V.1&", "/y-kien?muc=V.1"),
        ("/can-xu-ly?muc=error&loai=a%26b&", "/can-xu-ly?muc=error&loai=a%26b"),
        ("/%2Fnoi-khac.vn/?", "/noi-khac.vn/"),
    ],
)
def test_the_token_does_not_stay_in_the_address_and_nothing_else_is_lost(page: Page, asked: str, goes: str) -> None:
    answer = stranger(page).get(entrance(page).replace("/?", asked))
    assert answer.headers["Location"] == goes


@pytest.mark.parametrize("path", ["/", "/tinh-trang", "/tinh/page.js", "/kieu.css", "/tai/abc", "/viec/1"])
def test_nothing_is_shown_to_a_browser_that_was_not_let_in(page: Page, path: str) -> None:
    answer = stranger(page).get(path)
    assert answer.status_code == 403
    assert "bat-dau.cmd" in answer.text


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_a_request_by_another_name_of_this_machine_is_refused(page: Page, host: str) -> None:
    assert page.get("/", Host=host).status_code == 403
    assert page.post("/thoat", Host=host).status_code == 403


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("origin", ["null", "https://doc.example", "http://localhost:54321", "http://127.0.0.1:54322"])
def test_a_change_asked_for_by_another_site_is_refused(page: Page, path: str, origin: str) -> None:
    assert page.post(path, Origin=origin).status_code == 403
    assert not page.desk.stop.is_set()


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_that_does_not_say_where_it_comes_from_is_refused(page: Page, path: str) -> None:
    assert page.client.post(path, headers={"Host": page.desk.guard.host}).status_code == 403


def test_a_change_from_another_site_is_refused_by_what_the_browser_says_of_it(page: Page) -> None:
    assert page.post("/thoat", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert page.post("/thoat", **{"Sec-Fetch-Site": "same-site"}).status_code == 403


def test_every_address_that_changes_something_takes_no_get(page: Page) -> None:
    rules = [rule for rule in page.client.application.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(rules) >= len(CHANGES)
    assert not [rule.rule for rule in rules if "GET" in (rule.methods or ())]


@pytest.mark.parametrize("path", ["/", "/tinh/page.js", "/khong-co", "/tinh-trang"])
def test_every_answer_forbids_what_the_page_does_not_need(page: Page, path: str) -> None:
    for answer in (page.get(path), stranger(page).get(path)):
        headers = answer.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in headers["Content-Security-Policy"] and "http" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_no_template_holds_a_script_or_a_style_of_its_own_or_anything_from_outside() -> None:
    folder = Path(__file__).resolve().parent.parent / "lamdong_report" / "web"
    templates = sorted((folder / "templates").glob("*.html"))
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:", text), path.name
        assert not re.search(r"https?://|//[a-z]", text), path.name
        assert "|safe" not in text and "autoescape" not in text, path.name
    for path in sorted((folder / "assets").iterdir()):
        found = re.findall(r"https?://[^\s\"']+", path.read_text(encoding="utf-8"))
        assert set(found) <= {"http://www.w3.org/2000/svg"}, path.name


def test_the_second_start_gets_an_entrance_only_with_the_key(page: Page) -> None:
    other = stranger(page)
    assert other.post("/mo-lai").status_code == 403
    assert other.post("/mo-lai", **{KEY_HEADER: "sai"}).status_code == 403
    url = other.post("/mo-lai", **{KEY_HEADER: page.desk.guard.key}).json["url"]
    parts = urlsplit(url)
    assert other.get(f"{parts.path}?{parts.query}").status_code == 303


def test_a_file_is_fetched_by_its_id_and_by_nothing_else(page: Page, tmp_path: Path) -> None:
    wanted = tmp_path / "Đề nghị.docx"
    wanted.write_bytes(b"PK")
    answer = page.get(f"/tai/{page.desk.shelf.offer(wanted)}")
    assert answer.data == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for path in (f"/tai/{wanted}", "/tai/..%2F..%2Fetc%2Fpasswd", "/tai/../page.css", "/tinh/../templates/base.html"):
        assert page.get(path).status_code in (403, 404)
