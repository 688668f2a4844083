"""The small language of plan.toml: terms, sentences, selectors of agencies, and what is filled in. Read only here."""
