"""Which runs the net holds: every command, in three languages, as text and as JSON."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "id", "zh-Hans")
NOW = "--now 2026-11-23T03:00:00Z --offline"
CASE = "abcdefghijk2"


class Way(NamedTuple):
    """A shortest way to an outcome: as options of a script, and as the digits that a person types."""

    outcome: str
    answers: tuple[str, ...]
    digits: str

    @property
    def options(self) -> str:
        """As a command line has them."""
        return " ".join(f"--answer {one}" for one in self.answers)


@dataclass(frozen=True)
class Row:
    """One line of the record: a run, or several in one home, in all its variants."""

    steps: tuple[str, ...]
    json: bool = True
    typed: str = ""
    terminal: bool = False
    machine: str = "plain"
    case: bool = False
    packs: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What tells this row from the others, in one line."""
        surroundings = [
            *(f"{key}={value}" for key, value in self.environ.items()),
            *([f"@{self.machine}"] if self.machine != "plain" else []),
            *(["@terminal"] if self.terminal else []),
            *(["@case"] if self.case else []),
            *(f"@{name}={content!r}" for name, content in self.files.items()),
        ]
        typed = [f"< {self.typed!r}"] if self.typed else []
        return " ".join([*surroundings, " ; ".join(self.steps), *typed]).replace("\t", " ")

    @property
    def variants(self) -> tuple[tuple[str, bool], ...]:
        """Languages, as text and, where there is one, as JSON."""
        return tuple((lang, as_json) for as_json in (False, True)[: 1 + self.json] for lang in LANGUAGES)

    def run(self, lang: str, *, as_json: bool) -> dict[str, object]:
        """One variant, as the worker wants it."""
        more = ["--lang", lang, *(["--json"] if as_json else [])]
        return {
            "steps": [with_options(step, more) for step in self.steps],
            "typed": self.typed,
            "terminal": self.terminal,
            "machine": self.machine,
            "case": self.case,
            "packs": list(self.packs),
            "files": self.files,
            "environ": self.environ,
        }


def with_options(step: str, more: list[str]) -> list[str]:
    """The words of a command line, with what all runs have: before a `--`, after which all are values."""
    words, fixed = shlex.split(step), shlex.split(NOW)
    place = words.index("--") if "--" in words else len(words)
    return [*words[:place], *more, *(fixed[2:] if "--now" in words else fixed), *words[place:]]


def read_ways() -> list[Way]:
    """The ways to all outcomes, as `renew` found them."""
    lines = (HERE / "ways.txt").read_text("utf-8").splitlines()
    parts = [line.split("\t") for line in lines]
    return [
        Way(name, tuple(answers.split()), digits.replace(" ", "\n") + "\n") for name, answers, digits in parts
    ]


def text(*steps: str, **more: object) -> Row:
    """A row that has no JSON."""
    return Row(steps, json=False, **more)  # type: ignore[arg-type]


def both(*steps: str, **more: object) -> Row:
    """A row that is had as text and as JSON."""
    return Row(steps, **more)  # type: ignore[arg-type]


COMMANDS = (
    "diagnose", "watch", "verify", "funds", "prevent", "check", "channels", "channels show", "channels lint",
    "channels recheck", "case", "case list", "case show", "case resume", "case next", "case add", "case remove",
    "case draft", "case export", "case diff", "case delete", "tree", "tree lint", "tree test", "tree replay",
    "tree show", "tree graph", "tree fmt", "tree stats", "i18n", "i18n status", "i18n export", "i18n import",
    "i18n confirm",
)  # fmt: skip


def manual() -> Iterator[Row]:
    """Help, and what is wrong with a command line."""
    yield text("--version")
    yield text("--help")
    yield text("--nonsense")
    yield text("diagnos")
    yield text("")
    for command in COMMANDS:
        yield text(f"{command} --help")
        yield text(f"{command} --nonsense")
    for command in ("channels", "case", "tree", "i18n"):
        yield text(f"{command} nonsense")
    for line in (
        "case next --done x",
        "check --budget 99",
        "channels show",
        "case remove",
        "watch --hours nan",
    ):
        yield text(line)


def wizard() -> Iterator[Row]:
    """Every outcome for a script, for a helper, and as a person on a terminal meets it."""
    ways = read_ways()
    for way in ways:
        yield both(f"diagnose --no-input --exit-code {way.options}")
        yield text(f"diagnose --no-input --plain --helper {way.options}")
        yield text("diagnose --plain --no-save", typed=way.digits, terminal=True)
    prefixes = {way.answers[:length] for way in ways for length in range(len(way.answers))}
    for answers in sorted(prefixes):
        yield text(" ".join(("diagnose --no-input", *(f"--answer {one}" for one in answers))))
    red, quiet = "--answer red_flag=yes --answer flag_gopay=unsure", ways[-1].options
    for brand in ("gopay_id", "gopay_cz", "gopay_zh"):
        yield both(f"diagnose --no-input --brand {brand} {red}")
        yield both(f"diagnose --no-input --brand {brand} {quiet}")
    for moment in ("2026-11-21T18:30:00Z", "2026-12-25T03:00:00+07:00", "2027-03-09T23:50:00+07:00"):
        yield both(f"diagnose --no-input --now {moment} {quiet}")
    yield text(f"diagnose --no-save {red}", terminal=True)
    yield text(f"diagnose --no-save --helper {quiet}", terminal=True)
    yield text("diagnose", "case list", "case show", "case next", typed=ways[-1].digits, terminal=True,
               environ={"ACCESSIBLE": "1"})  # fmt: skip
    yield text("diagnose --plain --no-save", typed="?\nw\n?\nb\nw\nq\n", terminal=True)
    yield text("diagnose --plain --no-save", typed="2\nx\n99\n\n?\n?\n?\n?\n?\n", terminal=True)
    yield text("diagnose --plain", typed="2\nq\n", terminal=True)
    for size in ("40", "20"):
        yield text(f"diagnose --no-save {quiet}", terminal=True, environ={"COLUMNS": size, "NO_COLOR": "1"})


def giving() -> Iterator[Row]:
    """Answers and facts from files, and what is wrong with them."""
    yield text("diagnose --write-template -")
    yield text("diagnose --write-template new.yaml")
    yield text("diagnose --write-template full.yaml", files={"full.yaml": "mine\n"})
    answers = {"a.yaml": "red_flag: no\nyour_gopay: gopay_id\nsymptom: other\nproduct: gojek\n"}
    yield both("diagnose --no-input --answers a.yaml", files=answers)
    yield both("diagnose --no-input --answers -", typed='{"red_flag": "no", "your_gopay": "gopay_zh"}')
    yield both("diagnose --no-input --answers a.yaml", files={"a.yaml": "red_flag: [no\n"})
    yield both("diagnose --no-input --answers a.yaml", files={"a.yaml": "red_flag: perhaps\nnobody: yes\n"})
    yield both("diagnose --no-input --answers none.yaml")
    down = {"f.yaml": "network: down\n"}
    for facts in (down, {"f.yaml": "window: night\n"}, {"f.yaml": "nothing: at all\n"}):
        yield both("diagnose --no-input --facts f.yaml --answers a.yaml", files={**answers, **facts})
    for line in (
        "--answer red_flag=maybe",
        "--answer nobody=yes",
        "--answer red_flag",
        "--brand nobody",
        "--now never",
    ):
        yield both(f"diagnose --no-input {line}")
    yield both("diagnose --no-input --pack nowhere --answer x=y")
    yield both("diagnose --no-input --pack smallest", packs=("smallest",))
    yield both("diagnose --no-input --pack warung --answer fire=no", packs=("warung",))


VALUES = (
    "1500729", "+62 21 5084 9000", "157", "131", "081131131131", "+420228224267", "08123456789", "110", "12",
    "customerservice@gopay.co.id", "CustomerService@GOPAY.CO.ID", "cs@gopay-help.example", "a@b@c", "cs@go-pay.co.id",
    "https://gopay.co.id", "http://gopay.co.id", "gopay.co.id", "www.gopay.co.id", "gopay.co.id.example.com",
    "g0pay.co.id", "gopay-bantuan.example", "https://gopay.co.id:8443/x?y=1", "https://user@gopay.co.id", "xn--gpay-55d.com",
    "https://192.0.2.1/gopay", "bit.ly/gopay", "gojek.com", "https://wa.me/6281131131131", "docs.google.com/forms/x",
    "@gopayindonesia", "instagram.com/gopayindonesia", "x.com/gopayindonesla", "t.me/gopay_cs", "gopay", "", "*21*0812#",
    "GoPay <cs-gopay@mail-id.site>", "gopay.apk", "help.gopay.com", "gopay.cz", "9999999999999999999999",
)  # fmt: skip
MESSAGES = (
    "Hubungi WhatsApp resmi kami dan kirim kode OTP",
    "GoPay: your account is blocked. Verify at http://gopay-id.example within 24 hours",
    "您的GoPay账户已被冻结，请点击链接并输入验证码 http://gopay.example",
    "Jangan berikan OTP kepada siapa pun. GoPay",
    "Halo kak, paket kirim ke rumah ya",
    "Install this: https://files.example/gopay.apk and dial *21*08123456789#",
    "",
)


def verifying() -> Iterator[Row]:
    """One of each kind of value and of message."""
    for few in (VALUES[start : start + 7] for start in range(0, len(VALUES), 7)):
        yield both(f"verify -- {shlex.join(few)}")
    for kind in ("phone", "url", "domain", "email", "handle", "nonsense"):
        yield both(f"verify --kind {kind} gopay")
    for message in MESSAGES:
        yield both(f"verify --message {shlex.quote(message)}")
    lines = '1500729\n\n{"id": "a", "value": "gopay.co.id", "kind": "domain"}\n{"id": 1}\nnobody@example\n'
    yield both("verify -", typed=lines)
    yield both("verify --message -", typed="kirim OTP\nke 08123456789\n")
    yield both("verify")
    yield text("verify", typed="gopay.co.id\n", terminal=True)
    yield text("verify 1500729 g0pay.co.id", terminal=True)


CHANNELS = (
    "id_inapp_gopay_guarantee", "id_phone_1500729", "id_email_gopay", "id_instagram", "id_web_help_gopay", "id_jago",
    "bi_phone", "bi_chatbot_lisa", "ojk_whatsapp", "iasc", "laps_sjk_route", "cz_email_support", "cz_phone",
    "cz_arbiter", "nobody",
)  # fmt: skip
CAUSES = (
    "maintenance", "peak_load", "network", "channel_change", "account_lock", "pending_funds", "identity_check", "fraud",
    "other_product", "other_brand", "undetermined", "nonsense",
)  # fmt: skip


def contacts() -> Iterator[Row]:
    """The registry and the checklists."""
    yield both("channels")
    yield text("channels", terminal=True)
    yield both("channels --retired")
    for brand in (
        "gopay_id",
        "gopay_cz",
        "gopay_zh",
        "regulator_id",
        "regulator_cz",
        "gopay_tabungan_id",
        "nobody",
    ):
        yield both(f"channels --brand {brand}")
        yield both(f"channels --brand {brand} --retired")
    for kind in ("phone", "email", "web", "in_app", "social", "whatsapp", "nonsense"):
        yield both(f"channels --kind {kind}")
    for moment in ("2026-11-22T20:00:00Z", "2028-01-01T00:00:00Z"):
        yield both(f"channels --now {moment}")
    for channel in CHANNELS:
        yield both(f"channels show {channel}")
    yield both("channels lint")
    yield both("channels recheck")
    for command in ("funds", "prevent"):
        yield both(command)
        for cause in CAUSES:
            yield both(f"{command} {cause}")
        yield text(command, terminal=True)


def network() -> Iterator[Row]:
    """The check of a machine that contacts nobody."""
    for output in ("text", "json", "nagios", "junit", "openmetrics", "github"):
        yield text(f"check --format {output}", machine="hosts")
        yield text(f"check --format {output}", machine="no_link")
    for machine in ("plain", "no_route", "no_resolver", "portal"):
        yield both("check", machine=machine)
    yield both("check --now 2020-01-01T00:00:00Z")
    yield both("check --brand gopay_cz")
    for line in (
        "--brand nobody",
        "--format nonsense",
        "--fail-on nonsense",
        "--fail-on inconclusive",
        "--fail-on isp",
    ):
        yield both(f"check {line}")
    targets = "format: gopay-help/targets@1\nprovider:\n  - {id: help, url: 'https://help.wallet.example/'}\n"
    yield both("check --targets t.yaml", files={"t.yaml": targets})
    yield both("check --targets t.yaml", files={"t.yaml": "format: gopay-help/targets@9\n"})
    yield both("check --targets none.yaml")
    yield both("watch")
    yield both(f"watch {CASE}", case=True)


def cases() -> Iterator[Row]:
    """One case with something in every field, and what each command makes of it."""
    for line in (
        "list",
        "show",
        "next",
        "draft",
        "diff",
        "resume --no-input",
        f"show {CASE}",
        "show nobody",
        "delete",
    ):
        yield both(f"case {line}", case=True)
        yield both(f"case {line}")
    for line in (
        "next --works", "next --still", "next --done 1", "next --done 9", "next --ics -", "next --now 2026-11-28T03:00:00Z",
        "draft --format eml", "draft --format mailto", "draft --format app", "draft --format app --limit 300",
        "draft --regulator", "draft --reveal counterparty", "draft --format nonsense", "draft --out d.txt",
        "export --out box", "export --out box --reveal counterparty", "export --zip --out box.zip",
    ):  # fmt: skip
        yield both(f"case {line}", case=True)
    for line in (
        "--text 'called them, PIN 123456 was asked'", "--kind note --text x", "--kind attempt --channel phone --answer none",
        "--kind transaction --amount 250rb --when '2026-11-20 10:00' --reference A1 --counterparty 08123456789",
        "--kind screenshot --file a.png", "--kind nonsense", "--amount much", "--kind transaction", "",
    ):  # fmt: skip
        yield text(f"case add --no-input {line}", "case show", case=True)
    yield text("case add --plain", "case show", typed="1\nnothing came\n\n\n\n", terminal=True, case=True)
    yield text("case remove 1 --yes", "case show", case=True)
    yield text("case remove 9 --yes", case=True)
    yield text("case delete --yes", "case list", case=True)
    yield text("case delete", typed="y\n", terminal=True, case=True)
    yield text("case resume --plain", typed="?\n?\n?\n?\n", terminal=True, case=True)
    yield text("case show", "case next", terminal=True, case=True)


def authors() -> Iterator[Row]:
    """What authors and translators are told of small packs, and of the installed one."""
    for pack in ("smallest", "warung", "penyu", "worked"):
        for line in (
            f"tree lint {pack}",
            f"i18n status {pack}",
            f"tree show --pack {pack}",
            f"tree fmt --check {pack}",
        ):
            yield text(line, packs=(pack,))
    for line in ("tree lint warung", "i18n status warung", "channels lint warung", "tree stats warung"):
        yield both(line, packs=("warung",))
    for output in ("github", "sarif"):
        yield text(f"tree lint warung --format {output}", packs=("warung",))
    yield both("tree test smallest", packs=("smallest",))
    yield text("tree test warung --junit out.xml", packs=("warung",))
    yield text("tree fmt warung", packs=("warung",))
    for output in ("mermaid", "dot", "svg", "html"):
        yield text(f"tree graph smallest --format {output}", packs=("smallest",))
    yield text("tree graph smallest --format nonsense", packs=("smallest",))
    yield text("tree lint smallest --proof", packs=("smallest",))
    yield text("tree lint nowhere")
    yield text("tree show symptom")
    yield text("tree show bank_window")
    yield text("tree show nobody")
    yield text(f"tree replay {CASE}", case=True)
    yield both("i18n status warung --require id,en", packs=("warung",))
    yield text("i18n export warung", packs=("warung",))
    yield text("i18n export penyu --out x.po", "i18n import x.po --pack penyu", packs=("penyu",))
    yield text("i18n confirm --pack warung", "i18n status warung", packs=("warung",))


def rows() -> list[Row]:
    """All of them; no two have the same name."""
    every = [*manual(), *wizard(), *giving(), *verifying(), *contacts(), *network(), *cases(), *authors()]
    unique = {row.name: row for row in every}
    return list(unique.values())
