"""The made-up people of the demo: who they are, and who assesses them. Always the same ones.

First names from many places, as in the departments of the study; surnames are birds and plants of the coast, so that
nobody real is meant.
"""

from collections.abc import Iterator
from functools import cache
from itertools import count

from sw_competency.demo.sites import STAFF, Assessor, Worker, tier_of, title_of
from sw_competency.model import Person

_FIRST = (
    "Agnieszka", "Kwame", "Priya", "Dilys", "Mateus", "Yusra", "Joanne", "Tunde", "Mei", "Callum", "Oksana", "Farah",
    "Graham", "Ngozi", "Sadia", "Bethan", "Rohan", "Ilse", "Abdi", "Marjorie", "Tomasz", "Leila", "Chidi", "Shauna",
    "Arjun", "Wanda", "Ifeoma", "Liam", "Zainab", "Doreen", "Hiro", "Samira", "Gethin", "Blessing", "Ana", "Imran",
    "Tracey", "Olu", "Nadia", "Keith", "Suda", "Roisin", "Emre", "Paulette", "Vikram", "Helga", "Jamal", "Siobhan",
    "Cosmin", "Adaeze", "Ruth", "Bilal", "Cerys",
)  # fmt: skip
_LAST = (
    "Whimbrel", "Samphire", "Plover", "Tamarisk", "Dunlin", "Bracken", "Kittiwake", "Marram", "Siskin", "Hawthorn",
    "Turnstone", "Sorrel", "Fieldfare", "Juniper", "Redshank", "Campion", "Linnet", "Alder", "Sanderling", "Yarrow",
    "Guillemot", "Teasel", "Wheatear", "Hazel", "Curlew", "Thrift", "Goldcrest", "Saltwort", "Lapwing", "Bryony",
    "Stonechat", "Rowan", "Eider", "Meadowsweet", "Greenshank", "Sedge", "Fulmar", "Comfrey", "Brambling", "Gorse",
    "Avocet", "Mallow", "Pipit", "Larch", "Dotterel", "Vetch", "Shearwater", "Spindle", "Wigeon", "Clover", "Godwit",
    "Aspen", "Nuthatch", "Hornbeam", "Petrel", "Bulrush", "Twite", "Sealavender", "Garganey",
)  # fmt: skip

_REGISTERED = "registered-practitioner"
_SIGNING = (
    ("r", "Lead radiographer", (_REGISTERED,)),
    ("r", "Senior radiographer", (_REGISTERED,)),
    ("q", "MR responsible person", (_REGISTERED, "mr-responsible-person")),
    ("m", "Imaging service manager", (_REGISTERED, "service-manager")),
)
_TRAINER = ("t", "Point-of-care testing trainer", (_REGISTERED, "poct-trainer"))
_LOCUM = ("l", "Locum radiographer", (_REGISTERED,))  # whose registration has ended
_MORE = {"site-1": (_LOCUM,), "site-5": (_TRAINER,), "site-6": (_TRAINER,)}


def _names() -> Iterator[str]:
    for n in count():
        yield f"{_FIRST[n % len(_FIRST)]} {_LAST[n * 7 % len(_LAST)]}"


@cache
def everybody() -> tuple[tuple[Worker, ...], tuple[Assessor, ...]]:
    """Return all workers and all assessors, each with a name of their own."""
    names = _names()
    workers, assessors = [], []
    for site, lines in STAFF.items():
        number = site.removeprefix("site-")
        for place, line in enumerate(lines, 1):
            word, deployment, *areas = line.removesuffix(" *").split()
            workers.append(Worker(
                id=f"w{number}{place:02}", name=next(names), site=site, title=title_of(site, word, place),
                tier=tier_of(word), deployment=deployment, modalities=tuple(areas), told=line.endswith("*"),
            ))  # fmt: skip
        for place, (letter, title, roles) in enumerate((*_SIGNING, *_MORE.get(site, ())), 1):
            assessor = Assessor(id=f"{letter}{number}{place}", name=next(names), site=site, title=title, roles=roles)
            assessors.append(assessor)
    return tuple(workers), tuple(assessors)


def assessors_at(site: str) -> tuple[Assessor, ...]:
    """Return those who sign off at a site: two radiographers, the MR responsible person, the manager, any trainer."""
    return tuple(a for a in everybody()[1] if a.site == site)


def people() -> tuple[Person, ...]:
    """Return the names, kept apart from the entries."""
    workers, assessors = everybody()
    lines: list[tuple[str, Worker | Assessor]] = [("worker", w) for w in workers]
    lines += [("assessor", a) for a in assessors]
    return tuple(Person(role=role, id=p.id, name=p.name, details={"title": p.title}) for role, p in lines)
