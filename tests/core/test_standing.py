# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a release: what may follow, where they put it on a day, and when it is in force."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.errors import StepRefused
from zoning_plugin.core.standing import (
    Standing,
    Step,
    check_steps,
    is_in_force,
    may_follow,
    reservations,
    span_in_force,
    standing_on,
    steps_taken,
    taken_from,
    told_of_step,
    with_step,
    without_last_step,
)
from zoning_plugin.core.terms import ReleaseStatus

DRAFT, SUBMITTED, RETURNED, FILED, PUBLISHED, REPEALED = ReleaseStatus
DAYS = [f"2024-{month:02d}-15" for month in range(1, 13)]
days = st.sampled_from(["", *DAYS])
some_steps = st.builds(
    Step, st.sampled_from(ReleaseStatus), days, st.sampled_from(["", "一号", "二号"]), days, st.just("")
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Step, ...]:
    """Steps as they come to be: whatever is offered, only what may follow is taken."""
    steps: tuple[Step, ...] = (draw(some_steps),)
    for step in draw(st.lists(some_steps, max_size=12)):
        try:
            steps = with_step(steps, step)
        except StepRefused:
            continue
    return steps


@given(histories())
def test_dates_of_steps_never_run_backwards(steps: tuple[Step, ...]) -> None:
    stated = [step.date for step in steps if step.date]
    assert stated == sorted(stated)
    assert check_steps(steps) == ()
    assert list(taken_from(steps)) == sorted(taken_from(steps))


@given(histories())
def test_every_step_may_follow_the_one_before(steps: tuple[Step, ...]) -> None:
    assert all(two.status in may_follow(one.status) for one, two in pairwise(steps))
    assert sum(step.status is PUBLISHED for step in steps) <= 1


@given(histories(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_a_step_once_taken_stays_taken(steps: tuple[Step, ...], one: str, other: str) -> None:
    earlier, later = sorted((one, other))
    taken = steps_taken(steps, earlier), steps_taken(steps, later)
    assert taken[0] == taken[1][: len(taken[0])]
    assert taken[1] == steps[: len(taken[1])]
    assert standing_on(steps, "9999-12-31") == standing_on(steps)


@given(histories(), st.sampled_from(DAYS))
def test_in_force_is_published_effective_and_without_reservation(steps: tuple[Step, ...], on: str) -> None:
    standing = standing_on(steps, on)
    plain = standing.status is PUBLISHED and bool(standing.effective) and standing.effective <= on
    assert is_in_force(steps, on) == plain == (not reservations(standing, on))


@given(histories())
def test_in_force_is_one_stretch_of_days(steps: tuple[Step, ...]) -> None:
    held = [day for day in DAYS if is_in_force(steps, day)]
    span = span_in_force(steps)
    assert held == [day for day in DAYS if span and span[0] <= day and not (span[1] and span[1] <= day)]


@given(histories(), some_steps)
def test_withdrawing_undoes_a_step_and_leaves_the_first(steps: tuple[Step, ...], step: Step) -> None:
    try:
        more = with_step(steps, step)
    except StepRefused:
        return
    assert without_last_step(more) == steps
    with pytest.raises(StepRefused, match="step-is-first"):
        without_last_step(steps[:1])


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step(REPEALED, "2024-05-01"), "step-not-next"),
        (Step(DRAFT), "step-not-next"),
        (Step(FILED, "2024-02-30"), "step-date-wrong"),
        (Step(PUBLISHED, "2024-05-01", effective="明年"), "step-date-wrong"),
        (Step(FILED, "2024-02-01"), "step-date-backwards"),
    ],
)
def test_a_step_that_cannot_be_is_refused(step: Step, code: str) -> None:
    steps = (Step(DRAFT, "2024-01-01"), Step(SUBMITTED, "2024-03-01"))
    with pytest.raises(StepRefused) as refused:
        with_step(steps, step)
    assert refused.value.code == code


HISTORY = (
    Step(DRAFT, "", "稿一"),
    Step(SUBMITTED, "2024-02-01", "报〔2024〕1号"),
    Step(RETURNED, "2024-03-01", "退〔2024〕9号"),
    Step(SUBMITTED, "2024-04-01"),
    Step(FILED, "2024-05-01", "备〔2024〕2号"),
    Step(PUBLISHED, "2024-06-01", "府〔2024〕3号", "2024-07-01"),
    Step(REPEALED, "2025-01-01", "废〔2025〕1号"),
)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2024-01-31", Standing(DRAFT, "稿一")),
        ("2024-02-01", Standing(SUBMITTED, "报〔2024〕1号", "", "2024-02-01")),
        ("2024-03-31", Standing(RETURNED, "报〔2024〕1号", "", "2024-03-01")),
        ("2024-05-31", Standing(FILED, "备〔2024〕2号", "", "2024-05-01")),
        ("2024-06-30", Standing(PUBLISHED, "府〔2024〕3号", "2024-07-01", "2024-06-01")),
        ("2025-01-01", Standing(REPEALED, "府〔2024〕3号", "2024-07-01", "2025-01-01")),
    ],
)
def test_standing_on_a_day(on: str, standing: Standing) -> None:
    assert standing_on(HISTORY, on) == standing


def test_a_release_is_in_force_from_its_effective_day_to_its_repeal() -> None:
    assert span_in_force(HISTORY) == ("2024-07-01", "2025-01-01")
    assert [is_in_force(HISTORY, day) for day in ("2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_published_afterwards_is_not_in_force_before_it_was_published() -> None:
    assert span_in_force((Step(PUBLISHED, "2024-07-10", effective="2024-07-01"),)) == ("2024-07-10", "")


def test_a_publication_without_effective_date_does_not_take_the_day_meant_in_the_draft() -> None:
    steps = (Step(DRAFT, effective="2024-07-01"), Step(PUBLISHED, "2024-06-01"))
    assert standing_on(steps).effective == ""
    assert standing_on(steps, "2024-05-01").effective == "2024-07-01"


def test_before_its_first_step_a_release_is_a_draft_of_which_nothing_is_known() -> None:
    assert standing_on((Step(PUBLISHED, "2024-06-01", "三号", "2024-07-01"),), "2024-05-31") == Standing(DRAFT)


def test_what_a_step_leaves_out_is_told() -> None:
    told = told_of_step((Step(DRAFT),), Step(PUBLISHED))
    assert [one.code for one in told] == ["step-skips-filing", "step-without-effective", "step-without-date"]
    assert told_of_step((Step(FILED),), Step(PUBLISHED, "2024-06-01", effective="2024-07-01")) == ()
