"""The command line: the only room that knows click."""

from lamdong_report.cli.options import main

# Importing them adds their commands to `main`, in this order: that in which a season needs them.
from lamdong_report.cli import season as season  # isort: skip
from lamdong_report.cli import around as around  # isort: skip

__all__ = ["main"]
