"""Windows that the desk opens and that close themselves once something is chosen."""

from playwright.sync_api import Error


def last_click(target):
    """A click that closes its own window, which may be gone before it is confirmed."""
    window = target.page
    with window.expect_event("close"):
        try:
            target.click()
        except Error:
            if not window.is_closed():
                raise
