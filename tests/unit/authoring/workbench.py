"""The bench of a pack for tests: desks in its languages, and checks that can be spoilt on purpose."""

from functools import cache

from fakes import ROOT, SHIPPED
from gopay_help.authoring.translations import pseudo_catalogue
from gopay_help.authoring.trial.checks import Checks
from gopay_help.authoring.trial.walked import LanguageBench
from gopay_help.cli.diagnose import build_advice
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.text import Catalogue


@cache
def shipped():
    """The shipped pack, read once."""
    return open_pack(SHIPPED)


@cache
def pack_of(name):
    """A pack of the tests, read once."""
    return open_pack(ROOT / "tests" / "packs" / name, shipped())


def setup_of(name="warung"):
    """A setup of a pack of the tests, at a fixed hour."""
    setup = Setup(Settings(lang="en", now="2026-11-22T08:00:00Z", offline=True))
    setup.pack = pack_of(name)
    return setup


def desk(setup, words=None, *, lang="en", spoil=lambda advice: advice):
    """A desk; *spoil* changes its advice."""
    other = setup.anew()
    other.pack, other.registry = setup.pack, setup.registry
    other.words = words or setup.pack.catalogue(lang)
    return LanguageBench(other.words, lambda end, evidence: spoil(build_advice(other, end, evidence)))


def pseudo(setup, **changes):
    """The desk in the pseudo-language; *changes* are texts that are not."""
    english = setup.pack.catalogue("en")
    made = pseudo_catalogue({**english.fallback, **english.entries})
    entries = {**made.entries, **{key.replace("__", "."): text for key, text in changes.items()}}
    return desk(setup, Catalogue(made.lang, entries))


def changed(setup, lang="en", **texts):
    """A desk with other texts."""
    words = setup.pack.catalogue(lang)
    entries = {**words.entries, **{key.replace("__", "."): text for key, text in texts.items()}}
    return desk(setup, Catalogue(lang, entries, words.fallback))


def checks(setup, *desks, pseudo_desk=None, tree=None, registry=None):
    """The checks of a pack, with these desks instead of its own."""
    return Checks(
        tree or setup.pack.tree,
        registry or setup.registry,
        desks or [desk(setup, lang=lang) for lang in setup.pack.tree.languages],
        pseudo_desk or pseudo(setup),
        setup.document("checklists")["must_have"]["all"],
    )
