"""The greeting names addresses that exist."""

from flask import Flask

from webapp.demo import greeting


def test_every_address_of_the_greeting_is_a_page(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    found = {path: addresses.match(path, method="GET")[0] for _name, path, _words in greeting.TO_TRY}
    assert len(found) == len(greeting.TO_TRY) >= 5
