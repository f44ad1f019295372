"""Lists of the desk that nobody counts: a count grows with what was ever written."""

from functools import cached_property

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator

from people.leniency import TOO_LARGE, LenientChangeList


class OpenPaginator(Paginator):
    """Pages of a list, each of which knows whether another one follows."""

    def __init__(self, asked, *args, **options):
        super().__init__(*args, **options)
        self.asked = asked

    @cached_property
    def count(self):
        """The rows up to this page, and one more if there is one."""
        start = (self.asked - 1) * self.per_page
        rows = self.object_list.values_list("pk", flat=True)
        try:
            found = len(rows[start : start + self.per_page + 1])
            return start + found if found or not start else rows.count()
        except TOO_LARGE as fault:
            raise IncorrectLookupParameters(fault) from fault


class OpenChangeList(LenientChangeList):
    """`is_open` says that rows follow those of the page. Nobody gets all at once: of a
    list that isn't counted Django takes the next page for its end."""

    def get_results(self, request):
        self.list_max_show_all = 0
        super().get_results(request)
        self.is_open = self.result_count > self.page_num * self.list_per_page


def paginator(_admin, request, queryset, per_page, *args, **options):
    """What a model's admin has as `get_paginator`: of its list, which says `p`, and of
    choices among its rows, which say `page`."""
    asked = request.GET.get("p", request.GET.get("page", ""))
    number = int(asked[:6]) if asked.isascii() and asked.isdigit() else 1
    return OpenPaginator(max(1, number), queryset, per_page, *args, **options)


def changelist(_admin, _request, **_options):
    """What it has as `get_changelist`."""
    return OpenChangeList
