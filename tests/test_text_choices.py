"""Which of the offered answers is meant, and when nobody can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.choices import hear_yes_no, match_choice, parse_yes_no


@pytest.mark.parametrize(
    "text",
    ["có", "CÓ.", "co", "x", "X", "✓", "(x)", "v", "đã có", "Yes", "y", "true", "1", "rồi", "có\u00a0rồi"],
)
def test_yes_in_all_its_forms(text: str) -> None:
    assert parse_yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    ["không", "Không.", "ko", "k", "không có", "chưa", "CHƯA CÓ", "no", "n", "false", "0", "kho\u0302ng"],
)
def test_no_in_all_its_forms(text: str) -> None:
    assert parse_yes_no(text) is False


@pytest.mark.parametrize(
    "text", ["", "-", "?", "có?", "Không ?", "có 5 lớp", "có/không", "không biết", "cô", "2", "đang làm"]
)
def test_anything_else_is_neither(text: str) -> None:
    assert parse_yes_no(text) is None


NOTHING, ISSUED = "Cả mục này không phát sinh", "Đã ban hành kế hoạch năm 2026"


@pytest.mark.parametrize(
    ("text", "asked", "heard"),
    [
        ("Không phát sinh", NOTHING, True),
        ("KHÔNG PHÁT SINH.", NOTHING, True),
        ("Không có", NOTHING, None),
        ("Chưa có", NOTHING, None),
        ("Không", NOTHING, False),
        ("Có", NOTHING, True),
        ("Đã có", NOTHING, True),
        ("đã ban hành", ISSUED, True),
        ("Đã ban hành kế hoạch", ISSUED, True),
        ("Chưa ban hành", ISSUED, False),
        ("không ban hành kế hoạch", ISSUED, False),
        ("Chưa ban hành?", ISSUED, None),
        ("Đã ban hành?", ISSUED, None),
        ("chưa trình", ISSUED, None),
        ("không lồng ghép", "Kế hoạch có nội dung này (chuyên đề hoặc lồng ghép)", None),
        ("không có", ISSUED, False),
        ("ban hành tháng 3", ISSUED, None),
        ("không ban hành", "Có ban hành hay không ban hành", None),
        ("không có", "Có hay không có kế hoạch", False),
        ("chưa ban hành", "Đã ban hành hay chưa ban hành", None),
        ("đã ban hành", "Đã ban hành hay chưa ban hành", True),
        ("không phát sinh", "Không phát sinh cách làm hay", True),
    ],
)
def test_words_of_the_question_are_a_yes(text: str, asked: str, heard: bool | None) -> None:
    assert hear_yes_no(text, parse_yes_no(text), asked) is heard


STATUS = ["Hoàn thành", "Đang thực hiện", "Chưa thực hiện"]


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("hoàn thành", "Hoàn thành"),
        ("HOÀN THÀNH.", "Hoàn thành"),
        ("hoan thanh", "Hoàn thành"),
        ("đã hoàn thành", "Hoàn thành"),
        ("Hoàn thành 100%", "Hoàn thành"),
        ("đã hoàn tất", "Hoàn thành"),
        ("đang triển khai", "Đang thực hiện"),
        ("Đang triển khai thực hiện", "Đang thực hiện"),
        ("hiện đang tiến hành", "Đang thực hiện"),
        ("chưa triển khai", "Chưa thực hiện"),
        ("Chưa thực hiện vì thiếu kinh phí", "Chưa thực hiện"),
    ],
)
def test_the_meant_choice_is_found(text: str, choice: str) -> None:
    assert match_choice(text, STATUS) == choice


@pytest.mark.parametrize(
    "text",
    ["", "-", "thực hiện", "chưa hoàn thành", "cơ bản hoàn thành", "sẽ hoàn thành", "đang hoàn thành",
     "hoàn thành?", "có thể hoàn thành", "hình như hoàn thành", "không",
     "hoàn thành 80%", "Hoàn thành/Đang thực hiện", "không thực hiện", "đã thực hiện", "xong"],
)  # fmt: skip
def test_none_is_guessed_among_two_or_against_the_words(text: str) -> None:
    assert match_choice(text, STATUS) is None


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("x", "Có"),
        ("không có", "Không"),
        ("chưa", "Không"),
        ("đã có", "Có"),
        ("Có / Không", None),
        ("có nhé", "Có"),
        ("có lẽ", None),
        ("có thể", None),
        ("có dự thảo", None),
        ("có chủ trương", None),
        ("không rõ", None),
        ("không biết", None),
        ("không áp dụng", None),
        ("không thuộc phạm vi", None),
    ],
)
def test_yes_and_no_choices_take_all_forms_of_yes_and_no(text: str, choice: str | None) -> None:
    assert match_choice(text, ["Có", "Không"]) == choice


@pytest.mark.parametrize("text", ["không", "Không."])
def test_a_bare_no_is_not_one_of_two(text: str) -> None:
    assert match_choice(text, ["Đã kiện toàn", "Chưa kiện toàn", "Không thành lập Ban"]) is None
    assert match_choice(text, ["Có tổ chức", "Không tổ chức"]) == "Không tổ chức"


@given(
    st.sampled_from([*STATUS, "Có", "Không"]), st.sampled_from(["{}?", "{} ?", "có thể {}", "có lẽ {}", "chưa rõ {}"])
)
def test_a_choice_with_a_doubt_is_asked_back(choice: str, doubted: str) -> None:
    said = doubted.format(choice.lower())
    assert match_choice(said, STATUS) is match_choice(said, ["Có", "Không"]) is None


def test_the_longer_choice_goes_before_its_part() -> None:
    assert match_choice("đã có kế hoạch riêng", ["Có kế hoạch", "Có kế hoạch riêng"]) == "Có kế hoạch riêng"


def test_two_choices_without_diacritics_alike_are_not_guessed() -> None:
    assert match_choice("ban", ["Bán", "Bàn"]) is None


def test_a_choice_listed_twice_is_one() -> None:
    assert match_choice("có", ["Có", "Có"]) == "Có"


@given(st.text(), st.lists(st.text(), max_size=4))
def test_the_answer_is_always_one_of_the_list(text: str, choices: list[str]) -> None:
    assert match_choice(text, choices) in [None, *choices]
