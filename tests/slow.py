"""Variants of a quick test that take long: `make test` leaves them out, as it does whatever is marked `slow`."""

from __future__ import annotations

from typing import Any

import pytest


def slow(*values: object) -> list[Any]:
    """These values of a parametrized test, each tried by the slow tests alone."""
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]
