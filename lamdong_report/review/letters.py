"""The letters of a season, a reminder and requests for corrections; mails ready to send that carry them and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import PurePath

from msgspec import Struct

from lamdong_report.catalogue.many import fold_alike
from lamdong_report.catalogue.phrases import cut_at_word
from lamdong_report.content import CorrectionRow, LetterContent, ListedAgency
from lamdong_report.forms import form_file_name
from lamdong_report.forms.issue import SUFFIX
from lamdong_report.model import Finding, Severity, Submission
from lamdong_report.plan import Agency, Plan
from lamdong_report.review.tally import (
    by_group,
    faulty,
    has_time,
    is_issuer,
    label_of,
    number_text,
    one_line_of,
    to_be_mended,
    unsent,
    without_place,
)
from lamdong_report.spreadsheet.book import parse_ref
from lamdong_report.status import AgencyStatus, deadline_words
from lamdong_report.text import bind_open_date, format_count, format_date, upper_first

# More addressees than that are a list, and stand in the annex; faults beyond forty are marked in the form that goes
# with the letter.
MOST_ADDRESSEES = 10
MOST_ROWS = 40
SUBJECT_LEAD = "V/v"
EVERYBODY = "các cơ quan, đơn vị, địa phương"
LIST_TITLE = "Danh sách cơ quan, đơn vị, địa\u00a0phương chưa gửi phiếu báo cáo"
ON_LIST = "(danh sách tại Phụ lục kèm theo)"
WHOLE_FORM = "Cả phiếu"
SOON = "trong thời gian sớm nhất"
OPEN_UNIT = "…"
# A sheet has no row below this one.
BELOW_ALL = (1_048_576, 0)
# The messages set off words as the screen does; a letter has the quotes that offices write.
_QUOTES = str.maketrans("«»", "“”")
_TYPES: Mapping[str, tuple[str, str]] = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
# One address alone: what clerks write into the cell may be two, or a name beside it.
_ADDRESS = re.compile(r"[^\s,;<>@]+@[^\s,;<>]*\.[^\s,;<>]*")


def reminder_letter(
    plan: Plan, statuses: Sequence[AgencyStatus], among: Sequence[AgencyStatus] = ()
) -> LetterContent | None:
    """The reminder to all of whom nothing has come, None when there are none; a long list becomes an annex.

    Who was given more time is not reminded before that has passed; `among` are all agencies, if these are chosen ones.
    """
    late = [one for one in unsent(statuses) if not is_issuer(plan, one) and not has_time(one, among or statuses)]
    if not late:
        return None
    names = tuple(upper_first(plan.form_agency_name(status.agency)) for status in late)
    words = plan.letter
    values = _values(plan, names[0] if len(names) == 1 else EVERYBODY, [one.agency for one in late], len(names))
    texts = [text.format(**values) for text in words.reminder_text]
    listed = len(names) > MOST_ADDRESSEES
    groups = tuple(f"{upper_first(group.name)} {ON_LIST}" for group, _ in by_group(plan, late))
    annex = tuple(ListedAgency(str(at), name) for at, name in enumerate(names, 1)) if listed else ()
    subject, addressees = words.reminder_subject.format(**values), groups if listed else names
    return _letter(plan, statuses, subject, texts[:-1], after=texts[-1:], addressees=addressees, annex=annex)


def correction_letters(plan: Plan, statuses: Sequence[AgencyStatus]) -> Iterator[tuple[str, LetterContent]]:
    """For each agency with errors a file stem and the letter: its errors, then what it is asked to look at again."""
    words = plan.letter
    for status in (status for status in faulty(statuses) if not is_issuer(plan, status)):
        rows = tuple(correction_rows(plan, status))
        name = upper_first(plan.form_agency_name(status.agency))
        values = _values(plan, name, [status.agency], len(rows))
        may_be_right = any(finding.severity is Severity.WARNING for finding in to_be_mended(status))
        if_right = (words.correction_if_right,) if words.correction_if_right and may_be_right else ()
        letter = _letter(
            plan,
            statuses,
            words.correction_subject.format(**values),
            [text.format(**values) for text in words.correction_text],
            after=[text.format(**values) for text in (*if_right, *words.correction_after)],
            addressees=(name,),
            corrections=rows,
        )
        yield correction_stem(plan, status), letter


def correction_stem(plan: Plan, status: AgencyStatus) -> str:
    """The file name without its ending: that of the agency's form, so that letter and form are found together."""
    return form_file_name(plan, status.agency).removesuffix(SUFFIX)


def correction_rows(plan: Plan, status: AgencyStatus) -> Iterator[CorrectionRow]:
    """The agency's errors and warnings in the form's order; of too many the gravest, then the way to the others."""
    sheets = {sheet.title: at for at, sheet in enumerate(plan.sheets, 1)}

    def place_in_form(finding: Finding) -> tuple[int, ...]:
        # What concerns the whole form comes first, what has no cell ends its sheet.
        sheet = sheets.get(finding.sheet, len(sheets) + 1) if finding.sheet else 0
        return sheet, *(parse_ref(finding.cell) or BELOW_ALL)

    concerning = tuple(fold_alike(to_be_mended(status)))
    for at, finding in enumerate(sorted(concerning[:MOST_ROWS], key=place_in_form), 1):
        message, label = without_place(finding), cut_at_word(label_of(plan, finding))
        if label and label not in message:
            message = f"«{label}»: {message}"
        yield CorrectionRow(
            number=str(at),
            sheet=one_line_of(finding.sheet) or WHOLE_FORM,
            cell=finding.cell,
            message=one_line_of(message).translate(_QUOTES),
            remedy=one_line_of(finding.remedy).translate(_QUOTES),
        )
    if more := len(concerning[MOST_ROWS:]):
        yield CorrectionRow(
            number=str(MOST_ROWS + 1),
            sheet=WHOLE_FORM,
            cell="",
            message=f"Còn {number_text(more)} nội dung khác.",
            remedy="Xem các ô được đánh dấu và ghi chú tại ô trong phiếu gửi kèm.",
        )


def _values(plan: Plan, agency: str, agencies: Sequence[Agency], count: int) -> dict[str, str]:
    """What the placeholders of the plan's letters stand for."""
    return {
        "deadline": deadline_words(plan, agencies),
        "reply": f"trước ngày {format_date(plan.letter.reply_by)}" if plan.letter.reply_by else SOON,
        "year": str(plan.info.year),
        "plan_title": plan.info.title,
        "agency": agency,
        "count": format_count(Decimal(count)),
    }


def _letter(
    plan: Plan,
    statuses: Sequence[AgencyStatus],
    subject: str,
    texts: Sequence[str],
    *,
    after: Sequence[str],
    addressees: tuple[str, ...],
    corrections: tuple[CorrectionRow, ...] = (),
    annex: tuple[ListedAgency, ...] = (),
) -> LetterContent:
    words, office = plan.letter, plan.contact.agency
    symbol = _with_unit(plan, words.symbol)
    # Blanks stay open: the number and the date are written in by hand (Decree 30/2020/NĐ-CP, annex I).
    note = f"(Kèm theo Công văn số      /{symbol.lstrip('/')} ngày     tháng     năm {plan.info.year} của {office})"
    subject = subject.removeprefix(SUBJECT_LEAD).strip()
    return LetterContent(
        example=any(status.submission.example for status in statuses if status.submission),
        superior=words.issuer[:-1],
        issuer=words.issuer[-1:],
        number="",
        symbol=symbol,
        place=words.place,
        date="",
        subject=subject,
        addressees=addressees,
        paragraphs=tuple(texts),
        after=tuple(after[:-1]),
        closing="".join(after[-1:]),
        authority=words.authority,
        signer=words.signer,
        recipients=tuple(_with_unit(plan, recipient) for recipient in words.recipients),
        year=plan.info.year,
        title=f"Công văn {subject}",
        author=office,
        corrections=corrections,
        annex=annex,
        annex_title=LIST_TITLE if annex else "",
        annex_note=bind_open_date(note) if annex else "",
    )


def _with_unit(plan: Plan, text: str) -> str:
    """The text with the drafting unit's abbreviation; dots stay for the clerk where the plan does not name it."""
    return text.replace("{unit}", plan.letter.unit or OPEN_UNIT)


class Attached(Struct, frozen=True):
    """A file that goes with a mail."""

    name: str
    data: bytes


def address_of(plan: Plan, agency: Agency, form: Submission | None = None) -> str:
    """Where an agency is written to: the plan's address, else the one in its form, else last year's; "" for none."""
    given = form.answers.get(plan.roles.email) if form else None
    last_years = plan.known_answers(agency.code).get(plan.roles.email, "")
    written = (given.text if given else "", str(last_years))
    return next(filter(None, (agency.email, *(one for one in written if _ADDRESS.fullmatch(one.strip())))), "")


def form_mail(plan: Plan, agency: Agency, form: Attached) -> bytes:
    """The mail with which a blank form goes out."""
    lines = (
        f"{plan.contact.agency} gửi kèm phiếu báo cáo thực hiện {plan.info.title}.",
        f"Đề nghị điền vào chính tệp Excel này và gửi lại trước ngày {format_date(plan.deadline_of(agency))}.",
    )
    return draft(plan, agency, address_of(plan, agency), plan.form.title, lines, (form,))


def letter_mail(plan: Plan, agency: Agency, to: str, attached: Sequence[Attached], *, late: bool) -> bytes:
    """The mail that takes a letter along: a reminder with the blank form, or a request with the form to correct."""
    letter = plan.letter
    subject = (letter.reminder_subject if late else letter.correction_subject).removeprefix("V/v ")
    subject = subject.format(deadline=format_date(plan.deadline_of(agency)), year=plan.info.year,
                             plan_title=plan.info.title, agency=plan.form_agency_name(agency), count="")  # fmt: skip
    form = "phiếu báo cáo" if late else "phiếu cần chỉnh sửa, các ô cần xem lại đã được đánh dấu"
    lines = (f"{plan.contact.agency} gửi kèm công văn và {form}.", "Đề nghị điền vào chính tệp Excel này và gửi lại.")
    return draft(plan, agency, to, subject[:1].upper() + subject[1:], lines, attached)


def draft(
    plan: Plan, agency: Agency, to: str, subject: str, lines: Sequence[str], attached: Sequence[Attached]
) -> bytes:
    """A mail as a file: X-Unsent opens it as a draft, not as one that has come. The same input, the same bytes."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["To"] = to.strip()
    mail["Subject"] = " ".join(f"{subject} – {plan.form_agency_name(agency)}".split())
    greeting = f"Kính gửi: {plan.form_agency_name(agency)}"
    contact = plan.contact
    signature = ("Trân trọng./.", contact.agency, contact.person, contact.phone, contact.email)
    mail.set_content("\n\n".join((greeting, *lines, "\n".join(filter(None, signature)))) + "\n", cte="base64")
    for file in attached:
        kind, subtype = _TYPES[PurePath(file.name).suffix]
        mail.add_attachment(file.data, maintype=kind, subtype=subtype, filename=file.name)
    if attached:  # Python would draw the boundary by chance
        mail.set_boundary(sha256(b"".join(file.data for file in attached)).hexdigest()[:32])
    return mail.as_bytes()
