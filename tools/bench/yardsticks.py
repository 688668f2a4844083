"""Two programs to be measured against: the least that any could do with these files, and what people do today."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tools.bench.job import Done, Job, Work


def floor(job: Job) -> Work:
    """Unzip the sheets of every form and parse them; write a document as large as the report."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(job.fetch("document"))) as document:
        parts = {name: document.read(name) for name in document.namelist()}

    def work() -> Done:
        found = forms_in(job.forms)
        for form in found:
            with zipfile.ZipFile(form) as package:
                for name in package.namelist():
                    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                        etree.fromstring(package.read(name))
        with zipfile.ZipFile(job.scratch / "floor.docx", "w", zipfile.ZIP_DEFLATED) as out:
            for name, data in parts.items():
                out.writestr(name, data)
        return Done(len(found))

    return work


def naive(job: Job) -> Work:
    """Every form through openpyxl, the same texts through a plain DocxTemplate; the sums are made a present of."""
    context, template = job.fetch("context")

    def work() -> Done:
        import openpyxl
        from docxtpl import DocxTemplate

        found = forms_in(job.forms)
        for form in found:
            openpyxl.load_workbook(form, data_only=True)
        document = DocxTemplate(template)
        document.render(context, autoescape=True)
        document.save(job.scratch / "naive.docx")
        return Done(len(found))

    return work


def leave_context(job: Job) -> Work:
    """What `naive` prints: the names and texts that our own template gets, as plain values."""
    from lamdong_report.word.marks import Marks
    from lamdong_report.word.view import view_content

    material, content = job.fetch("figures")

    def work() -> Done:
        template = material.plan.folder / "report.docx"
        return Done(left={"context": (view_content(content, Marks()), template)})

    return work


def forms_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.xlsx"))
