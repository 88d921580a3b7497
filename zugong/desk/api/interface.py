"""The API as one thing: its operations under /api/v1/, and the document that describes them."""

from functools import cache

from django.urls import path
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from . import definitions, ledgers, organizations, people, records
from .admission import Bearer
from .problems import READABLE, explain, nowhere

MOUNT = "api/v1/"
SAID = """给别的系统读写组织、人员、纪实和台账。令牌由安全保密管理员在账号页发出，权限就是那个账号的授权；能看、能改的和页面上一样，遮盖也一样。

列表按编号一页一页取：把答复里的 `next` 填进下一次的 `after`，为 `null` 就取完了。日期写成 `2026-03-31`，代码写代码，人和组织写编号。出错时答复都是 `{code, message, field, warnings}`。"""



class Readable(JSONRenderer):
    """Chinese as it is read."""

    json_dumps_params = READABLE


api = NinjaAPI(title="组工台接口", version="1", description=SAID, auth=Bearer(), renderer=Readable(), openapi_url=None, docs_url=None, urls_namespace="api")
for part in (organizations, people, definitions, records, ledgers):
    api.add_router("", part.router)
explain(api)
_patterns, _app, _space = api.urls
urls = ([*_patterns, path("<path:rest>", nowhere, name="nowhere")], _app, _space)


@cache
def document() -> dict:
    """The OpenAPI document."""
    return api.get_openapi_schema(path_prefix=MOUNT)
