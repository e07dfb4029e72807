"""Kept files: named by what they hold, whole or absent, and out of reach by path."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.core import storage
from webapp.core.errors import NotThere


@pytest.fixture(autouse=True)
def _app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_file_is_found_under_its_content() -> None:
    key = storage.save(b"picture", "webp")
    assert key.endswith(".webp")
    assert storage.save(b"picture", "webp") == key
    assert storage.load(key) == b"picture"
    assert [p.name for p in storage.folder().rglob("*") if p.is_file()] == [key]
    storage.remove(key)
    storage.remove(key)
    with pytest.raises(NotThere):
        storage.load(key)


@pytest.mark.parametrize(
    "key", ["", "../futamachi.db", "/etc/passwd", "x" * 40 + ".webp", "a" * 40, "a" * 40 + ".w/../x"]
)
def test_a_key_that_is_none_is_not_there(key: str) -> None:
    with pytest.raises(NotThere):
        storage.load(key)
    storage.remove(key)


@pytest.mark.parametrize("suffix", ["", "WEBP", "tar.gz", "../x", "toolong"])
def test_an_odd_suffix_is_refused(suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        storage.save(b"x", suffix)


def test_many_at_once_keep_the_same_file(app: Flask) -> None:
    failures: list[BaseException] = []

    def keep() -> None:
        try:
            with app.app_context():
                for n in range(20):
                    storage.save(b"picture %d" % n, "webp")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len([p for p in storage.folder().rglob("*") if p.is_file()]) == 20
