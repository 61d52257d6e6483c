"""The command `catalogue`: what is wrong in one, what it says, in what two differ."""

from pathlib import Path

from cyclopts import App

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._print import document, line
from sw_competency.errors import CatalogueError, UnreadableOptionError

catalogue = App(
    name="catalogue",
    help="A catalogue: what is wrong in it, what it says, in what two differ.",
    help_format="plaintext",
)


@catalogue.command
def check(path: Path | None = None, /, *, options: Options = DEFAULT) -> int:
    """Tell everything that is wrong in a catalogue, each problem with its file and place.

    Args:
        path: A file or folder, laid over the shipped catalogue and over --catalogue; left out, only those.
        options: What holds for every command.
    """
    from sw_competency.catalogue import problems, read_layer

    given = [options.layer(), read_layer(path) if path is not None else None]
    layers = [layer for layer in given if layer is not None]
    found = problems(*layers)
    unreadable = not all(layer.readable for layer in layers)
    if unreadable and not options.json:
        raise CatalogueError(found)
    if options.json:
        document([problem.to_json() for problem in found])
    else:
        for problem in found:
            line(str(problem))
        name = ", ".join(layer.name for layer in layers) or "the shipped catalogue"
        count = "One problem" if len(found) == 1 else f"{len(found)} problems"
        line(f"{count if found else 'Nothing is wrong'} in {name}.")
    return 2 if unreadable else int(bool(found))


@catalogue.command
def show(
    name: str | None = None, /, *, digest: str | None = None, out: Path | None = None, options: Options = DEFAULT
) -> int:
    """What the catalogue says of a competency, rule, programme or anything else in it, and in which file.

    Args:
        name: Its id or title, or a path as `placeholders` prints it; left out, all ids, and who stands behind what.
        digest: Print the whole catalogue of this digest instead, as an answer given under it names it.
        out: Write that to this new file.
        options: What holds for every command.
    """
    if digest is not None:
        from sw_competency.cli._catalogue_kept import show_kept

        if name is not None:
            raise UnreadableOptionError(f"--digest: the whole catalogue is shown; leave '{name}' out.")
        show_kept(digest, out, options)
        return 0
    if out is not None:
        raise UnreadableOptionError("--out: say with --digest which catalogue is to be written there.")
    from sw_competency.cli._catalogue_show import show_all, show_one

    held = options.judged_by()
    if name is None:
        show_all(held, as_json=options.json)
        return 0
    show_one(held, name, as_json=options.json)
    return 0


@catalogue.command
def placeholders(*, out: Path | None = None, options: Options = DEFAULT) -> int:
    """What nobody published: the local defaults that are still to be confirmed, each with its path.

    Args:
        out: Write them to this new file, as a catalogue to be filled in and laid over; - is standard output.
        options: What holds for every command.
    """
    from sw_competency.cli._catalogue_placeholders import list_placeholders

    list_placeholders(out, options)
    return 0


@catalogue.command
def diff(first: str, second: str, /, *, options: Options = DEFAULT) -> int:
    """In what two catalogues differ, in words: what was added, changed and removed from the first to the second.

    Args:
        first: A file or folder, laid over the shipped catalogue; or `shipped`, or `example:NAME`.
        second: Likewise.
        options: What holds for every command.
    """
    from sw_competency.cli._catalogue_diff import diff as compare

    return compare(first, second, options)


@catalogue.command
def impact(first: str, second: str, /, *, until: str | None = None, options: Options = DEFAULT) -> int:
    """Whose answers change if one catalogue takes the place of another: who gains, who loses, from which day.

    Args:
        first: The catalogue as it is: a file or folder, laid over the shipped one; or `shipped`, or `example:NAME`.
        second: The catalogue about to be published, likewise.
        until: The last day to look at, YYYY-MM-DD; left out, a year on.
        options: What holds for every command.
    """
    from sw_competency.cli._answer import answered
    from sw_competency.cli._catalogue_diff import catalogue_named
    from sw_competency.questions.impact import Impact
    from sw_competency.tracker import Tracker

    if options.catalogue is not None:
        raise UnreadableOptionError("`catalogue impact` compares the two catalogues it names: leave --catalogue out.")
    tracker, other = Tracker(options.opened(), catalogue_named(first)), catalogue_named(second)
    questions = tracker.at(day("--as-of", options.as_of), options.instant())
    return answered(Impact(other, day("--until", until)), tracker, questions, options)


@catalogue.command
def example(name: str | None = None, /, *, out: Path | None = None, options: Options = DEFAULT) -> int:
    """List the catalogues shipped as examples, or copy one as a starting point; no file is ever overwritten.

    Args:
        name: Which example; left out, they are listed.
        out: The folder to write it to; left out, one of the example's name here.
        options: What holds for every command.
    """
    from sw_competency.cli._example import copied, listed

    if name is not None:
        copied(name, out or Path(name), as_json=options.json)
    elif out is not None:
        raise UnreadableOptionError("--out: name the example that is to be written there, such as nine-sites.")
    else:
        listed(as_json=options.json)
    return 0


@catalogue.command(name="from")
def from_(file: Path, /, *, out: Path | None = None, options: Options = DEFAULT) -> int:
    """Read a framework of another system (CASE, Moodle, DLS) as a catalogue to be laid over ours, and to be filled in.

    Args:
        file: The file.
        out: The new file to write; left out, or -, it is printed.
        options: What holds for every command.
    """
    from sw_competency.cli._catalogue_from import read_from

    read_from(file, out, options)
    return 0
