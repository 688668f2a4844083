"""Findings about what a cell looks like, and about what lies over the cells of a sheet."""

from __future__ import annotations

from lamdong_report.catalogue.build import WHERE, error, warning
from lamdong_report.catalogue.entry import CatalogueEntry

_LOOKS = (
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
    error(
        "number-raised",
        WHERE + "«{text}» có «{mark}» viết nhỏ trên hoặc dưới dòng, có thể là dấu chú thích, nên chưa lấy số.",
        "Chỉ ghi số vào ô; chú thích thì ghi ở cột ghi chú.",
        text="239¹",
        mark="1",
    ),
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
    warning(
        "sheet-hidden",
        "Tệp «{file}»: trang «{sheet}» của phiếu đang bị ẩn nên người gửi có thể không thấy; nội dung vẫn được đọc.",
        "Bấm chuột phải vào tên một trang, chọn «Bỏ ẩn» (Unhide), xem lại nội dung; nếu là trang chép thừa "
        "thì xóa trang.",
    ),
)

LOOKS: tuple[CatalogueEntry, ...] = (*_LOOKS, *_BESIDE)
