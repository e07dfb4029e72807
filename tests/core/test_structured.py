"""Data for machines beside a page: complete, harmless, under the same nonce as every script."""

import json

from flask import Flask

from webapp.core.security import content_security_policy, csp_nonce
from webapp.core.structured import json_ld, thing


def test_what_is_not_known_is_left_out_and_zero_is_known() -> None:
    assert thing("Offer", price=0, url="", name=None, image=[], isFree=False) == {
        "@type": "Offer",
        "price": 0,
        "isFree": False,
    }


def test_nothing_that_is_told_can_end_the_element_or_begin_another(app: Flask) -> None:
    told = thing("Place", name="</script><script>alert(1)</script><!-- & ' ふたまち")
    with app.test_request_context():
        written = str(json_ld(told))
    inside = written.partition(">")[2].rpartition("</script>")[0]
    assert not set(inside) & set("<>&'")
    assert json.loads(inside) == {"@context": "https://schema.org", **told}


def test_it_has_the_nonce_of_the_policy(app: Flask) -> None:
    with app.test_request_context():
        written = str(json_ld(thing("Place", name="あ")))
        assert f'nonce="{csp_nonce()}"' in written
        assert f"'nonce-{csp_nonce()}'" in content_security_policy()
