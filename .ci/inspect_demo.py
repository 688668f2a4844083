"""Looks at everything that the demonstration wrote: schemas, page counts, fonts, blank pages, the example mark.

    python .ci/inspect_demo.py FOLDER [OOXML-VALIDATOR]

With the program of the Open XML SDK as second argument, Word's and Excel's own rules are asked as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = ROOT.parent / "shared" / "tools" / "validate_ooxml.py"
MARK = "SỐ LIỆU VÍ DỤ"
FONTS = ("Liberation", "TimesNewRoman", "Times New Roman", "OpenSymbol", "DejaVu")
PAGES = {"report": (35, 90), "form": (3, 60), "letter": (1, 8)}


def main(folder: Path, validator: str = "") -> int:
    faults = [*schema_faults(folder), *(sdk_faults(folder, validator) if validator else []), *paper_faults(folder)]
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{len(faults)} fault(s)")
    return 1 if faults else 0


def schema_faults(folder: Path) -> list[str]:
    if not VALIDATOR.exists():
        print(f"schemas are absent ({VALIDATOR}): files not validated")
        return []
    files = sorted(str(p) for kind in ("docx", "xlsx") for p in folder.rglob(f"*.{kind}"))
    done = subprocess.run([sys.executable, str(VALIDATOR), *files], capture_output=True, text=True, check=False)
    print(done.stdout.splitlines()[-1] if done.stdout else done.stderr)
    return done.stdout.splitlines()[:-1] if done.returncode else []


def sdk_faults(folder: Path, validator: str) -> list[str]:
    """What Microsoft's Open XML SDK minds: every Word file, and every tenth workbook, for each takes half a second."""
    files = [*sorted(folder.rglob("*.docx")), *sorted(folder.rglob("*.xlsx"))[::10]]
    faults = []
    for file in files:
        done = subprocess.run([validator, str(file)], capture_output=True, text=True, check=False)
        errors = json.loads(done.stdout)["errors"]
        faults += [f"{file.name}: {error['path']} {error['xPath']}: {error['description']}" for error in errors[:5]]
    print(f"{len(files)} file(s) asked of the Open XML SDK, {len(faults)} fault(s)")
    return faults


def paper_faults(folder: Path) -> list[str]:
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        for kind, path in samples(folder):
            pdf = to_pdf(path, Path(scratch))
            faults += inspect(pdf, kind, path.name) if pdf else [f"{path.name}: LibreOffice could not convert it"]
    return faults


def samples(folder: Path) -> list[tuple[str, Path]]:
    """The newest report, one letter of each kind, and a blank form of each group."""
    output = folder / "output"
    report = max(output.glob("*-du-thao-*.docx"))
    forms = sorted((output / "phieu").glob("*.xlsx"))
    letters = sorted((output / "cong-van").glob("*.docx"))
    shared = [form for form in forms if not form.name[0].isdigit()]
    chosen = [forms[0], forms[20], forms[60], *shared]
    return [("report", report), *(("form", f) for f in chosen), *(("letter", p) for p in letters[:2])]


def to_pdf(path: Path, scratch: Path) -> Path | None:
    command = ["soffice", f"-env:UserInstallation={(scratch / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(scratch), str(path)]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=600, check=False)
    pdf = scratch / f"{path.stem}.pdf"
    return pdf if pdf.exists() else None


def inspect(pdf: Path, kind: str, name: str) -> list[str]:
    pages = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    texts = pages.stdout.split("\f")[:-1]
    low, high = PAGES[kind]
    faults = [] if low <= len(texts) <= high else [f"{name}: {len(texts)} pages, expected {low} to {high}"]
    faults += [f"{name}: page {at} is blank" for at, text in enumerate(texts, 1) if not text.replace(MARK, "").strip()]
    if kind != "form":
        faults += [f"{name}: page {at} lacks «{MARK}»" for at, text in enumerate(texts, 1) if MARK not in text]
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    faults += [f"{name}: font {font.split()[0]}" for font in fonts if not any(known in font for known in FONTS)]
    print(f"{name}: {len(texts)} pages")
    return faults


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3]))
