"""The few bytes of SOCKS 5 that tell whether such a proxy leads anywhere (RFC 1928; RFC 1929 to log in)."""

import base64
import ipaddress
from collections.abc import Awaitable, Callable

SCHEMES = frozenset({"socks", "socks5", "socks5h"})
_VERSION, _OPEN, _LOGIN, _CONNECT = 5, 0, 2, 1
_V4, _NAME, _V6 = 1, 3, 4
_SIZES = {_V4: 4, _V6: 16}
OK, AUTH, REFUSES = 200, 407, 502
"""What became of it, in HTTP's numbers: the proxy that speaks HTTP says it like that."""

Send = Callable[[bytes], Awaitable[None]]
Read = Callable[[int], Awaitable[bytes]]


async def open_way(send: Send, read: Read, to: tuple[str, int], credentials: str | None) -> int:
    """Ask for a way to *to*, by name, so that the proxy resolves it.

    Raises:
        ConnectionResetError: what answers does not speak SOCKS 5.
    """
    ways = bytes([_OPEN, _LOGIN] if credentials else [_OPEN])
    await send(bytes([_VERSION, len(ways)]) + ways)
    version, way = await read(2)
    if version != _VERSION:
        message = "what answered does not speak SOCKS 5"
        raise ConnectionResetError(message)
    if way == _LOGIN and credentials:
        user, _, password = base64.b64decode(credentials).partition(b":")
        await send(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
        if (await read(2))[1]:
            return AUTH
    elif way != _OPEN:
        return AUTH
    await send(bytes([_VERSION, _CONNECT, 0]) + _address(to[0]) + to[1].to_bytes(2, "big"))
    _, answer, _, kind = await read(4)
    if answer:
        return REFUSES
    await read((_SIZES.get(kind) or (await read(1))[0]) + 2)
    return OK


def _address(host: str) -> bytes:
    try:
        packed = ipaddress.ip_address(host).packed
    except ValueError:
        name = host.encode("ascii")
        return bytes([_NAME, len(name)]) + name
    return bytes([_V4 if len(packed) == _SIZES[_V4] else _V6]) + packed
