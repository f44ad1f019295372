"""Which backups are kept: the newest of so many days, weeks and months. Pure."""

import datetime as dt

DAY = dt.timedelta(days=1)
PERIODS = {
    "daily": lambda at: at.date(),
    "weekly": lambda at: at.isocalendar()[:2],
    "monthly": lambda at: (at.year, at.month),
}


def superfluous(moments, keep, now):
    """Those of some moments that no rule keeps. What is younger than a day stays, and
    so does the newest, however old it is."""
    newest_first = sorted(moments, reverse=True)
    kept = {*newest_first[:1], *(at for at in newest_first if now - at < DAY)}
    for kind, period in PERIODS.items():
        newest = {}
        for at in newest_first:
            newest.setdefault(period(at), at)
        kept |= {*list(newest.values())[: keep.get(kind, 0)]}
    return [at for at in newest_first if at not in kept]
