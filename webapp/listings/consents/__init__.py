"""The owner's consent: to whom a home's data may go, and that it is deleted there once the consent is gone."""
