"""The demonstration: what became of 144 needs of members, from the files in ``demo_data/``.

A first batch has come to its end: 35 projects, 164 organisations, 289 applications, 35 awards. Of a
second one the panel is judging, and a third takes applications. Everything happens through the
service's own use cases, in one transaction, at moments of the months before the first start.
"""

from __future__ import annotations

from chassis.config import Settings
from chassis.personal import PersonalData
from chassis.work import Store
from services.projects.demo import first_batch, judged_batch, needs, open_batch, providers, surveys
from services.projects.demo.files import shelf_for
from services.projects.demo.history import History
from services.projects.demo.timetable import Timetable
from services.projects.needs import store as need_store


def load(store: Store, settings: Settings) -> None:
    """Let it all have happened, once; does nothing where needs already are."""
    with store.reading() as reading:
        if need_store.any_there(reading.session):
            return
    personal = PersonalData(settings.personal_data_secret)
    with store.work() as work:
        history = History(store, work)
        times = Timetable.before(work.now)
        chosen = needs.hand_in_and_decide(history, times)
        providers.register(history, times, personal=personal, shelf=shelf_for(settings))
        first_batch.carry_out(history, times, chosen.first, personal=personal)
        judged_batch.carry_out(history, times, chosen.third, personal=personal)
        open_batch.carry_out(
            history, times, chosen.fourth, personal=personal, shelf=shelf_for(settings)
        )
        surveys.show_open(history, times, chosen.second, secret=settings.personal_data_secret)
