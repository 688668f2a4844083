"""Every kind of hand edit against every kind of correction; what comes of it stands as a table in docs/."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from lamdong_report.docx.package import open_package
from lamdong_report.drafts import merge_drafts
from lamdong_report.merge.story import Story
from tests.draft_files import TOOL, accepted, comment_texts, part, rejected, schema_faults, w
from tests.draft_scenarios import CORRECTIONS, EDITS, SPELLING, edited, report

pytestmark = pytest.mark.slow

PAGE = Path(__file__).resolve().parent.parent / "docs" / "ghep-du-thao.md"
BASE = report()
MINE = {name: edited(BASE, edit) for name, edit in EDITS.items()}
IN_TEXT, TOLD, NOTHING = "vào văn bản", "ghi chú", "–"


def spoken(lines: list[str]) -> str:
    return unicodedata.normalize("NFC", " ".join(lines)).replace("\u00a0", " ")


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def untouched_formats(document: bytes) -> Counter[bytes]:
    """The formatting of every run that the tool did not put in, with what it says."""
    found: Counter[bytes] = Counter()
    for run in part(document).iter(w("r")):
        if not any(up.get(w("author")) == TOOL for up in run.iterancestors(w("ins"))):
            properties = run.find(w("rPr"))
            kept = (
                [etree.tostring(one) for one in properties if one.tag != w("rPrChange")]
                if properties is not None
                else []
            )
            text = "".join(one.text or "" for one in run.iter(w("t"), w("delText")))
            found.update(b"".join(kept) for _ in text)
    return found


def outcome(edit: str, correction: str) -> str:
    """What becomes of the data's figures; on the way, what must hold for any pair."""
    (new, figures), mine = CORRECTIONS[correction], MINE[edit]
    merged = merge_drafts(BASE, mine, new).document
    assert rejected(merged) == rejected(mine)
    assert accepted(merged) == accepted(merge_drafts(BASE, mine, new, track=False).document)
    assert untouched_formats(merged) == untouched_formats(mine)
    after, notes = spoken(accepted(merged)), spoken(comment_texts(merged))
    assert spoken(accepted(mine)).count("tay1") == after.count("tay1"), "no word of theirs is lost"
    assert after.count("tay1") <= 4 and not re.search(r"\d[^\W\d_]|[^\W\d_]\d", re.sub("tay1|bốn", "", after)), (
        "nothing grows together"
    )
    ids = [one.get(w("id")) for one in part(merged).iter(w("ins"), w("del"), w("rPrChange"))]
    assert len(ids) == len(set(ids))
    again = merge_drafts(new, merged, new).document
    assert etree.tostring(part(again)) == etree.tostring(part(merged))
    assert numbers(" ".join(figures)) <= numbers(after + notes), "every figure arrives"
    for figure in figures:
        assert after.count(figure) <= spoken(accepted(new)).count(figure) + spoken(accepted(mine)).count(figure)
    return NOTHING if not figures else IN_TEXT if numbers(" ".join(figures)) <= numbers(after) else TOLD


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_officials_did_their_words_stay_and_the_figures_arrive(edit: str) -> None:
    for correction in CORRECTIONS:
        outcome(edit, correction)


@pytest.mark.parametrize("edit", SPELLING)
def test_spelling_by_hand_before_a_merge_is_spelling_by_hand_after_it(edit: str) -> None:
    for correction, (new, _) in CORRECTIONS.items():
        before = spoken(accepted(merge_drafts(BASE, MINE[edit], new).document)).replace("–", "-")
        after = spoken(accepted(edited(merge_drafts(BASE, BASE, new, track=False).document, EDITS[edit])))
        if edit != "danh sách tự động":  # what the data put in later is no list of Word's
            assert before == after.replace("–", "-"), correction


def test_onto_an_unedited_draft_every_correction_gives_the_fresh_report() -> None:
    for new, _ in CORRECTIONS.values():
        assert accepted(merge_drafts(BASE, BASE, new).document) == accepted(new)


def test_results_are_valid(tmp_path: Path) -> None:
    pairs = [(edit, correction) for edit in EDITS for correction in CORRECTIONS]
    for edit, correction in random.Random(14).sample(pairs, 4):
        if edit not in ("cước chú sau số", "chữ thường trong phần đã xóa"):  # these files refer to parts they lack
            assert schema_faults(merge_drafts(BASE, MINE[edit], CORRECTIONS[correction][0]).document, tmp_path) == ""


@pytest.mark.parametrize("edit", EDITS)
def test_a_row_read_in_one_go_says_what_its_cells_say(edit: str) -> None:
    blocks = Story(open_package(MINE[edit])).blocks
    rows = [row for block in blocks for row in block.parts]
    assert len(rows) > 4
    for row in rows:
        said, cells = row.text, row.cells
        assert said == "\t".join(part.text for part in row.parts) and cells == tuple(part.text for part in row.parts)


def page() -> str:
    """The table, by what the scenarios give."""
    head = (
        "# Những gì còn lại sau khi ghép\n\n"
        "Bảng này do các phép thử tự lập: mỗi dòng là một kiểu sửa tay trong Word, mỗi cột là một kiểu thay đổi của số "
        "liệu. Ở mọi ô, lời và định dạng của cán bộ còn nguyên, từ chối mọi thay đổi của công cụ thì được lại đúng văn "
        "bản của cán bộ. Ô cho biết số liệu mới vào văn bản, hay vì hai bên cùng sửa một chỗ (hoặc chỗ đó đã bị xóa) "
        "nên đứng ở ghi chú bên lề.\n"
    )
    lines = ["| Cán bộ đã | " + " | ".join(CORRECTIONS) + " |", "|---|" + "---|" * len(CORRECTIONS)]
    for edit in EDITS:
        lines.append(f"| {edit} | " + " | ".join(outcome(edit, correction) for correction in CORRECTIONS) + " |")
    return head + "\n" + "\n".join(lines) + "\n"


def test_the_page_tells_what_the_scenarios_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "renew it: python -m tests.test_drafts_matrix"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "pytest", "-q", __file__], check=False)
