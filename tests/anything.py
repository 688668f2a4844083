"""A small season in which any text may stand in any cell, and everything that is made of it for people."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from lamdong_report import review
from lamdong_report.checks import check_submissions
from lamdong_report.content import ReportContent
from lamdong_report.layout import table_question
from lamdong_report.model import Answer, Finding, Source, Submission
from lamdong_report.opinionbook import opinions_workbook
from lamdong_report.pages import workbook_bytes
from lamdong_report.plan import Plan, Question
from lamdong_report.reader import read_forms
from lamdong_report.render import render_letter, render_report
from lamdong_report.report import Material, entries, gather, opinions_of, quotations, unused_numbers, write_report
from lamdong_report.status import AgencyStatus, agency_statuses, as_of_date
from lamdong_report.text import clean
from lamdong_report.workbooks import trace_workbook
from tests.conftest import ROOT
from tests.corpus.forms import cell_xml, spot_of, spots_of, typed, usual, with_xml
from tests.review_season import VALIDATOR

TEMPLATES = ROOT / "templates" / "2026"
# A body whose words the report quotes by name, and a commune whose numbers it adds up.
BODY, COMMUNE = "TD", "S101"
NASTY = (
    "{{ 7*7 }}", "{{", "}}", "{% for a in b %}", "{%p if x %}", "{#", "#}", "{{r a }}", "=cmd|'/c calc'!A1", "=1+1",
    "+84", "-", "@SUM(A1)", "<w:p>", "</w:t>", "<r>", "</r>", "& <", "&amp;", "&#60;", "&nbsp;", "]]>", "<![CDATA[",
    "<!--", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'\"><b>", "\\u003c", "$1", "\\1", "%s",
    "\n", "\r\n", "\r", "\t", "\x0b", "\x0c", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029",
    "\u00a0", "\u2007", "\u3000", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u2066", "\ufffe", "\uffff",
    "\ud800", "\udfff", "\ue000", "\ue0010\ue001", "\uf0b7", "_x000D_", "_x005F_", "_xD800_", "_X000d_", "𝔘", "½",
    "👩🏽\u200d⚕️", "🇻🇳", "e\u0323\u0302", "\u0301", "ơ\u0309", "עברית", "العربية", "١٢", "１２", "Ⅳ", "- ", "+ ", "• ",
    "o ", "…", "..", " ,", ";;", "1.234", "5%", "31/12", "không có", "x", "Có", "Hoàn thành", "µ¸", "Lop tËp huÊn",
    "#REF!", "TRUE", "null", "http://a.vn/?a=1&b=2", "\\\\may\\chu", "mailto:a@b.vn", "C:\\a", "a" * 300,
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(NASTY),
        st.text(max_size=12),
        st.text("aăâbđêơưọỗế ,.;:-–()\"'%0123456789\n", max_size=30),
        st.text(st.characters(categories=("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Zs")), max_size=6),
    ),
    min_size=1,
    max_size=6,
).map("".join)


def cells_of(plan: Plan) -> st.SearchStrategy[tuple[str, str]]:
    """Any cell of the two forms that takes an answer, a reason, a contact or a line of a list."""
    return st.sampled_from([(code, key) for code in (BODY, COMMUNE) for key in spots_of(plan, code)])


def as_read(text: str) -> str:
    """What is left of the text in the file: half a letter and the like stay escapes, which readers show as they are."""
    return re.sub("[\ud800-\udfff\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", text)


def question_of(plan: Plan, key: str) -> Question:
    """The question that a cell answers; for a reason, that of any cell of its row."""
    row, _, column = key.rpartition(".")
    if ":" in row:
        table = next(table for table in plan.tables if table.id == row.partition(":")[0])
        return table_question(table, next(entry for entry in table.columns if entry.id == column))
    return plan.questions[key]


def forms_with(plan: Plan, texts: Mapping[tuple[str, str], str]) -> dict[str, bytes]:
    """The two forms, each with a few plain answers and with these texts in their cells, by file name."""
    forms = {BODY: _plain_body(plan), COMMUNE: usual(plan, COMMUNE, tt_cuoc=3, tt_nguoi=40)}
    for code in forms:
        own = {key: text for (agency, key), text in texts.items() if agency == code}
        forms[code] = with_xml(forms[code], {spot_of(plan, code, key): cell_xml(text) for key, text in own.items()})
    return {f"{code}.xlsx": data for code, data in forms.items()}


def _plain_body(plan: Plan) -> bytes:
    return typed(plan, BODY, {"nguoi_lap": "Trần Thị B", "tt_cuoc": 5, "td_chi_dao.noi_dung": "Đã ban hành kế hoạch."})


@dataclass(frozen=True, slots=True)
class Season:
    """What the tool made of two forms: all of it that people or programs get to see."""

    plan: Plan
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    material: Material
    statuses: tuple[AgencyStatus, ...]

    @property
    def report(self) -> bytes:
        return render_report(self.content, TEMPLATES / "report.docx")

    @property
    def content(self) -> ReportContent:
        return write_report(self.material, self.findings, draft=True)

    @property
    def letters(self) -> dict[str, bytes]:
        contents = review.correction_letters(self.plan, self.statuses)
        return {f"{stem}.docx": render_letter(content, TEMPLATES / "letter.docx") for stem, content in contents}

    @property
    def books(self) -> dict[str, bytes]:
        content = self.content
        printed, quoted = entries(content), quotations(content)
        return {
            "trace": workbook_bytes(
                trace_workbook(self.material, printed, unused_numbers(self.material, printed), quoted)
            ),
            "opinions": workbook_bytes(opinions_workbook(self.material, opinions_of(self.material))),
            "fixes": review.fixes_workbook(self.plan, self.statuses, self.findings, example=False),
        }

    @property
    def corrections(self) -> dict[str, bytes]:
        return dict(review.correction_forms(self.plan, self.statuses))

    @property
    def record(self) -> str:
        return review.status_json(self.plan, self.statuses, self.findings)

    @property
    def screen(self) -> str:
        return review.status_lines(self.plan, self.statuses, self.findings, width=80)

    def board(self, *, harmless: bool = False) -> str:
        """The page; with `harmless`, the same findings in words that cannot do anything."""
        findings = tuple(map(_hushed, self.findings)) if harmless else self.findings
        statuses = agency_statuses(self.plan, self.submissions, findings)
        as_of = as_of_date(self.plan, self.submissions)
        return review.board_html(self.plan, statuses, findings, as_of=as_of, example=False)

    def answer(self, agency: str, key: str) -> Answer | None:
        """What was read from the cell of this key."""
        cell = spot_of(self.plan, agency, key)
        place = Source(f"{agency}.xlsx", cell.sheet, cell.address)
        return next((answer for answer in answers_of(self.form(agency)) if answer.source == place), None)

    def form(self, agency: str) -> Submission:
        return next(form for form in self.submissions if form.agency == agency)

    def said_of(self, agency: str, key: str) -> tuple[Finding, ...]:
        """The findings that name the cell of this key, as their own or among others in their sentence."""
        cell = spot_of(self.plan, agency, key)
        place, named = (f"{agency}.xlsx", cell.sheet), re.compile(rf"\bcác ô [^()]*\b{cell.address}\b")
        return tuple(
            finding
            for finding in self.findings
            if (finding.file, finding.sheet) == place
            and (finding.cell == cell.address or named.search(finding.message))
        )


def _hushed(finding: Finding) -> Finding:
    return replace(finding, lead="", text="Một câu.", remedy="Một việc." if finding.remedy else "", file="a.xlsx")


def answers_of(form: Submission) -> Iterator[Answer]:
    yield from form.answers.values()
    for rows in form.tables.values():
        for row in rows:
            yield from row.values()


def read_season(plan: Plan, folder: Path, forms: Mapping[str, bytes], paths: Sequence[Path] = ()) -> Season:
    """Everything as `check`, `letters` and `report` would have it for these files, or for what lies in `paths`."""
    for name, data in forms.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    received = read_forms(paths or [folder], plan)
    findings = (*received.findings, *check_submissions(plan, received.submissions, received.findings))
    material = gather(plan, received.submissions, findings)
    return Season(plan, received.submissions, findings, material, agency_statuses(plan, received.submissions, findings))


def roots_of(package: bytes) -> dict[str, etree._Element]:
    """Every XML part of a docx or xlsx; raises where one is not well-formed or the zip is not whole."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.testzip() is None
        names = [name for name in opened.namelist() if name.endswith((".xml", ".rels", ".vml"))]
        return {name: etree.fromstring(opened.read(name)) for name in names}


def strings_of(workbook: bytes) -> frozenset[str]:
    """Every text in the cells of a workbook, as a reader of the file sees it (`_x000B_` undone)."""
    root = roots_of(workbook)["xl/sharedStrings.xml"]
    return frozenset(_unescaped("".join(item.itertext("{*}t"))) for item in root.iterfind("{*}si"))


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def formulas_of(workbook: bytes) -> list[str]:
    roots = roots_of(workbook)
    return [f.text or "" for name, root in sorted(roots.items()) if "worksheets" in name for f in root.iter("{*}f")]


def links_of(workbook: bytes) -> set[str]:
    """Targets outside of the file."""
    found = (relation for root in roots_of(workbook).values() for relation in root.iter("{*}Relationship"))
    return {relation.get("Target", "") for relation in found if relation.get("TargetMode") == "External"}


def comments_of(workbook: bytes) -> list[str]:
    """The words of the comments at cells."""
    roots = roots_of(workbook)
    found = (root for name, root in sorted(roots.items()) if "comments" in name and name.endswith(".xml"))
    return [_unescaped("".join(c.itertext("{*}t"))) for root in found for c in root.iter("{*}comment")]


def paragraphs_of(document: bytes, part: str = "word/document.xml") -> list[str]:
    root = roots_of(document).get(part)
    return [] if root is None else ["".join(p.itertext("{*}t")) for p in root.iter("{*}p")]


def elements_of(document: bytes) -> set[str]:
    """The names of all elements in the body of a document."""
    return {str(element.tag) for element in roots_of(document)["word/document.xml"].iter(etree.Element)}


class Skeleton(HTMLParser):
    """The elements of a page with their attributes in order, without what people read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bones: list[tuple[str, object]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bones.append((tag, [pair for pair in attrs if pair[0] != "title"]))

    def handle_endtag(self, tag: str) -> None:
        self.bones.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        self.bones.append(("!--", data))

    def handle_decl(self, decl: str) -> None:
        self.bones.append(("!", decl))

    def handle_pi(self, data: str) -> None:
        self.bones.append(("?", data))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


@cache
def validator() -> ModuleType | None:
    """The schema validator where it is present; its schemas are read once."""
    if not VALIDATOR.is_file():
        return None
    spec = spec_from_file_location("validate_ooxml", VALIDATOR)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def schema_faults_of(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """What the validator says against these files."""
    module, said = validator(), []
    for name, data in files.items():
        (folder / name).write_bytes(data)
        said += list(module.faults(folder / name)) if module else []
    return said
