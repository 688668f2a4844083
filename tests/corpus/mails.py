"""Saved mails with files attached: as text, as Outlook saves them, as it packs them for its like."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from tests.corpus.containers import container

SENDER = "vanthu@xa-a.example.vn"
SENT = datetime(2031, 11, 3, 1, 30)
Files = Mapping[str, bytes]


def eml(files: Files, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = f"UBND xã A <{SENDER}>"
    message["Date"] = format_datetime(SENT)
    message["Subject"] = "Gửi phiếu"
    for name, value in headers.items():
        message.replace_header(name, value)
    message.set_content("Kính gửi")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def msg(files: Files, *, inside: Files | None = None) -> bytes:
    """What Outlook saves; with `inside` a mail with these files is attached to the mail."""
    streams = {"__substg1.0_5d01001F": _wide(SENDER), **_attached(files, "")}
    if inside is not None:
        place = f"__attach_version1.0_#{len(files):08X}/__substg1.0_3701000D/"
        streams |= _attached(inside, place)
    ticks = round((SENT - datetime(1601, 1, 1)).total_seconds()) * 10_000_000
    properties = bytes(32) + struct.pack("<IIQ", 0x00390040, 6, ticks)
    return container({"__properties_version1.0": properties, **streams})


def _attached(files: Files, place: str) -> dict[str, bytes]:
    streams = {}
    for at, (name, data) in enumerate(files.items()):
        folder = f"{place}__attach_version1.0_#{at:08X}"
        streams[f"{folder}/__substg1.0_3707001F"] = _wide(name)
        streams[f"{folder}/__substg1.0_37010102"] = data
    return streams


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def tnef(files: Files) -> bytes:
    """winmail.dat"""
    data = struct.pack("<IH", 0x223E9F78, 1)
    for name, content in files.items():
        for key, value in ((0x69002, bytes(14)), (0x18010, name.encode("cp1252") + b"\0"), (0x6800F, content)):
            data += struct.pack("<BII", 2, key, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return data
