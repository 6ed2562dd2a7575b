"""The rule book: one record a rule, each with its level, its numbers and its source.

The name of a field of :class:`Rules` is the rule's one name everywhere: in scenarios, in the program, in the rows
of the linear program, in the judge, in schedules, in the documentation and in the tests.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

from rostering.horizon import Day
from rostering.scenario.ids import Id

Level = Literal["required", "preferred", "off"]
RequiredOrOff = Literal["required", "off"]
PreferredOrOff = Literal["preferred", "off"]

REGULATIONS = "Police Regulations 2003, reg. 22 and Annex E"
WORKING_TIME = "Working Time Regulations 1998"
HOUSE = "House rule"


def expect_rising(least: float | None, most: float | None, most_name: str = "most") -> None:
    """Refuse a `least` above the largest number that goes with it; either may be absent.

    Raises:
        ValueError: there is nothing between the two.
    """
    if least is not None and most is not None and least > most:
        message = f"least ({least:g}) is above {most_name} ({most:g})"
        raise ValueError(message)


class Rule(BaseModel):
    """One rule: how strictly it holds, what it weighs where it is preferred, and where it comes from."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False, strict=True
    )

    level: Level = "required"
    """`required`: must hold. `preferred`: should hold. `off`: neither planned for nor judged."""
    source: str = HOUSE
    """Where the rule comes from: a regulation, a plan, a paper, a local agreement."""


class WeighedRule(Rule):
    """A rule whose breaches are weighed against each other where it is only preferred."""

    weight: float = Field(default=1.0, gt=0, le=1000)
    """At level `preferred`: what one breach costs against breaches of other preferred rules; for rules about hours, one
    hour too many or too few, for runs of days, one day too many. Has no meaning at other levels."""

    @model_validator(mode="after")
    def _weight_is_for_preferences(self) -> Self:
        if self.weight != 1 and self.level != "preferred":
            message = "a weight has a meaning only with level: preferred"
            raise ValueError(message)
        return self


class OneDutyADay(Rule):
    """An officer starts at most one duty a day."""

    level: Literal["required"] = "required"
    """Always `required`."""


class Availability(WeighedRule):
    """An officer who is on leave, in training, at court, sick or on aid gets no duty that day."""


class PublishedDuty(WeighedRule):
    """A published duty, or a published rest day, stays as it was published."""

    level: Literal["required", "preferred"] = "required"
    """`required`: published days are not changed. `preferred`: they may be, at a price (see `pay`); `weight` is what
    100 pounds of it cost against breaches of other preferred rules."""
    source: str = f"{REGULATIONS} (duties published a month ahead for three months; changed for exigencies only)"


class PublishedChanges(Rule):
    """At most `most` published days are changed in the whole plan."""

    level: RequiredOrOff = "off"
    """`required` or `off`. Has a meaning only where `published_duty` is preferred."""
    most: int = Field(default=0, ge=0, le=100_000)
    """Most published days that may be changed."""
    source: str = f"{REGULATIONS} (changed for exigencies only)"


class DailyRest(WeighedRule):
    """Between the end of one duty and the start of the next an officer rests for at least `hours`."""

    hours: float = Field(default=11, ge=0, le=48)
    """Least hours between two duties, also against the duty before the horizon; elapsed hours, not clock hours."""
    source: str = f"{WORKING_TIME}, reg. 10; {REGULATIONS} (at least 11 hours between tours)"


class WorkingPattern(WeighedRule):
    """An officer whose contract has a pattern of days and shifts gets duties only where it allows them."""

    source: str = "Part-time and flexible working agreements"


class Rotation(Rule):
    """An officer on a rotation has its duties, all from one week of it on: the offset is chosen, not the duties."""

    level: RequiredOrOff = "required"
    """`required` or `off`: without the rule, officers on a rotation are rostered freely."""
    source: str = f"{REGULATIONS} (variable shift arrangements)"


class ForbiddenSuccessions(WeighedRule):
    """After certain shifts, certain others do not follow on the next day."""

    after: dict[Id, list[Id]] = {}
    """By shift, the shifts that must not start on the day after it."""


class WeeklyHours(WeighedRule):
    """In each week of the horizon nobody is rostered for more hours than the contract's week, unless published, nor for
    fewer than the least.
    """

    tolerance_hours: float = Field(default=0, ge=0, le=48)
    """Hours a week may go over the `weekly_hours` of the contract or role."""
    least_hours: float = Field(default=0, ge=0, le=48)
    """Least hours in a week of which no day is away or published; less in proportion to the days that are."""
    source: str = "Police Regulations 2003 (40-hour week); Police Staff Council handbook (37-hour week)"


class AverageWeeklyHours(WeighedRule):
    """Averaged over the reference period, history included, nobody works more than `hours` a week."""

    hours: float = Field(default=48, gt=0, le=168)
    """Most hours a week on average."""
    weeks: int = Field(default=17, ge=17, le=52)
    """Length of the reference period; its last weeks are the horizon, the weeks before are `hours_last_16_weeks`."""
    source: str = f"{WORKING_TIME}, reg. 4"


class ContractHours(WeighedRule):
    """Over the horizon everybody who is rostered gets the hours of the contract, leave taken off."""

    level: Level = "preferred"
    """`required`, `preferred` or `off`."""
    tolerance_hours: float = Field(default=10, ge=0, le=200)
    """Hours over the horizon that are neither too few nor too many. Not used where a contract states its `hours`."""
    source: str = "Police Regulations 2003 (40-hour week); Police Staff Council handbook (37-hour week)"


class AverageNightHours(WeighedRule):
    """Night workers average no more than `hours` of duty in 24, over the reference period, history included."""

    hours: float = Field(default=8, gt=0, le=24)
    """Most hours on average in every 24, six days of each week counted."""
    weeks: int = Field(default=17, ge=17, le=52)
    """Length of the reference period, as for `average_weekly_hours`."""
    source: str = f"{WORKING_TIME}, reg. 6"


class ConsecutiveDuties(WeighedRule):
    """Nobody has duties on more than `most` days in a row, or on fewer than `least`; days before the horizon count."""

    most: int = Field(default=7, ge=1, le=31)
    """Most days of duty in a row."""
    least: int = Field(default=1, ge=1, le=14)
    """Least days of duty in a row. A run that the end of the horizon cuts is not held to it."""
    source: str = f"{REGULATIONS} (not more than 7 days between rostered rest days)"

    @model_validator(mode="after")
    def _rising(self) -> Self:
        expect_rising(self.least, self.most)
        return self


class ConsecutiveNights(WeighedRule):
    """Nobody has night duties on more than `most` days in a row, or fewer than `least`."""

    most: int = Field(default=7, ge=1, le=31)
    """Most night duties in a row."""
    least: int = Field(default=1, ge=1, le=14)
    """Least night duties in a row. A run that the end of the horizon cuts is not held to it."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        expect_rising(self.least, self.most)
        return self


class ConsecutiveRestDays(WeighedRule):
    """Days without a duty come at least `least` together; two of them are a pair of rest days."""

    least: int = Field(default=2, ge=1, le=14)
    """Least days in a row without a duty. A run that the end of the horizon cuts is not held to it."""
    source: str = "House rule: rest days in pairs"


class WeekendsOff(WeighedRule):
    """Of any `in_weekends` weekends in a row, at least `least` have no duty on Saturday and none on Sunday."""

    least: int = Field(default=1, ge=0, le=60)
    """Least weekends off."""
    in_weekends: int = Field(default=4, ge=1, le=60)
    """Among this many weekends in a row. What reaches before the horizon is judged as far as `recent_weekends` tell."""

    @model_validator(mode="after")
    def _as_many_as_there_are(self) -> Self:
        expect_rising(self.least, self.in_weekends, "in_weekends")
        return self


class ShiftLimits(WeighedRule):
    """Over the horizon nobody gets more than so many duties of a shift."""

    most: dict[Id, Annotated[int, Field(ge=0, le=366)]] = {}
    """By shift, most duties of it for one officer; a contract may state its own."""


class StaffingMinimum(WeighedRule):
    """At least `min` people of the area's team are on the shift."""


class StaffingPreference(WeighedRule):
    """Where possible, `prefer` people of the area's team are on the shift."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`; the required number is `min`."""
    extra_weight: float = Field(default=0, ge=0, le=1000)
    """What each person above `prefer` costs, as `weight` is what each missing one costs."""

    @model_validator(mode="after")
    def _extra_weight_is_for_preferences(self) -> Self:
        if self.extra_weight and self.level != "preferred":
            message = "an extra_weight has a meaning only with level: preferred"
            raise ValueError(message)
        return self


class StaffingMaximum(WeighedRule):
    """At most `max` people of the area's team are on the shift."""


class SkillsOnDuty(WeighedRule):
    """Among the people of the area's team on a shift are so many with a role or a skill: drivers, supervisors..."""


class DemandMatching(WeighedRule):
    """Where `demand.hours` is given, the people of a team are on duty when demand is, hour by hour and day by day."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""
    within: float = Field(default=2, ge=0, le=1000)
    """The judge reports a stretch of a day on which people on duty are off what demand asks for by more than this."""


class EvenShares(WeighedRule):
    """Nights, lates, weekend duties and cancelled rest days are shared out evenly in a team, history counted."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""
    of: list[Literal["nights", "lates", "weekends", "cancelled_rest_days"]] = Field(
        default=["nights", "lates", "weekends", "cancelled_rest_days"], min_length=1
    )
    """What is shared out: duties of night shifts, of late shifts, duties that start on a Saturday or Sunday, and duties
    on days published as rest."""
    within: float = Field(default=3, ge=0, le=100)
    """The judge reports an officer who has more than this many duties more or fewer than a fair share."""


class SameTeam(WeighedRule):
    """Officers who work with another (a tutor, the team's sergeant) have their duties when that officer has."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""


class HubStaff(Rule):
    """A hub session has its staff for the whole of its opening, people whose duty covers it."""

    level: Literal["required", "off"] = "required"
    """`required` or `off`; a single session is made optional by its own `level`."""
    source: str = "Opening hours announced to the public"


class OnePlaceAtATime(Rule):
    """Nobody is at two hub sessions at once, or at one before they can have travelled from the other."""

    level: Literal["required"] = "required"
    """Always `required`."""


class HotspotGuarantee(WeighedRule):
    """Every hotspot is visited for `minutes` without a break at least once in every `every_days` days."""

    minutes: int = Field(default=15, ge=1, le=240)
    """Least length of a visit, in minutes, continuous and with the whole crew."""
    every_days: int = Field(default=3, ge=1, le=31)
    """Length of the window that must hold a visit."""
    counted: Literal["rolling", "blocks", "elapsed"] = "rolling"
    """`rolling`: any `every_days` days in a row hold a visit. `blocks`: the days are cut into fixed blocks from
    `blocks_from` and each block holds a visit. `elapsed`: from the end of one visit to the start of the next at most
    `every_days` times 24 hours pass."""
    blocks_from: Day | None = None
    """First day of a block, for `counted: blocks`; without it, the first day of the horizon. Write it down once and
    keep it, so that next week's blocks continue this week's."""
    source: str = "Bedfordshire Police and Crime Plan, October 2024 (Home Office requirement as quoted there)"

    @model_validator(mode="after")
    def _blocks_only(self) -> Self:
        if self.blocks_from is not None and self.counted != "blocks":
            message = "blocks_from has a meaning only with counted: blocks"
            raise ValueError(message)
        return self


class SpareVisits(Rule):
    """Where a hotspot asks for `spare_visits`, every window of the guarantee holds so many visits more than the one
    promised, made by different people where that can be.

    They are planned after all that is required and all other breaches of preferences, before visits are shared out.
    """

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""


class HotspotCrew(Rule):
    """A visit is made by the hotspot's whole crew at once, of eligible roles, with a lead where one is asked for."""

    level: Literal["required"] = "required"
    """Always `required`."""


class OpeningHours(Rule):
    """A hotspot is visited only while it is open, whole visits only."""

    level: RequiredOrOff = "required"
    """`required` or `off`."""


class DailyVisits(Rule):
    """A hotspot gets at most its `max_visits_per_day` visits a day."""

    level: RequiredOrOff = "required"
    """`required` or `off`."""
    source: str = "House rule, against over-patrol (trials ran one to three visits a day)"


class VisitSpacing(Rule):
    """Between two visits to one hotspot at least `hours` pass."""

    level: RequiredOrOff = "required"
    """`required` or `off`."""
    hours: float = Field(default=2, ge=0, le=24)
    """Least hours from the end of one visit to the start of the next."""


class DutyMinutes(Rule):
    """All that is planned for people, travel included, fits into the minutes they are on duty."""

    level: Literal["required"] = "required"
    """Always `required`."""


class Briefing(Rule):
    """A duty opens with a briefing, except where its officer reports straight to a hub session that opens with it."""

    level: RequiredOrOff = "required"
    """`required` or `off`."""
    minutes: int = Field(default=15, ge=0, le=120)
    """Length of the briefing."""


MOST_HOURS = 24
MOST_MINUTES = 240


def _rising_hours(table: dict[int, int]) -> dict[int, int]:
    if not table or not all(0 <= hours <= MOST_HOURS and 0 <= m <= MOST_MINUTES for hours, m in table.items()):
        message = f"write hours 0 to {MOST_HOURS} against minutes 0 to {MOST_MINUTES}, at least one pair"
        raise ValueError(message)
    return dict(sorted(table.items()))


BreakTable = Annotated[
    dict[int, int],
    AfterValidator(_rising_hours),
    PlainSerializer(lambda table: {str(hours): minutes for hours, minutes in table.items()}, when_used="json"),
]


class Breaks(Rule):
    """A duty has one unbroken break, as long as its length earns, in the middle half of the duty."""

    level: RequiredOrOff = "required"
    """`required` or `off`."""
    minutes_from_hours: BreakTable = {0: 0, 5: 30, 6: 35, 7: 40, 8: 45, 9: 50, 10: 60}
    """Minutes of break by length of duty: the entry with the largest number of hours not above the duty's."""
    source: str = f"{REGULATIONS} (refreshment by length of duty); {WORKING_TIME}, reg. 12"


class Abstraction(Rule):
    """Of every duty, the share that is expected to be withdrawn (court, response, aid) and is not yet known is kept in
    reserve and promised to nobody.
    """

    level: RequiredOrOff = "required"
    """`required` or `off`."""
    source: str = "Planned abstraction of about 30 % (London Assembly question 2013/5257)"


class Lending(Rule):
    """Work outside the own area stays in areas the team may be lent to, at most a share of the team's week."""

    level: RequiredOrOff = "required"
    """`required` or `off`: without the rule every team may work everywhere."""
    most_share: float = Field(default=0.5, ge=0, le=1)
    """Largest share of a team's duty minutes over the horizon that may be spent in other areas, travel included."""
    stay_minutes: int = Field(default=120, ge=15, le=600)
    """Length of a lent patrol between two journeys; it is charged the journey there and back once in this time."""


class LeastServedArea(Rule):
    """The area with the fewest patrol hours for its demand is raised first."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""
    least_ratio: float = Field(default=0.9, ge=0, le=1)
    """The judge reports an area whose patrol share is under this multiple of its demand share."""
    source: str = "Rawls' difference principle; lexicographic max-min"


class AreaShare(Rule):
    """Areas get patrol hours in proportion to their demand."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""
    within: float = Field(default=0.1, ge=0, le=1)
    """The judge reports an area whose patrol share is off its demand share by more than this fraction."""
    source: str = "Bedfordshire Police and Crime Plan: equitably and in line with demand"


class HotspotShare(Rule):
    """Beyond the guarantee, the hotspots of an area get visits in proportion to their demand."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""
    within_visits: float = Field(default=2, ge=0, le=100)
    """The judge reports a hotspot whose visits are off its due by more than this number of visits."""


class HourShare(Rule):
    """Where `demand.hours` is given, an area's patrol follows it over the hours of the day while anyone is on duty."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""
    within: float = Field(default=0.5, ge=0, le=1)
    """The judge reports a day on which more than this share of an area's patrol would have to move to follow demand."""


class Requests(Rule):
    """An officer's requests for or against a duty are met where nothing above them suffers."""

    level: PreferredOrOff = "preferred"
    """`preferred` or `off`."""


class Rules(BaseModel):
    """The rule book of a scenario. A rule that is not mentioned holds at its default."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    one_duty_a_day: OneDutyADay = OneDutyADay()
    availability: Availability = Availability()
    published_duty: PublishedDuty = PublishedDuty()
    published_changes: PublishedChanges = PublishedChanges()
    working_pattern: WorkingPattern = WorkingPattern()
    rotation: Rotation = Rotation()
    daily_rest: DailyRest = DailyRest()
    forbidden_successions: ForbiddenSuccessions = ForbiddenSuccessions()
    weekly_hours: WeeklyHours = WeeklyHours()
    contract_hours: ContractHours = ContractHours()
    average_weekly_hours: AverageWeeklyHours = AverageWeeklyHours()
    average_night_hours: AverageNightHours = AverageNightHours()
    consecutive_duties: ConsecutiveDuties = ConsecutiveDuties()
    consecutive_nights: ConsecutiveNights = ConsecutiveNights()
    consecutive_rest_days: ConsecutiveRestDays = ConsecutiveRestDays()
    weekends_off: WeekendsOff = WeekendsOff()
    shift_limits: ShiftLimits = ShiftLimits()
    staffing_minimum: StaffingMinimum = StaffingMinimum()
    staffing_preference: StaffingPreference = StaffingPreference()
    staffing_maximum: StaffingMaximum = StaffingMaximum()
    skills_on_duty: SkillsOnDuty = SkillsOnDuty()
    demand_matching: DemandMatching = DemandMatching()
    hub_staff: HubStaff = HubStaff()
    one_place_at_a_time: OnePlaceAtATime = OnePlaceAtATime()
    hotspot_guarantee: HotspotGuarantee = HotspotGuarantee()
    spare_visits: SpareVisits = SpareVisits()
    hotspot_crew: HotspotCrew = HotspotCrew()
    opening_hours: OpeningHours = OpeningHours()
    daily_visits: DailyVisits = DailyVisits()
    visit_spacing: VisitSpacing = VisitSpacing()
    duty_minutes: DutyMinutes = DutyMinutes()
    briefing: Briefing = Briefing()
    breaks: Breaks = Breaks()
    abstraction: Abstraction = Abstraction()
    lending: Lending = Lending()
    least_served_area: LeastServedArea = LeastServedArea()
    area_share: AreaShare = AreaShare()
    hotspot_share: HotspotShare = HotspotShare()
    hour_share: HourShare = HourShare()
    requests: Requests = Requests()
    even_shares: EvenShares = EvenShares()
    same_team: SameTeam = SameTeam()

    def __iter__(self) -> Any:
        """Pairs of name and rule, in the order of the rule book."""
        return ((name, getattr(self, name)) for name in type(self).model_fields)


RULES: tuple[str, ...] = tuple(Rules.model_fields)
"""The names of all rules, in the order of the rule book."""
