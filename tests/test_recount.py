"""The whole way through on example forms, and every number of the first two annexes counted again by another route.

The recount opens the same files with openpyxl, knows nothing of plan.toml's terms, and adds up in plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lamdong_report.content import ReportContent
from lamdong_report.pipeline import Reading
from lamdong_report.plan import Indicator, Plan
from lamdong_report.report import entries, gather, write_report

pytestmark = pytest.mark.slow

Cells = dict[str, Any]
Q3 = ("x63_q1", "x63_q2", "x63_q3")
MONTHS = tuple(f"i64_t{month:02}" for month in range(1, 12))


@dataclass(frozen=True)
class Season:
    reading: Reading
    content: ReportContent
    forms: Mapping[str, Cells]


@pytest.fixture(scope="module")
def season(real_plan: Plan, example_forms: Path, example_reading: Reading) -> Season:
    material = gather(real_plan, example_reading.submissions, example_reading.findings)
    return Season(example_reading, write_report(material, draft=True), latest_forms(example_forms))


def latest_forms(folder: Path) -> dict[str, Cells]:
    """The cells of each agency's last sending, by row id (and column for grids and topics)."""
    sendings: dict[str, tuple[int, Cells]] = {}
    for path in folder.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=False)
        meta = {row[0]: row[1] for row in book["_meta"].iter_rows(values_only=True) if row and row[0]}
        cells = read_cells(book)
        number = int(cells.get("c_lan_gui") or 1)
        code = str(meta["agency"])
        if code not in sendings or number > sendings[code][0]:
            sendings[code] = (number, cells)
    return {code: cells for code, (_, cells) in sendings.items()}


def read_cells(book: openpyxl.Workbook) -> Cells:
    cells: Cells = {}
    for sheet in book.worksheets:
        columns: dict[int, str] = {}
        for row in sheet.iter_rows(values_only=True):
            head = str(row[0] or "")
            if head.startswith("#"):
                columns = {at: str(key) for at, key in enumerate(row) if at and key}
            elif head and columns:
                for at, key in columns.items():
                    if key not in ("stt", "nhan", "don_vi", "ly_do") and row[at] is not None:
                        cells[head if key == "gia_tri" else f"{head}.{key}"] = row[at]
    return cells


def number(cells: Cells, key: str) -> Fraction | None:
    value = cells.get(key)
    return Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def ratio(forms: Mapping[str, Cells], pairs: list[tuple[str, str]], scale: int = 100) -> Fraction | None:
    """The sums of both columns over the forms that have both, pair by pair."""
    top = base = Fraction(0)
    for cells in forms.values():
        for upper, lower in pairs:
            ours, theirs = number(cells, upper), number(cells, lower)
            if ours is not None and theirs is not None:
                top, base = top + ours, base + theirs
    return top * scale / base if base else None


def share(forms: Mapping[str, Cells], hits: int, asked: int, pairs: list[tuple[str, str]]) -> Fraction:
    """A share in which yes/no answers count beside the numbers of these pairs."""
    for cells in forms.values():
        for upper, lower in pairs:
            ours, theirs = number(cells, upper), number(cells, lower)
            if ours is not None and theirs is not None:
                hits, asked = hits + int(ours), asked + int(theirs)
    return Fraction(hits * 100, asked)


def recount(forms: Mapping[str, Cells]) -> dict[str, Fraction | None]:
    """All measures, written out by hand."""
    women = [c[k] for c in forms.values() for k in ("x11_hdnd", "x11_ubnd") if c.get(k) in ("Có", "Không")]
    quarters = [[number(c, q) for q in Q3] for c in forms.values()]
    whole = [q for q in quarters if None not in q]
    months = [[c.get(m) for m in MONTHS] for c in forms.values() if all(c.get(m) for m in MONTHS)]
    simple = {
        "2.1": [("i21_luong", "i21_tong")],
        "2.2": [("i22_nong", "i22_tong")],
        "2.3": [("i23_dn_nu", "i23_dn_tong"), ("i23_htx_nu", "i23_htx_tong")],
        "3.1a": [("x31_blgd_ho_tro", "x31_blgd_nguoi"), ("x31_blg_ho_tro", "x31_blg_nguoi")],
        "3.1b": [("x31_blgd_tu_van", "x31_blgd_gay"), ("x31_blg_tu_van", "x31_blg_gay")],
        "3.2": [("x32_ho_tro", "x32_nhu_cau")],
        "3.3": [("i33_co", "i33_tong")],
        "4.1": [("i41_trai", "i41_gai")],
        "5.1": [("i51_co", "i51_tong")],
        "5.2a": [("i52a_trai_xong", "i52a_trai_tong"), ("i52a_gai_xong", "i52a_gai_tong")],
        "5.2b": [("i52b_xong", "i52b_tong")],
        "5.3": [("i53_nu", "i53_tong")],
        "5.4a": [("i54a_nu", "i54a_tong")],
        "5.4b": [("i54b_nu", "i54b_tong")],
        "6.1": [("x61_nguoi", "c_dan_so")],
        "6.2": [("x62_ca_hai", "x62_tong"), ("i62_tinh_ca_hai", "i62_tinh_tong")],
    }
    return {
        **{key: ratio(forms, pairs) for key, pairs in simple.items()},
        "1.1": share(forms, women.count("Có"), len(women), [("i11_tinh_nu", "i11_tinh_tong")]),
        "4.2": ratio(forms, [("i42_tu_vong", "i42_sinh")], 100_000),
        "4.3": ratio(forms, [("i43_sinh", "i43_phu_nu")], 1000),
        "6.3": Fraction(100 * sum(min(q) >= 4 for q in whole), len(whole)) if whole else None,
        "6.4": Fraction(100 * sum(all(m == "Có" for m in row) for row in months), len(months)) if months else None,
    }


def as_printed(text: str) -> Fraction:
    """The number; a dash in a table says that there was nothing."""
    if text == "–":
        return Fraction(0)
    return Fraction(text.replace(".", "").replace(",", ".").rstrip("%"))


def agrees(printed: str, counted: Fraction) -> bool:
    """Whether a printed number is the counted one, rounded to as many decimals as are printed."""
    decimals = len(printed.rstrip("%").partition(",")[2])
    return abs(as_printed(printed) - counted) <= Fraction(1, 2 * 10**decimals)


def test_all_measures_of_the_first_annex_agree_with_the_recount(season: Season, real_plan: Plan) -> None:
    counted = recount(season.forms)
    rows = [row for row in season.content.indicators if not row.heading]
    assert len(rows) == len(real_plan.indicators) == len(counted) == 21
    for row, indicator in zip(rows, real_plan.indicators, strict=True):
        expected = counted[indicator.id]
        printed = str(row.result)
        assert (printed in "–…") == (expected is None), (indicator.id, printed, expected)
        if expected is not None:
            assert agrees(printed, expected), (indicator.id, printed, float(expected))


def test_judgements_follow_from_the_recount(season: Season, real_plan: Plan) -> None:
    counted = recount(season.forms)
    rows = [row for row in season.content.indicators if not row.heading]
    for row, indicator in zip(rows, real_plan.indicators, strict=True):
        value, target = counted[indicator.id], Fraction(str(indicator.target))
        if value is None or indicator.parts:
            continue
        met = {">=": value >= target, "<": value < target, "<=": value <= target, "=": value == target}
        assert (row.judgement in ("Đạt", "Vượt")) == met[indicator.operator.value], indicator.id


ANNEX: dict[str, tuple[str, ...]] = {
    "hoi_nghi": ("ii1_hoi_nghi",),
    "hoi_nghi_nguoi": ("ii1_nguoi",),
    "lop": ("ii22_lop",),
    "lop_nguoi": ("ii22_lop_nguoi",),
    "truyen_thong": ("ii3_su_kien",),
    "tin_bai": (*Q3, "x63_q4"),
    "mo_hinh": ("ii3_mo_hinh",),
    "kinh_phi": ("kp_xa.thuc_hien", "kp_mtqg.thuc_hien", "kp_khac.thuc_hien"),
}
ANNEX_RATES = {"tiep_can": ("x61_nguoi", "c_dan_so"), "cam_ket": ("x62_ca_hai", "x62_tong")}


def annex_cell(column: str, forms: Mapping[str, Cells]) -> Fraction | None:
    if column in ANNEX_RATES:
        return ratio(forms, [ANNEX_RATES[column]])
    if column == "ntm":
        answers = [cells["ii84_ntm"] for cells in forms.values() if cells.get("ii84_ntm")]
        return Fraction(answers.count("Đạt")) if answers else None
    numbers = [n for cells in forms.values() for key in ANNEX[column] if (n := number(cells, key)) is not None]
    return sum(numbers, Fraction(0)) if numbers else None


def test_every_number_of_the_second_annex_agrees_with_the_recount(season: Season, real_plan: Plan) -> None:
    """Each commune's row, the subtotal of each kind above its own, and the total."""
    annex = season.content.annexes[0]
    communes = {a.name.casefold(): a for a in real_plan.agencies if real_plan.group_of(a).summed}
    kinds = {agency.kind for agency in communes.values()}
    own = {a.code: season.forms[a.code] for a in communes.values() if a.code in season.forms}
    rows, kind = [(set(own), annex.total)], ""
    for row in annex.rows:
        name = row.name.casefold()
        if row.number:
            agency = communes.pop(name)
            assert agency.kind == kind, row.name
            rows.append(({agency.code}, row))
        else:
            kind = name
            rows.append(({a.code for a in real_plan.agencies if a.kind == kind}, row))
            kinds.discard(kind)
    assert not communes and not kinds and len([row for _, row in rows if row.number]) == 124
    compared = 0
    for codes, row in rows:
        forms = {code: cells for code, cells in own.items() if code in codes}
        own_columns = [column for column in real_plan.annex_columns if not column.compare_only]
        for column, cell in zip(own_columns, row.cells, strict=True):
            expected, printed = annex_cell(column.id, forms), str(cell)
            if column.id == "ntm" and row.number and forms:
                assert printed in (next(iter(forms.values())).get("ii84_ntm", "…"), "x"), row.name
            elif expected is None:
                is_asked = column.id != "ntm" or codes & real_plan.asked["ii84_ntm"]
                assert printed == ("…" if is_asked else "x"), (row.name, column.id)
            else:
                assert agrees(printed, expected), (row.name, column.id, printed, float(expected))
                compared += 1
    assert compared > 1000


# The sentences of the body

ATOM = re.compile(r"(?:(\w+)\()?([^()@+/]+)\)?(?:@(\w+))?")
YES = "Có"


class Recount:
    """Adds up a sentence's field from cells opened by openpyxl, with a reader of the plan's terms of its own."""

    def __init__(self, plan: Plan, forms: Mapping[str, Cells]) -> None:
        self.plan, self.forms = plan, forms

    def value(self, formula: str) -> Fraction | None:
        body, _, spec = formula.partition(":")
        sides = [re.findall(r"[^+]+", side) for side in re.split(r"/(?![^(]*\))", body)]
        tops = [self.by_agency(term) for term in sides[0]]
        if len(sides) == 1:
            return self.total(tops)
        bases = [self.by_agency(term) for term in sides[1]]
        pairs = [self.both(top, base) for top, base in zip(tops, bases, strict=True)]
        top, base = self.total([one for one, _ in pairs]), self.total([other for _, other in pairs])
        return None if top is None or not base else top / base * (100 if spec == "%" else 1)

    @staticmethod
    def both(top: Mapping[str, Fraction], base: Mapping[str, Fraction]) -> tuple[dict[str, Fraction], ...]:
        common = top.keys() & base.keys()
        nil = {code for code, number in base.items() if number == 0}
        return {c: top[c] for c in top if c in common}, {c: base[c] for c in base if c in common | nil}

    @staticmethod
    def total(sums: list[Mapping[str, Fraction]] | list[dict[str, Fraction]]) -> Fraction | None:
        numbers = [number for one in sums for number in one.values()]
        return sum(numbers, Fraction(0)) if numbers else None

    def by_agency(self, term: str) -> dict[str, Fraction]:
        found = ATOM.fullmatch(term.strip())
        assert found, term
        operation, inside, scope = found[1] or "", [part.strip() for part in found[2].split(",")], found[3]
        codes = {a.code for a in self.plan.agencies if scope in (None, "T", a.group, a.code)}
        told = {code: self.one(operation, inside, code, cells) for code, cells in self.forms.items() if code in codes}
        return {code: number for code, number in told.items() if number is not None}

    def one(self, operation: str, inside: list[str], code: str, cells: Cells) -> Fraction | None:
        if operation in ("rows", "sum"):
            return self.table(operation, inside[0], cells)
        named = inside[1:] if operation.endswith("at_least") else inside[:1] if operation == "is" else inside
        if any(code not in self.plan.asked.get(key, ()) for key in named):
            return None
        values = [cells.get(key) for key in named]
        if not operation:
            return self.plain(named[0], code, cells)
        if None in values:
            return None
        if operation == "rate_at_least":
            part, whole = (number(cells, key) for key in named)
            return Fraction(int(part * 100 >= int(inside[0]) * whole)) if part is not None and whole else None
        holds = {
            "yes": all(value == YES for value in values),
            "all_yes": all(value == YES for value in values),
            "answered": True,
            "is": values[0] == ", ".join(inside[1:]),
            "at_least": operation == "at_least" and all(number(cells, k) >= int(inside[0]) for k in named),  # type: ignore[operator]
        }
        return Fraction(int(holds[operation]))

    def plain(self, key: str, code: str, cells: Cells) -> Fraction | None:
        """A part whose whole is blank is not counted."""
        whole = self.plan.questions[key].part_of
        is_alone = whole and code in self.plan.asked[whole] and number(cells, whole) is None
        return None if is_alone else number(cells, key)

    def table(self, operation: str, name: str, cells: Cells) -> Fraction | None:
        table, _, column = name.partition(".")
        rows = {key.partition(".")[0] for key in cells if key.startswith(f"{table}:")}
        if operation == "rows":
            return Fraction(len(rows)) if rows else None
        found = [n for row in rows if (n := number(cells, f"{row}.{column}")) is not None]
        return sum(found, Fraction(0)) if found else None


def test_every_number_of_the_bodys_sentences_agrees_with_the_recount(season: Season, real_plan: Plan) -> None:
    recounted = Recount(real_plan, season.forms)
    fields = {f.expression.text: f for s in real_plan.formulas.sentences.values() for one in s
              for piece in (*one.text, *one.zero) for f in piece.fields if f.expression}  # fmt: skip
    told = [e for e in entries(season.content) if e.place.startswith("Mục") and e.figure.formula in fields]
    for entry in told:
        if not re.match(r"[–\d]", entry.text):
            continue  # the words that say that there was nothing
        expected = recounted.value(entry.figure.formula)
        assert expected is not None, (entry.place, entry.text)
        # Beside its share, a part counts only those who gave the whole as well: then it is the smaller number.
        is_bound = entry.figure.left_out and as_printed(entry.text) < expected
        assert agrees(entry.text, expected) or is_bound, (entry.place, entry.text, float(expected))
    assert len(told) > 150


def test_every_agency_but_the_silent_ones_was_read(season: Season) -> None:
    assert {submission.agency for submission in season.reading.submissions} == set(season.forms)
    assert 135 <= len(season.forms) < 148


def test_all_parties_and_measures_stand_in_the_report(season: Season, real_plan: Plan) -> None:
    labels = [row.label for p in season.content.body for row in p.rows]
    text = "\n".join((*(p.lead + p.text for p in season.content.body), *labels))
    for section in (one for one in real_plan.sections if one.printed):
        assert f"{section.number} {section.title}" in text
    for indicator in real_plan.indicators:
        assert indicator.subject in text or (indicator.none_text and indicator.none_text in text), indicator.id


def test_the_states_of_tasks_are_counted_again(season: Season) -> None:
    told = 0
    for entry in entries(season.content):
        if found := re.fullmatch(r"(\S+\.trang_thai) = (.+)", entry.figure.formula):
            told += 1
            expected = sum(cells.get(found[1]) == found[2] for cells in season.forms.values())
            assert as_printed(entry.text) == expected, entry
    assert told >= 5


def has_improved(indicator: Indicator, forms: Mapping[str, Cells]) -> bool:
    """Whether this year's result, rounded as it is printed, has moved the target's way since last year's."""
    now, before = recount(forms)[indicator.id], number(forms[indicator.lead], indicator.previous)
    if now is None or before is None:
        return False
    digits = 10**indicator.decimals
    moved = Fraction(round(now * digits), digits) - before
    return moved < 0 if indicator.operator.value in ("<", "<=") else moved > 0


def test_the_table_of_the_body_agrees_with_the_recount(season: Season, real_plan: Plan) -> None:
    counted = recount(season.forms)
    (table,) = (p.rows for p in season.content.body if p.rows)
    rows = [row for row in table if not row.heading]
    for row, indicator in zip(rows, real_plan.indicators, strict=True):
        expected, printed = counted[indicator.id], str(row.result)
        assert (printed in "–…") == (expected is None), (indicator.id, printed)
        if expected is not None:
            assert agrees(printed, expected), (indicator.id, printed, float(expected))
        before = number(season.forms[indicator.lead], indicator.previous)
        assert str(row.previous) == "…" if before is None else as_printed(str(row.previous)) == before, indicator.id


def test_the_rows_of_the_list_annexes_are_those_of_the_forms(season: Season, real_plan: Plan) -> None:
    """Documents and classes of the bodies, row by row and column by column, read by openpyxl."""
    tables = {table.id: table for table in real_plan.tables}
    entries_ = [entry for entry in real_plan.annexes if entry.table]
    assert len(entries_) == 2
    for entry, annex in zip(entries_, season.content.annexes[1:3], strict=True):
        table, expected = tables[entry.table], []
        for agency in (one for one in real_plan.agencies if one.group in entry.of):
            cells = season.forms.get(agency.code, {})
            rows = dict.fromkeys(key.partition(".")[0] for key in cells if key.startswith(f"{table.id}:"))
            told = [[cells.get(f"{row}.{column.id}") for column in table.columns] for row in rows]
            expected += [[agency.name.casefold(), *row] for row in told]
        printed = [[row.name.casefold(), *map(str, row.cells)] for row in annex.rows]
        assert len(printed) == len(expected) >= 10
        for shown, held in zip(printed, expected, strict=True):
            for text, value in zip(shown, held, strict=True):
                if isinstance(value, int | float):
                    assert agrees(text, Fraction(str(value))), (text, value)
                elif isinstance(value, datetime):
                    assert [int(one) for one in text.split("/")] == [value.day, value.month, value.year]
                else:
                    assert re.sub(r"\W", "", text) == re.sub(r"\W", "", str(value or "")), (text, value)
        for at, column in enumerate(table.columns, 1):
            numbers = [row[at] for row in expected if isinstance(row[at], int | float)]
            if column.kind.is_number:
                assert agrees(str(annex.total.cells[at - 1]), sum(map(Fraction, map(str, numbers)), Fraction(0)))


def test_the_bodies_tasks_are_counted_again(season: Season, real_plan: Plan) -> None:
    bodies = {agency.code for agency in real_plan.agencies if not real_plan.group_of(agency).summed}
    tasks = {topic.id for topic in real_plan.topics if real_plan.section(topic.section).agencies}
    states = [
        cells.get(f"{task}.trang_thai") for code, cells in season.forms.items() if code in bodies for task in tasks
    ]
    counted = dict(
        zip(("hoàn thành", "đang thực hiện", "chưa thực hiện"), map(states.count, real_plan.form.statuses), strict=True)
    )
    told = {e.figure.formula: e.text for e in entries(season.content) if e.figure.formula.startswith("đếm nhiệm vụ")}
    assert as_printed(told["đếm nhiệm vụ: được giao"]) == sum(counted.values()) > 50
    for name, count in counted.items():
        assert as_printed(told.get(f"đếm nhiệm vụ: {name}", "0")) == count, name


def test_what_is_counted_of_forms_and_indicators_is_counted_again(season: Season, real_plan: Plan) -> None:
    rows = [row for row in season.content.indicators if not row.heading]
    judged = {indicator.id: row.judgement for indicator, row in zip(real_plan.indicators, rows, strict=True)}
    words = {"Vượt": "exceeded", "Đạt": "reached", "Chưa đạt": "missed"}
    every, told, goals = {agency.code for agency in real_plan.agencies}, 0, set()
    for entry in entries(season.content):
        kind, _, ids = entry.figure.formula.partition(": ")
        if kind == "đếm chỉ số":
            named = ids.split(", ")
            assert as_printed(entry.text) == len(named)
            alike = {words.get(judged[name], judged[name]) for name in named}
            counted = {"exceeded"} if alike == {"exceeded"} else alike
            everybody = [name for name, word in judged.items() if words.get(word, word) in counted]
            assert named == everybody, entry
            told += 1
        elif kind.startswith("đếm chỉ số của mục "):
            place = kind.rpartition(" ")[2]
            own = {one.id: judged[one.id] for one in real_plan.indicators
                   if real_plan.place_of(real_plan.section(one.section)) == place}  # fmt: skip
            named = ids.split(", ")
            alike = {own[name] for name in named}
            assert named == [name for name, word in own.items() if word in alike], entry
            assert as_printed(entry.text) == len(named)
            goals.add(place)
        elif kind == "đếm chỉ số so với năm trước":
            named, better = ids.split(", "), {one.id for one in real_plan.indicators if has_improved(one, season.forms)}
            assert set(named) == better and as_printed(entry.text) == len(better), entry
            told += 1
        elif kind == "đếm phiếu" and ids == "phải gửi":
            assert as_printed(entry.text) == len(entry.figure.asked) and entry.figure.asked <= every
            told += 1
        elif kind == "đếm phiếu" and entry.figure.parts:
            senders = {part.agency for part in entry.figure.parts}
            assert as_printed(entry.text) == len(senders) and senders <= set(season.forms)
            told += 1
    assert told >= 8 and len(goals) == 5  # a goal of one indicator is told without a count
