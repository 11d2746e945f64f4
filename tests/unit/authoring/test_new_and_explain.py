"""How a pack begins, what a rule is about, and how little is said of what is missing many times over."""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import url2pathname

import pytest

from casefile import NOW, case, store_in
from fakes import SHIPPED, WARUNG, Seeded
from gopay_help.authoring.lint.engine import READERS, RULES, compiled_files, lint_pack
from gopay_help.authoring.lint.report import as_text
from gopay_help.cli import case as case_cli
from gopay_help.cli import case_add, case_share, channels, diagnose, tree, verify
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack, room_catalogue
from gopay_help.cli.setup import Setup
from gopay_help.model.case import CaseTree, Due, DueKind
from gopay_help.model.errors import DataError, Level, UsageError

LANGUAGES = ("en", "id", "zh-Hans")
SCHEMAS = SHIPPED.parent / "schema"


def test_a_new_pack_keeps_every_rule_and_runs(tmp_path, capsys):
    folder = tmp_path / "my_wallet"
    assert tree.new_tree(Setup(Settings()), folder) == 0
    told = capsys.readouterr()
    assert sorted(told.out.splitlines()) == sorted(str(file) for file in folder.rglob("*.yaml"))
    assert f"tree lint {folder}" in " ".join(told.err.split()), "what comes next is said"
    for file in folder.rglob("*.*"):
        content = file.read_text("utf-8")
        assert str(tmp_path) not in content, "what is shipped names no folder of its author"
        assert "file://" not in content
        for named in re.findall(r"\$schema=(\S+)", content):
            assert (file.parent / named).is_file(), "an editor anywhere finds its schema"
    found = lint_pack(folder)
    assert [str(problem) for problem in found.problems] == []
    assert found.complete
    assert open_pack(folder).tree.id == "my_wallet"
    assert "{" not in (folder / "tree.yaml").read_text("utf-8").splitlines()[0], "the schema is named"


@pytest.fixture
def new_pack(tmp_path, capsys):
    tree.new_tree(Setup(Settings()), tmp_path / "mine")
    capsys.readouterr()
    return tmp_path / "mine"


def said(capsys, folder, command, now="2026-11-20T08:00:00Z", spoken="en", **more):
    environ = {"GOPAY_HELP_HOME": str(folder.parent)}
    command(
        Setup(Settings(lang=spoken, no_input=True, offline=True, now=now), environ, folder=folder),
        **more,
    )
    told = capsys.readouterr()
    return told.out + told.err


def test_a_new_pack_reads_messages_with_the_words_of_the_program(new_pack, capsys):
    """Its own lists are empty: fraud speaks alike of every library."""
    text = said(capsys, new_pack, verify.verify, message="Kirim kode OTP Anda sekarang juga")
    assert text.count("STOP") == 1
    assert f"--pack {new_pack} diagnose" in " ".join(text.split())
    own = new_pack / "lookalikes.yaml"
    own.write_text(own.read_text("utf-8").replace("secret: {}", "secret: {en: [shelfmark]}"), "utf-8")
    assert "STOP" in said(capsys, new_pack, verify.verify, message="Send me your shelfmark now")
    assert "STOP" in said(capsys, new_pack, verify.verify, message="Send me your OTP code now")


def test_empty_lists_of_a_new_pack_raise_nothing_and_what_every_fraud_uses_is_lent(new_pack, capsys):
    text = said(capsys, new_pack, verify.verify, message="See you at eight. I booked at desk.library.example")
    assert "STOP" not in text
    for message in ("Please install AnyDesk and tell me the address", "Install https://x.example/update.apk"):
        assert "STOP" in said(capsys, new_pack, verify.verify, message=message)
    assert "short link" in said(capsys, new_pack, verify.verify, values=["https://bit.ly/3xyz"])
    own = new_pack / "lookalikes.yaml"
    name = (
        "name: library, spellings: [], compare: library.example, strength: exact, suffixes: [], typos: false"
    )
    distinct = name.replace("exact", "distinctive").replace("false", "true")
    own.write_text(own.read_text("utf-8").replace(name, distinct), "utf-8")
    for near in ("librray.example", "librari-support.example"):
        assert "one letter" in said(capsys, new_pack, verify.verify, values=[near]), near
    assert "one letter" not in said(capsys, new_pack, verify.verify, values=["librray.cz"])


def test_who_watches_over_a_company_of_the_pack_is_no_other_company(new_pack, capsys):
    """Its brand need not be named among those whose names are protected."""
    book = new_pack / "channels.yaml"
    text = book.read_text("utf-8")
    head, mark, entry = text.partition("  - id: desk_mail")
    other = (mark + entry).replace("desk_mail", "ombudsman").replace("brand: library", "brand: watch")
    other = other.replace("desk@library.example", "ask@watch.example").replace(
        "library.example", "watch.example"
    )
    head = head.replace(
        "channels:\n",
        '  watch: {name: "Ombudsman", operator: null, country: GB, regulator: null, '
        'domains_official: ["watch.example"]}\nchannels:\n',
    )
    texts = new_pack / "text" / "en.yaml"
    texts.write_text(texts.read_text("utf-8") + 'channel.ombudsman.label: "Ombudsman"\n', "utf-8")

    book.write_text(head + mark + entry + other, "utf-8")
    assert "another company" in said(capsys, new_pack, verify.verify, values=["ask@watch.example"])
    book.write_text(head + mark + entry + other.replace("covers: []", "covers: [library]"), "utf-8")
    for value in ("ask@watch.example", "https://watch.example/help"):
        assert "another company" not in said(capsys, new_pack, verify.verify, values=[value])


def test_its_draft_goes_to_the_one_company_that_there_is(new_pack, capsys):
    kept_case(new_pack)
    text = said(capsys, new_pack, case_share.draft)
    assert "desk@library.example" in text
    assert "The reader turns my card away." in text
    assert "GoPay" not in text


def amended(folder, name, *changes):
    file = folder / name
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def kept_case(folder, **changes):
    """A case of the pack in *folder*, kept where its commands look for it."""
    pack = open_pack(folder)
    ours = CaseTree("mine", pack.tree.version, pack.tree.sha256)
    plain = {"tree": ours, "brand": "unknown", "outcome": "card_expired", "cause": "card", "answers": ()}
    store_in(
        folder.parent, case(**{**plain, "cursor": 0, "plan": (), "evidence": (), "checks": (), **changes})
    )


def test_a_letter_to_its_public_body_is_in_a_language_that_the_pack_has(new_pack, capsys):
    """In that of the body; where the pack lacks it, that is said, and the letter is there."""
    body = (
        "{id: head, to: desk_mail, channels: [desk_mail], after_complaint: false, claims: [], documents: []}"
    )
    amended(new_pack, "case.yaml", ("regulators: []", f"regulators: [{body}]"))
    amended(
        new_pack, "text/en.yaml", ("draft.ask.mend:", 'draft.regulator.ask.head: "Look."\ndraft.ask.mend:')
    )
    kept_case(new_pack, plan=(Due(DueKind.ESCALATE, NOW, None, ("desk_mail",)),))
    text = said(capsys, new_pack, case_share.draft, regulator=True)
    assert "desk@library.example" in text
    assert "reads" not in text
    amended(new_pack, "channels.yaml", ("regulator: null,", "regulator: null, speaks: fr,"))
    kept_case(new_pack, plan=(Due(DueKind.ESCALATE, NOW, None, ("desk_mail",)),))
    text = said(capsys, new_pack, case_share.draft, regulator=True)
    assert "Who gets this reads fr." in text
    assert "Look." in text


@pytest.mark.parametrize(
    ("typed", "now", "read"),
    [
        ("yesterday 15:30", "2026-12-01T20:00:00Z", "30 November 2026, 15:30"),
        ("today 19:30", "2026-12-01T20:00:00Z", "1 December 2026, 19:30"),
        ("yesterday 23:30", "2026-12-01T00:10:00Z", "30 November 2026, 23:30"),
        ("2026-07-01 12:00", "2026-07-01T20:00:00Z", "1 July 2026, 12:00"),
        ("2026-07-01 12:00Z", "2026-07-01T20:00:00Z", "1 July 2026, 13:00"),
        ("yesterday 15:30 tejo", "2026-12-01T20:00:00Z", "30 November 2026, 14:30"),
    ],
)
def test_a_case_goes_by_the_clock_of_its_pack(new_pack, capsys, tmp_path, typed, now, read):
    amended(new_pack, "calendar.yaml", ("Europe/London", "Europe/Lisbon"))
    amended(new_pack, "case.yaml", ("zones: []", "zones: [{word: tejo, hours: 1}]"))
    kept_case(new_pack, created=(at := datetime.fromisoformat(now)), updated=at)
    told = said(capsys, new_pack, case_add.add, now, kind="transaction", when=typed)
    assert f"{read}, Europe/Lisbon" in told
    for command in (case_cli.show_case, case_cli.list_cases, case_share.draft):
        told += said(capsys, new_pack, command, now)
    said(capsys, new_pack, case_share.export, now, out=tmp_path / "out")
    told += "".join(file.read_text("utf-8") for file in (tmp_path / "out").glob("case.*"))
    assert told.count(f"{read}, Europe/Lisbon") >= 6
    assert "Jakarta" not in told
    amended(new_pack, "text/en.yaml", ("draft.ask.mend:", 'ui.zone_wet: "time of Lisbon"\ndraft.ask.mend:'))
    summer = "July" in read
    assert ("time of Lisbon" in said(capsys, new_pack, case_share.draft, now)) is not summer


def test_sums_of_a_pack_are_in_its_currency(new_pack, capsys):
    """Read with its words, asked for with its examples, told with the marks of its texts."""
    kept_case(new_pack)
    for typed, read in (("1250.5", "1,250.50 GBP"), ("£25", "25 GBP"), ("250rb", "250,000 GBP")):
        assert f"Amount, read as: {read}" in said(capsys, new_pack, case_add.add, amount=typed)
        assert read in said(capsys, new_pack, case_share.draft)
    with pytest.raises(UsageError, match=r"like one of these: £25, 12\.50") as refused:
        said(capsys, new_pack, case_add.add, amount="12 or 13")
    assert "Rp" not in str(refused.value)
    amended(new_pack, "case.yaml", ("currency: GBP}\ncurrencies", "currency: BRL}\ncurrencies"))
    assert "25 BRL" in said(capsys, new_pack, case_add.add, amount="25")
    with pytest.raises(UsageError, match="like one of these: 25 BRL"):
        said(capsys, new_pack, case_add.add, amount="12 or 13")


def test_old_contacts_of_a_pack_are_told_as_old(new_pack, capsys):
    """As its `stale_after_days` has it: on the page of the advice and in the list of contacts."""
    for command, more in (
        (diagnose.diagnose, {"answer": ["locked_in=yes"], "no_save": True}),
        (channels.list_channels, {}),
    ):
        fresh = said(capsys, new_pack, command, "2026-11-20T08:00:00Z", **more)
        assert "long ago" not in fresh
        assert "days old" not in fresh
        old = said(capsys, new_pack, command, "2027-12-01T08:00:00Z", **more)
        assert "Last seen 20 Oct 2026, long ago. Compare it at library.example if you can." in " ".join(
            old.split()
        )
        assert "This pack's list of contacts is 395 days old." in " ".join(old.split())
        assert "pipx" not in old


def speaks_portuguese(folder):
    amended(folder, "tree.yaml", ("languages: [en]", "languages: [en, pt]"))
    shutil.copy(folder / "text" / "en.yaml", folder / "text" / "pt.yaml")


SECRETS = "secrets: [{lang: pt, words: [palavra-passe, senha, pin, nif], says: [é]}]\nways:"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("A minha palavra-passe é Marisol22x, e agora?", "marisol"),
        ("tentei a senha: golfinho azul", "golfinho"),
        ("A SENHA golfinho7 não dá", "golfinho"),
        ("o meu pin é quatro oito dois um. Depois liguei", "quatro oito dois um"),
    ],
)
def test_words_of_a_pack_take_out_secrets_in_its_language(new_pack, capsys, text, secret):
    speaks_portuguese(new_pack)
    kept_case(new_pack)
    said(capsys, new_pack, case_add.add, text=text)
    assert secret in said(capsys, new_pack, case_share.draft).lower(), "nobody has said what the words are"
    amended(new_pack, "case.yaml", ("ways:", SECRETS))
    kept_case(new_pack)
    told = said(capsys, new_pack, case_add.add, text=text)
    shown = told + said(capsys, new_pack, case_share.draft) + said(capsys, new_pack, case_cli.show_case)
    assert secret not in shown.lower()
    for calm in ("Esqueci a senha ontem", "Liguei para o apoio às oito"):
        said(capsys, new_pack, case_add.add, text=calm)
        assert calm in said(capsys, new_pack, case_share.draft)


def test_a_language_without_words_for_secrets_is_warned_of(new_pack):
    def warned():
        return "no words for secrets" in " ".join(str(problem) for problem in lint_pack(new_pack).problems)

    assert not warned()
    speaks_portuguese(new_pack)
    assert warned()
    amended(new_pack, "case.yaml", ("ways:", SECRETS))
    assert not warned()


def test_a_draft_that_would_be_half_english_is_warned_of(new_pack, capsys):
    """The words of the program in it have to be there in a language that the program does not know."""
    speaks_portuguese(new_pack)
    found = {
        each.message.split("'")[1]: each for each in lint_pack(new_pack).problems if each.rule == "I18N001"
    }
    assert {"Dear support team,", "Kind regards,", "What I ask for:", "January"} <= found.keys()
    assert all(each.level is Level.WARNING for each in found.values())
    assert "Dear Sir or Madam," not in found, "it writes to no public body"
    keys = {re.search(r"`(\S+): …`", each.fix)[1]: english for english, each in found.items()}
    words = "".join(f'{key}: "x{"".join(re.findall("{.*?}", said))}"\n' for key, said in keys.items())
    with (new_pack / "text" / "pt.yaml").open("a", encoding="utf-8") as file:
        file.write(words)
    assert [each for each in lint_pack(new_pack).problems if each.rule == "I18N001"] == []
    kept_case(new_pack, evidence=case().evidence)
    (portuguese,) = re.findall(r"(?s)\bx *\n.*", said(capsys, new_pack, case_share.draft, spoken="pt"))
    assert re.search(r"(?i)\b(dear|amount|time|regards|january|name)\b", portuguese) is None


def test_a_zip_is_named_where_a_folder_is_wanted(tmp_path, capsys):
    packed = tmp_path / "mine.zip"
    packed.write_bytes(b"PK")
    with pytest.raises(DataError) as caught:
        said(capsys, packed, verify.verify, values=["https://a.example"])
    assert caught.value.args[0].values["folder"] == packed


def test_a_never_forbids(new_pack):
    """Though it stands among the words for never alone, and not among those for not."""
    speaks_portuguese(new_pack)
    terms = "format: gopay-help/terms@1\nkeep: []\nterms: []\nlexicon:\n  pt: {never: [nunca], not: [não]}\n"
    (new_pack / "terms.yaml").write_text(terms, "utf-8")
    english = "funds.no_otp: "
    text = (new_pack / "text" / "pt.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith(english))
    for words, wrong in (("Nunca diga o PIN.", False), ("Diga o PIN.", True)):
        (new_pack / "text" / "pt.yaml").write_text(text.replace(line, f'{english}"{words}"'), "utf-8")
        found = [str(each) for each in lint_pack(new_pack).problems]
        assert any("I18N010 funds.no_otp" in each for each in found) is wrong


def test_a_brand_is_one_of_its_companies_where_the_tree_asks_for_none(new_pack, capsys):
    alarm = ["locked_in=yes"]
    assert "You can get out" in said(capsys, new_pack, diagnose.diagnose, brand="library", answer=alarm)
    with pytest.raises(UsageError) as caught:
        said(capsys, new_pack, diagnose.diagnose, brand="gopay_id", answer=alarm)
    assert caught.value.args[0].values["known"] == ("library",)


@pytest.mark.parametrize("name", ["My Wallet", "1st", "wallet-2", "é"])
def test_a_folder_that_is_no_name_of_a_pack_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match="is no name of a pack"):
        tree.new_tree(Setup(Settings()), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_is_there_is_touched(tmp_path):
    (tmp_path / "mine").mkdir()
    with pytest.raises(DataError, match="is there already"):
        tree.new_tree(Setup(Settings()), tmp_path / "mine")
    assert list((tmp_path / "mine").iterdir()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_is_explained_in_the_authors_language(capsys, lang):
    words = room_catalogue(SHIPPED, "lint", lambda _: lang)
    for rule in (*RULES, *READERS):
        assert tree.explain_rule(Setup(Settings(lang=lang)), rule.lower()) == 0
        first, what, mend, allow = capsys.readouterr().out.splitlines()
        assert first.startswith(f"{rule} (")
        assert (what, mend) == (
            words.say(f"lint.{rule.lower()}.what"),
            words.say(f"lint.{rule.lower()}.mend"),
        )
        may = rule in RULES and RULES[rule].may_allow
        assert (f"# lint: allow {rule}" in allow) is may


def test_an_explanation_as_a_document(capsys, document_fits):
    assert tree.explain_rule(Setup(Settings(json=True)), "OUT005") == 0
    made = json.loads(capsys.readouterr().out)
    document_fits("rule", made)
    assert (made["rule"], made["level"], made["may_allow"]) == ("OUT005", "warning", True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_rule_each_has_a_line_in_the_authors_language(capsys, document_fits, lang):
    words = room_catalogue(SHIPPED, "lint", lambda _: lang)
    assert tree.explain_rule(Setup(Settings(lang=lang))) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{rule}  {words.say(f'lint.{rule.lower()}.what')}" for rule in sorted((*RULES, *READERS))
    ]
    assert tree.explain_rule(Setup(Settings(lang=lang, json=True))) == 0
    made = json.loads(capsys.readouterr().out)
    document_fits("rules", made)
    assert len(made["rules"]) == len({*RULES, *READERS})


def test_no_rule_is_told_the_nearest():
    with pytest.raises(UsageError, match="did you mean 'TAB001'"):
        tree.explain_rule(Setup(Settings()), "TAB0011")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_that_are_missing_take_a_line_each(pack: Seeded, lang):
    file = pack.folder / "text" / "id.yaml"
    file.write_text(
        "\n".join(line for line in file.read_text("utf-8").splitlines() if "step." not in line), "utf-8"
    )
    found = lint_pack(pack.folder)
    missing = [problem for problem in found.problems if problem.rule == "I18N001"]
    said = as_text(found, room_catalogue(SHIPPED, "lint", lambda _: lang), strict=False)
    assert len(missing) > 5
    levels = len({problem.level for problem in missing})
    about = [line for line in said.splitlines() if re.search(r"'step\.", line)]
    assert len(about) == len(missing)
    assert said.count("tree explain I18N001") <= levels + 1
    assert len(said.splitlines()) < len(missing) + 8 * (levels + 1)


def test_a_compiled_pack_has_no_form_and_says_so(tmp_path, capsys):
    for name, content in compiled_files(WARUNG).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert tree.format_tree(Setup(Settings()), tmp_path, check=True) == 0
    assert "is a compiled pack" in capsys.readouterr().out
    with pytest.raises(DataError, match="compiled pack"):
        tree.format_tree(Setup(Settings()), tmp_path)


@pytest.mark.parametrize(
    ("place", "begins"), [("in", "schema/"), ("beside", "../schema/"), ("nowhere", "file://")]
)
def test_the_schema_that_a_fix_names_is_there(new_pack, place, begins):
    """In the pack, as `tree new` puts it there, or beside it; else it is the installation's."""
    if place != "in":
        shutil.rmtree(new_pack / "schema")
    if place == "beside":
        shutil.copytree(SCHEMAS, new_pack.parent / "schema")
    for name in ("tree.yaml", "text/en.yaml"):
        file = new_pack / name
        file.write_text(file.read_text("utf-8").split("\n", 1)[1], "utf-8")
    changed = tuple(str(new_pack / name) for name in ("tree.yaml", "text/en.yaml"))
    found = [problem for problem in lint_pack(new_pack).problems if problem.file in changed]
    assert [problem.rule for problem in found] == ["SCH003", "SCH003"]
    for problem in found:
        named = re.search(r"schema=([^`]+)", problem.fix)[1]
        depth = 1 if problem.file.endswith("en.yaml") and place != "nowhere" else 0
        assert named.startswith("../" * depth + begins)
        reached = urljoin(Path(problem.file).resolve().as_uri(), named)
        assert Path(url2pathname(reached.removeprefix("file://"))).is_file()
