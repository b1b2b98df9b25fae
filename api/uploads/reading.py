"""An uploaded file out of a request: its name and its bytes, no more of them than allowed."""

from __future__ import annotations

import hmac
import re
import unicodedata

from fastapi import Request
from pydantic import SecretStr
from starlette.datastructures import UploadFile
from starlette.types import Message

from api.problems import TooLargeError
from ontology.errors import ForbiddenError, UsageError

_LONGEST_NAME = 200
_FORM_ROOM = 1 << 16  # what a form may have around the file
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def check_token(request: Request, token: SecretStr | None) -> None:
    """Raises ForbiddenError for whoever does not have the token that the operator configured."""
    if token is None or not token.get_secret_value():
        raise ForbiddenError("This server takes no uploads: its operator has set no upload token.")
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.get_secret_value().encode())
    if kind.lower() != "bearer" or not same:
        raise ForbiddenError("Uploading needs the operator's token: Authorization: Bearer …")


async def uploaded(request: Request, most: int) -> tuple[str, bytes]:
    """The name and the content of the one file in `request`: a form, or the body with the parameter `name`.

    Raises UsageError, and TooLargeError where it has more than `most` bytes.
    """
    limited = _limited(request, most)
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        async with limited.form(max_files=2, max_fields=20) as form:
            files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
            if len(files) != 1:
                raise UsageError("Send one file in a form.")
            name, content = files[0].filename or "", await files[0].read()
    else:
        name, content = request.query_params.get("name", ""), await limited.body()
    if len(content) > most:
        raise _too_large(most)
    if not content:
        raise UsageError("The file is empty.")
    return safe_name(name), content


def safe_name(given: str) -> str:
    """The file name in `given` without folders and without what no name should have. Raises UsageError."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    name = _NOT_IN_NAMES.sub("", name).strip().lstrip(".").strip()
    if not name:
        raise UsageError("Give the name of the file: in the form, or as the parameter `name`.")
    if len(name.encode()) > _LONGEST_NAME:
        raise UsageError(f"The name of the file is longer than {_LONGEST_NAME} bytes.")
    return name


def _limited(request: Request, most: int) -> Request:
    """The request, whose body ends with TooLargeError when more than allowed has come."""
    room = most + _FORM_ROOM
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > room:
        raise _too_large(most)
    come = 0

    async def receive() -> Message:
        nonlocal come
        message = await request.receive()
        come += len(message.get("body", b""))
        if come > room:
            raise _too_large(most)
        return message

    return Request(request.scope, receive)


def _too_large(most: int) -> TooLargeError:
    return TooLargeError(f"A file may have {most:,} bytes at most.")
