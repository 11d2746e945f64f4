"""A real terminal around the program: a pseudo-terminal, and a screen that understands what is drawn."""

import atexit
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte

from wheel import installed

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PATIENCE_S = 30


class Terminal:
    """Runs gopay-help as a person would, and shows what they see."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        script: str | None = None,
        **environment: str,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.home = tempfile.mkdtemp(prefix="gopay-help-home-")
        atexit.register(shutil.rmtree, self.home, ignore_errors=True)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "PYTHONPATH": installed(),
            "GOPAY_HELP_HOME": self.home,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            **environment,
        }
        self._child = pexpect.spawn(
            sys.executable,
            [*(["-m", "gopay_help"] if script is None else [str(HERE / script)]), *arguments],
            env=env,
            dimensions=(rows, columns),
            timeout=PATIENCE_S,
        )

    def resize(self, *, columns: int) -> None:
        """Give the window another width, as a phone does when its keyboard opens."""
        self.screen.resize(self.screen.lines, columns)
        self._child.setwinsize(self.screen.lines, columns)

    def interrupt(self) -> None:
        """Send the signal of Ctrl-C to a menu that stands."""
        time.sleep(0.5)
        self._child.kill(signal.SIGINT)

    def press(self, keys: str) -> None:
        """Type *keys* as they are; a Ctrl-C as a person does, who has seen the question."""
        time.sleep(0.5 if keys == "\x03" else 0)
        self._child.send(keys)

    def wait_for(self, text: str) -> str:
        """The screen, as soon as *text* stands on it; fails with the screen if it never does."""
        deadline = time.monotonic() + PATIENCE_S
        while text not in self.text().replace("\n", " ") and text not in self.text():
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"{text!r} never came; the screen is:\n{self.text()}")
        return self.text()

    def wait_until(self, stands) -> str:
        """The screen, as soon as *stands* is true of its text; fails with the screen if it never is."""
        deadline = time.monotonic() + PATIENCE_S
        while not stands(self.text()):
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"it never came; the screen is:\n{self.text()}")
        return self.text()

    def finish(self) -> int:
        """Wait for the end; the exit code. Fails with the screen if the program never ends."""
        deadline = time.monotonic() + PATIENCE_S
        while self._read():
            if time.monotonic() > deadline:
                self._child.close(force=True)
                raise AssertionError(f"the program never ended; the screen is:\n{self.text()}")
        self._child.close()
        return self._child.exitstatus if self._child.exitstatus is not None else -self._child.signalstatus

    def text(self) -> str:
        """What is on the screen, without the empty lines below."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def _read(self) -> bool:
        try:
            chunk = self._child.read_nonblocking(65536, timeout=0.2)
        except pexpect.TIMEOUT:
            return self._child.isalive()
        except pexpect.EOF:
            return False
        self.raw += chunk
        self._stream.feed(chunk)
        return True
