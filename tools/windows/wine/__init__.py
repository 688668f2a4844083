"""The package held against Windows, as far as Wine can stand in for it."""
