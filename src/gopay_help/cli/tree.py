"""What authors and maintainers do with a pack: begin, judge, form, try, count; keep its contacts right."""

import difflib
import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from gopay_help import __version__
from gopay_help.authoring.draw import listing
from gopay_help.authoring.format import formed_files, replace_files
from gopay_help.authoring.lint import engine
from gopay_help.authoring.lint.report import LEVELS, Teller, as_github, as_json, as_sarif, as_text
from gopay_help.authoring.lint.rule import RULES, PackSource, load_registry, load_source
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.space import Space
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.authoring.translations import pseudo_catalogue
from gopay_help.authoring.trial import whole_pack as report
from gopay_help.authoring.trial.recorded import Scenario, read_scenarios
from gopay_help.authoring.trial.walked import LanguageBench
from gopay_help.authoring.trial.whole_pack import Bench, try_out
from gopay_help.cli.diagnose import build_advice
from gopay_help.cli.options import Folder, Out, argument, option
from gopay_help.cli.packs import PACK
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import DataError, ExitCode, Level, TreeError, UsageError, not_written
from gopay_help.model.files import write_out
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, safe, safe_line
from gopay_help.screen.documents import write_json
from gopay_help.tree.pack import pack_folder, packs_root

if TYPE_CHECKING:
    from gopay_help.contacts.recheck import Checked

ROOM = "lint"
"""The words of `tree lint`: they are the program's, whatever pack is linted."""
FORMATS = ("text", "json", "github", "sarif")
FMT_SCHEMA = "gopay-help/tree-fmt@1"


def lint_tree(
    setup: Setup,
    folder: Folder = None,
    *,
    output: Annotated[str, option("--format", "text, json, github or sarif.", offers=FORMATS)] = "text",
    strict: Annotated[bool, option("--strict", "Warnings count as errors.")] = False,
    proof: Annotated[bool, option("--proof", "Write the proof that every run ends, as JSON.")] = False,
    against: Annotated[
        Path | None,
        option(
            "--against",
            "An earlier state: no contact may vanish, no change keep the version.",
            metavar="FOLDER",
        ),
    ] = None,
    out: Out = None,
) -> int:
    """Write the findings; 3 if there is an error, or a warning under ``--strict``.

    Raises:
        UsageError: a format that there is not.
        DataError: a file cannot be read at all, or is of a newer format.
        TreeError: a proof was asked for and the pack is wrong.
    """
    output = "json" if setup.settings.json else output
    if output not in FORMATS:
        raise UsageError(f"--format {output}: write one of {', '.join(FORMATS)}")
    shown = authored_folder(setup.at(folder).folder)
    if proof:
        return setup.hand_out(_json(engine.prove_pack(shown)[1]), out)
    findings = engine.lint_pack(shown, _before(against))
    worst = Level.WARNING if strict else Level.ERROR
    wrong = any(problem.level <= worst for problem in findings.problems)
    code = ExitCode.FINDINGS if wrong else ExitCode.OK
    words = setup.words_of(ROOM)
    match output:
        case "text":
            said = as_text(findings, words, strict=strict)
        case "github":
            said = as_github(findings, words, strict=strict)
        case "json":
            said = _json(as_json(findings, words, shown.as_posix(), strict=strict, code=code))
        case _:
            said = _json(as_sarif(findings, words, _home(setup.environ)))
    setup.hand_out(said, out)
    return code


def format_tree(
    setup: Setup,
    folder: Folder = None,
    *,
    check: Annotated[bool, option("--check", "Change nothing; say what would change.")] = False,
) -> int:
    """Write what changes; under ``--check`` print it as a diff instead, and end with 3 if there is any.

    Raises:
        DataError: the pack cannot be read or written; TreeError, if it has problems of syntax or shape.
    """
    place = authored_folder(setup.at(folder).folder, write=not check)
    compiled = not (place / "tree.yaml").is_file()
    found = {} if compiled else formed_files(place)
    if not check:
        replace_files({file: formed for file, (_, formed) in found.items()}, place)
    if setup.settings.json:
        files = [file.as_posix() for file in found]
        setup.write_json({"schema": FMT_SCHEMA, "written": not check, "files": files})
    elif compiled:
        said = f"{place} is a compiled pack, which has no form of its own; name a folder of YAML files"
        setup.stdout.write(safe_line(said) + "\n")
    elif check:
        for file, (source, formed) in found.items():
            before, after, name = source.splitlines(), formed.splitlines(), str(file)
            changes = difflib.unified_diff(before, after, name, name, n=0, lineterm="")
            setup.stdout.writelines(f"{safe(line)}\n" for line in changes)
    else:
        setup.stdout.writelines(f"{safe(str(file))}\n" for file in found)
    return ExitCode.FINDINGS if check and found else ExitCode.OK


def authored_folder(named: Path | None, *, write: bool = False) -> Path:
    """The pack's folder, or that of this installation; a tree.yaml stands for the folder that it is in.

    Args:
        named: what the command line says.
        write: whether files of it are going to be changed.

    Raises:
        DataError: there is no pack, or none whose files can be changed.
    """
    folder = pack_folder(PACK) if named is None else named.parent if named.is_file() else named
    compiled = not (folder / "tree.yaml").is_file()
    if compiled and not (folder / "tree.json").is_file():
        raise DataError(f"{folder} holds no tree.yaml; name a pack's folder")
    if compiled and write:
        raise DataError(f"{folder} is a compiled pack; name the folder of its YAML files")
    try:  # below the folder where the command runs it is named from there: so editors and CI open it
        absolute = folder.resolve()
        return Path(os.path.relpath(absolute)) if absolute.is_relative_to(Path.cwd()) else folder
    except OSError:  # that folder is gone under our feet
        return folder


def _before(against: Path | None) -> PackSource | None:
    try:
        return None if against is None else load_source(authored_folder(against))
    except TreeError as error:
        raise DataError(f"--against {against}: that pack cannot be read: {error.problems[0]}") from error


def _json(document: Mapping[str, object]) -> str:
    stream = io.StringIO()
    write_json(document, stream)
    return stream.getvalue()


def _home(environ: Mapping[str, str]) -> str | None:
    """Where this very checkout can be read, if it is the project's and a workflow says where it lies."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environ.get(name) for name in names)
    if not (server and repository and commit and Path("docs/rules.md").is_file()):
        return None
    return f"{server}/{repository}/blob/{commit}/"


# `tree new` and `tree explain`: how a pack begins, and what a rule is about.


RULE_SCHEMA, RULES_SCHEMA = "gopay-help/rule@1", "gopay-help/rules@1"
_SKELETON = Path(__file__).resolve().parents[1] / "authoring" / "skeleton"
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")


def new_tree(setup: Setup, folder: Annotated[Path, argument("The folder to make.", metavar="FOLDER")]) -> int:
    """Write a small pack that keeps every rule, to be changed into one's own; its files are named.

    Raises:
        UsageError: the folder is no name of a pack.
        DataError: something is there already, or it cannot be written.
    """
    name = folder.resolve().name
    if not _ID.match(name):
        raise UsageError(f"{name!r} is no name of a pack: write small letters a-z, digits and _ only")
    if folder.exists():
        raise DataError(f"{folder} is there already; name a folder that is not")
    schemas = packs_root() / "schema"
    made = [(source, source.relative_to(_SKELETON)) for source in sorted(_SKELETON.rglob("*.yaml"))]
    made += ((source, Path("schema", source.name)) for source in sorted(schemas.glob("*.json")))
    for source, place in made:
        file = folder / place
        up = "/".join([*(".." for _ in place.parts[1:]), "schema"])
        content = source.read_text("utf-8").replace("{schemas}", up).replace("id: {id}", f"id: {name}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(not_written(file, error)) from error
        write_out(file, content.encode(), new=True)
        if source.suffix == ".yaml":
            setup.stdout.write(f"{safe_line(str(file))}\n")
    setup.at(None, author=True).tell(setup.words.say("bench.new", folder=safe_line(str(folder))))
    return ExitCode.OK


def explain_rule(
    setup: Setup,
    rule: Annotated[
        str | None, argument("Its id, such as TAB001; without one, all are listed.", metavar="[RULE]")
    ] = None,
) -> int:
    """Say what a rule protects, how a break of it is mended, and whether one can be allowed; or list all.

    Raises:
        UsageError: there is no such rule.
    """
    teller = Teller(setup.words_of("lint"))
    known = [*RULES, *engine.READERS]
    if rule is None:
        explained = [_explained(name, teller) for name in sorted(known)]
        lines = [f"{each['rule']}  {each['what']}" for each in explained]
        return setup.answer_lines({"schema": RULES_SCHEMA, "rules": explained}, lines)
    wanted = rule.upper()
    if wanted not in known:
        raise UsageError(f"{rule!r} is no rule; {nearest(wanted, known)}")
    values = _explained(wanted, teller)
    say, may_allow = teller.words.say, values["may_allow"]
    allow = say(f"lint.explain.{'allow' if may_allow else 'never'}", comment=f"`# lint: allow {wanted} …`")
    level = say(f"lint.level.{values['level']}")
    lines = [f"{wanted} ({level})", str(values["what"]), str(values["mend"]), allow]
    return setup.answer_lines({"schema": RULE_SCHEMA, **values}, lines)


def _explained(name: str, teller: Teller) -> dict[str, object]:
    """A rule as scripts read it; what is found while a file is read has no function, and no exception."""
    found = RULES.get(name)
    return {
        "rule": name,
        "level": LEVELS[found.level if found else Level.ERROR],
        "what": teller.what(name),
        "mend": teller.mend(name),
        "may_allow": bool(found and found.may_allow),
    }


# `tree test` and `tree stats`: a pack tried as a whole, on every way through it, and its figures.


SCENARIOS = "scenarios"


def try_tree(
    setup: Setup,
    folder: Folder = None,
    *,
    scenarios: Annotated[
        Path | None, option("--scenarios", "A folder of stories; the pack's own without it.")
    ] = None,
    junit: Annotated[Path | None, option("--junit", "Also write JUnit XML there.", metavar="FILE")] = None,
) -> int:
    """Test a pack; 3 if anything is wrong.

    Raises:
        DataError: the pack, or a story, cannot be used.
        UsageError: the JUnit file cannot be written, or the folder of stories is none.
    """
    setup = setup.at(folder, author=True)
    found = try_out(bench_of(setup, _stories(setup, scenarios)))
    if junit is not None:
        write_out(junit, report.junit(found).encode(), f"--junit {junit}")
    setup.answer_lines(report.document(found), report.lines(found))
    return report.code(found)


def bench_of(setup: Setup, stories: Sequence[Scenario] = ()) -> Bench:
    """All that a test needs of the pack of *setup*, in each of its languages."""
    pack = setup.pack
    languages = sorted(pack.tree.languages, key=lambda lang: lang != SOURCE_LANGUAGE)
    english = pack.catalogue(SOURCE_LANGUAGE)
    return Bench(
        tree=pack.tree,
        registry=setup.registry,
        desks=[_desk(setup, pack.catalogue(lang)) for lang in languages],
        pseudo=_desk(setup, pseudo_catalogue({**english.fallback, **english.entries})),
        scenarios=stories,
        folder=setup.folder,
        always=pack.document("checklists")["must_have"]["all"],
    )


def _desk(setup: Setup, words: Catalogue) -> LanguageBench:
    """Where advice is given in one language: as `diagnose` gives it, at the same moment."""
    other = setup.anew(settings=setup.settings._replace(now=setup.now.isoformat()))
    other.pack, other.words, other.registry = setup.pack, words, setup.registry
    return LanguageBench(words, lambda end, evidence: build_advice(other, end, evidence))


def _stories(setup: Setup, named: Path | None) -> list[Scenario]:
    """The stories of the folder named, else the pack's own."""
    if named is not None:
        if not named.is_dir():
            raise UsageError(f"--scenarios {named}: there is no such folder")
        stories = read_scenarios(named)
        if not stories:
            raise DataError(f"{named} holds no story: no .yaml file is in it")
        return stories
    own = (setup.folder or pack_folder(PACK)) / SCENARIOS
    return read_scenarios(own) if own.is_dir() else []


def measure_tree(setup: Setup, folder: Folder = None) -> int:
    """Count what a tree holds.

    Raises:
        DataError: the pack cannot be used, or has more situations than anybody could review.
    """
    tree = setup.at(folder, author=True).pack.tree
    found = listing.structure(Space(tree))
    return setup.answer_lines(listing.stats_document(tree, found), listing.stats_lines(tree, found))


# `channels lint` and `channels recheck`: how maintainers keep the contact registry right.


ABOUT_CONTACTS = "REG"
"""How the ids of the rules about contacts begin."""
RECHECK_SCHEMA = "gopay-help/recheck@1"


def lint_channels(
    setup: Setup,
    folder: Annotated[Path | None, argument("A pack's folder; the installed pack without it.")] = None,
    *,
    against: Annotated[
        Path | None,
        option("--against", "An earlier channels file: nothing of it may have vanished.", metavar="FILE"),
    ] = None,
) -> int:
    """Print every problem of the registry of a pack, one a line; 3 if there is any.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
    """
    folder = folder or pack_folder(PACK)
    try:
        findings = _registry_findings(folder, against)
    except TreeError as error:
        findings = engine.unread(error)
    code = ExitCode.FINDINGS if findings.problems else ExitCode.OK
    document = as_json(findings, setup.words_of(ROOM), str(folder), strict=True, code=code)
    setup.answer_lines(document, map(str, findings.problems))
    return code


def _registry_findings(folder: Path, against: Path | None) -> engine.Findings:
    """All that the rules find in a registry, in the order of the file.

    Raises:
        TreeError: problems of syntax or shape; the rules need a file that can be read.
        DataError: a file cannot be read, or is of a newer format.
    """
    source = load_registry(folder)
    if against is not None:
        source = replace(source, before=PackSource({"channels": read_document(against)}, {}))
    judged = engine.judge(source, only=ABOUT_CONTACTS)
    problems = sorted(judged.problems, key=lambda problem: (problem.line, problem.rule))
    rules = tuple(rule for rule in engine.rules_for(source) if rule.id.startswith(ABOUT_CONTACTS))
    return engine.Findings(tuple(problems), judged.ran, rules, len(list(source.files)))


def recheck_channels(setup: Setup) -> int:
    """Print one line a live channel: result, id, page; or one document. Nothing is edited.

    Exit 0 if all that have a page were confirmed, 3 if one changed, 5 if one could not be asked.

    Raises:
        UsageError: --offline was given.
        DataError: the registry cannot be used.
    """
    if setup.settings.offline:
        raise UsageError("channels recheck asks official pages; leave out --offline")
    from gopay_help.contacts.recheck import PageReader, Result, official_pages, recheck

    registry = setup.registry
    pages = {url for channel in registry.channels for url in official_pages(channel, registry)}
    setup.stderr.write(f"Asking {len(pages)} official pages; nothing is changed.\n")
    results: list[Checked] = []
    for checked in recheck(registry, PageReader()):
        results.append(checked)
        if not setup.settings.json:
            setup.stdout.write(
                safe_line(f"{checked.result}  {checked.channel}  {checked.url}").rstrip() + "\n"
            )
    found = {checked.result for checked in results}
    unasked = ExitCode.UNKNOWN if found & {Result.UNREACHABLE, Result.BLOCKED} else ExitCode.OK
    code = ExitCode.FINDINGS if Result.CHANGED in found else unasked
    if setup.settings.json:
        setup.write_json(_document(results, code))
    return code


def _document(results: "Sequence[Checked]", code: ExitCode) -> dict[str, object]:
    return {
        "schema": RECHECK_SCHEMA,
        "version": __version__,
        "channels": [
            {"id": checked.channel, "result": checked.result, "url": checked.url or None}
            for checked in results
        ],
        "exit_code": code,
    }
