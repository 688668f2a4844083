"""Findings about files and cells that could not be read, or were read only with some understanding."""

from __future__ import annotations

from lamdong_report.catalogue.entry import Entry

READING: tuple[Entry, ...] = ()
