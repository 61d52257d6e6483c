"""The plan proposed for a file: what is known exactly is written down, all else asked, with what may be meant."""

import re
from collections.abc import Mapping, Sequence
from typing import get_args

import attrs

from sw_competency.catalogue.terms import Authority
from sw_competency.dates import said
from sw_competency.formats._esr_names import in_small_letters
from sw_competency.intake.columns import ORGANISATION, POST, TOLD
from sw_competency.intake.facts import FOR_EVER
from sw_competency.intake.layout import Headings, day_in_title, found_headings, headings_at, labelled, unnamed, used
from sw_competency.intake.people import People, id_of
from sw_competency.intake.plan import ACROSS, ASKED, IN_TITLE, LEFT_OUT, TABLES, Plan, SheetPlan
from sw_competency.intake.preview import examine
from sw_competency.intake.previewed import Open, Preview
from sw_competency.intake.profiles import Profile, fitting
from sw_competency.intake.said import order_of, read, reads_both_ways
from sw_competency.intake.subjects import Subjects
from sw_competency.intake.tables import Sheet, Tables
from sw_competency.intake.words import POSTS, SYNONYMS, VALUES, is_person, parted, role_of, value_key
from sw_competency.names import first_few, suggestions

_AUTHORITIES = get_args(Authority)  # the weightiest first
_INITIALS = re.compile(r"[A-Z]\.?[A-Z]\.?(?:[A-Z]\.?){0,2}")
_LOOKS = re.compile(r"[a-z]+ [0-9A-F]{6}|(theme|indexed) colour .+|struck through")
_AS_A_TICK = dict.fromkeys(("ü", "P", "a"), "a tick, in the font of the cell?")
_MOST_NAMES = 15  # courses that fit nothing and are asked one by one
_MOST_ABOUT = 20  # people or names that one line answers for and are listed
_MOST_ACROSS = 500  # rows of a sheet in which people may stand across
_PASSES = 4
_SAMPLE = 200  # rows looked at to tell what a column holds
_REPEATED = re.compile(r"(.+) \(\d+\)")


@attrs.frozen
class Proposal:
    """A plan that is whole: every line it needs stands in it.

    Args:
        plan: the plan.
        hints: what to say beside each line.
        added: the lines that the plan given did not have, by table and key.
        preview: what becomes of the file by it.
    """

    plan: Plan
    hints: Mapping[tuple[str, str], str]
    added: tuple[tuple[str, str], ...]
    preview: Preview


def propose(
    tables: Tables, subjects: Subjects, people: People, given: Plan | None = None, by: str | None = None
) -> Proposal:
    """Propose the plan for a file, or what a plan lacks for it.

    Args:
        tables: the file.
        subjects: the competencies and programmes there are.
        people: who is on record.
        given: a plan made before.
        by: who brings the file in.
    """
    return _Proposing(tables, subjects, people, by).proposal(given)


class _Proposing:
    def __init__(self, tables: Tables, subjects: Subjects, people: People, by: str | None) -> None:
        self.tables, self.subjects, self.people, self.by = tables, subjects, people, by
        self.hints: dict[tuple[str, str], str] = {}
        self.added: dict[tuple[str, str], None] = {}
        self.profiles: dict[str, Profile] = {}

    def proposal(self, given: Plan | None) -> Proposal:
        plan = given or Plan()
        sheets = tuple(self._sheet(sheet, plan.sheet(sheet.name)) for sheet in self.tables.sheets)
        if given is not None and not any(plan.sheet(sheet.name) for sheet in self.tables.sheets):
            sheets = plan.sheets  # of another file: examining it says so
        plan = attrs.evolve(plan, sheets=sheets)
        if given is None:
            plan = attrs.evolve(plan, settings={**self._as_at(plan), **self._order(plan)})
        preview = examine(self.tables, plan, self.subjects, self.people, self.by)
        for _ in range(_PASSES):
            before, plan = plan, self._with(plan, preview.open)
            if plan == before:
                break
            preview = examine(self.tables, plan, self.subjects, self.people, self.by)
        self._count(preview.open)
        return Proposal(plan, self.hints, tuple(self.added) if given is not None else (), preview)

    # -- sheets and columns ----------------------------------------------------------------------------------------

    def _sheet(self, sheet: Sheet, given: SheetPlan | None) -> SheetPlan:
        if given is not None:
            if given.shape == LEFT_OUT:
                return given
            sheet = sheet.turned() if given.shape == ACROSS else sheet
            if profile := fitting(headings_at(sheet, [row - 1 for row in given.headings]).names):
                self.profiles[sheet.name] = profile
            return self._with_columns(sheet, given)
        self.added[f"sheet {sheet.name}", "shape"] = None
        if sheet.hidden:
            self.hints["sheet", sheet.name] = "it is hidden; show it in the file, or say here what it is"
            return SheetPlan(sheet.name)
        sheet, headings = self._found(sheet)
        is_turned = sheet.is_turned
        if headings is None:
            self.hints["sheet", sheet.name] = "no row of headings was found in it"
            return SheetPlan(sheet.name)
        profile = fitting(headings.names)
        if profile is not None:
            self.profiles[sheet.name] = profile
            self.hints["sheet", sheet.name] = f"taken as: {profile.title}"
        roles = [self._role(name, profile) for name in headings.names]
        known = [self._is_subject(name) for name in headings.names]
        across = sum(known) + sum(
            parted(name) is not None for name, role in zip(headings.names, roles, strict=True) if role is None
        )
        long = "competency" in roles or (not across and "date" in roles)
        becomes = profile.becomes if profile is not None else "prior-learning"
        if long and is_turned:  # what goes across are not people
            self.hints["sheet", sheet.name] = "no row of headings was found in it"
            return SheetPlan(sheet.name)
        shape = "long" if long else ACROSS if is_turned else "wide"
        made = SheetPlan(sheet.name, headings.rows, shape, becomes=becomes)
        if long and "competency" not in roles:
            made = attrs.evolve(made, competency=self._answer(sheet.name, (sheet.name, "competency")))
        made = self._with_columns(sheet, made)
        if any(is_person(answer.removeprefix(ASKED).strip()) for answer in made.columns.values()):
            return made
        return attrs.evolve(made, worker=self._whose(sheet.name, dict(labelled(sheet, headings))))

    def _found(self, sheet: Sheet) -> tuple[Sheet, Headings | None]:
        """Find the headings; people may stand across, and then they go down the first column."""
        headings = found_headings(sheet, self._is_subject)
        roles = {role_of(name) for name in headings.names} if headings is not None else set()
        if headings is not None and (len(sheet.filled) > _MOST_ACROSS or not roles.isdisjoint({"competency", "date"})):
            return sheet, headings
        turned = sheet.turned()
        down = found_headings(turned, self._is_subject)
        if headings is None:
            return turned, down
        is_down = down is not None and any(is_person(role_of(name)) for name in down.names)
        if is_down and self._subjects_in(down) > self._subjects_in(headings):
            return turned, down
        return sheet, headings

    def _subjects_in(self, headings: Headings | None) -> int:
        return 0 if headings is None else sum(map(self._is_subject, headings.names))

    def _whose(self, sheet: str, labels: Mapping[str, str]) -> str:
        """Ask whom a whole sheet is about: what stands above its headings may say it, or its name."""
        number, name = labels.get("number", ""), labels.get("name", "")
        self.hints[sheet, "worker"] = "no column says whom a row is about; write the id of the one person it is about"
        if number or name:
            self.hints[sheet, "worker"] = f"above the headings stands {' '.join(filter(None, (name, number)))}"
        if number:
            known = self.people.match({number: ""}, self.tables.day).worker
            return f"{ASKED} {known or number}"
        found = self.people.named(name or sheet)
        return f"{ASKED} {found[0]}" if len(found) == 1 else ASKED

    def _is_subject(self, text: str) -> bool:
        return self.subjects.exact(text) is not None or in_small_letters(text) in SYNONYMS

    def _role(self, name: str, profile: Profile | None) -> str | None:
        """Return what a column is by its heading alone; what stands beneath a group may say it."""
        for text in (name, name.rpartition(" / ")[2]):
            own = profile.columns.get(in_small_letters(text)) if profile is not None else None
            found = own or role_of(text)
            if found and not (found in TOLD and text != name):  # a day beneath a competency is the day of that
                return found
        return None

    def _with_columns(self, sheet: Sheet, plan: SheetPlan) -> SheetPlan:
        """Add the columns that a plan does not name."""
        headings = headings_at(sheet, [row - 1 for row in plan.headings])
        columns, before = dict(plan.columns), ""
        has_names = any(is_person(self._role(name, self.profiles.get(sheet.name))) for name in headings.names)
        for at, name in enumerate(headings.names):
            if name not in columns:
                texts = self._texts(sheet, headings, at)
                if not texts and unnamed(name):
                    continue
                texts = texts or [colour for row in sheet.filled if (colour := sheet.colour(row, at))]
                if unnamed(name):
                    columns[name] = self._unnamed(sheet.name, name, texts, has_names=has_names)
                    has_names = has_names or columns[name] == f"{ASKED} name"
                else:
                    columns[name] = self._column(sheet.name, name, texts, plan.shape, before)
                self.added[f"sheet {sheet.name}", name] = None
            about = columns[name].removeprefix(ASKED).partition(":")[0].strip()
            before = (self.subjects.exact(about) or before) if about else ""
        return attrs.evolve(plan, columns={**columns, **self._posts(sheet.name, columns)})

    def _posts(self, sheet: str, columns: Mapping[str, str]) -> Mapping[str, str]:
        """Return the columns of the post somebody holds, where there is one of each and nothing else is said of it."""
        fresh = (name for name in columns if (f"sheet {sheet}", name) in self.added and columns[name] == "ignored")
        found = [(name, role) for name in fresh if (role := POSTS.get(in_small_letters(name)))]
        return dict(found) if sorted(role for _, role in found) == sorted(POST) else {}

    def _tier(self, one: Open) -> str:
        """Propose the tier of a band: as the catalogue has it, those of national documents first."""
        tiers = self.subjects.catalogue.tiers
        found = [id_ for id_, tier in tiers.items() if re.findall(r"\d+", one.key) == [str(tier.band)]]
        found.sort(key=lambda id_: (_AUTHORITIES.index(tiers[id_].authority or "placeholder"), tiers[id_].rank))
        near = ", or ".join(f"{id_} ({tiers[id_].title})" for id_ in found)
        self.hints["bands", one.key] = f"which tier is that? {f'perhaps {near}' if near else 'its id'}; or left out"
        return f"{ASKED} {found[0]}" if found else ASKED

    def _place(self, one: Open) -> str:
        """Propose the site that is called so; one that the catalogue does not name is a new one, as it stands there."""
        sites = self.subjects.catalogue.sites
        for id_, site in sites.items():
            if value_key(one.key) in {value_key(id_), value_key(site.title or "")}:
                return id_
        near = suggestions(one.key, sites)
        self.hints["sites", one.key] = "which site is that? its id, or left out"
        return f"{ASKED} {near[0] if near else one.key}"

    def _texts(self, sheet: Sheet, headings: Headings, at: int) -> list[str]:
        beneath = (row for row in sheet.filled if row >= headings.rows[-1])
        return [text for row in beneath if (text := sheet.text(row, at))]

    def _unnamed(self, sheet: str, name: str, texts: Sequence[str], *, has_names: bool) -> str:
        """Return what a column without a heading may be: the people, or a number for each row."""
        self.hints[sheet, name] = f"it has no heading; '{texts[0][:30]}' stands there"
        if all(text.isdigit() and len(text) < 5 for text in texts):
            return "ignored"
        words = sum(len(text.split()) > 1 and read(text).day is None for text in texts)
        return f"{ASKED} name" if not has_names and words * 2 > len(texts) else ASKED

    def _column(self, sheet: str, name: str, texts: Sequence[str], shape: str, before: str) -> str:
        place = (sheet, name)
        again = _REPEATED.fullmatch(name)
        role = self._role(again[1] if again else name, self.profiles.get(sheet))
        if role == ORGANISATION:
            self.hints[place] = f"all rows name '{texts[0][:40]}'" if texts else "nothing stands under it"
            several = len({*map(value_key, texts)}) > 1
            return self._once(place, role if several else "ignored", several and again is not None)
        if shape == "long" or is_person(role) or (role == "ignored" and not self.subjects.exact(name)):
            if role is None and shape == "long":
                self.hints[place] = "nothing is known of it; say what it is if it tells something"
                return "ignored"
            return self._once(place, role or ASKED, again is not None and role != "ignored")
        if not texts:
            self.hints[place] = "nothing stands under it"
            return "ignored"
        if role in TOLD and before and not self._is_subject(name):
            self.hints[place] = f"of the column before it, {self.subjects.titled(before)}?"
            return f"{ASKED} {before}: {role}"
        return self._once(place, self._about(name, texts, place), again is not None)

    def _once(self, place: tuple[str, str], answer: str, again: bool) -> str:
        if not again:
            return answer
        self.hints[place] = "this heading stands twice; which of the two is meant?"
        return ASKED

    def _about(self, name: str, texts: Sequence[str], place: tuple[str, str]) -> str:
        """Return which competency or programme a column of a wide table is about, and what it tells of it."""
        for text in (name, name.rpartition(" / ")[2]):
            if (exact := self.subjects.exact(text)) is not None:
                return self._lies_ahead(self._titled(exact, place), texts, place)
        base, told = parted(name) or (name.rpartition(" / ")[2], "")
        if told == "ignored":
            return "ignored"
        answer = self._answer(base, place)
        if told and answer != ASKED:
            return f"{answer}: {told}"
        return answer if told else self._lies_ahead(answer, texts, place)

    def _lies_ahead(self, answer: str, texts: Sequence[str], place: tuple[str, str]) -> str:
        """Ask whether a column holds last days, where most of its days have not come."""
        days = [day for text in texts[:_SAMPLE] if (day := read(text).day) is not None]
        if len(days) < 2 or sum(day > self.tables.day for day in days) * 2 <= len(days):
            return answer
        self.hints[place] = "most of its days lie after the day of the file: are they last days?"
        bare = answer.removeprefix(ASKED).strip()
        return f"{ASKED} {bare}: expires" if bare else ASKED

    def _titled(self, id_: str, place: tuple[str, str]) -> str:
        if (title := self.subjects.titled(id_)) != place[1]:
            self.hints[place] = title
        return id_

    def _answer(self, text: str, place: tuple[str, str]) -> str:
        """Return the id of what is called so; or a question, with what may be meant."""
        if (exact := self.subjects.exact(text)) is not None:
            return self._titled(exact, place)
        near = self.subjects.near(text)
        if not near:
            self.hints[place] = "nothing in the catalogue is called so; write its id, or ignored"
            return ASKED
        self.hints[place] = "perhaps " + ", or ".join(f"{id_} ({self.subjects.titled(id_)})" for id_ in near)
        return f"{ASKED} {near[0]}" if len(near) == 1 or self.subjects.likely(text) == near[0] else ASKED

    # -- what holds for the whole file -----------------------------------------------------------------------------

    def _as_at(self, plan: Plan) -> dict[str, str]:
        """Ask which day the file speaks of, where a title names another than its own."""
        day = day_in_title(self.tables, plan)
        if day is None or day >= self.tables.day:
            return {}
        self.hints["", "as_at"] = f"the title names {said(day)}; the file was last changed on {said(self.tables.day)}"
        return {"as_at": f"{ASKED} {IN_TITLE}"}

    def _order(self, plan: Plan) -> dict[str, str]:
        """Tell which goes first in days in figures; where the file itself does not show the day first, ask."""
        cells = (
            t for s, p in used(self.tables, plan) for row in s.filled if row >= p.headings[-1] for t in s.rows[row]
        )
        texts = [text for text in cells if reads_both_ways(text) or order_of(text)]
        if not texts:
            return {}
        month = next((text for text in texts if order_of(text) == "month"), None)
        if month is None:
            return {"day_first": "yes"}
        is_mixed = any(order_of(text) == "day" for text in texts)
        self.hints["", "day_first"] = f"'{month[:20]}' has the month first" + (
            ", and others the day" if is_mixed else ""
        )
        return {"day_first": ASKED if is_mixed else f"{ASKED} no"}

    # -- lines for what is open ------------------------------------------------------------------------------------

    def _with(self, plan: Plan, opens: Sequence[Open]) -> Plan:
        """Add a line to the plan for each thing that is open and has none."""
        tables = {name: dict(getattr(plan, name)) for name in ("settings", *TABLES)}
        strange = [one.key for one in opens if one.table == "names" and not self.subjects.near(one.key)]
        for one in opens:
            table = "settings" if one.table == "" else one.table
            if table not in tables or _stands(tables[table], one):
                continue
            if table == "names" and one.key in strange and len(strange) > _MOST_NAMES:
                table, one = "settings", Open("", "other_names", "")  # noqa: PLW2901
            tables[table].setdefault(one.key, self._line(one))
            self.added[one.table, one.key] = None
        return attrs.evolve(plan, **tables)  # type: ignore[arg-type]

    def _line(self, one: Open) -> str:
        place = (one.table, one.key)
        match one.table:
            case "values":
                return self._value(one)
            case "names":
                answer = self._answer(one.key, place)
                self.hints[place] = self.hints.get(place, "").replace("or ignored", "or left out")
                return answer
            case "people":
                return self._person(one)
            case "bands":
                return self._tier(one)
            case "sites":
                return self._place(one)
            case "assessors":
                found = self.people.named(one.key)
                return f"{ASKED} {found[0]}" if len(found) == 1 else ASKED
        self.hints.setdefault(place, _SAYS.get(one.key, (one.why, ""))[0])
        return f"{ASKED} {_SAYS[one.key][1]}".strip() if one.key in _SAYS else ASKED

    def _value(self, one: Open) -> str:
        key = value_key(one.key)
        own = next((p.values[key] for p in self.profiles.values() if key in p.values), None)
        if (known := own or VALUES.get(key)) is not None:
            return known
        if key in FOR_EVER:
            return LEFT_OUT
        is_initials = _INITIALS.fullmatch(one.key) is not None
        looks = "so the cell looks; it is no word in it" if _LOOKS.fullmatch(one.key) else one.why
        self.hints["values", one.key] = (
            "the initials of an assessor?" if is_initials else _AS_A_TICK.get(one.key, looks)
        )
        return f"{ASKED} assessor" if is_initials else ASKED

    def _person(self, one: Open) -> str:
        place = ("people", one.key)
        self.hints[place] = one.why
        if one.proposed:
            return f"{ASKED} {one.proposed}"
        if not self.people.named(one.key) and any(map(str.isalpha, one.key)) and "no number is given" in one.why:
            if like := self.people.like(one.key):
                self.hints[place] += f": perhaps {' or '.join(map(self.people.called, like))}"
                return ASKED
            return f"{ASKED} {id_of(one.key)}"
        return ASKED

    def _count(self, opens: Sequence[Open]) -> None:
        """Say beside each question how many cells wait for it, and where the first is."""
        for one in opens:
            place = (one.table.removeprefix("sheet "), one.key)
            count = f"{len(one.cells)} cells, first {one.cells[0]}" if one.cells[1:] else one.cells[0]
            about = first_few([*one.about], _MOST_ABOUT)
            self.hints[place] = "; ".join(filter(None, (self.hints.get(place) or one.why, about, count)))


_SAYS = {
    "new_people": ("these people are not on record: are they yours? yes, or left out", "yes"),
    "known_names": ("these people are known by their names alone, each of one on record: yes, or left out", "yes"),
    "names_above": ("rows that name nobody, beneath one that does: of the same person? yes, or left out", "yes"),
    "serials": ("bare numbers that may be a spreadsheet's count of days: days, or left out", "days"),
    "posts": ("band, site and first day: put the posts of people who have none on record? yes, or left out", "yes"),
    "other_names": ("names that fit nothing in the catalogue", LEFT_OUT),
}  # fmt: skip


def _stands(table: Mapping[str, str], one: Open) -> bool:
    """Tell whether a line for it stands there, whoever wrote it how."""
    if one.key in table:
        return True
    same = value_key if one.table == "values" else in_small_letters
    return one.table in {"values", "names"} and same(one.key) in map(same, table)
