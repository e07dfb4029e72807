"""Which part of the help belongs to which screen: by the name of its blueprint."""

#: part of the help page → the blueprints whose screens it explains
PARTS: dict[str, tuple[str, ...]] = {
    "find": ("listings", "find_town", "municipalities", "comparing", "living_costs", "saved_searches"),
    "matches": ("matches", "scouts", "suggested", "residents"),
    "apply": ("registrations", "application", "application_guardian", "guardians", "registration_life", "premium"),
    "certificate": ("certificates", "verify", "my_benefits", "benefits", "wallets", "phone"),
    "visit": ("bookings", "participations", "my_activities", "activities", "gatherings", "hubs", "communities"),
    "ask": ("threads", "questions", "reports"),
    "give": ("projects", "pledges", "onestop", "receipts", "receipts_years", "proposals", "limit"),
    "owners": ("banks", "bank_homes", "bank_users"),
    "corporations": (
        *("designations", "designation_wizard", "corporations", "listings_desk", "scouts_desk", "people_desk"),
        *("corporations_desk", "packages"),
    ),
    "hub": ("hubs_desk", "bookings_desk", "gatherings_desk", "activities_desk", "threads_desk", "participations_desk"),
    "clerks": (
        *(
            "registrations_staff",
            "listings_staff",
            "premium_staff",
            "renewals_staff",
            "reports_staff",
            "certificates_staff",
        ),
        *("accounting", "projects_staff", "pledges_staff", "receipts_staff", "corporations_staff", "deadlines"),
    ),
    "admins": ("tenancy", "municipalities_staff", "accounts_staff", "keys_staff", "payment_accounts", "audit"),
    "partners": ("partner", "benefit_proposals"),
    "account": ("accounts",),
}
_PART_OF = {name: part for part, names in PARTS.items() for name in names}


def help_place(endpoint: str | None) -> str:
    """The part of the help for a screen, as it stands in the address; empty where there is none."""
    return _PART_OF.get((endpoint or "").partition(".")[0], "")
