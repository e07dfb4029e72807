"""Kept files in a bucket: the same promises as in a folder, on moto's server that speaks S3."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support.apps import make_app
from tests.support.settings import make_settings
from webapp.cli.doctor import check_bucket
from webapp.core import storage
from webapp.core.errors import MissingSetup, NotThere


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server for this module with one bucket."""
    import logging

    from moto.s3.models import s3_backends
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    s3_backends["123456789012"]["aws"].create_bucket("futamachi", "ap-northeast-1")
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def in_bucket(settings, endpoint: str, **changes: str) -> Flask:
    values = {"s3_bucket": "futamachi", "s3_endpoint": endpoint, "s3_access_key_id": "a", "s3_secret_access_key": "b"}
    return make_app(make_settings(settings.database_url, settings.home, **{**values, **changes}))


def test_a_file_lies_in_the_bucket_and_not_in_the_folder(settings, endpoint):
    with in_bucket(settings, endpoint, s3_prefix="kept").app_context():
        key = storage.save(b"picture", "webp")
        assert storage.save(b"picture", "webp") == key
        assert storage.load(key) == b"picture"
        assert not storage.folder().exists()
    with in_bucket(settings, endpoint).app_context(), pytest.raises(NotThere):
        storage.load(key)
    with in_bucket(settings, endpoint, s3_prefix="kept").app_context():
        storage.remove(key)
        storage.remove(key)
        with pytest.raises(NotThere):
            storage.load(key)


def test_a_bucket_that_is_not_there_says_so_without_its_address(settings, endpoint):
    with in_bucket(settings, endpoint, s3_bucket="another").app_context(), pytest.raises(MissingSetup) as told:
        storage.save(b"picture", "webp")
    assert "つながりません" in told.value.sentence
    assert "127.0.0.1" not in told.value.sentence


def test_the_doctor_asks_the_bucket(settings, endpoint):
    there = in_bucket(settings, endpoint).extensions["futamachi"].settings
    away = in_bucket(settings, endpoint, s3_bucket="another").extensions["futamachi"].settings
    assert [[found for found, _words in check_bucket(each)] for each in (there, away, settings)] == [
        [True],
        [False],
        [],
    ]
