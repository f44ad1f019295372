"""What an answer hangs on, in words that a cache keeps beside it and is purged by.

A key may be long and of any script; its tag is eight letters and digits, always the
same. Two keys with one tag would cost a page made anew, and nothing else.
"""

from base64 import b32encode
from functools import lru_cache
from hashlib import blake2b

EVERYTHING = "everything"  # every answer has it
# Of what says no keys, and so hangs on all that there is: any change purges it.
ANY = "any"
# Beyond it an answer hangs on all that there is. 7.2 kB, where Varnish takes 8.
MOST = 800


@lru_cache(maxsize=8192)
def tag_of(key):
    return b32encode(blake2b(key.encode(), digest_size=5).digest()).decode().lower()


def tags_of(keys):
    """A tag for each key, but the one word that is a tag itself."""
    if EVERYTHING in keys:
        return [EVERYTHING]
    return sorted(map(tag_of, keys))


def tags_of_page(keys):
    """The tags of an answer; None for one that says no keys."""
    if keys is None or len(keys) > MOST:
        return [EVERYTHING, ANY]
    return [EVERYTHING, *tags_of(keys)]


def tags_of_change(keys):
    """The tags that a change of these keys purges."""
    return [ANY, *tags_of(keys)]


def tag_headers(keys):
    """The same tags for both families: Varnish and Fastly, Cloudflare."""
    tags = tags_of_page(keys)
    return {"Surrogate-Key": " ".join(tags), "Cache-Tag": ",".join(tags)}
