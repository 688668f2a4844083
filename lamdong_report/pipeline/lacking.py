"""What a report still lacks before it is final: forms by the plan, and what an official has to write into it."""

from __future__ import annotations

from collections.abc import Iterator, Set

from msgspec import Struct

from lamdong_report.docx.package import open_package
from lamdong_report.docx.wordml import P, paragraph_text
from lamdong_report.errors import ReportError
from lamdong_report.model import Severity
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import Plan, Section
from lamdong_report.status import lacks
from lamdong_report.text.dates import OPEN_BLANK

# The first agencies say enough to begin with; all of them stand in the list of corrections.
_MOST_NAMED = 5
_MEND = "Sửa hết các lỗi (lệnh check cho biết ô nào), hoặc bỏ --final để lập dự thảo."
_MEND_BY_CLICKS = "Sửa hoặc quyết định từng lỗi trong khung «Còn vướng để lập bản chính thức»."
_REMIND = (
    "Đôn đốc gửi phiếu (lệnh letters), hoặc bỏ --final để lập dự thảo. Vẫn phải lập khi thiếu thì ghi tên "
    'người chịu trách nhiệm: --du-thieu "Họ và tên"; báo cáo sẽ nói rõ còn thiếu những gì.'
)
_REMIND_BY_CLICKS = (
    "Đôn đốc ở trang Công văn, thư, hoặc ghi tên người chịu trách nhiệm lập bản chính thức khi chưa đủ phiếu."
)


class Gap(Struct, frozen=True):
    """A clause that says what is missing, and the code of the one agency that owes it; "" where a group does."""

    text: str
    agency: str


def gaps(reading: Reading) -> tuple[Gap, ...]:
    """One for each form that is missing, or each group of which too few have sent; none when all is there."""
    found = []
    for lack in lacks(reading.plan, reading.statuses):
        if lack.agency:
            text = f"{lack.agency.name} (chủ trì chỉ tiêu {', '.join(lack.indicators)}) chưa gửi"
        else:
            noun = lack.group.noun if lack.group else ""
            text = f"mới có {len(lack.received)}/{lack.expected} {noun} gửi phiếu, cần ít nhất {lack.needed}"
        found.append(Gap(text, lack.agency.code if lack.agency else ""))
    return tuple(found)


def tell_lacks(reading: Reading) -> tuple[str, ...]:
    """The clauses of all gaps."""
    return tuple(gap.text for gap in gaps(reading))


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
    # A slot that an official has filled no longer says the plan's words.
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


class NotFinalError(ReportError):
    """A final report was asked for while errors remain, or too few have sent."""

    exit_code = 1


def require_final(reading: Reading, approver: str, *, by_clicks: bool = False) -> None:
    """Raise NotFinalError while errors remain or forms are missing for which nobody (`approver`) answers by name.

    The remedies are commands, or what to press on the page (`by_clicks`), where the errors are listed beside it.
    """
    if errors := reading.count(Severity.ERROR):
        names = [status.agency.name for status in reading.statuses if status.count(Severity.ERROR)]
        more = len(names) - _MOST_NAMED
        where = f" ({', '.join(names[:_MOST_NAMED])}{f' và {more} cơ quan khác' if more > 0 else ''})" if names else ""
        message = f"Chưa lập được bản chính thức: các phiếu còn {errors} lỗi{'' if by_clicks else where}."
        raise NotFinalError(message, _MEND_BY_CLICKS if by_clicks else _MEND)
    if (told := tell_lacks(reading)) and not approver.strip():
        message = f"Chưa lập được bản chính thức vì chưa đủ phiếu: {'; '.join(told)}."
        raise NotFinalError(message, _REMIND_BY_CLICKS if by_clicks else _REMIND)
