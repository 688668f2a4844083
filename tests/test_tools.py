"""What maintainers run now and then still fits the product: no name that it takes from there has gone."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tools.windows.wine import not_begun

ROOT = Path(__file__).parents[1]
# The one that lies on Windows only, where it takes the place of what Wine lacks.
ELSEWHERE = {"winecompat"}
MODULES = [path for path in sorted((ROOT / "tools").rglob("*.py")) if path.stem not in {"__init__", *ELSEWHERE}]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_tool_finds_what_it_takes_from_the_product(path: Path) -> None:
    import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def test_wine_is_asked_again_only_for_a_program_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "python.exe").touch()
    said = "Can't recognize '\"{}\" generate.py report' as an internal or external command, or batch script."
    assert not_begun(tmp_path, said.format("python/python.exe"))
    assert not_begun(tmp_path, said.format("python\\python.exe"))
    assert not not_begun(tmp_path, said.format("other\\python.exe"))
    assert not not_begun(tmp_path, "Lỗi: Không thấy python\\python.exe")
