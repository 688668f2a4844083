"""What the results and the folders are called, how example figures are marked, and who signs what the tool writes."""

from __future__ import annotations

# Beside plan.toml: what the results are made with.
REPORT_TEMPLATE = "report.docx"
LETTER_TEMPLATE = "letter.docx"

# In the folder of what came in: what the office keeps there itself, its decisions and what it has arranged.
DECISIONS_FILE = "quyet-dinh.xlsx"
ARRANGED_FILE = "nhom-y-kien.xlsx"

# In the output folder.
TRACE_FILE = "truy-vet-so-lieu.xlsx"
OPINIONS_FILE = "tong-hop-y-kien.xlsx"
BOARD_FILE = "tinh-hinh.html"
FIXES_FILE = "can-sua.xlsx"
CHANGES_STEM = "thay-doi"
CORRECTIONS_FOLDER = "phieu-can-sua"
LETTERS_FOLDER = "cong-van"
FORMS_FOLDER = "phieu"
MAILS_FOLDER = "thu"
REMINDER_STEM = "don-doc-gui-bao-cao"
DRAFT_STEM = "du-thao"
FINAL_STEM = "chinh-thuc"
KEPT_FOLDER = "ban-truoc"
# With a dot before them, for nobody has to open them.
HISTORY_FOLDER = ".lich-su"
CACHE_FOLDER = ".da-doc"
EXAMPLE_FILE = ".vi-du"

# On every page that example figures reach, so that they are never sent as real ones.
EXAMPLE_MARK = "SỐ LIỆU VÍ DỤ"

# Under this name Word lists what the tool changed or remarked in a document.
AUTHOR, INITIALS = "Tổng hợp số liệu", "TH"
# And this is how it marks in Word what is doubtful or still to be written in.
DOUBTFUL_COLOUR = "yellow"
