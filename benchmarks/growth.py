"""The steps by which a paper grows, each started here and asked by the same crowd."""

import time
from contextlib import ExitStack
from itertools import batched
from pathlib import Path

from benchmarks import emptying, front_day, surroundings
from benchmarks.front_day import Crowd, Door
from benchmarks.run import publish_elsewhere
from benchmarks.server import PAPER, serving
from scripts import proxies
from scripts.demo_server import free_port

COLD = 200  # pages that are made anew
AT_ONCE = 20
REST = 10  # seconds between two publishes
GZIP = {"Accept-Encoding": "gzip", "Host": "127.0.0.1"}


class Growth:
    """A paper of one size in a folder; `primary` is its PostgreSQL. The crowd asks for
    so many `pages`, at `rate` pages a second."""

    def __init__(self, size, folder, primary, pages, rate):
        self.folder, self.primary, self.rate = Path(folder), primary, rate
        self.paths = front_day.drawn(size, pages)
        self.different = sorted({*self.paths})

    def steps(self, groups):
        """(name, what was measured) of each step, in the order in which one takes them;
        of a group whose programs are not installed there is a word in its place."""
        for group in groups:
            needed = surroundings.NEEDED.get(group, ())
            if missing := proxies.lacking(*needed):
                yield group, {"lacking": missing}
            else:
                yield from getattr(self, group)()

    def alone(self):
        """One process, and a database."""
        with self.server() as server:
            yield "each page made anew", self.made_anew(server)
            few = self.different[:COLD]
            self.read(server, few)
            yield "a page from memory", self.read(server, few)
            publish_elsewhere()
            time.sleep(1)  # until the process asks whether anything changed
            yield "after a publish elsewhere", self.read(server, few)
            yield "kept pages", self.asked(server)

    def front(self):
        """Caches and a proxy before it, and what purges them."""
        names = ("tls", "cache", "purge", "edge", "long", "purge-long")
        ports = {name: free_port() for name in names}
        site = f"localhost:{ports['tls']}"
        told = GZIP | {"Host": site, "X-Forwarded-Proto": "https"}
        purged = [ports[name] for name in ("purge", "purge-long", "edge")]
        settings = {
            "PURGE_URLS": ",".join(f"http://127.0.0.1:{port}/" for port in purged),
            "SITE_URL": f"https://{site}",
            "BEHIND_PROXY": "1",
        }
        with self.server(**settings) as server, ExitStack() as around:
            begun = around.enter_context
            cache, long = (
                begun(surroundings.cache(doors, [server.port] * 2, fresh))
                for doors, fresh in (
                    ((ports["cache"], ports["purge"]), "0.3s"),
                    ((ports["long"], ports["purge-long"]), "60s"),
                )
            )
            edge = begun(surroundings.edge(ports["edge"], ports["cache"]))
            tick = begun(surroundings.tick(server, len(purged)))
            parts = {"cache": [cache[0]], "tick": [tick]}
            found = self.asked(server, Door(ports["cache"], told), **parts)
            yield "Varnish before it", found | {"held": surroundings.held(cache[1])}
            proxy, authority = begun(surroundings.proxy(ports["tls"], ports["cache"]))
            door = Door(ports["tls"], GZIP | {"Host": site}, authority)
            found = self.asked(server, door, proxy=[proxy], **parts)
            yield "Caddy with TLS before that", found
            door.is_kept = False
            found = self.asked(server, door, proxy=[proxy], **parts)
            yield "each page on a connection of its own", found
            door = Door(ports["edge"], told)
            yield "a CDN before Varnish", self.asked(server, door, edge=[edge], **parts)
            found = self.asked(
                server, Door(ports["long"], told), cache=[long[0]], tick=[tick]
            )
            yield "Varnish, pages for 60 s instead of 0.3", found

    def servers(self):
        """A second server, asked for what the first has made already."""
        one, other = (str(self.folder / name) for name in ("one", "other"))
        yield "a second server, alone", self.second(one, other)
        yield "a second process of a machine", self.second(one, one)

    def redis(self):
        with surroundings.redis() as (address, redis):
            found = self.second(address, address, redis=[redis])
            yield "a second server, with Redis", found

    def replica(self):
        """Pages are read from a second PostgreSQL."""
        with surroundings.standby(self.primary) as replica:
            parts = {"replica": [replica.process.pid]}
            with self.server(REPLICA_URL=replica.address) as server:
                anew = self.made_anew(server, **parts)
                yield "each page made anew, with a replica", anew
                yield "kept pages, with a replica", self.asked(server, **parts)

    def server(self, **settings):
        settings |= {"METRICS_TOKEN": front_day.TOKEN}
        return serving(PAPER, self.folder, self.primary.process.pid, **settings)

    def made_anew(self, server, **parts):
        """What is kept is emptied before each page; what that costs is taken off."""
        costs, made, size = [], 0, 0
        self.read(server, self.paths[:AT_ONCE])  # Templates are read once.
        for some in batched(self.paths[:COLD], AT_ONCE):
            between = [each for path in some for each in (emptying.ADDRESS, path)]
            both = self.read(server, between, **parts)
            empty = self.read(server, [emptying.ADDRESS] * len(some), **parts)
            costs.append(
                {n: 2 * took - empty["cost"][n] for n, took in both["cost"].items()}
            )
            made += both["answers"].get("made", 0)
            size += both["bytes"] * 2 / len(self.paths[:COLD]) * len(some)
        mean = {n: sum(cost[n] for cost in costs) / len(costs) for n in costs[0]}
        count = len(self.paths[:COLD])
        return {
            "pages": count,
            "cost": mean,
            "bytes": size,
            "answers": {"made": made},
        }

    def second(self, first, shared, **parts):
        """What pages cost a server that another has made already; where both keep
        them."""
        paths, few = self.different[: COLD + AT_ONCE], AT_ONCE // 2
        with self.server(PAGE_CACHE=first) as one:
            self.read(one, paths)
        with self.server(PAGE_CACHE=shared) as other:
            self.read(other, paths[:few])  # Templates are read once.
            return self.read(other, paths[few:], **parts)

    def asked(self, server, door=None, **parts):
        """All pages of the crowd, each of which somebody has asked for before."""
        door = door or Door(server.port, GZIP)
        Crowd([door], self.different).read()
        every = int(self.rate * REST)
        crowd = Crowd([door], self.paths, self.rate, publish_elsewhere, every)
        return self.measured(crowd, len(self.paths), server, **parts)

    def read(self, server, paths, **parts):
        """Pages one after the other, as fast as they come."""
        crowd = Crowd([Door(server.port, GZIP)], paths)
        return self.measured(crowd, len(paths), server, readers=1, **parts)

    def measured(self, crowd, count, server, readers=front_day.READERS, **parts):
        of_paper = {"web": [server.process.pid], "database": [self.primary.process.pid]}
        parts = of_paper | parts
        return front_day.measured(crowd, count, [server], readers, **parts)
