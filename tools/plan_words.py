"""Renews what the columns of the plan's workbook mean (planbook/words.toml) from the reference, docs/plan-toml.md."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.test_docs import documented_tables, key_rows, section_about  # noqa: E402 – the tests read the reference

WORDS = ROOT / "lamdong_report" / "planbook" / "words.toml"


def main() -> None:
    """Write the meanings anew below the headings, which are written by hand."""
    lines = [WORDS.read_text(encoding="utf-8").split("\n[meanings.")[0].rstrip(), ""]
    for table in documented_tables():
        lines.append(f'[meanings."{table.strip("[]")}"]')
        for key, cells in key_rows(section_about(table)).items():
            lines.append(f"{key} = {json.dumps(plain(cells[2]), ensure_ascii=False)}")
        lines.append("")
    WORDS.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def plain(words: str) -> str:
    """The words of a Markdown cell without its marks."""
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", words).replace("`", "").replace("**", "")


if __name__ == "__main__":
    main()
