"""Files that only their owner reads, and that are whole or not there at all."""

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gopay_help.model.errors import RefusedError
from gopay_help.model.text import Phrase

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TEMPORARY = ".new-"
MAX_BYTES = 1 << 20


def private_folder(folder: Path) -> None:
    """Make *folder* and close it to others.

    Raises:
        OSError: it cannot be made, is a link, or belongs to someone else.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise RefusedError(errno.ENOTDIR, Phrase("fault.reason.link"), folder)
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise RefusedError(errno.EPERM, Phrase("fault.reason.foreign"), folder)
    if os.name == "posix" and found.st_mode & 0o077:
        folder.chmod(0o700)


def write_whole(file: Path, content: bytes) -> None:
    """Put *content* in place of *file*: after a crash the old content is there or the new, never a part.

    Raises:
        OSError: it could not be written; the old content is untouched.
    """
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        _replace(name, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 (a name, not a Path, came from mkstemp)
        raise
    sync_folder(file.parent)


def _replace(name: str, file: Path) -> None:
    """Windows refuses while a scanner or a reader has the file open for a moment."""
    for _ in range(5 if os.name == "nt" else 0):
        with contextlib.suppress(PermissionError):
            os.replace(name, file)  # noqa: PTH105 (likewise)
            return
    os.replace(name, file)  # noqa: PTH105 (likewise)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* last; Windows does that by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_own(file: Path, limit: int = MAX_BYTES) -> bytes:
    """The content of a plain file of bounded size; a link is not followed.

    Raises:
        OSError: it is missing, a link, no plain file, or too large.
    """
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as source:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            raise RefusedError(errno.EINVAL, Phrase("fault.reason.special"), file)
        raw = source.read(limit + 1)
    if len(raw) > limit:
        raise RefusedError(errno.EFBIG, Phrase("fault.reason.large"), file)
    return raw


@contextlib.contextmanager
def locked(file: Path) -> Iterator[bool]:
    """Hold a lock while the block runs; yields False if another program has it. A killed program lets go."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(file, flags, 0o600)
    try:
        yield _take(handle) and _same(handle, file)
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _same(handle: int, file: Path) -> bool:
    """False if the lock was removed by the program that had it before."""
    try:
        return os.name == "nt" or os.path.samestat(os.fstat(handle), file.lstat())
    except FileNotFoundError:
        return False
