"""Every command, run on the small plan of another province as a person would run it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lamdong_report.cli import main
from lamdong_report.drafts import document_text
from lamdong_report.errors import program
from tests.conftest import SMALL_PLAN

SENDER = "SYT"  # signs the letters, so it gets none


def run(*words: str, templates: Path) -> Result:
    return CliRunner().invoke(main, [*words, "--templates", str(templates)], catch_exceptions=False)


def test_plan_says_who_is_asked_what(templates: Path) -> None:
    result = run("plan", templates=templates)
    assert result.exit_code == 0, result.output
    assert "5 cơ quan" in result.output and "Kế hoạch và mẫu Word không có lỗi" in result.output


def test_plan_lists_every_question_of_one_agency(templates: Path) -> None:
    result = run("plan", "--agency", "TD", templates=templates)
    assert "tt_cuoc" in result.output and "tre_em_gai" not in result.output


def test_a_broken_plan_ends_with_code_3_and_all_its_faults(tmp_path: Path) -> None:
    text = (SMALL_PLAN / "plan.toml").read_text(encoding="utf-8")
    (tmp_path / "plan.toml").write_text(text.replace("part_of =", "part_off ="), encoding="utf-8")
    result = run("plan", templates=tmp_path)
    assert result.exit_code == 3
    assert result.output.count("part_off") > 3 and "Cách xử lý" in result.output


def test_a_broken_template_ends_with_code_4_and_the_words_of_its_paragraph(templates: Path, tmp_path: Path) -> None:
    import docx

    shutil.copytree(templates / "2031", tmp_path / "p")
    document = docx.Document(str(tmp_path / "p" / "report.docx"))
    document.paragraphs[0].insert_paragraph_before("Đoạn thử {{ khong_co_truong_nay }}")
    document.save(str(tmp_path / "p" / "report.docx"))
    result = run("plan", templates=tmp_path / "p")
    assert result.exit_code == 4
    assert "khong_co_truong_nay" in result.output and "Đoạn thử" in result.output


def test_forms_writes_one_for_each_agency_and_each_group(templates: Path, tmp_path: Path) -> None:
    result = run("forms", "--out", str(tmp_path), templates=templates)
    assert result.exit_code == 0 and "8 phiếu" in result.output
    assert len(list(tmp_path.glob("*.xlsx"))) == 8


def test_forms_of_an_unknown_agency_is_a_usage_fault(templates: Path, tmp_path: Path) -> None:
    result = run("forms", "--agency", "XYZ", "--out", str(tmp_path), templates=templates)
    assert result.exit_code == 2 and "XYZ" in result.output


def test_the_demonstration_leaves_a_report_and_all_beside_it(demonstration: Path) -> None:
    names = {path.name for path in (demonstration / "output").iterdir()}
    assert {"bao-cao-tre-em-2031-du-thao-01.docx", "truy-vet-so-lieu.xlsx", "tong-hop-y-kien.xlsx",
            "tinh-hinh.html", "can-sua.xlsx"} <= names  # fmt: skip


def test_check_reads_what_the_demonstration_wrote(templates: Path, demonstration: Path, tmp_path: Path) -> None:
    result = run("check", str(demonstration / "inputs"), "--out", str(tmp_path), templates=templates)
    assert re.search(r"Đã nhận \d+/5", result.output), result.output
    assert (tmp_path / "can-sua.xlsx").exists() and (tmp_path / "tinh-hinh.html").exists()


def test_check_as_json_has_the_promised_shape(templates: Path, demonstration: Path) -> None:
    result = run("check", str(demonstration / "inputs"), "--json", templates=templates)
    data = json.loads(result.output)
    assert data["expected"] == 5
    assert sorted(data["received"] + data["missing"]) == ["S101", "S102", "SGD", "SYT", "TD"]
    for finding in data["findings"]:
        assert set(finding) == {"code", "severity", "agency", "file", "sheet", "cell", "message", "remedy"}
    errors = any(finding["severity"] == "error" for finding in data["findings"])
    assert result.exit_code == (1 if errors else 0)


def test_report_takes_the_next_number_and_never_the_same_twice(
    templates: Path, demonstration: Path, tmp_path: Path
) -> None:
    for number in ("01", "02"):
        result = run("report", str(demonstration / "inputs"), "--out", str(tmp_path), templates=templates)
        assert result.exit_code in (0, 1), result.output
        assert (tmp_path / f"bao-cao-tre-em-2031-du-thao-{number}.docx").exists()


def test_the_same_forms_give_the_same_bytes(templates: Path, demonstration: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        run("report", str(demonstration / "inputs"), "--out", str(tmp_path / folder), templates=templates)
    for name in ("bao-cao-tre-em-2031-du-thao-01.docx", "truy-vet-so-lieu.xlsx", "tong-hop-y-kien.xlsx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_letters_go_to_the_silent_and_the_faulty(templates: Path, demonstration: Path, tmp_path: Path) -> None:
    result = run("letters", str(demonstration / "inputs"), "--out", str(tmp_path), templates=templates)
    assert result.exit_code == 0, result.output
    data = json.loads(run("check", str(demonstration / "inputs"), "--json", templates=templates).output)
    errors = [finding for finding in data["findings"] if finding["severity"] == "error"]
    faulty = {finding["agency"] for finding in errors} & set(data["received"]) - {SENDER}
    written = list((tmp_path / "cong-van").glob("*.docx")) if (tmp_path / "cong-van").exists() else []
    assert len(written) == len(faulty) + bool(data["missing"])


def test_a_final_report_is_refused_while_errors_remain(templates: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    run("forms", "--agency", "TD", "--out", str(forms), templates=templates)
    result = run("report", str(forms), "--final", "--out", str(tmp_path / "out"), templates=templates)
    assert result.exit_code == 1 and "lỗi" in result.output
    assert not list((tmp_path / "out").glob("*.docx")) if (tmp_path / "out").exists() else True


def test_a_final_report_is_written_once_no_error_remains(templates: Path, demonstration: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(demonstration / "inputs", forms)
    data = json.loads(run("check", str(forms), "--json", templates=templates).output)
    for name in {finding["file"] for finding in data["findings"] if finding["severity"] == "error"}:
        (forms / name).unlink()
    result = run("report", str(forms), "--final", "--out", str(tmp_path / "out"), templates=templates)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "bao-cao-tre-em-2031-chinh-thuc-01.docx").exists()


def test_a_final_report_without_a_leads_form_wants_a_name_and_says_itself_what_is_missing(
    templates: Path, demonstration: Path, tmp_path: Path
) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(demonstration / "inputs", forms)
    data = json.loads(run("check", str(forms), "--json", templates=templates).output)
    for name in {finding["file"] for finding in data["findings"] if finding["severity"] == "error"}:
        (forms / name).unlink()
    for path in forms.rglob("*so-y-te*"):
        path.unlink()
    args = ("report", str(forms), "--final", "--out", str(tmp_path / "out"))
    refused = run(*args, templates=templates)
    assert refused.exit_code == 1 and "Sở Y tế (chủ trì chỉ tiêu" in refused.output
    assert run(*args, "--du-thieu", "Lê Văn A", templates=templates).exit_code == 0
    written = (tmp_path / "out" / "bao-cao-tre-em-2031-chinh-thuc-01.docx").read_bytes()
    assert "Khi lập báo cáo này, số liệu chưa đầy đủ: Sở Y tế chưa gửi báo cáo" in document_text(written)


def test_no_readable_form_ends_with_code_6(templates: Path, tmp_path: Path) -> None:
    (tmp_path / "anh.png").write_bytes(b"\x89PNG")
    for command in ("check", "report"):
        result = run(command, str(tmp_path), "--out", str(tmp_path / "out"), templates=templates)
        assert result.exit_code == 6, result.output


def test_a_folder_that_does_not_exist_is_a_usage_fault(templates: Path, tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "khong-co"), templates=templates)
    assert result.exit_code == 2 and "khong-co" in result.output


def test_an_output_that_cannot_be_written_ends_with_code_5(
    templates: Path, demonstration: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "out"
    blocked.write_text("một tệp, không phải thư mục", encoding="utf-8")
    result = run("report", str(demonstration / "inputs"), "--out", str(blocked), templates=templates)
    assert result.exit_code == 5, result.output


def test_the_demonstration_never_clears_a_folder_of_real_forms(templates: Path, tmp_path: Path) -> None:
    real = tmp_path / "inputs" / "phieu-that.xlsx"
    real.parent.mkdir()
    real.write_bytes(b"x")
    result = run("demo", "--out", str(tmp_path), templates=templates)
    assert result.exit_code == 2 and real.exists()


@pytest.mark.slow
def test_a_second_demonstration_removes_only_what_the_first_one_wrote(
    templates: Path, demonstration: Path, tmp_path: Path
) -> None:
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    first = set((tmp_path / "inputs").rglob("*.xlsx"))
    own = tmp_path / "inputs" / "phieu-cua-toi.xlsx"
    shutil.copy(min(first), own)
    result = run("demo", "--out", str(tmp_path), templates=templates)
    assert result.exit_code == 0, result.output
    assert set((tmp_path / "inputs").rglob("*.xlsx")) == {*first, own}


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0 and main.commands[command].help


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chek",), "Không có lệnh này; các lệnh: plan, forms, check"),
        (("report", "--bogus"), "Không có tùy chọn --bogus"),
        (("compare", "mot.docx"), "Thiếu NEW"),
        (("demo", "--seed", "x"), "Giá trị ghi sau --seed"),
        (("plan", "thua"), "Lệnh gõ thừa"),
    ],
)
def test_what_is_mistyped_is_told_in_vietnamese(words: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert f"Lỗi: {told}" in result.output and f"Cách xử lý: Xem cách gõ: {program()} " in result.output
    assert "Error" not in result.output and "Usage" not in result.output
