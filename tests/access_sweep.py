"""Asking the application as each role, and looking at what comes back: status, body, headers, database.

A `Probe` is one request with the answer that the table declares; `Sweep.faults(probe)` says in words what
is wrong.
"""

import html
import io
import json
import logging
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from personnel.models import Compte
from statistiques.confidentialite import MASQUE
from tests.access_people import make_world
from tests.access_world import ROLES, SENSITIVE, close_account

# Where an official finds figures of this small world: some of them are masked.
FIGURES = ("statistiques", "statistiques-csv", "statistiques-xlsx")
OWN_APPS = ("personnel", "centres", "beneficiaires", "statistiques")
# A session may be renewed and a failed sign-in counted, whatever the method.
HOUSEKEEPING = re.compile(r'"(django_session|axes_\w+)"', re.ASCII)
WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|MERGE|WITH\b.*\b(INSERT|UPDATE|DELETE))\b", re.I | re.S
)


@dataclass(frozen=True, eq=False)
class Probe:
    """One request. `names`, `query`, `body`: see `World.address`; `absent`: objects that must not be in
    the answer.

    `status` is what the table declares; `to`: where a redirect must lead; `json`: the body is JSON;
    `token`: signed in by token; `writes`: an answer that is no refusal must have changed something.
    """

    role: str
    method: str
    route: str
    status: int
    names: str = ""
    query: str = ""
    body: tuple = ()
    json: bool = False
    token: bool = False
    headers: tuple = ()
    to: str = ""
    absent: tuple = ()
    writes: bool = False

    def __str__(self):
        address = f"{self.route}({self.names})" + (f"?{self.query}" if self.query else "")
        return f"{self.role} {self.method} {address}" + (f" {dict(self.body)}" if self.body else "")


@dataclass
class Answer:
    status: int
    text: str
    headers: dict
    content: bytes = field(repr=False)
    statements: list = field(default_factory=list)
    wrote: bool = False


def text_of(response):
    """All that an answer says, as text (body unescaped, files unpacked, headers), and its bytes. Read to
    the end, it is closed."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    else:
        body = content.decode("utf-8", "replace")
    # json_script writes Arabic as \uXXXX, an address as %D9%83.
    body = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), html.unescape(body))
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return unquote(f"{body}\n{headers}"), content


class Watch:
    """Counts the writes to tables of ours; use as `connection.execute_wrapper(watch)`."""

    def __init__(self):
        self.seen = []

    def __call__(self, execute, sql, params, many, context):
        if WRITES.match(sql) and not HOUSEKEEPING.search(sql):
            self.seen.append(sql)
        return execute(sql, params, many, context)


def fingerprint():
    """All rows of our tables."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
    }


class Sweep:
    """The clients of all roles in one world. Each request is undone after it was looked at."""

    def __init__(self, world):
        self.world = world
        self.cookies = {}
        for role in ROLES:
            client = Client()
            if account := world.accounts[role]:
                client.force_login(account)
            self.cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}
        close_account(world)
        self.speak("fr")

    def speak(self, langue):
        """All accounts read this language from here on."""
        self.langue = langue
        Compte.objects.exclude(langue=langue).update(langue=langue)
        with translation.override(langue):
            label = str(
                dict(self.world.objects["partage"]._meta.get_field("handicap_type").flatchoices)[SENSITIVE]
            )
            self.masked = {route: str(MASQUE) for route in FIGURES} | {"api-statistiques": '"masque":true'}
        self.sensitive = label
        self.before = fingerprint()

    def client(self, role, token=False):
        client = Client(raise_request_exception=False, headers={"accept-language": self.langue})
        if token and role in self.world.tokens:
            client.defaults["HTTP_AUTHORIZATION"] = f"Token {self.world.tokens[role]}"
        else:
            client.cookies.load(self.cookies[role])
        return client

    def _body(self, probe):
        def written(value):
            if isinstance(value, str) and value.startswith("@"):
                name, _, attribute = value[1:].partition(".")
                return getattr(self.world.objects[name], attribute) if attribute else self.world.key(name)
            if isinstance(value, dict):
                return {name: written(each) for name, each in value.items()}
            return [written(each) for each in value] if isinstance(value, list) else value

        return written(dict(probe.body))

    def ask(self, probe):
        """Send the request, undo what it did; return the `Answer`."""
        url, body = self.world.address(probe.route, probe.names, probe.query), self._body(probe)
        options = {"headers": self._headers(probe)}
        if probe.json and probe.method not in ("GET", "HEAD", "OPTIONS"):
            options |= {"data": json.dumps(body), "content_type": "application/json"}
        elif probe.method not in ("GET", "HEAD", "OPTIONS"):
            options["data"] = body if probe.method == "POST" else ""
        watch = Watch()
        with transaction.atomic():
            with connection.execute_wrapper(watch):
                response = getattr(self.client(probe.role, probe.token), probe.method.lower())(url, **options)
                text, content = text_of(response)
            # What was undone on the way (a refused form leaves its token free) was not written.
            wrote = bool(watch.seen) and fingerprint() != self.before
            transaction.set_rollback(True)
        translation.deactivate()
        self.sent = unquote(url) + json.dumps(body, ensure_ascii=False, default=str)
        return Answer(response.status_code, text, dict(response.items()), content, watch.seen, wrote)

    def _headers(self, probe):
        return {
            name: str(self._body(Probe("", "", "", 0, body=(("v", value),)))["v"])
            for name, value in probe.headers
        }

    def leaks(self, probe, answer):
        """The canaries in an answer that its reader must not see; what the request itself said is no news."""
        forbidden = set(self.world.forbidden(probe.role))
        for name in probe.absent:
            forbidden.add(str(self.world.key(name)))
        if probe.role != "coordination" and probe.route != "beneficiaire-sensible":
            forbidden.add(self.sensitive)
        return sorted(text for text in forbidden if text in answer.text and text not in self.sent)

    def faults(self, probe):
        """What is wrong with the answer, in words; empty when it is as declared."""
        answer = self.ask(probe)
        found = []
        if answer.status != probe.status:
            found.append(f"{answer.status} instead of {probe.status}")
        if leaks := self.leaks(probe, answer):
            found.append(f"shows {leaks}")
        if probe.role == "officiel" and not probe.query and probe.method == "GET":
            if self.masked.get(probe.route, "") not in answer.text:
                found.append("shows counts of 1 to 4")
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            found.append("may be kept by a cache")
        # Reading does not even try; a refused form may, and leaves nothing.
        if (
            answer.statements
            if probe.method in ("GET", "HEAD", "OPTIONS")
            else answer.wrote and probe.status >= 400
        ):
            found.append(f"wrote to the database: {answer.statements[0]}")
        if probe.writes and probe.status < 400 and not answer.wrote:
            found.append("wrote nothing")
        if probe.method == "HEAD" and answer.content:
            found.append("HEAD with a body")
        if probe.to and answer.headers.get("Location", "").partition("?")[0] != self.world.address(
            *probe.to.split(" ", 1)
        ):
            found.append(f"leads to {answer.headers.get('Location')}")
        return [f"{probe}: {fault}" for fault in found]


def table_probes(table, methods, roles=ROLES, **options):
    """The probes of the lines of a table."""
    return [
        Probe(role, method, route, line.of(method, role), line.names, json=line.json, **options)
        for route, line in table.items()
        for method in methods
        for role in roles
    ]


def case_probes(cases, roles=ROLES, writes=False):
    """The probes of cases, which say what the address carries and, role by role, what must come back."""
    return [
        Probe(
            role,
            case.method,
            case.route,
            int(case.statuses.split()[ROLES.index(role)]),
            case.names,
            case.query,
            tuple(case.body.items()),
            case.route.startswith("api-"),
            headers=tuple(case.headers.items()),
            to=case.to.get(role, ""),
            absent=case.absent.get(role, ()),
            writes=writes,
        )
        for case in cases
        for role in roles
    ]


@contextmanager
def opened(blocker):
    """A `Sweep` over a fresh world, for as long as a module of tests runs; nothing of it is kept."""
    loggers = [logging.getLogger(name) for name in ("django.request", "axes")]
    levels = [logger.level for logger in loggers]
    with blocker.unblock(), transaction.atomic():
        try:
            for logger in loggers:
                logger.setLevel(logging.CRITICAL)
            yield Sweep(make_world())
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
            transaction.set_rollback(True)
