"""`manage.py messages`: the texts of code and templates into the catalogues, compiled, without gettext."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NEEDED = "This command needs Babel and polib, which come with the development dependencies: make messages"


class Command(BaseCommand):
    help = (
        "Brings the texts of code and templates into locale/ar and locale/fr: adds what is new, removes"
        " what is no longer used, keeps the translations, compiles. --check writes nothing."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="write nothing; list what is missing or wrong"
        )
        parser.add_argument(
            "--locale-dir", type=Path, default=settings.LOCALE_PATHS[0], help="other catalogues"
        )

    def handle(self, *, check, locale_dir, **options):
        try:
            from entraide import catalogues
        except ImportError as error:
            raise CommandError(NEEDED) from error
        used = catalogues.extract(settings.BASE_DIR)
        faults = []
        for language, _name in settings.LANGUAGES:
            path = Path(locale_dir) / language / "LC_MESSAGES" / "django.po"
            if not check:
                added, removed = catalogues.update(path, language, used)
                self.stdout.write(f"{language}: {len(used)} texts, {added} added, {removed} removed")
            faults += [f"{language}: {fault}" for fault in catalogues.faults(path, language, used)]
        for fault in faults:
            self.stderr.write(fault)
        if faults and check:
            raise CommandError(
                f"{len(faults)} faults in the catalogues; `make messages` adds and removes texts."
            )
        if faults:
            self.stdout.write(f"{len(faults)} faults are left, to be mended in the .po files (above).")
