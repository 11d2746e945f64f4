"""Nothing is official where a browser opens another place: many spellings, read by Chromium's parser.

SPELLINGS: how many; SPELLINGS_SEED: which.
"""

import json
import os
import random
from collections.abc import Iterator

import pytest

from gopay_help.contacts.hosts import open_link
from gopay_help.contacts.registry import parse_registry
from verifying import TODAY, document, shipped

pytestmark = pytest.mark.slow

HOW_MANY = int(os.environ.get("SPELLINGS", "24000"))
SEED = int(os.environ.get("SPELLINGS_SEED", "14"))
HOME = set(document("lookalikes")["home_brands"])
BOOK = parse_registry(document("channels"))
OWN = [
    own["host"]
    for own in document("lookalikes")["hosts"]
    if own["status"] == "active" and not own["strangers"]
]
DOMAINS = sorted(
    {name for brand in BOOK.brands if brand.id in HOME for name in brand.domains_official} | set(OWN)
)
STRANGERS = sorted(own["host"] for own in document("lookalikes")["hosts"] if own["strangers"])
ACCOUNTS = sorted(
    (c.value or "").replace("/@", "/")
    for c in BOOK.channels
    if c.kind == "social" and c.brand in HOME and c.printable
)
MAILS = sorted(c.value or "" for c in BOOK.channels if c.kind == "email" and c.brand in HOME and c.printable)
CHATS = sorted(
    (c.value or "").lstrip("+")
    for c in BOOK.channels
    if c.kind == "whatsapp" and c.brand in HOME and c.printable
)

SCHEMES = [
    "",
    "",
    "https://",
    "https://",
    "https://",
    "http://",
    "HTTPS://",
    "https:",
    "https:/",
    "https:\\\\",
    "//",
    "ftp://",
    "wss://",
    "hxxps://",
    "https:////",
    "view-source:https://",
    "https:\t//",
    "intent://",
    " https://",
    "\u200bhttps://",
    "https\uff1a//",
]
USERS = [
    "",
    "",
    "",
    "",
    "",
    "",
    "evil@",
    "evil.example@",
    "evil.example:80@",
    ":@",
    "@",
    "evil.example%40",
    "gopay.co.id@",
    "evil.example\\@",
    "a:b@c@",
]
DOTS = [
    ".",
    ".",
    ".",
    ".",
    ".",
    ".",
    ".",
    "。",
    "．",
    "｡",
    "%2e",
    "%2E",
    "..",
    "[.]",
    "(.)",
    "\u200b.",
    ".\u00ad",
    ". ",
    "․",
    "‧",
    "·",
    "{.}",
    "%E3%80%82",
]
HIDDEN = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\u00ad",
    "\ufeff",
    "\u2800",
    "\u3164",
    "\u115f",
    "\u1160",
    "\uffa0",
    "\u034f",
    "\u180e",
    "\u180b",
    "\u202e",
    "\u2028",
    "\t",
    "\n",
    "\r",
    "\x00",
    "\x7f",
    "\u00a0",
    "\u3000",
    "\u17b4",
    "\U000e0061",
    "\ufe0f",
    " ",
    "%00",
    "%09",
    "%e2%80%8b",
]
LOOKS = {
    "o": "о0ο",
    "a": "аɑα",
    "g": "ɡց",
    "p": "рρ",
    "y": "уу",
    "i": "іıíl",
    "c": "сϲ",
    "e": "еė",
    "j": "јj",
    "k": "κк",
    "d": "ԁ",
    "n": "ո",
    "x": "х",
    "s": "ѕ",
}
PORTS = [
    "",
    "",
    "",
    "",
    "",
    ":443",
    ":80",
    ":4444",
    ":",
    ":abc",
    ":0443",
    ":443@evil.example",
    ":65536",
    ":4４3",
]
TAILS = [
    "",
    "",
    "",
    "",
    "/",
    "/",
    "/bantuan",
    "/en-id/help/gopay",
    "/..",
    "/./",
    "/%2e%2e/x",
    "/.%2E/",
    "/..\t/x",
    "//evil.example",
    "/\\evil.example",
    "/@evil.example",
    "/https://evil.example",
    "/x/../../y",
    "/evil.example",
    "/a;b",
    "/%61",
    "/x.apk",
    "\\evil.example",
    "/bantuan/",
    "/a b",
    "/ж",
    "/a\u200b",
    ".evil.example",
    ".evil.example/",
    "。evil.example",
    "@evil.example",
    ":@evil.example/",
    "%2f@evil.example",
    "%23.evil.example",
    "\u2044evil.example",
    "\uff0fevil.example",
    "?.evil.example",
    "#.evil.example",
]
QUERIES = [
    "",
    "",
    "",
    "",
    "",
    "",
    "?",
    "#",
    "?a=b",
    "#x",
    "?url=https://evil.example",
    "?domain=evil_cs",
    "?phone=6289999999999",
    "?next=//evil.example",
    "#https://evil.example",
    "?domain=gopayindonesia",
    "?phone=6281157157157",
    "?link=evil.example",
    "?\u200b",
    "?text=PIN",
    "?phone=1500729&phone=6281157157157",
    "&phone=62899",
]
NAMES_BEFORE = [
    "",
    "",
    "",
    "www.",
    "app.",
    "help.",
    "a.b.",
    "www.www.",
    "-a.",
    "a_b.",
    "xn--80a.",
    "1.",
    "evil.example.",
]
READ = """
const [values, done] = arguments;
done(values.map(value => {
    try {
        const url = new URL(value);
        const user = url.username + url.password;
        return [url.protocol, url.hostname, url.pathname, url.search, url.hash, user, url.port, url.href];
    } catch (error) { return null; }
}));
"""


def odd(ways: list[str], some: random.Random) -> str:
    """Mostly the usual way, which stands first."""
    return some.choice(ways) if some.random() < 0.25 else ways[0]


def respelt(text: str, some: random.Random) -> str:
    """*text* with up to two of its letters in another form."""
    for _ in range(some.choice((0, 0, 0, 0, 0, 0, 1, 1, 2))):
        at = some.randrange(len(text))
        how = some.randrange(5)
        if how == 0:
            text = text[:at] + some.choice(HIDDEN) + text[at:]
        elif how == 1:
            text = text[:at] + some.choice(LOOKS.get(text[at].lower(), text[at])) + text[at + 1 :]
        elif how == 2:
            text = text[:at] + text[at].upper() + text[at + 1 :]
        elif how == 3:
            text = text[:at] + f"%{ord(text[at]):02x}" + text[at + 1 :] if text[at].isascii() else text
        elif text[at].isascii() and text[at].isalnum():
            text = text[:at] + chr(ord(text[at]) + 0xFEE0) + text[at + 1 :]
    return text


def spellings(how_many: int, some: random.Random) -> Iterator[str]:
    """Addresses, chats, accounts and mail links of the pack, written in ways that nobody should need."""
    for _ in range(how_many):
        what = some.randrange(10)
        if what < 6:
            host = odd(NAMES_BEFORE, some) + some.choice(DOMAINS if what < 5 else STRANGERS)
            place = "".join(
                some.choice(DOTS) if char == "." and some.random() < 0.1 else char for char in host
            )
            tail = odd(["", "/", "/bantuan", *TAILS], some)
        elif what < 8:
            host, _, name = some.choice(ACCOUNTS).partition("/")
            place = odd(["", "www.", "m.", "mobile."], some) + host
            tail = "/" + odd(["", "@", "evil_cs/", "%40"], some) + name + odd(["", *TAILS], some)
        elif what < 9:
            place, tail = some.choice([("wa.me", "/"), ("api.whatsapp.com", "/send?phone=")])
            tail += some.choice(["", "", "+", "%2B", "00"]) + some.choice(
                [*CHATS, "6289999999999", "1500729"]
            )
        else:
            mail = some.choice(MAILS)
            more = [
                "",
                "",
                "?bcc=x@evil.example",
                "?cc=x@evil.example",
                "?body=x",
                ",x@evil.example",
                "%2Cx@evil.example",
                "?to=x@evil.example",
                "?subject=x",
            ]
            yield some.choice(["mailto:", "MAILTO:", ""]) + respelt(mail, some) + some.choice(more)
            continue
        middle = odd(USERS, some) + respelt(place, some) + odd(PORTS, some)
        yield (
            some.choice(["", "https://", odd(SCHEMES, some)])
            + middle
            + respelt(tail or " ", some).rstrip(" ")
            + odd(QUERIES, some)
        )


def as_address(value: str) -> str:
    """*value* as the address bar takes it: trimmed, defusing undone, a web address by default."""
    value = value.strip(" \t\r\n").replace("[.]", ".")
    lower = value.lower()
    if lower.startswith(("mailto:", "https:", "http:", "ftp:", "wss:")):
        return value
    if lower.startswith("hxxp"):
        return "http" + value[4:]
    mail = "@" in value and not {"/", "\\"} & set(value)
    return ("mailto:" if mail else "https://") + value


def is_ours(read: list[str]) -> bool:
    """True if what Chromium opens is a place of the registry, and nothing is carried along."""
    protocol, host, path, search, fragment, user, port, _ = read
    if user or port or fragment:
        return False
    if protocol == "mailto:":
        return not search and path.lower() in MAILS
    bare = host.removeprefix("www.")
    if bare in ("wa.me", "api.whatsapp.com"):
        number = path.strip("/") if bare == "wa.me" else search.removeprefix("?phone=")
        return (bare != "wa.me" or not search) and number.lstrip("+") in CHATS
    if search:
        return False
    if f"{bare}{path}".rstrip("/").replace("/@", "/").lower() in ACCOUNTS:
        return True
    return not any(bare == name or bare.endswith(f".{name}") for name in STRANGERS) and any(
        bare == name or bare.endswith(f".{name}")
        for name in [*DOMAINS, *(c.value or "" for c in BOOK.channels)]
    )


@pytest.fixture(scope="module")
def judged(browser) -> list[tuple[str, str, list[str] | None]]:
    made = dict.fromkeys(spellings(3 * HOW_MANY, random.Random(SEED)))  # noqa: S311
    values = list(made)[:HOW_MANY]
    read: list[list[str] | None] = []
    for start in range(0, len(values), 2000):
        part = [as_address(value) for value in values[start : start + 2000]]
        read += browser.run_async(READ, part)
    verify = shipped().verify
    return [
        (value, str(verify(value, None, TODAY).verdict), there)
        for value, there in zip(values, read, strict=True)
    ]


def test_nothing_is_official_where_the_browser_opens_another_place(judged):
    official = [(value, there) for value, verdict, there in judged if verdict == "official"]
    assert len(judged) == HOW_MANY
    assert len(official) > 0.01 * HOW_MANY
    wrong = [(value, there) for value, there in official if there is None or not is_ours(there)]
    assert wrong == [], json.dumps(wrong[:20])


def test_links_are_read_as_the_browser_reads_them(judged):
    """Host and path. Chromium lets spaces stand in hosts, which the standard refuses: those are left out."""
    web = [(value, there) for value, _, there in judged if there and there[0] in ("https:", "http:", "ftp:")]
    read = [(value, there, open_link(as_address(value))) for value, there in web if "%" not in there[1]]
    wrong = [row for row in read if row[2] is None or (row[2].host, row[2].path) != (row[1][1], row[1][2])]
    assert len(read) > 0.3 * HOW_MANY
    assert wrong == [], (len(wrong), wrong[:10])
