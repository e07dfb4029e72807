"""The application screen by screen; the same for an owner with an account and for one with a letter's link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.banks import queries as banks
from webapp.banks.homes import actions, checks, facts, queries
from webapp.banks.homes.forms import ConditionsForm, ConsentForm, HomeForm, OwnerForm, PaperForm, SendForm
from webapp.banks.homes.models import EDITABLE, BankHome
from webapp.core.actor import Actor
from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.forms import ButtonForm, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations import files

#: screen → its name in the steps
SCREENS: dict[str, Any] = {
    "home": _l("家のこと"),
    "owner": _l("所有者のこと"),
    "conditions": _l("条件"),
    "papers": _l("書類"),
    "consent": _l("公開の同意"),
    "confirm": _l("確かめて送る"),
}
ORDER = tuple(SCREENS)


@dataclass(frozen=True)
class Way:
    """By which address and in whose name the owner writes."""

    home: BankHome
    by: Actor
    to: Callable[..., str]  # (screen, **values) → address
    done: str  # where to go once it is sent

    def must_be_editable(self) -> None:
        """Raises RuleBroken once it was sent."""
        if self.home.status not in EDITABLE:
            raise RuleBroken(_("この申請はもう送られているので、変えられません。状況の画面で確かめてください。"))


def step(way: Way, screen: str) -> ResponseReturnValue:
    """One screen."""
    way.must_be_editable()
    return _show(way, screen, _form(way.home, screen))


def save(way: Way, screen: str) -> ResponseReturnValue:
    """Save a screen and go on; the last one sends everything."""
    way.must_be_editable()
    form = _form(way.home, screen)
    if not form.validate():
        return _show(way, screen, form), 422
    if screen == "confirm":
        actions.submit(way.home, by=way.by)
        flash(_("申請を送りました。結果はメールでもお知らせします。"), "success")
        return redirect(way.done, 303)
    if screen != "papers":
        actions.revise(way.home, form.answers(), by=way.by)
    return redirect(way.to(ORDER[ORDER.index(screen) + 1]), 303)


def _form(home: BankHome, screen: str) -> Any:
    if screen == "home":
        form = HomeForm(data={**home.model_dump(), **home.facts, "deal": home.deal.value if home.deal else None})
        towns = banks.joined(banks.by_id(home.bank_id))
        form.municipality_code.choices = options((town.code, town.full_name) for _member, town in towns)
        return form
    if screen == "papers":
        return ButtonForm()
    kinds: dict[str, Any] = {"owner": OwnerForm, "conditions": ConditionsForm, "consent": ConsentForm}
    return kinds[screen](data=home.model_dump()) if screen in kinds else SendForm()


def _show(way: Way, screen: str, form: Any) -> str:
    place = ORDER.index(screen)
    given = {document.key: document for document in queries.documents_of(way.home)}
    return render_template(
        f"banks/homes/{screen}.html",
        title=SCREENS[screen],
        step=place + 1,
        steps=[(label, way.to(name)) for name, label in SCREENS.items()],
        back_href=way.to(ORDER[place - 1]) if place else way.done,
        home=way.home,
        bank=banks.by_id(way.home.bank_id),
        form=form,
        way=way,
        papers=[(paper, given.get(paper.key)) for paper in checks.PAPERS],
        missing=checks.missing(way.home) if screen == "confirm" else [],
        parts=facts.parts_of(way.home) if screen == "confirm" else [],
    )


def upload(way: Way, key: str, again: Callable[[], Way]) -> ResponseReturnValue:
    """Hand a file in. Looking at a picture takes a while and holds no transaction, so the row is read anew after it."""
    way.must_be_editable()
    paper = next((paper for paper in checks.PAPERS if paper.key == key), None)
    if paper is None:
        raise NotThere
    form = PaperForm()
    if form.validate_on_submit():
        current_scope().commit()
        try:
            kept = files.keep(form.file.data)
        except BadFile as refused:
            form.file.errors = [refused.sentence]
        else:
            session().expire_all()
            way = again()
            actions.add_paper(way.home, key, kept, by=way.by)
            flash(_("「%(title)s」を出しました。", title=paper.label), "success")
            return redirect(way.to("papers"), 303)
    page = render_template("banks/homes/upload.html", form=form, paper=paper, way=way)
    return page, 422 if form.errors else 200
