"""The same problems for Timefold's last solver for Python (1.24.0b0, Java 17), with constraint streams.

As its documentation does it: an entity for each person and day whose variable is the shift, or nothing; consecutive
days by the collector made for them; the default phases (construction, then local search). It runs in a process of its
own, because a Java machine cannot be started twice in one. There is no bound.
"""

# No `from __future__ import annotations`: the solver compiles these classes and functions to Java and reads their
# annotations as they stand.

import time
from dataclasses import dataclass, field
from typing import Annotated

from curtois.instance import Instance, read_instance
from peers.attempt import Attempt, Moment, run
from timefold.solver import BestSolutionChangedEvent, SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)


@dataclass(unsafe_hash=True)
class Kind:
    """A shift."""

    name: Annotated[str, PlanningId]
    minutes: int
    not_after: list[str] = field(hash=False)


@dataclass(unsafe_hash=True)
class Terms:
    """One person's numbers."""

    name: Annotated[str, PlanningId]
    most_minutes: int
    least_minutes: int
    most_duties: int
    least_duties: int
    least_rest_days: int
    most_weekends: int
    last_day: int


@dataclass(unsafe_hash=True)
class Limit:
    """Most duties of a shift for a person."""

    person: str
    shift: str
    most: int


@dataclass(unsafe_hash=True)
class Wanted:
    """People wanted on a shift of a day."""

    day: int
    shift: str
    people: int
    under: int
    over: int


@dataclass(unsafe_hash=True)
class Asked:
    """A request; the weight is below 0 against the shift."""

    person: str
    day: int
    shift: str
    weight: int


@planning_entity
@dataclass(unsafe_hash=True)
class PersonDay:
    """What one person does on one day that is not a day off."""

    id: Annotated[str, PlanningId]
    person: Terms = field(hash=False)
    day: int = field(hash=False)
    possible: Annotated[list[Kind], ValueRangeProvider(id="possible")] = field(hash=False)
    shift: Annotated[Kind | None, PlanningVariable(value_range_provider_refs=["possible"], allows_unassigned=True)] = (
        field(default=None, hash=False)
    )


@planning_solution
@dataclass
class Problem:
    """Everything, with the entities to decide."""

    terms: Annotated[list[Terms], ProblemFactCollectionProperty]
    limits: Annotated[list[Limit], ProblemFactCollectionProperty]
    wanted: Annotated[list[Wanted], ProblemFactCollectionProperty]
    asked: Annotated[list[Asked], ProblemFactCollectionProperty]
    days: Annotated[list[PersonDay], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


@constraint_provider  # type: ignore[untyped-decorator]
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """Every rule of the format."""
    return [
        hours(factory),
        shift_limits(factory),
        successions(factory),
        long_runs(factory),
        short_runs(factory),
        short_rests(factory),
        weekends(factory),
        wrong_cover(factory),
        no_cover(factory),
        wishes_for(factory),
        wishes_against(factory),
    ]


def hours(factory: ConstraintFactory) -> Constraint:
    """Minutes over the horizon lie between least and most."""
    return (
        factory.for_each_including_unassigned(PersonDay)
        .group_by(
            lambda day: day.person,
            ConstraintCollectors.sum(lambda day: day.shift.minutes if day.shift is not None else 0),
        )
        .filter(lambda person, worked: worked > person.most_minutes or worked < person.least_minutes)
        .penalize(
            HardSoftScore.ONE_HARD,
            lambda person, worked: 1 + max(worked - person.most_minutes, person.least_minutes - worked) // 60,
        )
        .as_constraint("hours")
    )


def shift_limits(factory: ConstraintFactory) -> Constraint:
    """At most so many duties of a shift."""
    return (
        factory.for_each(PersonDay)
        .group_by(lambda day: day.person.name, lambda day: day.shift.name, ConstraintCollectors.count())
        .join(
            Limit,
            Joiners.equal(lambda person, shift, number: person, lambda limit: limit.person),
            Joiners.equal(lambda person, shift, number: shift, lambda limit: limit.shift),
        )
        .filter(lambda person, shift, number, limit: number > limit.most)
        .penalize(HardSoftScore.ONE_HARD, lambda person, shift, number, limit: number - limit.most)
        .as_constraint("shift limits")
    )


def successions(factory: ConstraintFactory) -> Constraint:
    """Some shifts may not be on the day after others."""
    return (
        factory.for_each(PersonDay)
        .join(
            PersonDay,
            Joiners.equal(lambda day: day.person.name, lambda other: other.person.name),
            Joiners.equal(lambda day: day.day + 1, lambda other: other.day),
        )
        .filter(lambda day, other: other.shift.name in day.shift.not_after)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("successions")
    )


def long_runs(factory: ConstraintFactory) -> Constraint:
    """At most so many duties in a row."""
    return (
        factory.for_each(PersonDay)
        .group_by(lambda day: day.person, ConstraintCollectors.to_consecutive_sequences(lambda day: day.day))
        .flatten_last(lambda sequences: sequences.getConsecutiveSequences())
        .filter(lambda person, run: run.getCount() > person.most_duties)
        .penalize(HardSoftScore.ONE_HARD, lambda person, run: run.getCount() - person.most_duties)
        .as_constraint("long runs")
    )


def short_runs(factory: ConstraintFactory) -> Constraint:
    """At least so many duties in a row, where the horizon does not cut the run."""
    return (
        factory.for_each(PersonDay)
        .group_by(lambda day: day.person, ConstraintCollectors.to_consecutive_sequences(lambda day: day.day))
        .flatten_last(lambda sequences: sequences.getConsecutiveSequences())
        .filter(
            lambda person, run: (
                run.getCount() < person.least_duties
                and run.getFirstItem().day > 0
                and run.getLastItem().day < person.last_day
            )
        )
        .penalize(HardSoftScore.ONE_HARD, lambda person, run: person.least_duties - run.getCount())
        .as_constraint("short runs")
    )


def short_rests(factory: ConstraintFactory) -> Constraint:
    """At least so many days off between two duties."""
    return (
        factory.for_each(PersonDay)
        .group_by(lambda day: day.person, ConstraintCollectors.to_consecutive_sequences(lambda day: day.day))
        .flatten_last(lambda sequences: sequences.getBreaks())
        .filter(lambda person, gap: gap.getLength() - 1 < person.least_rest_days)
        .penalize(HardSoftScore.ONE_HARD, lambda person, gap: person.least_rest_days - gap.getLength() + 1)
        .as_constraint("short rests")
    )


def weekends(factory: ConstraintFactory) -> Constraint:
    """At most so many weekends with a duty."""
    return (
        factory.for_each(PersonDay)
        .filter(lambda day: day.day % 7 >= 5)
        .group_by(lambda day: day.person, ConstraintCollectors.count_distinct(lambda day: day.day // 7))
        .filter(lambda person, worked: worked > person.most_weekends)
        .penalize(HardSoftScore.ONE_HARD, lambda person, worked: worked - person.most_weekends)
        .as_constraint("weekends")
    )


def wrong_cover(factory: ConstraintFactory) -> Constraint:
    """Too few or too many people on a shift, where anyone is."""
    return (
        factory.for_each(PersonDay)
        .group_by(lambda day: day.day, lambda day: day.shift.name, ConstraintCollectors.count())
        .join(
            Wanted,
            Joiners.equal(lambda day, shift, there: day, lambda wanted: wanted.day),
            Joiners.equal(lambda day, shift, there: shift, lambda wanted: wanted.shift),
        )
        .filter(lambda day, shift, there, wanted: there != wanted.people)
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda day, shift, there, wanted: (
                wanted.under * (wanted.people - there)
                if there < wanted.people
                else wanted.over * (there - wanted.people)
            ),
        )
        .as_constraint("cover")
    )


def no_cover(factory: ConstraintFactory) -> Constraint:
    """Nobody on a shift that wants people."""
    return (
        factory.for_each(Wanted)
        .if_not_exists(
            PersonDay,
            Joiners.equal(lambda wanted: wanted.day, lambda day: day.day),
            Joiners.equal(lambda wanted: wanted.shift, lambda day: day.shift.name),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda wanted: wanted.under * wanted.people)
        .as_constraint("no cover")
    )


def wishes_for(factory: ConstraintFactory) -> Constraint:
    """A request for a shift that is not met."""
    return (
        factory.for_each(Asked)
        .filter(lambda asked: asked.weight > 0)
        .if_not_exists(
            PersonDay,
            Joiners.equal(lambda asked: asked.person, lambda day: day.person.name),
            Joiners.equal(lambda asked: asked.day, lambda day: day.day),
            Joiners.equal(lambda asked: asked.shift, lambda day: day.shift.name),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda asked: asked.weight)
        .as_constraint("requests for")
    )


def wishes_against(factory: ConstraintFactory) -> Constraint:
    """A duty that was asked not to be."""
    return (
        factory.for_each(Asked)
        .filter(lambda asked: asked.weight < 0)
        .if_exists(
            PersonDay,
            Joiners.equal(lambda asked: asked.person, lambda day: day.person.name),
            Joiners.equal(lambda asked: asked.day, lambda day: day.day),
            Joiners.equal(lambda asked: asked.shift, lambda day: day.shift.name),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda asked: -asked.weight)
        .as_constraint("requests against")
    )


SOLVER = "Timefold 1.24.0b0"


def curtois(instance: Instance, seconds: float) -> Attempt:
    """Solve a public instance within so many seconds; only rosters that break nothing count."""
    started = time.monotonic()
    moments: list[Moment] = []
    solver = SolverFactory.create(
        SolverConfig(
            solution_class=Problem,
            entity_class_list=[PersonDay],
            environment_mode=EnvironmentMode.NO_ASSERT,
            random_seed=1,
            score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
            termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(1000 * seconds))),
        )
    ).build_solver()

    def note(event: BestSolutionChangedEvent[Problem]) -> None:
        score = event.new_best_score
        if event.is_new_best_solution_initialized and score.is_feasible and isinstance(score, HardSoftScore):
            moments.append(Moment(time.monotonic() - started, -score.soft_score))

    solver.add_event_listener(note)
    best = solver.solve(problem_of(instance))
    taken = time.monotonic() - started
    if best.score is None or not best.score.is_feasible:
        return Attempt(SOLVER, (), None, taken, f"no roster that keeps the rules: {best.score}")
    duties = {(one.person.name, one.day): one.shift.name for one in best.days if one.shift is not None}
    return Attempt(SOLVER, tuple(moments), duties, taken)


def problem_of(instance: Instance) -> Problem:
    """The instance in the classes above."""
    kinds = [Kind(shift, minutes, sorted(instance.not_after[shift])) for shift, minutes in instance.minutes.items()]
    people = instance.people.values()
    terms = {
        one.name: Terms(
            one.name,
            one.most_minutes,
            one.least_minutes,
            one.most_duties,
            one.least_duties,
            one.least_rest_days,
            one.most_weekends,
            instance.days - 1,
        )
        for one in people
    }
    return Problem(
        list(terms.values()),
        [Limit(one.name, shift, most) for one in people for shift, most in one.limits.items() if most < instance.days],
        [Wanted(one.day, one.shift, one.people, one.under, one.over) for one in instance.covers],
        [Asked(one.person, one.day, one.shift, one.weight) for one in instance.wishes],
        [
            PersonDay(
                f"{one.name} {day}", terms[one.name], day, [kind for kind in kinds if one.limits.get(kind.name, 1)]
            )
            for one in people
            for day in range(instance.days)
            if day not in instance.away.get(one.name, ())
        ],
    )


if __name__ == "__main__":
    run({"curtois": (read_instance, curtois)})
