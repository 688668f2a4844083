"""What a file really is, told by its bytes and never by its name."""

from __future__ import annotations

from enum import Enum

from lamdong_report.spreadsheet.package import Package


class Kind(Enum):
    """The kinds of file; the value is what people call it."""

    XLSX = "Excel (.xlsx)"
    XLSB = "Excel nhị phân (.xlsb)"
    XLS = "Excel 97–2003 (.xls)"
    ODS = "OpenDocument (.ods)"
    ARCHIVE = "tệp nén ZIP"
    LOCKED = "Excel có mật khẩu"
    EMPTY = "tệp rỗng"
    DAMAGED = "tệp hỏng"
    OTHER_ARCHIVE = "tệp nén"
    OTHER = "tệp khác"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = ((b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"\x1f\x8b", "GZIP"))
_SIGNATURES = (
    (b"%PDF", "văn bản PDF"),
    (b"\xff\xd8\xff", "ảnh (JPEG)"),
    (b"\x89PNG", "ảnh (PNG)"),
    (b"GIF8", "ảnh (GIF)"),
    (b"BM", "ảnh (BMP)"),
    (b"II*\x00", "ảnh (TIFF)"),
    (b"MM\x00*", "ảnh (TIFF)"),
    (b"{\\rtf", "văn bản RTF"),
    (b"MIME-Version", "trang web lưu thành một tệp"),
)
_ZIPPED = (
    ("word/document.xml", "văn bản Word (.docx)"),
    ("ppt/presentation.xml", "bài trình chiếu (.pptx)"),
    ("index/document.iwa", "bảng tính Apple Numbers"),
)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def kind_of(data: bytes) -> tuple[Kind, str]:
    """The kind of the file and its name for people; raises Refused for a zip that cannot be opened."""
    if not data:
        return Kind.EMPTY, Kind.EMPTY.value
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(Package(data))
    if data.startswith(_OLE):
        return _compound(data)
    for signature, name in _ARCHIVES:
        if data.startswith(signature):
            return Kind.OTHER_ARCHIVE, name
    return _document(data)


def _zipped(package: Package) -> tuple[Kind, str]:
    for name, words in _ZIPPED:
        if name in package:
            return Kind.OTHER, words
    if "xl/workbook.bin" in package:
        return Kind.XLSB, Kind.XLSB.value
    if "[Content_Types].xml" in package:
        is_book = any(name.startswith("xl/") for name in package.names)
        return (Kind.XLSX, Kind.XLSX.value) if is_book else (Kind.OTHER, "tài liệu Office khác")
    if "mimetype" in package and "content.xml" in package:
        mimetype = package.read("mimetype")
        return (Kind.ODS, Kind.ODS.value) if mimetype.startswith(_ODS) else (Kind.OTHER, "văn bản OpenDocument")
    return Kind.ARCHIVE, Kind.ARCHIVE.value


def _compound(data: bytes) -> tuple[Kind, str]:
    """Old Office files and encrypted new ones share one container; the names of its streams tell them apart."""
    if _has_stream(data, "EncryptedPackage"):
        return Kind.LOCKED, Kind.LOCKED.value
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return Kind.XLS, Kind.XLS.value
    words = "văn bản Word (.doc)" if _has_stream(data, "WordDocument") else "tài liệu Office cũ"
    return Kind.OTHER, words


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\0\0" in data


def _document(data: bytes) -> tuple[Kind, str]:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return Kind.OTHER, name
    if data[4:8] == b"ftyp":
        return Kind.OTHER, "ảnh hoặc phim từ điện thoại"
    low = head.lower()
    if low.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in low:
        return Kind.OTHER, "bảng tính XML 2003"
    if low.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")) or b"<html" in low:
        return Kind.OTHER, "trang web đổi tên thành bảng tính"
    return (Kind.OTHER, "văn bản thô (.txt, .csv)") if _is_text(data[:4096]) else (Kind.DAMAGED, Kind.DAMAGED.value)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in head)
