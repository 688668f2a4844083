"""The pages of the final report as they come out of the printer: none nearly empty, tagged, tables and charts told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from msgspec.structs import replace

from lamdong_report.model import Severity
from lamdong_report.pdf import as_pdf
from lamdong_report.pipeline import Reading
from lamdong_report.pipeline.drafting import write_draft

pytestmark = pytest.mark.slow

needs_printer = pytest.mark.skipif(
    not all(map(shutil.which, ("soffice", "pdftotext", "pdfinfo"))), reason="LibreOffice or poppler is not here"
)
# Fewer lines of text than these look like a page that was forgotten; number, heads of columns and marks are none.
FEWEST = 5


@pytest.fixture(scope="module")
def finals(example_reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The final report made anew, and the one made onto a draft in which an official has written."""
    out = tmp_path_factory.mktemp("output")
    left = tuple(one for one in example_reading.findings if one.severity is not Severity.ERROR)
    reading = replace(example_reading, findings=left)
    draft = write_draft(reading, out).report
    document = Document(str(draft))
    slot = next(p for p in document.paragraphs if p.text.startswith("["))
    slot.runs[0].text = "Ủy ban nhân dân tỉnh đã ban hành đầy đủ các văn bản chỉ đạo."
    edited = out / "sua.docx"
    document.save(str(edited))
    fresh = write_draft(reading, out / "moi", final=True, approver="Nguyễn Văn A").report
    merged = write_draft(reading, out, final=True, approver="Nguyễn Văn A", onto=edited, track=False).report
    return {"fresh": fresh, "merged": merged}


def printed(file: Path, tmp_path: Path) -> Path:
    pdf = tmp_path / "bao-cao.pdf"
    pdf.write_bytes(as_pdf(file))
    return pdf


@needs_printer
@pytest.mark.parametrize("kind", ["fresh", "merged"])
def test_no_page_of_the_final_report_is_nearly_empty(finals: dict[str, Path], kind: str, tmp_path: Path) -> None:
    pdf = printed(finals[kind], tmp_path)
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in told.split("\f")[:-1]]
    own = [
        [line for line in page if not line.isdigit() and "(2)" not in line and "VÍ DỤ" not in line] for page in pages
    ]
    assert len(pages) > 20
    assert [at for at, page in enumerate(own, 1) if len(page) < FEWEST + ("STT" in " ".join(page))] == []


@needs_printer
def test_the_pdf_is_tagged(finals: dict[str, Path], tmp_path: Path) -> None:
    pdf = printed(finals["fresh"], tmp_path)
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert dict(line.split(":", 1) for line in told.splitlines())["Tagged"].strip() == "yes"


def test_a_final_report_says_nothing_of_who_has_sent(finals: dict[str, Path]) -> None:
    for file in finals.values():
        document = Document(str(file))
        texts = [p.text.casefold() for p in document.paragraphs]
        assert not any("tình hình gửi báo cáo" in text for text in texts)
        assert len(document.sections) == len([text for text in texts if text.startswith("phụ lục ")]) + 1
