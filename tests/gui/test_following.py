# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a hand does and however late answers come, the last one shown is to the last question, and none goes back in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gui.county import FakeRun
from zoning_plugin.bridge.tasks import AtOnce
from zoning_plugin.core.errors import SiteUnusable
from zoning_plugin.gui.following import Following
from zoning_plugin.gui.frames import EachFrame


class Hand:
    """Asks numbers in rising order; those in ``quick`` are answered at once."""

    def __init__(self, quick: Callable[[int], bool] = lambda _: False) -> None:
        self.run = FakeRun(is_waiting=True)
        self.answered: list[int] = []
        self.told: list[int] = []
        self.refused: list[Exception] = []
        self.following = Following[int, int](
            self.run, AtOnce(), lambda: "follow", self._answer, is_quick=quick, done=self.told.append, failed=self.refused.append  # type: ignore[arg-type]
        )  # fmt: skip

    def _answer(self, question: int) -> int:
        self.answered.append(question)
        if question % 7 == 6:
            raise SiteUnusable("site-empty", source=str(question))
        return question

    def answer_late(self, place: int) -> None:
        """Of all that was started, also what nobody waits for any more, one ends now."""
        if self.run.kept:
            work, _ = self.run.kept.pop(place % len(self.run.kept))
            work()

    def finish(self) -> None:
        while self.run.kept:
            self.answer_late(0)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.booleans()),
        st.tuples(st.just("answer"), st.integers(0, 5)),
        st.tuples(st.just("stop"), st.none()),
    ),
    max_size=60,
)


@given(steps)
def test_the_last_answer_is_to_the_last_question_and_none_is_older_than_one_told(steps: list[tuple[str, Any]]) -> None:
    quick: dict[int, bool] = {}
    hand = Hand(lambda question: quick[question])
    asked, stopped_at = 0, 0
    for what, how in steps:
        if what == "ask":
            asked += 1
            quick[asked] = how
            hand.following.ask(asked)
        elif what == "answer":
            before = len(hand.told)
            hand.answer_late(how)
            assert all(one > stopped_at for one in hand.told[before:])  # nothing of before the stop
        else:
            hand.following.stop()
            stopped_at = asked
        assert len([1 for _, running in hand.run.kept if not running.cancelled]) <= 1  # one is under way
    hand.finish()
    heard = hand.told + [int(str(error.facts["source"])) for error in hand.refused]  # type: ignore[attr-defined]
    assert hand.told == sorted(set(hand.told))
    if asked > stopped_at:
        assert asked in heard


@pytest.mark.parametrize("are_quick", [False, True])
def test_what_came_between_is_never_worked_at(are_quick: bool) -> None:
    hand = Hand(lambda question: are_quick and question > 1)
    for question in range(1, 6):
        hand.following.ask(question)
    hand.finish()
    assert hand.answered == [1, 5]
    assert hand.told == [1, 5]


def test_a_quick_question_waits_while_a_slow_one_is_under_way() -> None:
    hand = Hand(lambda question: question > 1)
    hand.following.ask(1)
    hand.following.ask(2)
    assert hand.told == []
    hand.finish()
    assert hand.told == [1, 2]
    hand.following.ask(3)
    assert hand.told == [1, 2, 3]


def test_what_goes_wrong_is_told_and_the_newest_is_answered_all_the_same() -> None:
    hand = Hand()
    hand.following.ask(6)
    hand.following.ask(8)
    hand.finish()
    assert [type(one) for one in hand.refused] == [SiteUnusable]
    assert hand.told == [8]


def test_when_the_work_is_cancelled_from_outside_the_newest_is_still_answered() -> None:
    hand = Hand()
    hand.following.ask(1)
    hand.following.ask(2)
    hand.run.kept[0][1].cancel()
    hand.finish()
    assert hand.told == [2]


def test_of_what_a_mouse_says_within_a_frame_only_the_last_is_done(qtbot: Any) -> None:
    done: list[int] = []
    frames = EachFrame()
    for place in range(10):
        frames.ask(lambda place=place: done.append(place))
    assert done == [0]
    qtbot.waitUntil(lambda: done == [0, 9])


def test_what_is_dropped_is_not_done(qtbot: Any) -> None:
    done: list[int] = []
    frames = EachFrame()
    frames.ask(lambda: done.append(1))
    frames.ask(lambda: done.append(2))
    frames.drop()
    qtbot.wait(60)
    assert done == [1]
