"""The shell as a Django app: base pages, components, static files and the restyled sign-in pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "homeward.web"
    label = "web"
    verbose_name = "Shell"
