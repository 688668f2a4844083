"""The drafts that were written: kept, recorded and compared."""
