"""Findings about what stands in a cell: what could not be read, and what was read only with some understanding."""

from __future__ import annotations

from lamdong_report.catalogue.phrases import WHERE, CatalogueEntry, error, note, warning

_NUMBER_OR_REASON = "Ghi một số, ví dụ {example}; nếu chưa có số liệu, để trống và ghi lý do ở cột ghi chú."
_IF_WRONG_NUMBER = "Không phải sửa nếu đã hiểu đúng; nếu chưa đúng, ghi lại ô này bằng số."
_IF_WRONG_CHOICE = "Không phải sửa nếu đã hiểu đúng; nếu chưa đúng, chọn lại từ danh sách."
_IF_WRONG_DATE = "Không phải sửa nếu đã hiểu đúng; nếu chưa đúng, ghi đủ ngày/tháng/năm."
_WRITE_DATE = "Ghi đủ ngày/tháng/năm, ví dụ 15/11/{year}."
_RETYPE = "Gõ lại bằng phông chữ Unicode (ví dụ Times New Roman) rồi gửi lại."
_CONVERT = "Cơ quan chủ trì: có thể chạy lại lệnh với --convert-legacy để chương trình tự chuyển mã, rồi đọc lại."

_NUMBERS = (
    note(
        "number-as-text",
        WHERE + "số ghi dạng chữ «{text}», hiểu là {value}.",
        _IF_WRONG_NUMBER,
        text="05 lớp",
        value="5",
    ),
    note("number-in-words", WHERE + "«{text}» hiểu là {value}.", _IF_WRONG_NUMBER, text="ba", value="3"),
    note(
        "number-said-none",
        WHERE + "«{text}» hiểu là {value} (không phát sinh).",
        _IF_WRONG_NUMBER,
        text="không có",
        value="0",
    ),
    # Things are counted whole: a dot in a count can only part thousands.
    note(
        "number-thousands-dot",
        WHERE + "«{text}» hiểu là {value}, dấu chấm ngăn hàng nghìn.",
        _IF_WRONG_NUMBER,
        text="1.234",
        value="1.234",
    ),
    note(
        "unit-converted",
        WHERE + "«{text}» đã quy đổi thành {value} {unit}.",
        _IF_WRONG_NUMBER,
        text="1,5 tỷ đồng",
        value="1.500",
        unit="triệu đồng",
    ),
    # «05 lớp» where people are asked for may be the right number with the wrong word, or the wrong number.
    warning(
        "unit-differs",
        WHERE + "«{text}» ghi kèm đơn vị khác với đơn vị của câu hỏi («{unit}»); đã lấy phần số.",
        "Kiểm tra lại số liệu có đúng câu hỏi không; chỉ ghi số, không ghi đơn vị.",
        text="05 lớp",
        unit="người",
    ),
    # No number of people is a percentage, whatever it was meant to say.
    error(
        "unit-other",
        WHERE + "«{text}» không thể là số theo đơn vị của câu hỏi («{unit}»).",
        "Ghi số đúng đơn vị của câu hỏi; nếu chưa có số liệu, để trống và ghi lý do ở cột ghi chú.",
        text="56%",
        unit="người",
    ),
    # Of an amount with a dot both readings are likely, a thousand times apart: it is asked, not guessed.
    error(
        "number-ambiguous",
        WHERE + "«{text}» có thể hiểu là {readings}.",
        "Ghi lại cho rõ: {example}.",
        text="1.234",
        readings="1.234 hoặc 1,234",
        example="dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân, ví dụ 1.234,5",
    ),
    # The report goes to a ministry as what was counted: an estimate is not added to counts in silence.
    error(
        "number-approximate",
        WHERE + "«{text}» chỉ là số ước, chưa phải số liệu chính thức.",
        _NUMBER_OR_REASON,
        example="12",
        text="khoảng 500",
    ),
    error(
        "number-doubtful",
        WHERE + "«{text}» còn ghi dấu hiệu chưa chắc chắn nên chưa lấy làm số liệu.",
        _NUMBER_OR_REASON,
        example="12",
        text="239?",
    ),
    error(
        "number-range",
        WHERE + "«{text}» là một khoảng, không phải một số.",
        _NUMBER_OR_REASON,
        text="10–15",
        example="12",
    ),
    error(
        "number-several",
        WHERE + "«{text}» chứa nhiều số nên không biết lấy số nào.",
        _NUMBER_OR_REASON,
        text="12 nam, 15 nữ",
        example="12",
    ),
    error(
        "number-unclear",
        WHERE + "«{text}» không phải là số.",
        _NUMBER_OR_REASON,
        text="đã làm",
        example="56,8",
    ),
    # By itself no fault: the cell then counts as blank, and a blank that is not allowed is asked for as such.
    note(
        "number-placeholder",
        WHERE + "«{text}» không cho biết số liệu nên coi như để trống.",
        "Nếu không phát sinh, ghi 0; nếu chưa có số liệu, để trống và ghi lý do ở cột ghi chú.",
        text="-",
    ),
    note(
        "percent-format",
        WHERE + "ô định dạng phần trăm có giá trị {text}, hiểu là {value}.",
        _IF_WRONG_NUMBER,
        text="0,6",
        value="60%",
    ),
    # Excel keeps 60 % as 0,6 and clerks type 0,6 for it; but there are rates below 1 % as well.
    error(
        "percent-or-share",
        WHERE + "«{text}» có thể là {small}% hoặc {large}%.",
        "Ghi rõ theo phần trăm: {large} nếu là {large}%; nếu đúng là {small}% thì ghi cả dấu %: {small}%.",
        text="0,6",
        small="0,6",
        large="60",
    ),
    error(
        "date-in-number",
        WHERE + "ô ghi số nhưng lại là ngày, giờ ({text}).",
        "Chọn lại định dạng số cho ô rồi ghi lại số liệu; nếu chưa có số liệu, để trống và ghi lý do ở cột ghi chú.",
        text="05/01/2030",
    ),
)

_OTHERS = (
    error(
        "yes-no-unclear",
        WHERE + "«{text}» không rõ là có hay không.",
        "Chọn Có hoặc Không từ danh sách.",
        text="đang xem xét",
    ),
    error(
        "choice-unclear",
        WHERE + "«{text}» không thuộc các lựa chọn ({choices}).",
        "Chọn một trong các câu trả lời từ danh sách.",
        text="gần xong",
        choices="Hoàn thành / Đang thực hiện / Chưa thực hiện",
    ),
    note("choice-matched", WHERE + "«{text}» hiểu là «{value}».", _IF_WRONG_CHOICE, text="ko", value="Không"),
    note(
        "date-as-text",
        WHERE + "ngày ghi dạng chữ «{text}», hiểu là {value}.",
        _IF_WRONG_DATE,
        text="5-1-2030",
        value="05/01/2030",
    ),
    # A form is of one period: only one year fits.
    note(
        "date-year-assumed",
        WHERE + "«{text}» không ghi năm, hiểu là {value}.",
        _IF_WRONG_DATE,
        text="15/11",
        value="15/11/2030",
    ),
    # It can be read in one way alone; but a program that puts the month first has done so to other days, too.
    warning(
        "date-month-first",
        WHERE + "«{text}» ghi tháng trước ngày, hiểu là {value}.",
        "Kiểm tra lại và ghi theo thứ tự ngày/tháng/năm.",
        text="11/25/2030",
        value="25/11/2030",
    ),
    error("date-incomplete", WHERE + "«{text}» thiếu ngày hoặc năm.", _WRITE_DATE, text="11/2030", year="2030"),
    error(
        "date-doubtful",
        WHERE + "«{text}» còn ghi dấu hiệu chưa chắc chắn nên chưa lấy làm ngày.",
        _WRITE_DATE,
        text="khoảng 15/11/2030",
        year="2030",
    ),
    error("date-unclear", WHERE + "«{text}» không phải là một ngày.", _WRITE_DATE, text="32/13/2030", year="2030"),
    # What lies beyond would be lost as soon as somebody saves the form in Excel.
    warning(
        "text-too-long",
        WHERE + "ô ghi {count} ký tự, nhiều hơn một ô Excel chứa được (32.767); các tệp Excel chỉ giữ phần đầu.",
        "Ghi ngắn gọn nội dung chính vào ô; phần chi tiết gửi kèm bằng văn bản.",
        count="48.000",
    ),
    # A number has no leading zero: Excel drops it.
    note(
        "phone-zero",
        WHERE + "số điện thoại {text} mất số 0 ở đầu, hiểu là {value}.",
        "Không phải sửa nếu đã hiểu đúng.",
        text="912345678",
        value="0912345678",
    ),
    # Told and left as it is: wrong guesses about old fonts spoil words that were right. Converted when asked to.
    warning(
        "text-legacy",
        WHERE + "chữ viết bằng bảng mã cũ {encoding}; có thể hiểu là «{value}».",
        _RETYPE,
        office=_CONVERT,
        encoding="TCVN3 (.VnTime)",
        value="không có",
    ),
    warning(
        "text-lost",
        WHERE + "nhiều chữ đã mất, chỉ còn dấu hỏi: «{text}».",
        "Gõ lại nội dung ô này; chữ đã mất không khôi phục được.",
        text="Ph??ng ?ã t? ch?c h?i ngh?",
    ),
    warning(
        "text-html",
        WHERE + "nội dung chép từ trang web còn ký hiệu lạ; có thể hiểu là «{value}».",
        "Xóa các ký hiệu lạ; lần sau dán dạng văn bản thuần (Paste Special, Text).",
        office=_CONVERT,
        value="Đã tổ chức 05 lớp",
    ),
    warning(
        "text-legacy-many",
        "«{sheet}»: {count} ô viết bằng bảng mã cũ {encoding} (ô {cells}).",
        _RETYPE,
        office=_CONVERT,
        encoding="TCVN3 (.VnTime)",
        count="12",
        cells="D7, D8, D9, …",
    ),
    note(
        "text-converted",
        WHERE + "đã chuyển từ bảng mã {encoding} sang Unicode: «{value}».",
        "Không phải sửa nếu đã chuyển đúng; nếu chưa đúng, gõ lại nội dung ô này.",
        encoding="TCVN3 (.VnTime)",
        value="không có",
    ),
)

CELLS: tuple[CatalogueEntry, ...] = (*_NUMBERS, *_OTHERS)
