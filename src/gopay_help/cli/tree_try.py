"""`tree test` and `tree stats`: a pack tried as a whole, on every way through it, and its figures."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gopay_help.authoring.draw import listing
from gopay_help.authoring.lint.space import Space, structure
from gopay_help.authoring.translations import pseudo_catalogue
from gopay_help.authoring.trial import whole_pack as report
from gopay_help.authoring.trial.recorded import Scenario, read_scenarios
from gopay_help.authoring.trial.walked import LanguageBench
from gopay_help.authoring.trial.whole_pack import Bench, try_out
from gopay_help.cli.diagnose import build_advice
from gopay_help.cli.options import Folder
from gopay_help.cli.packs import PACK
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import DataError, ExitCode, UsageError
from gopay_help.model.files import write_out
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, safe_line
from gopay_help.tree.pack import pack_folder

SCENARIOS = "scenarios"


def try_tree(
    setup: Setup,
    folder: Folder = None,
    *,
    scenarios: Annotated[
        Path | None,
        typer.Option(
            "--scenarios", help="A folder of stories; the pack's own without it.", show_default=False
        ),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", help="Also write JUnit XML there.", metavar="FILE")
    ] = None,
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
    if setup.settings.json:
        setup.write_json(report.document(found))
    else:
        setup.stdout.writelines(f"{line}\n" for line in report.lines(found))
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
    other = replace(setup, settings=setup.settings._replace(now=setup.now.isoformat()))
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
    found = structure(Space(tree))
    if setup.settings.json:
        setup.write_json(listing.stats_document(tree, found))
    else:
        setup.stdout.writelines(f"{safe_line(line)}\n" for line in listing.stats_lines(tree, found))
    return ExitCode.OK
