"""`manage.py evaluate_matching PAIRS.csv`: how well the matcher does on labelled pairs, beside others."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from beneficiaires import matching
from beneficiaires.matching.evaluation import PairsError, evaluate, read_pairs


class Command(BaseCommand):
    help = (
        "Compares the labelled pairs of a CSV file and prints JSON: precision, recall and F1 at the "
        "thresholds «certain» and «to review», the same figures of simpler rules, and the errors, explained."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("pairs", metavar="PAIRS.csv", help="UTF-8, one pair a line (docs/matching.md)")
        parser.add_argument(
            "--langue", choices=["fr", "ar"], default="fr", help="language of the explanations (fr, ar)"
        )

    def handle(self, *, pairs, langue, **options):
        try:
            with translation.override(langue):
                found = evaluate(read_pairs(pairs), matching)
        except PairsError as error:
            raise CommandError(str(error)) from error
        if not found["pairs"]:
            raise CommandError(f"{pairs}: no pair after line 1. Nothing to measure.")
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
