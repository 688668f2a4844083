"""Example answers for every agency of a plan: plausible, varied, the same for the same seed."""

from lamdong_report.example.forms import ExampleForm, make_examples

__all__ = ["ExampleForm", "make_examples"]
