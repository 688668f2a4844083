"""Findings about files that are not read, or that are not what their names say."""

from __future__ import annotations

from lamdong_report.catalogue.build import error, note, warning
from lamdong_report.catalogue.entry import CatalogueEntry

FILES: tuple[CatalogueEntry, ...] = (
    error(
        "file-password",
        "Tệp «{file}»: không đọc được vì đang đặt mật khẩu.",
        "Đề nghị nơi gửi bỏ mật khẩu rồi gửi lại (trong Excel: Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa "
        "bằng mật khẩu, xóa mật khẩu, lưu tệp).",
    ),
    error(
        "file-structure-lock",
        "Tệp «{file}»: không đặt mật khẩu mở tệp nhưng đang khóa cấu trúc sổ làm việc, và quá lớn để đọc khi còn khóa.",
        "Mở tệp bằng Excel, vào Xem lại (Review) › Bảo vệ sổ làm việc (Protect Workbook), bỏ khóa, lưu rồi gửi lại; "
        "hoặc chép các câu trả lời sang phiếu đã cấp.",
    ),
    warning(
        "file-rights",
        "Tệp «{file}»: không đọc được vì được khóa bằng nhãn bảo mật hoặc quản lý quyền của cơ quan gửi (không phải "
        "mật khẩu), người ngoài cơ quan đó không mở được.",
        "Đề nghị nơi gửi đặt nhãn thành Công khai (hoặc bỏ «Hạn chế truy cập» ở Tệp › Thông tin › Bảo vệ sổ làm việc), "
        "lưu lại rồi gửi; hoặc chép các câu trả lời sang phiếu trống.",
    ),
    warning(
        "file-link",
        "Tệp «{file}»: chỉ là {kind}, dẫn tới nơi lưu phiếu; bên trong không có câu trả lời nào.",
        "Mở liên kết, tải phiếu về dạng Microsoft Excel (.xlsx) rồi gửi lại tệp vừa tải.",
        kind="liên kết tới tài liệu trực tuyến (.gsheet)",
    ),
    error(
        "file-damaged",
        "Tệp «{file}»: không mở được vì tệp bị hỏng hoặc tải về chưa trọn vẹn.",
        "Tải lại tệp từ thư điện tử; nếu vẫn không đọc được nhưng Excel hoặc LibreOffice mở được, mở rồi lưu thành tệp "
        ".xlsx mới; nếu không, đề nghị cơ quan gửi lại phiếu.",
    ),
    error(
        "file-empty",
        "Tệp «{file}»: tệp rỗng (0 byte), không có nội dung.",
        "Tải lại tệp từ thư điện tử hoặc đề nghị cơ quan gửi lại phiếu.",
    ),
    error(
        "file-too-large",
        "Tệp «{file}»: không đọc vì quá lớn (mức cho phép: {limit}).",
        "Đề nghị nơi gửi chép các câu trả lời sang phiếu trống (không kèm ảnh, không kèm vùng định dạng thừa) "
        "rồi gửi lại.",
        limit="50 MB",
    ),
    error(
        "file-unsafe",
        "Tệp «{file}»: không đọc vì cấu trúc bên trong không an toàn ({why}).",
        "Không mở tệp này; xác minh với nơi gửi và đề nghị điền, gửi lại bằng phiếu đã cấp.",
        why="có khai báo thực thể XML",
    ),
    error(
        "file-unforeseen",
        "Tệp «{file}»: chương trình gặp tình huống chưa lường trước khi đọc ({why}); các tệp khác không bị ảnh hưởng.",
        "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi chạy lại; đồng thời gửi tệp cho người bảo trì chương trình.",
        why="ValueError",
    ),
    error(
        "file-unreadable",
        "Tệp «{file}»: hệ điều hành không cho đọc tệp này ({why}).",
        "Đóng chương trình đang mở tệp, kiểm tra quyền truy cập tệp rồi chạy lại.",
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
        "Nếu đây chỉ là tài liệu gửi kèm thì không phải làm gì; nếu thay cho phiếu, đề nghị nơi gửi điền vào "
        "phiếu Excel (.xlsx) đã cấp rồi gửi lại.",
        kind="văn bản Word (.docx)",
    ),
    note(
        "file-lock",
        "Tệp «{file}»: là tệp khóa tạm do phần mềm văn phòng tạo ra khi đang mở phiếu; đã bỏ qua.",
        "Nếu phiếu đang mở, lưu và đóng lại trước khi tổng hợp để đọc được bản mới nhất.",
    ),
    error(
        "archive-limit",
        "Tệp nén «{file}»: không đọc hết vì vượt giới hạn ({why}).",
        "Giải nén tệp rồi chép các phiếu bên trong vào thư mục nhận phiếu.",
        why="nén lồng nhau quá 3 lớp",
    ),
    warning(
        "archive-empty",
        "Tệp «{file}»: là {kind} nhưng bên trong không có tệp nào.",
        "Đính kèm phiếu (.xlsx) rồi gửi lại; nếu chỉ là thư trao đổi thì không phải làm gì.",
        kind="tệp nén ZIP",
    ),
    error(
        "archive-kind",
        "Tệp «{file}»: là tệp nén {kind}, chương trình không giải nén được.",
        "Giải nén tệp rồi chép các phiếu bên trong vào thư mục nhận phiếu.",
        kind="RAR",
    ),
    error(
        "sheet-damaged",
        "Tệp «{file}»: trang «{sheet}» bị hỏng, không đọc được; các trang khác vẫn được đọc.",
        "Mở tệp bằng Excel, đồng ý cho sửa chữa tệp, kiểm tra lại trang này, lưu rồi gửi lại.",
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
