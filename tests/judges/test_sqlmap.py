"""sqlmap on the search: level 3, because lower levels missed the control."""

from pathlib import Path

from tests.judges.tools import command, debian
from tests.support.demo import Demo


def is_injectable(url: str, folder: Path) -> bool:
    words: list[str | Path] = [
        debian("sqlmap"),
        "-u",
        url,
        "--batch",
        "--level",
        "3",
        "--risk",
        "1",
        "--dbms",
        "sqlite",
        "--threads",
        "2",
    ]
    result = command([*words, "--flush-session", "--disable-coloring", f"--output-dir={folder}"])
    said = result.stdout
    assert "all tested parameters do not appear to be injectable" in said or "Payload:" in said, said[-2000:]
    return "Payload:" in said


def test_the_search_is_not_injectable(running_demo: Demo, tmp_path: Path) -> None:
    assert not is_injectable(f"{running_demo.url}/listings?q=a&kind=home&where=b", tmp_path)


def test_control_a_joined_statement_is_found(bad_url: str, tmp_path: Path) -> None:
    assert is_injectable(f"{bad_url}/find?q=a", tmp_path)
