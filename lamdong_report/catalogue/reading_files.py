"""Findings about files, those that are not read first, and about what their sheets and cells look like."""

from __future__ import annotations

from lamdong_report.catalogue.phrases import WHERE, CatalogueEntry, error, note, warning

FILES: tuple[CatalogueEntry, ...] = (
    # A form that nobody could open may hold figures that change the report: no final one before it is read.
    error(
        "file-password",
        "Tệp «{file}»: không đọc được vì đang đặt mật khẩu.",
        "Đề nghị nơi gửi bỏ mật khẩu rồi gửi lại (trong Excel: Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa "
        "bằng mật khẩu, xóa mật khẩu, lưu tệp); nếu là tệp nén đặt mật khẩu, giải nén rồi gửi các phiếu bên trong.",
    ),
    error(
        "file-structure-lock",
        "Tệp «{file}»: không đặt mật khẩu mở tệp nhưng đang khóa cấu trúc sổ làm việc, và quá lớn để đọc khi còn khóa.",
        "Mở tệp bằng Excel, vào Xem lại (Review) › Bảo vệ sổ làm việc (Protect Workbook), bỏ khóa, lưu rồi gửi lại; "
        "hoặc chép các câu trả lời sang phiếu đã cấp.",
    ),
    # The lock hides what is behind it, and a letter that came with the form is locked in the same way.
    warning(
        "file-rights",
        "Tệp «{file}»: không đọc được vì được khóa bằng nhãn bảo mật hoặc quản lý quyền của cơ quan gửi (không phải "
        "mật khẩu), người ngoài cơ quan đó không mở được.",
        "Đề nghị nơi gửi đặt nhãn thành Công khai (hoặc bỏ «Hạn chế truy cập» ở Tệp › Thông tin › Bảo vệ sổ làm việc), "
        "lưu lại rồi gửi; hoặc chép các câu trả lời sang phiếu trống.",
    ),
    # What was sent is no form yet, and the agency itself stands among those who have not sent.
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
    # A fault of the program's costs one file, not the others: the season goes on, and somebody is told.
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
    # Taken for what it is: the ending of a name says what somebody chose to save it as.
    note(
        "file-disguised",
        "Tệp «{file}»: đuôi tệp không đúng với nội dung (thực chất là {kind}); đã đọc theo nội dung.",
        "Không phải sửa; lần sau nên lưu đúng dạng .xlsx.",
        kind="Excel 97–2003 (.xls)",
    ),
    # Mostly the letter that came with the form, as a picture or in Word; only sometimes sent instead of it.
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
    # A mail of mere words comes this way, too.
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
    # The answers of that sheet are not known, which is more than blank.
    error(
        "sheet-damaged",
        "Tệp «{file}»: trang «{sheet}» bị hỏng, không đọc được; các trang khác vẫn được đọc.",
        "Mở tệp bằng Excel, đồng ý cho sửa chữa tệp, kiểm tra lại trang này, lưu rồi gửi lại.",
    ),
    # Mostly left there by a slip; whoever took the whole rectangle in would run out of memory over it.
    warning(
        "cells-far",
        "Tệp «{file}», trang «{sheet}»: có nội dung ở ô {cells}, ngoài phạm vi của phiếu, nên không đọc.",
        "Kiểm tra và xóa nội dung ở các ô đó; nếu là câu trả lời, chép về đúng ô của phiếu.",
        cells="XFD1048576",
    ),
    # A season has some hundreds of files: so many are a folder that was chosen by mistake.
    error(
        "too-many-files",
        "Thư mục nhận phiếu có {count} tệp, nhiều hơn mức đọc một lần; chỉ đọc {limit} tệp đầu theo tên.",
        "Kiểm tra có chọn nhầm thư mục không; chỉ để các phiếu nhận được trong thư mục này.",
        count="6000",
        limit="5000",
    ),
)

_LOOKS = (
    # Who strikes a number through has taken it back, though it still stands in the cell.
    warning(
        "cell-struck",
        WHERE + "cả ô bị gạch ngang («{text}») nên coi như đã xóa.",
        "Nếu bỏ nội dung này, xóa hẳn khỏi ô và ghi câu trả lời đúng; nếu vẫn dùng, bỏ gạch ngang (Ctrl+5).",
        text="239",
    ),
    warning(
        "text-struck",
        WHERE + "phần bị gạch ngang «{text}» coi như đã xóa; nội dung đã đọc: «{value}».",
        "Xóa hẳn phần gạch ngang; nếu vẫn dùng phần đó, bỏ gạch ngang (bôi đen rồi nhấn Ctrl+5).",
        text="293",
        value="239",
    ),
    # «239¹» would be read as 2391: whether the small digit is a note's or the number's, only the writer knows.
    error(
        "number-raised",
        WHERE + "«{text}» có «{mark}» viết nhỏ trên hoặc dưới dòng, có thể là dấu chú thích, nên chưa lấy số.",
        "Chỉ ghi số vào ô; chú thích thì ghi ở cột ghi chú.",
        text="239¹",
        mark="1",
    ),
    # The cell holds the whole number, and its writer saw a thousandth of it: either may be what was meant.
    warning(
        "number-scaled",
        WHERE + "giá trị trong ô là {value} nhưng ô hiển thị {seen} (định dạng số rút gọn hàng nghìn); đã lấy {value}.",
        "Kiểm tra số nào đúng; chọn ô, nhấn Ctrl+1, chọn định dạng Number rồi ghi lại số đầy đủ "
        "theo đơn vị của câu hỏi.",
        value="239.000",
        seen="239",
    ),
    warning(
        "unit-in-format",
        WHERE + "ô hiển thị «{seen}» (đơn vị do định dạng số thêm vào), khác đơn vị của câu hỏi («{unit}»); đã lấy "
        "{value}.",
        "Ghi lại số theo đơn vị của câu hỏi; chọn ô, nhấn Ctrl+1, chọn định dạng Number.",
        seen="58.300.000 đồng",
        unit="triệu đồng",
        value="58.300.000",
    ),
)

_BESIDE = (
    # Some answer in the note alone: to the clerk it stands in the cell.
    warning(
        "cell-note",
        WHERE + "có ghi chú đính vào ô «{text}»; chương trình chỉ đọc nội dung trong ô.",
        "Nếu ghi chú là câu trả lời hoặc lý do, chép vào ô trả lời hoặc cột ghi chú, lý do; nếu không, xóa ghi chú.",
        text="Số liệu là 239",
    ),
    warning(
        "text-box",
        "«{sheet}»: có {count} hộp chữ đặt trên {cells}, ghi «{text}»; chương trình không đọc nội dung này.",
        "Chép nội dung cần thiết vào ô trả lời rồi xóa hộp chữ.",
        count="1",
        cells="ô D10",
        text="Số liệu là 239",
    ),
    warning(
        "picture-over",
        "«{sheet}»: có {count} ảnh đặt trên {cells}; chương trình không đọc số liệu trong ảnh.",
        "Ghi số liệu, nội dung trong ảnh vào ô trả lời bằng chữ; ảnh minh họa thì gửi kèm thành tệp riêng.",
        count="1",
        cells="ô D10",
    ),
    warning(
        "object-over",
        "«{sheet}»: có {count} tệp nhúng (Word, PDF …) trên {cells}; chương trình không đọc nội dung bên trong.",
        "Ghi số liệu, nội dung cần tổng hợp vào ô trả lời; tệp kèm theo thì gửi thành tệp riêng.",
        count="1",
        cells="ô D10",
    ),
    warning(
        "answers-hidden",
        "«{sheet}»: câu trả lời ở {places} đang bị ẩn nên người gửi có thể không thấy; nội dung vẫn được đọc.",
        "Bấm chuột phải vào số dòng hoặc chữ cột bên cạnh, chọn «Bỏ ẩn» (Unhide), xem lại nội dung; nếu đúng thì không "
        "phải sửa.",
        places="dòng 10, 11; cột D",
    ),
    # Of a sheet that was copied and hidden, the sender may no longer know that it holds other answers.
    warning(
        "sheet-hidden",
        "Tệp «{file}»: trang «{sheet}» của phiếu đang bị ẩn nên người gửi có thể không thấy; nội dung vẫn được đọc.",
        "Bấm chuột phải vào tên một trang, chọn «Bỏ ẩn» (Unhide), xem lại nội dung; nếu là trang chép thừa "
        "thì xóa trang.",
    ),
)

LOOKS: tuple[CatalogueEntry, ...] = (*_LOOKS, *_BESIDE)
