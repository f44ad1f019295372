"""A picture in the form of a story: chosen by sight, with the words that it brings."""

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.template.loader import render_to_string
from django.utils import timezone

from desk.form.part_form import PartForm
from desk.form.part_inlines import PartInline
from desk.images.forms import LicenceInput, refuse_both
from desk.images.image_filters import marks


class Picker(RelatedFieldWidgetWrapper):
    """Beside the choice stand the picture, and ways to look at all or to bring one."""

    focal = False  # Whether the row has a focal point of its own.

    @classmethod
    def around(cls, wrapper, *, focal):
        made = cls(
            wrapper.widget,
            wrapper.rel,
            wrapper.admin_site,
            can_add_related=wrapper.can_add_related,
        )
        made.focal = focal
        return made

    def beside(self, value):
        """The picture that is chosen, and what is wrong with it."""
        image = self.choices.field.loaded.get(str(value))
        if image is None:
            return ""
        about = {"image": image, "marks": marks(image, timezone.now())}
        return render_to_string("desk/images/_chosen.html", about)

    def render(self, name, value, attrs=None, renderer=None):
        row = f"id_{name.rpartition('-')[0]}"
        axes = (f"{row}-focal_x", f"{row}-focal_y")
        context = self.get_context(name, value, attrs) | {
            "chosen": self.beside(value),
            "focal": axes if self.focal else (),
        }
        return render_to_string("desk/images/_picker.html", context)


class PictureForm(PartForm):
    """A new choice brings its own words, but never over what was written here."""

    def clean(self):
        super().clean()
        refuse_both(self)

    def _post_clean(self):
        super()._post_clean()
        if "image" in self.changed_data and self.instance.image_id:
            before = str(self.initial.get("image"))
            self.instance.take_words(self.fields["image"].loaded.get(before))


class PictureInline(PartInline):
    form = PictureForm
    focal = False

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name.startswith("focal_"):
            options["max_value"] = 100
        if db_field.name == "licence":
            options["widget"] = LicenceInput
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "image":
            field.widget = Picker.around(field.widget, focal=self.focal)
        return field
