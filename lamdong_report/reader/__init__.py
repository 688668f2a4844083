"""The reader: from whatever arrives to answers with their cells; it judges nothing."""

from lamdong_report.reader.receive import Received, read_forms

__all__ = ["Received", "read_forms"]
