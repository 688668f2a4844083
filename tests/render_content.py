"""Contents to be rendered by the tests: a small report and a letter, each field to be replaced at will."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from lamdong_report.content import (
    AgencyAnnex,
    AgencyRow,
    Cell,
    CorrectionRow,
    IndicatorRow,
    LetterContent,
    Paragraph,
    ReportContent,
    StatusRow,
    Style,
)

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "2026"
REPORT, LETTER = TEMPLATES / "report.docx", TEMPLATES / "letter.docx"
VALIDATOR = Path(__file__).resolve().parents[2] / "shared" / "tools" / "validate_ooxml.py"
LONG = "Tổ chức tuyên truyền, phổ biến pháp luật cho cán bộ, công chức, viên chức và Nhân dân trên địa bàn. " * 8

BODY = (
    Paragraph(Style.HEADING1, "I. Công tác chỉ đạo, triển khai"),
    Paragraph(Style.TEXT, LONG),
    Paragraph(Style.HEADING2, "1. Tổ chức thực hiện văn bản"),
    Paragraph(Style.TEXT, "Ban hành 05 văn bản.", lead="Sở Y tế", comment="Phiếu so-y-te.xlsx › Số liệu › C9"),
    Paragraph(Style.HEADING3, "1.1. Truyền thông"),
    Paragraph(Style.BULLET, "Đăng 1.250 tin, bài."),
    Paragraph(Style.SUBBULLET, "Trong đó 12 bài bằng tiếng dân tộc."),
    Paragraph(Style.HEADING4, "a) Kết quả"),
    Paragraph(Style.TEXT, "Chưa gửi báo cáo.", doubtful=True, comment="Chưa nhận được phiếu"),
)
INDICATORS = (
    IndicatorRow(label="Mục tiêu 1: Trong lĩnh vực lao động", heading=True),
    IndicatorRow(
        "1.1", "Tỷ lệ lao động nữ", "%", "ít nhất 56%", Cell("55,6"), Cell("56,8", comment="Xem lại ô D14"),
        Cell("vượt 0,8 điểm phần trăm"), "Vượt", "Sở Nội vụ", Cell("tạm tính"),
    ),
)  # fmt: skip
STATUSES = (
    StatusRow(name="Xã, phường, đặc khu", heading=True),
    StatusRow("1", "Xã Bảo Lâm 1", Cell("12/BC-UBND"), Cell("29/11/2026"), "Đúng hạn", Cell("Gửi lần 2")),
)


def annex(columns: int = 3, rows: int = 4) -> AgencyAnnex:
    """An annex by agency with so many columns and rows, the columns 10, 20, 30, … mm wide."""

    def row(number: str, name: str) -> AgencyRow:
        return AgencyRow(number, name, tuple(Cell(f"1.{at:03}") for at in range(columns)))

    return AgencyAnnex(
        number="II",
        title="Số liệu của các xã, phường, đặc khu năm 2026",
        head="Xã, phường, đặc khu",
        columns=tuple(f"Cột số {at}" for at in range(columns)),
        widths=tuple(10 * (at + 1) for at in range(columns)),
        rows=tuple(row(str(at), f"Xã số {at}") for at in range(1, rows + 1)),
        total=row("", "Tổng cộng"),
    )


def listed_in(style: Style) -> AgencyAnnex | None:
    """What a paragraph of this style holds besides its words: a list has its table."""
    return replace(annex(rows=40), number="", signs="Ký hiệu: «…» chưa có số liệu.") if style is Style.LIST else None


def report(**changes: Any) -> ReportContent:
    fields: dict[str, Any] = {
        "draft": True,
        "example": True,
        "issuer": ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"),
        "number": "",
        "symbol": "BC-UBND",
        "place": "Lâm Đồng",
        "date": "",
        "type_name": "BÁO CÁO",
        "summary": "Kết quả triển khai công tác bình đẳng giới trên địa bàn tỉnh Lâm Đồng năm 2026",
        "addressees": ("Bộ Nội vụ",),
        "opening": ("Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện như sau:",),
        "body": BODY,
        "closing": "Trên đây là báo cáo kết quả, kính gửi Bộ Nội vụ xem xét, tổng hợp",
        "authority": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "signer": "Đinh Văn Tuấn",
        "recipients": ("Như trên;", "Sở Nội vụ", "Lưu: VT, NC."),
        "annex_note": "(Kèm theo Báo cáo số      /BC-UBND ngày     tháng     năm 2026 của Ủy ban nhân dân tỉnh)",
        "indicators": INDICATORS,
        "annexes": (annex(),),
        "statuses_number": "III",
        "statuses": STATUSES,
        "period": "năm 2026",
        "previous_period": "năm 2025",
        "year": 2026,
        "title": "Báo cáo kết quả",
        "author": "Sở Nội vụ",
    }
    return ReportContent(**(fields | changes))


def letter(**changes: Any) -> LetterContent:
    fields: dict[str, Any] = {
        "example": False,
        "superior": ("UBND TỈNH LÂM ĐỒNG",),
        "issuer": ("SỞ NỘI VỤ",),
        "number": "",
        "symbol": "SNV-TTN",
        "place": "Lâm Đồng",
        "date": "",
        "subject": "đề nghị chỉnh sửa số liệu báo cáo",
        "addressees": ("Ủy ban nhân dân xã Bảo Lâm 1",),
        "paragraphs": ("Sở Nội vụ đã nhận được phiếu báo cáo của quý cơ quan.",),
        "closing": "Sở Nội vụ trân trọng cảm ơn",
        "authority": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "signer": "",
        "recipients": ("Như trên", "Lưu: VT"),
        "year": 2026,
        "title": "Công văn",
        "author": "Sở Nội vụ",
        "corrections": (CorrectionRow("1", "Chỉ tiêu", "D14", "«khoảng 500» không phải là số", "Ghi số"),),
    }
    return LetterContent(**(fields | changes))


def edited(template: Path, folder: Path, *changes: tuple[str, str], part: str = "word/document.xml") -> Path:
    """A copy of the template in which each first text has been replaced once by the second, in one part."""
    data = io.BytesIO()
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            for before, after in changes if name == part else ():
                assert before in text, f"{before} is not in {part}"
                text = text.replace(before, after, 1)
            new.writestr(name, text)
    path = folder / "mau.docx"
    path.write_bytes(data.getvalue())
    return path
