#!/usr/bin/env python
"""A picture of every page, for each role, in both languages, at 390 and 1280 px, into ./shots (not in git).

    python scripts/shots.py                    everything
    python scripts/shots.py centre dashboard   only the pages whose name holds one of these words

It loads a demonstration database of its own, serves it on a free port, and warns of anything that a reader
would suffer from: an error of the console or of the security policy, a page that scrolls sideways, a status
not expected.
"""

import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "shots"
WIDTHS = {1280: 800, 390: 844}
LANGUAGES = ("ar", "fr")
PASSWORD = "entraide-demo"
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

ALL = ("coordination", "responsable", "officiel")
EDITORS = ("coordination", "responsable")
# name: (address, roles, expected status). {centre}, {numero}, {inscription} are found on the pages
# themselves.
PAGES = {
    "signin": ("/connexion/", (None,), 200),
    "home": ("/", ALL, 200),
    "dashboard": ("/statistiques/", ("coordination", "officiel"), 200),
    "centres": ("/centres/", ALL, 200),
    "centres-filtered": ("/centres/?type=JARDIN", ("coordination", "officiel"), 200),
    "centre": ("{centre}", ALL, 200),
    "beneficiaries": ("/beneficiaires/", EDITORS, 200),
    "beneficiaries-search": ("/beneficiaires/?q=فاطمة", EDITORS, 200),
    "beneficiaries-nothing": ("/beneficiaires/?q=zzzzzz", EDITORS, 200),
    "beneficiary": ("{beneficiaire}", EDITORS, 200),
    "beneficiary-history": ("{beneficiaire}historique/", EDITORS, 200),
    "beneficiary-edit": ("{beneficiaire}modifier/", EDITORS, 200),
    "enrol-search": ("/inscription/", EDITORS, 200),
    "enrol-new": ("/inscription/nouvelle/", ("responsable",), 200),
    "requests": ("/verifications/", EDITORS, 200),
    "password": ("/mot-de-passe/", ALL, 200),
    "error-403": ("/beneficiaires/", ("officiel",), 403),
    "error-404": ("/nulle-part/", ALL, 404),
    "error-400": ("/centres/?q=%00", ("responsable",), 400),
    "admin": ("/administration/", ("coordination",), 200),
    "admin-centres": ("/administration/centres/centre/", ("coordination",), 200),
    "admin-centre": ("/administration/centres/centre/add/", ("coordination",), 200),
    "admin-groups": ("/administration/centres/groupe/", ("coordination",), 200),
    "admin-staff": ("/administration/personnel/agent/", ("coordination",), 200),
    "admin-import": ("/administration/centres/centre/import/", ("coordination",), 200),
    "admin-export": ("/administration/centres/centre/export/", ("coordination",), 200),
}
# What {centre} and {beneficiaire} stand for: the first link of that shape on the page named.
SAMPLES = {
    "centre": ("/centres/", r"/centres/\d+/"),
    "beneficiaire": ("/beneficiaires/?q=ا", r"/beneficiaires/(?!nouveau)[\w-]+/"),
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(folder):
    """Load a demonstration database in `folder` and serve it as in production; return (process, address)."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/shots.sqlite3",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "HTTPS": "0",
    }
    # The demonstration is refused in production; the pages of errors are only shown there.
    steps = {"migrate": "1", "demo": "1", "collectstatic": "0"}
    for command, debug in steps.items():
        print("...", command, flush=True)
        options = ["--no-input", "--verbosity", "0"] if command != "demo" else []
        subprocess.run(
            [sys.executable, "manage.py", command, *options],
            cwd=ROOT,
            env={**environment, "DJANGO_DEBUG": debug},
            check=True,
        )
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", str(port), "--noreload"],
        cwd=ROOT,
        env={**environment, "DJANGO_DEBUG": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/connexion/")
            return process, address
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise SystemExit("the server did not start")


class Reader:
    """One role in one language, in a browser of its own."""

    def __init__(self, browser, address, role, language):
        self.address, self.role, self.language, self.warnings = address, role, language, []
        self.context = browser.new_context(locale=language)
        self.page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.warnings.append(f"script: {error}"))
        if role:
            self.sign_in()

    def heard(self, message):
        # The browser also reports an expected 403 or 404 as an error.
        if message.type in ("error", "warning") and "server responded with a status of" not in message.text:
            self.warnings.append(f"console: {message.text}")

    def sign_in(self):
        # A page that every role has, and that needs no data: a page that is broken must not stop the others.
        self.page.goto(f"{self.address}/connexion/?next=/mot-de-passe/")
        self.page.fill("[name=username]", self.role)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form .btn-primary")
        self.page.wait_for_load_state()
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.page.click(f"button[name=langue][value={self.language}]")
            self.page.wait_for_load_state()

    def samples(self):
        """{name: address} of the first institution and the first person that this role sees."""
        found = {}
        for name, (where, shape) in SAMPLES.items():
            self.page.goto(self.address + where)
            links = self.page.eval_on_selector_all(
                "main a[href]", "links => links.map(link => link.getAttribute('href'))"
            )
            links.append(re.sub(r"^https?://[^/]+", "", self.page.url))
            found[name] = next((link for link in links if re.fullmatch(shape, link.split("?")[0])), None)
        self.warnings.clear()
        return found

    def shoot(self, name, path, status):
        """Take both widths of one page; return the warnings."""
        self.warnings = []
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            answer = self.page.goto(self.address + path)
            if answer.status != status:
                self.warnings.append(f"status {answer.status}, expected {status}")
            self.page.wait_for_load_state("networkidle")
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.warnings.append(f"{width} px: scrolls sideways ({wide} px)")
            # The whole page as one tall window: bars that stick to the edge stay at the edge.
            tall = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": max(height, min(tall, 12000))})
            self.page.screenshot(
                path=SHOTS / f"{name}-{self.role or 'anonymous'}-{self.language}-{width}.png"
            )
        return self.warnings


def main(words):
    SHOTS.mkdir(exist_ok=True)
    wanted = {name: page for name, page in PAGES.items() if not words or any(word in name for word in words)}
    troubles = 0
    with tempfile.TemporaryDirectory() as folder:
        process, address = serve(folder)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=list(CHROMIUM)
                )
                for language in LANGUAGES:
                    for role in (None, *ALL):
                        reader = Reader(browser, address, role, language)
                        samples = reader.samples() if role else {}
                        for name, (path, roles, status) in wanted.items():
                            if role not in roles:
                                continue
                            try:
                                path = path.format(**samples)
                            except KeyError:
                                path = "None"
                            if "None" in path:
                                print(
                                    f"{language} {role or 'anonymous':13} {name}: nothing to show", flush=True
                                )
                                continue
                            warnings = reader.shoot(name, path, status)
                            troubles += len(warnings)
                            print(
                                f"{language} {role or 'anonymous':13} {name}",
                                *(f"\n    ! {w}" for w in warnings),
                                flush=True,
                            )
                        reader.context.close()
                browser.close()
        finally:
            process.terminate()
            process.wait()
    print(f"{SHOTS}: done, {troubles} warning(s)")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
