"""Example answers for every agency of a plan: plausible, varied, the same for the same seed."""

from lamdong_report.example.faults import find_example_faults
from lamdong_report.example.forms import ExampleForm, make_examples
from lamdong_report.example.settings import EXAMPLE_FILE, load_settings

__all__ = ["EXAMPLE_FILE", "ExampleForm", "find_example_faults", "load_settings", "make_examples"]
