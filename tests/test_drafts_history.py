"""The history of drafts: what is kept, what a crash leaves, who may write."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx as python_docx
import msgspec
import pytest

from lamdong_report.drafts import (
    Identity,
    Record,
    identity_for,
    identity_of,
    latest,
    load,
    make_record,
    next_name,
    stamp,
)
from lamdong_report.drafts import recover as recover_history
from lamdong_report.drafts import save_draft as save_draft
from lamdong_report.errors import OutputError
from lamdong_report.history import store
from lamdong_report.history.record import FigureEntry, PartEntry
from lamdong_report.history.recordfile import read_record, write_record
from lamdong_report.lock import only_run
from lamdong_report.plan import Plan
from lamdong_report.report import entries, gather, write_report
from tests.builders import submission
from tests.draft_files import VALIDATOR, docx, plain, schema_faults

STEM, FILE_STEM = "du-thao", "bao-cao-du-thao"
ROOT = Path(__file__).resolve().parent.parent


def record(name: str, document: bytes) -> Record:
    identity = identity_for(name, document)
    file = f"{FILE_STEM}-{name[-2:]}.docx"
    return Record(identity.name, identity.digest, file, 2031, (), (), (), (), {})


def keep(out: Path, text: str) -> Identity:
    """One whole run: the next number, the history, the file for people."""
    with only_run(out):
        recover_history(out)
        document = docx(text)
        draft = record(next_name(out, STEM, FILE_STEM), document)

        def write() -> Path:
            path = out / draft.file
            path.write_bytes(stamp(document, draft.identity))
            return path

        save_draft(out, draft, document, write)
    return draft.identity


def run_python(script: str, out: Path) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own; `out` is known to it."""
    prelude = f"from pathlib import Path\nfrom lamdong_report.lock import only_run\nout = Path({str(out)!r})\n"
    speaking = "import sys\nsys.stderr.reconfigure(encoding='utf-8')\n"
    command = [sys.executable, "-c", speaking + prelude + script]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


# Identity


def test_a_stamp_can_be_read_and_replaced_and_changes_nothing_else() -> None:
    document, first, second = docx("Một."), Identity("du-thao-01", "a" * 16), Identity("du-thao-02", "b" * 16)
    stamped = stamp(document, first)
    assert identity_of(document) is None
    assert identity_of(stamped) == first
    assert identity_of(stamp(stamped, second)) == second
    assert plain(stamped) == plain(document)
    assert stamp(document, first) == stamped == stamp(stamped, first)


def test_a_stamp_survives_python_docx_and_stands_beside_other_properties() -> None:
    buffer = BytesIO()
    document = python_docx.Document(BytesIO(stamp(docx("Một."), Identity("du-thao-07", "c" * 16))))
    document.add_paragraph("Hai.")
    document.save(buffer)
    assert identity_of(buffer.getvalue()) == Identity("du-thao-07", "c" * 16)


def test_a_property_that_is_no_identity_is_none() -> None:
    stamped = stamp(docx("Một."), Identity("du-thao-01", "d" * 16))
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(stamped)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name == "docProps/custom.xml" else old.read(name))
    assert identity_of(buffer.getvalue()) is None


@pytest.mark.skipif(not VALIDATOR.exists(), reason="the schema validator is not beside this checkout")
def test_a_stamped_file_is_valid(tmp_path: Path) -> None:
    assert schema_faults(stamp(docx("Một."), Identity("du-thao-01", "e" * 16)), tmp_path) == ""


# Keeping


def test_each_draft_takes_the_next_number_and_can_be_found_again(tmp_path: Path) -> None:
    one, two = keep(tmp_path, "Một."), keep(tmp_path, "Hai.")
    assert (one.name, two.name) == ("du-thao-01", "du-thao-02")
    found = load(tmp_path, one)
    assert found is not None
    assert plain(found.document) == ["Một."]
    newest = latest(tmp_path, STEM)
    assert newest is not None
    assert newest.record.identity == two


def test_a_number_is_not_used_again_when_its_file_was_moved_away(tmp_path: Path) -> None:
    keep(tmp_path, "Một.")
    (tmp_path / f"{FILE_STEM}-01.docx").unlink()
    assert keep(tmp_path, "Hai.").name == "du-thao-02"


def test_a_lost_history_is_none_and_numbers_go_on_from_the_files(tmp_path: Path) -> None:
    identity = keep(tmp_path, "Một.")
    shutil.rmtree(tmp_path / ".lich-su")
    assert load(tmp_path, identity) is None
    assert latest(tmp_path, STEM) is None
    assert keep(tmp_path, "Hai.").name == "du-thao-02"


def test_a_copied_output_folder_is_as_good_as_the_first(tmp_path: Path) -> None:
    identity = keep(tmp_path / "cu", "Một.")
    shutil.copytree(tmp_path / "cu", tmp_path / "moi")
    assert load(tmp_path / "moi", identity) == load(tmp_path / "cu", identity) is not None


def test_a_draft_of_another_folder_with_the_same_number_is_not_taken_for_ours(tmp_path: Path) -> None:
    keep(tmp_path / "a", "Một.")
    other = keep(tmp_path / "b", "Khác.")
    assert load(tmp_path / "a", other) is None


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_record_of_an_earlier_version_is_still_read(tmp_path: Path, version: int) -> None:
    """Version 1 knew no question of a finding; both 1 and 2 had each cell in every figure that it is in."""
    identity = keep(tmp_path, "Một.")
    path = tmp_path / ".lich-su" / "du-thao-01" / "so-lieu.json"
    finding = ["E1", "error", "XA01", "a.xlsx", "Số liệu", "C5", "Ô C5 không phải số.", "q1"][: 6 + version]
    cells = [["XA01", "q1", "12", "a.xlsx", "Số liệu", f"C{row}"] for row in (5, 6)]
    own = {"Mục I": [0], "Mục II": [1, 0]}
    within = {place: [cells[at] for at in parts] if version < 3 else [] for place, parts in own.items()}
    raw = json.loads(path.read_text(encoding="utf-8"))["record"]
    raw |= {"findings": [finding], "figures": [[place, "12", "người", "q1", some] for place, some in within.items()]}
    del raw["cells"]
    if version == 3:
        raw = {"record": raw, "cells": cells, "parts": [*own.values()]}
    path.write_text(json.dumps(raw | {"version": version}), encoding="utf-8")
    found = load(tmp_path, identity)
    assert found is not None and found.record.findings[0].message == "Ô C5 không phải số."
    first, second = (PartEntry("XA01", "q1", Decimal(12), "a.xlsx", "Số liệu", f"C{row}") for row in (5, 6))
    assert [found.record.cells_of(one) for one in found.record.figures] == [(first,), (second, first)]
    assert read_record(write_record(found.record)) == found.record


def test_a_cell_of_many_figures_stands_once_in_the_file(small_plan: Plan) -> None:
    codes = [agency.code for agency in small_plan.agencies]
    asked = [key for key, one in small_plan.questions.items() if one.kind.is_number]
    material = gather(small_plan, [submission(code, dict.fromkeys(asked, 4)) for code in codes])
    content = write_report(material, draft=True)
    record = make_record(identity_for("du-thao-01", b"x"), "a.docx", material, content, ())
    parts = [(*one.figure.parts, *one.figure.base_parts) for one in entries(content)]
    told = [[(one.agency, one.question, one.value, str(one.source)) for one in own] for own in parts]
    found = [[(c.agency, c.question, c.value, c.source) for c in record.cells_of(one)] for one in record.figures]
    assert found == told
    assert len(set(record.cells)) == len(record.cells) < sum(map(len, parts))
    assert read_record(write_record(record)) == record


def test_a_figure_of_a_cell_that_is_not_there_is_a_damaged_record() -> None:
    cell = PartEntry("XA01", "q1", Decimal(1), "a.xlsx", "Số liệu", "C5")
    for at in (-1, 1):
        figures = (FigureEntry("Mục I", "1", "", "q1", (at,)),)
        record = Record("du-thao-01", "0" * 16, "a.docx", 2031, figures, (), (), (), {}, cells=(cell,))
        with pytest.raises(msgspec.DecodeError):
            read_record(write_record(record))


@pytest.mark.parametrize("damage", [b"", b"{", *(b'{"version": %d}' % at for at in (0, 1, 2, 3, 4, 99))])
def test_a_damaged_record_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    one, two = keep(tmp_path, "Một."), keep(tmp_path, "Hai.")
    (tmp_path / ".lich-su" / two.name / "so-lieu.json").write_bytes(damage)
    newest = latest(tmp_path, STEM)
    assert newest is not None
    assert newest.record.identity == one
    assert load(tmp_path, two) is None


def test_a_damaged_pending_entry_is_dropped(tmp_path: Path) -> None:
    keep(tmp_path, "Một.")
    damaged = tmp_path / ".lich-su" / "du-thao-02.cho"
    damaged.mkdir()
    (damaged / "so-lieu.json").write_bytes(b"{")
    assert keep(tmp_path, "Hai.").name == "du-thao-02"
    assert not damaged.exists()


# Crashes


def kill(*_: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def after_writing(out: Path) -> None:
    store._confirm = kill
    keep(out, "Hai.")


def before_writing(out: Path) -> None:
    document = docx("Hai.")
    draft = record(next_name(out, STEM, FILE_STEM), document)
    with only_run(out):
        save_draft(out, draft, document, kill)


def half_kept(out: Path) -> None:
    real = store._write

    def half(path: Path, data: bytes) -> None:
        real(path, data[: len(data) // 2])
        kill()

    store._write = half
    keep(out, "Hai.")


def locked(out: Path) -> None:
    with only_run(out):
        kill()


def is_killed(stage: Callable[[Path], object], out: Path) -> bool:
    """Whether the run, in a process of its own, comes to where it kills itself."""
    child = os.fork()
    if child == 0:
        try:
            stage(out)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
@pytest.mark.parametrize("stage", [half_kept, before_writing, after_writing])
def test_a_killed_run_leaves_a_readable_history_and_the_next_run_works(
    tmp_path: Path, stage: Callable[[Path], object]
) -> None:
    first = keep(tmp_path, "Một.")
    assert is_killed(stage, tmp_path)
    assert load(tmp_path, first) is not None
    assert latest(tmp_path, STEM) is not None
    was_written = (tmp_path / f"{FILE_STEM}-02.docx").exists()
    following = keep(tmp_path, "Ba.")
    assert following.name == ("du-thao-03" if was_written else "du-thao-02")
    names = sorted(path.name for path in (tmp_path / ".lich-su").iterdir() if path.is_dir())
    assert names == ["du-thao-01", "du-thao-02", "du-thao-03"][: 3 if was_written else 2]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_a_draft_whose_run_was_killed_after_writing_it_can_still_be_merged_onto(tmp_path: Path) -> None:
    assert is_killed(after_writing, tmp_path)
    identity = identity_of((tmp_path / f"{FILE_STEM}-01.docx").read_bytes())
    assert identity is not None
    assert load(tmp_path, identity) is not None


def test_a_draft_that_cannot_be_written_leaves_no_entry(tmp_path: Path) -> None:
    document = docx("Một.")

    def fail() -> Path:
        raise OutputError("đầy đĩa")

    with pytest.raises(OutputError, match="đầy đĩa"):
        save_draft(tmp_path, record("du-thao-01", document), document, fail)
    assert list((tmp_path / ".lich-su").iterdir()) == []


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lamdong_report.history.store._write", full)
    with pytest.raises(OutputError, match="lịch sử"):
        keep(tmp_path, "Một.")
    assert list((tmp_path / ".lich-su").iterdir()) == []


# Two runs at once


def test_a_second_run_says_so_after_waiting(tmp_path: Path) -> None:
    with only_run(tmp_path):
        done = run_python("with only_run(out, 0.3): pass", tmp_path)
    assert "OutputError" in done.stderr
    assert "Một lệnh khác đang ghi" in done.stderr


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    script = "import time\nwith only_run(out):\n    (out / 'da-khoa').touch()\n    time.sleep(1)\n"
    prelude = f"from pathlib import Path\nfrom lamdong_report.lock import only_run\nout = Path({str(tmp_path)!r})\n"
    with subprocess.Popen([sys.executable, "-c", prelude + script], cwd=ROOT) as first:
        while not (tmp_path / "da-khoa").exists():
            time.sleep(0.02)
        began = time.monotonic()
        with only_run(tmp_path, 20):
            waited = time.monotonic() - began
        assert first.wait() == 0
    assert waited > 0.5


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    assert is_killed(locked, tmp_path)
    with only_run(tmp_path, 0.2):
        pass


def test_the_lock_ends_with_an_exception(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), only_run(tmp_path):
        raise RuntimeError
    with only_run(tmp_path, 0.2):
        pass
