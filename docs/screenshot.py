"""Remakes docs/images/compare.png from the demonstration: uv run docs/screenshot.py

It needs Chromium, and touches no installation: data and server are its own, and end with it.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image  # WeasyPrint brings it
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "compare.png"
WIDTH, HEIGHT = 1280, 1530
LARGEST = 300_000  # bytes: it is loaded with the README
START = 180  # seconds that loading the demonstration may take
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("There is no Chromium on this machine.")
    password = secrets.token_urlsafe(12)
    with demonstration(password) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser)
        page = chromium.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=1,
            color_scheme="light",
            reduced_motion="reduce",
        )
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": address}])
        open_comparison(page, address, password)
        picture = in_few_colours(page.screenshot())
        chromium.close()
    if len(picture) > LARGEST:
        sys.exit(f"The picture has {len(picture)} bytes, more than {LARGEST}.")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(picture)


def in_few_colours(picture: bytes) -> bytes:
    """The picture with a palette of 256: a page of text and flat areas needs no more."""
    small = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(small, "PNG", optimize=True)
    return small.getvalue()


def open_comparison(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill("cio")
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/evaluations/demo/compare/")
    page.evaluate("document.fonts.ready")


@contextmanager
def demonstration(password: str) -> Iterator[str]:
    """The address at which `manage.py demo` serves, with nothing of the caller's settings."""
    with tempfile.TemporaryDirectory(prefix="integrator-eval-") as data:
        port = free_port()
        inherited = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
        server = subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env={**inherited, "DATA_DIR": data, "DEMO_PASSWORD": password},
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # its workers end with it
        )
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, server)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit(f"manage.py demo ended with {server.returncode}.")
        try:
            urlopen(f"{address}/accounts/login/", timeout=5).close()  # noqa: S310  our own address
        except (URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    sys.exit(f"manage.py demo did not serve within {START} seconds.")


if __name__ == "__main__":
    main()
