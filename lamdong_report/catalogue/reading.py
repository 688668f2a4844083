"""Findings about files and cells that could not be read, or were read only with some understanding."""

from __future__ import annotations

from lamdong_report.catalogue.entry import CatalogueEntry
from lamdong_report.catalogue.reading_cells import CELLS
from lamdong_report.catalogue.reading_files import FILES
from lamdong_report.catalogue.reading_forms import FORMS
from lamdong_report.catalogue.reading_looks import LOOKS

READING: tuple[CatalogueEntry, ...] = (*FILES, *FORMS, *CELLS, *LOOKS)
