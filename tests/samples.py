"""With how many random examples a property is tried: with few by `make test`, with more where there is time."""

import os

THOROUGH = int(os.environ.get("THOROUGH", "1"))


def samples(few: int) -> int:
    """So many, or by THOROUGH=3 three times as many; the gate tries every property so."""
    return few * THOROUGH
