"""Answers that cannot stand in a report as they are: pointers to elsewhere, a word or two, copies, persons."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from lamdong_report.catalogue.phrases import and_others, name_list, short_quote
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.model import Finding
from lamdong_report.plan import Plan
from lamdong_report.text import join_words
from lamdong_report.text.formats import format_number
from lamdong_report.text.personal import find_personal

_WORD = re.compile(r"\w+")
_NO = ("không", "ko", "chưa")
_NOTHING = re.compile(
    rf"(?:{'|'.join(_NO)})(?: (?:có|phát sinh|thực hiện|triển khai|tổ chức|báo cáo|đề xuất|kiến nghị|nội dung|gì|ạ))*"
)

_PLACE = r"(?:mục|phần|câu|nội dung|ý|điểm|khoản|dòng|ô|trang|sheet|bảng|phụ lục)"
_WHICH = r"(?:(?:ở |bên |phía )?(?:trên|dưới|trước|sau)|(?:số )?[ivx\d][ivx\d ]*)"
_PAPER = r"(?:báo cáo|văn bản|công văn|phụ lục|file|tệp|biểu|bảng|bảng kê|danh sách)"
_TOLD = r"(?:như )?(?:đã )?(?:nêu|báo cáo|trình bày|ghi)"
_FEW_WORDS = r"(?: \w+){0,4}"
# What tells one paper from another; "theo báo cáo đã tổ chức 3 lớp" is an answer.
_OF_PAPER = r"(?: (?:số|ngày|kèm|gửi|đã gửi|riêng|này|trên|dưới|\d+)(?: \w+){0,5}| của(?: [^\W\d]+){1,4})?"
# Matched against the whole answer, in small letters without punctuation: the fewer words, the less it can mislead.
_POINTERS = (
    rf"nt|n t|như trên|như (?:ở |bên |phía )(?:trên|dưới)|{_TOLD} (?:ở |bên )?trên",
    rf"(?:như|tương tự|xem|{_TOLD})(?: như| ở| tại| trong)* {_PLACE} {_WHICH}",
    r"(?:như|tương tự|giống)(?: như)? (?:năm|kỳ|lần|quý|báo cáo)(?: năm| kỳ| lần| quý)? (?:trước|ngoái|\d{4})",
    r"tương tự(?: như)?(?: trên)?",
    rf"(?:xem|theo|có|như|gửi)(?: các| trong| tại)* {_PAPER}{_FEW_WORDS} (?:kèm theo|đính kèm|gửi kèm|kèm){_FEW_WORDS}",
    rf"(?:chi tiết |cụ thể )?(?:xem|theo|tại|như|nêu tại)(?: trong| tại| ở)* {_PAPER}{_OF_PAPER}",
    rf"(?:gửi|báo cáo|nêu)(?: ở| tại| trong| bằng| riêng)+ {_PAPER}{_OF_PAPER}",
    rf"(?:kèm theo|đính kèm|gửi kèm){_FEW_WORDS}",
)
# What stands beside a link to a file that lies elsewhere, if anything does.
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)
_BESIDE_LINK = re.compile(
    r"(?: ?\b(?:xem|chi tiết|cụ thể|tại|ở|theo|link|liên kết|đường dẫn|địa chỉ|file|tệp|báo cáo|tài liệu|văn bản"
    r"|phụ lục|hình ảnh|kèm theo|đính kèm|sau|dưới đây|này)\b)*"
)
# Four in five Vietnamese words bear a mark; so many without any do not come by chance.
_FEWEST_UNMARKED = 8
# An answer of more characters than this says something, whatever it says.
_LONGEST_EMPTY = 150
# What a model text leaves to be filled in: a run of dots or a line in the midst of a sentence, or a single mark before
# what is counted. "Tờ rơi, pa nô, …", "áp phích..... đã" and "v.v…" leave nothing open.
_COUNTED = (
    r"(?:lớp|người(?! dân)|lượt|cuộc|buổi|hội nghị|mô hình|tin|bài|vụ|hộ|thôn|văn bản|triệu|đồng|học viên|đại biểu)\b"
)
_RUN = re.compile(r"(?:(?<![\w,.])(?:\.{4,}|…[.…]+)|\.{8,}|…{3,}[.…]*|(?<!\w)_{3,}) ?(?P<next>\w)")
_MARK = re.compile(rf"(?<=\w) (?:…|\.{{3}}) ?{_COUNTED}|(?:…|\.{{3}}) ?/[A-ZĐ]{{2}}")
# What a note says of the number beside it.
_FIGURES_OF = re.compile(r"^(?:đây là |là |theo |lấy )?(?:số|số liệu)\b|^(?:toàn tỉnh|năm \d{4})$")
_NOT_ALL_YET = re.compile(
    r"(?<!\w)(?:(?:số liệu|số|mới có|tính đến hết|của) (?:[369]|0[369]) tháng|số liệu chưa|chưa đầy đủ|chưa chính thức"
    r"|số (?:liệu )?(?:ước|tạm tính|sơ bộ)|ước (?:cả năm|tính|đạt)|tạm tính"
    r"|(?:l[uũ][yỹ] kế|cộng dồn)(?!.*đầu năm))(?!\w)"
)
_POINTER = re.compile(rf"(?!.*\b(?:không|chưa)\b)(?:(?:đã|nội dung|kết quả) )*(?:{'|'.join(_POINTERS)})")
# Vietnamese words are short; only so much of an answer is looked at to see that it has enough of them.
LONGEST_WORD = 30


def words_of(text: str) -> list[str]:
    """The words in small letters, composed; punctuation and bullets left out."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def says_nothing(text: str) -> bool:
    """Whether the whole answer is "Không có", "Chưa phát sinh" or the like."""
    return _is_wholly(_NOTHING, text)


def begins_with_no(words: list[str]) -> bool:
    return bool(words) and words[0] in _NO


def points_elsewhere(text: str) -> bool:
    """Whether the whole answer is "như trên", "có báo cáo kèm theo", a link or the like, and so no answer."""
    rest, links = _LINK.subn(" ", text)
    return _is_wholly(_POINTER, text) or (links > 0 and _is_wholly(_BESIDE_LINK, rest))


def lacks_marks(text: str) -> bool:
    """Whether nothing in a text of some length has a letter that only Vietnamese has: typed without marks, or raw.

    Words in capitals are abbreviations, as a rule, and those of links are nobody's.
    """
    composed = unicodedata.normalize("NFC", _LINK.sub(" ", text))
    words = [word for word in re.findall(r"[^\W\d_]{2,}", composed) if not word.isupper()]
    return len(words) >= _FEWEST_UNMARKED and all(map(str.isascii, words))


def has_gaps(text: str) -> bool:
    """Whether a model text was sent with its dots: "Đã tổ chức … lớp", "Kế hoạch số …/KH-UBND ngày …… tháng …"."""
    return bool(_MARK.search(text)) or any(not run["next"].isupper() for run in _RUN.finditer(text))


def _is_wholly(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST_EMPTY and pattern.fullmatch(" ".join(words_of(text))) is not None


class _Passage(Struct, frozen=True):
    """One answer in words in its form."""

    form: CheckedForm
    cell: Reply


def poor_words(form: CheckedForm) -> Iterator[Finding]:
    """Answers that point elsewhere, and answers too short, or with gaps; "Không có" says enough."""
    fewest = form.plan.thresholds.short_words
    for cell in _worded(form):
        words = words_of(cell.answer.text[: fewest * LONGEST_WORD])
        if points_elsewhere(cell.answer.text):
            yield form.fault("refers-elsewhere", cell.question, text=short_quote(cell.answer.text))
        elif len(words) < fewest and not begins_with_no(words):
            yield form.fault("too-short", cell.question, text=short_quote(cell.answer.text))
        elif has_gaps(cell.answer.text):
            yield form.fault("words-unfilled", cell.question, text=short_quote(cell.answer.text))
        elif lacks_marks(cell.answer.text):
            yield form.fault("text-unmarked", cell.question, text=short_quote(cell.answer.text))


def _worded(form: CheckedForm) -> Iterator[Reply]:
    return (cell for cell in form.cells.values() if cell.question.kind.traits.is_long and cell.answer.text)


def copied_words(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """The same long answer from several agencies, or twice in one form.

    One finding for each agency and each circle of agencies that share its words: a form copied whole is one fault.
    """
    groups: dict[str, list[_Passage]] = defaultdict(list)
    for form in forms:
        agency = form.agency
        named = {agency.name, agency.name.removeprefix(agency.kind).strip(), *agency.aliases}
        # Longest first: to change what an agency calls itself does not make a copied text one's own.
        own_names = sorted((" ".join(words_of(name)) for name in named if name), key=len, reverse=True)
        for cell in _worded(form):
            words = words_of(cell.answer.text)
            if len(words) >= plan.thresholds.copied_words:
                key = f" {' '.join(words)} "
                for name in own_names:
                    key = key.replace(f" {name} ", " … ")
                groups[key].append(_Passage(form, cell))
    shared = [passages for passages in groups.values() if len(passages) > 1]
    yield from _copies(shared)
    for passages in shared:
        first: dict[str, Reply] = {}
        for passage in passages:
            if seen := first.get(passage.form.agency.code):
                yield passage.form.fault("repeated-answer", passage.cell.question, first=seen.source.cell)
            first.setdefault(passage.form.agency.code, passage.cell)


def _copies(shared: Iterable[Sequence[_Passage]]) -> Iterator[Finding]:
    circles: dict[tuple[str, frozenset[str]], list[_Passage]] = defaultdict(list)
    names: dict[str, str] = {}
    for passages in shared:
        sharers = frozenset(passage.form.agency.code for passage in passages)
        for passage in passages if len(sharers) > 1 else ():
            names[passage.form.agency.code] = passage.form.agency.name
            circles[passage.form.agency.code, sharers].append(passage)
    for (code, sharers), own in circles.items():
        others = name_list([name for sharer, name in names.items() if sharer in sharers and sharer != code])
        first = own[0]
        yield first.form.fault("copied-answer", first.cell.question, more=and_others(len(own) - 1), others=others)


def telling_counts(form: CheckedForm) -> Iterator[Finding]:
    """Sensitive counts from 1 to below the plan's `small_count`: one finding for the form, at the first of them."""
    limit = form.plan.thresholds.small_count
    small = [
        cell
        for cell in form.cells.values()
        if cell.question.sensitive and cell.number is not None and 0 < cell.number < limit
    ]
    if small:
        yield form.fault("small-count", small[0].question, more=and_others(len(small) - 1), limit=limit - 1)


def doubting_notes(form: CheckedForm) -> Iterator[Finding]:
    """Numbers beside which the clerk has written that they are of part of the year, of another one or of the province.

    A reason why something is small ("thiếu kinh phí", "chờ hướng dẫn") doubts no number. One finding for each note.
    """
    last_year, told = str(form.plan.info.year - 1), set()
    for cell in form.cells.values():
        question, reason = cell.question, form.reason(cell.question.id)
        if cell.number is None or not reason or question.row in told:
            continue
        small = " ".join(reason.casefold().split())
        is_last_years = f"năm {last_year}" in small and last_year not in question.label
        is_of_other = _FIGURES_OF.search(small) and (is_last_years or (form.group.summed and "toàn tỉnh" in small))
        if is_of_other or _NOT_ALL_YET.search(small):
            told.add(question.row)
            yield form.fault("note-doubts-number", question, value=format_number(cell.number), text=short_quote(reason))


def people_in_words(form: CheckedForm) -> Iterator[Finding]:
    """Citizens' numbers and telephones in words, but for those of the people who wrote and approved the form."""
    roles = form.plan.roles
    own = {roles.agency, roles.writer, roles.phone, roles.email, roles.approver, roles.letter_number}
    for cell in form.every_cell:
        if cell.question.kind.traits.is_prose and cell.question.id not in own:
            kinds = list(dict.fromkeys(span.kind.value for span in find_personal(cell.answer.text)))
            if kinds:
                yield form.fault("personal-data", cell.question, cell.source, kinds=join_words(kinds))
