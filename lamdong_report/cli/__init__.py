"""The command line: the only room that knows click."""

from lamdong_report.cli import deciding as deciding  # its commands join those of `main`
from lamdong_report.cli.commands import main

__all__ = ["main"]
