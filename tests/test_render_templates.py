"""Templates: the ones in use are sound, what officials break is told by its words, what Word splits still works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lamdong_report.content import Paragraph, Style
from lamdong_report.errors import TemplateError
from lamdong_report.render import lint_template, render_letter, render_report
from tests.effective import Docx, W, text_of
from tests.render_content import LETTER, REPORT, edited, letter, report

HEADER = "word/header1.xml"


def test_the_templates_in_use_are_sound() -> None:
    assert lint_template(REPORT, report()) == ()
    assert lint_template(LETTER, letter()) == ()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("{{ summary }}", "{{ sumary }}", "đoạn «{{ sumary }}»: không có trường «sumary»; có phải «summary»?"),
        (
            "{{ row.target }}", "{{ row.targett }}",
            "bảng thứ 2, đoạn «{{ row.targett }}»: không có trường «targett»; có phải «target»?",
        ),
        (
            "for p in body", "for p in boddy",
            "đoạn «{% for p in boddy %}» (sau «{{ item }}»): không có trường «boddy»; có phải «body»?",
        ),
        ("{{ signer }}", "{{ loop.index }}", "đoạn «{{ loop.index }}»: không có trường «loop»"),
        ("{{ signer }}", "{{ signer|uper }}", "không có bộ lọc «uper»; có phải «upper»?"),
        ("{{ signer }}", "{{ signer|safe }}", "không có bộ lọc «safe»"),
        ("{{ signer }}", "{{ signer.__class__ }}", "không có trường «__class__»"),
        ("{{ signer }}", "{{ range(9)|join }}", "không có trường «range»"),
        ("p.style == 'heading2'", "p.style == 'heading22'", "không có kiểu đoạn «heading22»; có phải «heading2»?"),
        ("{{ signer }}", "{{ draft }}", "không in được điều kiện có/không; chỉ in được chữ"),
        ("{{ signer }}", "{{ body }}", "không in được danh sách; chỉ in được chữ"),
        ("{{ signer }}", "{{ annexes[0] }}", "không in được nhóm trường; chỉ in được chữ"),
        ("{{ signer }}", "{{ body|length }}", "không in được số không có nguồn; chỉ in được chữ"),
        ("{{ signer }}", "{{ 5 + 3 }}", "không in được số không có nguồn; chỉ in được chữ"),
        ("{{ signer }}", "{{ 'lần ' ~ 5 }}", "không in được số không có nguồn; chỉ in được chữ"),
        ("for item in issuer", "for item in draft", "lệnh «for» cần một danh sách, đây là điều kiện có/không"),
        ("{{ signer }}", "{{ signer if }}", "đoạn «{{ signer if }}»: viết sai cú pháp ở «}}»"),
        ("{%tr else %}", "{%tr esle %}", "không có lệnh «esle»"),
        (
            "{{ signer }}", "{% autoescape false %}{{ signer }}{% endautoescape %}",
            "lệnh này không dùng được trong mẫu báo cáo",
        ),
        ("{{ closing }}", "{{ closing }", "đoạn «{{ closing }»: thiếu dấu «}}»"),
        ("{{ closing }}", "{ closing }}", "đoạn «{ closing }}»: thiếu dấu «{{»"),
        ("{%p endfor %}", "", "lệnh «{%p for item in issuer %}» chưa được đóng bằng «{%p endfor %}»"),
        ("{%p for item in issuer %}", "", "lệnh «{%p endfor %}» thừa hoặc sai chỗ"),
        ("{%p endif %}", "{% endif %}", "lệnh «{% endif %}» không cùng loại với «{%p if draft %}» mà nó thuộc về"),
        (
            "{% else %};{% endif %}", "{% else %};",
            "đoạn «- {{ item }}{% if loop.last %}.{% else %};»: "
            "lệnh «{% if loop.last %}» chưa được đóng bằng «{% endif %}» trong cùng đoạn",
        ),
        (
            "{%p for p in body %}", "{%p for p in body %} Kết quả:",
            "lệnh «{%p for p in body %}» phải đứng một mình trong đoạn: chữ khác ở đó sẽ bị mất",
        ),
        (
            "{%tr for row in statuses %}", "{%tr for row in statuses %} STT",
            "lệnh «{%tr for row in statuses %}» phải đứng một mình trong hàng: chữ khác ở đó sẽ bị mất",
        ),
        ("{{ closing }}", "{%tr if draft %}", "lệnh «{%tr if draft %}» chỉ dùng được trong bảng"),
    ],
)  # fmt: skip
def test_a_broken_template_is_told_by_the_words_of_its_paragraph(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    template = edited(REPORT, tmp_path, (before, after))
    faults = lint_template(template, report())
    assert faults
    assert fault in faults[0]
    assert faults[0].startswith("Thân văn bản")
    with pytest.raises(TemplateError) as error:
        render_report(report(), template)
    assert error.value.faults == faults


def test_a_fault_in_a_header_is_said_to_be_there(tmp_path: Path) -> None:
    template = edited(REPORT, tmp_path, ("{% if example %}", "{% if exampel %}"), part=HEADER)
    (fault,) = lint_template(template, report())
    assert fault.startswith("Đầu trang, đoạn «")
    assert fault.endswith("không có trường «exampel»; có phải «example»?")


def test_all_faults_are_told_at_once_also_in_branches_that_would_not_run(tmp_path: Path) -> None:
    changes = [("{{ summary }}", "{{ sumary }}"), ("{{ closing }}", "{{ closin }}"), ("{{ item }}{%", "{{ itm }}{%")]
    template = edited(REPORT, tmp_path, *changes)
    faults = lint_template(template, report(addressees=("Bộ Nội vụ",)))
    assert [fault.split("«")[-2].split("»")[0] for fault in faults] == ["sumary", "itm", "closin"]


def test_what_is_no_word_document_is_said_to_be_none(tmp_path: Path) -> None:
    for path in (tmp_path / "không-có.docx", tmp_path / "hỏng.docx"):
        if path.stem == "hỏng":
            path.write_bytes(b"PK\x03\x04 khong phai")
        (fault,) = lint_template(path, report())
        assert path.name in fault
        with pytest.raises(TemplateError) as error:
            render_report(report(), path)
        assert error.value.exit_code == 4
        assert error.value.remedy


SPLIT = (
    '{{ sum</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>mary</w:t></w:r>'
    '<w:proofErr w:type="spellEnd"/><w:r><w:t xml:space="preserve"> }}'
)
BRACES = '{</w:t></w:r><w:r><w:t>{ closing }</w:t></w:r><w:r><w:t xml:space="preserve">}'


def test_a_template_that_word_has_split_into_runs_still_works(tmp_path: Path) -> None:
    changes = [
        ("{{ summary }}", SPLIT),
        ("{{ closing }}", BRACES),
        ("'heading1'", "“heading1”"),
        ("'heading2'", "‘heading2’"),
        ("{%p for p in body %}", "{%</w:t></w:r><w:r><w:t>p for p </w:t></w:r><w:r><w:t>in body %}"),
    ]
    template = edited(REPORT, tmp_path, *changes)
    assert lint_template(template, report()) == ()
    found, expected = Docx(render_report(report(), template)), Docx(render_report(report(), REPORT))
    assert [text_of(one) for one in found.body.iter(f"{W}p")] == [text_of(one) for one in expected.body.iter(f"{W}p")]


def test_what_officials_write_and_format_in_the_template_stays(tmp_path: Path) -> None:
    changes = [
        ("Kính gửi: {{ addressees[0] }}", "Kính gửi: Lãnh đạo {{ addressees[0] }} (qua Vụ) năm {{ year }}"),
        ('<w:pStyle w:val="TenLoai"/>', '<w:pStyle w:val="TenLoai"/><w:spacing w:before="999"/>'),
    ]
    doc = Docx(render_report(report(), edited(REPORT, tmp_path, *changes)))
    assert text_of(doc.paragraph("Kính gửi")) == "Kính gửi: Lãnh đạo Bộ Nội vụ (qua Vụ) năm 2026"
    assert doc.format_paragraph(doc.paragraph("BÁO CÁO")).before == 999 / 20


def test_notes_that_officials_leave_in_the_template_do_not_reach_the_report(tmp_path: Path) -> None:
    note = '<w:commentRangeStart w:id="7"/><w:r><w:t>{{ closing }}</w:t></w:r><w:commentRangeEnd w:id="7"/>'
    note += '<w:r><w:commentReference w:id="7"/></w:r>'
    old = '<w:r><w:t xml:space="preserve">{{ closing }}</w:t></w:r>'
    doc = Docx(render_report(report(indicators=()), edited(REPORT, tmp_path, (old, note))))
    assert {one.get(f"{W}id") for one in doc.body.iter(f"{W}commentReference")} == {"0", "1"}
    assert len(doc.comments) == 2


def test_what_word_numbers_in_the_template_is_not_repeated_by_its_loops(tmp_path: Path) -> None:
    old = '<w:r><w:t xml:space="preserve">{{ p.text }}</w:t></w:r>'
    marked = f'<w:bookmarkStart w:id="3" w:name="_GoBack"/>{old}<w:bookmarkEnd w:id="3"/>'
    space = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    heading = '<w:pPr><w:pStyle w:val="Heading2"'
    changes = [(old, marked), (f"<w:p>{heading}", f'<w:p {space} w14:paraId="1">{heading}')]
    body = tuple(Paragraph(Style.HEADING2, f"{at}. Mục") for at in range(3))
    doc = Docx(render_report(report(body=body), edited(REPORT, tmp_path, *changes)))
    for name in ("bookmarkStart", "bookmarkEnd"):
        assert len(list(doc.body.iter(f"{W}{name}"))) == 1
    assert not [one for one in doc.body.iter(f"{W}p") if one.attrib]


def test_the_maintainers_script_makes_sound_templates(tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        subprocess.run([sys.executable, "-m", "tools.make_templates", str(folder)], check=True, cwd=REPORT.parents[2])
    for name, content in (("report.docx", report()), ("letter.docx", letter())):
        assert lint_template(tmp_path / "a" / name, content) == ()
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_letter_template_is_held_against_the_letters_own_fields(tmp_path: Path) -> None:
    template = edited(LETTER, tmp_path, ("{{ subject }}", "{{ summary }}"))
    (fault,) = lint_template(template, letter())
    assert "không có trường «summary»" in fault
    with pytest.raises(TemplateError):
        render_letter(letter(), template)
