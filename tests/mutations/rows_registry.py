"""Mistakes in the contact registry, in whom the program contacts, and in exceptions."""
# ruff: noqa: E501 (what an author wrote stands in one piece)

from mutation import Mutation, without_line

TREE, CHANNELS, TARGETS, CASE = "tree.yaml", "channels.yaml", "targets.yaml", "case.yaml"

MUTATIONS = (
    Mutation(
        "a fact that nobody finds out",
        "SAFE005",
        TREE,
        "  network: {source: check,",
        "  wifi: {source: check, values: [ok, unknown]}\n  network: {source: check,",
    ),
    Mutation(
        "a value that the check never gives",
        "SAFE005",
        TREE,
        "values: [ok, broken, unknown]",
        "values: [ok, broken, slow, unknown]",
    ),
    Mutation(
        "the check would contact a stranger",
        "SAFE006",
        TARGETS,
        'https://gopay.co.id/"}',
        'https://gopay-help.co.id/"}',
    ),
    Mutation(
        "a channel of a brand that is not declared",
        "REG002",
        CHANNELS,
        "  - id: id_email_gopay\n    brand: gopay_id",
        "  - id: id_email_gopay\n    brand: gopay_in",
    ),
    Mutation(
        "an address that is not in its normal form",
        "REG003",
        CHANNELS,
        'value: "https://gopay.co.id"\n',
        'value: "http://gopay.co.id/"\n',
    ),
    Mutation(
        "a retired number that may be shown",
        "REG004",
        CHANNELS,
        'value: "+622150849000"\n    status: retired\n    print: never',
        'value: "+622150849000"\n    status: retired\n    print: caveat',
    ),
    Mutation("a mobile number as support", "REG005", CHANNELS, 'value: "1500729"', 'value: "+6281234567890"'),
    Mutation(
        "a number that stands there already",
        "REG006",
        CHANNELS,
        'value: "+622150251110"',
        'value: "+622150849000"',
    ),
    Mutation(
        "a tombstone that vanishes",
        "REG007",
        CHANNELS,
        "  - id: id_phone_02150251110\n",
        "  - id: id_phone_02150251111\n",
    ),
    Mutation(
        "a new number with a newspaper as its witness",
        "REG010",
        CHANNELS,
        '  id_phone_1500729: "one dated transcription of the official footer; printed with a caveat"\n',
        "",
    ),
    Mutation(
        "an exception for an entry that is gone", "REG011", CHANNELS, "  id_tiktok: ", "  id_facebook: "
    ),
    Mutation(
        "third-party words shown without a caveat",
        "REG012",
        CHANNELS,
        'value: "GoPay app > Bantuan"\n    status: active\n    print: caveat',
        'value: "GoPay app > Bantuan"\n    status: active\n    print: allow',
    ),
    Mutation(
        "seen on a day after the registry was made",
        "REG013",
        CHANNELS,
        'first_seen: "2022-07-14"\n    last_seen: "2026-09-21"',
        'first_seen: "2022-07-14"\n    last_seen: "2027-09-21"',
    ),
    Mutation(
        "a caveat that was not translated",
        "REG015",
        "text-channels/id.yaml",
        change=without_line("channel.id_phone_1500729.caveat"),
    ),
    Mutation(
        "a domain that is ours and theirs",
        "REG016",
        CHANNELS,
        'domains_official: ["gopay.co.id", "gojek.com"]',
        'domains_official: ["gopay.co.id", "gojek.com", "gopay.me"]',
    ),
    Mutation(
        "an outcome without a topic for its draft",
        "CASE003",
        CASE,
        "outcomes: [topup_disruption, topup_pending, topup_counter]",
        "outcomes: [topup_pending, topup_counter]",
    ),
    Mutation(
        "an outcome with two topics for its draft",
        "CASE003",
        CASE,
        "outcomes: [topup_overdue]",
        "outcomes: [topup_overdue, topup_pending]",
    ),
    Mutation(
        "a draft that asks in words that there are not",
        "CASE003",
        CASE,
        "subject: wrong_account, ask: wrong_account",
        "subject: wrong_account, ask: wrong_acount",
    ),
    Mutation(
        "a topic of an outcome that there is not",
        "REF010",
        CASE,
        "outcomes: [topup_overdue]",
        "outcomes: [topup_overdue, topup_late]",
    ),
    Mutation(
        "an exception without a reason",
        "LINT001",
        TREE,
        "# lint: allow OUT005 without a network nothing but a telephone is left",
        "# lint: allow OUT005",
    ),
    Mutation(
        "an exception for a rule that there is not",
        "LINT001",
        TREE,
        "# lint: allow OUT005 without",
        "# lint: allow OUT055 without",
    ),
    Mutation(
        "an exception that nothing needs any more",
        "LINT002",
        TREE,
        "    cannot: [network]\n    # lint: allow OUT005 without a network nothing but a telephone is left\n    route: [id_phone_1500729]",
        "    cannot: []\n    # lint: allow OUT005 without a network nothing but a telephone is left\n    route: [id_phone_1500729, id_email_gopay]",
    ),
    Mutation(
        "a gap in a table, allowed",
        "LINT003",
        TREE,
        "  notice_when:\n    kind: table\n    facts: [window]\n    rows:\n      - {when: {window: [night]}, to: bank_window}\n",
        "  notice_when:\n    kind: table\n    facts: [window]\n    rows:  # lint: allow TAB001 nobody is up at night\n",
    ),
    Mutation(
        "hours in a zone that is misspelt",
        "REG014",
        CHANNELS,
        change=lambda whole: whole.replace(
            "hours: null", 'hours: {tz: "Asia/Jakart", spec: "Mo-Fr 09:00-17:00"}', 1
        ),
    ),
)
