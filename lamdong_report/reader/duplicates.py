"""Which of several forms of one agency counts: the one that the office chose, else the one that says it is later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import place
from lamdong_report.codes import Code
from lamdong_report.model import Decision, Finding, Source, Submission, Verdict
from lamdong_report.plan import Plan
from lamdong_report.reader.forms import Opened
from lamdong_report.reader.index import FormIndex, missing_parts
from lamdong_report.reader.remarks import to_findings
from lamdong_report.reader.rivals import (
    another_writer,
    are_halves,
    content,
    contradictions,
    cut_off,
    differences,
    is_later,
    join_forms,
    only_in,
    rank,
)
from lamdong_report.text import clean, format_date

_ABSENT = ("sheet-missing", "rows-missing", "rows-new")
# Of a digest, in a decision: short enough to be read, and too long for two files of one agency to share.
_DIGITS = 8
_NAMED = re.compile(r"(?P<file>.+?)(?: \[(?P<digest>[0-9a-f]+)\])?")


class ChosenForm(Struct, frozen=True):
    """The form that counts for one agency, with what there is to say of all of them.

    `decided` are the cells whose answers would be others without a decision of the office, with what to say of each.
    """

    submission: Submission
    findings: tuple[Finding, ...]
    decided: tuple[tuple[Source, str], ...] = ()


def pick_forms(forms: Iterable[Opened], index: FormIndex, decisions: Sequence[Decision] = ()) -> Iterator[ChosenForm]:
    """One form for each agency, in the plan's order."""
    by_agency: dict[str, list[Opened]] = {}
    for form in forms:
        for one in (form, *form.claimed):
            if one.submission:
                by_agency.setdefault(one.submission.agency, []).append(one)
    for agency in index.plan.agencies:
        own = [one for one in decisions if one.agency == agency.code]
        if picked := _Rivals(by_agency.get(agency.code, []), index).pick(own):
            yield picked


class _Rivals:
    """All forms of one agency; findings of a form that was replaced are of no use to anybody.

    Between forms of one rank the choice rests on what is in the files, not on how somebody named them. A refused
    form counts only where the office has chosen it.
    """

    def __init__(self, forms: Iterable[Opened], index: FormIndex) -> None:
        sent = [(form.submission, form) for form in forms if form.submission is not None]
        sent.sort(key=lambda one: (one[0].digest, one[0].file))
        self.index, self.plan = index, index.plan
        self.forms = [form for form, _ in sent]
        self.findings = {form.file: opened.findings for form, opened in sent}
        self.absent = {form.file: opened.absent for form, opened in sent}
        self.proper = [form for form in self.forms if not form.refused]
        self.best = max(self.proper, key=lambda form: rank(form, self.plan), default=None)

    def pick(self, decisions: Sequence[Decision]) -> ChosenForm | None:
        """The form that counts: by a decision that still stands, else by what the forms say; None without any."""
        for decision in decisions if can_be_chosen(self.forms) else ():
            if stands_for(decision, self.forms):
                if decision.verdict is Verdict.FORM:
                    return self.chosen(decision)
                if self.best and (joined := self.joined(decision, self.best)) is not None:
                    return joined
        best = self.best
        if best is None:
            return None
        told = tuple(one for other in self.proper if other is not best for one in _compared(other, best, self.plan))
        return ChosenForm(best, (*self.findings[best.file], *told))

    def chosen(self, decision: Decision) -> ChosenForm:
        """The form that the office chose, whatever the others say of themselves."""
        chosen = _counted_by(decision, self.forms) or self.best or self.forms[0]
        others = "», «".join(form.file for form in self.forms if form is not chosen)
        said = make_finding("form-chosen", agency=chosen.agency, source=Source(chosen.file, "", ""),
                            others=f"; không tính: «{others}»" if others else "", why=reasoning(decision))  # fmt: skip
        counted = replace(chosen, refused=False)
        return ChosenForm(counted, (*self.findings[chosen.file], said), tuple(_changed(counted, self.best, decision)))

    def joined(self, decision: Decision, best: Submission) -> ChosenForm | None:
        """One form of all the files that were sent, None where one contradicts another."""
        whole, told = best, list(self.findings[best.file])
        others = [form for form in self.proper if form is not best]
        for other in others:
            if contradictions(whole, other, self.plan):
                return None
            whole = join_forms(whole, other)
            told += self.findings[other.file]
        # What one file lacks another one may have; what all of them lack is told of the best of them.
        kept = [one for one in told if one.code not in _ABSENT]
        absent = frozenset.intersection(*(self.absent[form.file] for form in self.proper))
        is_older = all(self.plan.has_outdated(form.form_version) for form in self.proper)
        lacking = missing_parts(self.index, best.agency, absent, is_older)
        kept += to_findings(lacking, best.file, best.agency)
        names = "», «".join(form.file for form in others)
        said = make_finding("forms-joined", agency=best.agency, source=Source(best.file, "", ""), others=names,
                            why=reasoning(decision))  # fmt: skip
        return ChosenForm(whole, (*kept, said), tuple(_changed(whole, best, decision)))


def can_be_chosen(forms: Sequence[Submission]) -> bool:
    """Whether the office has anything to choose: one of several forms, or one that would not count by itself."""
    return len(forms) > 1 or any(form.refused for form in forms)


def form_names(forms: Iterable[Submission]) -> str:
    """The forms by name and content, as a decision notes them: "BC.xlsx [0f3a…] | BC (1).xlsx [77c0…]"."""
    return " | ".join(f"{form.file} [{form.digest[:_DIGITS]}]" for form in sorted(forms, key=lambda one: one.file))


def stands_for(decision: Decision, forms: Sequence[Submission]) -> bool:
    """Whether the agency's forms are those that the decision was made for: no other has come, none has changed.

    A file may have got another name or come twice; written by hand, without the content's mark, its name must do.
    """
    if decision.verdict not in (Verdict.FORM, Verdict.JOINED):
        return False
    known = _named_in(decision)
    all_known = all(
        any(form.digest.startswith(digest) if digest else _is_called(form, name) for name, digest in known)
        for form in forms
    )
    return all_known and (decision.verdict is Verdict.JOINED or _counted_by(decision, forms) is not None)


def _named_in(decision: Decision) -> list[tuple[str, str]]:
    """The forms that the decision was made for: names, and the first digits of their digests."""
    parts = re.split(r"[|\n]" if "|" in decision.value else r"[;\n]", decision.value)
    found = [match for part in parts if (match := _NAMED.fullmatch(part.strip()))]
    return [(match["file"], match["digest"] or "") for match in found]


def _is_called(form: Submission, name: str) -> bool:
    """Whether the file is called so, with its folder or without."""
    file, wanted = clean(form.file).casefold(), clean(name).casefold()
    return file == wanted or file.rpartition("/")[2] == wanted


def _counted_by(decision: Decision, forms: Sequence[Submission]) -> Submission | None:
    """The form that the office chose: by its whole name, by its content, else by its name without the folder."""
    digest = next((digest for name, digest in _named_in(decision) if name == decision.file and digest), "")
    exact = (form for form in forms if clean(form.file) == clean(decision.file))
    same = (form for form in forms if digest and form.digest.startswith(digest))
    return next(iter((*exact, *same, *(form for form in forms if _is_called(form, decision.file)))), None)


def _changed(counted: Submission, otherwise: Submission | None, decision: Decision) -> Iterator[tuple[Source, str]]:
    """The cells that another form, or none, would have filled otherwise."""
    if counted == otherwise:
        return
    for key, answer in counted.answers.items():
        other = otherwise.answers.get(key) if otherwise else None
        if answer.value is not None and (other is None or other.value != answer.value):
            beside = f"; tệp «{other.source.file}» ghi «{other.raw}»" if other and other.raw else ""
            yield (
                answer.source,
                f"{place(answer.source)}: lấy {answer.raw} theo quyết định ({reasoning(decision)}){beside}.",
            )


def reasoning(decision: Decision) -> str:
    """Reason, person and day of a decision, as findings and comments print them."""
    when = f", ngày {format_date(decision.when)}" if decision.when else ""
    return f"lý do: {decision.reason}; {decision.who}{when}"


def _compared(other: Submission, best: Submission, plan: Plan) -> Iterator[Finding]:
    """What to say of a form that does not count."""
    if content(other, plan) == content(best, plan):
        yield _say("form-duplicate", other, best)
    elif are_halves(other, best, plan):
        # Where the answers are that the form which counts leaves blank.
        keys = only_in(other, best, plan)
        yield _say("form-halves", best, other, count=str(len(keys)), first=place(other.answers[keys[0]].source))
        for key in keys:
            if key in best.answers:
                source = best.answers[key].source
                yield make_finding(
                    "answer-elsewhere", agency=best.agency, source=source, question=key, other=other.file
                )
    elif not is_later(other, best, plan):
        said = (*another_writer(other, best, plan), *differences(other, best, plan))
        yield _say("form-conflict", best, other, why="; ".join(said) or "khác nhau ở phần ghi chú, lý do")
    elif strange := another_writer(other, best, plan):
        yield _say("form-other-writer", best, other, why="; ".join(strange))
    else:
        new = cut_off(best, plan)
        closed = f", chốt số liệu ngày {format_date(new)}" if new and new != cut_off(other, plan) else ""
        why_later = f"lần gửi {best.sending} sau lần gửi {other.sending}{closed}"
        yield _say("form-superseded", other, best, why=why_later)


def _say(code: Code, about: Submission, other: Submission, **fields: Any) -> Finding:
    return make_finding(code, agency=about.agency, source=Source(about.file, "", ""), other=other.file, **fields)
