"""Lists: one way for every list page to be searched, filtered, sorted, paged, shared and exported.

Declare the list once, beside the view, and answer with it. The address holds everything
(`?q=red&kind=home&sort=-places&page=2`), so a list is shared by copying its address; `?format=csv` or
`?format=xlsx` hands out the same rows through the same view, under the same permission. ::

    class HomeFilter(django_filters.FilterSet):
        kind = django_filters.ChoiceFilter(label=_("Kind"), choices=HomeKind.choices, empty_label=_("All"))

        class Meta:
            model = Home
            fields = ()

    HOMES = ListPage(
        name="homes",                                       # the file's name: homes.csv
        columns=(
            Column("name", _("Home"), lambda h: h.name, sort="name",
                   href=lambda h: reverse("home", args=[h.public_id]), sub=lambda h: h.organisation.name),
            Column("kind", _("Kind"), lambda h: h.get_kind_display(), sort="kind"),
            Column("places", _("Places"), lambda h: h.capacity_places, sort="capacity_places", numeric=True),
            Column("state", _("State"), lambda h: h.standing_words, tag=lambda h: h.standing_state),
        ),
        filters=HomeFilter,
        search=lambda rows, text: rows.filter(search_key__contains=fold(text)),
        search_label=_("Name of the home or its provider"),
        order="name",                                       # key of a column; "-places" for descending
        counted=lambda n: ngettext("%(n)s home", "%(n)s homes", n) % {"n": n},
        empty=_("No home is recorded yet."),
    )

    @page(Permission.HOME_READ)
    def homes(request):
        rows = Home.objects.visible_to(request.actor).select_related("organisation")
        return HOMES.respond(request, rows, heading=_("Homes"))

What a page costs: one count of everything visible, one count and one page of what is found, and what the
filters and prefetches ask; never a query a row. Put ``select_related`` and ``prefetch_related`` on the rows
you hand in.

The first column is the head of its row and should carry the link. A page with more than the list calls
``HOMES.listing(request, rows)`` (and ``HOMES.export(request, rows)``) itself and draws it with the macro
``list_view`` of ``web/components/list.html``.
"""

from homeward.web.lists.columns import Column
from homeward.web.lists.listing import Listing
from homeward.web.lists.memory import MemoryListPage, Rows
from homeward.web.lists.pages import ListPage

__all__ = ["Column", "ListPage", "Listing", "MemoryListPage", "Rows"]
