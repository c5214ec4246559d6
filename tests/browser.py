"""A real browser for tests that have to see a page run: Chromium, spoken to through a pipe (DevTools protocol)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or os.name != "posix", reason="no Chromium on this machine (or no pipes to speak to it through)"
)


_GONE = ("navigated or closed", "Execution context was destroyed", "Cannot find context")
_PATIENCE = 120.0  # seconds until a page that does not come is given up


class NavigatedError(Exception):
    """The page went away while it was being asked: a link was followed."""


class Browser:
    """One tab. Everything is asked for and waited for; nothing sleeps."""

    def __init__(self, write: IO[bytes], read: IO[bytes]) -> None:
        self._write, self._read = write, read
        self._asked = 0
        self._session: str | None = None
        self.said: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser, and wait for its answer.

        Raises:
            NavigatedError: another page came before the answer.
        """
        self._asked += 1
        asked: dict[str, Any] = {"id": self._asked, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        self._write.write(json.dumps(asked).encode() + b"\0")
        self._write.flush()
        answer = self._until(lambda told: told.get("id") == self._asked)
        if any(words in answer.get("error", {}).get("message", "") for words in _GONE):
            raise NavigatedError(method)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, page: Path, fragment: str = "") -> None:
        """Load a page from the disk, to the end."""
        self.call("Page.navigate", url="about:blank")  # so that another fragment is another loading
        self.call("Page.navigate", url=page.as_uri() + fragment)
        while not self._holds("document.readyState === 'complete'"):
            pass
        self.settle()

    def loaded(self, page: Path) -> None:
        """Wait until a link that was followed has led to a page of the disk."""
        arrived = f"location.href.split('#')[0] === {json.dumps(page.as_uri())} && document.readyState === 'complete'"
        begun = time.monotonic()
        while time.monotonic() - begun < _PATIENCE:
            if self._holds(arrived):
                return self.settle()
        raise AssertionError(f"not at {page}")

    def settle(self) -> None:
        """Wait for two frames to be drawn, of the page that is there then."""
        while True:
            with suppress(NavigatedError):
                self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
                return

    def _holds(self, script: str) -> bool:
        with suppress(NavigatedError):
            return bool(self.run(script))
        return False

    def run(self, script: str) -> Any:
        """The value of an expression."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release a key, as a person would."""
        code = {"Tab": 9, "Enter": 13, "Escape": 27}.get(key, ord(key[0].upper()))
        typed = {"text": {"Enter": "\r"}.get(key, key)} if len(key) == 1 or key == "Enter" else {}
        with suppress(NavigatedError):  # a link was followed
            self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **typed)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)
        self.settle()

    def type(self, text: str) -> None:
        """Put text in where the focus is, as a keyboard for Vietnamese does."""
        self.call("Input.insertText", text=text)
        self.settle()

    def point(self, selector: str, *, click: bool = False) -> None:
        """Move the mouse onto the first such element, scrolled to if it is out of sight, and click if told."""
        x, y = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'nearest', behavior: 'instant'}); const b = e.getClientRects()[0];"
            " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mouseMoved", *(("mousePressed", "mouseReleased") if click else ())):
            with suppress(NavigatedError):  # a link was clicked
                self.call(
                    "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left" if click else "none", clickCount=1
                )
        self.settle()

    def _until(self, wanted: Any) -> dict[str, Any]:
        while True:
            told: dict[str, Any] = json.loads(self._message())
            if wanted(told):
                return told
            event, what = told.get("method", ""), told.get("params", {})
            if event == "Log.entryAdded":
                self.said.append(what["entry"]["text"])
            elif event == "Runtime.exceptionThrown":
                self.said.append(str(what["exceptionDetails"]))
            elif event == "Network.requestWillBeSent" and not what["request"]["url"].startswith(("file:", "about:")):
                self.said.append("asked for " + what["request"]["url"])

    def _message(self) -> bytes:
        message = bytearray()
        while (byte := self._read.read(1)) != b"\0":
            assert byte, "Chromium went away"
            message += byte
        return bytes(message)


@contextmanager
def browsing(width: int = 1366, height: int = 768) -> Iterator[Browser]:
    """A browser with a window of that size, gone when the block ends."""
    assert CHROMIUM
    to_read, we_write = os.pipe()
    we_read, to_write = os.pipe()

    def connect() -> None:  # Chromium reads from 3 and writes to 4
        os.dup2(os.dup(to_read), 3)
        os.dup2(os.dup(to_write), 4)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run")
        process = subprocess.Popen(
            [CHROMIUM, *options, f"--window-size={width},{height}", f"--user-data-dir={profile}"],
            preexec_fn=connect,  # noqa: PLW1509  (numbers 3 and 4 cannot be given in another way)
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        try:
            with os.fdopen(we_write, "wb") as write, os.fdopen(we_read, "rb") as read:
                yield Browser(write, read)
        finally:
            process.kill()
            process.wait()
