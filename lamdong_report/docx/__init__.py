"""WordprocessingML: the names, the package, comments, tracked changes, styles and identity of a .docx file."""
