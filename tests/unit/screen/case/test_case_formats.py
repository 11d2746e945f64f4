"""Every file of an export, read back by programs that are not ours."""

import html.parser
import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email import message_from_bytes, policy
from urllib.parse import parse_qs, unquote, urlsplit

import fast_mail_parser
import icalendar
import mailparser
import pytest

from casefile import LANGUAGES, NOW, attempt, case, note, run, shipped, store_in
from gopay_help.cases.draft import Matter, MessageDraft, parse_rules, to_support
from gopay_help.cli import case_share
from gopay_help.screen.case_files import (
    escape_markdown,
    render_eml,
    render_html,
    render_ics,
    render_mailto,
    render_markdown,
)
from gopay_help.screen.page import Kind, block

ADDRESS = "customerservice@gopay.co.id"


CHINESE = shipped().catalogue("zh-Hans")
ASKED = CHINESE.say("draft.ask.find_money").partition("，")[0]
"""What the letter asks for, up to the first comma."""


def letters(**changes):
    one = case(**changes)
    matter = Matter(one, parse_rules(shipped().document("case")).topic(one.outcome), exposed=False)
    return tuple(to_support(matter, shipped().catalogue(lang)) for lang in ("id", "zh-Hans"))


def test_the_mail_is_read_by_the_library_of_python():
    drafts = letters()
    message = message_from_bytes(render_eml(drafts, ADDRESS), policy=policy.default)
    assert message["To"] == ADDRESS
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == drafts[0].subject
    assert message["From"] is None
    assert message["Bcc"] is None
    assert not message.defects
    assert message.get_content().replace("\r\n", "\n") == drafts[0].body + "\n----------\n\n" + drafts[1].body


def test_the_mail_is_read_by_a_parser_in_rust():
    drafts = letters()
    message = fast_mail_parser.parse_email(render_eml(drafts, ADDRESS))
    assert message.subject == drafts[0].subject
    assert ADDRESS in message.headers["To"]
    assert ASKED in message.text_plain[0]
    assert not message.attachments


def test_the_mail_is_read_by_a_third_parser():
    drafts = letters()
    message = mailparser.parse_from_bytes(render_eml(drafts, ADDRESS))
    assert [address for _, address in message.to] == [ADDRESS]
    assert message.subject == drafts[0].subject
    assert ASKED in message.body
    assert not message.defects


def test_lines_of_the_mail_are_those_of_the_standard():
    raw = render_eml(letters(evidence=(note("长" * 900),)), ADDRESS)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calendar_is_read_by_icalendar(lang):
    text = render_ics(case(), NOW, shipped().catalogue(lang))
    calendar = icalendar.Calendar.from_ical(text)
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 3
    assert events[0]["DTSTART"].dt == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert str(events[0]["SUMMARY"]) == shipped().catalogue(lang).say("case.step.recheck")
    assert len({str(event["UID"]) for event in events}) == 3
    assert [len(event.walk("VALARM")) for event in events] == [1, 1, 1]
    assert not [error for event in events for error in event.errors]


def test_lines_of_the_calendar_are_folded_between_letters():
    raw = render_ics(case(), NOW, shipped().catalogue("zh-Hans")).encode()
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_calendar_says_nothing_of_the_case():
    text = render_ics(case(), NOW, shipped().catalogue("en"))
    for private in ("250000", "081234567890", "money", "gopay_id"):
        assert private not in text


class Page(html.parser.HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.tags, self.attributes, self.wrong = [], set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


EVIL = (
    '<img src=x onerror=alert(1)> <script>x</script> [a](javascript:x) =HYPERLINK("http://a.example") `x` "&'
)


def read_html(tmp_path, *, lang="id", **changes):
    store_in(tmp_path / "home", case(**changes))
    run(tmp_path / "home", lambda setup: case_share.export(setup, None, out=tmp_path / "pack"), lang=lang)
    text = (tmp_path / "pack" / "case.html").read_text("utf-8")
    page = Page()
    page.feed(text)
    return text, page


def test_the_page_has_no_script_and_loads_nothing(tmp_path):
    text, page = read_html(tmp_path, evidence=(note(EVIL), attempt(channel="email", answer=EVIL)))
    assert page.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "p",
        "ul",
        "li",
        "div",
        "section",
        "pre",
    }
    names = {name for name, _ in page.attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert not page.wrong
    assert page.open == []
    assert "url(" not in text
    assert "@import" not in text
    assert "&lt;img src=x" in text


def test_the_page_names_its_languages(tmp_path):
    text, _ = read_html(tmp_path)
    assert '<html lang="id">' in text
    assert '<section class="side" lang="id">' in text


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BROWSER = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
MEASURE = """<!DOCTYPE html><body style="margin:0"><script>
function look(frame){const page=frame.contentDocument,root=page.documentElement;
frame.dataset.wide=root.scrollWidth;frame.dataset.letters=Math.min(...[...page.querySelectorAll("p,li,pre,h1,h2")]
.map(part=>parseFloat(frame.contentWindow.getComputedStyle(part).fontSize)))}
</script>
"""
WIDTHS = (390, 1280)


def browse(tmp_path, *arguments):
    """Run the browser without a window; what it wrote to stdout."""
    command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += ["--allow-file-access-from-files", f"--user-data-dir={tmp_path}/profile", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


@BROWSER
@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_browser_shows_and_prints_the_page(tmp_path, lang):
    """At a phone's width and a desk's nothing is wider than the screen or too small, and it prints on A4."""
    evidence = (*case().evidence, note("x" * 400), note("长" * 300), note(EVIL))
    read_html(tmp_path, lang=lang, evidence=evidence)
    page = (tmp_path / "pack" / "case.html").as_uri()
    frames = "".join(
        f'<iframe src="{page}" onload="look(this)" style="border:0;width:{width}px;height:900px"></iframe>'
        for width in WIDTHS
    )
    (tmp_path / "frames.html").write_text(MEASURE + frames, "utf-8")
    frames_uri = (tmp_path / "frames.html").as_uri()
    shot = tmp_path / "shot.png"
    browse(tmp_path, "--window-size=1280,1900", f"--screenshot={shot}", frames_uri)
    assert shot.stat().st_size > 20_000
    drawn = browse(tmp_path, "--dump-dom", frames_uri)
    assert [int(wide) for wide in re.findall(r'data-wide="(\d+)"', drawn)] == list(WIDTHS)
    assert min(float(size) for size in re.findall(r'data-letters="([\d.]+)"', drawn)) >= 14
    pdf = tmp_path / "case.pdf"
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page)
    raw = pdf.read_bytes()
    assert raw.startswith(b"%PDF")
    assert 2 <= raw.count(b"/Type /Page\n") <= 5
    assert b"595.9" in raw or b"594.9" in raw or b"595.2" in raw, "A4"


@BROWSER
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_what_is_printed_can_be_read_again(tmp_path):
    """Chinese letters are in the PDF as letters, in the order of the page."""
    read_html(tmp_path, lang="zh-Hans", evidence=(note("充值没到账"),))
    pdf = tmp_path / "case.pdf"
    browse(tmp_path, f"--print-to-pdf={pdf}", (tmp_path / "pack" / "case.html").as_uri())
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], check=True, capture_output=True)
    text = read.stdout.decode().replace(" ", "")
    assert text.index(CHINESE.say("case.evidence")) < text.index("充值没到账") < text.index(ASKED)


def test_exports_escape_active_content(tmp_path):
    store_in(
        tmp_path / "home",
        case(
            evidence=(note(EVIL), note("=1+1"), note("# no heading"), note("- no list"), note("1. no list"))
        ),
    )
    run(tmp_path / "home", lambda setup: case_share.export(setup, None, out=tmp_path / "pack"))
    text = (tmp_path / "pack" / "case.md").read_text("utf-8")
    assert "<img" not in text
    assert "<script" not in text
    assert not re.search(r"(?<!\\)\[a", text)
    assert "http://" not in text.replace("\\:", "")
    assert "\n=1" not in text
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark")
    shown = markdown.render(text)
    assert "<img" not in shown
    assert "<script" not in shown
    assert "<a " not in shown
    assert "<code" not in shown


MARKS = (
    *(EVIL, "=1+1", "# x", "- x", "1. x", "1) x", "> x", "a_b_c*d*", "~~x~~", "www.a.example", "a@b.example"),
    *("| a | b |", "&amp; &lt;", "\\*"),
)


@pytest.mark.parametrize("text", MARKS)
def test_markdown_shows_what_was_typed(text):
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    shown = markdown.render(escape_markdown(text))
    assert shown.startswith("<p>")
    assert html.unescape(shown.removeprefix("<p>").removesuffix("</p>\n")) == text


def test_every_block_has_a_place_in_markdown():
    page = tuple(block(kind, "words", "-", depth) for kind in Kind for depth in (0, 1, 2))
    assert render_markdown(page).count("words") == len(page)


def test_a_page_without_blocks_is_a_page():
    assert "<main>" in render_html("title", "en", ())


def test_mailto_is_minimal():
    draft = MessageDraft("id", "Pengaduan: dana & saldo?", "a=b&c=d\nbcc: x@y.example\n%0Abcc=z")
    link = render_mailto(draft, ADDRESS)
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    assert unquote(parts.path) == ADDRESS
    fields = parse_qs(parts.query, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    assert fields["body"] == [draft.body]
    assert fields["subject"] == [draft.subject]


def test_a_long_mailto_is_none():
    assert render_mailto(MessageDraft("id", "x", "é" * 700), ADDRESS) is None
    assert len(render_mailto(MessageDraft("id", "x", "e" * 700), ADDRESS)) <= 1800


@pytest.mark.parametrize("to", ["a@b.example\r\nBcc: evil@x.example", "a@b.example\u202e", "a@b.example\x00"])
def test_draft_headers_are_fixed(to):
    with pytest.raises(ValueError, match="address"):
        render_eml((MessageDraft("id", "s", "body"),), to)
    raw = render_eml((MessageDraft("id", "s\r\nBcc: evil@x.example", "body\r\n.\r\nBcc: z"),), ADDRESS)
    message = message_from_bytes(raw, policy=policy.compat32)
    assert sorted(message.keys()) == sorted(
        [
            "X-Unsent",
            "To",
            "Subject",
            "Content-Language",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        ]
    )


def test_without_a_proved_address_there_is_no_recipient():
    message = message_from_bytes(render_eml(letters(), None), policy=policy.default)
    assert message["To"] is None


def test_the_export_says_nothing_of_this_machine(tmp_path):
    store_in(tmp_path / "home", case())
    run(tmp_path / "home", lambda setup: case_share.export(setup, None, out=tmp_path / "pack"))
    written = b"".join(file.read_bytes() for file in (tmp_path / "pack").iterdir())
    assert str(tmp_path).encode() not in written
    assert os.uname().nodename.encode() not in written
    json.loads((tmp_path / "pack" / "manifest.json").read_text("utf-8"))
