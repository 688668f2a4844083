"""What a file really is, told by its structure and never by its name."""

from __future__ import annotations

import json
import re
from enum import Enum

from lamdong_report.spreadsheet.ole import SIGNATURE, Container
from lamdong_report.spreadsheet.package import Package


class FileKind(Enum):
    """The kinds of file; the value is what people call it."""

    XLSX = "Excel (.xlsx)"
    XLSB = "Excel nhị phân (.xlsb)"
    XLS = "Excel 97–2003 (.xls)"
    ODS = "OpenDocument (.ods)"
    FODS = "OpenDocument một tệp (.fods)"
    ARCHIVE = "tệp nén ZIP"
    MAIL = "thư điện tử (.eml)"
    OUTLOOK = "thư Outlook (.msg)"
    TNEF = "gói thư Outlook (winmail.dat)"
    LOCKED = "Excel có mật khẩu"
    RIGHTS = "Excel có nhãn bảo mật"
    EMPTY = "tệp rỗng"
    LINK = "đường liên kết"
    OTHER_ARCHIVE = "tệp nén"
    OTHER = "tệp khác"
    UNKNOWN = "tệp không rõ loại"


_ARCHIVES = (
    (b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"\x1f\x8b", "GZIP"), (b"\xfd7zXZ\0", "XZ"),
    (b"BZh", "BZIP2"), (b"MSCF", "CAB"),
)  # fmt: skip
# So much of a file is looked at where its first bytes alone do not tell what it is.
_HEAD = 4096
_TAR, _TAR_AT = b"ustar", 257
_SIGNATURES = (
    (b"%PDF", "văn bản PDF"),
    (b"\xff\xd8\xff", "ảnh (JPEG)"),
    (b"\x89PNG", "ảnh (PNG)"),
    (b"GIF8", "ảnh (GIF)"),
    (b"BM", "ảnh (BMP)"),
    (b"II*\x00", "ảnh (TIFF)"),
    (b"MM\x00*", "ảnh (TIFF)"),
    (b"{\\rtf", "văn bản RTF"),
    (b"!BDN", "hộp thư Outlook (.pst)"),
)
_ZIPPED = (
    ("word/document.xml", "văn bản Word (.docx)"),
    ("ppt/presentation.xml", "bài trình chiếu (.pptx)"),
    ("index/document.iwa", "bảng tính Apple Numbers"),
)
_OLD_OFFICE = (
    ("worddocument", "văn bản Word (.doc)"),
    ("powerpoint document", "bài trình chiếu (.ppt)"),
    ("workbook", FileKind.XLS.value),
    ("book", FileKind.XLS.value),
)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_TNEF = b"\x78\x9f\x3e\x22"
_SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00"
# The stream of a workbook (Excel 97, Excel 5) without the container around it.
_BARE_XLS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
# The head of a mail (RFC 5322): lines "Name: value", one of these among them.
_HEADER = re.compile(rb"[!-9;-~]+:[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
# Before the head of a mail in a box of mails, and in Apple's program.
_MAILBOX = re.compile(rb"(?:From [^\r\n]*\r?\n|[0-9]{1,12} *\r?\n)?")
_MAIL_HEADERS = frozenset({b"from", b"received", b"return-path", b"delivered-to", b"date"})
# Rights management keeps the document in one stream or another, or puts a head of its own before it.
_RIGHTS = ("\x06dataspaces/transforminfo/drmencrypted", "\x09drm", "\x06dataspaces/dataspaceinfo/\x09drm")
_PROTECTED = b".pfile"
_ADDRESS = re.compile(rb"(?:\S+ ?:\s*)?(?:https?://\S+\s*)+")


def kind_of(data: bytes) -> tuple[FileKind, str]:
    """The kind of the file and its name for people; raises Refused for a zip that cannot be opened."""
    if not data:
        return FileKind.EMPTY, FileKind.EMPTY.value
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(Package(data))
    if data.startswith(SIGNATURE):
        return _compound(Container(data).names)
    if data.startswith(_TNEF):
        return FileKind.TNEF, FileKind.TNEF.value
    for signature, name in _ARCHIVES:
        if data.startswith(signature):
            return FileKind.OTHER_ARCHIVE, name
    if data[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return FileKind.OTHER_ARCHIVE, "TAR"
    if data.startswith(_PROTECTED):
        return FileKind.RIGHTS, FileKind.RIGHTS.value
    # From here on kinds that are told by words; some programs put a mark of encoding or blank lines before them.
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return FileKind.OTHER, name
    if data[4:8] == b"ftyp":
        return FileKind.OTHER, "ảnh hoặc phim từ điện thoại"
    if data.startswith(_BARE_XLS):
        return FileKind.XLS, FileKind.XLS.value
    if data.startswith(_OLD_EXCEL):
        return FileKind.OTHER, "bảng tính Excel quá cũ (trước năm 1993)"
    if link := _link(data, head):
        return FileKind.LINK, link
    return _text(data, head)


def _zipped(package: Package) -> tuple[FileKind, str]:
    for name, words in _ZIPPED:
        if name in package:
            return FileKind.OTHER, words
    if "xl/workbook.bin" in package:
        return FileKind.XLSB, FileKind.XLSB.value
    if "[Content_Types].xml" in package:
        is_book = any(name.startswith("xl/") for name in package.names)
        return (FileKind.XLSX, FileKind.XLSX.value) if is_book else (FileKind.OTHER, "tài liệu Office khác")
    if "mimetype" in package and "content.xml" in package:
        if package.read("mimetype").startswith(_ODS):
            return FileKind.ODS, FileKind.ODS.value
        return FileKind.OTHER, "văn bản OpenDocument"
    return FileKind.ARCHIVE, FileKind.ARCHIVE.value


def _compound(names: frozenset[str]) -> tuple[FileKind, str]:
    """Old Office files, saved mails and encrypted new files share one container; its own streams tell them apart.

    What is embedded in a file has its streams in a storage of its own and does not count.
    """
    if any(name.startswith(_RIGHTS) for name in names):
        return FileKind.RIGHTS, FileKind.RIGHTS.value
    if "encryptedpackage" in names:
        return FileKind.LOCKED, FileKind.LOCKED.value
    if "__properties_version1.0" in names:
        return FileKind.OUTLOOK, FileKind.OUTLOOK.value
    words = next((words for name, words in _OLD_OFFICE if name in names), "tài liệu Office cũ")
    return (FileKind.XLS if words == FileKind.XLS.value else FileKind.OTHER), words


def _link(data: bytes, head: bytes) -> str:
    """What kind of link the file is: it names a place and holds nothing else."""
    if data.startswith(_SHORTCUT):
        return "lối tắt Windows (.lnk)"
    if head.lower().startswith(b"[internetshortcut]"):
        return "liên kết Internet (.url)"
    if head.startswith(b"[Desktop Entry]") and b"\nURL" in head:
        return "liên kết Internet (.desktop)"
    is_whole = len(data) < len(head) + 16  # nothing but what was stripped stands outside the head
    if is_whole and _ADDRESS.fullmatch(head):
        return "địa chỉ liên kết ghi trong tệp chữ"
    if is_whole and head.startswith(b"{"):
        try:
            content = json.loads(data)
        except ValueError:
            content = None
        if isinstance(content, dict) and not {"url", "doc_id", "resource_id"}.isdisjoint(content):
            return "liên kết tới tài liệu trực tuyến (.gsheet)"
    return "liên kết Internet (.webloc)" if head.startswith(b"<?xml") and b"<key>URL</key>" in head else ""


def _text(data: bytes, head: bytes) -> tuple[FileKind, str]:
    low = head.lower()
    names, at = [], mail_start(head)
    while found := _HEADER.match(head, at):
        names.append(found[0].partition(b":")[0].lower())
        at = found.end()
    # The head of a mail, or of a web page saved as one.
    if b"mime-version" in names or (len(names) > 1 and not _MAIL_HEADERS.isdisjoint(names)):
        # A web page saved as one file is built like a mail, but nobody has sent it.
        is_web_page = b"multipart/related" in low and b"\nreceived:" not in low and b"\nto:" not in low
        return (FileKind.OTHER, "trang web lưu thành một tệp") if is_web_page else (FileKind.MAIL, FileKind.MAIL.value)
    if low.startswith((b"<?xml", b"<office:document")) and b"office:document" in low and _ODS in low:
        return FileKind.FODS, FileKind.FODS.value
    if low.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in low:
        return FileKind.OTHER, "bảng tính XML 2003"
    if low.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")) or b"<html" in low:
        return FileKind.OTHER, "trang web (.html)"
    has_controls = any(byte < 9 or 13 < byte < 32 for byte in data[:_HEAD])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or not has_controls:
        return FileKind.OTHER, "văn bản thô (.txt, .csv)"
    return FileKind.UNKNOWN, FileKind.UNKNOWN.value


def mail_start(data: bytes) -> int:
    """Where the head of the mail begins: behind what a box of mails or Apple's program puts before it."""
    found = _MAILBOX.match(data)
    return found.end() if found else 0
