"""The command line: the only room that knows click."""

from lamdong_report.cli.options import main

# Importing them adds their commands to `main`, in this order: that in which a season needs them.
from lamdong_report.cli import preparing as preparing  # isort: skip
from lamdong_report.cli import reporting as reporting  # isort: skip
from lamdong_report.cli import seasons as seasons  # isort: skip
from lamdong_report.cli import deciding as deciding  # isort: skip

__all__ = ["main"]
