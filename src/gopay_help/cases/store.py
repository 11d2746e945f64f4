"""A case as a document, and where it is kept: one private file a case, every free text scrubbed once more."""

import base64
import contextlib
import errno
import hashlib
import hmac
import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gopay_help.cases.redact.engine import NO_OWN, OwnWords, Redacted, Sort, redact
from gopay_help.model import files
from gopay_help.model.build import Builder
from gopay_help.model.case import FORMAT, Case
from gopay_help.model.errors import DataError, UsageError, kind_of, reason_of
from gopay_help.model.result import Answer, Fact
from gopay_help.model.text import Phrase, quoted

# A case as a JSON document (`gopay-help/case@1`) and back. What is not a case is refused, never guessed.


ID = re.compile(r"[a-z2-7]{12}")
_NAME, _, _KNOWN = FORMAT.rpartition("@")


class DamagedError(DataError):
    """What is kept is no case any more; it was left as it is."""

    def __init__(self, what: str | Phrase, how: str) -> None:
        super().__init__(Phrase("fault.damaged", what=what, how=how))


MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By the number of an older format: what makes the next one of it. There is no older format yet."""


def case_document(case: Case) -> dict[str, Any]:
    """The document that the store keeps."""
    return {"format": FORMAT, **_plain(case)}


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a case holds)
    """A value of a case as JSON has it: its fields by name, in their order."""
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, Answer):
        return {"id": value.id, "option": value.value, "source": value.source}
    if isinstance(value, Fact):
        return {**value._asdict(), "at": stamp(value.at)}
    if is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        named = {name: dict(part) if name == "fields" else _plain(part) for name, part in parts.items()}
        return {name: part for name, part in named.items() if part != "" or name != "step"}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def write_case(case: Case) -> bytes:
    """The bytes that the store keeps: ASCII, one value a line, ends in a line break."""
    return (json.dumps(case_document(case), ensure_ascii=True, indent=1) + "\n").encode("ascii")


def read_case(raw: bytes, what: str | Phrase) -> Case:
    """The case in *raw*; *what* names it in an error.

    Raises:
        DamagedError: it is none.
        DataError: it is of a newer format.
    """
    try:
        return _case(_migrated(_mapping(json.loads(raw)), what))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise DamagedError(what, type(error).__name__) from error


def _mapping(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError(type(data).__name__)
    return data


def _migrated(data: dict[str, Any], what: str | Phrase) -> dict[str, Any]:
    name, _, number = str(data["format"]).rpartition("@")
    if name != _NAME or not number.isdecimal():
        raise ValueError(name)
    if int(number) > int(_KNOWN):
        raise DataError(Phrase("fault.newer", what=what))
    for step in range(int(number), int(_KNOWN)):
        data = MIGRATIONS[step](data)
    return data


def _case(data: Mapping[str, Any]) -> Case:
    if lacking := [field.name for field in fields(Case) if field.name not in data]:
        raise KeyError(*lacking)
    builder = Builder()
    answers = tuple(
        builder.build(Answer, {**row, "value": row["option"]}, ("answers", at))
        for at, row in enumerate(data["answers"])
    )
    case = builder.build(Case, data, "case", answers=answers)
    numbers = (case.cursor, *(found.elapsed_ms for seen in case.checks for found in seen.findings))
    if builder.problems or not ID.fullmatch(case.id) or min(numbers) < 0:
        raise ValueError(*builder.problems)
    return case


def stamp(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


FREE = frozenset({"text", "answer", "file"})
"""Fields that hold whatever a person typed; the others have a shape that is checked when they are given."""


def new_id() -> str:
    """An id that can be read out over the telephone, that nobody can guess and that is a safe file name."""
    while True:
        made = "".join(secrets.choice(_SOUNDS) + secrets.choice("aeiou") for _ in range(6))
        if not any(word in made for word in _UNKIND):
            return made


_SOUNDS = "bdfgjklmnprstwyz"
_UNKIND = ("babi", "bego", "bodo", "dosa", "gila", "judi", "mati", "rugi")
"""What nobody who is in trouble should read there."""


def said_id(text: str) -> str:
    """An id as somebody says or copies it: capitals, blanks, dashes and a full stop do not matter."""
    return re.sub(r"[\s._\-]", "", text).lower()


def new_key() -> str:
    """A case's own key."""
    return secrets.token_hex(16)


def name_of(key: str, value: str) -> str:
    """A short name for *value* in the case that has *key*: the same number, the same name.

    A number with the country's prefix is the same as one without.
    """
    plain = value.removeprefix("62").removeprefix("0")
    made = hmac.new(key.encode("ascii", "replace"), plain.encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:3]).decode("ascii").lower()[:4]


def scrub(text: str, key: str, public: tuple[str, ...] = (), own: OwnWords = NO_OWN) -> Redacted:
    """*text* as the case with *key* may keep it."""

    def name(_sort: Sort, value: str) -> str:
        return name_of(key, value)

    return redact(text, public=public, name=name, own=own)


def scrubbed(
    case: Case, public: tuple[str, ...] = (), clean: set[str] | None = None, own: OwnWords = NO_OWN
) -> Case:
    """The case with every free text scrubbed; one that was stays as it is.

    Texts of which nothing had to go are noted in *clean*, and not read a second time.
    """
    clean = set() if clean is None else clean

    def field(name: str, value: str) -> tuple[str, str]:
        if name not in FREE or value in clean:
            return name, value
        text = scrub(value, case.key, public, own).text
        if text == value:
            clean.add(value)
        return name, text

    evidence = tuple(
        replace(entry, fields=tuple(field(*each) for each in entry.fields)) for entry in case.evidence
    )
    return case if evidence == case.evidence else replace(case, evidence=evidence)


HOME = "GOPAY_HELP_HOME"
WAIT_S = 2.0
"""How long one other program may have a case before we give up: adding a note takes far less."""
LONGEST_WAIT_S = 20.0
"""How long we wait at most, however many others are served meanwhile."""
_POLL_S = 0.02
_STALE_S = 3600
_TIMES = 8
"""So many times what is ever saved is read: before there was a limit a case could outgrow it."""


class StoreError(DataError):
    """Nothing can be kept here, said in one line; whoever asked goes on without.

    `why` is `full`, `read_only`, `busy` or `other`, for whoever has better words than the system.
    """

    why = "other"

    def __init__(self, line: Phrase, error: OSError | None = None) -> None:
        super().__init__(line)
        if error is not None:
            self.why = _WHY.get(kind_of(error) or "", self.why)


_WHY = {"full": "full", "read_only": "read_only", "forbidden": "read_only"}


class BusyError(StoreError):
    """Another program works on this case."""

    why = "busy"


class FullError(StoreError):
    """The case holds as much as a case can; what was to be added is not kept."""


class Store:
    """The cases in *folder*. Nothing is made before the first save."""

    def __init__(
        self,
        folder: Path,
        public: tuple[str, ...] = (),
        wait_s: float = WAIT_S,
        own: OwnWords = NO_OWN,
    ) -> None:
        self._folder = folder
        self._public = public
        self._own = own
        self._wait_s = wait_s
        self._held: set[str] = set()
        self._clean: set[str] = set()
        """Free texts that hold nothing to take out: a run saves its case at every answer."""

    def save(self, case: Case) -> None:
        """Keep *case*, whole or not at all. What looks like a secret does not get there.

        Raises:
            BusyError: another program works on it.
            FullError: it has grown too large; what is kept stays as it was.
            StoreError: it cannot be written.
        """
        file = self.file(case.id)
        try:
            with self.hold(case.id):
                content = write_case(scrubbed(case, self._public, self._clean, self._own))
                if len(content) > files.MAX_BYTES:
                    raise FullError(Phrase("fault.case_full", id=case.id, limit=files.MAX_BYTES // 1024))
                files.write_whole(file, content, most=files.MAX_BYTES)
        except OSError as error:
            raise not_saved(self._folder, error) from error

    def load(self, case_id: str) -> Case:
        """The case with this id.

        Raises:
            UsageError: there is none, or this is no id.
            DataError: it is damaged, or of a newer format.
        """
        file = self.file(case_id)
        try:
            raw = files.read_plain(file, _TIMES * files.MAX_BYTES, follow=False)
        except FileNotFoundError:
            raise UsageError(Phrase("fault.no_case", id=case_id)) from None
        except OSError as error:
            raise StoreError(Phrase("fault.unreadable", file=file, reason=reason_of(error)), error) from error
        name = Phrase("fault.case", id=case_id)
        case = read_case(raw, name)
        if case.id != case_id:
            raise DamagedError(name, "id")
        return case

    def ids(self) -> tuple[str, ...]:
        """The ids of all cases, damaged ones too."""
        try:
            there = sorted(self._folder.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise StoreError(
                Phrase("fault.unreadable", file=self._folder, reason=reason_of(error)), error
            ) from error
        self._sweep(there)
        return tuple(file.stem for file in there if file.suffix == ".json" and ID.fullmatch(file.stem))

    def list(self) -> tuple[Case, ...]:
        """All cases that can be read, the latest first."""
        cases = []
        for case_id in self.ids():
            with contextlib.suppress(DataError, UsageError):
                cases.append(self.load(case_id))
        return tuple(sorted(cases, key=lambda case: case.updated, reverse=True))

    def unusable(self) -> dict[str, str]:
        """Ids of the cases that cannot be opened, and why: `damaged`, `newer`, `large` or `unreadable`."""
        found = {}
        for case_id in self.ids():
            try:
                self.load(case_id)
            except DamagedError:
                found[case_id] = "damaged"
            except StoreError as error:
                large = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EFBIG
                found[case_id] = "large" if large else "unreadable"
            except DataError:
                found[case_id] = "newer"
            except UsageError:  # it went away meanwhile
                continue
        return found

    def delete(self, case_id: str) -> None:
        """Remove a case, readable or not.

        Raises:
            UsageError: there is none.
            StoreError: it cannot be removed.
        """
        file = self.file(case_id)
        try:
            file.lstat()
            with self.hold(case_id):
                file.unlink()
                file.with_suffix(".lock").unlink()
            files.sync_folder(self._folder)
        except FileNotFoundError:
            raise UsageError(Phrase("fault.no_case", id=case_id)) from None
        except OSError as error:
            raise StoreError(
                Phrase("fault.not_removed", id=case_id, reason=reason_of(error)), error
            ) from error

    @contextlib.contextmanager
    def hold(self, case_id: str) -> Iterator[None]:
        """Keep other programs off a case while the block runs; holding twice is harmless.

        Whoever has it is waited for a little: most are done in a moment, only an open window is not. While
        others come and go we wait on, up to a deadline.

        Raises:
            BusyError: another program has it, and keeps it.
            StoreError: the folder or the lock cannot be made.
        """
        if case_id in self._held:
            yield
            return
        lock = self.file(case_id).with_suffix(".lock")
        with contextlib.ExitStack() as stack:
            try:
                files.private_folder(self._folder)
                mine = self._taken(lock, stack)
            except OSError as error:
                raise not_saved(self._folder, error) from error
            if not mine:
                raise BusyError(Phrase("fault.busy", id=case_id))
            self._held.add(case_id)
            stack.callback(self._held.discard, case_id)
            yield

    def _taken(self, lock: Path, stack: contextlib.ExitStack) -> bool:
        """True once the lock is ours for as long as *stack* is; False if it is not in time."""
        began = moved = time.monotonic()
        before = _state(lock.with_suffix(".json"))
        while True:
            with contextlib.ExitStack() as attempt:
                if attempt.enter_context(files.locked(lock)):
                    stack.push(attempt.pop_all())
                    return True
            now, after = time.monotonic(), _state(lock.with_suffix(".json"))
            if after != before:  # somebody was served: the queue moves
                before, moved = after, now
            if now >= min(moved + self._wait_s, began + LONGEST_WAIT_S):
                return False
            time.sleep(_POLL_S)

    def change(self, case_id: str, changed: Callable[[Case], Case]) -> Case:
        """Load, change and save a case while no other program can.

        Raises:
            UsageError: there is none.
            DataError: it is damaged, busy, or cannot be saved.
        """
        self.load(case_id)
        with self.hold(case_id):
            after = changed(self.load(case_id))
            self.save(after)
        return after

    def file(self, case_id: str) -> Path:
        """Where a case is kept, or would be.

        Raises:
            UsageError: this is no id.
        """
        if not ID.fullmatch(case_id):
            raise UsageError(Phrase("fault.no_case", id=quoted(case_id)))
        return self._folder / f"{case_id}.json"

    def _sweep(self, there: Sequence[Path]) -> None:
        """Remove what a killed program left half written, and the locks of cases that never were."""
        names = {file.name for file in there}
        for file in there:
            lock = file.suffix == ".lock" and file.with_suffix(".json").name not in names
            if lock or file.name.startswith(files.TEMPORARY):
                with contextlib.suppress(OSError):
                    if time.time() - file.lstat().st_mtime > _STALE_S:
                        file.unlink()


def open_store(
    environ: Mapping[str, str] = os.environ, public: tuple[str, ...] = (), own: OwnWords = NO_OWN
) -> Store:
    """The store of this user; the environment variable GOPAY_HELP_HOME moves it.

    Args:
        environ: where the variable is looked up.
        public: values of the contact registry, which free text may name.
        own: words of the pack by which secrets are taken out as well.
    """
    stated = environ.get(HOME)
    if stated:
        return Store(Path(stated) / "cases", public, own=own)
    from platformdirs import user_data_path  # noqa: PLC0415 (only where it is asked: it costs a start)

    folder = files.own_folder(user_data_path("gopay-help", appauthor=False), ".local/share")
    return Store(folder / "cases", public, own=own)


def _state(file: Path) -> tuple[int, int] | None:
    """What changes whenever *file* is saved; None if there is none."""
    try:
        found = file.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def not_saved(folder: Path, error: OSError) -> StoreError:
    """That nothing can be kept in a folder, and why."""
    return StoreError(Phrase("fault.not_saved", folder=folder, reason=reason_of(error)), error)
