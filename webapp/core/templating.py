"""What every template may use: words, dates, yen, links, the reader's language."""

from collections.abc import Hashable
from datetime import date, datetime
from functools import lru_cache
from types import FunctionType
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, get_month_names
from flask import Flask, current_app, g, get_template_attribute, request, url_for
from flask_babel import Babel
from jinja2 import Template, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from webapp.core.assets import asset_inside, asset_url
from webapp.core.clock import in_tokyo
from webapp.core.eras import fiscal_year_in_era, in_era
from webapp.core.furigana.pages import furigana_chosen
from webapp.core.i18n import (
    DEFAULT_LOCALE,
    LANGUAGES,
    LOCALES,
    babel_locale,
    best_language,
    current_locale,
    is_japanese,
    joined,
    language_tag,
    look_up,
)
from webapp.core.money import show_yen
from webapp.core.navigation import leads_home, may_search, staff_menu
from webapp.core.permissions import current_actor, leads_on
from webapp.core.security import csp_nonce
from webapp.core.services import settings
from webapp.core.structured import json_ld
from webapp.core.wrapping import wrapped

SITE_NAME = "ふたまち"
LANGUAGE_COOKIE = "futamachi_language"
_QUERY_SIGNS = "!$'()*,/:;?@"  # what url_for leaves as it is


class PageContext(Context):
    """What templates call is reached by a shorter way: a page calls a hundred macros and functions."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja names it
        """Macros and plain functions at once; whatever else Jinja looks through for what it wants to be given."""
        kind = type(__obj)
        if kind is Macro:
            args = (__self.eval_ctx, *args)
        elif kind is not FunctionType or hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class PageTemplate(Template):
    """A template whose imports need no comparing of globals: no page of ours brings globals of its own."""

    def _get_default_module(self, _ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def chosen_locale() -> str:
    """The reader's language: their choice, then what the browser asks for, then Japanese."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "") if request else ""
    if chosen in LANGUAGES:
        return chosen
    return _asked_for(request.headers.get("Accept-Language")) if request else DEFAULT_LOCALE


@lru_cache(maxsize=512)
def _asked_for(header: str | None) -> str:
    """Browsers ask in few ways, and to read one takes longer than anything else that is done for each request."""
    return best_language(parse_accept_header(header, LanguageAccept))


def _parsed_locale() -> Locale:
    return LANGUAGES[chosen_locale()].babel


def show_date(moment: date | datetime | None) -> str:
    """2026年4月1日（水）, or the English form; an instant is shown as the day in Japan."""
    if moment is None:
        return ""
    day = in_tokyo(moment).date() if isinstance(moment, datetime) else moment
    return format_date(day, "y年M月d日（E）" if is_japanese() else "EEE d MMMM y", locale=babel_locale())


def show_era(moment: date | datetime | None) -> str:
    """A day of what a public body issues, in both calendars: 2027年（令和9年）4月1日, as on a driving licence.

    In English and plain Japanese the common calendar; the paper itself says 令和9年4月1日 (`core.eras`).
    """
    if moment is None or current_locale() != DEFAULT_LOCALE:
        return show_date(moment)
    day = in_tokyo(moment).date() if isinstance(moment, datetime) else moment
    year, _sign, rest = in_era(day).partition("年")
    return f"{day.year}年（{year}年）{rest}"


def show_era_month(day: date) -> str:
    """The month of a day as public books write it: 令和8年11月; 2026年11月 in plain Japanese, "November 2026"."""
    if current_locale() == DEFAULT_LOCALE:
        return in_era(day).partition("月")[0] + "月"
    return format_date(day, "y年M月" if is_japanese() else "MMMM y", locale=babel_locale())


def show_fiscal_year(year: int) -> str:
    """What stands before 年度: 2026 → 「令和8」; the number itself in English and plain Japanese."""
    return fiscal_year_in_era(year) if current_locale() == DEFAULT_LOCALE else str(year)


def show_month(number: int) -> str:
    """4 → 「4月」, "April"."""
    return str(get_month_names("wide", locale=babel_locale())[number])


def show_datetime(moment: datetime | None) -> str:
    """The day and the time of day in Japan."""
    return f"{show_date(moment)} {in_tokyo(moment):%H:%M}" if moment else ""


def machine_time(moment: date | datetime) -> str:
    """What `<time datetime>` takes: a day, or an instant to the second."""
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def show_number(value: float) -> str:
    """1234567 → 1,234,567."""
    return f"{value:,}"


def install(app: Flask) -> None:
    """Hang languages, filters and globals into the app."""
    Babel(app, default_locale=DEFAULT_LOCALE, default_timezone="Asia/Tokyo", locale_selector=_parsed_locale)
    app.jinja_env.template_class = PageTemplate
    app.jinja_env.context_class = PageContext
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        yen=lambda amount: show_yen(amount) if amount is not None else "",
        date=show_date,
        datetime=show_datetime,
        era=show_era,
        era_month=show_era_month,
        fiscal_year=show_fiscal_year,
        machine_time=machine_time,
        number=show_number,
        joined=joined,
        json_ld=json_ld,
        language_tag=language_tag,
        wrapped=wrapped,
    )
    app.jinja_env.globals.update(
        _=_in_template,
        asset_inside=asset_inside,
        asset_url=asset_url,
        csp_nonce=csp_nonce,
        kept=kept,
        languages=LANGUAGES,
        leads_on=leads_on,
        leads_home=leads_home,
        link=link,
        may_search=may_search,
        site_name=SITE_NAME,
        staff_menu=staff_menu,
    )
    app.context_processor(_page_values)


@pass_eval_context
def _in_template(context: EvalContext, message: str, **values: Any) -> str:
    """`_()` of templates: like Jinja's own newstyle gettext, by the shorter way to the catalogue."""
    found = look_up(message)
    text = Markup(found) if context.autoescape else found  # noqa: S704 - msgids are ours
    return text % values if values or "%" in found else text


def kept(component: str, macro: str, *values: Hashable) -> Markup:
    """What a macro draws for these values, drawn once and kept: only for what is the same for every reader.

    The reader's language and the place where the service is mounted are part of the key; nothing else may matter.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    drawn: dict[tuple[Hashable, ...], Markup] = app.extensions.setdefault("drawn", {})
    key = (component, macro, current_locale(), request.script_root, *values)
    if key not in drawn or app.debug:
        draw = get_template_attribute(f"components/{component}.html", macro)
        drawn[key] = Markup(draw(*values))  # noqa: S704 - a macro's own, escaped output
    return drawn[key]


def link(endpoint: str, **values: Any) -> str:
    """The address of a view. Raises BuildError for a view that is not there or lacks a value.

    Pages ask dozens of times for addresses whose path never changes: those are made once, `values` are their query.
    """
    base = _fixed_address(endpoint)
    if base is None:
        return url_for(endpoint, **values)
    given = [(name, value) for name, value in values.items() if value is not None]
    return f"{base}?{urlencode(given, safe=_QUERY_SIGNS)}" if given else base


def _fixed_address(endpoint: str) -> str | None:
    """The path of a view that takes no values; None for every other one, and where the path may have a prefix."""
    if request.script_root:
        return None
    kept: dict[str, str | None] = current_app.extensions.setdefault("links", {})
    if endpoint not in kept:
        rules = current_app.url_map._rules_by_endpoint.get(endpoint, [])
        kept[endpoint] = url_for(endpoint) if rules and not any(rule.arguments for rule in rules) else None
    return kept[endpoint]


def _page_values() -> dict[str, Any]:
    return {
        "actor": current_actor(),
        "locale": current_locale(),
        "locales": LOCALES,
        "furigana": furigana_chosen() if request else None,
        "settings": settings(),
        "is_demo": settings().is_demo,
        "request_id": g.get("request_id", ""),
    }
