"""Programs for maintainers: templates, pictures of pages, the benchmark."""
