"""What a file may be called wherever it is sent: letters without marks, short, and no name that Windows keeps."""

from __future__ import annotations

from lamdong_report.text.names import slug

# Windows takes paths of 260 characters in all; a colleague's folders need their share.
LONGEST = 60
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def file_stem(name: str) -> str:
    """The name as a file name without its ending: "Xã Đắk Wil" → "xa-dak-wil"; cut at a word, "tep" for nothing."""
    stem = slug(name)
    if len(stem) > LONGEST:
        stem = stem[: LONGEST + 1].rpartition("-")[0] or stem[:LONGEST]
    return f"tep-{stem}".rstrip("-") if stem in _DEVICES or not stem else stem
