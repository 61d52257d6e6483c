from tests.cli.conftest import answered, lines
from tests.cli.staff import fill, post

DAY = ("--as-of", "2026-03-01")


def test_what_differs_is_told_by_topic_with_long_ones_site_by_site(command):
    fill(command, post("w1", title="Helper"), post("w2", "site-2", title="Assistant"))
    ran = command("variation", *DAY, "--catalogue", "example:nine-sites")
    assert ran.code == 0
    assert "9 sites differ in" in ran.out
    told = [line.split() for line in ran.out.splitlines()]
    assert ["deployment", "Site", "2", "hybrid", "(assumed)"] in [line[:1] + line[-4:] for line in told]
    assert ["Clinical", "support", "worker", "titles", "on", "record", "Site", "1", "Helper"] in told
    found = command("variation", *DAY, "--catalogue", "example:nine-sites", "--json").json
    (deployment,) = (one for one in found["differences"] if one["what"] == "deployment")
    assert {"says": "static", "sites": ["site-1"], "assumed": False, "placeholder": False} in deployment["values"]


def test_where_there_is_nothing_to_compare_it_is_one_sentence(command):
    ran = fill(command, post("w1"))("variation", *DAY)
    assert answered(ran) == (0, "One site is known: nothing to compare")
    assert command("add", "-", stdin=lines(post("w2", "site-2"))).code == 0
    _, said = answered(command("variation", *DAY))
    assert said == "site-1 and site-2 do not differ on 1 March 2026, as far as is known"
