"""Where a measured process finds the plan and the forms, and where the stages leave what the next ones need."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Done:
    """What a stage has done: how many (forms, mostly), and what it leaves for the stages after it, by name."""

    count: int = 1
    left: Mapping[str, object] = field(default_factory=dict)


Work = Callable[[], Done]


@dataclass(frozen=True, slots=True)
class Job:
    """Three folders: the plan's, the forms', and one for what is left from stage to stage."""

    plan: Path
    forms: Path
    scratch: Path

    def leave(self, name: str, thing: object) -> None:
        self.scratch.mkdir(parents=True, exist_ok=True)
        with (self.scratch / name).open("wb") as file:
            pickle.dump(thing, file, pickle.HIGHEST_PROTOCOL)

    def fetch(self, name: str) -> Any:
        with (self.scratch / name).open("rb") as file:
            return pickle.load(file)
