"""What must hold when things go wrong: the power, the disk, two at once, too much at once, a file held by Word."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from lamdong_report import storage
from lamdong_report.cli import main
from lamdong_report.lock import HOLDER, only_run
from lamdong_report.pipeline import draftlist, open_plan, read_and_check, receiving
from lamdong_report.plan import Plan
from lamdong_report.results import CACHE_FOLDER
from tests.test_web_opinions import SAID, saying
from tests.web_page import Page, open_page
from tests.web_server import Server, multipart, start

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def templates(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small plan with its proposals brought together, so that there is something to arrange."""
    folder = Path(shutil.copytree(templates, tmp_path_factory.mktemp("gathered") / "templates"))
    path = next(folder.glob("*/plan.toml"))
    text = path.read_text(encoding="utf-8").replace('id = "VI"\n', 'id = "VI"\ngathered = 2\n', 1)
    before, topic, after = text.partition("td_de_xuat")
    path.write_text(before + topic + after.replace('asked = ["T"]', 'asked = ["T", "XA"]', 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def demo(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("web-faults")
    result = CliRunner().invoke(main, ["demo", "--out", str(out), "--templates", str(templates)])
    assert result.exit_code == 0, result.output
    plan = open_plan(templates)
    for code, words in SAID.items():
        if plan.knows(code):
            (out / "inputs" / f"{code}.xlsx").write_bytes(saying(plan, code, words, sending=9))
    return out


@pytest.fixture
def season(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "mua"))


@pytest.fixture
def server(templates: Path, season: Path) -> Iterator[Server]:
    running = start(templates, season / "inputs", season / "output")
    running.enter()
    yield running
    running.process.kill()
    running.process.wait(10)


def again(templates: Path, season: Path) -> Server:
    running = start(templates, season / "inputs", season / "output")
    running.enter()
    return running


EXTENDED = {"ma": "TD", "den-ngay": "30/12/2031", "ly-do": "bão", "nguoi": "Trần Văn An"}
JOBS = (
    ("/du-thao/lap", {"tren": ""}, 0.3),
    ("/ke-hoach/lam-phieu", {}, 0.1),
    ("/cong-van/lam", {"ma": "TD"}, 0.0),
    ("/quyet-dinh/gia-han", EXTENDED, 0.05),
    ("/y-kien/sap-xep", {"noi-dung": "td_de_xuat", "viec": "bo"}, 0.05),
)


@pytest.mark.parametrize(("path", "words", "after"), JOBS, ids=[path for path, _, _ in JOBS])
def test_killed_in_a_job_the_next_start_shows_the_truth(
    server: Server, templates: Path, season: Path, path: str, words: dict[str, str], after: float
) -> None:
    server.wait_until_idle()
    if path == "/y-kien/sap-xep":  # the first group is left out
        group = re.search(r'name="nhom" value="([^"]+)"', server.ask("GET", "/y-kien?muc=VI")[2].decode())
        assert group
        words = {**words, "nhom": group[1]}
    assert server.post_form(path, **words)[0] == 200
    time.sleep(after)
    server.kill()
    next_one = again(templates, season)
    try:
        next_one.wait_until_idle()
        out = season / "output"
        names = [draft.name for draft in draftlist.list_drafts(out)]
        assert len(names) == len(set(names)) and "du-thao-01" in names
        status, _, body = next_one.post_form("/du-thao/lap", tren="")
        assert status == 200
        next_one.wait_until_idle()
        drafts = {draft.name: draft for draft in draftlist.list_drafts(out)}
        assert json.loads(next_one.ask("GET", f"/viec/{json.loads(body)['job']}")[2])["state"] == "done"
        assert len(drafts) == len(names) + 1
        assert all(draft.is_known and not draft.is_edited for draft in drafts.values())
        assert not list(out.glob(".dang-ghi-?*")) and not list(out.glob(".viec-dang-lam-*"))
    finally:
        next_one.process.kill()
        next_one.process.wait(10)


@pytest.mark.parametrize("after", [0.0, 0.1, 0.3])
def test_killed_while_the_forms_are_read_the_next_start_reads_them_all(
    templates: Path, season: Path, after: float
) -> None:
    shutil.rmtree(season / "output" / CACHE_FOLDER)
    before = {path: path.read_bytes() for path in (season / "inputs").rglob("*.*x")}
    first = start(templates, season / "inputs", season / "output")
    time.sleep(after)
    first.kill()
    next_one = again(templates, season)
    try:
        next_one.wait_until_idle()
        page = next_one.ask("GET", "/")[2].decode()
        received = read_and_check(open_plan(templates), [season / "inputs"]).submissions
        assert re.search(rf'class="value">{len(received)}/', page)
        assert {path: path.read_bytes() for path in (season / "inputs").rglob("*.*x")} == before
    finally:
        next_one.process.kill()
        next_one.process.wait(10)


def files_of(*folders: Path) -> dict[str, bytes]:
    """What officials have in these folders, by its place below them."""
    own = (".dang-ghi", ".ai-dang-ghi", ".trang-", ".viec-dang-lam-")
    return {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(own) and CACHE_FOLDER not in path.parts
    }


@pytest.mark.parametrize(
    "sign", ["templates/.dang-ghi-*", "templates/2032", "luu-tru/*/inputs/*", "luu-tru/*/output/*"]
)
def test_killed_while_the_next_year_is_opened_it_is_opened_to_its_end_by_one_more_click(
    templates: Path, season: Path, sign: str
) -> None:
    """Killed as soon as the first sign of each step is there; with so many files the step is not over by then."""
    own = Path(shutil.copytree(templates, season / "templates"))
    for at in range(300):
        (season / "inputs" / f"Ảnh {at:03}.png").write_bytes(b"%d" % at)
    before = files_of(season / "inputs", season / "output")
    first = start(own, season / "inputs", season / "output")
    first.enter()
    first.wait_until_idle()
    asked = {"nam": "2031", "dong-y": "co"}
    assert first.post_form("/ke-hoach/nam-moi", **asked)[0] == 200
    end = time.monotonic() + 60
    while not any(season.glob(sign)) and time.monotonic() < end:
        pass
    first.kill()
    archive = season / "luu-tru" / "2031"
    moved = files_of(archive / "inputs", archive / "output")
    assert {**files_of(season / "inputs", season / "output"), **moved}.items() >= before.items()
    next_one = again(own, season)
    try:
        next_one.wait_until_idle()
        status, _, body = next_one.ask("GET", "/ke-hoach", headers={"Accept": "text/html"})
        page = body.decode()
        if (own / "2032" / ".dang-mo-nam.json").exists():
            assert status == 409 and "Mở nốt năm 2032" in page and "Đang đọc phiếu" not in page
        else:
            assert f"<dd>{2032 if moved == before else 2031}</dd>" in page
        if moved != before:
            job = json.loads(next_one.post_form("/ke-hoach/nam-moi", **asked)[2])["job"]
            next_one.wait_until_idle()
            assert json.loads(next_one.ask("GET", f"/viec/{job}")[2])["state"] == "done"
        assert "<dd>2032</dd>" in next_one.ask("GET", "/ke-hoach")[2].decode()
        assert files_of(archive / "inputs", archive / "output") == before
        assert not files_of(season / "inputs", season / "output")
        assert sorted(path.name for path in own.iterdir()) == ["2031", "2032"]
    finally:
        next_one.process.kill()
        next_one.process.wait(10)


def test_a_second_start_finds_the_running_page_and_lets_a_second_browser_in(
    server: Server, templates: Path, season: Path
) -> None:
    second = start(templates, season / "inputs", season / "output")
    assert second.process.wait(10) == 0
    assert second.netloc == server.netloc and second.url != server.url
    first_cookie = server.cookie
    assert server.enter(second.url) == first_cookie
    assert server.ask("GET", "/")[0] == 200


def test_two_browsers_that_ask_for_the_same_at_once_get_one_job(server: Server, season: Path) -> None:
    from threading import Thread

    server.wait_until_idle()
    answers: list[bytes] = []
    threads = [Thread(target=lambda: answers.append(server.post_form("/du-thao/lap", tren="")[2])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.wait_until_idle()
    jobs = {json.loads(answer)["job"] for answer in answers}
    assert len(draftlist.list_drafts(season / "output")) == 1 + len(jobs) < 5


def test_leaving_ends_the_program_and_leaves_no_file_of_its_own(server: Server, season: Path) -> None:
    server.wait_until_idle()
    assert server.post_form("/thoat")[0] == 200
    assert server.process.wait(10) == 0
    assert not list((season / "output").glob(".trang-*"))


def test_more_than_may_be_sent_is_refused_with_a_sentence_and_not_a_broken_connection(server: Server) -> None:
    body, kind = multipart({"to.zip": b"\0" * (300 * receiving.MB)})
    status, _, said = server.ask("POST", "/nhan", body, kind)
    assert status == 413
    assert "Chia nhỏ" in json.loads(said)["message"]


def test_two_hundred_files_at_once_are_all_kept_and_told(templates: Path, tmp_path: Path) -> None:
    page = open_page(templates, tmp_path / "inputs", tmp_path / "output")
    answer = page.drop({f"Ảnh {at:03}.png": b"\x89PNG%03d" % at for at in range(200)})
    assert answer.status_code == 200
    assert answer.text.count("Đã nhận:") == 200 and answer.text.count("Chưa rõ của cơ quan nào") == 200
    assert len(list((tmp_path / "inputs").iterdir())) == 200


@pytest.fixture
def page(templates: Path, season: Path) -> Page:
    page = open_page(templates, season / "inputs", season / "output")
    page.read()
    return page


def test_a_full_disk_is_told_and_costs_nothing_that_was_there(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = page.desk.season.folders
    before = {path: path.read_bytes() for path in folders.inputs.rglob("*") if path.is_file()}

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(storage, "_write_beside", full)
    answer = page.drop({"phiếu.xlsx": b"moi"})
    assert answer.status_code == 409 and answer.json["remedy"]
    job = page.job(page.post("/du-thao/lap", {"tren": ""}))
    assert job.state == "failed" and job.remedy
    assert {path: path.read_bytes() for path in folders.inputs.rglob("*") if path.is_file()} == before
    monkeypatch.undo()
    assert page.job(page.post("/du-thao/lap", {"tren": ""})).state == "done"


def test_a_letter_that_word_holds_open_stays_and_the_new_one_gets_another_name(
    templates: Path, small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(templates, tmp_path / "inputs", tmp_path / "output")
    everybody = [agency.code for agency in small_plan.agencies]
    [held] = page.job(page.post("/cong-van/lam", {"ma": everybody, "so": "6"})).outcome.files
    old, write, move = held.read_bytes(), storage._write_beside, Path.replace

    def refuse(path: Path, data: bytes) -> None:
        if path == held:
            raise PermissionError(errno.EACCES, "held")
        write(path, data)

    def hold(self: Path, target: Path) -> Path:
        if self == held:
            raise PermissionError(errno.EACCES, "held")
        return move(self, target)

    monkeypatch.setattr(storage, "_write_beside", refuse)
    monkeypatch.setattr(Path, "replace", hold)
    job = page.job(page.post("/cong-van/lam", {"ma": everybody, "so": "7"}))
    assert job.state == "done", job.message
    assert held.read_bytes() == old
    assert [path.name for path in job.outcome.files] == [f"{held.stem} (2).docx"]


def test_a_form_copied_in_while_it_is_read_is_seen(server: Server, season: Path) -> None:
    server.wait_until_idle()
    before = json.loads(server.ask("GET", "/tinh-trang")[2])["revision"]
    shutil.copy(next((season / "inputs").rglob("*.xlsx")), season / "inputs" / "bản sao.xlsx")
    end = time.monotonic() + 60
    while json.loads(server.ask("GET", "/tinh-trang")[2])["revision"] == before and time.monotonic() < end:
        time.sleep(0.05)
    assert "bản sao.xlsx" in server.ask("GET", "/can-xu-ly")[2].decode()


def test_who_is_writing_is_told_to_a_colleague_who_waits_in_vain(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(only_run.__wrapped__, "__defaults__", (0.2,))  # type: ignore[attr-defined]
    out = page.desk.season.folders.out
    with only_run(out):
        job = page.job(page.post("/du-thao/lap", {"tren": ""}))
    assert job.state == "failed" and socket.gethostname() in job.message
    assert not (out / HOLDER).exists()
    assert page.job(page.post("/du-thao/lap", {"tren": ""})).state == "done"
