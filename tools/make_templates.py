"""Builds fresh report.docx and letter.docx in the layout of Decree 30/2020/NĐ-CP, for maintainers to start a year from.

    python -m tools.make_templates templates/2026

Afterwards the templates belong to the officials, who edit them in Word; run this again only to start over.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tools import nd30
from tools.nd30 import SIGN_BLANK_LINES
from tools.package import Header, write_package
from tools.tables import (
    CORRECTION_COLUMNS,
    GOAL_COLUMNS,
    INDICATOR_COLUMNS,
    LIST_COLUMNS,
    LIST_NAME,
    STATUS_COLUMNS,
    agency_table,
    filled_table,
    words_table,
)
from tools.wordxml import Cell, Run, order, page_number, paragraph, row, section, table

BODY_HEADERS, ANNEX_HEADERS = ("rId11", "rId12"), ("rId11", "rId13")
DRAFT_MARK, EXAMPLE_MARK = "DỰ THẢO", "SỐ LIỆU VÍ DỤ"


def main(folder: str) -> None:
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    marks = f"{{% if draft %}}{DRAFT_MARK}{{% endif %}}{{% if draft and example %}} – {{% endif %}}"
    marks += f"{{% if example %}}{EXAMPLE_MARK}{{% endif %}}"
    running = Header("rId11", page_number() + _only_if("draft or example", marks))
    first = Header("rId12", _or_blank("example", EXAMPLE_MARK))
    first_of_annex = Header("rId13", _or_blank("draft or example", marks))
    (target / "report.docx").write_bytes(write_package(report(), (running, first, first_of_annex)))
    running = Header("rId11", page_number() + _only_if("example", EXAMPLE_MARK))
    first_of_annex = Header("rId13", _or_blank("example", EXAMPLE_MARK))
    (target / "letter.docx").write_bytes(write_package(letter(), (running, first, first_of_annex)))


def report() -> str:
    parts = [
        _head([_each("issuer", paragraph("CoQuanBanHanh", "{{ item|upper }}"))], [_number(), _draft_box()]),
        paragraph("TenLoai", "{{ type_name|upper }}"),
        paragraph("TrichYeu", "{{ summary }}"),
        paragraph("DuongKeNgan"),
        _addressees(),
        _each("opening", paragraph("NoiDung", "{{ item }}")),
        _body(),
        paragraph("LoiKet", "{{ closing }}"),
        _signature(),
        paragraph("NgatPhan", section=section(BODY_HEADERS)),
        *_annex("I", "Kết quả thực hiện các chỉ tiêu {{ period|upper }}"),
        filled_table(
            INDICATOR_COLUMNS, "indicators", "label", caption="Kết quả thực hiện các chỉ tiêu", dense=True, last=True
        ),
        paragraph("NgatPhan", section=section(ANNEX_HEADERS, landscape=True)),
        order("for annex in annexes"),
        *_annex("{{ annex.number }}", "{{ annex.title|upper }}"),
        agency_table("annex", nd30.LANDSCAPE_TEXT_WIDTH, caption="Số liệu theo cơ quan, địa phương", last=True),
        paragraph("NgatPhan", section=section(ANNEX_HEADERS, landscape=True)),
        order("endfor"),
        order("for annex in words"),
        *_annex("{{ annex.number }}", "{{ annex.title|upper }}"),
        words_table(),
        paragraph("NgatPhan", section=section(ANNEX_HEADERS)),
        order("endfor"),
        order("if statuses"),
        *_annex("{{ statuses_number }}", "Tình hình gửi báo cáo {{ period|upper }}"),
        filled_table(STATUS_COLUMNS, "statuses", "name", caption="Tình hình gửi báo cáo", last=True),
        paragraph("NgatPhan"),
        order("endif"),
        section(ANNEX_HEADERS),
    ]
    return "".join(parts)


def letter() -> str:
    issuer = [
        _each("superior", paragraph("CoQuanChuQuan", "{{ item|upper }}")),
        _each("issuer", paragraph("CoQuanBanHanh", "{{ item|upper }}")),
    ]
    parts = [
        _head(issuer, [_number(), paragraph("VeViec", "V/v {{ subject }}")]),
        _addressees(),
        _each("paragraphs", paragraph("NoiDung", "{{ item }}")),
        _only_if_block(
            "corrections",
            filled_table(CORRECTION_COLUMNS, "corrections", caption="Nội dung cần sửa") + paragraph("CachBang"),
        ),
        _each("after", paragraph("NoiDung", "{{ item }}")),
        paragraph("LoiKet", "{{ closing }}"),
        _signature(),
        order("if annex"),
        paragraph("NgatPhan", section=section(BODY_HEADERS)),
        paragraph("PhuLuc", "Phụ lục"),
        paragraph("TenPhuLuc", "{{ annex_title|upper }}"),
        paragraph("KemTheo", "{{ annex_note }}"),
        paragraph("DuongKeNgan"),
        paragraph("CachBang"),
        filled_table(LIST_COLUMNS, "annex", caption="Danh sách cơ quan, địa phương", last=True),
        paragraph("NgatPhan"),
        order("endif"),
        section(ANNEX_HEADERS),
    ]
    return "".join(parts)


def _head(issuer: Sequence[str], below: Sequence[str]) -> str:
    """The two columns at the top: who issues and the number, the country's name and the place and date."""
    left = Cell(nd30.HEAD_LEFT, "".join(issuer) + paragraph("DuongKeNgan"), align="top")
    right_words = paragraph("QuocHieu", nd30.COUNTRY_TEXT) + paragraph("TieuNgu", nd30.MOTTO_TEXT)
    right = Cell(nd30.HEAD_RIGHT, right_words + paragraph("DuongKeBangChu"), align="top")
    place = paragraph("DiaDanhNgay", "{{ place }}, {{ date }}")
    second = [Cell(nd30.HEAD_LEFT, "".join(below), align="top"), Cell(nd30.HEAD_RIGHT, place, align="top")]
    return table((nd30.HEAD_LEFT, nd30.HEAD_RIGHT), [row([left, right]), row(second)], style="BangTrinhBay")


def _number() -> str:
    return paragraph("SoKyHieu", "Số: {{ number }}/{{ symbol }}")


def _draft_box() -> str:
    return _only_if_block("draft", paragraph("DuThao", DRAFT_MARK))


def _addressees() -> str:
    several = paragraph("KinhGuiNhieu", "Kính gửi:") + _each(
        "addressees", paragraph("KinhGuiDanhSach", "- {{ item }}{% if loop.last %}.{% else %};{% endif %}")
    )
    one = paragraph("KinhGui", "Kính gửi: {{ addressees[0] }}")
    return order("if addressees|length == 1") + one + order("elif addressees") + several + order("endif")


def _body() -> str:
    kinds = (
        ("heading1", paragraph("Heading1", "{{ p.text|upper }}")),
        ("heading2", paragraph("Heading2", "{{ p.text }}")),
        ("heading3", paragraph("Heading3", "{{ p.text }}")),
        ("heading4", paragraph("Heading4", "{{ p.text }}")),
        ("bullet", paragraph("GachDauDong", "- ", *_led())),
        ("subbullet", paragraph("GachDauDong2", "+ ", *_led())),
        ("chart", paragraph("BieuDo", "{{ p.text }}")),
        ("table", _goal_table()),
        ("list", _list_table()),
    )
    branches = "".join(
        order(f"{'elif' if at else 'if'} p.style == '{kind}'") + content for at, (kind, content) in enumerate(kinds)
    )
    plain = order("else") + paragraph("NoiDung", *_led()) + order("endif")
    return order("for p in body") + branches + plain + order("endfor")


def _goal_table() -> str:
    title, space = paragraph("TenBang", "{{ p.text }}"), paragraph("CachBang")
    return title + filled_table(GOAL_COLUMNS, "p.rows", "label", caption="Kết quả thực hiện các chỉ số") + space


def _list_table() -> str:
    title, space = paragraph("TenBang", "{{ p.text }}"), paragraph("CachBang")
    table = agency_table("p.table", nd30.TEXT_WIDTH, name=LIST_NAME, caption="Bảng kê của các cơ quan, địa phương")
    return title + table + space


def _led() -> tuple[str | Run, ...]:
    """A paragraph's text behind the name of the agency that it comes from, if it has one."""
    lead = Run("{{ p.lead }}: ", bold=True, italic=True)
    return ("{%r if p.lead %}", lead, "{%r endif %}", "{{ p.text }}")


def _signature() -> str:
    recipients = paragraph("NoiNhan", "Nơi nhận:") + _each(
        "recipients", paragraph("NoiNhanDanhSach", "- {{ item }}{% if loop.last %}.{% else %};{% endif %}")
    )
    signer = _each("authority", paragraph("QuyenHan", "{{ item|upper }}"))
    signer += paragraph("KhoangKy") * SIGN_BLANK_LINES + paragraph("NguoiKy", "{{ signer }}")
    cells = [Cell(nd30.SIGN_LEFT, recipients, align="top"), Cell(nd30.SIGN_RIGHT, signer, align="top")]
    return table((nd30.SIGN_LEFT, nd30.SIGN_RIGHT), [row(cells)], style="BangTrinhBay")


def _annex(number: str, name: str) -> tuple[str, ...]:
    head, _, tail = name.partition(" {{")
    title = name if name.startswith("{{") else head.upper() + (" {{" + tail if tail else "")
    return (
        paragraph("PhuLuc", f"Phụ lục {number}"),
        paragraph("TenPhuLuc", title),
        paragraph("KemTheo", "{{ annex_note }}"),
        paragraph("DuongKeNgan"),
        paragraph("CachBang"),
    )


def _each(items: str, content: str) -> str:
    return order(f"for item in {items}") + content + order("endfor")


def _only_if_block(condition: str, content: str) -> str:
    return order(f"if {condition}") + content + order("endif")


def _only_if(condition: str, words: str) -> str:
    return _only_if_block(condition, paragraph("DauTrang", words))


def _or_blank(condition: str, words: str) -> str:
    shown, blank = paragraph("DauTrang", words), paragraph("DauTrang")
    return order(f"if {condition}") + shown + order("else") + blank + order("endif")


if __name__ == "__main__":
    main(sys.argv[1])
