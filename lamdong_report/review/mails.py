"""Mails ready to send: drafts that a mail program opens for writing, with the agency's own files attached."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import PurePath

from msgspec import Struct

from lamdong_report.model import Submission
from lamdong_report.plan import Agency, Plan
from lamdong_report.text import format_date

_TYPES: Mapping[str, tuple[str, str]] = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
# One address alone: what clerks write into the cell may be two, or a name beside it.
_ADDRESS = re.compile(r"[^\s,;<>@]+@[^\s,;<>]*\.[^\s,;<>]*")


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
