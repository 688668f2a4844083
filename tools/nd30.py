"""The figures of Decree 30/2020/NĐ-CP (annexes I to III) as the Word templates use them, all in one place.

Sizes are in points, lengths in millimetres unless a name says otherwise. Where the decree gives a range, the
value here is the project's choice inside it; where it is silent, the comment says "free".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FONT = "Times New Roman"
LANGUAGE = "vi-VN"

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20, 20, 30, 15
HEADER_DISTANCE = 8  # free: leaves room for the page number and one line of marks inside the top margin
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
LANDSCAPE_TEXT_WIDTH = PAGE_HEIGHT - MARGIN_LEFT - MARGIN_RIGHT

BODY = 14
PAGE_NUMBER = 14
COUNTRY, MOTTO, ISSUER, NUMBER, PLACE_DATE = 13, 14, 13, 13, 14
SUBJECT = 13
AUTHORITY, SIGNER = 14, 14
RECIPIENTS_TITLE, RECIPIENTS = 12, 11
ANNEX = 14
TABLE, DENSE_TABLE = 12, 11  # free
MARK = 11  # free

FIRST_LINE = 12.7
PARAGRAPH_SPACE_PT = 6
LINE_SPACING = 1.0

HEAD_LEFT, HEAD_RIGHT = 67, 98  # the right column holds the country's name (95,7 mm in bold 13 pt) on one line
SIGN_LEFT, SIGN_RIGHT = 85, 80
SIGN_BLANK_LINES = 5
CELL_MARGIN = 1.0  # free
RULE_POINTS = 0.75  # free

COUNTRY_TEXT = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO_TEXT = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style: sizes in pt, indents in mm, spaces in pt, `line` a multiple or, if `exact`, points."""

    id: str
    name: str
    based: str = "Normal"
    size: float = 0
    bold: bool | None = None
    italic: bool | None = None
    align: str = ""
    first: float | None = None
    left: float = 0
    hanging: float = 0
    before: float | None = None
    after: float | None = None
    line: float = 0
    exact: bool = False
    keep_next: bool | None = None
    keep_lines: bool = False
    outline: int | None = None
    border: str = ""
    grouped: bool = False  # its space stands around a run of such paragraphs, not between them
    next: str = ""


_BODY: dict[str, Any] = {
    "align": "both",
    "first": FIRST_LINE,
    "before": 0,
    "after": PARAGRAPH_SPACE_PT,
    "line": LINE_SPACING,
}
_HEADING: dict[str, Any] = {"based": "NoiDung", "keep_next": True, "keep_lines": True, "next": "NoiDung"}
_RULE: dict[str, Any] = {"size": 2, "before": 3, "line": 4, "exact": True, "border": "top", "keep_next": True}
_CELL: dict[str, Any] = {"based": "BangChu", "align": "center"}

STYLES = (
    ParagraphStyle("Normal", "Normal", based="", size=BODY),
    ParagraphStyle("NoiDung", "Nội dung", size=BODY, **_BODY),
    ParagraphStyle("GachDauDong", "Gạch đầu dòng", based="NoiDung"),
    ParagraphStyle("GachDauDong2", "Gạch đầu dòng 2", based="NoiDung"),
    ParagraphStyle("LoiKet", "Lời kết", based="NoiDung", keep_next=True, keep_lines=True),
    ParagraphStyle("Heading1", "heading 1", bold=True, outline=0, **_HEADING),
    ParagraphStyle("Heading2", "heading 2", bold=True, outline=1, **_HEADING),
    ParagraphStyle("Heading3", "heading 3", bold=True, outline=2, **_HEADING),
    ParagraphStyle("Heading4", "heading 4", outline=3, **_HEADING),
    ParagraphStyle("QuocHieu", "Quốc hiệu", size=COUNTRY, bold=True, align="center"),
    ParagraphStyle("TieuNgu", "Tiêu ngữ", size=MOTTO, bold=True, align="center"),
    ParagraphStyle("CoQuanChuQuan", "Cơ quan chủ quản", size=ISSUER, align="center"),
    ParagraphStyle("CoQuanBanHanh", "Cơ quan ban hành", size=ISSUER, bold=True, align="center"),
    ParagraphStyle("SoKyHieu", "Số và ký hiệu", size=NUMBER, align="center", before=6),
    ParagraphStyle("VeViec", "Về việc", size=SUBJECT, align="center", before=3),
    ParagraphStyle("DiaDanhNgay", "Địa danh và ngày tháng", size=PLACE_DATE, italic=True, align="center", before=6),
    ParagraphStyle("DuThao", "Dự thảo", size=NUMBER, bold=True, align="center", before=6, border="box"),
    ParagraphStyle("TenLoai", "Tên loại văn bản", size=14, bold=True, align="center", before=18, keep_next=True),
    ParagraphStyle("TrichYeu", "Trích yếu", size=14, bold=True, align="center", keep_next=True),
    ParagraphStyle("KinhGui", "Kính gửi", size=14, align="center", before=12, after=12, keep_next=True),
    ParagraphStyle("KinhGuiNhieu", "Kính gửi nhiều nơi", size=14, left=30, before=12, keep_next=True),
    ParagraphStyle(
        "KinhGuiDanhSach", "Kính gửi danh sách", size=14, left=53.5, hanging=3.5, after=12, grouped=True, keep_next=True
    ),
    ParagraphStyle("QuyenHan", "Quyền hạn và chức vụ", size=AUTHORITY, bold=True, align="center"),
    ParagraphStyle("KhoangKy", "Khoảng ký", size=AUTHORITY, align="center"),
    ParagraphStyle("NguoiKy", "Người ký", size=SIGNER, bold=True, align="center"),
    ParagraphStyle("NoiNhan", "Nơi nhận", size=RECIPIENTS_TITLE, bold=True, italic=True),
    ParagraphStyle("NoiNhanDanhSach", "Nơi nhận danh sách", size=RECIPIENTS),
    ParagraphStyle("PhuLuc", "Phụ lục", size=ANNEX, bold=True, align="center", keep_next=True, outline=0),
    ParagraphStyle("TenPhuLuc", "Tên phụ lục", size=ANNEX, bold=True, align="center", keep_next=True),
    ParagraphStyle("KemTheo", "Kèm theo", size=ANNEX, italic=True, align="center", keep_next=True),
    ParagraphStyle("DuongKeNgan", "Đường kẻ ngắn", **_RULE),
    ParagraphStyle("DuongKeBangChu", "Đường kẻ bằng chữ", **_RULE),
    ParagraphStyle("CachBang", "Cách bảng", size=6, line=6, exact=True, keep_next=True),
    ParagraphStyle("BieuDo", "Biểu đồ", size=13, align="center", before=6),
    ParagraphStyle("TenBang", "Tên bảng", size=13, bold=True, align="center", before=6, after=3, keep_next=True),
    ParagraphStyle("NgatPhan", "Ngắt phần", size=1, line=1, exact=True),
    ParagraphStyle("HetPhuLuc", "Hết phụ lục", size=TABLE, align="right", before=3),
    ParagraphStyle("BangChu", "Bảng chữ", size=TABLE, before=1, after=1),
    ParagraphStyle("BangDauCot", "Bảng đầu cột", bold=True, keep_next=True, **_CELL),
    ParagraphStyle("BangSoCot", "Bảng số cột", keep_next=True, **_CELL),
    ParagraphStyle("BangGiua", "Bảng giữa", **_CELL),
    ParagraphStyle("BangSo", "Bảng số liệu phải", based="BangChu", align="right"),
    ParagraphStyle("BangNhom", "Bảng nhóm", based="BangChu", bold=True, keep_next=True),
    ParagraphStyle("BangDayChu", "Bảng dày chữ", based="BangChu", size=DENSE_TABLE),
    ParagraphStyle("BangDayDauCot", "Bảng dày đầu cột", based="BangDauCot", size=DENSE_TABLE),
    ParagraphStyle("BangDaySoCot", "Bảng dày số cột", based="BangSoCot", size=DENSE_TABLE),
    ParagraphStyle("BangDayGiua", "Bảng dày giữa", based="BangGiua", size=DENSE_TABLE),
    ParagraphStyle("BangDaySo", "Bảng dày số liệu phải", based="BangSo", size=DENSE_TABLE),
    ParagraphStyle("BangDayNhom", "Bảng dày nhóm", based="BangNhom", size=DENSE_TABLE),
    ParagraphStyle("SoTrang", "Số trang", size=PAGE_NUMBER, align="center"),
    ParagraphStyle("DauTrang", "Dấu đầu trang", size=MARK, bold=True, align="center"),
    ParagraphStyle("LenhMau", "Lệnh của mẫu", size=9),
    ParagraphStyle("CommentText", "annotation text", size=11),
)


def twips(millimetres: float) -> int:
    """Twentieths of a point, the unit of Word's lengths."""
    return round(millimetres * 1440 / 25.4)
