"""Files of this machine: read with a limit, and written whole or not at all.

Whatever this program writes stands beside its place first, is on the disk, and takes its name then: after a
crash the old content is there or the new, never a part, and a full disk leaves nothing behind. No link is
followed when writing, and what is no plain file (a pipe, a device) is neither read nor written.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from gopay_help.model.errors import DataError, RefusedError, not_written
from gopay_help.model.text import Phrase

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TEMPORARY = ".new-"
MAX_BYTES = 1 << 20
"""What may be written of a file that is read again, and what is read of a file that somebody names."""
PRIVATE, COMMON = 0o600, 0o666
"""For the owner alone; for whoever the system lets (its umask is taken off)."""


def own_folder(folder: Path, usual: str) -> Path:
    """The user's own *folder*, or the *usual* one at home: a relative XDG path is to be ignored, says XDG."""
    return folder if folder.is_absolute() else Path.home() / usual / folder.name


def private_folder(folder: Path) -> None:
    """Make *folder*, and what it lies in, for its owner alone.

    Raises:
        OSError: it cannot be made, is a link, or belongs to someone else.
    """
    missing = [folder]
    while not os.path.lexists(missing[-1].parent):
        missing.append(missing[-1].parent)
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):
            one.mkdir(mode=0o700)
        with contextlib.suppress(OSError):  # a folder above that may be passed and not opened
            sync_folder(one.parent)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise RefusedError(errno.ENOTDIR, Phrase("fault.reason.link"), folder)
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise RefusedError(errno.EPERM, Phrase("fault.reason.foreign"), folder)
    if os.name == "posix" and found.st_mode & 0o077:
        folder.chmod(0o700)


def write_whole(
    file: Path, content: bytes, *, mode: int = PRIVATE, new: bool = False, most: int | None = None
) -> None:
    """Put *content* in place of *file*, or where nothing is yet. A link there is replaced, not followed.

    Args:
        file: the place.
        content: what it holds afterwards.
        mode: of a file that is new; another keeps its own.
        new: True if nothing may be there.
        most: how many bytes whoever reads it takes.

    Raises:
        FileExistsError: *new*, and something is there.
        OSError: it is too large, or could not be written; what was there is untouched.
    """
    write_all({file: content}, mode=mode, new=new, most=most)


def write_out(
    file: Path, content: bytes, named: object = "", *, new: bool = False, most: int | None = None
) -> None:
    """Write what a command made to the file that a person named, however it is called in an error.

    A file that is there is replaced by its like alone, which begins as it does: a report by a report. What
    people go on writing in (*new*) never is.

    Raises:
        DataError: it is there already, or cannot be written; then no part of it is left.
    """
    try:
        if file.is_symlink():
            raise RefusedError(errno.ELOOP, Phrase("fault.reason.linked"), file)
        if file.is_file():
            with file.open("rb") as there:
                begins = there.read(_BEGINNING)
            same = begins == content[:_BEGINNING] if not new else file.read_bytes() == content
            if begins and not same:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
            new = False
        write_whole(file, content, mode=COMMON, new=new, most=most)
    except OSError as error:
        raise DataError(not_written(named or file, error)) from error


_BEGINNING = 9
"""As much as tells `<?xml ver` from `flowchart`."""


def write_all(
    contents: Mapping[Path, bytes],
    *,
    mode: int = PRIVATE,
    new: bool = False,
    most: int | None = None,
    within: Path | None = None,
) -> None:
    """Put several files in place. All are on the disk before the first old one is given up.

    Args:
        contents: places, and what they hold afterwards.
        mode: of a file that is new; another keeps its own.
        new: True if nothing may be there.
        most: how many bytes whoever reads one takes.
        within: a folder all of them are in: folders that are missing there are made, links are refused.

    Raises:
        OSError: as `write_whole`; its `filename` is the place. Every file that is there is whole.
    """
    ready: list[tuple[str, Path]] = []
    try:
        for file, content in contents.items():
            try:
                _may_be_written(file, len(content), new=new, most=most, within=within)
                if within is not None:
                    file.parent.mkdir(parents=True, exist_ok=True)
                ready.append((_beside(file, content, mode), file))
            except OSError as error:
                error.filename = str(file)
                raise
        while ready:
            _take_place(*ready[0], new=new)
            ready.pop(0)
    finally:
        for name, _ in ready:
            with contextlib.suppress(OSError):
                os.unlink(name)  # noqa: PTH108 (a name, not a Path)
    for folder in dict.fromkeys(file.parent for file in contents):
        sync_folder(folder)


def _may_be_written(file: Path, size: int, *, new: bool, most: int | None, within: Path | None) -> None:
    """Refuse what would be lost, or go somewhere else than it seems."""
    if most is not None and size > most:
        raise RefusedError(errno.EFBIG, Phrase("fault.reason.large"), file)
    if within is not None:
        way = [file, *(place for place in file.parents if place.is_relative_to(within) and place != within)]
        if any(place.is_symlink() for place in way):
            raise RefusedError(errno.ELOOP, Phrase("fault.reason.linked"), file)
    if os.path.lexists(file):
        if new:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
        if not (file.is_symlink() or file.is_file()):
            raise RefusedError(errno.EINVAL, Phrase("fault.reason.special"), file)


def _beside(file: Path, content: bytes, mode: int) -> str:
    """The name of a file with *content*, on the disk beside *file*."""
    name = str(file.parent / f"{TEMPORARY}{os.urandom(6).hex()}")
    handle = os.open(
        name,
        os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0),
        mode,
    )
    try:
        with os.fdopen(handle, "wb") as out:
            if os.name == "posix" and file.is_file() and not file.is_symlink():
                os.fchmod(out.fileno(), stat.S_IMODE(file.stat().st_mode))
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 (a name, not a Path)
        raise
    return name


def _take_place(name: str, file: Path, *, new: bool) -> None:
    """Give what stands beside a file its place. Windows refuses while a scanner has the file open."""
    if new:
        try:
            os.link(name, file)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            _may_be_written(file, 0, new=True, most=None, within=None)
        else:
            os.unlink(name)  # noqa: PTH108 (a name, not a Path)
            return
    for _ in range(5 if os.name == "nt" else 0):
        with contextlib.suppress(PermissionError):
            os.replace(name, file)  # noqa: PTH105 (a name, not a Path)
            return
    os.replace(name, file)  # noqa: PTH105 (a name, not a Path)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* last; Windows does that by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_plain(file: Path, most: int = MAX_BYTES, *, follow: bool = True) -> bytes:
    """The content of a plain file of bounded size; a pipe or a device is not waited for.

    Raises:
        OSError: it is missing, no plain file, or too large; or a link that is not to be followed.
    """
    links = 0 if follow else getattr(os, "O_NOFOLLOW", 0)
    flags = os.O_RDONLY | links | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, flags), "rb") as source:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            raise RefusedError(errno.EINVAL, Phrase("fault.reason.special"), file)
        raw = source.read(most + 1)
    if len(raw) > most:
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
