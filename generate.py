"""Runs the command line: python generate.py --help."""

if __name__ == "__main__":  # a second process of the program imports this file as well
    from lamdong_report.cli import main

    main()
