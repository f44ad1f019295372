"""What a browser has to send to be somebody."""

from django.conf import settings


def session(client, live_server):
    """The cookie of an editor who has signed in."""
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}
