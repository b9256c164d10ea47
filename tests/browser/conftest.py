"""The demonstration region served by a process of its own, as `make run` serves it: once for all browser
tests."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "entraide-demo"


class Demo:
    """Address of the server, and the sign-in of its accounts."""

    def __init__(self, url):
        self.url = url

    def sign_in(self, page, username, langue=None):
        page.context.clear_cookies()
        page.goto(f"{self.url}/connexion/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("form .btn-primary")
        page.wait_for_url(lambda url: "/connexion/" not in url)
        if langue and page.locator("html").get_attribute("lang") != langue:
            page.click("button[name=langue]")
            page.wait_for_selector(f"html[lang={langue}]")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A server with production's security headers over a demonstration database that ends with the
    session."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "entraide.settings",
        "STATIC_ROOT": str(folder / "static"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    # The demonstration loads with DEBUG only; it is served as in production.
    for command, debug in (("migrate", "1"), ("demo", "1"), ("collectstatic", "0")):
        arguments = [
            *manage,
            command,
            "--verbosity",
            "0",
            *(["--no-input"] if command == "collectstatic" else []),
        ]
        subprocess.run(
            arguments, env={**environment, "DJANGO_DEBUG": debug}, check=True, stdout=subprocess.DEVNULL
        )
    server = subprocess.Popen(
        [*manage, "runserver", f"127.0.0.1:{port}", "--noreload"],
        env={**environment, "DJANGO_DEBUG": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/sante/", server)
        yield Demo(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(address, server, seconds=60):
    for _ in range(seconds * 4):
        if server.poll() is not None:
            raise RuntimeError("the demonstration server ended at once")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise RuntimeError("the demonstration server does not answer")
