"""Every step of a merge and all that people are told of it: place, the three wordings, the cells behind what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from lamdong_report.merge.blocks import BlockKind, TextBlock, ToolComment, paragraph
from lamdong_report.merge.changes import Act, Comment, Delete, Highlight, Insert, Reword, Step, TakeBack
from lamdong_report.merge.decide import decide_merge
from lamdong_report.merge.hunks import apply_edits
from lamdong_report.merge.notes import clash_note, columns_note, copied_note, dropped_note, gone_note, untouchable_note
from lamdong_report.merge.sentences import Clash
from tests.test_drafts_decide import blocks

ROOM = "# 1. Sở A"
HOME = "1. Sở A"
WAS, NOW, EDITED = "Có 12 lớp.", "Có 13 lớp.", "Có 12 lớp tập huấn."
OTHER, OTHER_NOW = "Đã kiểm tra 5 cơ sở.", "Đã kiểm tra 6 cơ sở."
ROWS = (("TT", "Xã", "Số", "Ghi chú"), ("1", "Xã A", "5", "–"), ("2", "Xã B", "6", "–"))
WIDER = tuple((*row, more) for row, more in zip(ROWS, ("Thêm", "a", "b"), strict=True))
LONG = "Toàn tỉnh có 120 cơ sở đang hoạt động tốt. Trong đó có 35 cơ sở mới thành lập trong năm."
LONGER = LONG.replace("35", "37")
FIRST, SECOND = "Toàn tỉnh có 120 cơ sở đang hoạt động tốt.", "Trong đó có 35 cơ sở mới thành lập trong năm."
COPIED = "Đã có 420 hội nghị. Trong 420 hội nghị có 5 lớn."
MADE, MADE_WORDS = "Đã mở 13 lớp.", ("Đã", "mở", "13", "lớp", ".")
ODD, LOOK = "Số này lạ.", "Xem lại số này."


def why(text: str, words: Sequence[str]) -> str:
    """In the place of cells: what they are asked of."""
    return f"{text} ← {'|'.join(words)}"


def note(text: str, sources: str) -> str:
    return f"{text}\nNguồn: {sources}"


def clash(before: str, now: str) -> str:
    return clash_note(Clash(0, 0, before, now))


def told(step: Step) -> tuple[object, ...]:
    match step:
        case Insert():
            where = "front" if step.in_front else "behind"
            return "insert", step.block.text, where, step.anchor.text if step.anchor else None, kind_of(step.container)
        case Delete():
            return "delete", step.block.text, step.in_cell
        case Reword():
            texts = [block.text for block in step.blocks]
            return "reword", *texts, apply_edits("\n".join(texts), step.edits)
        case Comment():
            return "comment", step.block.text[step.start : step.end] if step.start >= 0 else step.block.text, step.text
        case TakeBack():
            return "take back", step.block.text, step.text
        case Highlight():
            return "highlight", step.block.text, step.colour


def kind_of(container: TextBlock | None) -> str:
    return container.kind.value if container else "body"


def marked(text: str, *notes: str, highlighted: bool = False, firm: bool = True) -> list[TextBlock]:
    block = paragraph(text, tool_comments=[ToolComment(one) for one in notes])
    block.is_highlighted, block.firm = highlighted, firm
    return [block]


def cell(*lines: str) -> TextBlock:
    return made_of(BlockKind.CELL, "\n", *map(paragraph, lines))


def made_of(kind: BlockKind, sign: str, *parts: TextBlock) -> TextBlock:
    is_highlighted = any(part.is_highlighted for part in parts)
    return TextBlock(kind, sign.join(part.text for part in parts), inside=parts, is_highlighted=is_highlighted)


def in_table(*cells: TextBlock) -> list[TextBlock]:
    """A table of a header and one row of these cells, that of Xã A."""
    rows = [(cell("Xã"), *(cell(f"Cột {n}") for n, _ in enumerate(cells))), (cell("Xã A"), *cells)]
    return [made_of(BlockKind.TABLE, "\n", *(made_of(BlockKind.ROW, "\t", *row) for row in rows))]


def without_sums(*notes: str) -> list[TextBlock]:
    """The table without its third column under its heading, with these comments on its first cell."""
    header, *others = ([*row[:2], *row[3:]] for row in ROWS)
    first = made_of(BlockKind.CELL, "", *marked(header[0], *notes))
    built = [made_of(BlockKind.ROW, "\t", first, *map(cell, header[1:]))]
    built += [made_of(BlockKind.ROW, "\t", *map(cell, row)) for row in others]
    return [*blocks(ROOM), made_of(BlockKind.TABLE, "\n", *built)]


@dataclass(frozen=True)
class Story:
    name: str
    base: list[TextBlock]
    mine: list[TextBlock]
    new: list[TextBlock]
    steps: tuple[tuple[object, ...], ...] = ()
    # Act, place, before, theirs, now, sources, disputed; what is left out at the end is "".
    changes: tuple[tuple[object, ...], ...] = ()


def rows(*changed: tuple[int, tuple[str, ...]]) -> list[TextBlock]:
    """The table under its heading with these rows in place of its own."""
    table = dict(enumerate(ROWS)) | dict(changed)
    return blocks(ROOM, [row for row in table.values() if row])


def home(*lines: str) -> list[TextBlock]:
    return blocks(ROOM, *lines)


JOINED = [("\t".join(row)) for row in ROWS]
STORIES = [
    Story("what the data change is taken over", home(WAS), home(WAS), home(NOW),
          (("reword", WAS, NOW),), ((Act.TAKEN, HOME, WAS, WAS, NOW, why(NOW, ["13"])),)),
    Story("and merged into what was edited", home(WAS), home(EDITED), home(NOW),
          (("reword", EDITED, "Có 13 lớp tập huấn."),), ((Act.MERGED, HOME, WAS, EDITED, NOW, why(NOW, ["13"])),)),
    Story("what was edited alone is kept", home(WAS), home(EDITED), home(WAS),
          (), ((Act.KEPT, HOME, WAS, EDITED, WAS),)),
    Story("what both changed is theirs, with a comment", home(WAS), home("Có 14 lớp."), home(NOW),
          (("comment", "14", note(clash("12", "13"), why(NOW, ["13"]))),),
          ((Act.CONFLICT, HOME, WAS, "Có 14 lớp.", NOW, why(NOW, ["13"]), "«14» (số liệu mới: «13»)"),)),
    Story("another spelling of a tone is no edit", home("Hòa bình 12."), home("Hoà bình 12."), home("Hòa bình 13."),
          (("reword", "Hoà bình 12.", "Hoà bình 13."),),
          ((Act.TAKEN, HOME, "Hòa bình 12.", "Hoà bình 12.", "Hòa bình 13.", why("Hòa bình 13.", ["13"])),)),
    Story("and is not told", home("Hòa bình 12."), home("Hoà bình 12."), home("Hòa bình 12.")),
    Story("what the data drop goes", home(WAS, OTHER), home(WAS, OTHER), home(WAS),
          (("delete", OTHER, False),), ((Act.DROPPED, HOME, OTHER, OTHER),)),
    Story("but stays with a comment where it was edited",
          home(WAS, OTHER), home(WAS, "Đã kiểm tra kỹ 5 cơ sở."), home(WAS),
          (("comment", "Đã kiểm tra kỹ 5 cơ sở.", dropped_note(OTHER)),),
          ((Act.CONFLICT, HOME, OTHER, "Đã kiểm tra kỹ 5 cơ sở."),)),
    Story("what the data add goes in behind its neighbour", home(WAS), home(WAS), home(WAS, OTHER),
          (("insert", OTHER, "behind", WAS, "body"),), ((Act.ADDED, HOME, "", "", OTHER, why(OTHER, ())),)),
    Story("or in front of the next one", blocks(WAS), blocks("Lời cán bộ.", WAS), blocks(OTHER, WAS),
          (("insert", OTHER, "front", WAS, "body"),),
          ((Act.KEPT, "", "", "Lời cán bộ."), (Act.ADDED, "", "", "", OTHER, why(OTHER, ())))),
    Story("what was removed by hand stays out, with a comment on its news", home(WAS, OTHER), home(WAS),
          home(WAS, OTHER_NOW), (("comment", WAS, gone_note([note(OTHER_NOW, why(OTHER_NOW, ["6"]))])),),
          ((Act.REMOVED, HOME, OTHER, "", OTHER_NOW, why(OTHER_NOW, ["6"])),)),
    Story("and without one where there are none", home(WAS, OTHER), home(WAS), home(WAS, OTHER),
          (), ((Act.REMOVED, HOME, OTHER, "", OTHER),)),
    Story("what stood first and was removed is told at the first that is left", blocks(WAS, OTHER), blocks(OTHER),
          blocks(NOW, OTHER), (("comment", OTHER, gone_note([note(NOW, why(NOW, ["13"]))])),),
          ((Act.REMOVED, "", WAS, "", NOW, why(NOW, ["13"])),)),
    Story("where nothing is left no comment can stand", blocks(WAS), [], blocks(NOW),
          (), ((Act.REMOVED, "", WAS, "", NOW, why(NOW, ["13"])),)),
    Story("an empty line that was removed is not told", home(WAS, "", OTHER), home(WAS, OTHER), home(WAS, "", OTHER)),
    Story("new blocks of a section that was removed are told where it stood",
          [*home(WAS), *blocks("# 2. Sở B", "Có 3 buổi.", "# 3. Sở C", "Có 9 trường học mới.")],
          [*home(WAS), *blocks("# 3. Sở C", "Có 9 trường học mới.")],
          [*home(WAS), *blocks("# 2. Sở B", "Có 3 buổi.", "Thêm đoạn.", "Và nữa.", "# 3. Sở C",
                               "Có 9 trường học mới.", "Cuối cùng.")],
          (("insert", "Cuối cùng.", "behind", "Có 9 trường học mới.", "body"),
           ("comment", WAS, gone_note(["Thêm đoạn.", "Và nữa."]))),
          ((Act.REMOVED, "2. Sở B", "2. Sở B", "", "2. Sở B"),
           (Act.REMOVED, "2. Sở B", "Có 3 buổi.", "", "Có 3 buổi."),
           (Act.REMOVED, "2. Sở B", "", "", "Thêm đoạn.", why("Thêm đoạn.", ())),
           (Act.REMOVED, "2. Sở B", "", "", "Và nữa.", why("Và nữa.", ())),
           (Act.ADDED, "3. Sở C", "", "", "Cuối cùng.", why("Cuối cùng.", ())))),
    Story("what officials wrote themselves is kept, an empty line not told",
          home(WAS), home(WAS, "Lời cán bộ.", ""), home(WAS), (), ((Act.KEPT, HOME, "", "Lời cán bộ."),)),
    Story("what both put in stands once, with a comment on the figures",
          home("Mở đầu."), home("Mở đầu.", "Đã mở 12 lớp."), home("Mở đầu.", MADE, OTHER),
          (("insert", OTHER, "behind", "Đã mở 12 lớp.", "body"),
           ("comment", "Đã mở 12 lớp.", note(clash("", MADE), why(MADE, MADE_WORDS)))),
          ((Act.KEPT, HOME, "", "Đã mở 12 lớp."),
           (Act.CONFLICT, HOME, "", "Đã mở 12 lớp.", MADE,
            why(MADE, MADE_WORDS)),
           (Act.ADDED, HOME, "", "", OTHER, why(OTHER, ())))),
    Story("what the data put elsewhere under the same heading is kept as it was edited",
          home("Một hai ba bốn năm.", OTHER), home("Một hai ba bốn năm nhé.", OTHER),
          home(OTHER, "Một hai ba bốn năm."),
          (), ((Act.KEPT, HOME, "Một hai ba bốn năm.", "Một hai ba bốn năm nhé.", "Một hai ba bốn năm."),)),
    Story("a number copied by hand is told when it changes", home("Đã có 420 hội nghị."),
          home(COPIED), home("Đã có 424 hội nghị."),
          (("reword", COPIED, "Đã có 424 hội nghị. Trong 420 hội nghị có 5 lớn."),
           ("comment", COPIED, copied_note("420", "424"))),
          ((Act.MERGED, HOME, "Đã có 420 hội nghị.", COPIED,
            "Đã có 424 hội nghị.", why("Đã có 424 hội nghị.", ["424"])),)),
    # Paragraphs cut in two or made one
    Story("a part of a paragraph that was cut is changed in its place", blocks(LONG), blocks(FIRST, SECOND),
          blocks(LONGER), (("reword", FIRST, SECOND, f"{FIRST}\n{SECOND.replace('35', '37')}"),),
          ((Act.TAKEN, "", LONG, f"{FIRST}\n{SECOND}", LONGER, why(LONGER, ["37"])),)),
    Story("and disputed in its place", blocks(LONG), blocks(FIRST, SECOND.replace("35", "36")),
          blocks(LONGER),
          (("comment", "36", note(clash("35", "37"), why(LONGER, ["37"]))),),
          ((Act.CONFLICT, "", LONG, f"{FIRST}\n{SECOND.replace('35', '36')}", LONGER,
            why(LONGER, ["37"]), "«36» (số liệu mới: «37»)"),)),
    Story("two paragraphs that were made one", blocks(FIRST, SECOND), blocks(LONG),
          blocks(FIRST, SECOND.replace("35", "37")), (("reword", LONG, LONGER),),
          ((Act.TAKEN, "", f"{FIRST}\n{SECOND}", LONG, f"{FIRST}\n{SECOND.replace('35', '37')}",
            why(f"{FIRST}\n{SECOND.replace('35', '37')}", ["37"])),)),
    Story("a dash that Word has made a bullet of is no edit", blocks("- " + WAS), blocks(WAS), blocks("- " + NOW),
          (("reword", WAS, NOW),), ((Act.TAKEN, "", "- " + WAS, WAS, "- " + NOW, why("- " + NOW, ["13"])),)),
    Story("the words around two disputes are each told", home("Có 12 lớp, 30 buổi."), home("Có 14 lớp, 31 buổi."),
          home("Có 13 lớp, 32 buổi."),
          (("comment", "14", note(clash("12", "13"), why("Có 13 lớp, 32 buổi.", ["13"]))),
           ("comment", "31", note(clash("30", "32"), why("Có 13 lớp, 32 buổi.", ["32"])))),
          ((Act.CONFLICT, HOME, "Có 12 lớp, 30 buổi.", "Có 14 lớp, 31 buổi.", "Có 13 lớp, 32 buổi.",
            f"{why('Có 13 lớp, 32 buổi.', ['13'])}; {why('Có 13 lớp, 32 buổi.', ['32'])}",
            "«14» (số liệu mới: «13»); «31» (số liệu mới: «32»)"),)),
    # Words that cannot be cut
    Story("words that cannot be cut stay", marked(WAS), marked(EDITED, firm=False), marked(NOW),
          (("comment", EDITED, note(untouchable_note(NOW), why(NOW, ["13"]))),),
          ((Act.CONFLICT, "", WAS, EDITED, NOW, why(NOW, ["13"])),)),
    Story("without a comment where they say it already", marked(WAS), marked(NOW, firm=False), marked(NOW)),
    Story("or where nothing is new", marked(WAS), marked(EDITED, firm=False), marked(WAS, ODD),
          (("comment", EDITED, ODD),)),
    # Doubts of the tool
    Story("a doubt comes", marked(WAS), marked(WAS), marked(WAS, ODD), (("comment", WAS, ODD),)),
    Story("and goes", marked(WAS, ODD), marked(WAS, ODD), marked(WAS), (("take back", WAS, ODD),)),
    Story("and another comes for it", marked(WAS, ODD), marked(WAS, ODD), marked(WAS, LOOK),
          (("comment", WAS, LOOK), ("take back", WAS, ODD))),
    Story("one that was removed by hand stays out", marked(WAS, ODD), marked(WAS), marked(NOW, ODD),
          (("reword", WAS, NOW),), ((Act.TAKEN, "", WAS, WAS, NOW, why(NOW, ["13"])),)),
    Story("one that is there is not told twice", marked(WAS), marked(WAS, ODD), marked(WAS, ODD)),
    Story("a highlight comes", marked(WAS), marked(WAS), marked(WAS, highlighted=True),
          (("highlight", WAS, "yellow"),)),
    Story("and goes", marked(WAS, highlighted=True), marked(WAS, highlighted=True), marked(WAS),
          (("highlight", WAS, ""),)),
    Story("and goes with new words", marked(WAS, highlighted=True), marked(WAS, highlighted=True), marked(NOW),
          (("highlight", WAS, ""), ("reword", WAS, NOW)), ((Act.TAKEN, "", WAS, WAS, NOW, why(NOW, ["13"])),)),
    Story("one that was removed by hand stays out", marked(WAS, highlighted=True), marked(WAS), marked(WAS)),
    Story("one that was set by hand stays", marked(WAS), marked(WAS, highlighted=True), marked(WAS, highlighted=True)),
    # Tables
    Story("a cell is taken over", rows(), rows(), rows((1, ("1", "Xã A", "7", "–"))),
          (("reword", "5", "7"),), ((Act.TAKEN, f"{HOME} › Xã A", "5", "5", "7", why("7", ["7"])),)),
    Story("a cell that both changed", rows(), rows((1, ("1", "Xã A", "8", "–"))), rows((1, ("1", "Xã A", "7", "–"))),
          (("comment", "8", note(clash("5", "7"), why("7", ["7"]))),),
          ((Act.CONFLICT, f"{HOME} › Xã A", "5", "8", "7", why("7", ["7"]), "«8» (số liệu mới: «7»)"),)),
    Story("a row that was edited alone is told as a whole", rows(), rows((1, ("1", "Xã A", "5", "đẹp"))), rows(),
          (), ((Act.KEPT, f"{HOME} › Xã A", JOINED[1], "1\tXã A\t5\tđẹp", JOINED[1]),)),
    Story("a new row", rows(), rows(), rows((3, ("3", "Xã C", "7", "–"))),
          (("insert", "3\tXã C\t7\t–", "behind", JOINED[2], "table"),),
          ((Act.ADDED, f"{HOME} › Xã C", "", "", "3\tXã C\t7\t–", why("3\tXã C\t7\t–", ())),)),
    Story("a row that the data drop", rows(), rows(), rows((2, ())),
          (("delete", JOINED[2], True),), ((Act.DROPPED, f"{HOME} › Xã B", JOINED[2], JOINED[2]),)),
    Story("a row that was removed by hand", rows(), rows((2, ())), rows((2, ("2", "Xã B", "9", "–"))),
          (("comment", "1", gone_note([note("2\tXã B\t9\t–", why("2\tXã B\t9\t–", ["9"]))])),),
          ((Act.REMOVED, f"{HOME} › Xã B", JOINED[2], "", "2\tXã B\t9\t–", why("2\tXã B\t9\t–", ["9"])),)),
    Story("rows that the data give other columns are exchanged, but for one that was edited",
          rows(), rows((1, ("1", "Xã A", "8", "–"))), blocks(ROOM, WIDER),
          (("insert", "\t".join(WIDER[0]), "behind", JOINED[0], "table"), ("delete", JOINED[0], False),
           ("comment", "1", note(clash("1 | Xã A | 5 | –", "1 | Xã A | 5 | – | a"),
                                 why("\t".join(WIDER[1]), ["1", "Xã", "A", "5", "–", "a"]))),
           ("insert", "\t".join(WIDER[2]), "behind", JOINED[2], "table"), ("delete", JOINED[2], False)),
          ((Act.TAKEN, f"{HOME} › Ghi chú", JOINED[0], JOINED[0], "\t".join(WIDER[0]),
            why("\t".join(WIDER[0]), ["TT", "Xã", "Số", "Ghi", "chú", "Thêm"])),
           (Act.CONFLICT, f"{HOME} › Xã A", JOINED[1], "1\tXã A\t8\t–", "\t".join(WIDER[1]),
            why("\t".join(WIDER[1]), ["1", "Xã", "A", "5", "–", "a"])),
           (Act.TAKEN, f"{HOME} › Xã B", JOINED[2], JOINED[2], "\t".join(WIDER[2]),
            why("\t".join(WIDER[2]), ["2", "Xã", "B", "6", "–", "b"])))),
    Story("a column that was removed by hand is told once", rows(), without_sums(),
          rows((1, ("1", "Xã A", "7", "–"))), (("comment", "TT", columns_note([("Xã A, Số", "7")])),),
          ((Act.CONFLICT, f"{HOME} › Xã A", "5", "", "7", why("1\tXã A\t7\t–", ["7"])),)),
    Story("a column that was put in by hand is no change of rows", rows(), blocks(ROOM, WIDER), rows()),
    Story("the paragraphs of a cell are merged one by one", in_table(cell("Có 5 lớp.", "Có 6 cuộc.")),
          in_table(cell("Có 5 lớp.", "Có 6 cuộc hay.")), in_table(cell("Có 7 lớp.", "Có 8 cuộc.")),
          (("reword", "Có 5 lớp.", "Có 7 lớp."), ("reword", "Có 6 cuộc hay.", "Có 8 cuộc hay.")),
          ((Act.TAKEN, "Xã A", "Có 5 lớp.", "Có 5 lớp.", "Có 7 lớp.", why("Có 7 lớp.", ["7"])),
           (Act.MERGED, "Xã A", "Có 6 cuộc.", "Có 6 cuộc hay.", "Có 8 cuộc.", why("Có 8 cuộc.", ["8"])))),
    Story("a paragraph more goes into the cell", in_table(cell("Có 5 lớp.")), in_table(cell("Có 5 lớp.")),
          in_table(cell("Có 5 lớp.", "Có 8 cuộc.")), (("insert", "Có 8 cuộc.", "behind", "Có 5 lớp.", "cell"),),
          ((Act.ADDED, "Xã A", "", "", "Có 8 cuộc.", why("Có 8 cuộc.", ())),)),
    Story("a cell without a paragraph cannot take words", in_table(cell("5"), cell("6")),
          in_table(cell(), cell("6")), in_table(cell("7"), cell("6")),
          (("comment", "Xã A", note(clash("5", "7"), why("7", ["7"]))),),
          ((Act.CONFLICT, "Xã A", "5", "", "7", why("7", ["7"])),)),
    Story("both changed cells of a row are told", rows(), rows(), rows((1, ("1", "Xã A", "7", "giảm"))),
          (("reword", "5", "7"), ("reword", "–", "giảm")),
          ((Act.TAKEN, f"{HOME} › Xã A", "5", "5", "7", why("7", ["7"])),
           (Act.TAKEN, f"{HOME} › Xã A", "–", "–", "giảm", why("giảm", ["giảm"])))),
    Story("a column that is gone is not told again while the comment of it stands",
          rows(), without_sums(columns_note([("Xã A, Số", "7")])),
          rows((1, ("1", "Xã A", "7", "–"))), (),
          ((Act.CONFLICT, f"{HOME} › Xã A", "5", "", "7", why("1\tXã A\t7\t–", ["7"])),)),
    Story("the paragraphs of a cell correspond by their place, whatever they say",
          in_table(cell("Một hai ba.", "Bốn năm sáu.")), in_table(cell("Một hai ba.", "Bốn năm sáu.")),
          in_table(cell("Không có.", "Đang lập kế hoạch.")),
          (("reword", "Một hai ba.", "Không có."), ("reword", "Bốn năm sáu.", "Đang lập kế hoạch.")),
          ((Act.TAKEN, "Xã A", "Một hai ba.", "Một hai ba.", "Không có.", why("Không có.", ["Không", "có"])),
           (Act.TAKEN, "Xã A", "Bốn năm sáu.", "Bốn năm sáu.", "Đang lập kế hoạch.",
            why("Đang lập kế hoạch.", ["Đang", "lập", "kế", "hoạch"])))),
    Story("a highlight comes in a cell", in_table(cell("5")), in_table(cell("5")),
          in_table(made_of(BlockKind.CELL, "", *marked("5", highlighted=True))),
          (("highlight", "5", "yellow"),)),
    Story("what is said once less, but still said, is kept as it was edited",
          home(WAS, OTHER, WAS), home(WAS, OTHER, EDITED), home(WAS, OTHER),
          (), ((Act.KEPT, HOME, WAS, EDITED),)),
    Story("a dash that the data put before a sentence goes in", home(WAS), home(WAS), home("- " + NOW),
          (("reword", WAS, "- " + NOW),),
          ((Act.TAKEN, HOME, WAS, WAS, "- " + NOW, why("- " + NOW, ["-", "Có", "13"])),)),
    Story("a paragraph that was cut and edited is kept while nothing is new", blocks(LONG),
          blocks(FIRST, SECOND.replace("mới", "vừa")), blocks(LONG),
          (), ((Act.KEPT, "", LONG, f"{FIRST}\n{SECOND.replace('mới', 'vừa')}", LONG),)),
    Story("what is removed with its section is told before the section that follows",
          [*home(WAS), *blocks("# 2. Sở B", "Có 3 buổi.", "# 3. Sở C", OTHER)],
          [*home(WAS), *blocks("# 3. Sở C và các đơn vị", OTHER)],
          [*home(NOW), *blocks("# 2. Sở B", "Có 3 buổi.", "Thêm đoạn.", "# 3. Sở C", OTHER)],
          (("reword", WAS, NOW), ("comment", WAS, gone_note(["Thêm đoạn."]))),
          ((Act.TAKEN, HOME, WAS, WAS, NOW, why(NOW, ["13"])),
           (Act.REMOVED, "2. Sở B", "2. Sở B", "", "2. Sở B"),
           (Act.REMOVED, "2. Sở B", "Có 3 buổi.", "", "Có 3 buổi."),
           (Act.REMOVED, "2. Sở B", "", "", "Thêm đoạn.", why("Thêm đoạn.", ())),
           (Act.KEPT, "3. Sở C và các đơn vị", "3. Sở C", "3. Sở C và các đơn vị", "3. Sở C"))),
    Story("a comment on what the data drop does not cost the steps before it",
          home(WAS, OTHER), home(WAS, "Đã kiểm tra kỹ 5 cơ sở."), home(NOW),
          (("reword", WAS, NOW), ("comment", "Đã kiểm tra kỹ 5 cơ sở.", dropped_note(OTHER))),
          ((Act.TAKEN, HOME, WAS, WAS, NOW, why(NOW, ["13"])),
           (Act.CONFLICT, HOME, OTHER, "Đã kiểm tra kỹ 5 cơ sở."))),
    Story("nor one on a cell without a paragraph", in_table(cell("4"), cell("5")), in_table(cell("4"), cell()),
          in_table(cell("3"), cell("7")),
          (("reword", "4", "3"), ("comment", "Xã A", note(clash("5", "7"), why("7", ["7"])))),
          ((Act.TAKEN, "Xã A", "4", "4", "3", why("3", ["3"])), (Act.CONFLICT, "Xã A", "5", "", "7", why("7", ["7"])))),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_what_is_done_and_told(story: Story) -> None:
    plan = decide_merge(story.base, story.mine, story.new, why)
    # Whether a step is taken once or twice over makes no difference to the file.
    assert tuple(dict.fromkeys(map(told, plan.steps))) == story.steps
    told_of = [(c.act, c.place, c.before, c.theirs, c.now, c.sources, c.disputed) for c in plan.changes]
    assert told_of == [(*change, *[""] * (7 - len(change))) for change in story.changes]


def test_changes_are_told_in_the_order_of_the_officials_file() -> None:
    """All that can happen, at once: each kind where it stands, what is gone before what comes."""
    base = blocks("# 1. Sở A", "Có 12 lớp.", "Kiểm tra 5 cơ sở.", "Hỗ trợ 8 nạn nhân.", "# 2. Sở B", "Mở 3 hội thảo.")
    mine = blocks("# 1. Sở A", "Có 12 lớp.", "Hỗ trợ 8 nạn nhân.", "Lời cán bộ.", "# 2. Sở B", "Mở 3 hội thảo lớn.")
    new = blocks("# 1. Sở A", "Có 13 lớp.", "Kiểm tra 6 cơ sở.", "Trao 9 bằng khen.", "# 2. Sở B", "Mở 4 hội thảo.")
    acts = [(change.act, change.theirs or change.now) for change in decide_merge(base, mine, new, why).changes]
    assert acts == [
        (Act.TAKEN, "Có 12 lớp."),
        (Act.REMOVED, "Kiểm tra 6 cơ sở."),
        (Act.DROPPED, "Hỗ trợ 8 nạn nhân."),
        (Act.ADDED, "Trao 9 bằng khen."),
        (Act.KEPT, "Lời cán bộ."),
        (Act.MERGED, "Mở 3 hội thảo lớn."),
    ]


def test_a_table_cut_in_two_is_held_against_the_whole_and_left_alone_where_nothing_is_new() -> None:
    halves = blocks(ROWS[:2], "(tiếp theo)", [ROWS[0], ROWS[2]])
    assert decide_merge(blocks(ROWS), halves, blocks(ROWS), why).steps == ()
