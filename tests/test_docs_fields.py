"""docs/mau-word.md against the code: every field of the Word templates and every key of the example answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from lamdong_report.content import LetterContent, ReportContent
from lamdong_report.example import settings
from lamdong_report.plan.schema import PlanEntry
from lamdong_report.word.kinds import ValueKind, kinds_of
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "mau-word.md").read_text(encoding="utf-8")
RECORDS = {
    "Paragraph": "Đoạn văn",
    "IndicatorRow": "Hàng của bảng chỉ tiêu",
    "GoalRow": "Hàng của bảng chỉ số",
    "WordsAnnex": "Phụ lục lời của các cơ quan",
    "WordsRow": "Hàng của phụ lục lời",
    "BodyTable": "Bảng ở thân báo cáo",
    "BodyRow": "Hàng của bảng ở thân báo cáo",
    "AgencyAnnex": "Bảng số liệu theo địa phương",
    "AgencyRow": "Hàng của bảng địa phương",
    "StatusRow": "Hàng của bảng tình hình gửi",
    "CorrectionRow": "Hàng của bảng cần sửa",
    "ListedAgency": "Hàng của danh sách",
}
TABLES: dict[str, type[PlanEntry]] = {
    "Cả tệp": settings.ExampleSettings,
    "`[[figures]]`": settings.FigureRule,
    "`[[outcomes]]`": settings.IndicatorOutcome,
    "`[[rows]]`": settings.TableRule,
    "`[[words]]`": settings.Words,
    "`[[profiles]]`": settings.Profile,
    "`[[slips]]`": settings.Slip,
    "`[[files]]`": settings.Names,
}


def told(heading: str) -> set[str]:
    """The names in the table below a heading."""
    body = re.split(rf"^#{{2,3}} {re.escape(heading)}$", PAGE, flags=re.M)[1]
    return set(re.findall(r"^\| `(\w+)` \|", re.split(r"^#{2,3} ", body, flags=re.M)[0], re.M))


def records(kind: ValueKind) -> Iterator[ValueKind]:
    inner = kind.item or kind
    if inner.fields:
        yield inner
        for field in inner.fields.values():
            yield from records(field)


@pytest.mark.parametrize(("heading", "content"), [("Báo cáo", ReportContent), ("Công văn", LetterContent)])
def test_every_field_of_a_template_is_explained(heading: str, content: type) -> None:
    names = kinds_of(content)
    assert told(heading) == set(names) - {"previous_year"}
    for record in (record for kind in names.values() for record in records(kind)):
        assert told(RECORDS[record.record]) == set(record.fields or ()), record.record


@pytest.mark.parametrize(("heading", "kind"), TABLES.items(), ids=[kind.__name__ for kind in TABLES.values()])
def test_every_key_of_the_example_answers_is_explained(heading: str, kind: type[PlanEntry]) -> None:
    assert told(heading) == {field.name for field in msgspec.structs.fields(kind)}
