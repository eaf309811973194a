"""The real case from end to end, over HTTP, on PostgreSQL and RabbitMQ."""

from __future__ import annotations

import pytest

from tests.support.scenario import (
    acts,
    applications,
    awards,
    needs,
    panels,
    providers,
    records,
    scores,
    selection,
    survey,
    tenders,
)
from tests.support.scenario.house import House
from tests.support.scenario.sizes import SMALL, WHOLE

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]


@pytest.mark.parametrize("sizes", [SMALL, WHOLE], ids=["small", "whole"])
def test_from_needs_to_awards(installation, sizes, tmp_path, capsys):
    with capsys.disabled(), House(installation).opened() as house, house.stage("in all"):
        with house.stage("needs"):
            roots = needs.hand_in(house, sizes)
        with house.stage("ballots"):
            survey_id = survey.draw_up(house, roots)
            tally = survey.vote(house, sizes, survey_id, roots)
        with house.stage("report and selection"):
            votes = survey.report(house, sizes, survey_id, roots=roots, tally=tally)
            costs = selection.choose(house, sizes, survey_id, roots=roots, votes=votes)
        with house.stage("batch and call"):
            batch = tenders.draw_up(house, sizes, survey_id, costs)
            called = tenders.call(house, sizes, batch)
        with house.stage("organisations"):
            providers.register(house, sizes)
        with house.stage("applications"):
            sealed = applications.hand_in(house, sizes, called)
            named = panels.form(house, batch, called, sealed)
            applications.open_all(house, batch, called, sealed)
            admitted = applications.check(house, called, sealed)
        with house.stage("conflicts"):
            seats = panels.declare(house, batch, called, named)
            panels.open_files(house, called, seats)
        with house.stage("scores"):
            marks = scores.planned(admitted, sizes.tenders)
            scores.judge(house, called, admitted, seats, marks)
        with house.stage("rankings"):
            ranking = scores.ranking(admitted, marks)
            scores.fix(house, called, marks, expected=ranking)
        with house.stage("awards"):
            awards.notice(house, called, ranking)
            awards.object_to(house, called, admitted, seats, marks=marks, ranking=ranking)
            awards.award(house, called, ranking)
            awards.results(house, sizes, batch, entries=sealed, marks=marks, ranking=ranking)
        with house.stage("open data and audit"):
            records.open_data(house, batch, tenders=sizes.tenders)
            assert records.audit(house, batch, tmp_path) == acts.expected(sizes)
