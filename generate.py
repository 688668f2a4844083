"""Runs the command line: python generate.py --help."""

from lamdong_report.cli import main

if __name__ == "__main__":
    main()
