"""The stages of a report, each prepared outside the clock and given back as the work to be timed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from tools.bench.job import Done, Job, Work
from tools.bench.yardsticks import floor, leave_context, naive

REPORT_TEMPLATE = "report.docx"


def imports(job: Job) -> Work:
    """All that a draft needs to have imported, and nothing else."""

    def work() -> Done:
        import_module("lamdong_report.pipeline.drafting")
        return Done()

    return work


def draft(job: Job) -> Work:
    """From the forms to the written draft, by both processes; with the imports, without the books of `report`."""

    def work() -> Done:
        from lamdong_report import pipeline
        from lamdong_report.drafts import identity_for, stamp
        from lamdong_report.executor import second_process
        from lamdong_report.pipeline.drafting import compose
        from lamdong_report.storage import write_whole

        with second_process() as executor:
            reading = pipeline.read_and_check(pipeline.open_plan(job.plan), [job.forms], executor=executor)
        document = compose(reading).document
        write_whole(job.scratch / "draft.docx", stamp(document, identity_for("draft", document)))
        return Done(len(reading.files))

    return work


def plan(job: Job) -> Work:
    from lamdong_report.plan import load_plan

    return lambda: Done(left={"plan": load_plan(job.plan)})


def read(job: Job) -> Work:
    from lamdong_report.reader import read_forms

    plan = job.fetch("plan")

    def work() -> Done:
        received = read_forms([job.forms], plan)
        return Done(len(received.files), {"received": (plan, received)})

    return work


def check(job: Job) -> Work:
    from lamdong_report.checks import check_submissions

    plan, received = job.fetch("received")

    def work() -> Done:
        found = check_submissions(plan, received.submissions, received.findings)
        return Done(len(received.files), {"checked": (plan, received, (*received.findings, *found))})

    return work


def figures(job: Job) -> Work:
    from lamdong_report.report import gather, write_report

    plan, received, findings = job.fetch("checked")

    def work() -> Done:
        material = gather(plan, received.submissions, findings)
        content = write_report(material, findings, draft=True)
        return Done(len(received.files), {"figures": (material, content)})

    return work


def render(job: Job) -> Work:
    from lamdong_report.render import render_report

    material, content = job.fetch("figures")

    def work() -> Done:
        document = render_report(content, material.plan.folder / REPORT_TEMPLATE)
        return Done(len(material.forms), {"document": document})

    return work


def write(job: Job) -> Work:
    """The document gets its name in the history and is written to the disk."""
    from lamdong_report.drafts import identity_for, stamp
    from lamdong_report.storage import write_whole

    document = job.fetch("document")

    def work() -> Done:
        write_whole(job.scratch / "written.docx", stamp(document, identity_for("written", document)))
        return Done()

    return work


def books(job: Job) -> Work:
    """The workbooks beside the report."""
    from lamdong_report.opinionbook import opinions_workbook
    from lamdong_report.pages import workbook_bytes
    from lamdong_report.report import entries, opinions_of, quotations, unused_numbers
    from lamdong_report.workbooks import trace_workbook

    material, content = job.fetch("figures")

    def work() -> Done:
        printed = entries(content)
        workbook_bytes(trace_workbook(material, printed, unused_numbers(material, printed), quotations(content)))
        workbook_bytes(opinions_workbook(material, opinions_of(material)))
        return Done(len(material.forms))

    return work


def forms(job: Job) -> Work:
    """The blank forms of all agencies, as the command makes them; what they take is told for each."""
    from lamdong_report.forms.issue import BlankForms

    plan = job.fetch("plan")

    def work() -> Done:
        blank = BlankForms(plan)
        for agency in plan.agencies:
            blank.form_of(agency)
        return Done(len(plan.agencies))

    return work


def merge(job: Job) -> Work:
    """A draft with some paragraphs edited by hand, and the report of the same forms without the last one."""
    from lamdong_report.drafts import merge_drafts
    from lamdong_report.render import render_report
    from lamdong_report.report import gather, write_report
    from tools.bench.editing import edited

    base, (material, _) = job.fetch("document"), job.fetch("figures")
    fewer = gather(material.plan, tuple(material.forms.values())[:-1])
    content = write_report(fewer, draft=True)
    new, mine = render_report(content, material.plan.folder / REPORT_TEMPLATE), edited(base)

    def work() -> Done:
        return Done(len(merge_drafts(base, mine, new).changes))

    return work


# In the order in which one leaves what the next one needs.
STAGES: Mapping[str, Callable[[Job], Work]] = {
    "imports": imports,
    "plan": plan,
    "read": read,
    "check": check,
    "figures": figures,
    "render": render,
    "write": write,
    "books": books,
    "forms": forms,
    "merge": merge,
    "draft": draft,
    "context": leave_context,
    "floor": floor,
    "naive": naive,
}
