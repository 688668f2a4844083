"""Says in Vietnamese what the template engine complains of in English."""

from __future__ import annotations

import re

_TELLING = (
    (r"'(?:[\w. ]+ object|dict object|None)' has no attribute '([^']*)'", "không có trường «{0}»"),
    (r"'([^']*)' is undefined", "không có trường «{0}»"),
    (r"Encountered unknown tag '([^']*)'", "không có lệnh «{0}»"),
    (r"No filter named '([^']*)'", "không có bộ lọc «{0}»"),
    (r"expected token '([^']*)', got '([^']*)'", "viết sai cú pháp: cần «{0}» nhưng gặp «{1}»"),
    (r"unexpected char ['\"](.*)['\"] at", "viết sai cú pháp: ký tự lạ «{0}»"),
    (r"unexpected '([^']*)'", "viết sai cú pháp ở «{0}»"),
    (r"access to attribute '([^']*)' .* is unsafe", "không được dùng «{0}» trong mẫu"),
    (r"(?i)unexpected end of template", "lệnh chưa được viết hết hoặc chưa được đóng"),
)
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
}


def in_vietnamese(message: str) -> str:
    """The complaint for the official who edits the template; the engine's own words where they are not known."""
    for pattern, words in _TELLING:
        if found := re.search(pattern, message):
            return words.format(*(_TOKENS.get(piece, piece) for piece in found.groups()))
    return f"lệnh không chạy được ({message})"
