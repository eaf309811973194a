"""The demonstration's child-care classes.

Last summer, as the report has it: 89 children in three classes of a street's service station, and
35 children with ten volunteers in the car museum. For next summer both take applications now, the
children of last summer first. A joint site has a class that runs today, for the attendance sheet.
"""

from __future__ import annotations

from datetime import date, timedelta

from chassis.config import Settings
from chassis.work import Store
from services.tickets.classes import demo_people as people
from services.tickets.classes import store
from services.tickets.classes.demo_rows import Group, Rows, Site
from services.tickets.days import day_of

_STREET = Site(
    code="jianwai",
    name="建外街道工会服务站",
    setup="union_station",
    path="chaoyang/jianwai",
    address="建外街道永安里中街 25 号",
    account="class-jianwai",
    title="建外街道暑期托管班",
    open_to="chaoyang",
    groups=(
        Group("小班（6—7 岁）", (6, 7), 30, 6, 5),
        Group("中班（8—9 岁）", (8, 9), 30, 6, 5),
        Group("大班（10—12 岁）", (10, 12), 29, 6, 5),
    ),
    members=people.CHAOYANG[0::4],
)
_MUSEUM = Site(
    code="museum",
    name="汽车博物馆职工之家",
    setup="employer",
    path="chaoyang/qiche-bowuguan",
    address="汽车博物馆东门二层",
    account="class-museum",
    title="汽车博物馆职工子女托管班",
    open_to="chaoyang/qiche-bowuguan",
    groups=(Group("汽车班（6—12 岁）", (6, 12), 35, 4, 10),),
    members=people.CHAOYANG[2::4],
    extra=("汽车主题课", "爱国主义教育", "小小讲解员"),
)
_JOINT = Site(
    code="joint",
    name="建外街道与街坊社工事务所联办点",
    setup="joint",
    path="chaoyang/jianwai",
    address="建外街道社区活动中心",
    account="class-jianwai",
    title="建外街道周周托管班",
    open_to="chaoyang",
    groups=(Group("混龄班（6—12 岁）", (6, 12), 16, 6, 2),),
    members=people.CHAOYANG[1::4],
    partner="街坊社工事务所",
)


def load(opening: Store, settings: Settings) -> None:
    """Load the demonstration's classes, once; does nothing in an installation that is none."""
    if not settings.demo:
        return
    with opening.reading() as reading:
        if store.find(reading.session, people.id_of("jianwai:past")) is not None:
            return
    with opening.work() as work:
        rows = Rows(work, settings.personal_data_secret)
        today = day_of(work.now)
        past = max(_summer(y) for y in (today.year - 1, today.year) if _summer(y) < _over(today))
        soon = today + timedelta(days=30)
        coming = min(
            _summer(y) for y in (today.year, today.year + 1, today.year + 2) if _summer(y) > soon
        )
        for site in (_STREET, _MUSEUM):
            rows.site(site)
            rows.held(
                site, "past", past, _last_day(past), children=sum(g.places for g in site.groups)
            )
            rows.upcoming(site, coming, _last_day(coming))
        rows.site(_JOINT)
        first = today - timedelta(days=3)
        rows.held(_JOINT, "now", first, today + timedelta(days=10), children=12)


def _summer(year: int) -> date:
    return date(year, 7, 18)


def _last_day(first_day: date) -> date:
    return first_day.replace(month=8, day=14)


def _over(today: date) -> date:
    """Summers that began before this day are over."""
    return today - timedelta(days=27)
