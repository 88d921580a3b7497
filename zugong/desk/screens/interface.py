"""What describes the API, for people who are signed in; a system is given the file."""

import json

from django.http import HttpRequest, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from zugong.desk.api.interface import api, document
from zugong.door.methods import reads


@reads("library.read")
def described(request: HttpRequest):
    """The page of all operations, made by files of this server."""
    settings = {"layout": "BaseLayout", "deepLinking": True, "url": reverse("desk:api_document"), "validatorUrl": None}
    return render(request, "ninja/swagger.html", {"api": api, "swagger_settings": json.dumps(settings), "add_csrf": False})


@reads("library.read")
def api_document(request: HttpRequest):
    """The OpenAPI document."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
