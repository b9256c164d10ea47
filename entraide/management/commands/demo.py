"""`manage.py demo`: load the fictional demonstration region into an empty development database."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from entraide.demo import load, staff
from entraide.periods import today


class Command(BaseCommand):
    help = (
        "Loads the fictional demonstration region: 53 institutions, 2,913 service places, three accounts. "
        "Only into an empty database, and only in development."
    )

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=1, help="how many times the enrolments are repeated")
        parser.add_argument("--seed", type=int, default=1957, help="the same seed gives the same people")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, without error, if data exist"
        )

    def handle(self, *, scale, seed, if_empty, verbosity, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration loads invented people: it runs in development only (DJANGO_DEBUG=1)."
            )
        if scale < 1:
            raise CommandError("--scale must be 1 or more.")
        reason = load.not_empty()
        if reason:
            if if_empty:
                return
            raise CommandError(f"The demonstration needs an empty database: {reason}. Nothing was changed.")
        begin = time.monotonic()

        def progress(text):
            if verbosity:
                self.stdout.write(f"{time.monotonic() - begin:7.1f} s  {text}")

        plan = load.load(echelle=scale, graine=seed, today=today(), progress=progress)
        institutions = len(plan.centres)
        places = sum(centre.places for centre in plan.centres) * scale
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"{institutions} institutions, {places} service places."))
            accounts = ", ".join(staff.COMPTES)
            self.stdout.write(f"Accounts: {accounts}. Password: {staff.MOT_DE_PASSE}")
