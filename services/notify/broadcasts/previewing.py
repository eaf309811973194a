"""What the first recipients of a broadcast would read, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis.work import Store
from services.notify.broadcasts import looking, store
from services.notify.broadcasts.audiences import Audiences
from services.notify.channels.rules import size
from services.notify.templates.rules import Template
from services.notify.templates.store import Templates
from services.notify.templates.use_cases import texts_of

_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewer:
    """Shows a broadcast before it goes; ``price`` in fen a part."""

    store: Store
    audiences: Audiences
    price: int

    def show(self, *, broadcast_id: str) -> dict[str, Any]:
        """Texts of the first lines of its file, or of all recipients, who read the same.

        Raises ``BroadcastNotFound``, ``Forbidden``, and what other services answer.
        """
        with self.store.reading() as reading:
            broadcast = looking.readable(reading, broadcast_id)
            ref = (broadcast.template, broadcast.template_version)
            template = Templates(reading.session, {ref}).version(*ref)
            audience = dict(broadcast.audience)
            own: list[tuple[int | None, dict[str, Any]]] = [(None, {})]
            total: int | None = None
            if audience["kind"] == "csv":
                page = store.good_lines(reading.session, broadcast_id, after=0, limit=_EXAMPLES)
                own = [(int(each.place), each.values) for each in page.recipients]
                total = broadcast.lines - broadcast.bad_lines
            shared, language = dict(broadcast.variables), broadcast.language
            channels = set(broadcast.channels)
        if total is None:
            total = self.audiences.total(audience)
        return {
            "total": total,
            "examples": [
                {"line": line} | self._example(template, shared | values, language, channels)
                for line, values in own
            ],
        }

    def _example(
        self, template: Template, values: dict[str, str], language: str, channels: set[str]
    ) -> dict[str, Any]:
        texts = [
            text
            for text in texts_of(template, values)
            if text["channel"] in channels and text["language"] == language
        ]
        parts = sum(size(text["text"]).parts for text in texts if text["channel"] == "sms")
        return {"texts": texts, "parts": parts, "price": parts * self.price}
