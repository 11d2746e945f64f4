"""How many look-alikes `verify` finds, how often it is wrong, how fast it is, and how others do.

    python bench/verify.py [--lists DIR] [--dnstwist COMMAND] [--epd DIR] [--lines N]

The lists are files of hosts with a category: lookalikes*.txt, benign*.txt, synthetic*.txt, and of contacts:
contact_cases*.tsv. dnstwist (PyPI) and eth-phishing-detect (npm, needs node) are compared on the same lists
in the same run where they can be found. Shares come with 95 % Wilson intervals; speed and memory are ratios
to a plain publicsuffixlist lookup of the same lines, so that they carry from one machine to another.
"""

import argparse
import io
import json
import math
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from publicsuffixlist import PublicSuffixList

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from gopay_help.cli import verify as command  # noqa: E402
from gopay_help.cli.options import Settings  # noqa: E402
from gopay_help.cli.setup import Setup  # noqa: E402
from gopay_help.contacts.answers import ValueKind  # noqa: E402
from verifying import TODAY, assumed, catalogue, document, right_for, shipped  # noqa: E402

OFFICIAL = ("gopay.co.id", "gojek.com", "gojekapi.com", "gojek.link", "gofood.co.id")
LURES = ("cs", "bantuan", "resmi", "bonus", "login", "kartu", "promo", "slot", "help", "support")
SUFFIXES = ("com", "id", "co.id", "my.id", "web.id", "biz.id", "top", "xyz", "online", "site", "live")
"""What dnstwist is given: as much as a careful user would give it."""
ALWAYS = frozenset(
    {
        "embedded-official-host",
        "seo-doorway-help",
        "fake-cs",
        "brand-subdomain",
        "fake-recruit",
        "fake-product",
        "giveaway",
    }
)
EPD_SCRIPT = """
const Detector = require(process.argv[1] + '/src/detector.js');
const [targets, hosts] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const detector = new Detector({fuzzylist: targets, whitelist: targets, blacklist: [], tolerance: 2});
console.log(JSON.stringify(hosts.filter(host => detector.check(host).result)));
"""

Flags = Callable[[Sequence[str]], set[str]]


def rows(lists: Path, pattern: str) -> list[list[str]]:
    found = []
    for path in sorted(lists.glob(pattern)):
        lines = path.read_text("utf-8").splitlines()
        found += [line.split("\t") for line in lines if line and not line.startswith("#")]
    return found


def wilson(hits: int, total: int) -> str:
    """Hits of a total with the 95 % interval of their share."""
    if not total:
        return "-"
    z, share = 1.96, hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    low, high = ((middle + sign * spread) / (1 + z * z / total) for sign in (-1, 1))
    return f"{hits}/{total} = {share:.3f} [{low:.3f}, {high:.3f}]"


def ours(hosts: Sequence[str]) -> set[str]:
    return {host for host in hosts if str(shipped().verify(host, None, TODAY).verdict) == "lookalike"}


def dnstwist_flags(command: str) -> Iterator[tuple[str, Flags]]:
    """Membership among dnstwist's permutations: of the host or its registrable domain, and of any label."""
    permutations: set[str] = set()
    with TemporaryDirectory() as folder:
        words, tlds = Path(folder) / "words", Path(folder) / "tlds"
        words.write_text("\n".join(LURES), "utf-8")
        tlds.write_text("\n".join(SUFFIXES), "utf-8")
        for target in OFFICIAL:
            options = ["--format", "list", "--dictionary", str(words), "--tld", str(tlds)]
            text = subprocess.run(
                [command, *options, target], check=True, capture_output=True, text=True
            ).stdout
            permutations |= set(text.split()) - set(OFFICIAL)
    labels = {name.partition(".")[0] for name in permutations}
    psl = PublicSuffixList()
    ours_too = set(OFFICIAL)

    def whole(hosts: Sequence[str]) -> set[str]:
        return {
            host
            for host in hosts
            if host in permutations or (psl.privatesuffix(host) or host) in permutations
        }

    def any_label(hosts: Sequence[str]) -> set[str]:
        return {
            host
            for host in hosts
            if (psl.privatesuffix(host) or host) not in ours_too and not labels.isdisjoint(host.split("."))
        }

    yield f"dnstwist, host or domain ({len(permutations)} permutations)", whole
    yield "dnstwist, any label", any_label


def epd_flags(folder: Path) -> Flags:
    def flags(hosts: Sequence[str]) -> set[str]:
        done = subprocess.run(
            ["node", "-e", EPD_SCRIPT, str(folder)],
            input=json.dumps([OFFICIAL, list(hosts)]),
            check=True,
            capture_output=True,
            text=True,
        )
        return set(json.loads(done.stdout))

    return flags


def methods(options: argparse.Namespace) -> Iterator[tuple[str, Flags]]:
    yield "gopay-help verify", ours
    if options.dnstwist:
        yield from dnstwist_flags(options.dnstwist)
    else:
        print("dnstwist: not found (pip install dnstwist; --dnstwist COMMAND)")
    if options.epd and shutil.which("node"):
        yield "eth-phishing-detect, tolerance 2", epd_flags(options.epd)
    else:
        print("eth-phishing-detect: not found (npm install eth-phishing-detect; --epd DIR)")


def compare(options: argparse.Namespace) -> bool:
    """The table of all methods; True if ours reaches every bar."""
    bad = rows(options.lists, "lookalikes*.txt")
    good = rows(options.lists, "benign*.txt")
    typos = [row[0] for row in rows(options.lists, "synthetic*.txt")]
    if not bad:
        print(f"no lists in {options.lists}")
        return True
    strangers = [row[0] for row in good if not row[1].startswith("official")]
    for name, flags in methods(options):
        hosts = [row[0] for row in bad]
        hit = flags(hosts)
        print(f"\n{name}")
        print(f"  recall on real look-alikes   {wilson(len(hit), len(hosts))}")
        print(f"  false alarms on innocents    {wilson(len(flags(strangers)), len(strangers))}")
        print(f"  recall on permutations       {wilson(len(flags(typos)), len(typos))}")
    return detail(bad, good, typos)


def detail(bad: Sequence[Sequence[str]], good: Sequence[Sequence[str]], typos: Sequence[str]) -> bool:
    categories: dict[str, list[bool]] = defaultdict(list)
    missed = []
    flagged = ours([row[0] for row in bad])
    for host, category, *_ in bad:
        categories[category].append(host in flagged)
        missed += [] if host in flagged else [host]
    print("\nours, per category")
    for category, hits in sorted(categories.items()):
        print(f"  {category:24} {wilson(sum(hits), len(hits))}")
    print(f"  missed: {', '.join(missed) or 'none'}")
    wrong = [f"{row[0]} ({row[1]}): {got}" for row in good if (got := said(row[0])) not in right_for(row[1])]
    print(f"  innocents, other companies and own hosts said wrongly: {', '.join(wrong) or 'none'}")
    reached = len(flagged) / len(bad) >= 0.92 and not wrong and len(ours(typos)) >= 0.95 * len(typos)
    return reached and all(all(hits) for category, hits in categories.items() if category in ALWAYS)


def said(host: str) -> str:
    return str(shipped().verify(host, None, TODAY).verdict)


def contact_cases(options: argparse.Namespace) -> bool:
    cases = rows(options.lists, "contact_cases*.tsv")
    meant = {"look-alike": "lookalike", "different-company": "other_company", "ambiguous": "unknown"}
    wrong = []
    for kind, value, expected, *_ in cases:
        got = str(assumed().verify(value, ValueKind(kind), TODAY).verdict)
        wrong += [] if got == meant.get(expected, expected) else [f"{value!r}: {got}, not {expected}"]
    print(f"\ncontact cases right            {wilson(len(cases) - len(wrong), len(cases))}")
    print("".join(f"  {line}\n" for line in wrong), end="")
    return not wrong


def lines_for(options: argparse.Namespace) -> list[str]:
    """Hosts to measure with: those of the lists, over and over, each made different."""
    hosts = [row[0] for name in ("lookalikes*.txt", "benign*.txt") for row in rows(options.lists, name)]
    hosts = hosts or [
        "gopay.bantuan.my.id",
        "news.example",
        "mangopay.com",
        "app.gopay.co.id.x.us.kg",
        "kompas.com",
    ]
    return [f"a{number}.{hosts[number % len(hosts)]}" for number in range(options.lines)]


def speed(options: argparse.Namespace) -> bool:
    lines = lines_for(options)
    psl, verifier = PublicSuffixList(), shipped()
    plain_s = timed(lines, psl.privatesuffix)
    ours_s = timed(lines, lambda line: verifier.verify(line, None, TODAY))
    each = sorted(timed([line], lambda line: verifier.verify(line, None, TODAY)) for line in lines[:20_000])
    rate, p99 = len(lines) / ours_s, each[int(len(each) * 0.99)]
    plain = len(lines) / plain_s
    print(
        f"\nspeed:  {rate:,.0f} values/s; {ours_s / plain_s:.1f} times a plain suffix lookup ({plain:,.0f}/s)"
    )
    print(f"        p50 {each[len(each) // 2] * 1e6:.0f} us, p99 {p99 * 1e6:.0f} us a value")
    return rate >= 5_000 and p99 < 0.001


MEGABYTE = (".", "[.]", "1 ", "a@", "gopay.", "%2e", " ", "о", "你", "kirim otp jangan ")
"""What a message of a megabyte may consist of; tests hold the growth, this its time."""


def megabyte() -> bool:
    """A message of a megabyte, whatever it is made of, is read within a second."""
    seconds = {
        piece: timed([piece * (2**20 // len(piece))], lambda text: shipped().scan(text, TODAY))
        for piece in MEGABYTE
    }
    piece, slowest = max(seconds.items(), key=lambda item: item[1])
    print(f"a megabyte: at most {slowest:.2f} s (of {piece!r})")
    return slowest <= 1


def timed(lines: Iterable[str], job: Callable[[str], object]) -> float:
    """Seconds of processor time: a neighbour on the machine does not count."""
    start = time.thread_time()
    for line in lines:
        job(line)
    return time.thread_time() - start


def memory(options: argparse.Namespace) -> bool:
    """Peak memory of a process that answers all lines, beside one that only looks suffixes up."""
    text = "\n".join(lines_for(options))
    peaks = {}
    for child in ("plain", "ours"):
        done = subprocess.run(
            [sys.executable, __file__, "--child", child],
            input=text,
            check=True,
            capture_output=True,
            text=True,
        )
        peaks[child] = int(done.stderr.split()[-1]) / 1024
    ratio = peaks["ours"] / peaks["plain"]
    print(
        f"memory: {peaks['ours']:.0f} MB; {ratio:.2f} times a plain suffix lookup ({peaks['plain']:.0f} MB)"
    )
    return peaks["ours"] <= 60


def child(kind: str) -> None:
    if kind == "plain":
        psl = PublicSuffixList()
        for line in sys.stdin:
            sys.stdout.write(f"{psl.privatesuffix(line.strip())}\n")
    else:
        settings = Settings(
            lang="en", json=True, plain=True, now=datetime(2026, 11, 22, tzinfo=UTC).isoformat()
        )
        setup = Setup(settings, stdin=sys.stdin, stdout=sys.stdout, stderr=io.StringIO())
        setup.words, setup.document = catalogue(), document
        command.verify(setup, ["-"])
    sys.stdout.flush()
    sys.stderr.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\n")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lists", type=Path, default=ROOT.parent / "shared" / "lookalikes")
    parser.add_argument("--dnstwist", default=shutil.which("dnstwist"))
    parser.add_argument("--epd", type=Path)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--child", choices=["plain", "ours"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return 0
    bars = [compare(options), contact_cases(options), speed(options), megabyte(), memory(options)]
    print("\nall bars reached" if all(bars) else "\na bar was not reached")
    return 0 if all(bars) else 3


if __name__ == "__main__":
    sys.exit(main())
