"""The forms that agencies fill in, as Excel workbooks: blank, or holding what is known already."""

from lamdong_report.forms.files import form_file_name, group_file_name, write_forms
from lamdong_report.forms.prefill import Prefill
from lamdong_report.forms.writer import FormWriter, form_bytes

__all__ = ["FormWriter", "Prefill", "form_bytes", "form_file_name", "group_file_name", "write_forms"]
