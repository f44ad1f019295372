"""The parts of a story or question as rows of its form, loaded in bulk."""

import copy

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property

from desk.form.fields import LoadedKeyField
from desk.form.row_order import arrange_rows, untouched_rows
from desk.form.row_values import RowValues, is_unchanged_in
from people.compiled_query import KEY, compile_once
from stories.models import freezing

MOST = 2**63 - 1  # The largest key that a database has.
OFFERED = 500  # Rows that a choice lists for who has no script that seeks them.


class PartFormSet(BaseInlineFormSet):
    """Fetches what all its rows name at once: a query a field, however many rows."""

    is_asked_for = False  # Whether there is a new row for who has no script.
    media = forms.Media()  # The page of a draft names its scripts itself.
    links = ()  # The fields whose rows are fetched with it.
    choice_names = ()  # Of the fields whose rows it fetches.
    printed = ()  # The names of the fields that its template prints.
    values = None  # In the place of the forms of saved rows.
    has_scripts = False  # Whether whoever asks runs scripts, and may change the rows.

    def __init__(self, data=None, *args, prefix=None, changed_only=False, **options):
        """`changed_only`: rows that say what is saved are left out."""
        super().__init__(data, *args, prefix=prefix, **options)
        self.moved, self.changed_only = [], changed_only
        self.untouched = untouched_rows(data, self.prefix) if data else []
        # Its class is others' too: the fields that know rows are its own.
        fields = self.form.base_fields
        self.choices = {name: copy.deepcopy(fields[name]) for name in self.choice_names}
        if data:
            self.arrange()
        for name, field in self.choices.items():
            field.loaded = self.load(name)
        # In the place of the forms of saved rows.
        self.values = (
            RowValues(self) if self.has_scripts and not self.is_bound else None
        )
        self.saved_rows = {str(part.pk): part for part in self.get_queryset()}

    @cached_property
    def forms(self):
        first = self.initial_form_count() if self.values else 0
        return [self._construct_form(i) for i in range(first, self.total_form_count())]

    @property
    def initial_forms(self):
        return [] if self.values else super().initial_forms

    @property
    def extra_forms(self):
        return self.forms if self.values else super().extra_forms

    def get_queryset(self):
        """The parts in their order: none of a draft that isn't saved yet."""
        if not hasattr(self, "_queryset"):
            owner = self.instance
            given = (self.model, self.links)
            is_new = owner._state.adding
            saved = () if is_new else saved_parts(*given, owner=owner.pk)
            self._queryset = sorted(saved, key=freezing.PLACE)
        return self._queryset

    def arrange(self):
        """Pair what was sent with what is saved, in the order of the form."""
        parts = [*self.get_queryset()]
        given = (self.prefix, parts, self.fk.name, self.max_num)
        left_out = [is_unchanged_in(self)] if self.changed_only else []
        self.data = arrange_rows(self.data, *given, *left_out)
        count = int(self.data[f"{self.prefix}-INITIAL_FORMS"])
        keys = [self.data[f"{self.prefix}-{place}-id"] for place in range(count)]
        order = {key: place for place, key in enumerate(keys)}
        # Those that were not sent follow those that were.
        self._queryset = sorted(parts, key=lambda p: order.get(str(p.pk), count))

    def load(self, name):
        """The rows that this field names, in the database and in what was sent."""
        parts = self.get_queryset()
        rows = {str(r.pk): r for part in parts if (r := getattr(part, name))}
        asked = {str(row.get(name) or "") for row in self.initial_extra or ()}
        if self.is_bound:
            prefixes = map(self.add_prefix, range(self.total_form_count()))
            asked = {self.data.get(f"{prefix}-{name}") for prefix in prefixes}
        queryset = self.form.base_fields[name].queryset
        keys = [*filter(None, (key_of(queryset, k) for k in asked - {*rows}))]
        found = queryset.filter(pk__in=keys) if keys else []
        return rows | {str(row.pk): row for row in found}

    def add_fields(self, form, index):
        """New rows that were asked for offer choices; the key of a saved row is looked
        up among rows already loaded."""
        super().add_fields(form, index)
        form.fields |= self.choices
        if self.is_asked_for and index is not None and form.instance._state.adding:
            for name in self.choice_names:
                form.fields[name] = field = copy.deepcopy(form.fields[name])
                field.offered = {str(row.pk): row for row in field.queryset[:OFFERED]}
        name = self._pk_field.name
        if form.is_bound:
            form.fields[name] = LoadedKeyField(
                None,
                initial=form.fields[name].initial,
                required=False,
                widget=forms.HiddenInput,
            )
            form.fields[name].loaded = self.saved_rows

    @cached_property
    def empty_form(self):
        return super().empty_form

    def _construct_form(self, i, **options):
        form = super()._construct_form(i, **options)
        form.fields[self._pk_field.name].required = False
        return form

    def clean(self):
        """Give every part a place of its own: new ones behind the others. Refuses rows
        that were left out of the form, and that are not there to stay as they are."""
        super().clean()
        gone = {row.uid for row in self.untouched}
        gone -= {str(part.uid) for part in self.get_queryset()}
        if gone and not self.instance._state.adding:
            raise ValidationError(gone, code="gone")  # Then the form is shown whole.
        last = -1
        for part in self.parts():
            if part.position is None or part.position <= last:
                part.position = last + 1
                self.moved.append(part)
            last = part.position

    def save(self, commit=True):
        moved = [part.pk for part in self.moved if not part._state.adding]
        saved = super().save(commit)
        for part in self.moved:
            if part.pk in moved:  # Its own form may have nothing to save.
                row = self.model._default_manager.filter(pk=part.pk)
                row.update(position=part.position)
        return saved

    @property
    def changes_unfrozen(self):
        """Whether anything changes that a document doesn't tell."""
        quiet = {*self.model.UNFROZEN} - {"id", "uid", "position"}
        return any(quiet & {*form.changed_data} for form in self.initial_forms)

    def kept_forms(self):
        """Forms of parts that will be there after a save."""
        new = [form for form in self.extra_forms if form.has_changed()]
        return [form for form in [*self.initial_forms, *new] if not is_deleted(form)]

    def parts(self):
        """The parts as they would follow each other, saved or not, half filled in or
        whole."""
        sent = {form.instance.pk for form in self.initial_forms}
        unsent = [part for part in self.get_queryset() if part.pk not in sent]
        last = (1, 0)
        return sorted(
            [*unsent, *(form.instance for form in self.kept_forms())],
            key=lambda part: last if part.position is None else (0, part.position),
        )


@compile_once(owner=KEY)
def saved_parts(model, links, owner):
    """An owner's parts of one kind, with the rows that they name."""
    parts = model._default_manager.filter(**{model.OWNER: owner}).order_by()
    return parts.select_related(*links) if links else parts


def is_deleted(form):
    """Whether the editor asked for this part to be deleted, valid or not."""
    return getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME, False)


def key_of(queryset, text):
    """The key that a form sent, or None if it can't be one."""
    try:
        key = queryset.model._meta.pk.to_python(text or None)
    except ValidationError:
        return None
    is_too_large = isinstance(key, int) and abs(key) > MOST
    return None if is_too_large else key
