"""The web application: `create_app()` is the one place that knows every feature."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    "webapp.keys.models",
    "webapp.accounts.models",
    "webapp.corporations.models",
    "webapp.corporations.designations.models",
    "webapp.corporations.designations.documents.models",
    "webapp.corporations.designations.notices.models",
    "webapp.corporations.designations.changes.models",
    "webapp.corporations.designations.orders.models",
    "webapp.corporations.designations.reports.models",
    "webapp.corporations.designations.invitations.models",
    "webapp.residents.models",
    "webapp.listings.models",
    "webapp.activities.models",
    "webapp.activities.occasions.models",
    "webapp.activities.records.models",
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
    "webapp.projects.models",
    "webapp.pledges.models",
    "webapp.payments.models",
    "webapp.matches.models",
    "webapp.matches.scouting.models",
    "webapp.matches.desk.models",
    "webapp.matches.registry.models",
    "webapp.matches.weighing.models",
)
#: every module with a `blueprint`
VIEWS: tuple[str, ...] = (
    "webapp.accounts.views",
    "webapp.accounts.staff_views",
    "webapp.pages.views",
    "webapp.pages.health",
    "webapp.pages.gallery",
    "webapp.demo.views",
    "webapp.municipalities.views",
    "webapp.municipalities.staff_views",
    "webapp.municipalities.prefecture_views",
    "webapp.keys.views",
    "webapp.keys.staff_views",
    "webapp.keys.operator_views",
    "webapp.tenancy.staff_views",
    "webapp.tenancy.operator_views",
    "webapp.tenancy.audit.staff_views",
    "webapp.residents.views",
    "webapp.identity.views",
    "webapp.activities.views",
    "webapp.activities.staff_views",
    "webapp.activities.occasions.views",
    "webapp.activities.occasions.desk_views",
    "webapp.activities.records.views",
    "webapp.activities.records.desk_views",
    "webapp.registrations.views",
    "webapp.registrations.wizard.views",
    "webapp.registrations.wizard.guardian_views",
    "webapp.registrations.guardians.views",
    "webapp.registrations.guardians.staff_views",
    "webapp.registrations.consents.views",
    "webapp.registrations.data_views",
    "webapp.registrations.counter.staff_views",
    "webapp.registrations.life.views",
    "webapp.registrations.life.staff_views",
    "webapp.registrations.life.standing_views",
    "webapp.registrations.lists.views",
    "webapp.registrations.lists.staff_views",
    "webapp.registrations.staff_views",
    "webapp.registrations.premium.views",
    "webapp.registrations.premium.staff_views",
    "webapp.listings.views",
    "webapp.listings.desk_views",
    "webapp.listings.staff_views",
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
    "webapp.certificates.benefits.staff_views",
    "webapp.certificates.benefits.partner_views",
    "webapp.projects.views",
    "webapp.projects.staff_views",
    "webapp.pledges.views",
    "webapp.pledges.staff_views",
    "webapp.payments.views",
    "webapp.matches.views",
    "webapp.matches.people.views",
    "webapp.matches.scouting.views",
    "webapp.matches.scouting.staff_views",
    "webapp.matches.desk.views",
    "webapp.matches.desk.staff_views",
    "webapp.matches.demand.views",
    "webapp.matches.registry.staff_views",
    "webapp.matches.weighing.staff_views",
)
#: every module that registers job handlers
JOBS = (
    "webapp.core.mail",
    "webapp.accounts.jobs",
    "webapp.registrations.desk.jobs",
    "webapp.corporations.designations.changes.jobs",
    "webapp.listings.jobs",
    "webapp.registrations.life.jobs",
    "webapp.registrations.lists.jobs",
    "webapp.registrations.premium.jobs",
    "webapp.payments.jobs",
    "webapp.matches.scouting.jobs",
    "webapp.matches.registry.jobs",
    "webapp.matches.desk.jobs",
    "webapp.certificates.jobs",
)


def load_tables() -> None:
    """Import every table, so that the metadata is whole: for migrations, tests and commands."""
    for name in TABLES:
        import_module(name)


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The whole service as a WSGI app; refuses to start with a view that does not say who may open it.

    Everything is imported here and not above, so that a command that needs no app starts at once.
    """
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect
    from werkzeug.middleware.proxy_fix import ProxyFix

    from webapp.accounts import signing
    from webapp.config import Settings
    from webapp.core import assets, error_pages, logs, security, templating, web
    from webapp.core.database import Database
    from webapp.core.permissions import check_every_view, is_csrf_exempt
    from webapp.core.services import Services

    settings = settings or Settings()
    logs.configure(settings.log_level)
    load_tables()
    app = Flask(__name__, static_folder=None)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.extensions["futamachi"] = Services(settings, Database(settings.database))
    security.install(app, settings)
    templating.install(app)
    signing.install(app)
    web.install(app, signing.current_request_actor)
    csrf = CSRFProtect(app)
    error_pages.install(app)
    app.register_blueprint(assets.blueprint)
    for name in VIEWS:
        app.register_blueprint(import_module(name).blueprint)
    for name in JOBS:
        import_module(name)
    for view in filter(is_csrf_exempt, app.view_functions.values()):
        csrf.exempt(view)
    app.extensions["futamachi"].extras |= _what_features_lend_each_other()
    check_every_view(app)
    return app


def _what_features_lend_each_other() -> dict[str, Any]:
    """What a lower feature needs from a higher one, by the lower one's key."""
    from webapp.accounts.own_account import BEFORE_CLOSING
    from webapp.accounts.queries import names_of
    from webapp.accounts.transfers import HAND_ON_WORK
    from webapp.activities.following import FOLLOWERS as RECORD_FOLLOWERS
    from webapp.activities.leaving import end_all_in as end_activities
    from webapp.activities.records import own_data as activities
    from webapp.certificates import erasing as certificates
    from webapp.certificates import following as certificates_following
    from webapp.certificates.benefits.queries import exported as exported_uses
    from webapp.certificates.jobs import after_compromise
    from webapp.certificates.queries import exported as exported_certificates
    from webapp.corporations.designations import own_data as designations
    from webapp.corporations.designations.ending import end_all_in as end_designations
    from webapp.corporations.designations.following import CARRIED as CARRIED_BY_DESIGNATION
    from webapp.corporations.designations.following import FOLLOWERS as DESIGNATION_FOLLOWERS
    from webapp.identity import actions as identity
    from webapp.identity import queries as identities
    from webapp.keys.actions import AFTER_COMPROMISE
    from webapp.listings import following as listings_following
    from webapp.listings.figures import FIGURES as LISTING_FIGURES
    from webapp.listings.leaving import close_all_in as close_listings
    from webapp.listings.views.public import OPENED
    from webapp.matches import actions as matches
    from webapp.matches import own_data as match_data
    from webapp.matches import seen
    from webapp.matches.desk import own_data as batches
    from webapp.matches.scouting import own_data as scouts
    from webapp.municipalities.figures import KEY as FIGURES_KEY
    from webapp.municipalities.prefecture_views import PEOPLE_KEY
    from webapp.municipalities.staff_views import NAMES_KEY
    from webapp.pledges.leaving import tell_donors_of
    from webapp.pledges.queries import exported as exported_pledges
    from webapp.pledges.queries import funding_of
    from webapp.projects.actions import close_all_in as close_projects
    from webapp.projects.figures import FIGURES as PROJECT_FIGURES
    from webapp.projects.funding import KEY as FUNDING_KEY
    from webapp.registrations.data_views import OWN_DATA
    from webapp.registrations.desk.assigning import plan_hand_on
    from webapp.registrations.erasing import BEFORE_ERASING
    from webapp.registrations.erasing import leave as end_registrations
    from webapp.registrations.figures import FIGURES as REGISTRATION_FIGURES
    from webapp.registrations.following import FOLLOWERS_OF_MANY
    from webapp.registrations.leaving import end_all_in as end_registrations_in
    from webapp.registrations.life import own_data as life
    from webapp.registrations.lists import own_data as lists
    from webapp.registrations.prefectures.following import follow_all as prefectures_follow
    from webapp.registrations.prefectures.own_data import exported as exported_prefectures
    from webapp.registrations.prefectures.queries import numbers_of as people_of_prefecture
    from webapp.registrations.premium import own_data as premium
    from webapp.registrations.premium.following import follow_all as premium_follows
    from webapp.tenancy.actions import AFTER_LEAVING

    return {
        FUNDING_KEY: funding_of,
        FOLLOWERS_OF_MANY: (premium_follows, prefectures_follow, certificates_following.follow_all),
        RECORD_FOLLOWERS: (certificates_following.follow_record,),
        DESIGNATION_FOLLOWERS: (listings_following.follow, certificates_following.follow_designation),
        AFTER_COMPROMISE: (after_compromise,),
        CARRIED_BY_DESIGNATION: (listings_following.carried,),
        FIGURES_KEY: (*REGISTRATION_FIGURES, *LISTING_FIGURES, *PROJECT_FIGURES),
        NAMES_KEY: names_of,
        PEOPLE_KEY: people_of_prefecture,
        HAND_ON_WORK: (plan_hand_on,),
        BEFORE_CLOSING: (
            end_registrations,
            identity.erase,
            activities.erase,
            premium.erase,
            life.erase,
            designations.erase,
            certificates.erase,
            batches.erase,
            scouts.erase,
            matches.forget,
        ),
        BEFORE_ERASING: (
            identity.erase,
            activities.erase,
            premium.erase,
            life.erase,
            designations.erase,
            certificates.erase,
            batches.erase,
            scouts.erase,
            matches.forget,
        ),
        OWN_DATA: (
            identities.exported,
            activities.exported,
            premium.exported,
            life.exported,
            lists.exported,
            designations.exported,
            exported_prefectures,
            exported_certificates,
            exported_uses,
            exported_pledges,
            scouts.exported,
            batches.exported,
            match_data.exported,
        ),
        OPENED: (seen.opened,),
        AFTER_LEAVING: (
            close_listings,
            end_designations,
            close_projects,
            end_activities,
            end_registrations_in,
            tell_donors_of,
            batches.withdraw_all_in,
            scouts.withdraw_all_in,
        ),
    }
