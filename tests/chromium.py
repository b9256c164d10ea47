"""Which Chromium the browser tests use, and how it starts: silent on the network, no sandbox."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium():
    """Path of the browser (`CHROMIUM` in the environment comes first), or None."""
    if path := os.environ.get("CHROMIUM"):
        return path
    return next(filter(None, map(shutil.which, NAMES)), None)
