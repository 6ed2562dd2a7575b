"""The YAML vocabulary of a scenario: frozen records that refuse unknown keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from rostering.horizon import Day, Horizon, Moment, Span, day_name, wall_time
from rostering.scenario.ids import Id
from rostering.scenario.rules import Rules, expect_rising

REST = "rest"
"""What a published or requested day without a duty is called; no shift may have this id."""
ANY = "any"
"""In a hub session's staff: people of whatever role; no role may have this id."""


def _clock(text: str) -> str:
    wall_time(text)
    return text


Clock = Annotated[str, AfterValidator(_clock), Field(json_schema_extra={"pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})]
DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Text = Annotated[str, StringConstraints(max_length=500)]
Quantity = Annotated[float, Field(ge=0, le=1e9)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Record(BaseModel):
    """A part of a scenario."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False, strict=True
    )


class Point(Record):
    """A place on the map (WGS 84, decimal degrees)."""

    lat: Latitude
    """Degrees north."""
    lon: Longitude
    """Degrees east; in Britain mostly negative."""


class HourProfile(Record):
    """Relative demand over the hours of the day: 24 numbers from midnight, for each group of days."""

    mon_thu: Annotated[list[Quantity], Field(min_length=24, max_length=24)] = Field(alias="mon-thu")
    """Monday to Thursday."""
    fri: Annotated[list[Quantity], Field(min_length=24, max_length=24)]
    """Friday."""
    sat: Annotated[list[Quantity], Field(min_length=24, max_length=24)]
    """Saturday."""
    sun: Annotated[list[Quantity], Field(min_length=24, max_length=24)]
    """Sunday."""

    @model_validator(mode="after")
    def _some_demand_every_day(self) -> Self:
        if not all(sum(hours) > 0 for hours in (self.mon_thu, self.fri, self.sat, self.sun)):
            message = "each group of days needs at least one hour above 0"
            raise ValueError(message)
        return self

    def on(self, weekday: int) -> list[float]:
        """The 24 numbers for a day of the week (Monday is 0)."""
        return (self.mon_thu, self.mon_thu, self.mon_thu, self.mon_thu, self.fri, self.sat, self.sun)[weekday]


class Demand(Record):
    """How measures of demand are mixed, and how demand runs over the day."""

    weights: dict[Id, Quantity] = Field(min_length=1)
    """Weight of each measure. Measures are first turned into shares, so that a weight means the same for all."""
    hours: HourProfile | None = None
    """Relative demand by hour of the day; without it, no hour is preferred to another."""

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if sum(self.weights.values()) <= 0:
            message = "at least one measure needs a weight above 0"
            raise ValueError(message)
        return self


class Area(Record):
    """A team's area, with the base where its duties start and end."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    base: Point
    """Where duties start and end."""
    demand: dict[Id, Quantity] = {}
    """Amount of each measure of demand in the area."""
    neighbours: list[Id] = []
    """Areas this team may be lent to, at the lending cost."""


class Role(Record):
    """A kind of officer."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    weekly_hours: float = Field(default=40, gt=0, le=168)
    """Contracted hours a week."""
    annual_cost: float = Field(default=0, ge=0, le=10_000_000)
    """Full cost of one person for a year, in pounds; prices the hours of a schedule."""
    abstraction: float = Field(default=0.0, ge=0, lt=1)
    """Share of working time expected to be lost to leave, sickness, training, court and aid, all together. What the
    officers' `unavailable` days do not show yet is kept in reserve in every duty."""


class Shift(Record):
    """A template for duties: when they start and end."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    start: Clock
    """Start, on the day of the duty."""
    end: Clock
    """End; at or before the start, it is on the next day."""
    kind: Literal["early", "late", "night"] | None = None
    """What it counts as where lates and nights are shared out or limited. Without it: `night` where at least three of
    its hours lie between 23:00 and 06:00 (Working Time Regulations 1998, reg. 2), else `late` where it ends after
    21:00, else `early`."""


class Headcount(Record):
    """How many people are wanted on a shift of one day."""

    min: int | None = Field(default=None, ge=0, le=10_000)
    """Least number; missing people are a named shortfall."""
    prefer: int | None = Field(default=None, ge=0, le=10_000)
    """Number wanted where nothing more important suffers."""
    max: int | None = Field(default=None, ge=0, le=10_000)
    """Largest number."""
    skills: dict[Id, Annotated[int, Field(ge=1, le=10_000)]] = {}
    """Among them, least number with a role or a skill."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        wanted = [number for number in (self.min, self.prefer, self.max) if number is not None]
        if not wanted and not self.skills and not getattr(self, "dates", {}):
            message = "give at least one of min, prefer, max and skills"
            raise ValueError(message)
        if wanted != sorted(wanted):
            message = "min, prefer and max must not fall in this order"
            raise ValueError(message)
        return self


class Staffing(Headcount):
    """How many people of an area's team are wanted on a shift."""

    days: list[DayName] | None = Field(default=None, min_length=1)
    """Days of the week this holds on; without it, on all."""
    dates: dict[Day, Headcount] = {}
    """What is wanted on single days, in place of all that is said for the others."""

    def on(self, day: date) -> Headcount | None:
        """What is wanted on a day, if anything is."""
        if day in self.dates:
            return self.dates[day]
        return self if self.days is None or day_name(day) in self.days else None


class Run(Record):
    """Least and most days in a row; what is absent is as the rule says."""

    least: int | None = Field(default=None, ge=1, le=14)
    """Least days in a row."""
    most: int | None = Field(default=None, ge=1, le=31)
    """Most days in a row."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        expect_rising(self.least, self.most)
        return self


class RestRun(Record):
    """Least days in a row without a duty."""

    least: int = Field(ge=1, le=14)
    """Least days in a row."""


class HoursRange(Record):
    """Least and most hours over the whole horizon."""

    least: float = Field(default=0, ge=0, le=9000)
    """Least hours."""
    most: float = Field(default=9000, ge=0, le=9000)
    """Most hours."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        expect_rising(self.least, self.most)
        return self


class FreeWeekends(Record):
    """Weekends off, of so many in a row."""

    least: int = Field(ge=0, le=60)
    """Least weekends off."""
    in_weekends: int = Field(ge=1, le=60)
    """Among this many weekends in a row."""

    @model_validator(mode="after")
    def _as_many_as_there_are(self) -> Self:
        expect_rising(self.least, self.in_weekends, "in_weekends")
        return self


class Contract(Record):
    """What one officer's working terms say in place of the role and the rule book; what is absent is as there."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    weekly_hours: float | None = Field(default=None, gt=0, le=168)
    """Contracted hours a week, in place of the role's."""
    hours: HoursRange | None = None
    """For `contract_hours`: hours over the whole horizon, whatever days are away."""
    night_worker: bool = False
    """Whether `average_night_hours` applies."""
    consecutive_duties: Run | None = None
    """In place of the rule's numbers."""
    consecutive_nights: Run | None = None
    """In place of the rule's numbers."""
    consecutive_rest_days: RestRun | None = None
    """In place of the rule's number."""
    weekends_off: FreeWeekends | None = None
    """In place of the rule's numbers."""
    shift_limits: dict[Id, Annotated[int, Field(ge=0, le=366)]] = {}
    """Most duties of a shift over the horizon, in place of the rule's for these shifts."""
    pattern: list[dict[DayName, list[Id]]] = Field(default=[], max_length=10)
    """For `working_pattern`: one to ten weeks that repeat, each with the shifts allowed by day of the week. A day that
    is not in its week is never worked. Empty: no pattern."""
    pattern_from: Day | None = None
    """A day in the first week of the pattern (weeks begin on Monday); without it, the first day of the horizon."""


NO_CONTRACT = Contract()


class RotationPattern(Record):
    """A fixed rotation of 1 to 10 weeks."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    weeks: list[Annotated[list[Id], Field(min_length=7, max_length=7)]] = Field(min_length=1, max_length=10)
    """Its weeks, each seven entries from Monday to Sunday: a shift, or `rest`."""
    choose: Literal["officer", "team"] = "officer"
    """Whether each officer starts in a week of the rotation of their own, or all of a team on it in the same one."""


class Pay(Record):
    """What changes to published duties cost."""

    as_of: Day | None = None
    """The day on which changes would be told; without it, the day before the horizon. Notice is counted from here."""
    public_holidays: list[Day] = []
    """Days on which every added hour is paid at `public_holiday`."""
    overtime: float = Field(default=4 / 3, ge=0, le=10)
    """Multiple of the hourly cost for hours beyond those of the published duty (Police Regulations 2003, reg. 25)."""
    rest_day: float = Field(default=1.5, ge=0, le=10)
    """Multiple for a duty on a published rest day at short notice (reg. 26)."""
    rest_day_notice_days: int = Field(default=15, ge=0, le=365)
    """With at least this many days' notice a cancelled rest day costs no more than its hours at the plain rate."""
    rest_day_least_hours: float = Field(default=4, ge=0, le=24)
    """Hours that a cancelled rest day is paid at least."""
    public_holiday: float = Field(default=2, ge=0, le=10)
    """Multiple on a public holiday."""
    moved_start_hours: float = Field(default=1, ge=0, le=24)
    """Hours at the plain rate that a moved or cancelled duty is taken to cost, so that nothing is moved for nothing."""


class Request(Record):
    """A wish for a day: a shift, or `rest` for no duty."""

    day: Day
    """The day asked about."""
    shift: Id
    """The shift wished for, or `rest`."""
    weight: float = Field(default=1.0, ge=-1000, le=1000)
    """How much it matters; below 0 the request is against the shift."""

    @model_validator(mode="after")
    def _matters(self) -> Self:
        if self.weight == 0:
            message = "a request with weight 0 asks for nothing"
            raise ValueError(message)
        return self


class History(Record):
    """What an officer worked before the horizon."""

    last_duty_ends: Moment | None = None
    """Local time at which the last duty before the horizon ends (it may reach into the first day)."""
    consecutive_days: int = Field(default=0, ge=0, le=31)
    """Days of duty in a row up to the day before the horizon; 0 if that day was free."""
    hours_last_16_weeks: float = Field(default=0, ge=0, le=2688)
    """Hours worked in the 16 weeks before the horizon."""
    hours_by_week: list[Annotated[float, Field(ge=0, le=168)]] = Field(default=[], max_length=16)
    """Of these, the hours of each of the latest weeks up to the horizon (seven days each), latest last. What is not
    told by week is taken evenly. `rostering next` keeps them, so that hours drop out when they are 16 weeks old."""
    last_shift: Id | None = None
    """Shift of the duty on the day before the horizon, where there was one."""
    consecutive_nights: int = Field(default=0, ge=0, le=31)
    """Night duties in a row up to the day before the horizon; 0 if that day had none."""
    consecutive_rest_days: int = Field(default=0, ge=0, le=366)
    """Days without a duty in a row up to the day before the horizon; 0 if that day had one, or if it is not known."""
    recent_weekends: list[Literal["worked", "off"]] = Field(default=[], max_length=60)
    """The weekends before the horizon, latest last."""
    counts: dict[
        Literal["nights", "lates", "weekends", "cancelled_rest_days"], Annotated[int, Field(ge=0, le=366)]
    ] = {}
    """What was worked before and still counts when shares are evened out."""


class Officer(Record):
    """An officer, or with `count` a number of officers alike."""

    role: Id
    """The officer's role."""
    area: Id
    """The area of the officer's team."""
    skills: list[Id] = []
    """Skills that hub sessions and staffing can ask for."""
    contract: Id | None = None
    """The officer's working terms; without it, those of the role and the rule book."""
    rotation: Id | None = None
    """The rotation that free days follow."""
    works_with: Id | None = None
    """Another officer of the team with whom duties are shared where possible: a tutor, the team's sergeant."""
    published: dict[Day, Id] | None = None
    """Published duties by day: a shift, or `rest`. Days that are absent, or all days where the map is absent, are free
    to roster. Days after the horizon, up to a year, are kept for `rostering next`; so are those below."""
    unavailable: dict[Day, Id] = {}
    """Days away, with the reason: leave, training, court, sick, aid or another word."""
    requests: list[Request] = []
    """Wishes for days that are free to roster."""
    history: History = History()
    """What was worked before the horizon."""
    count: int | None = Field(default=None, ge=1, le=10_000)
    """Shorthand: this many officers alike, with `-1`, `-2` and so on added to the id."""

    def until(self, end: date) -> Officer:
        """The officer without what is published, asked for or known of days from a day on."""
        known = (*(self.published or ()), *self.unavailable, *(request.day for request in self.requests))
        if all(day < end for day in known):
            return self
        published = None if self.published is None else {day: s for day, s in self.published.items() if day < end}
        update = {
            "published": published,
            "unavailable": {day: why for day, why in self.unavailable.items() if day < end},
            "requests": [request for request in self.requests if request.day < end],
        }
        return self.model_copy(update=update)


class Opening(Record):
    """Days and hours in which a hotspot may be visited."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    days: list[DayName] = Field(default=["mon", "tue", "wed", "thu", "fri", "sat", "sun"], min_length=1)
    """Days of the week on which the opening begins."""
    start: Clock = Field(alias="from")
    """First minute."""
    end: Clock = Field(alias="to")
    """End; at or before `from`, it is on the next day."""


ALWAYS_OPEN = Opening(start="00:00", end="00:00")


class Hotspot(Record):
    """A place that is promised patrols."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    area: Id
    """The area it lies in."""
    lat: Latitude
    """Degrees north."""
    lon: Longitude
    """Degrees east."""
    demand: dict[Id, Quantity] = {}
    """Amount of each measure of demand at the hotspot, a part of its area's."""
    crew: int = Field(default=2, ge=1, le=10)
    """People at once."""
    roles: list[Id] | None = Field(default=None, min_length=1)
    """Roles that may go; without it, all."""
    lead: list[Id] = []
    """Roles of which at least one person must be in the crew, where given."""
    open: list[Opening] = Field(default=[ALWAYS_OPEN], min_length=1)
    """When it may be visited; without it, always."""
    last_patrolled: Moment | None = None
    """Local time at which the last visit before the horizon ended; absent where it is not known."""
    max_visits_per_day: int = Field(default=3, ge=1, le=96)
    """Most visits a day."""
    spare_visits: int = Field(default=0, ge=0, le=20)
    """Visits wanted in every window of the guarantee beyond the one promised, so that the promise survives absences."""

    @property
    def place(self) -> Point:
        """Where it is."""
        return Point(lat=self.lat, lon=self.lon)


class SessionTime(Record):
    """One weekly opening of a hub."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    day: DayName
    """Day of the week."""
    start: Clock = Field(alias="from")
    """Opening time."""
    end: Clock = Field(alias="to")
    """Closing time; at or before `from`, it is on the next day."""


class HubSession(Record):
    """A hub that opens for a few hours a week."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    area: Id
    """The area it lies in."""
    lat: Latitude
    """Degrees north."""
    lon: Longitude
    """Degrees east."""
    when: list[SessionTime] = Field(min_length=1)
    """Weekly openings."""
    staff: dict[Id, Annotated[int, Field(ge=1, le=50)]] = Field(min_length=1)
    """People needed: `any` is the number of people in all, a role or a skill the least number with it among them.
    Without `any`, the roles and skills are added up."""
    level: Literal["required", "preferred"] = "required"
    """`preferred`: the session is held whole or, if its people are better used elsewhere, not at all."""
    weight: float | None = Field(default=None, gt=0, le=1000)
    """What a preferred session that is not held costs against other preferences; 1 where it is not given."""

    @model_validator(mode="after")
    def _weight_is_for_preferences(self) -> Self:
        if self.weight is not None and self.level == "required":
            message = "a weight has a meaning only with level: preferred"
            raise ValueError(message)
        return self

    @property
    def place(self) -> Point:
        """Where it is."""
        return Point(lat=self.lat, lon=self.lon)

    @property
    def people(self) -> int:
        """Number of people the session needs in all."""
        return self.staff.get(ANY, sum(self.staff.values()))


class Travel(Record):
    """How long journeys take."""

    mode: Literal["vehicle", "foot"] = "vehicle"
    """How officers travel; sets the speed where none is given: 30 km/h by vehicle, 4.5 km/h on foot."""
    speed_kmh: float | None = Field(default=None, gt=0, le=300)
    """Average speed on the road."""
    detour: float = Field(default=1.3, ge=1, le=10)
    """Length of the way by road as a multiple of the straight line."""
    matrix: str | None = None
    """CSV file, beside the scenario, with the header `from,to,minutes`: journeys between places, each the id of an
    area (its base), a hotspot or a hub session. Journeys that are not in it are computed."""
    minutes: dict[Id, dict[Id, Annotated[float, Field(ge=0, le=1440)]]] = {}
    """The same journeys written out, by origin and destination; they go before those of `matrix`."""

    @property
    def kmh(self) -> float:
        """Speed in use."""
        return self.speed_kmh or {"vehicle": 30.0, "foot": 4.5}[self.mode]


class FundingOption(Record):
    """Something that money could buy, or that could be given up to save money: exactly one of `hire`, `hours`,
    `end_grant`, `open_hub` and `close_hub`, with the keys that go with it.
    """

    title: Text = ""
    """Name for people; the id where it is empty."""
    hire: Id | None = None
    """A role: one more person of it, on contracted hours, for each that is bought."""
    hours: Literal[True] | None = None
    """Overtime: hours of duty every week beyond contracts, worked by people there are."""
    end_grant: Id | None = None
    """A role: one person of it fewer, whom a grant pays for, for each that is given up."""
    open_hub: Id | None = None
    """A hub that would also open at the times of `when`."""
    close_hub: Id | None = None
    """A hub whose openings at the times of `when` could close; without `when`, all of them."""
    areas: Literal["all"] | Annotated[list[Id], Field(min_length=1)] = "all"
    """For `hire`, `hours` and `end_grant`: a list of the teams where it may be, or `all` of them."""
    role: Id | None = None
    """For `hours`: who works them; without it, whichever role has people in the team."""
    when: list[SessionTime] = []
    """For `open_hub` and `close_hub`: the openings it is about."""
    annual_cost: float | None = Field(default=None, ge=0, le=1e9)
    """For `hire`, of one person for a whole year; without it, the role's. For `open_hub`, of the openings beyond the
    hours of the people who staff them; 0 where it is not given."""
    hourly_cost: float | None = Field(default=None, gt=0, le=10_000)
    """For `hours`: what one hour costs."""
    annual_saving: float | None = Field(default=None, ge=0, le=1e9)
    """For `end_grant`, of one person for a whole year; without it, the role's yearly cost. For `close_hub`, of the
    openings beyond the hours of their people; 0 where it is not given."""
    min: int = Field(default=0, ge=0, le=100_000)
    """At least so many, whatever the budget: people, hours a week, or 1 for a hub that is to open or close."""
    max: int | None = Field(default=None, ge=0, le=100_000)
    """At most so many, over all areas: people, or hours a week. Hubs open or close once."""
    starts: Day | None = None
    """First day it is in place. The year's cost is for the days from here on; what it brings is judged in a week in
    which it is in place. Without it, the whole year."""


class Funding(Record):
    """What money could buy, for `rostering fund`."""

    currency: Annotated[str, StringConstraints(min_length=3, max_length=3)] = "GBP"
    """Currency of all costs (ISO 4217)."""
    year_starts: Day | None = None
    """First day of the year that a budget is for; without it, the latest 1 April on or before the horizon's start."""
    options: dict[Id, FundingOption] = Field(min_length=1)
    """What could be bought or given up, by id."""


class Scenario(Record):
    """All that is known before planning: the horizon, demand, people, places, promises and rules."""

    version: Literal[1]
    """Version of this format."""
    name: Id
    """Short name; names the schedule file."""
    title: Text = ""
    """Name for people."""
    horizon: Horizon
    """The days to plan."""
    demand: Demand
    """How demand is measured."""
    areas: dict[Id, Area] = Field(min_length=1)
    """The areas, by id."""
    roles: dict[Id, Role] = Field(min_length=1)
    """The roles, by id."""
    shifts: dict[Id, Shift] = Field(min_length=1)
    """The shifts, by id."""
    contracts: dict[Id, Contract] = {}
    """Working terms, by id."""
    rotations: dict[Id, RotationPattern] = {}
    """Fixed rotations, by id."""
    staffing: dict[Id, dict[Id, Staffing]] = {}
    """People wanted, by area and shift."""
    pay: Pay = Pay()
    """What changes to published duties cost."""
    officers: dict[Id, Officer] = Field(min_length=1)
    """The officers, by id."""
    hotspots: dict[Id, Hotspot] = {}
    """The hotspots, by id."""
    hub_sessions: dict[Id, HubSession] = {}
    """The hubs and their openings, by id."""
    travel: Travel = Travel()
    """How long journeys take."""
    rules: Rules = Rules()
    """The rule book."""
    funding: Funding | None = None
    """What money could buy, for `rostering fund`."""
    overrides: dict[Id, dict[str, Any]] = {}
    """Named changes, for `--scenario`: dotted paths from the top of the file, and the value that goes there instead;
    an empty value (`null`) takes out what is there. A path that leads nowhere is an error."""
    scenarios: dict[Id, list[Id]] = {}
    """Named sets of overrides, for `--scenario`. Two overrides that are applied together may not change the same
    value."""

    @cached_property
    def people(self) -> Mapping[str, Officer]:
        """Every single officer by id, with `count` expanded, and without what lies after the horizon."""
        people: dict[str, Officer] = {}
        for officer_id, entry in self.officers.items():
            officer = entry.until(self.horizon.end)
            if officer.count is None:
                people[officer_id] = officer
                continue
            one = officer.model_copy(update={"count": None})
            people.update({f"{officer_id}-{number}": one for number in range(1, officer.count + 1)})
        return people

    def without_later_days(self) -> Scenario:
        """The scenario without what is published, asked for or known of days after the horizon."""
        officers = {officer_id: officer.until(self.horizon.end) for officer_id, officer in self.officers.items()}
        if all(officers[officer_id] is officer for officer_id, officer in self.officers.items()):
            return self
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Scenario.model_construct(**fields | {"officers": officers})

    def shift_span(self, day: date, shift_id: str) -> Span:
        """When a duty of a shift is that starts on a day: a half-open interval of instants."""
        shift = self.shifts[shift_id]
        return self.horizon.span(day, shift.start, shift.end)

    def place(self, place_id: str) -> Point:
        """The point of an area's base, a hotspot or a hub session.

        Raises:
            KeyError: no such place.
        """
        if place_id in self.areas:
            return self.areas[place_id].base
        if place_id in self.hotspots:
            return self.hotspots[place_id].place
        return self.hub_sessions[place_id].place

    def title_of(self, identifier: str) -> str:
        """The name for people of an area, role, shift, hotspot or hub session; the id where it has none."""
        for named in (self.areas, self.hotspots, self.hub_sessions, self.roles, self.shifts):
            if identifier in named:
                return named[identifier].title or identifier
        return identifier
