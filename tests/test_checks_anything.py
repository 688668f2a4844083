"""Whatever stands in the cells, the checks give findings and never fail, in whatever order the forms come."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from lamdong_report.checks import check_submissions
from lamdong_report.model import Answer, Source, Submission, Value
from lamdong_report.plan import load_plan
from tests.form_tables import SMALL_PLAN
from tests.samples import samples

PLAN = load_plan(SMALL_PLAN)
VALUES = st.one_of(
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=60),
    st.booleans(),
    st.dates(),
)
CELLS = st.tuples(VALUES, st.text(max_size=8), st.text(max_size=20))
FORMS = st.dictionaries(
    st.sampled_from([agency.code for agency in PLAN.agencies]),
    st.dictionaries(st.sampled_from(sorted(PLAN.questions)), CELLS, max_size=len(PLAN.questions)),
)


def sent(agency: str, cells: Mapping[str, tuple[Value | None, str, str]]) -> Submission:
    answers = {
        question: Answer(question, value, Source(f"{agency}.xlsx", "Trang", f"C{at}"), raw, reason)
        for at, (question, (value, raw, reason)) in enumerate(cells.items(), 1)
    }
    return Submission(agency, f"{agency}.xlsx", answers)


@settings(max_examples=samples(20), deadline=None)
@given(FORMS)
def test_any_answers_are_judged(forms: Mapping[str, Mapping[str, tuple[Value | None, str, str]]]) -> None:
    submissions = [sent(agency, cells) for agency, cells in forms.items()]
    findings = check_submissions(PLAN, submissions)
    assert findings == check_submissions(PLAN, submissions[::-1])
    assert all(finding.message and finding.remedy and PLAN.knows(finding.agency) for finding in findings)
