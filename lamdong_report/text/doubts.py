"""What stands behind a number and makes it another one: a guess, a part, a plan, so many for each, last year's."""

import re

# Behind a number: "239?", "239 (ước)", "239/"; a star or a bracket is a footnote and doubts nothing.
_DOUBT = re.compile(
    r"\?|[$€£¥]|^[^\w%]*[/=<>#&…~^|\\][^\w%]*$|(?<!\w)(?:ước|dự kiến|tạm|sơ bộ|hoặc|có thể|thiếu|chờ|sẽ"
    r"|(?:bổ sung|cập nhật) sau|chưa (?:đủ|đầy đủ|chính thức|kiểm tra|chắc|rõ|chốt|bao gồm|gồm|tính|kể|cộng"
    r"|đối chiếu|rà soát)|đang (?:rà soát|cập nhật|tổng hợp|thống kê|chờ|xác minh|kiểm tra|đối chiếu)"
    r"|(?:rà soát|kiểm tra) lại|đính chính|bình quân|trung bình|trên dưới|mấy|lẻ|rưỡi|rưởi|nửa|tá$|khoảng|xấp xỉ"
    r"|theo kế hoạch|điểm (?:phần trăm|%))(?!\w)"
)
# Of several years, but for "lũy kế từ đầu năm".
_CUMULATIVE = re.compile(r"(?<!\w)(?:l[uũ][yỹ] kế|cộng dồn)(?!\w)(?!.*đầu năm)")
# So many for each of them is not how many there are. "Câu lạc bộ/mô hình" is one thing by two names.
_PLACE_OR_EVENT = r"(?:lớp|buổi|cuộc|hội nghị|hn|đợt|thôn|buôn|xã|phường|hộ|đơn vị|cơ quan|trường)"
_WHO_OR_HOW_MUCH = r"(?:người|lượt|viên|biểu|bộ|nữ|em|đồng|đ|triệu|tr|trđ|nghìn|k|tin|bài)"
_FOR_EACH = re.compile(
    rf"(?:^|(?<!\w){_WHO_OR_HOW_MUCH} ?)/ ?{_PLACE_OR_EVENT}(?!\w)"
    rf"|/ ?(?:ngày|tuần|tháng|quý)(?!\w)|(?<!\w)mỗi {_PLACE_OR_EVENT}(?!\w)"
)
# "210 (tăng so với cùng kỳ)" is this year's.
_LAST_YEARS = re.compile(
    r"\((?:năm|kỳ) (?:trước|ngoái)\)|\(cùng kỳ[^()]*\)|(?<!\w)(?:của|số|liệu) (?:cùng kỳ|(?:năm|kỳ) (?:trước|ngoái))"
)


def is_doubt(unit: str) -> bool:
    """Whether the small-letter words behind a number say that it is not, or may not be, the number asked for."""
    return any(pattern.search(unit) for pattern in (_DOUBT, _CUMULATIVE, _FOR_EACH))


def is_last_years(unit: str) -> bool:
    """Whether the small-letter words behind a number say that it is of the year before."""
    return _LAST_YEARS.search(unit) is not None
