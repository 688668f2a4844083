"""What an official still has to write into a report: open slots of the plan, numbers and dates that are blank."""

from __future__ import annotations

from collections.abc import Iterator, Set

from lamdong_report.docx.package import open_package
from lamdong_report.docx.wordml import P, paragraph_text
from lamdong_report.plan import Plan, Section
from lamdong_report.text.dates import OPEN_BLANK

_DOCUMENT = {
    "number": "số của báo cáo",
    "date": "ngày của báo cáo",
    "plan_number": "số của Kế hoạch",
    "plan_date": "ngày của Kế hoạch",
}


def unwritten(document: bytes, plan: Plan) -> Iterator[str]:
    """Sentences for the end of a run, as the document stands: what was written by hand is no longer told."""
    package = open_package(document)
    texts = [paragraph_text(paragraph) for paragraph in package.tree(package.main()).iter(P)]
    said = {text.strip() for text in texts}
    if places := [_place(section, plan, said) for section in plan.sections if section.slot and section.slot in said]:
        yield f"Còn {len(places)} chỗ tô vàng chờ viết nhận định: mục {', '.join(places)}."
    if any(OPEN_BLANK.search(text) for text in texts):
        names = [words for key, words in _DOCUMENT.items() if not getattr(plan.document, key)]
        where = f": {', '.join(names)}; ghi một lần ở bảng [document] của kế hoạch, hoặc trong Word" if names else ""
        yield f"Còn để trống số, ngày{where}."


def _place(section: Section, plan: Plan, said: Set[str]) -> str:
    """Where the section stands in the document: a final report may leave chapters out, and those behind move up."""
    chapter = plan.section(section.id.partition(".")[0])
    heading = next((text for text in said if text.casefold().endswith(f" {chapter.title.casefold()}")), chapter.number)
    number, place = heading.split(" ")[0].rstrip("."), plan.place_of(section)
    return number + place.removeprefix(chapter.number.rstrip("."))
