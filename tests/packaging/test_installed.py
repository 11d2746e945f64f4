"""However it was installed, gopay-help finds its trees and runs from anywhere."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from fakes import SHIPPED
from gopay_help.cli.packs import open_pack

RED_FLAG = ("diagnose", "--no-input", "--offline", "--answer", "red_flag=yes", "--json")


def test_the_emergency_is_answered_from_anywhere(program):
    done = program.run(*RED_FLAG)
    assert (done.returncode, done.stderr) == (0, "")
    advice = json.loads(done.stdout)
    assert advice["schema"] == "gopay-help/diagnosis@1"
    assert advice["cause"] == "fraud"
    assert advice["funds"]
    assert advice["do_not"]


IN_EACH = pytest.mark.parametrize(
    ("program", "lang"), [("wheel", "en"), ("editable", "zh-Hans"), ("checkout", "id")], indirect=["program"]
)
"""Each way to have the program, in one language: all that depends on the way is where the words lie."""


@IN_EACH
def test_contacts_are_listed_in_each_language(program, lang):
    done = program.run("channels", "--lang", lang)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) > 10


@IN_EACH
def test_an_error_is_told_in_each_language(program, lang):
    done = program.run("case", "show", "nosuch", "--lang", lang)
    said = open_pack(SHIPPED).catalogue(lang).say("fault.no_case", id="nosuch")
    told = done.stderr.replace("python3 -m gopay_help", "gopay-help")  # as it was called
    assert (done.returncode, done.stdout, told) == (2, "", f"gopay-help: {said}\n")


def test_each_way_gives_the_same_advice(from_wheel, from_editable, from_checkout):
    clock = ("--now", "2026-11-22T08:00:00Z")
    said = {way.run(*RED_FLAG, *clock).stdout for way in (from_wheel, from_editable, from_checkout)}
    assert len(said) == 1


def test_each_way_runs_what_it_says(from_wheel, from_editable, from_checkout):
    where = "import gopay_help, pathlib; print(pathlib.Path(gopay_help.__file__).parents[1].name)"
    assert from_wheel.run(code=where).stdout.strip() == "site-packages"
    assert from_editable.run(code=where).stdout.strip() == "src"
    assert from_checkout.run(code=where).stdout.strip() == "src"


def test_the_command_itself_is_installed(from_wheel):
    command = Path(from_wheel.python).with_name("gopay-help" + (".exe" if os.name == "nt" else ""))
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True, cwd="/")
    assert done.stdout.startswith("gopay-help ")


def test_the_installed_pack_is_judged_and_proved_like_the_yaml(from_wheel, from_checkout):
    for way in (from_wheel, from_checkout):
        done = way.run("tree", "lint", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["counts"]["error"] == 0
    installed, yaml = (
        json.loads(way.run("tree", "lint", "--proof").stdout) for way in (from_wheel, from_checkout)
    )
    assert installed["tree"] == yaml["tree"]
    assert (installed["order"], installed["tables"]) == (yaml["order"], yaml["tables"])
