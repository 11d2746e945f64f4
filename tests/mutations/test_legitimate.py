"""Edits of people who know what they do: a rule that says anything of them is in the way.

Written down from the guide and the pack alone, as the mistakes of `rows_authors` were.
"""
# ruff: noqa: E501 (what an author wrote stands in one piece)

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from mutation import Bench
from rows_authors import Change, after, once, pattern
from rows_texts import says

T, CH, CL, CK = "tree.yaml", "channels.yaml", "claims.yaml", "checklists.yaml"
CAL, TE, TA = "calendar.yaml", "terms.yaml", "targets.yaml"
EN, ID, ZH = "text/en.yaml", "text/id.yaml", "text/zh-Hans.yaml"

Act = Callable[[Path], None]


class Edit(NamedTuple):
    """One thing that an author does, in as many files as it takes."""

    name: str
    acts: tuple[Act, ...]


def at(file: str, change: Change) -> Act:
    """Changes one file."""

    def act(root: Path) -> None:
        text = (root / file).read_bytes().decode()
        assert change(text) != text
        (root / file).write_bytes(change(text).encode())

    return act


def sub(file: str, old: str, new: str, *, every: bool = False) -> Act:
    """Exchanges *old* once, or wherever it stands."""
    return at(file, (lambda whole: whole.replace(old, new)) if every else once(old, new))


def within(file: str, head: str, old: str, new: str) -> Act:
    """Exchanges the first *old* behind *head*."""
    return at(file, after(head, old, new))


def rx(file: str, form: str, new: str) -> Act:
    """Exchanges what *form* describes."""
    return at(file, pattern(form, new))


def txt(file: str, key: str, text: str) -> Act:
    """Writes another text."""
    return at(file, says(key, text))


def add(file: str, text: str) -> Act:
    """Adds lines at the end."""
    return at(file, lambda whole: whole + text)


def raw(file: str, change: Callable[[bytes], bytes]) -> Act:
    """Changes the bytes of one file."""

    def act(root: Path) -> None:
        (root / file).write_bytes(change((root / file).read_bytes()))

    return act


def copy(file: str, other: str) -> Act:
    """Copies a file."""
    return lambda root: (root / other).write_bytes((root / file).read_bytes()) and None


def rm(file: str) -> Act:
    """Removes a file."""
    return lambda root: (root / file).unlink()


def everywhere(old: str, new: str) -> Act:
    """Renames an id in all files."""

    def act(root: Path) -> None:
        for file in root.rglob("*.yaml"):
            file.write_bytes(re.sub(rf"\b{old}\b", new, file.read_text("utf-8")).encode())

    return act


def confirm(key: str, english: str) -> Act:
    """Notes from which English a text was translated, as `i18n confirm` does."""
    line = f'{key}: "{hashlib.sha256(english.encode()).hexdigest()[:8]}"'

    def act(root: Path) -> None:
        for lang in ("id", "zh-Hans"):
            file = root / f"lock/{lang}.yaml"
            text, count = re.subn(rf"(?m)^{re.escape(key)}: .*$", line, file.read_text("utf-8"))
            file.write_bytes((text if count else f"{text}{line}\n").encode())

    return act


def texts(key: str, english: str, indonesian: str, chinese: str, folder: str = "text") -> Act:
    """Writes a text in all languages."""

    def act(root: Path) -> None:
        for lang, said in (("en", english), ("id", indonesian), ("zh-Hans", chinese)):
            with (root / f"{folder}/{lang}.yaml").open("a", encoding="utf-8", newline="\n") as file:
                file.write(f'{key}: "{said}"\n')
        confirm(key, english)(root)

    return act


def causes_apart(root: Path) -> None:
    """Moves the words of causes into a folder of their own."""
    (root / "text-causes").mkdir(exist_ok=True)
    for file in (root / "text").glob("*.yaml"):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        moved = [line for line in lines if line.startswith("cause.")]
        (root / "text-causes" / file.name).write_text(lines[0] + "".join(moved), "utf-8", newline="\n")
        file.write_text("".join(line for line in lines if line not in moved), "utf-8", newline="\n")


NEW_CHANNEL = """  - id: bi_branch_page
    brand: regulator_id
    kind: web
    value: "https://www.bi.go.id/id/layanan"
    status: active
    print: allow
    grade: A
    scope: [complaint]
    covers: [gopay_id]
    needs_login: false
    needs_network: true
    announcements: false
    hours: null
    cost: null
    never_asks: [otp, pin]
    alternatives: {}
    first_seen: null
    last_seen: "2026-10-02"
    date_basis: observed
    sources:
      - {url: "https://www.bi.go.id/id/layanan/pengaduan", date: "2026-10-02", type: official_page}
    reason: null

"""

EDITS = (
    Edit("an outcome renamed with all references", (everywhere("recycled_number", "number_reused"),)),
    Edit("a question renamed with all references", (everywhere("same_for_others", "others_affected"),)),
    Edit("a contact renamed everywhere", (everywhere("cz_phone", "cz_telephone"),)),
    Edit("a step renamed everywhere", (everywhere("use_other_means", "pay_otherwise"),)),
    Edit(
        "keys of an outcome in another order",
        (
            within(
                T,
                "\n  overload:",
                "    cause: peak_load\n    confidence: medium\n    critical: false\n",
                "    critical: false\n    cause: peak_load\n    confidence: medium\n",
            ),
        ),
    ),
    Edit(
        "comments of plain words",
        (
            sub(
                T,
                "\n  support_what:",
                "\n  # Nobody answers: the last thing that people try.\n  support_what:",
            ),
            sub(ID, "red_flag.why:", "# kata ganti: selalu Anda\nred_flag.why:"),
            sub(CH, "  - id: cz_web_help\n", "  # read again in spring\n  - id: cz_web_help\n"),
        ),
    ),
    Edit(
        "ids in quotes that need none",
        (
            within(T, "\n  overload:", "cause: peak_load", 'cause: "peak_load"'),
            sub(T, "{id: dead, to: channel_moved}", '{id: "dead", to: "channel_moved"}'),
        ),
    ),
    Edit(
        "a plain text without quotes",
        (rx(EN, r'^red_flag\.opt\.unsure: "I am not sure"', "red_flag.opt.unsure: I am not sure"),),
    ),
    Edit(
        "single quotes",
        (
            rx(EN, r'^red_flag\.opt\.unsure: "I am not sure"', "red_flag.opt.unsure: 'I am not sure'"),
            sub(CH, 'value: "1500729"', "value: '1500729'"),
        ),
    ),
    Edit(
        "an option written over lines",
        (sub(T, "      - {id: dead, to: channel_moved}\n", "      - id: dead\n        to: channel_moved\n"),),
    ),
    Edit(
        "a list written over lines",
        (
            within(
                T,
                "\n  overload:",
                "do_not: [repeat_payment, tap_again_and_again]",
                "do_not:\n      - repeat_payment\n      - tap_again_and_again",
            ),
        ),
    ),
    Edit(
        "Windows line ends",
        (
            raw(ID, lambda b: b.replace(b"\n", b"\r\n")),
            raw(T, lambda b: b.replace(b"\n", b"\r\n")),
        ),
    ),
    Edit(
        "no newline at the end",
        (
            raw(T, lambda b: b.rstrip(b"\n")),
            raw(ZH, lambda b: b.rstrip(b"\n")),
        ),
    ),
    Edit(
        "blank lines",
        (
            sub(T, "outcomes:\n", "\n\noutcomes:\n\n"),
            sub(ID, "red_flag.why:", "\n\nred_flag.why:"),
        ),
    ),
    Edit("spaces at the end of lines", (sub(T, "    kind: question\n", "    kind: question   \n"),)),
    Edit(
        "a new question in all languages",
        (
            sub(
                T,
                "\n  other_sites:",
                "\n  shop_kind:\n    kind: question\n    options:\n      - {id: own, to: merchant_side}\n      - {id: other, to: error_unclear}\n      - {id: unsure, to: error_unclear}\n\n  other_sites:",
            ),
            sub(T, "{id: one_shop, to: merchant_side}", "{id: one_shop, to: shop_kind}"),
            texts(
                "shop_kind.text",
                "Is the shop your own?",
                "Apakah toko itu milik Anda?",
                "那家店是您自己的吗？",
            ),
            texts(
                "shop_kind.why",
                "Sellers are helped at another desk.",
                "Penjual dilayani di bagian lain.",
                "商家由另外的部门处理。",
            ),
            texts("shop_kind.opt.own", "Yes, it is mine", "Ya, milik saya", "是，是我的"),
            texts(
                "shop_kind.opt.other",
                "No, I only pay there",
                "Bukan, saya hanya membayar",
                "不是，我只是付款",
            ),
            texts("shop_kind.opt.unsure", "I am not sure", "Saya tidak yakin", "不确定"),
        ),
    ),
    Edit(
        "a new contact with provenance",
        (
            sub(CH, "  - id: ojk_phone\n", NEW_CHANNEL + "  - id: ojk_phone\n"),
            texts(
                "channel.bi_branch_page.label",
                "Bank Indonesia's service page",
                "Halaman layanan Bank Indonesia",
                "印尼央行（Bank Indonesia）服务页面",
                "text-channels",
            ),
            texts(
                "channel.bi_branch_page.how",
                "After you have complained to GoPay: see there how to complain.",
                "Setelah Anda mengadu ke GoPay: lihat di sana cara mengadu.",
                "先向 GoPay 投诉，再看那里怎么投诉。",
                "text-channels",
            ),
            within(
                T,
                "\n  block_disputed:",
                "bi_web, bi_chatbot_lisa]",
                "bi_web, bi_chatbot_lisa, bi_branch_page]",
            ),
        ),
    ),
    Edit(
        "a new step",
        (
            within(
                T,
                "\n  overload:",
                "      - check_history\n",
                "      - check_history\n      - leave_queue\n",
            ),
            texts(
                "step.leave_queue",
                "Close the app while you wait.",
                "Tutup aplikasinya selama Anda menunggu.",
                "等的时候把应用关掉。",
            ),
        ),
    ),
    Edit(
        "a new step not to do, with other words for never",
        (
            within(T, "\n  overload:", "do_not: [repeat_payment,", "do_not: [sell_account, repeat_payment,"),
            texts(
                "step.sell_account",
                "Never lend or sell your account.",
                "Jangan sekali-kali meminjamkan atau menjual akun Anda.",
                "切勿出借或出售您的账户。",
            ),
        ),
    ),
    Edit(
        "a new claim that is used",
        (
            sub(
                CL,
                "  # ---------------------------------------------------------------- channels\n",
                '  - {id: pages_move, grade: C, source: "a public repository", date: "2026-05"}\n  # ---------------------------------------------------------------- channels\n',
            ),
            within(T, "\n  help_page_fails:", "channels_changed]", "channels_changed, pages_move]"),
            texts(
                "claim.pages_move",
                "Users report that help pages move now and then.",
                "Pengguna melaporkan bahwa halaman bantuan kadang pindah.",
                "有用户反映，帮助页有时会换地址。",
            ),
        ),
    ),
    Edit(
        "a new story",
        (
            copy("scenarios/c68.yaml", "scenarios/c71.yaml"),
            sub("scenarios/c71.yaml", "id: c68", "id: c71"),
            sub(
                "scenarios/c71.yaml",
                "Service page of a wallet does not open",
                "The wallet's help page stays white",
            ),
            rx("scenarios/c71.yaml", r'^says: "[^"]*"', 'says: "The help page of my GoPay钱包 stays white."'),
        ),
    ),
    Edit("a story removed", (rm("scenarios/c68.yaml"),)),
    Edit(
        "two options in another order",
        (rx(T, r"(      - \{id: dead, [^\n]*\n)(      - \{id: bot, [^\n]*\n)", r"\2\1"),),
    ),
    Edit(
        "two outcomes in another order",
        (rx(T, r"(  help_page_fails:\n.*?\n\n)(  case_refused:\n.*?\n\n)", r"\2\1"),),
    ),
    Edit(
        "a better wording of a translation",
        (
            txt(ID, "step.wait_and_look", "Biarkan beberapa jam. Lalu tutup aplikasi, buka lagi, dan lihat."),
            txt(ZH, "step.wait_and_look", "先放几个小时，再关掉应用，重新打开看看。"),
        ),
    ),
    Edit(
        "an English wording with its translations confirmed",
        (
            txt(
                EN,
                "step.wait_and_look",
                "Leave it for some hours, then close the app, open it again and look.",
            ),
            confirm(
                "step.wait_and_look", "Leave it for some hours, then close the app, open it again and look."
            ),
        ),
    ),
    Edit("texts moved into a folder of their own", (causes_apart,)),
    Edit(
        "a contact retired as the guide says",
        (
            within(
                CH,
                "- id: ojk_whatsapp",
                "status: active\n    print: allow\n    grade: B",
                "status: retired\n    print: never\n    grade: X",
            ),
            within(CH, "- id: ojk_whatsapp", "reason: null", 'reason: "Not named any more by the page."'),
            sub(CH, '  ojk_whatsapp: "the regulator, quoted by a newspaper"\n', ""),
            sub(T, "ojk_whatsapp, ", "", every=True),
            texts(
                "channel.ojk_whatsapp.caveat",
                "Old contact: do not write to it.",
                "Kontak lama: jangan menulis ke sana.",
                "旧的联系方式：不要发消息到那里。",
                "text-channels",
            ),
            *[
                rx(f"text-channels/{x}.yaml", r"^channel\.ojk_whatsapp\.how: [^\n]*\n", "")
                for x in ("en", "id", "zh-Hans")
            ],
            *[rx(f"lock/{x}.yaml", r"^channel\.ojk_whatsapp\.how: [^\n]*\n", "") for x in ("id", "zh-Hans")],
        ),
    ),
    Edit(
        "a newer source of a contact",
        (
            within(CH, "- id: bi_web", "date_basis: unknown", "date_basis: observed"),
            within(CH, "- id: bi_web", "last_seen: null", 'last_seen: "2026-10-02"'),
            within(
                CH,
                "- id: bi_web",
                "    # lint: allow REG019 the copy of the page that was read bears no date\n",
                "",
            ),
            within(
                CH,
                "- id: bi_web",
                "    sources:\n",
                '    sources:\n      - {url: "https://www.bi.go.id/en/layanan/pengaduan-konsumen/default.aspx", date: "2026-10-02", type: official_page}\n',
            ),
        ),
    ),
    Edit(
        "a window with evidence",
        (
            add(
                CAL,
                '  - id: lebaran_2023\n    kind: holiday\n    dates: {from: "2023-04-19", to: "2023-04-25"}\n    grade: C\n    source: "a public repository"\n    note: "Store reviews."\n',
            ),
        ),
    ),
    Edit(
        "a prevention item",
        (
            add(
                CK,
                "  - {id: write_number_down, do: true, causes: [network, identity_check], covers: [prevent-4], claims: []}\n",
            ),
            texts(
                "prevention.write_number_down",
                "Write the operator's number on paper.",
                "Tulis nomor operator Anda di kertas.",
                "把运营商的号码写在纸上。",
            ),
            texts(
                "prevention.write_number_down.why",
                "Without a network you cannot look it up.",
                "Tanpa jaringan, Anda tidak bisa mencarinya.",
                "没有网络时就查不到。",
            ),
        ),
    ),
    Edit(
        "a route in another order",
        (
            within(
                T,
                "\n  overload:",
                "route: [id_email_gopay, id_inapp_gopay_help,",
                "route: [id_inapp_gopay_help, id_email_gopay,",
            ),
        ),
    ),
    Edit(
        "a finding allowed with a reason",
        (
            within(
                T,
                "\n  gojek_service:",
                "    route: [id_inapp_gojek_help, id_web_help_gojek]",
                "    # lint: allow OUT005 a ride is helped inside its order only\n    route: [id_inapp_gojek_help]",
            ),
        ),
    ),
    Edit(
        "a term",
        (
            add(
                TE,
                '  - term: receipt\n    words: {en: [receipt*], id: ["*struk*", "*bukti*"], zh-Hans: [小票, 凭证, 收据]}\n',
            ),
        ),
    ),
    Edit(
        "one more host to check",
        (
            sub(
                TA,
                "      - {id: gate, url:",
                '      - {id: www, url: "https://www.gopay.com/"}                # site\n      - {id: gate, url:',
            ),
        ),
    ),
    Edit(
        "a figure written as a word, amounts and hours",
        (
            txt(
                ID,
                "step.wait_60_minutes",
                "Dibekukan? Tunggu satu jam (60 menit). Lupa? Ketuk sendiri “Lupa PIN”.",
            ),
            txt(ID, "step.try_by_day", "Coba lagi kalau sudah pagi, kira-kira lewat pukul 05.00."),
            txt(ZH, "step.try_by_day", "白天再试，大约早上 5 点以后。"),
        ),
    ),
    Edit(
        "another certainty and another cause in also",
        (
            within(T, "\n  overload:", "confidence: medium", "confidence: low"),
            within(T, "\n  overload:", "also: [maintenance]", "also: [maintenance, network]"),
        ),
    ),
    Edit("a new version and date", (rx(T, r'^version: "[^"]*"', 'version: "2026.12.31"'),)),
    Edit(
        "a note on a claim",
        (rx(CL, r"(\{id: held_words, [^}\n]*)\}", r'\1, note: "Read twice."}'),),
    ),
    Edit(
        "a long text folded over lines",
        (
            rx(
                EN,
                r'^step\.keep_receipt: "(Keep the receipt: [^",]*,[^",]*,[^"]*), ([^",]*)"',
                r"step.keep_receipt: >-\n  \1,\n  \2",
            ),
        ),
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_nothing_is_said_of_it(edit: Edit, bench: Bench):
    assert [str(problem) for problem in bench.edited(*edit.acts)] == []


def test_there_are_enough_of_them():
    assert len({edit.name for edit in EDITS}) == len(EDITS) >= 30
