"""Wapiti crawls the public pages with its web attacks; an internal server error counts as a finding."""

import json
from pathlib import Path
from typing import Any

from tests.judges.tools import command, wapiti
from tests.support.demo import Demo

MODULES = "csp,http_headers,cookieflags,csrf,xss,permanentxss,sql,file,exec,redirect,crlf"
#: True on plain http: the demo has no certificate.
NOT_FAULTS = {"Secure Flag cookie", "HTTP Strict Transport Security (HSTS)"}


def findings(url: str, folder: Path) -> dict[str, list[Any]]:
    report = folder / "wapiti.json"
    limits: list[str | Path] = [
        "--max-links-per-page",
        "30",
        "--max-files-per-dir",
        "8",
        "-d",
        "3",
        "--max-scan-time",
        "240",
    ]
    words: list[str | Path] = [
        wapiti(),
        "-u",
        url,
        "--scope",
        "folder",
        "-m",
        MODULES,
        "--endpoint",
        f"{url}none/",
        "--flush-session",
    ]
    stored: list[str | Path] = ["--store-session", folder / "session", "--store-config", folder / "config"]
    result = command([*words, *limits, *stored, "--no-bugreport", "-f", "json", "-o", report], seconds=900)
    assert report.exists(), (result.stdout + result.stderr)[-2000:]
    read = json.loads(report.read_text())
    found = {**read["vulnerabilities"], **read["anomalies"]}
    return {name: list(cases) for name, cases in found.items() if cases and name not in NOT_FAULTS}


def test_no_attack_finds_a_way(running_demo: Demo, tmp_path: Path) -> None:
    found = findings(f"{running_demo.url}/", tmp_path)
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)[:4000]


def test_control_the_faults_of_a_bad_site_are_found(bad_url: str, tmp_path: Path) -> None:
    found = " ".join(findings(f"{bad_url}/", tmp_path)).lower()
    assert all(word in found for word in ("cross site scripting", "redirect", "content security policy")), found
