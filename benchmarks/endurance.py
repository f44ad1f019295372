"""What a server holds after an hour of readers and an editor, minute by minute.

Four readers ask for pages of every kind by chance; an editor reads the dashboard, forms
and previews, saves, and publishes. They are slow on purpose: what counts is how many
different things a process meets.
"""

import math
import random
import re
import sys
import threading
import time
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException

from benchmarks import addresses
from scripts import smoke

READERS = 4
USER, PASSWORD = "endurance", "correct horse battery staple"
EVERY, REST = 60, 10  # seconds between two looks, and between deeds of the editor
MORE = ("/archive/", "/outlets/", "/about/", "/settings/", "/robots.txt", "/contact/")
MORE += ("/stories/no-such-story/", "/questions/question-1/", "/site.webmanifest")
OF_A_STORY = ("", "", "", "", "", "", "?depth=brief", "editions/", "editions/1/")
SHARES = {"story": 50, "topic": 12, "front": 8, "search": 12, "other": 18}
FORM = re.compile(r'href="(/admin/stories/story/[^/"]+/change/)')


class Reader:
    """Asks for pages by chance, on one connection, at `rate` a second."""

    def __init__(self, server, size, rate, seed):
        self.server, self.size, self.rate = server, size, rate
        self.chance, self.asked, self.failed = random.Random(seed), 0, []
        searches = addresses.searches(size).values()
        pages = addresses.pages(datetime.now(UTC))
        self.kinds = {
            "front": ["/"],
            "topic": addresses.topics(size),
            "search": [path for paths in searches for path in paths],
            "other": [*pages.values(), *MORE],
        }

    def run(self, over):
        """Ask until it is over; faults are kept, by status or by name."""
        while not over.is_set():
            connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
            try:
                self.read(connection, over)
            except (OSError, HTTPException) as fault:
                self.failed.append(repr(fault))
            finally:
                connection.close()

    def read(self, connection, over):
        while not over.wait(self.chance.expovariate(self.rate)):
            path = self.choose()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            self.asked += 1
            if answer.status >= 500:
                self.failed.append(f"{answer.status} {path}")

    def choose(self):
        kind = self.chance.choices([*SHARES], SHARES.values())[0]
        if kind == "story":
            number = self.chance.randrange(self.size)
            return f"/stories/story-{number}/{self.chance.choice(OF_A_STORY)}"
        return self.chance.choice(self.kinds[kind])


class Editor:
    """Reads the desk's pages, previews, saves and publishes, one after the other."""

    def __init__(self, server, size, rest=REST):
        self.browser = smoke.Browser(f"http://127.0.0.1:{server.port}/")
        self.chance, self.size, self.rest = random.Random(0), size, rest
        self.asked, self.failed = 0, []

    def run(self, over):
        """Work until it is over; after a fault it begins with another story."""
        self.browser.get("/admin/login/")
        self.browser.send(username=USER, password=PASSWORD)
        deeds = self.deeds()
        while not over.wait(self.rest):
            try:
                next(deeds)
                self.asked += 1
            except SystemExit as fault:
                self.failed.append(str(fault)[:200])
                deeds = self.deeds()

    def deeds(self):
        """One after the other, without an end."""
        number = 0
        lists = ("/admin/", "/admin/stories/story/", "/admin/find/?q=harbour")
        while number := number + 1:
            for path in lists:
                yield self.browser.get(path)
            slug = f"story-{self.chance.randrange(self.size)}"
            form = FORM.search(self.browser.get(f"/admin/stories/story/?q={slug}"))
            if form is None:  # Another story, whose address begins with this one.
                continue
            yield self.browser.get(form[1])
            fields = smoke.Form(self.browser.html).fields
            yield self.browser.get(form[1].replace("change", "preview"), fields)
            self.browser.get(form[1])
            yield self.browser.send(standfirst=f"Number {number} of them.")
            html = self.browser.get(form[1].replace("change", "publish"))
            if "kind" in smoke.Form(html).fields:
                yield self.browser.send(kind="correction", note=f"Number {number}.")


def endure(server, size, seconds, rate, every=EVERY, rest=REST):
    """MiB of the largest worker before anybody came, and at each look; how many pages
    were asked for, and what failed. A line is printed at each look."""
    people = [Reader(server, size, rate / READERS, seed) for seed in range(READERS)]
    people.append(Editor(server, size, rest))
    over, began = threading.Event(), time.monotonic()
    threads = [threading.Thread(target=one.run, args=(over,)) for one in people]
    curve = [round(server.memory, 1)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, math.ceil(seconds / every) + 1):
            time.sleep(max(0, began + min(number * every, seconds) - time.monotonic()))
            curve.append(round(server.memory, 1))
            print(f"{(time.monotonic() - began) / 60:5.1f} min {curve[-1]:6.1f} MiB")
            sys.stdout.flush()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    failed = [fault for one in people for fault in one.failed]
    return curve, sum(one.asked for one in people), failed
