"""The third plan goes through every command there is: one that is added and not tried here fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from lamdong_report.cli import main
from lamdong_report.plan import Plan, load_plan
from tests import web_server
from tests.conftest import ROOT
from tests.corpus.forms import form_of
from tests.test_plan_waste import WASTE_PLAN, WORKS, sent
from tests.test_web_screens import ADDRESSES

SIGNED = ("--reason", "hai bộ phận cùng điền", "--who", "Nguyễn Văn A")
DRAFT = "output/bao-cao-chat-thai-2029-du-thao-{:02}.docx"
FINAL = "output/bao-cao-chat-thai-2029-chinh-thuc-01.docx"
DONE = {"nv_px.trang_thai": "Hoàn thành", "nv_px.noi_dung": "Đã tổ chức phân loại tại nguồn ở các tổ dân phố."}
# In the order of a season: what is typed, and what its answer or the files it leaves have to show.
TYPED: tuple[tuple[Sequence[str], str, Sequence[str]], ...] = (
    (("news",), "Phiên bản", ()),
    (("plan",), "Kế hoạch và mẫu Word không có lỗi", ()),
    (("plan", "--agency", "MTDT"), "Phương tiện thu gom", ()),
    (("plan", "--excel"), "ke-hoach-2029.xlsx", ("output/ke-hoach-2029.xlsx",)),
    (("plan", "--from", "output/ke-hoach-2029.xlsx"), "không thay đổi gì so với kế hoạch", ()),
    (("forms",), "Đã làm 8 phiếu", ("output/phieu/003-phuong-ben-ca.xlsx", "output/phieu/mau-phuong-xa.xlsx")),
    (("check",), "Đã nhận", ("output/tinh-hinh.html", "output/can-sua.xlsx")),
    (("letters",), "công văn", ("output/cong-van/006-xa-go-sim.docx",)),
    (("join", "X02", "X02-a.xlsx", "X02-b.xlsx", *SIGNED), "quyet-dinh.xlsx", ("inputs/quyet-dinh.xlsx",)),
    (("accept", "P01", "--until", "20/7/2029", *SIGNED), "quyet-dinh.xlsx", ()),
    (("report",), "du-thao-01", (DRAFT.format(1), "output/truy-vet-so-lieu.xlsx")),
    (("report", "--onto", DRAFT.format(1)), "du-thao-02", (DRAFT.format(2),)),
    (
        ("compare", DRAFT.format(1), DRAFT.format(2)),
        "So sánh dự thảo 01 với dự thảo 02",
        ("output/thay-doi-01-02.xlsx",),
    ),
    (("web",), "", ()),
    (("report", "--final"), "chinh-thuc-01", (FINAL,)),
    (("next-year",), "Đã làm kế hoạch năm 2030", ("templates/2030/plan.toml", "luu-tru/2029/" + DRAFT.format(1))),
    (("demo", "--seed", "3"), "Đã nhận 6/6 phiếu", ("demo/output/bao-cao-chat-thai-2030-du-thao-01.docx",)),
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(WASTE_PLAN)


@pytest.fixture
def office(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the plan and what has come in: two files of one commune, each with a part of its answers."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(WASTE_PLAN, tmp_path / "templates" / "2029")
    for name in ("report.docx", "letter.docx"):
        shutil.copy(ROOT / "templates" / "2026" / name, tmp_path / "templates" / "2029")
    (tmp_path / "inputs").mkdir()
    for code, answers in sent().items():
        if code[0] in "PX":
            answers = {**answers, **DONE}
        halves = {code: answers}
        if code == "X02":
            own = ("nguoi_lap", "ngay_van_ban", "ngay_chot", "lan_gui")
            halves = {
                f"{code}-a": {key: value for key, value in answers.items() if key in own or key < "p"},
                f"{code}-b": {key: value for key, value in answers.items() if key in own or key >= "p"},
            }
        for name, some in halves.items():
            form = form_of(plan, code, some, tables=WORKS.get(code, {}))
            (tmp_path / "inputs" / f"{name}.xlsx").write_bytes(form)
    return tmp_path


def answer(office: Path, words: Sequence[str]) -> str:
    """What the command says; the page is a process of its own, of which every screen is looked at."""
    if words != ("web",):
        done = CliRunner().invoke(main, words, catch_exceptions=False)
        assert done.exit_code in (0, 1), (words, done.output)
        return done.output
    server = web_server.start(office / "templates", office / "inputs", office / "output")
    try:
        server.enter()
        server.wait_until_idle()
        shown = {address: server.ask("GET", address) for address in ADDRESSES}
    finally:
        server.kill()
        assert server.process.stdout is not None
        server.process.stdout.close()
    assert {address: status for address, (status, _, _) in shown.items()} == dict.fromkeys(ADDRESSES, 200)
    return "\n".join(body.decode() for _, _, body in shown.values())


def test_each_command_is_tried() -> None:
    assert {words[0] for words, _, _ in TYPED} == set(main.commands)


@pytest.mark.slow
def test_the_third_plan_goes_through_every_command(office: Path) -> None:
    for words, said, left in TYPED:
        told = answer(office, words)
        assert "Traceback" not in told and said in " ".join(told.split()), (words, told)
        assert [name for name in left if not (office / name).exists()] == [], (words, told)
        if words == ("web",):
            assert "6 tháng đầu năm 2029" in told and "Chỉ số xanh cấp tỉnh" in told
    assert list(words_that_leak(office)) == []


def words_that_leak(office: Path) -> Iterator[str]:
    """Words of the office that this tool was first made for, in what another office hands out."""
    for path in (office / "luu-tru" / "2029" / "output").rglob("*.docx"):
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
        yield from (f"{path.name}: {word}" for word in ("Lâm Đồng", "Nội vụ", "bình đẳng giới") if word in text)
    for path in (office / "luu-tru" / "2029" / "output" / "phieu").glob("*.xlsx"):
        cells = [str(cell) for page in openpyxl.load_workbook(path) for row in page.values for cell in row if cell]
        yield from (f"{path.name}: {word}" for word in ("Lâm Đồng", "Nội vụ", "bình đẳng giới") if word in str(cells))
