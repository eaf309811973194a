"""The entrypoints of templates that staff write."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.notify import schemas
from services.notify.templates import use_cases


class TemplateDoors:
    """Writing and trying templates."""

    channels: Any

    @query(schemas.TemplateDraft, schemas.TemplateCheck)
    def check_template(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.check_template(reading, price=self.channels.bulk.price, **request)

    @command(schemas.TemplateDraft, schemas.WrittenTemplate)
    def write_template(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.write_template(work, price=self.channels.bulk.price, **request)

    @query(schemas.ListTemplates, schemas.WrittenTemplatePage)
    def list_templates(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_templates(reading, price=self.channels.bulk.price, **request)

    @query(schemas.PreviewTemplate, schemas.TemplatePreview)
    def preview_template(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.preview_template(reading, **request)
