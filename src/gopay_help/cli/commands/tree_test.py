"""`tree test`: walks every edge, cell and inference of a pack and every story, and looks at what is shown."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gopay_help.authoring.i18n.entries import pseudo_catalogue
from gopay_help.authoring.trial.checks import LanguageBench
from gopay_help.authoring.trial.scenario import Scenario, read_scenarios
from gopay_help.authoring.trial.whole_pack import Bench, code, document, junit, lines, try_out
from gopay_help.cli.commands.diagnose import build_advice
from gopay_help.cli.wiring import PACK, Setup
from gopay_help.model.errors import DataError, UsageError
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue
from gopay_help.screen.documents import write_json
from gopay_help.tree.pack import pack_folder

SCENARIOS = "scenarios"


def run(setup: Setup, *, scenarios: Path | None = None, junit_file: Path | None = None) -> int:
    """Test a pack; 3 if anything is wrong.

    Raises:
        DataError: the pack, or a story, cannot be used.
        UsageError: the JUnit file cannot be written, or the folder of stories is none.
    """
    report = try_out(bench_of(setup, _stories(setup, scenarios)))
    if junit_file is not None:
        try:
            junit_file.write_text(junit(report), "utf-8")
        except OSError as error:
            raise UsageError(f"--junit {junit_file}: {error.strerror}") from error
    if setup.settings.json:
        write_json(document(report), setup.stdout)
    else:
        setup.stdout.writelines(f"{line}\n" for line in lines(report))
    return code(report)


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
