"""Mistakes in a file as such: YAML that says something else, keys that are not known, formats, versions."""
# ruff: noqa: E501 (what an author wrote stands in one piece)

from mutation import Mutation, without_line

TREE, CHANNELS, CHECKLISTS, CLAIMS = "tree.yaml", "channels.yaml", "checklists.yaml", "claims.yaml"
CALENDAR, TEXT = "calendar.yaml", "text/en.yaml"

SYNTAX = (
    Mutation(
        "a colon without its space",
        "SYN000",
        TREE,
        "  symptom:\n    kind: question",
        "  symptom:\n   kind question",
    ),
    Mutation(
        "yes without quotes", "SYN001", TREE, '{id: "yes", to: flag_gopay}', "{id: yes, to: flag_gopay}"
    ),
    Mutation(
        "no without quotes as a key", "SYN001", "text-ui/en.yaml", change=lambda text: text + "no: text\n"
    ),
    Mutation("a question written twice", "SYN002", TREE, "  other_sites:\n", "  czech_side:\n"),
    Mutation("a text written twice", "SYN002", TEXT, 'red_flag.opt.no: "No"', 'red_flag.opt.yes: "No"'),
    Mutation(
        "an anchor for a list that is used again",
        "SYN003",
        CHECKLISTS,
        "causes: [network], covers: [], claims: []}\n  - {id: keep_number",
        "causes: &net [network], covers: [], claims: []}\n  - {id: keep_number",
    ),
    Mutation("a telephone number without quotes", "SYN004", CHANNELS, 'value: "1500729"', "value: 021500"),
    Mutation("a date without quotes", "SYN004", CALENDAR, 'from: "2024-04-06"', "from: 2024-04-06"),
    Mutation("an hour without quotes", "SYN004", CALENDAR, 'daily: {from: "22:00"', "daily: {from: 22:00"),
    Mutation(
        "a version without quotes",
        "SYN004",
        TREE,
        change=lambda text: text.replace('version: "', 'version: 2026.11 # "', 1),
    ),
    Mutation("a tab for indentation in a comment", "SYN005", TREE, "# How to read", "#\tHow to read"),
    Mutation("a zero-width space in an id", "SYN005", TREE, "to: other_sites}", "to: other\u200b_sites}"),
    Mutation("a list where the file should start", "SYN006", CLAIMS, change=lambda text: "- a\n- b\n"),
    Mutation(
        "flow within flow within flow",
        "SYN007",
        CALENDAR,
        change=lambda text: text + "x: " + "[" * 20 + "]" * 20 + "\n",
    ),
    Mutation("a list as a key", "SYN008", CALENDAR, change=lambda text: text + "[a, b]: x\n"),
)

SHAPE = (
    Mutation(
        "optons for options",
        "SCH001",
        TREE,
        "  other_sites:\n    kind: question\n    options:",
        "  other_sites:\n    kind: question\n    optons:",
    ),
    Mutation(
        "a kind of node that there is not",
        "SCH001",
        TREE,
        "  notice_when:\n    kind: table",
        "  notice_when:\n    kind: tabel",
    ),
    Mutation("a Cyrillic letter in an id", "SCH001", TREE, "  other_sites:\n", "  other_sit\u0435s:\n"),
    Mutation("an outcome without a follow-up", "SCH001", TREE, "      recheck:  {after: PT30M}\n", ""),
    Mutation("a span that is none", "SCH001", TREE, "recheck:  {after: PT30M}", "recheck:  {after: 30M}"),
    Mutation(
        "a confidence that there is not",
        "SCH001",
        TREE,
        "  topup_pending:\n    cause: pending_funds\n    confidence: high",
        "  topup_pending:\n    cause: pending_funds\n    confidence: sure",
    ),
    Mutation(
        "a grade that there is not",
        "SCH001",
        CHANNELS,
        'grade: A\n    scope: [general]\n    covers: []\n    needs_login: false\n    needs_network: true\n    announcements: false\n    hours: null\n    cost: null\n    never_asks: [otp, pin, login_link, transfer_to_account, call_forwarding_code]\n    alternatives: {replaced_by: "id_email_gopay"}\n    first_seen: "2020',
        'grade: A+\n    scope: [general]\n    covers: []\n    needs_login: false\n    needs_network: true\n    announcements: false\n    hours: null\n    cost: null\n    never_asks: [otp, pin, login_link, transfer_to_account, call_forwarding_code]\n    alternatives: {replaced_by: "id_email_gopay"}\n    first_seen: "2020',
    ),
    Mutation("a text that is empty", "SCH001", TEXT, 'red_flag.opt.no: "No"', 'red_flag.opt.no: ""'),
    Mutation("a tree of the next format", "SCH002", TREE, "gopay-help/tree@1", "gopay-help/tree@2"),
    Mutation("claims of the next format", "SCH002", CLAIMS, "gopay-help/claims@1", "gopay-help/claims@2"),
    Mutation("the line for editors is gone", "SCH003", TREE, change=without_line("# yaml-language-server")),
    Mutation(
        "the line for editors names another schema",
        "SCH003",
        CLAIMS,
        "schema/claims.schema.json",
        "schema/claim.schema.json",
    ),
    Mutation("a file that every pack needs is missing", "SCH005", "calendar.yaml", gone=True),
    Mutation("a changed pack that keeps its version", "SCH004", TREE, "{after: PT30M}", "{after: PT45M}"),
)

MUTATIONS = (*SYNTAX, *SHAPE)
