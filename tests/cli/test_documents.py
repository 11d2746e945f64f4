"""What scripts read: documents keep their shipped schemas, exit codes are those of the contract."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from urllib.parse import urlsplit

import jsonschema
import pytest
from program import NOW, ROOT, diagnose, program

from casefile import shipped
from gopay_help.cli.app import run
from gopay_help.wizard.route import cite
from wheel import installed

SCHEMAS = ROOT / "src" / "gopay_help" / "schemas"
BRANDS = [
    "gopay_id",
    "gopay_later_id",
    "gopay_pinjam_id",
    "gopay_tabungan_id",
    "gopay_cz",
    "gopay_zh",
    "regulator_id",
    "regulator_cz",
]


def valid(done, name, code=0):
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.count("\n") == 1
    document = json.loads(done.stdout)
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["schema"] == f"gopay-help/{name}@1"
    return document


def test_the_red_flag_alone_ends_in_an_emergency():
    document = valid(diagnose("--answer", "red_flag=yes", "--json", "--exit-code"), "diagnosis", 20)
    assert (document["status"], document["cause"], document["exit_code"]) == ("emergency", "fraud", 20)
    assert document["answers"] == [{"id": "red_flag", "value": "yes", "source": "flag"}]


def test_not_sure_counts_as_yes():
    sure, unsure = (
        json.loads(diagnose("--answer", f"red_flag={said}", "--json").stdout) for said in ("yes", "unsure")
    )
    assert unsure["outcome"] == sure["outcome"]
    assert unsure["exit_code"] == 20


def test_advice_ends_with_zero_unless_the_code_was_asked_for():
    way = ["--answer", "red_flag=no", "--answer", "your_gopay=gopay_cz", "--answer", "czech_side=payer"]
    assert diagnose(*way).returncode == 0
    assert diagnose(*way, "--exit-code").returncode == 17


def test_brand_on_the_command_line_skips_the_question():
    document = valid(diagnose("--brand", "gopay_zh", "--answer", "red_flag=no", "--json"), "diagnosis")
    assert (document["brand"], document["outcome"], document["route"]) == ("gopay_zh", "wallet_zh", [])
    assert document["no_route_reason"]


def test_facts_of_a_file_replace_the_checks(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text("network: broken\n")
    done = diagnose(
        "--facts",
        str(facts),
        "--brand",
        "gopay_id",
        "--answer",
        "red_flag=no",
        "--answer",
        "symptom=fails",
        "--json",
    )
    document = valid(done, "diagnosis")
    assert document["cause"] == "network"
    assert document["answers"][-1] == {"id": "other_apps", "value": "none_work", "source": "evidence"}


def test_an_answer_against_the_evidence_is_followed_and_reported(tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_text('{"network": "broken"}')
    done = diagnose(
        "--facts", str(facts), "--brand", "gopay_id", "--answer", "red_flag=no",
        "--answer", "symptom=fails", "--answer", "fails_how=wont_open",
        "--answer", "wont_open_where=everywhere", "--json",
    )  # fmt: skip
    document = valid(done, "diagnosis")
    assert document["outcome"] == "app_wont_open"
    assert len(document["notes"]) == 1


def test_a_filled_in_template_answers(tmp_path):
    file = tmp_path / "answers.yaml"
    assert diagnose("--write-template", str(file)).returncode == 0
    filled = file.read_text("utf-8").replace("# red_flag: ", "red_flag: yes")
    file.write_text(filled, "utf-8")
    assert valid(diagnose("--answers", str(file), "--json"), "diagnosis")["status"] == "emergency"


def test_a_template_is_never_written_over(tmp_path):
    file = tmp_path / "answers.yaml"
    file.write_text("mine")
    assert diagnose("--write-template", str(file)).returncode == 4
    assert file.read_text() == "mine"


def test_a_pair_wins_over_a_file():
    done = diagnose("--answers", "-", "--answer", "red_flag=yes", "--json", stdin="red_flag: no\n")
    assert json.loads(done.stdout)["status"] == "emergency"


def test_the_same_run_gives_the_same_document():
    first, second = (diagnose("--answer", "red_flag=yes", "--json").stdout for _ in range(2))
    assert first == second


@pytest.mark.parametrize("brand", BRANDS)
def test_channels_of_a_brand(brand):
    document = valid(program("channels", "--brand", brand, "--json", "--now", NOW), "channels")
    assert {channel["brand"] for channel in document["channels"]} <= {brand}
    assert bool(document["channels"]) != bool(document["reason"])


def test_tombstones_appear_with_retired_only_and_say_so():
    active = valid(program("channels", "--json", "--now", NOW), "channels")
    retired = valid(program("channels", "--retired", "--json", "--now", NOW), "channels")
    assert {channel["status"] for channel in retired["channels"]} == {"retired"}
    assert "retired" not in {channel["status"] for channel in active["channels"]}
    assert not {channel["id"] for channel in active["channels"]} & {
        channel["id"] for channel in retired["channels"]
    }


def test_a_shown_tombstone_is_no_contact():
    done = program("channels", "show", "id_phone_02150849000")
    assert done.returncode == 0
    assert "Do not contact" in done.stdout


def test_hours_that_nobody_knows_are_null():
    document = valid(program("channels", "--json", "--now", NOW), "channels")
    assert all(channel["open_now"] is None for channel in document["channels"] if channel["hours"] is None)


@pytest.mark.parametrize("command", ["funds", "prevent"])
@pytest.mark.parametrize("cause", [None, "account_lock", "fraud"])
def test_checklists(command, cause):
    document = valid(program(command, *([cause] if cause else []), "--json"), "checklist")
    assert document["cause"] == cause
    assert document["items"]


def test_a_clock_before_the_registry_is_noticed():
    document = json.loads(
        diagnose("--answer", "red_flag=yes", "--json", "--now", "2020-01-01T00:00:00Z").stdout
    )
    assert len(document["notes"]) == 1
    assert all(step["stale"] for step in document["route"])


def test_old_proof_is_said_to_be_old():
    document = json.loads(
        diagnose("--answer", "red_flag=yes", "--json", "--now", "2027-06-01T00:00:00Z").stdout
    )
    assert all(step["stale"] for step in document["route"])


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no network namespaces here")
def test_without_any_network_the_advice_is_whole():
    command = [
        sys.executable,
        "-m",
        "gopay_help",
        "diagnose",
        "--no-input",
        "--json",
        "--answer",
        "red_flag=yes",
    ]
    done = subprocess.run(
        ["unshare", "-rn", *command], capture_output=True, text=True, check=False, timeout=60,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": installed(), "GOPAY_HELP_LANG": "id"},
    )  # fmt: skip
    if "Operation not permitted" in done.stderr:
        pytest.skip("user namespaces are forbidden here")
    document = valid(done, "diagnosis")
    assert document["route"]
    assert document["funds"]


@pytest.mark.parametrize(
    ("brand", "answer"),
    [("gopay_id", ()), ("gopay_id", ("--answer", "what_happened=unsure")), ("gopay_cz", ())],
)
def test_an_emergency_of_one_gopay_names_no_desk_of_another(brand, answer):
    done = diagnose("--json", "--answer", "red_flag=yes", "--brand", brand, *answer)
    route = json.loads(done.stdout)["route"]
    assert route
    assert {step["brand"] for step in route} <= {brand, "regulator_id", "regulator_cz"}


RETIRED = ("50849000", "50251110", "50941000", "2527700", "go-pay.co.id")


@pytest.mark.parametrize(("lang", "json_too"), [("en", ["--json"]), ("id", []), ("zh-Hans", [])])
def test_a_value_that_must_not_be_contacted_is_named_among_the_retired_alone(lang, json_too):
    listed = json.loads(program("channels", "--retired", "--json").stdout)["channels"]
    values = {entry["id"]: entry["value"] for entry in listed if entry["value"]}
    assert len(values) == len(RETIRED)
    for name, value in values.items():
        shown = program("channels", "show", name, "--lang", lang, *json_too)
        assert (shown.returncode, shown.stderr) == (0, "")
        assert value not in shown.stdout
        named = program("channels", "--retired", "show", name, "--lang", lang, *json_too)
        assert value in named.stdout
    stray = program("channels", "show", "nope", "--lang", lang).stderr
    assert not [value for value in RETIRED if value in stray]
    assert "id_phone_1500729" in stray


def test_a_tombstone_is_a_document_of_its_schema():
    for option in ([], ["--retired"]):
        done = program("channels", *option, "show", "id_phone_02150849000", "--json")
        (entry,) = valid(done, "channels")["channels"]
        assert entry["status"] == "retired"


def test_channels_lint_writes_a_document_too(tmp_path):
    assert valid(program("channels", "lint", "--json"), "lint")["findings"] == []
    pack = shutil.copytree(ROOT / "decision_trees", tmp_path / "tree") / "gopay"
    file = pack / "channels.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('"1500729"', '"0812 3456"', 1), encoding="utf-8")
    found = valid(program("channels", "lint", str(pack), "--json"), "lint", 3)
    assert found["findings"]
    assert found["exit_code"] == 3
    file.write_text("a: [", encoding="utf-8")
    assert valid(program("channels", "lint", str(pack), "--json"), "lint", 3)["complete"] is False


def test_the_list_says_of_every_contact_when_it_was_last_seen():
    entries = json.loads(program("channels", "--json").stdout)["channels"]
    listed = program("channels").stdout
    days = re.findall(r"^  (?:Last seen (\d+ \w+ \d{4})|Date not known)", listed, re.MULTILINE)
    said = [
        datetime.strptime(f"{day} +0000", "%d %b %Y %z").date().isoformat() if day else None for day in days
    ]
    brands = list(dict.fromkeys(entry["brand"] for entry in entries))  # those of a brand stand together
    entries.sort(key=lambda entry: brands.index(entry["brand"]))
    assert said == [entry["provenance"]["last_seen"] for entry in entries]


def test_a_date_stands_beside_the_source_that_has_it(monkeypatch, capsys):
    for entry in json.loads(program("channels", "--json").stdout)["channels"]:
        monkeypatch.setattr(sys, "argv", ["gopay-help", "channels", "show", entry["id"], "--lang", "en"])
        assert run() == 0
        (proof,) = (line.strip() for line in capsys.readouterr().out.splitlines() if "Proof: " in line)
        seen = entry["provenance"]
        dated = {source["date"] for source in seen["sources"]}
        if seen["last_seen"] not in dated or seen["last_seen"] is None:
            continue
        sources = r"a study of public pages|users' reviews in the app store|source not noted|not confirmed"
        last = date.fromisoformat(seen["last_seen"])
        said = re.search(rf" {last.day} {last:%b %Y}[,:] ([^ ]+?|{sources})\.( |$)", proof)
        assert said, proof
        hosts = [
            urlsplit(source["url"]).hostname or cite(source["url"], shipped().catalogue("en"))
            for source in seen["sources"]
            if source["date"] == seen["last_seen"]
        ]
        assert said[1] in hosts, proof
