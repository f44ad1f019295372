"""Pages of one picture beside its form: its bytes, its card, and an agency's kill."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from desk.form.fields import TextArea
from desk.images import files
from desk.images.image_filters import marks
from desk.images.usage import usage
from images.image_store import manifest_name
from people.desk_view import DeskView, respond, row_for
from people.models import AuditEvent
from people.refusals import RefusedError


class Kill(forms.Form):
    """An agency wants a picture down, now."""

    title = gettext_lazy("Kill this picture")
    explains = gettext_lazy(
        "It goes from every page, card and old edition at once, and its addresses say "
        "that it is gone. Only a chief can bring it back."
    )
    button = gettext_lazy("Kill it now")
    done = gettext_lazy("Killed. No reader sees this picture any more.")
    verb, danger = "kill", True
    notice = forms.CharField(
        label=gettext_lazy("The agency's notice"),
        help_text=gettext_lazy("Paste it here. It is kept with the picture."),
        max_length=10_000,
        widget=TextArea({"rows": 4}),
    )

    def act(self, image):
        image.kill(self.cleaned_data["notice"])
        return self.cleaned_data["notice"]


class Revive(forms.Form):
    """A kill was a mistake, or was lifted."""

    title = gettext_lazy("Bring this picture back")
    explains = gettext_lazy(
        "Every page and edition that has it shows it again, as long as its rights last."
    )
    button = gettext_lazy("Bring it back")
    done = gettext_lazy("Back: readers see this picture again.")
    verb, danger = "revive", False
    reason = forms.CharField(
        label=gettext_lazy("Why may we show it again?"),
        help_text=gettext_lazy("Kept in the log, beside the agency's notice."),
        max_length=10_000,
        widget=TextArea,
    )

    def act(self, image):
        notice = image.kill_notice
        image.revive()
        return f"{self.cleaned_data['reason']}\n\n{notice}"


def file_page(model_admin, request, object_id, size=""):
    """The picture itself: readers get it only once it is in print."""
    image = row_for(model_admin, request, object_id, "view")
    if size:
        return files.rendition(image, size)
    return files.file_response(image, image.file.name)


def thumb_page(model_admin, request, object_id):
    return files.thumbnail(row_for(model_admin, request, object_id, "view"))


def credentials_page(model_admin, request, object_id):
    """Places and names may stand in there: only for who answers for the picture."""
    image = row_for(model_admin, request, object_id, "view", "change")
    return files.file_response(image, manifest_name(image), as_attachment=True)


def about_page(model_admin, request, object_id):
    """What stands in a story's form beside the picture that was chosen."""
    image = row_for(model_admin, request, object_id, "view")
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    context = {"image": image, "marks": marks(image, timezone.now())}
    return render(request, "desk/images/_chosen.html", context)


def kill_page(model_admin, request, object_id):
    image = row_for(model_admin, request, object_id, "view", "change")
    return verb_page(model_admin, request, image, Kill)


def revive_page(model_admin, request, object_id):
    image = row_for(model_admin, request, object_id, "view", "change")
    if not request.user.has_perm("images.revive_image", image):
        raise PermissionDenied
    return verb_page(model_admin, request, image, Revive)


def verb_page(model_admin, request, image, form_class):
    """Asks with GET, does it with POST, once."""
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                AuditEvent.objects.record(
                    form.verb, request=request, of=image, note=form.act(image)
                )
            messages.success(request, form.done)
            return HttpResponseRedirect(address("change", image))
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    return respond(
        request,
        "desk/images/verb.html",
        title=form.title,
        opts=model_admin.opts,
        image=image,
        form=form,
        usage=usage(image, timezone.now()),
    )


def address(page, image):
    return reverse(f"admin:images_image_{page}", args=[image.pk])


# The files of a picture, which a browser may keep, and its pages.
PAGES = [
    DeskView("<path:object_id>/file", file_page, "file", cacheable=True),
    DeskView("<path:object_id>/file/<str:size>", file_page, "size", cacheable=True),
    DeskView("<path:object_id>/thumb", thumb_page, "thumb", cacheable=True),
    DeskView("<path:object_id>/credentials", credentials_page, "credentials"),
    DeskView("<path:object_id>/about/", about_page, "about"),
    DeskView("<path:object_id>/kill/", kill_page, "kill"),
    DeskView("<path:object_id>/revive/", revive_page, "revive"),
]
