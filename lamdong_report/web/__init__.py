"""The page: the whole season in a browser window, on this machine only; it does what the commands do."""

from lamdong_report.web.desk import Folders
from lamdong_report.web.server import serve

__all__ = ["Folders", "serve"]
