"""The command `words`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, raw


def words(language: str, /, *, options: Options = DEFAULT) -> int:
    """List the fixed words of pages and screens that have none in a language yet, as TOML to fill in.

    What is filled in goes into a catalogue, whose [look] names the language.

    Args:
        language: Which, such as cy for Welsh.
        options: What holds for every command.
    """
    import attrs

    from sw_competency.catalogue.writing import toml
    from sw_competency.reports._render import folder
    from sw_competency.reports._words import missing

    found = missing(folder(), attrs.evolve(options.judged_by().look, language=language))
    if options.json:
        document({"language": language, "missing": list(found)})
        return 0
    lines = toml({"look": {"language": language, "words": dict.fromkeys(found, "")}}).splitlines()
    raw("".join(f"# {one}\n" if one.endswith('= ""') else f"{one}\n" for one in lines).encode())
    return 0
