"""What a file gave is kept and used again: the same to the letter, however files change, and never in anybody's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace
from msgspec.structs import replace as with_changed

from lamdong_report import cache
from lamdong_report.model import Answer, Finding, Provenance, Source, Submission
from lamdong_report.plan import Plan
from lamdong_report.reader import Received, read_forms
from lamdong_report.reader import files as reading_files
from lamdong_report.reader.files import FileReader, ToRead
from lamdong_report.reader.forms import Opened
from lamdong_report.reader.index import index_form
from lamdong_report.reader.kept import KeptReadings, plan_digest
from lamdong_report.reader.values import Rules
from lamdong_report.spreadsheet.arrivals import Arrival
from lamdong_report.spreadsheet.package import Package
from tests.conftest import ROOT
from tests.corpus.forms import usual, zipped
from tests.corpus.hostile import CASES
from tests.corpus.mails import eml
from tests.corpus.reading import codes
from tests.samples import samples

EXAMPLES = int(os.environ.get("EXAMPLES", samples(25)))


@pytest.fixture(scope="module")
def contents(small_plan: Plan) -> tuple[bytes, ...]:
    """Forms with and without faults, whole and in archives and mails, and what is none."""
    forms = [
        usual(small_plan, "S101", tt_cuoc=3),
        usual(small_plan, "S101", tt_cuoc=4, lan_gui=2),
        usual(small_plan, "S102", tt_cuoc="khoảng 7"),
        usual(small_plan, "TD", tt_cuoc="#REF!"),
    ]
    others = [zipped({"a.xlsx": forms[0], "xã/b.xlsx": forms[2]}), eml({"b.xlsx": forms[1], "cv.pdf": b"%PDF-1.7"})]
    return (*forms, *others, b"%PDF-1.7", b"PK\x03\x04broken")


NAMES = ("a.xlsx", "b.xlsx", "xã/a.xlsx", "thư.eml", "gửi.zip", "b.pdf", "b")


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None)
@given(
    rounds=st.lists(
        st.tuples(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 7), max_size=5), st.booleans()),
        min_size=2,
        max_size=4,
    )
)
def test_files_changed_renamed_doubled_in_any_order_read_the_same_with_what_was_kept_and_without(
    small_plan: Plan, contents: tuple[bytes, ...], rounds: list[tuple[dict[str, int], bool]]
) -> None:
    with TemporaryDirectory() as folder:
        inbox, out = Path(folder, "in"), Path(folder, "out")
        for given_files, convert in rounds:
            for path in [*inbox.rglob("*.*"), inbox / "b"]:
                if path.is_file():
                    path.unlink()
            for name, which in given_files.items():
                (inbox / name).parent.mkdir(parents=True, exist_ok=True)
                (inbox / name).write_bytes(contents[which])
            paths = [path for path in inbox.rglob("*") if path.is_file()]
            afresh = read_forms(paths, small_plan, convert_legacy=convert)
            assert repr(read_forms(paths, small_plan, convert_legacy=convert, kept_in=out)) == repr(afresh)


@pytest.fixture
def inbox(tmp_path: Path, contents: tuple[bytes, ...]) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, data in enumerate(contents[:4]):
        (folder / f"{at}.xlsx").write_bytes(data)
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Package]:
    """The packages that are opened from here on."""
    found: list[Package] = []
    real = Package.__init__

    def note(self: Package, data: bytes) -> None:
        found.append(self)
        real(self, data)

    monkeypatch.setattr(Package, "__init__", note)
    return found


def the_file(out: Path) -> Path:
    (path,) = (out / cache.CACHE_FOLDER).iterdir()
    return path


def test_what_has_not_changed_is_not_opened_again(
    small_plan: Plan, tmp_path: Path, inbox: Path, opened: list[Package]
) -> None:
    def count_opened(kept_in: Path | None = tmp_path / "out") -> int:
        opened.clear()
        read_forms([inbox], small_plan, kept_in=kept_in)
        return len({id(package) for package in opened})

    alone = count_opened(None)
    assert count_opened() == alone > 0
    assert count_opened() == 0
    (inbox / "0.xlsx").rename(inbox / "khác.xlsx")
    assert count_opened() == 0
    (inbox / "1.xlsx").write_bytes(usual(small_plan, "S101", tt_cuoc=5, lan_gui=3))
    assert count_opened() == alone // 4


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if "bomb" not in case.name], ids=lambda case: case.name)
def test_whatever_arrives_is_told_the_same_the_second_time(small_plan: Plan, tmp_path: Path, case: object) -> None:
    name, data = case.name, case.make(small_plan)  # type: ignore[attr-defined]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    first, second = (read_forms([tmp_path / "in"], small_plan, kept_in=tmp_path / "out") for _ in range(2))
    assert repr(first) == repr(second)


def emptied(data: bytes) -> bytes:
    return b""


def cut(data: bytes) -> bytes:
    return data[:-1]


def one_bit_off(data: bytes) -> bytes:
    """Somewhere in what an agency wrote, where it would read as another word or figure."""
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def foreign(data: bytes) -> bytes:
    return b"\x81\xa1a\x92\x01\x02"


@pytest.mark.parametrize("damage", [emptied, cut, one_bit_off, foreign])
def test_a_damaged_or_foreign_file_of_what_was_kept_is_as_none(
    small_plan: Plan, tmp_path: Path, inbox: Path, opened: list[Package], damage: Callable[[bytes], bytes]
) -> None:
    first = read_forms([inbox], small_plan, kept_in=tmp_path)
    path = the_file(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    opened.clear()
    assert repr(read_forms([inbox], small_plan, kept_in=tmp_path)) == repr(first)
    assert opened
    opened.clear()
    assert repr(read_forms([inbox], small_plan, kept_in=tmp_path)) == repr(first)
    assert not opened


def test_what_was_kept_under_another_name_is_as_none(small_plan: Plan, tmp_path: Path, inbox: Path) -> None:
    """What one plan's forms gave, called like that of another plan by somebody who tidies up."""
    read_forms([inbox], small_plan, kept_in=tmp_path)
    path, other = the_file(tmp_path), tmp_path / cache.CACHE_FOLDER / "other.bin"
    path.rename(other)
    assert cache._read(other) == {}


@pytest.mark.parametrize("of", ["plan", "program", "letters"])
def test_another_plan_another_program_and_other_letters_are_read_anew(
    small_plan: Plan, tmp_path: Path, inbox: Path, opened: list[Package], monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    read_forms([inbox], small_plan, kept_in=tmp_path)
    opened.clear()
    plan = small_plan
    if of == "plan":
        plan = replace(plan, thresholds=with_changed(plan.thresholds, copied_words=plan.thresholds.copied_words + 1))
    if of == "program":
        monkeypatch.setattr(cache, "program_digest", lambda: "another")
    read_forms([inbox], plan, kept_in=tmp_path, convert_legacy=of == "letters")
    assert opened


def test_the_program_is_another_one_when_a_file_of_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reader").mkdir()
    module = tmp_path / "reader" / "values.py"
    module.write_text("1")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))

    def digest() -> str:
        cache.program_digest.cache_clear()
        return cache.program_digest()

    first = digest()
    assert digest() == first
    os.utime(module, (1, 1))
    changed = digest()
    module.write_text("22")
    os.utime(module, (1, 1))
    assert len({first, changed, digest()}) == 3
    monkeypatch.undo()
    cache.program_digest.cache_clear()


def test_the_digest_of_a_plan_does_not_depend_on_the_order_of_sets(small_plan: Plan) -> None:
    code = (
        "from pathlib import Path\nfrom lamdong_report.plan import load_plan\n"
        "from lamdong_report.reader.kept import plan_digest\n"
        f"print(plan_digest(load_plan(Path({str(small_plan.folder)!r}))))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                       env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}).stdout.strip()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs == [plan_digest(small_plan)] * 2


def test_a_folder_that_cannot_be_written_hinders_no_reading(small_plan: Plan, tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    start = time.monotonic()
    received = read_forms([inbox], small_plan, kept_in=tmp_path / "file")
    assert repr(received) == repr(read_forms([inbox], small_plan))
    assert time.monotonic() - start < 20


def test_what_an_unforeseen_fault_gave_is_not_kept(
    small_plan: Plan, tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*anything: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reading_files, "open_book", fail)
    assert set(codes(read_forms([inbox], small_plan, kept_in=tmp_path))) == {"file-unforeseen"}
    monkeypatch.undo()
    assert repr(read_forms([inbox], small_plan, kept_in=tmp_path)) == repr(read_forms([inbox], small_plan))


def test_what_nobody_used_for_a_season_is_swept_and_what_is_used_stays(tmp_path: Path) -> None:
    def at(day: int) -> cache.Cache:
        opened = cache.open_cache(tmp_path, "a plan")
        opened.day = day
        return opened

    first = at(1000)
    first.keep("used", b"\x01")
    first.keep("left", b"\x02")
    first.save()
    size = the_file(tmp_path).stat().st_size
    for day in range(1000, 1200, 10):
        again = at(day)
        assert again.find("used") == b"\x01"
        again.save()
    assert at(1200).find("left") is None
    assert at(1200).find("used") == b"\x01"
    assert the_file(tmp_path).stat().st_size < size


def test_a_run_with_nothing_new_writes_nothing(small_plan: Plan, tmp_path: Path, inbox: Path) -> None:
    read_forms([inbox], small_plan, kept_in=tmp_path)
    os.utime(the_file(tmp_path), (1_000_000_000, 1_000_000_000))
    read_forms([inbox], small_plan, kept_in=tmp_path)
    assert the_file(tmp_path).stat().st_mtime == 1_000_000_000


def test_files_of_other_plans_and_half_files_do_not_pile_up(tmp_path: Path) -> None:
    half = tmp_path / cache.CACHE_FOLDER / ".dang-ghi-0123.bin"
    half.parent.mkdir()
    half.write_bytes(b"x")
    os.utime(half, (0, 0))
    for plan in range(20):
        one = cache.open_cache(tmp_path, str(plan))
        one.keep("a", b"\x01")
        one.save()
        os.utime(one.path, (time.time() - 100 + plan, time.time() - 100 + plan))
    assert not half.exists()
    assert len(list(half.parent.iterdir())) <= cache._MOST_FILES + 1
    assert cache.open_cache(tmp_path, "19").find("a") == b"\x01"
    cache.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_file_holds_more_than_so_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 10)
    one = cache.open_cache(tmp_path, "")
    for key in range(30):
        one.day = 1000 + key
        one.keep(str(key), b"\x01")
    one.save()
    found = cache.open_cache(tmp_path, "")
    assert [key for key in range(30) if found.find(str(key))] == list(range(20, 30))


def test_runs_at_once_read_alike_and_leave_a_whole_file(small_plan: Plan, tmp_path: Path, inbox: Path) -> None:
    expected = repr(read_forms([inbox], small_plan))

    def run(at: int) -> Received:
        return read_forms([inbox / f"{at % 4}.xlsx", inbox], small_plan, kept_in=tmp_path)

    with ThreadPoolExecutor(4) as pool:
        assert {repr(received) for received in pool.map(run, range(8))} == {expected}
    assert len(cache._read(the_file(tmp_path))) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_run_killed_while_it_writes_leaves_the_file_whole(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\nfrom itertools import count\nfrom lamdong_report import cache\n"
        f"for at in count():\n    one = cache.open_cache(Path({str(tmp_path)!r}), '')\n"
        "    one.keep(str(at % 50), b'\\xc5\\xff\\xff' + bytes(65535))\n    one.save()\n    print(at, flush=True)"
    )
    for round_ in range(3):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE,
                              env={**os.environ, "PYTHONPATH": str(ROOT)}) as run:  # fmt: skip
            assert run.stdout is not None
            for _ in range(5):
                run.stdout.readline()
            time.sleep(0.013 * round_)
            run.send_signal(signal.SIGKILL)
        assert cache.open_cache(tmp_path, "").find("0") is not None


def test_a_form_that_names_two_agencies_is_kept_as_that_of_either(small_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(usual(small_plan, "S101", tt_cuoc=9, co_quan="phường Tân Lập"))
    kept = KeptReadings(tmp_path, small_plan, convert_legacy=False)
    read = FileReader(index_form(small_plan), Rules(small_plan)).read(ToRead(Arrival("b.xlsx", path)))
    kept.keep(read.key, "b.xlsx", read.found)
    assert len(read.found[0][1].claimed) == 2 and repr(kept.find(read.key, "b.xlsx")) == repr(read.found)


def test_all_that_a_form_consists_of_is_kept() -> None:
    """A new field here must find its place in what is kept, or it would be lost the second time."""
    known = {
        Answer: "question value source raw reason",
        Source: "file sheet cell",
        Submission: "agency file answers tables plan year form_version sending example modified digest"
        " provenance refused",
        Provenance: "mail sender sent",
        Finding: "code severity text remedy agency file sheet cell question office lead",
        Opened: "submission findings claimed absent",
    }
    assert {kind: " ".join(field.name for field in fields(kind)) for kind in known} == known
