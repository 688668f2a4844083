"""Odd and hostile files for the reader, made when they are needed: `python -m tests.corpus FOLDER` writes them all."""
