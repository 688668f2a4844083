"""Findings about a workbook as a form: which one it is, whose, and what has become of its sheets, rows and cells."""

from __future__ import annotations

from lamdong_report.catalogue.phrases import WHERE, CatalogueEntry, error, note, warning

WHOSE: tuple[CatalogueEntry, ...] = (
    # Tables come beside the form, and some instead of it; only who sent this one can say which it is.
    warning(
        "form-none",
        "Tệp «{file}»: là bảng tính nhưng không phải phiếu báo cáo đã cấp (không còn mã câu hỏi nào).",
        "Nếu đây chỉ là bảng gửi kèm, chuyển tệp ra khỏi thư mục nhận phiếu; nếu thay cho phiếu, đề nghị nơi gửi "
        "chép các câu trả lời vào phiếu đã cấp rồi gửi lại.",
    ),
    # Copied into another workbook as they look, the sheets leave behind what their answers are found by.
    error(
        "form-ids-lost",
        "Tệp «{file}»: là phiếu báo cáo ({owner}) nhưng mọi trang đã mất cột mã ẩn (cột A) nên không đọc được câu trả "
        "lời nào.",
        "Chép các câu trả lời vào đúng ô của phiếu đã cấp rồi gửi lại chính tệp đó; không chép các trang sang tệp "
        "khác, không xóa cột A.",
        owner="của UBND xã A",
    ),
    # Some save every sheet as a workbook of its own.
    error(
        "form-part",
        "Tệp «{file}»: chỉ có trang «{sheets}» của phiếu, không có trang ghi tên cơ quan nên không biết là của ai; "
        "chưa tính.",
        "Đề nghị nơi gửi gửi lại cả phiếu trong một tệp, đủ các trang như phiếu đã cấp.",
        sheets="Số liệu",
    ),
    # Its questions have the same ids: last year's figures would go into this year's sums without a trace.
    error(
        "form-other-year",
        "Tệp «{file}»: là phiếu của năm {year}, không phải của năm {wanted}.",
        "Điền và gửi phiếu của năm {wanted}; không dùng lại phiếu của năm khác.",
        office="Cơ quan chủ trì: gửi cho cơ quan phiếu của năm {wanted}.",
        year="2029",
        wanted="2030",
    ),
    error(
        "form-other-plan",
        "Tệp «{file}»: là phiếu của kế hoạch khác (mã «{plan}»), không phải của «{wanted}».",
        "Điền và gửi phiếu đã cấp cho kế hoạch này.",
        office="Cơ quan chủ trì: gửi cho cơ quan phiếu đúng; nếu tệp gửi nhầm nơi nhận, chuyển cho nơi cần nhận.",
        plan="tre-em-2030",
        wanted="Kế hoạch công tác năm 2030",
    ),
    # A question never changes its meaning under the same id, so what is answered there counts.
    warning(
        "form-older-version",
        "Tệp «{file}»: dùng mẫu phiếu cũ (bản {version}, hiện hành là bản {wanted}); các câu không đổi vẫn được đọc.",
        "Điền thêm các câu mới có trong mẫu phiếu hiện hành rồi gửi lại; các câu đã trả lời không phải điền lại.",
        office="Cơ quan chủ trì: gửi cho cơ quan mẫu phiếu hiện hành.",
        version="1",
        wanted="2",
    ),
    warning(
        "form-newer-version",
        "Tệp «{file}»: dùng mẫu phiếu mới hơn kế hoạch đang mở (bản {version}, kế hoạch là bản {wanted}).",
        "Cơ quan gửi phiếu không phải làm gì.",
        office="Cơ quan chủ trì: kiểm tra thư mục mẫu (templates) đã được cập nhật chưa.",
        version="3",
        wanted="2",
    ),
    note(
        "meta-lost",
        "Tệp «{file}»: phiếu mất trang thông tin ẩn; đã nhận ra theo mã câu hỏi và tên cơ quan ghi trong phiếu.",
        "Không phải sửa nếu đúng là phiếu của cơ quan này; lần sau điền ngay trong tệp phiếu đã cấp, không chép các "
        "trang sang tệp khác.",
    ),
    error(
        "agency-unknown",
        "Tệp «{file}»: tên cơ quan «{name}» không khớp với cơ quan nào trong danh sách{near}.",
        "Đề nghị nơi gửi chọn lại tên cơ quan từ danh sách trong phiếu (đủ cả số trong tên, nếu có) rồi gửi lại"
        "{decide}.",
        name="HĐND xã B",
        near="; có thể là xã B",
        decide="; đã xác minh thì ghi quyết định lấy tệp này bằng lệnh accept",
    ),
    error(
        "agency-missing",
        "Tệp «{file}»: phiếu chưa ghi tên cơ quan báo cáo.",
        "Đề nghị nơi gửi chọn tên cơ quan ở phần thông tin chung của phiếu rồi gửi lại.",
    ),
    # A name that is no other agency's, as a department's; whose form it is stands in the form itself.
    warning(
        "agency-clash",
        "Tệp «{file}»: phiếu cấp cho {owner} nhưng lại ghi tên «{name}»; đã tính cho {owner}.",
        "Ghi lại đúng tên cơ quan như phiếu đã cấp; nếu số liệu không phải của cơ quan mình, gửi lại đúng phiếu của cơ "
        "quan mình.",
        owner="UBND xã A",
        name="Phòng Tổng hợp",
    ),
    # A commune has sent its figures in the form of its neighbour: counted for either, one loses its own.
    error(
        "agency-differs",
        "Tệp «{file}»: phiếu cấp cho {owner} nhưng lại ghi tên {other} nên chưa tính cho cơ quan nào.",
        "Xác minh đây là số liệu của cơ quan nào; đề nghị cơ quan đó điền vào đúng phiếu cấp cho mình rồi gửi lại, "
        "hoặc ghi quyết định lấy tệp này cho cơ quan đó bằng lệnh accept.",
        owner="UBND xã A",
        other="UBND xã B",
    ),
    # An id means the same in every form: what both ask is answered, the rest nobody has asked this agency.
    error(
        "form-of-another",
        "Tệp «{file}»: là phiếu cấp cho {owner} nhưng ghi tên {filler} nên thiếu {lost} câu hỏi của phiếu đúng; các "
        "câu mà hai phiếu cùng hỏi vẫn được tính{others}.",
        "Điền vào đúng phiếu cấp cho {filler} (phiếu gửi trả đã ghi sẵn các câu được tính) rồi gửi lại; nếu ghi nhầm "
        "tên cơ quan, ghi lại tên rồi gửi lại.",
        office="Cơ quan chủ trì: gửi cho cơ quan phiếu ở thư mục phieu-can-sua, hoặc phiếu trống ở thư mục phieu.",
        owner="nhóm «Sở, ban, ngành»",
        filler="UBND xã A",
        lost="37",
        others="; 12 ô trả lời khác («Chỉ tiêu» ô D10, D11, D12, …) không thuộc phiếu đúng nên không được tổng hợp",
    ),
    error(
        "several-forms",
        "Tệp «{file}»: chứa phiếu của nhiều cơ quan ({agencies}) nên không biết trang nào của ai; chưa đọc.",
        "Đề nghị nơi gửi tách phiếu của mỗi cơ quan thành một tệp riêng rồi gửi lại.",
        agencies="UBND xã A, UBND xã B",
    ),
)

_ROWS = (
    # Read by the order of the columns, as the form was sent out: right while nobody has moved one.
    warning(
        "marker-lost",
        "«{sheet}»: phần «{block}» đã mất dòng ẩn đánh dấu các cột nên được đọc theo thứ tự cột của phiếu đã cấp.",
        "Nếu có thêm, bớt hoặc đổi chỗ cột ở phần này, chép các câu trả lời vào phiếu đã cấp rồi gửi lại; nếu không, "
        "không phải sửa.",
        block="Công tác chỉ đạo",
    ),
    # A sheet or a row that was copied, and then only one of the two was kept up.
    error(
        "answers-differ",
        WHERE + "câu này có hai câu trả lời khác nhau: «{text}» và «{other_text}» ({other}); tạm lấy ô {cell}.",
        "Giữ lại một câu trả lời, xóa trang hoặc dòng chép thừa rồi gửi lại.",
        text="12",
        other="trang đang ẩn «Số liệu (2)» ô D7",
        other_text="15",
    ),
    warning(
        "id-unknown",
        WHERE + "dòng này (mã «{id}») không có trong mẫu phiếu hiện hành; nội dung «{text}» không được tổng hợp.",
        "Nếu nội dung còn cần báo cáo, ghi vào câu hỏi tương ứng của mẫu phiếu hiện hành.",
        id="cau_cu",
        text="12",
    ),
    warning(
        "text-outside",
        WHERE + "nội dung «{text}» nằm ở dòng chèn thêm, không thuộc câu hỏi nào, nên không được tổng hợp.",
        "Chuyển nội dung vào ô trả lời của câu hỏi tương ứng; dòng chèn thêm thì xóa.",
        text="Đã tổ chức thêm 02 lớp",
    ),
    # A figure beside the form looks as good as answered to whoever sent it.
    warning(
        "text-beside",
        WHERE + "nội dung «{text}» ghi ngoài ô trả lời ({count} ô: {cells}) nên không được tổng hợp.",
        "Nếu là số liệu, câu trả lời hoặc giải thích, chuyển vào ô trả lời hoặc cột ghi chú; nếu không cần thì xóa.",
        text="chưa gồm trường nội trú",
        count="2",
        cells="H10, H11",
    ),
    # A column too far to the right: the clerk has answered, and would wonder what is missing.
    error(
        "answer-in-unit",
        WHERE + "ô trả lời để trống, còn «{text}» ghi ở cột đơn vị tính (ô {other}) nên chưa được tính.",
        "Chuyển câu trả lời sang ô {cell} và ghi lại đơn vị tính như phiếu gốc.",
        text="12",
        other="E9",
    ),
    # Whoever writes «nghìn lượt» over the unit has probably written thousands into the cell as well.
    warning(
        "unit-changed",
        WHERE + "đơn vị tính đã bị sửa thành «{text}» (phiếu gốc: «{unit}»); số liệu được hiểu theo phiếu gốc.",
        "Ghi lại số liệu theo đơn vị của phiếu gốc; không sửa đơn vị tính.",
        text="nghìn lượt người",
        unit="lượt người",
    ),
    note(
        "cells-many",
        "«{sheet}»: còn {count} ô khác có tình trạng như ô {first} (ô {cells}).",
        "Xem và sửa như đối với ô {first}.",
        first="C9",
        count="120",
        cells="C40, C41, C42, …",
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
    # An answer belongs to the id of its row; with other words beside it, it may answer something else.
    warning(
        "label-changed",
        WHERE + "nội dung câu hỏi đã bị sửa («{text}»; phiếu gốc: «{label}»); câu trả lời được hiểu theo phiếu gốc.",
        "Kiểm tra câu trả lời có đúng với câu hỏi của phiếu gốc không; nếu chưa đúng, ghi lại; không sửa câu hỏi.",
        text="Số người nam",
        label="Số người nữ",
    ),
    # Added up as a row, it would count everything twice.
    note(
        "table-total",
        WHERE + "dòng «{text}» là dòng cộng nên không tính là một dòng của bảng.",
        "Không phải sửa; lần sau không ghi dòng cộng trong bảng kê, chương trình tự cộng.",
        text="Tổng cộng",
    ),
    # Signatures, headings and «Không» stand below lists by custom; rows asked for there would be false alarms.
    note(
        "rows-no-entries",
        WHERE + "từ ô này có {count} dòng không phải là dòng của bảng kê nên không tính: «{texts}» (các ô {cells}).",
        "Không phải sửa nếu đúng là tiêu đề, chữ ký hoặc ghi «Không»; nếu là một dòng của bảng, ghi đủ các cột.",
        count="2",
        texts="Người lập biểu», «Nguyễn Văn A",
        cells="C9, C10",
    ),
    # A copied sheet that goes on with further rows looks like one that was kept from an earlier time.
    warning(
        "list-on-two-sheets",
        WHERE
        + "bảng «{table}» có ở hai trang; {count} dòng của trang này không có ở trang «{other}» nên được tính thêm"
        "{once}.",
        "Nếu là trang chép thừa, xóa một trang rồi gửi lại; nếu là phần tiếp của bảng thì không phải sửa.",
        table="Lớp tập huấn",
        count="2",
        other="Bảng kê",
        once="; 1 dòng giống hệt ở hai trang chỉ tính một lần",
    ),
    error(
        "sheet-missing",
        "Tệp «{file}»: phiếu thiếu trang «{name}», hoặc trang này đã mất cột mã ẩn (cột A) hay cột trả lời, nên không "
        "đọc được.",
        "Điền câu trả lời của trang này vào phiếu đã cấp rồi gửi lại; không xóa trang, không xóa cột.",
        name="Số liệu",
    ),
    # A warning: the obligatory answers among them are asked for one by one.
    warning(
        "rows-missing",
        "«{name}»: phiếu đã mất {count} ô trả lời của mẫu (ô đầu tiên: «{label}»).",
        "Điền đủ vào phiếu đã cấp rồi gửi lại; không xóa dòng, cột của mẫu.",
        name="Số liệu",
        count="2",
        label="Số hội nghị đã tổ chức",
    ),
    # The agency has filled in the form that it was sent: the office knows better what came since.
    warning(
        "rows-new",
        "«{name}»: mẫu phiếu cũ chưa có {count} câu của mẫu hiện hành (câu đầu tiên: «{label}»).",
        "Trả lời các câu này trong mẫu phiếu hiện hành rồi gửi lại.",
        office="Cơ quan chủ trì: gửi mẫu phiếu hiện hành, hoặc hỏi riêng các câu này nếu cần số liệu.",
        name="Số liệu",
        count="2",
        label="Số hội nghị đã tổ chức",
    ),
)

_BROKEN = (
    error(
        "error-cell",
        WHERE + "ô đang báo lỗi {text}, không có số liệu.",
        "Xóa công thức và ghi trực tiếp số liệu vào ô.",
        text="#REF!",
    ),
    # Nothing is reckoned in the agency's place; some programs save formulas without what they come to.
    error(
        "formula-no-value",
        WHERE + "ô có công thức nhưng chưa được tính nên không có giá trị.",
        "Mở phiếu bằng Excel, bấm F9 để tính lại rồi lưu; hoặc ghi trực tiếp số liệu.",
    ),
    note(
        "formula-value",
        WHERE + "ô là công thức; đã lấy giá trị đã tính là {value}.",
        "Không phải sửa nếu giá trị đúng; nên ghi trực tiếp số liệu.",
        value="12",
    ),
    # As good as a blank where one is not allowed; any other cell may have been merged for its looks.
    error(
        "answer-merged",
        WHERE + "ô bắt buộc bị gộp vào ô {other} nên thiếu câu trả lời.",
        "Bỏ gộp ô và ghi câu trả lời của từng câu vào đúng ô.",
        other="C8",
    ),
    warning(
        "cells-merged",
        WHERE + "ô bị gộp vào ô {other} nên không có câu trả lời riêng.",
        "Bỏ gộp ô và ghi câu trả lời của từng câu vào đúng ô.",
        other="C8",
    ),
)

FORMS: tuple[CatalogueEntry, ...] = (*_ROWS, *_BROKEN)
