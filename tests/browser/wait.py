"""Waiting for what only a script can see."""

import pytest


def until(page, said):
    """Ask again and again, from outside.

    Playwright's own waiting asks within the page, where the paper's policy forbids it
    to read what to ask; it passes by luck, if the first answer is yes.
    """
    for _ in range(300):
        if page.evaluate(said):
            return
        page.wait_for_timeout(50)
    pytest.fail(said)
