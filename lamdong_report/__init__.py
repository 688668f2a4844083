"""Issues report forms to agencies, reads them back and merges them into one Word report."""

__version__ = "0.1.0"
