"""Saved mails: who sent them and when, and the files attached to them (.eml, .msg, winmail.dat)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from lamdong_report.spreadsheet.kinds import FileKind, mail_start
from lamdong_report.spreadsheet.ole import Container, from_ticks

if TYPE_CHECKING:
    from email.message import EmailMessage

# As many as an archive may have files; a mail of a few bytes may claim millions.
_MOST_PARTS = 1_000
_NAMELESS = "tệp đính kèm"
# A box of mails: each begins with a line of its own (RFC 4155).
_FIRST, _NEXT = b"From ", re.compile(rb"\n(?=From [^\r\n]+ [0-9:]{5,8} [^\r\n]*\r?\n[A-Za-z-]+:)")
Attachment = tuple[str, bytes]


class Mail(Struct, frozen=True):
    """`sender` is an address, or a name where no address is told; `sent` is universal time without a zone."""

    sender: str
    sent: datetime | None
    attachments: tuple[Attachment, ...]


def open_mail(data: bytes, kind: FileKind) -> Mail:
    """The mail; damage yields fewer attachments, never an error."""
    match kind:
        case FileKind.OUTLOOK:
            return _open_msg(Container(data))
        case FileKind.TNEF:
            return Mail("", None, tuple(_tnef_files(data)))
    # The library for mails is large, and most seasons bring none.
    from email import message_from_bytes
    from email.message import EmailMessage
    from email.policy import default
    from email.utils import parseaddr, parsedate_to_datetime

    mails = _NEXT.split(data) if data.startswith(_FIRST) else [data]
    if len(mails) > 1:
        return Mail("", None, tuple((f"thư-{at}.eml", mail) for at, mail in enumerate(mails[:_MOST_PARTS], 1)))
    data = data[mail_start(data) :]
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    name, address = parseaddr(_header(message, "From"))
    try:
        sent: datetime | None = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError):
        sent = None
    if sent and sent.tzinfo:
        sent = sent.astimezone(UTC).replace(tzinfo=None)
    return Mail(address or name, sent, tuple(_parts(message)))


def _header(message: EmailMessage, name: str) -> str:
    """The header's text; "" where it is missing or spelled so badly that the library gives up."""
    try:
        return str(message.get(name, ""))
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        return ""


def _parts(message: EmailMessage) -> Iterator[Attachment]:
    """Every part that has a name, and mails that were forwarded as attachments, each as one file."""
    from email.message import Message

    waiting: list[Message] = [message]
    for at in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        within = part.get_payload() if part.is_multipart() else []
        inner = [one for one in within if isinstance(one, Message)] if isinstance(within, list) else []
        if part.get_content_type() == "message/rfc822":
            if inner:
                yield f"thư-{at}.eml", inner[0].as_bytes()
            continue
        waiting += reversed(inner)
        try:
            name = part.get_filename() or ""
        except (ValueError, TypeError, IndexError, AttributeError, LookupError):  # spelled worse than the library bears
            name = _NAMELESS
        # A picture that the letter itself shows, as a rule the sender's emblem.
        if part.get_content_maintype() == "image" and part.get("Content-ID"):
            continue
        if name and not part.is_multipart():
            payload = part.get_payload(decode=True)
            yield name, payload if isinstance(payload, bytes) else b""


# Properties of a message in Outlook's own store ([MS-OXPROPS]), as the names of its streams spell them.
_PROPERTY = "__substg1.0_"
_LONG_NAME, _NAME, _DATA = "3707", "3704", "3701"
_SMTP, _SENDER, _SENDER_NAME = "5d01", "0c1f", "0c1a"
_SENT, _RECEIVED = 0x00390040, 0x0E060040
_HEAD, _ENTRY = 32, 16


def _open_msg(container: Container, place: str = "") -> Mail:
    sender = next(filter(None, (_text(container, place, key) for key in (_SMTP, _SENDER, _SENDER_NAME))), "")
    properties = container.stream(f"{place}__properties_version1.0")
    tags = {}
    for at in range(_HEAD, len(properties) - _ENTRY + 1, _ENTRY):
        tag, ticks = struct.unpack_from("<I4xQ", properties, at)
        tags[tag] = ticks
    sent = from_ticks(tags.get(_SENT) or tags.get(_RECEIVED) or 0)  # or else when it was delivered
    prefix = f"{place}__attach_version1.0_#"
    folders = sorted(name for name in container.names if name.startswith(prefix) and "/" not in name[len(place) :])
    attachments: list[Attachment] = []
    for folder in folders[:_MOST_PARTS]:
        inner = f"{folder}/{_PROPERTY}{_DATA}000d/"
        if any(name.startswith(inner) for name in container.names):  # a mail inside the mail
            attachments += _open_msg(container, inner).attachments
        else:
            name = _text(container, f"{folder}/", _LONG_NAME) or _text(container, f"{folder}/", _NAME)
            content = container.stream(f"{folder}/{_PROPERTY}{_DATA}0102")
            attachments.append((name or _NAMELESS, content))
    return Mail(sender, sent, tuple(attachments))


def _text(container: Container, place: str, key: str) -> str:
    wide = container.stream(f"{place}{_PROPERTY}{key}001f").decode("utf-16-le", "replace")
    return (wide or container.stream(f"{place}{_PROPERTY}{key}001e").decode("cp1252", "replace")).strip("\0 ")


# Attributes of the package that Outlook puts attachments in for programs that it takes for its like ([MS-OXTNEF]).
_ATTACHMENT, _RENDERING, _TITLE, _CONTENT = 2, 0x9002, 0x8010, 0x800F
# The signature and a key that nobody needs; before each attribute its level, kind, type and length, a sum behind it.
_FIRST_ATTRIBUTE, _BEFORE, _BEHIND = 6, 9, 2


def _tnef_files(data: bytes) -> Iterator[Attachment]:
    name, content, at = "", b"", _FIRST_ATTRIBUTE
    for _ in range(_MOST_PARTS * 10):
        if at + _BEFORE > len(data):
            break
        level, key, _, length = struct.unpack_from("<BHHI", data, at)
        value = data[at + _BEFORE : at + _BEFORE + length]
        at += _BEFORE + length + _BEHIND
        if level == _ATTACHMENT and key == _RENDERING and content:
            yield name or _NAMELESS, content
            name, content = "", b""
        elif level == _ATTACHMENT and key == _TITLE:
            name = value.rstrip(b"\0").decode("cp1252", "replace")
        elif level == _ATTACHMENT and key == _CONTENT:
            content = value
    if content:
        yield name or _NAMELESS, content
