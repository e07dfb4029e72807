"""The form of the desk for supporters' words."""

from webapp.core.forms import Form, LimitOf, Required
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason


class LeaveOutForm(Form):
    """Why words stay off the page."""

    reason = ReasonField(
        _l("公開しない理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("まちの記録に残ります。例：別の人の名前が書かれているため。"),
        render_kw={"rows": 2},
        ready="leave_out",
    )
