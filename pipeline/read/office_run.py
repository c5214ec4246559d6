"""LibreOffice as a tool: found at run time, started with fixed arguments, shut in, ended when it takes too long."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_PLACES = (  # where installers put it without telling the PATH
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
# A profile of our own, new each time: no macro and no other active content runs, no link is followed or refreshed,
# and whatever asks for the web is sent to a port of this machine where nobody answers.
_SET = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Save/Document", "CreateBackup", "false"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_SANDBOX = "(version 1)(allow default)(deny network-outbound (remote ip))"


class TookTooLongError(Exception):
    """LibreOffice was ended because it took longer than it may."""


def soffice() -> Path | None:
    """Where LibreOffice lies; None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def convert(program: Path, source: Path, folder: Path, seconds: float) -> bytes | None:
    """The document ``source`` as DOCX; None where LibreOffice cannot make one of it.

    Args:
        program: LibreOffice.
        source: the document, in ``folder``, under a name that is ours.
        folder: an empty folder of our own; the profile and the result go there.
        seconds: how long it may take.

    Raises:
        TookTooLongError: it took longer.
        OSError: LibreOffice cannot be started.
    """
    profile = folder / "profile"
    _write_profile(profile)
    made = folder / "made"
    arguments = [
        str(program), f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--invisible", "--norestore",
        "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made), str(source),
    ]  # fmt: skip
    _run([*_limit(seconds), *_without_network(), *arguments], folder, seconds)
    result = made / f"{source.stem}.docx"
    return result.read_bytes() if result.is_file() else None


def _write_profile(profile: Path) -> None:
    user = profile / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SET
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _run(command: list[str], folder: Path, seconds: float) -> None:
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(os.environ, folder), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise TookTooLongError from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it has started: the program that is called is only a starter."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit(seconds: float) -> list[str]:
    """A starter that ends LibreOffice even where this process dies first; empty where the system has none."""
    timeout = shutil.which("timeout") if sys.platform != "win32" else None
    return [timeout, "--signal=KILL", f"{int(seconds) + 5}"] if timeout else []


@cache
def _without_network() -> tuple[str, ...]:
    """A starter that gives a process no network; empty where the system has none that we may use."""
    if sys.platform == "darwin" and Path("/usr/bin/sandbox-exec").is_file():
        return ("/usr/bin/sandbox-exec", "-p", _SANDBOX)
    unshare = shutil.which("unshare") if sys.platform == "linux" else None
    if unshare is None:
        return ()
    starter = (unshare, "--map-root-user", "--net", "--")
    try:
        tried = subprocess.run([*starter, "true"], check=False, capture_output=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return starter if tried.returncode == 0 else ()


def _environment(ours: Mapping[str, str], folder: Path) -> dict[str, str]:
    """What LibreOffice is told of our environment: where programs and fonts are, nothing else."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMFILES", "FONTCONFIG_PATH")
    return {name: ours[name] for name in kept if name in ours} | {
        "HOME": str(folder), "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder),
        "SAL_USE_VCLPLUGIN": "svp", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
    }  # fmt: skip
