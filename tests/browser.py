"""What headless Chromium makes of a page; tests that need it are skipped where there is none."""
import shutil
import subprocess

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")


def opened(page, *options):
    """The page's document after its scripts have run, as text.

    Args:
        page: path of an HTML file; the profile of the browser is put beside it.
        options: more of the browser's.
    """
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + str(page.parent / "profile"),
               *options, "--dump-dom", page.as_uri()]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=90)
    except subprocess.TimeoutExpired:
        pytest.skip("Chromium did not answer within 90 seconds")
    return done.stdout.decode("utf8")
