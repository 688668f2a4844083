"""Findings about a workbook as a form: which one it is, whose, and what has become of its rows and sheets."""

from __future__ import annotations

from lamdong_report.catalogue.entry import Entry
from lamdong_report.catalogue.reading_words import WHERE, error, note, warning

FORMS: tuple[Entry, ...] = (
    error(
        "form-none",
        "Tệp «{file}»: là bảng tính nhưng không phải phiếu báo cáo đã cấp (không còn mã câu hỏi nào).",
        "Chép các câu trả lời vào phiếu đã cấp rồi gửi lại; không tự lập bảng khác.",
    ),
    error(
        "form-other-year",
        "Tệp «{file}»: là phiếu của năm {year}, không phải của năm {wanted}.",
        "Gửi lại cơ quan phiếu của năm {wanted} và đề nghị điền theo phiếu mới.",
        year="2029",
        wanted="2030",
    ),
    error(
        "form-other-plan",
        "Tệp «{file}»: là phiếu của kế hoạch khác («{plan}», cần «{wanted}»).",
        "Gửi lại cơ quan phiếu đúng của kế hoạch này; chuyển tệp cho nơi cần nhận nếu gửi nhầm.",
        plan="tre-em-2030",
        wanted="ke-hoach-2030",
    ),
    warning(
        "form-older-version",
        "Tệp «{file}»: dùng mẫu phiếu cũ (bản {version}, hiện hành là bản {wanted}); các câu còn giữ mã vẫn được đọc.",
        "Kiểm tra các câu mới bổ sung; nếu thiếu, đề nghị điền thêm vào mẫu hiện hành.",
        version="1",
        wanted="2",
    ),
    warning(
        "form-newer-version",
        "Tệp «{file}»: dùng mẫu phiếu mới hơn kế hoạch đang mở (bản {version}, kế hoạch là bản {wanted}).",
        "Kiểm tra thư mục mẫu (templates) đã được cập nhật chưa.",
        version="3",
        wanted="2",
    ),
    note(
        "meta-lost",
        "Tệp «{file}»: phiếu mất trang thông tin ẩn; đã nhận ra theo mã câu hỏi và tên cơ quan ghi trong phiếu.",
        "Kiểm tra đúng là phiếu của cơ quan này; lần sau không chép các trang sang sổ làm việc khác.",
    ),
    error(
        "agency-unknown",
        "Tệp «{file}»: tên cơ quan «{name}» không khớp với cơ quan nào trong danh sách.",
        "Chọn lại tên cơ quan từ danh sách trong phiếu (ghi đủ cả số thứ tự trong tên, nếu có) rồi gửi lại.",
        name="Xã B",
    ),
    error(
        "agency-missing",
        "Tệp «{file}»: phiếu chưa ghi tên cơ quan báo cáo.",
        "Chọn tên cơ quan ở trang đầu của phiếu rồi gửi lại.",
    ),
    warning(
        "agency-clash",
        "Tệp «{file}»: phiếu cấp cho {owner} nhưng lại ghi tên «{name}»; đã tính cho {owner}.",
        "Xác minh phiếu của cơ quan nào; nếu dùng nhầm phiếu, gửi lại đúng phiếu của cơ quan mình.",
        owner="UBND xã A",
        name="UBND xã B",
    ),
    error(
        "several-forms",
        "Tệp «{file}»: chứa phiếu của nhiều cơ quan ({agencies}) nên không biết trang nào của ai; chưa đọc.",
        "Tách mỗi cơ quan một tệp riêng rồi gửi lại.",
        agencies="XA01, XA02",
    ),
    note(
        "form-superseded",
        "Tệp «{file}»: đã được thay bằng lần gửi sau («{other}», {why}).",
        "Không phải làm gì; chỉ tệp gửi sau được tổng hợp.",
        other="BC lan 2.xlsx",
        why="lần gửi 2 sau lần gửi 1",
    ),
    note(
        "form-duplicate",
        "Tệp «{file}»: nội dung giống hệt tệp «{other}»; chỉ tính một lần.",
        "Không phải làm gì.",
        other="BC.xlsx",
    ),
    error(
        "form-conflict",
        "Hai tệp «{file}» và «{other}» của cùng một cơ quan, cùng lần gửi nhưng khác số liệu; tạm lấy «{file}».",
        "Hỏi cơ quan tệp nào đúng, bỏ tệp kia ra khỏi thư mục; hoặc đề nghị ghi rõ «Gửi lần thứ» khi gửi lại.",
        other="BC (1).xlsx",
    ),
    warning(
        "marker-lost",
        "«{sheet}»: dòng ẩn đánh dấu phần «{block}» đã mất; đọc theo thứ tự cột của phiếu trống.",
        "Đối chiếu các câu trả lời của phần này với phiếu gốc.",
        block="so_lieu.II.1",
    ),
    error(
        "answers-differ",
        WHERE + "câu này có hai câu trả lời khác nhau: «{text}» và «{other_text}» ({other}); tạm lấy ô {cell}.",
        "Giữ lại một câu trả lời, xóa trang hoặc dòng chép thừa rồi gửi lại.",
        text="12",
        other="«Số liệu (2)» ô D7",
        other_text="15",
    ),
    warning(
        "id-unknown",
        WHERE + "dòng có mã «{id}» không thuộc mẫu phiếu này; nội dung «{text}» không được tổng hợp.",
        "Ghi nội dung vào đúng dòng của mẫu phiếu hiện hành.",
        id="cau_cu",
        text="12",
    ),
    warning(
        "text-outside",
        WHERE + "nội dung «{text}» nằm ở dòng chèn thêm, không thuộc câu hỏi nào, nên không được tổng hợp.",
        "Chuyển nội dung vào ô trả lời của câu hỏi tương ứng.",
        text="Đã tổ chức thêm 02 lớp",
    ),
    note(
        "not-asked",
        WHERE + "cơ quan không được hỏi câu này; nội dung «{text}» không được tổng hợp.",
        "Không phải sửa; nếu cần đưa vào báo cáo, ghi ở phần kết quả hoặc đề xuất.",
        text="12",
    ),
    note(
        "sheet-extra",
        "Tệp «{file}»: trang «{sheet}» do cơ quan tự thêm, không thuộc phiếu nên không được đọc.",
        "Nếu trang này có số liệu cần tổng hợp, chép vào các ô của phiếu.",
    ),
    warning(
        "label-changed",
        WHERE + "nội dung câu hỏi đã bị sửa («{text}»; phiếu gốc: «{label}»); câu trả lời được hiểu theo phiếu gốc.",
        "Xác minh cơ quan trả lời theo câu hỏi nào; khôi phục câu hỏi gốc.",
        text="Số người nam",
        label="Số người nữ",
    ),
    warning(
        "table-total",
        WHERE + "dòng «{text}» là dòng cộng nên không tính là một dòng của bảng.",
        "Không ghi dòng cộng trong bảng kê; chương trình tự cộng.",
        text="Tổng cộng",
    ),
    error(
        "sheet-missing",
        "Tệp «{file}»: phiếu thiếu trang «{name}», hoặc trang này đã mất cột mã ẩn (cột A), nên không đọc được.",
        "Chép câu trả lời của trang này vào phiếu trống rồi gửi lại; không xóa trang, không xóa cột A.",
        name="Số liệu",
    ),
    warning(
        "rows-missing",
        "«{name}»: phiếu đã mất {count} ô trả lời của mẫu (ô đầu tiên: «{label}»).",
        "Dùng lại phiếu đã cấp và điền đủ; không xóa dòng, cột của mẫu.",
        name="Số liệu",
        count="2",
        label="Số hội nghị đã tổ chức",
    ),
)
