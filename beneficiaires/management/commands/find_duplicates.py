"""`manage.py find_duplicates`: compare the whole register with itself and put the pairs before the
coordination."""

import sys
import time

from django.core.management.base import BaseCommand

from beneficiaires import doublons

_BAR = 30
_EVERY = 10  # seconds between two lines when nobody watches


def _plain(text):
    """Progress is no error: it is not written in red."""
    return text


class Command(BaseCommand):
    help = (
        "Compares every person with every other one and writes the pairs that may be one person, for the "
        "coordination to review. Goes on where an interrupted run stopped; what was decided stays decided."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--restart", action="store_true", help="begin again, even when a run was interrupted"
        )
        parser.add_argument(
            "--reindex",
            action="store_true",
            help="first work out the prepared names and blocking keys again, after an update that changes "
            "the rules of matching; then begin again",
        )
        parser.add_argument(
            "--processes", type=int, default=None, help="how many processes compare (default: one per core)"
        )

    def handle(self, *, restart, reindex, processes, verbosity, **options):
        bar = Bar(self.stderr) if verbosity else lambda state: None
        try:
            if reindex:
                changed = doublons.reindex()
                if verbosity:
                    self.stdout.write(f"Names and keys worked out again: {changed} people had others.")
            state = doublons.paires_du_registre(
                progress=bar, reprise=not (restart or reindex), processes=processes
            )
        except KeyboardInterrupt:
            if verbosity:
                bar.end()
                self.stderr.write(
                    "Interrupted. What was found is kept: run find_duplicates again to go on from there."
                )
            sys.exit(130)
        if verbosity:
            bar.end()
            before = f" ({state.resumed} of them before the interruption)" if state.resumed else ""
            self.stdout.write(
                self.style.SUCCESS(
                    f"{state.people} people compared{before}, {state.pairs} pairs that look alike,"
                    f" {state.new} of them new."
                )
            )


class Bar:
    """How far the comparison is, on the standard error: one line that is drawn again on a terminal; otherwise
    a plain line now and then."""

    def __init__(self, stream, clock=time.monotonic):
        self.stream, self.clock = stream, clock
        self.watched = stream.isatty()
        self.begin, self.said, self.drawn = clock(), None, 0

    def __call__(self, state):
        now = self.clock()
        done = state.people >= state.total
        if self.said is None and state.resumed:
            self._line(f"Going on after {state.resumed} people.")
        if not self.watched and not done and self.said is not None and now - self.said < _EVERY:
            return
        self.said = now
        text = self._text(state, now)
        if self.watched:
            self.stream.write("\r" + text.ljust(self.drawn), _plain, ending="")
            self.stream.flush()
            self.drawn = len(text)
        else:
            self._line(text)

    def _text(self, state, now):
        share = state.people / state.total if state.total else 1.0
        spent, since = now - self.begin, state.people - state.resumed
        filled = int(_BAR * share)
        bar = f"[{'#' * filled}{'.' * (_BAR - filled)}] " if self.watched else ""
        text = f"{bar}{int(100 * share):3d} %  {state.people} of {state.total} people, {state.pairs} pairs"
        if since and state.people < state.total:
            text += f", {_duration(spent * (state.total - state.people) / since)} left"
        return text

    def _line(self, text):
        self.stream.write(text, _plain)

    def end(self):
        """Leave the bar where it stands and begin a new line."""
        if self.watched and self.drawn:
            self.stream.write("", _plain)
        self.drawn = 0


def _duration(seconds):
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
