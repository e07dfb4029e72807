"""Forms about keys: a loss is said with its first day, its reason, and knowingly."""

from wtforms import BooleanField

from webapp.core.forms import Chosen, DayField, Form, LimitOf, Required
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason


class LossForm(Form):
    """Since when others may have had a key, and how that came about."""

    since = DayField(
        _l("漏えいしたかもしれない、はじめの日"),
        [Required()],
        description=_l(
            "分からないときは、いちばん早い日にしてください。その日からの署名は、すべて信用されなくなります。"
        ),
    )
    reason = ReasonField(
        _l("何があったか"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("例：鍵を入れた端末が盗まれた。個人の名前は書かないでください。"),
        ready="key",
    )
    understood = BooleanField(
        _l("その日からこの鍵で署名した証明書が使えなくなり、発行し直しになることを確かめました"), [Chosen()]
    )
