"""The package for Windows: one zip with Python, libraries and program, built on Linux."""
