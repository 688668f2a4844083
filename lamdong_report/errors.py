"""What stops a run: one exception for each cause, with its exit code and what to do next."""

from __future__ import annotations


class ReportError(Exception):
    """A failure that the user can do something about; `remedy` says what, in Vietnamese."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(ReportError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class PlanError(ReportError):
    """The plan file is broken; `faults` lists every fault that was found, each with its place."""

    exit_code = 3

    def __init__(self, message: str, faults: tuple[str, ...] = (), remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.faults = faults


class TemplateError(ReportError):
    """A Word template cannot be filled; `faults` names each place by the words of its paragraph."""

    exit_code = 4

    def __init__(self, message: str, faults: tuple[str, ...] = (), remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.faults = faults


class OutputError(ReportError):
    """A result cannot be written where it belongs."""

    exit_code = 5


class NoFormsError(ReportError):
    """No form could be read in the places that were named."""

    exit_code = 6
