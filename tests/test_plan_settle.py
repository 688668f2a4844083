"""What a plan may leave out because it follows from the rest."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from lamdong_report.plan import Kind, Plan, load_plan
from lamdong_report.plan.schema import Ask, AskRow, Group, Indicator, IndicatorExtra, Operator, Section, Step
from lamdong_report.plan.settle import settle_annexes, settle_indicator, settle_sections
from tests.conftest import SMALL_PLAN

EXTRAS = (
    IndicatorExtra(id="truoc", label="Năm trước", kind=Kind.DECIMAL, role="previous"),
    IndicatorExtra(id="nguon", label="Nguồn", kind=Kind.TEXT),
    IndicatorExtra(id="vi_sao", label="Nguyên nhân", kind=Kind.WORDS, role="explanation"),
)


def outline(*ids: str, **more: str) -> list[tuple[str, str]]:
    """Ids and numbers of sections of which only those in `more` bring a number."""
    sections = [Section(id=name, title=name, number=more.get(name, "")) for name in ids]
    return [(section.id, section.number) for section in settle_sections(sections, "")]


def test_sections_are_numbered_by_their_place() -> None:
    assert outline("I", "I.1", "I.2", "I.2.1", "I.2.2", "II", "II.1") == [
        ("I", "I."), ("I.1", "1."), ("I.2", "2."), ("I.2.1", "2.1."), ("I.2.2", "2.2."), ("II", "II."), ("II.1", "1."),
    ]  # fmt: skip


def test_a_section_put_in_between_renumbers_the_later_ones_and_no_id() -> None:
    assert outline("I", "I.1", "I.9", "I.2", "I.2.1")[1:] == [
        ("I.1", "1."), ("I.9", "2."), ("I.2", "3."), ("I.2.1", "3.1."),
    ]  # fmt: skip


def test_a_number_that_is_given_stays() -> None:
    assert outline("I", "A", "B", A="Phần A:") == [("I", "I."), ("A", "Phần A:"), ("B", "III.")]


@pytest.mark.parametrize(("place", "roman"), [(4, "IV."), (9, "IX."), (14, "XIV."), (19, "XIX.")])
def test_chapters_count_as_the_romans_did(place: int, roman: str) -> None:
    assert outline(*(f"m{n}" for n in range(place)))[-1][1] == roman


def test_a_section_that_would_print_nothing_says_so_unless_it_has_a_text_of_its_own() -> None:
    sections = (Section(id="I", title=""), Section(id="II", title="", text=("Có.",)),
                Section(id="III", title="", empty="Không."))  # fmt: skip
    assert [section.empty for section in settle_sections(sections, "Chưa báo cáo.")] == ["Chưa báo cáo.", "", "Không."]


def measure(*asks: Ask, lead: str = "A", previous: str = "", reported: tuple[str, str] | None = None) -> Indicator:
    tops, bases = ((reported[0],), (reported[1],)) if reported else ((), ())
    return settle_indicator(
        Indicator(id="1", section="I", target_id="1", name="", subject="", unit="%", operator=Operator.AT_LEAST,
                  target=Decimal(1), lead=lead, asks=asks, numerator=("nu",), denominator=("tong@X",),
                  reported_numerator=tops, reported_denominator=bases, previous=previous),
        EXTRAS,
        date(2030, 12, 31),
    )  # fmt: skip


def ask(name: str, *rows: str, of: tuple[str, ...] = (), extras: bool = True) -> Ask:
    return Ask(id=name, rows=tuple(AskRow(id=row, label=row, unit="người") for row in rows), of=of, extras=extras)


def test_the_lead_alone_is_responsible_and_asked() -> None:
    found = measure(ask("k", "tong", "nu"))
    assert (found.responsible, found.asks[0].of) == (("A",), ("A",))
    assert (found.asks[0].numerator, found.asks[0].denominator) == (("nu",), ("tong",))


def test_last_year_and_the_cause_stand_in_the_block_of_the_lead() -> None:
    blocks = (ask("kx", "tong", of=("X",), extras=False), ask("kb", "b", of=("B",)), ask("ka", "a", of=("A",)))
    assert (measure(*blocks).previous, measure(*blocks).explanation) == ("ka.truoc", "ka.vi_sao")
    assert measure(*blocks, lead="B").previous == "kb.truoc"
    assert measure(*blocks, lead="C").previous == ""
    assert measure(*blocks, previous="khac").previous == "khac"


def test_what_is_simply_done_is_asked_for_no_number_of_last_year(tmp_path: Path) -> None:
    deed = """
[[indicators]]
id = "t5"
section = "II.3"
target_id = "T5"
name = "Ban hành quy chế"
subject = "Quy chế"
kind = "done"
target_text = "được ban hành"
numerator = ["yes(t5_qc)"]
lead = "SYT"
asks = [{ id = "t5s", rows = [{ id = "t5_qc", label = "Đã ban hành quy chế", kind = "yesno", unit = "" }] }]
"""
    plan = changed(tmp_path, more=deed)
    assert [name for name in plan.questions if name.startswith("t5s.")] == ["t5s.nguon", "t5s.giai_trinh"]
    (found,) = (one for one in plan.indicators if one.id == "t5")
    assert (found.previous, found.explanation) == ("", "t5s.giai_trinh")


def test_a_block_that_is_only_compared_shows_the_rate_of_its_own_rows() -> None:
    found = measure(ask("k", "nu2", "tong2", "khac"), reported=("nu2", "tong2"))
    assert (found.asks[0].numerator, found.asks[0].denominator) == (("nu2",), ("tong2",))


def test_a_block_with_half_a_rate_shows_none() -> None:
    assert measure(ask("k", "nu")).asks[0].numerator == ()


def changed(folder: Path, *changes: tuple[str, str], more: str = "") -> Plan:
    """The small plan after replacing these words and adding this text."""
    shutil.copytree(SMALL_PLAN, folder / "plan")
    path = folder / "plan" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text + more, encoding="utf-8")
    return load_plan(folder / "plan")


def test_a_section_that_asks_has_a_place_for_words_in_the_order_of_the_outline(tmp_path: Path) -> None:
    new = '[[sections]]\nid = "I.1"\ntitle = "Khác"\nasked = ["SO"]\n\n'
    plan = changed(tmp_path, ('[[sections]]\nid = "II"\n', new + '[[sections]]\nid = "II"\n'))
    (topic,) = plan.topics_in("I.1")
    assert (topic.label, plan.asked["I.1.noi_dung"]) == ("Khác", {"SYT", "SGD"})
    order = [section.id for section in plan.sections if not section.agencies]
    places = [order.index(topic.section) for topic in plan.topics if topic.section in order]
    assert places == sorted(places) and len(places) > 2


def test_the_last_step_that_is_due_holds() -> None:
    steps = tuple(Step(by=date(2030, month, 30), target=Decimal(month)) for month in (9, 3, 6))
    plain = measure(ask("k", "tong", "nu"))
    held = {end: settle_indicator(msgspec.structs.replace(plain, steps=steps), (), date(2030, *end)).target
            for end in ((3, 29), (3, 30), (8, 31), (12, 31))}  # fmt: skip
    assert held == {(3, 29): 1, (3, 30): 3, (8, 31): 6, (12, 31): 9}


def test_without_annexes_each_summed_group_has_its_own(small_plan: Plan) -> None:
    groups = tuple(Group(id=name, name=name, noun=f"nơi {name}", file=name, summed=name != "S") for name in "SXY")
    found = list(settle_annexes((), groups, (), small_plan.info))
    assert [(annex.id, annex.of, annex.head) for annex in found] == [("X", ("X",), "Nơi X"), ("Y", ("Y",), "Nơi Y")]
