"""The web application: `create_app()` is the one place that knows every feature."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Settings

#: every module with tables, from the lowest layer to the highest
TABLES = (
    "webapp.core.trail",
    "webapp.core.chain",
    "webapp.core.jobs",
    "webapp.core.letters",
    "webapp.core.ratelimit",
    "webapp.municipalities.models",
    "webapp.municipalities.statistics.models",
    "webapp.municipalities.boundaries.models",
    "webapp.keys.models",
    "webapp.accounts.models",
    "webapp.notices.models",
    "webapp.tenancy.taken.models",
    "webapp.desk.reasons.models",
    "webapp.desk.kept.models",
    "webapp.desk.waiting.models",
    "webapp.desk.deadlines.models",
    "webapp.corporations.models",
    "webapp.corporations.designations.models",
    "webapp.corporations.designations.documents.models",
    "webapp.corporations.designations.notices.models",
    "webapp.corporations.designations.changes.models",
    "webapp.corporations.designations.orders.models",
    "webapp.corporations.designations.reports.models",
    "webapp.corporations.designations.invitations.models",
    "webapp.residents.models",
    "webapp.residents.reads.models",
    "webapp.hubs.models",
    "webapp.hubs.communities.models",
    "webapp.hubs.gatherings.models",
    "webapp.listings.models",
    "webapp.listings.saved.models",
    "webapp.listings.life.models",
    "webapp.listings.wages.models",
    "webapp.listings.consents.models",
    "webapp.listings.packages.models",
    "webapp.listings.sheets.models",
    "webapp.inquiries.threads.models",
    "webapp.inquiries.questions.models",
    "webapp.inquiries.reports.models",
    "webapp.banks.models",
    "webapp.banks.homes.models",
    "webapp.banks.users.models",
    "webapp.bookings.models",
    "webapp.bookings.feeds.models",
    "webapp.activities.models",
    "webapp.activities.occasions.models",
    "webapp.activities.records.models",
    "webapp.participations.models",
    "webapp.participations.feedback.models",
    "webapp.identity.models",
    "webapp.registrations.models",
    "webapp.registrations.desk.models",
    "webapp.registrations.guardians.models",
    "webapp.registrations.life.models",
    "webapp.registrations.lists.models",
    "webapp.registrations.premium.models",
    "webapp.registrations.prefectures.models",
    "webapp.certificates.status.models",
    "webapp.certificates.models",
    "webapp.certificates.issuance.models",
    "webapp.certificates.mass.models",
    "webapp.certificates.paper.models",
    "webapp.certificates.phone.models",
    "webapp.certificates.benefits.models",
    "webapp.certificates.benefits.uses.models",
    "webapp.projects.models",
    "webapp.projects.proposals.models",
    "webapp.projects.reviews.models",
    "webapp.projects.gifts.models",
    "webapp.projects.reports.models",
    "webapp.projects.settlement.models",
    "webapp.projects.updates.models",
    "webapp.projects.questions.models",
    "webapp.projects.supporters.models",
    "webapp.pledges.models",
    "webapp.receipts.models",
    "webapp.receipts.batches.models",
    "webapp.onestop.models",
    "webapp.payments.models",
    "webapp.payments.accounts.models",
    "webapp.payments.trustees.models",
    "webapp.accounting.models",
    "webapp.matches.models",
    "webapp.matches.scouting.models",
    "webapp.matches.desk.models",
    "webapp.matches.registry.models",
    "webapp.matches.weighing.models",
    "webapp.privacy.papers.models",
    "webapp.privacy.leaving.models",
    "webapp.privacy.requests.models",
)
#: every module with a `blueprint`
VIEWS: tuple[str, ...] = (
    "webapp.accounts.views",
    "webapp.accounts.staff_views",
    "webapp.notices.views",
    "webapp.notices.stop_views",
    "webapp.pages.views",
    "webapp.pages.dashboards.views",
    "webapp.pages.health",
    "webapp.pages.crawlers",
    "webapp.pages.accessibility.views",
    "webapp.pages.gallery",
    "webapp.pages.guides",
    "webapp.pages.glossary",
    "webapp.pages.pictures",
    "webapp.pages.first_steps.views",
    "webapp.demo.views",
    "webapp.municipalities.views",
    "webapp.municipalities.statistics.views",
    "webapp.municipalities.staff_views",
    "webapp.municipalities.prefecture_views",
    "webapp.keys.views",
    "webapp.keys.staff_views",
    "webapp.keys.operator_views",
    "webapp.tenancy.staff_views",
    "webapp.tenancy.operator_views",
    "webapp.tenancy.audit.staff_views",
    "webapp.desk.finding.views",
    "webapp.desk.shortcuts.views",
    "webapp.desk.kept.views",
    "webapp.desk.waiting.staff_views",
    "webapp.desk.deadlines.staff_views",
    "webapp.desk.preview.staff_views",
    "webapp.desk.reasons.staff_views",
    "webapp.residents.views",
    "webapp.identity.views",
    "webapp.activities.views",
    "webapp.activities.staff_views",
    "webapp.activities.occasions.views",
    "webapp.activities.occasions.desk_views",
    "webapp.activities.records.views",
    "webapp.activities.records.desk_views",
    "webapp.bookings.views",
    "webapp.bookings.moving.views",
    "webapp.bookings.desk_views",
    "webapp.bookings.feeds.views",
    "webapp.participations.views",
    "webapp.participations.desk_views",
    "webapp.participations.feedback.views",
    "webapp.participations.feedback.staff_views",
    "webapp.registrations.views",
    "webapp.registrations.wizard.views",
    "webapp.registrations.wizard.guardian_views",
    "webapp.registrations.guardians.views",
    "webapp.registrations.guardians.staff_views",
    "webapp.registrations.consents.views",
    "webapp.registrations.counter.staff_views",
    "webapp.registrations.life.views",
    "webapp.registrations.life.staff_views",
    "webapp.registrations.life.standing_views",
    "webapp.registrations.lists.views",
    "webapp.registrations.lists.staff_views",
    "webapp.registrations.staff_views",
    "webapp.registrations.premium.views",
    "webapp.registrations.premium.staff_views",
    "webapp.hubs.views",
    "webapp.hubs.staff_views",
    "webapp.hubs.desk_views",
    "webapp.hubs.communities.views",
    "webapp.hubs.communities.desk_views",
    "webapp.hubs.gatherings.views",
    "webapp.hubs.gatherings.desk_views",
    "webapp.listings.views",
    "webapp.listings.saved.views",
    "webapp.listings.comparing.views",
    "webapp.listings.costs.views",
    "webapp.listings.desk_views",
    "webapp.listings.staff_views",
    "webapp.inquiries.threads.views",
    "webapp.inquiries.threads.template_views",
    "webapp.inquiries.threads.staff_views",
    "webapp.inquiries.threads.broker_views",
    "webapp.inquiries.sharing.staff_views",
    "webapp.inquiries.questions.views",
    "webapp.inquiries.questions.staff_views",
    "webapp.inquiries.reports.views",
    "webapp.inquiries.reports.staff_views",
    "webapp.inquiries.reports.operator_views",
    "webapp.listings.packages.staff_views",
    "webapp.listings.packages.desk_views",
    "webapp.listings.sheets.desk_views",
    "webapp.listings.exporting.views",
    "webapp.listings.exporting.desk_views",
    "webapp.banks.views",
    "webapp.banks.staff_views",
    "webapp.banks.figures_views",
    "webapp.banks.homes.views",
    "webapp.banks.homes.letter_views",
    "webapp.banks.homes.staff_views",
    "webapp.banks.users.views",
    "webapp.banks.users.staff_views",
    "webapp.corporations.views",
    "webapp.corporations.staff_views",
    "webapp.corporations.desk_views",
    "webapp.corporations.designations.views",
    "webapp.corporations.designations.wizard",
    "webapp.corporations.designations.staff_views",
    "webapp.corporations.designations.documents.views",
    "webapp.corporations.designations.documents.staff_views",
    "webapp.corporations.designations.notices.staff_views",
    "webapp.corporations.designations.changes.views",
    "webapp.corporations.designations.changes.staff_views",
    "webapp.corporations.designations.orders.views",
    "webapp.corporations.designations.orders.staff_views",
    "webapp.corporations.designations.reports.views",
    "webapp.corporations.designations.reports.staff_views",
    "webapp.corporations.designations.invitations.staff_views",
    "webapp.certificates.views",
    "webapp.certificates.checking.offline_views",
    "webapp.certificates.check_views",
    "webapp.certificates.staff_views",
    "webapp.certificates.mass.staff_views",
    "webapp.certificates.status.views",
    "webapp.certificates.paper.staff_views",
    "webapp.certificates.phone.wallet_views",
    "webapp.certificates.phone.holder_views",
    "webapp.certificates.benefits.views",
    "webapp.certificates.benefits.staff_views",
    "webapp.certificates.benefits.uses.views",
    "webapp.certificates.benefits.uses.desk_views",
    "webapp.certificates.benefits.partner_views",
    "webapp.projects.views",
    "webapp.projects.updates.views",
    "webapp.projects.updates.staff_views",
    "webapp.projects.questions.views",
    "webapp.projects.questions.staff_views",
    "webapp.projects.supporters.views",
    "webapp.projects.supporters.staff_views",
    "webapp.projects.sharing.views",
    "webapp.projects.staff_views",
    "webapp.projects.photo_views",
    "webapp.projects.proposals.views",
    "webapp.projects.proposals.wizard",
    "webapp.projects.gifts.views",
    "webapp.projects.reviews.staff_views",
    "webapp.projects.settlement.views",
    "webapp.projects.settlement.staff_views",
    "webapp.projects.reports.views",
    "webapp.pledges.views",
    "webapp.pledges.thanks.views",
    "webapp.pledges.guest_views",
    "webapp.pledges.staff_views",
    "webapp.receipts.views",
    "webapp.receipts.check_views",
    "webapp.receipts.years.views",
    "webapp.receipts.staff_views",
    "webapp.receipts.batches.staff_views",
    "webapp.onestop.limit.views",
    "webapp.onestop.views",
    "webapp.onestop.guest_views",
    "webapp.onestop.staff_views",
    "webapp.payments.views",
    "webapp.payments.webhook_views",
    "webapp.payments.staff_views",
    "webapp.payments.refunds.staff_views",
    "webapp.payments.accounts.staff_views",
    "webapp.payments.trustees.staff_views",
    "webapp.payments.guest_views",
    "webapp.accounting.staff_views",
    "webapp.accounting.offline.staff_views",
    "webapp.matches.views",
    "webapp.matches.people.views",
    "webapp.matches.scouting.views",
    "webapp.matches.scouting.staff_views",
    "webapp.matches.desk.views",
    "webapp.matches.desk.staff_views",
    "webapp.matches.demand.views",
    "webapp.matches.registry.staff_views",
    "webapp.matches.weighing.staff_views",
    "webapp.privacy.data_views",
    "webapp.privacy.views",
    "webapp.privacy.leaving.views",
    "webapp.privacy.papers.views",
    "webapp.privacy.requests.views",
    "webapp.privacy.requests.staff_views",
)
#: every module that registers job handlers
JOBS = (
    "webapp.core.mail",
    "webapp.accounts.jobs",
    "webapp.desk.waiting.jobs",
    "webapp.notices.jobs",
    "webapp.registrations.desk.jobs",
    "webapp.corporations.designations.changes.jobs",
    "webapp.listings.jobs",
    "webapp.listings.saved.jobs",
    "webapp.listings.wages.jobs",
    "webapp.inquiries.threads.jobs",
    "webapp.inquiries.reports.jobs",
    "webapp.listings.consents.jobs",
    "webapp.bookings.jobs",
    "webapp.participations.jobs",
    "webapp.registrations.life.jobs",
    "webapp.registrations.lists.jobs",
    "webapp.registrations.premium.jobs",
    "webapp.projects.updates.jobs",
    "webapp.projects.reaching",
    "webapp.projects.photos",
    "webapp.pledges.jobs",
    "webapp.receipts.jobs",
    "webapp.receipts.batches.jobs",
    "webapp.onestop.jobs",
    "webapp.payments.jobs",
    "webapp.payments.days",
    "webapp.accounting.jobs",
    "webapp.matches.scouting.jobs",
    "webapp.matches.registry.jobs",
    "webapp.matches.desk.jobs",
    "webapp.certificates.jobs",
    "webapp.privacy.leaving.jobs",
    "webapp.privacy.papers.jobs",
)


def load_tables() -> None:
    """Import every table, so that the metadata is whole: for migrations, tests and commands."""
    for name in TABLES:
        import_module(name)


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The whole service as a WSGI app; refuses to start with a view that does not say who may open it.

    Everything is imported here and not above, so that a command that needs no app starts at once.
    """
    from webapp.core.starting import undisturbed

    with undisturbed():
        return _assemble(settings)


def _assemble(settings: "Settings | None") -> "Flask":
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect
    from werkzeug.middleware.proxy_fix import ProxyFix

    from webapp import lending
    from webapp.accounts import signing
    from webapp.config import Settings
    from webapp.core import assets, compression, error_pages, freshness, logs, security, templating, web
    from webapp.core.database import Database
    from webapp.core.furigana import pages as furigana
    from webapp.core.permissions import check_every_view, is_csrf_exempt
    from webapp.core.routes import LateRule
    from webapp.core.services import Services
    from webapp.residents.reads import pages as reads

    settings = settings or Settings()
    logs.configure(settings.log_level)
    load_tables()
    app = Flask(__name__, static_folder=None)
    app.url_rule_class = LateRule
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.extensions["futamachi"] = Services(settings, Database(settings.database))
    security.install(app, settings)
    templating.install(app)
    signing.install(app)
    # of what looks at finished pages the later one runs first: readings, then comparing, the log, compressing, headers
    compression.install(app)
    web.install(app, signing.current_request_actor)
    freshness.install(app)
    furigana.install(app)
    reads.install(app)
    csrf = CSRFProtect(app)
    error_pages.install(app)
    app.register_blueprint(assets.blueprint)
    for name in VIEWS:
        app.register_blueprint(import_module(name).blueprint)
    for name in JOBS:
        import_module(name)
    for view in filter(is_csrf_exempt, app.view_functions.values()):
        csrf.exempt(view)
    app.extensions["futamachi"].extras |= lending.everything()
    check_every_view(app)
    return app
