"""For the tests under Wine: what Wine lacks and Windows has, so that the same tests run on both."""

import _winapi
import shutil


class _WithoutCopyFile2:
    """Wine 8 has no CopyFile2; without it shutil copies by reading and writing."""

    def __getattr__(self, name: str) -> object:
        if name == "CopyFile2":
            raise AttributeError(name)
        return getattr(_winapi, name)


shutil._winapi = _WithoutCopyFile2()  # type: ignore[attr-defined]
