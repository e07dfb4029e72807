"""`python -m webapp.cli` is `futamachi`."""

from webapp.cli import main

main(prog_name="futamachi")
