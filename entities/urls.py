"""Public addresses of the who's who."""

from django.urls import path

from entities import views

urlpatterns = [
    path("topics/", views.index, name="entities"),
    path("topics/<slug:slug>/", views.entity, name="entity"),
]
