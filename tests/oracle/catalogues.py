"""Made-up catalogues, one for each number: few tasks at two sites, and every kind of requirement and of history."""

from datetime import date
from functools import lru_cache
from random import Random

from sw_competency.catalogue import layer_of, load

DAYS = [
    date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 10), date(2024, 2, 11), date(2024, 2, 28),
    date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 10), date(2024, 3, 29), date(2024, 3, 31), date(2024, 4, 1),
]  # fmt: skip
LENGTHS = ["P1M", "P10D", "P29D", "P30D", "P2M"]
SITES, MODALITIES, TIERS = ["site-1", "site-2"], ["ct", "mr"], ["helper", "senior", "lead"]
TASKS, PROGRAMMES, RULES = ["alpha", "beta", "gamma"], ["course", "longer", "theory"], ["first", "second", "third"]
LONG_AGO, BOOK = date(2020, 1, 1), {"title": "Book", "source": ["book"]}


@lru_cache(4096)
def catalogue(number):
    """Return a catalogue by its number: as tables, and as the library reads it."""
    tables = Maker(Random(number)).whole()
    return tables, load(layer_of(tables, f"{number}.toml"), over_shipped=False)


class Maker:
    """Makes tables; each choice is one of a few."""

    def __init__(self, random):
        self.pick, self.sample, self.chance = random.choice, random.sample, lambda of: random.random() < of

    def some(self, of, **fields):
        """Fields, each there with that chance; what is called makes its value."""
        return {name.rstrip("_"): make() for name, make in fields.items() if self.chance(of)}

    def length(self):
        return self.pick(LENGTHS)

    def whole(self):
        """All tables."""
        tasks = {name: self.competency(name) for name in TASKS}
        open_ = [name for name, one in tasks.items() if one.get("legal") not in {"pgd", "registrant-only"}]
        return {
            "source": {"book": {"title": "Book"}}, "modality": {"ct": {"title": "CT"}, "mr": {"title": "MR"}},
            "tier": {
                "helper": {**BOOK, "band": 2, "rank": 1}, "senior": {**BOOK, "band": 3, "rank": 2},
                "lead": {**BOOK, "band": 4, "rank": 3, "scope_rank": 2},
            },
            "programme": {
                "course": {**BOOK, **self.some(0.7, expires_after=self.length)},
                "longer": {**BOOK, "counts_as": ["course"], **self.some(0.7, expires_after=self.length)},
                "theory": {**BOOK, **self.some(0.4, counts_as=lambda: ["longer"], expires_after=self.length)},
            },
            "competency": tasks,
            "rule": {name: self.rule() for name in RULES},
            "required": {"everything": {
                **BOOK, "competencies": open_, "programmes": PROGRAMMES, "starts": LONG_AGO, "authority": "local",
            }},
            "site": {"site-1": {"title": "One"}, "site-2": self.site()},
        }  # fmt: skip

    def competency(self, name):
        """A task; it may rest on those before it."""
        made = {
            **BOOK, "modalities": self.pick([["all"], ["all"], ["ct"], ["ct", "mr"]]),
            "tier": self.pick(["helper", "helper", "helper", "senior", "lead"]), "introduced": LONG_AGO,
            "kind": self.pick(["clinical", "clinical", "clinical", "awareness"]), "authority": "local",
            "sign_off": self.history(self.sign_off, name),
            **self.some(0.8, currency=lambda: self.history(self.currency)),
            **self.some(0.25, prerequisites=lambda: self.under(name), standing=lambda: self.under(name)),
            **self.some(0.35, renewal=lambda: self.history(self.renewal, name)),
            **self.some(0.06, introduced=lambda: DAYS[2], withdrawn=lambda: self.pick(DAYS[4:])),
        }  # fmt: skip
        if self.chance(0.2):
            made |= {"legal": self.pick(["psd", "irmer-operator"]), **self.some(0.5, permitted=lambda: True)}
        elif self.chance(0.05):
            made["permitted"] = self.chance(0.5)
        elif self.chance(0.05):
            made["legal"] = self.pick(["pgd", "registrant-only"])
        return made

    def site(self):
        """What a site has otherwise."""
        own = {name: self.some(
            0.15, tier=lambda: self.pick(TIERS), sign_off=lambda name=name: self.history(self.sign_off, name),
            renewal=lambda name=name: self.history(self.renewal, name), currency=lambda: self.history(self.currency),
            prerequisites=lambda name=name: self.under(name), standing=lambda name=name: self.under(name),
            modalities=lambda: self.pick([["all"], ["mr"]]), withdrawn=lambda: self.pick(DAYS[4:]),
        ) for name in TASKS}  # fmt: skip
        return {
            "title": "Two", "competency": {name: one for name, one in own.items() if one},
            **self.some(0.3, programme=lambda: {"course": {"expires_after": self.length()}}),
        }  # fmt: skip

    def history(self, make, *about):
        """One table; or two versions, the second from a day on."""
        if self.chance(0.7):
            return make(*about)
        return [{**make(*about), "starts": LONG_AGO}, {**make(*about), "starts": self.pick(DAYS[2:])}]

    def under(self, name):
        """What a task rests on."""
        return [self.pick([*TASKS[: TASKS.index(name)], "course"])]

    def sign_off(self, name):
        """What a sign-off asks for."""
        asked = [{"kind": "assessor-registered"}]
        if self.chance(0.5):
            asked = [self.combined(lambda: self.pick([self.of_assessor, self.of_assessor, self.of_worker])(name))]
        elif self.chance(0.4):
            asked.append(self.combined(lambda: self.pick([self.of_assessor, self.of_worker])(name)))
        return {"requires": asked, **self.some(0.25, countersigned=lambda: True)}

    def renewal(self, name):
        """What is asked instead."""
        return {"requires": [self.combined(lambda: self.pick([self.of_worker, self.of_assessor])(name))]}

    def currency(self):
        """How long it lasts."""
        return {
            **self.some(0.8, expires_after=lambda: self.pick([*LENGTHS, "P2M", "P1Y"])),
            **self.some(0.4, counted_by=lambda: "sign-off-day"),
            **self.some(0.3, notice=self.length, grace=self.length, practice=lambda: {
                "at_least": self.pick([1, 1, 2]), "within": self.length()},
                pauses=lambda: self.pick([["sickness"], ["sickness", "maternity"]]),
                return_=lambda: {"after": self.length(), "practice": self.pick([1, 2])}),
        }  # fmt: skip

    def rule(self):
        """A rule of one version or two."""
        versions = [{**self.version(), "starts": DAYS[3] if self.chance(0.1) else LONG_AGO}]
        return versions if self.chance(0.7) else [*versions, {**self.version(), "starts": self.pick(DAYS[4:])}]

    def version(self):
        asked = [self.combined(self.of_rule)] if self.chance(0.8) else [self.of_rule(), self.of_rule()]
        effect = self.pick(["supports-review", "moves-band"])
        return {**BOOK, "effect": effect, "requires": asked, **self.some(0.1, site=lambda: self.pick(SITES))}

    def of_rule(self):
        name = self.pick(["alpha", "alpha", "beta", "gamma"])
        return self.pick([
            lambda: {"kind": "holds", "competency": name}, lambda: self.of_worker(name), self.of_post, self.of_post,
        ])()  # fmt: skip

    def combined(self, make):
        """A requirement, or several in one."""
        kind = self.pick([None, None, None, "any-of", "all-of", "at-least"])
        of = [make() for _ in range(self.pick([1, 2, 3]))]
        if kind is None:
            return of[0]
        return {"kind": kind, "of": of, **({"count": self.pick(range(1, len(of) + 1))} if kind == "at-least" else {})}

    def of_worker(self, name):
        """What asks about the worker alone."""
        return self.pick([
            lambda: self.practice(name), lambda: self.practice(name),
            lambda: {"kind": "training", "programme": self.pick(PROGRAMMES), **self.some(0.4, within=self.length)},
            lambda: {"kind": "qualification", "level": self.pick([2, 3])},
            lambda: {"kind": "approved-by", "role": "manager"},
        ])()  # fmt: skip

    def practice(self, name):
        """So much practice."""
        more = self.pick([
            {}, {}, {}, {"success_rate": self.pick([0.5, 1.0]), "sample": self.pick([1, 2])},
            {"consecutive": self.pick([1, 2])}, {"distinct_supervisors": self.pick([1, 2])},
        ])  # fmt: skip
        return {
            "kind": "practice-count", "competency": self.pick([name, name, name, "alpha", "beta"]),
            "at_least": self.pick([1, 1, 2]), **more,
            **self.some(0.3, successful=lambda: True, supervised=lambda: self.pick([True, "direct"])),
            **self.some(0.3, within=self.length, since_last_sign_off=lambda: True),
            **self.some(0.15, modality=lambda: self.pick(MODALITIES)),
        }  # fmt: skip

    def of_assessor(self, name):
        """What asks about whoever signs."""
        return self.pick([
            lambda: {"kind": "assessor-registered"}, lambda: {"kind": "assessor-role", "role": "lead"},
            lambda: {"kind": "assessor-holds"},
            lambda: {"kind": "assessor-holds", "competency": self.pick([name, "alpha"])},
            lambda: {"kind": "countersigned", **self.some(0.5, within=self.length)},
        ])()  # fmt: skip

    def of_post(self):
        """What asks about the post."""
        tier, modality = (lambda: self.pick(TIERS)), (lambda: self.pick(MODALITIES))
        return self.pick([
            lambda: {"kind": "tier", "tier": tier()},
            lambda: {"kind": "time-in-post", "at_least": self.length(), **self.some(0.25, tier=tier, modality=modality,
                     site=lambda: self.pick(SITES), excluding_absence=lambda: True, reasons=lambda: ["sickness"])},
            lambda: {"kind": "deployed", "modality": modality(), **self.some(0.3, deployment=lambda: "static")},
            lambda: {"kind": "post-available", **self.some(0.3, tier=tier, modality=modality)},
            lambda: {"kind": "works-above-tier", "at_least": self.pick([1, 1, 2]), "within": self.length(),
                     **self.some(0.3, distinct=lambda: self.pick([1, 2]))},
        ])()  # fmt: skip
