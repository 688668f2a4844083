"""Findings about files that are not read, or that are not what their names say."""

from __future__ import annotations

from lamdong_report.catalogue.entry import Entry
from lamdong_report.catalogue.reading_words import error, note, warning

_SEND_EXCEL = "Đề nghị gửi lại phiếu điện tử dạng Excel (.xlsx) do cơ quan chủ trì đã cấp."

FILES: tuple[Entry, ...] = (
    error(
        "file-password",
        "Tệp «{file}»: không đọc được vì đang đặt mật khẩu.",
        "Mở bằng Excel, chọn Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa bằng mật khẩu, xóa mật khẩu, lưu rồi gửi "
        "lại.",
    ),
    error(
        "file-damaged",
        "Tệp «{file}»: không mở được vì tệp bị hỏng hoặc tải về chưa trọn vẹn.",
        "Tải lại tệp từ thư điện tử; nếu vẫn không mở được, đề nghị cơ quan gửi lại phiếu.",
    ),
    error(
        "file-empty",
        "Tệp «{file}»: tệp rỗng (0 byte), không có nội dung.",
        "Tải lại tệp từ thư điện tử hoặc đề nghị cơ quan gửi lại phiếu.",
    ),
    error(
        "file-too-large",
        "Tệp «{file}»: không đọc vì quá lớn (mức cho phép: {limit}).",
        "Chép các câu trả lời sang một phiếu trống mới (bỏ ảnh và vùng định dạng thừa) rồi gửi lại.",
        limit="50 MB",
    ),
    error(
        "file-unsafe",
        "Tệp «{file}»: không đọc vì cấu trúc bên trong không an toàn ({why}).",
        "Không mở tệp này; xác minh với nơi gửi và đề nghị gửi lại phiếu.",
        why="có khai báo thực thể XML",
    ),
    error(
        "file-stopped",
        "Tệp «{file}»: phải dừng đọc giữa chừng ({why}).",
        "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại.",
        why="quá 30 giây",
    ),
    error(
        "file-unforeseen",
        "Tệp «{file}»: chương trình gặp tình huống chưa lường trước khi đọc ({why}); các tệp khác không bị ảnh hưởng.",
        "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi đọc lại; gửi tệp cho người bảo trì chương trình.",
        why="ValueError",
    ),
    error(
        "file-unreadable",
        "Tệp «{file}»: hệ điều hành không cho đọc tệp này ({why}).",
        "Đóng chương trình đang giữ tệp, kiểm tra quyền truy cập rồi chạy lại.",
        why="không có quyền đọc",
    ),
    note(
        "file-disguised",
        "Tệp «{file}»: đuôi tệp không đúng với nội dung (thực chất là {kind}); đã đọc theo nội dung.",
        "Không phải sửa; lần sau nên lưu đúng dạng .xlsx.",
        kind="Excel 97–2003 (.xls)",
    ),
    warning(
        "file-other-document",
        "Tệp «{file}»: là {kind}, không phải phiếu Excel nên không tổng hợp được.",
        _SEND_EXCEL + " Nếu đây chỉ là văn bản gửi kèm thì không phải làm gì.",
        kind="văn bản Word (.docx)",
    ),
    note(
        "file-lock",
        "Tệp «{file}»: là tệp khóa tạm do phần mềm văn phòng tạo ra khi đang mở phiếu; đã bỏ qua.",
        "Đóng phiếu đang mở trước khi tổng hợp để bảo đảm đọc được bản đã lưu.",
    ),
    error(
        "archive-limit",
        "Tệp nén «{file}»: không đọc hết vì vượt giới hạn ({why}).",
        "Giải nén bằng tay rồi chép các phiếu vào thư mục nhận phiếu.",
        why="nén lồng nhau quá 3 lớp",
    ),
    error(
        "archive-kind",
        "Tệp «{file}»: là tệp nén {kind}, chương trình không giải nén được.",
        "Giải nén bằng tay rồi chép các phiếu vào thư mục nhận phiếu.",
        kind="RAR",
    ),
    error(
        "sheet-damaged",
        "Tệp «{file}»: trang «{sheet}» bị hỏng, không đọc được; các trang khác vẫn được đọc.",
        "Mở tệp bằng Excel, cho sửa chữa tệp, kiểm tra trang này rồi lưu và gửi lại.",
    ),
    warning(
        "cells-far",
        "Tệp «{file}», trang «{sheet}»: có nội dung ở ô {cells}, ngoài phạm vi của phiếu, nên không đọc.",
        "Kiểm tra và xóa nội dung ở các ô đó; nếu là câu trả lời, chép về đúng ô của phiếu.",
        cells="XFD1048576",
    ),
    error(
        "too-many-files",
        "Thư mục nhận phiếu có {count} tệp, nhiều hơn mức đọc một lần; chỉ đọc {limit} tệp đầu theo tên.",
        "Kiểm tra có chọn nhầm thư mục không; chỉ để các phiếu nhận được trong thư mục này.",
        count="6000",
        limit="5000",
    ),
)
