"""Mistakes in what a tree means: names, ways, tables, questions, outcomes."""
# ruff: noqa: E501 (what an author wrote stands in one piece)

from mutation import Mutation, before, without_line

TREE, CHECKLISTS, CLAIMS = "tree.yaml", "checklists.yaml", "claims.yaml"
CALENDAR, TEXT = "calendar.yaml", "text/en.yaml"


def same_words(text: str, source: str, target: str) -> str:
    """The text of *target* becomes that of *source*."""
    said = next(line.partition(": ")[2] for line in text.splitlines() if line.startswith(f"{source}:"))
    lines = [f"{target}: {said}" if line.startswith(f"{target}:") else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def renamed(old: str, new: str):
    """Gives a key another name."""
    return lambda text: text.replace(f"{old}:", f"{new}:", 1)


def first_alone(goal: str):
    """Of the phrases of *goal* only the first stays."""

    def change(text: str) -> str:
        head, _, rest = text.partition(f"{goal}:\n")
        lines = rest.splitlines(keepends=True)
        end = next(index for index, line in enumerate(lines) if not line.startswith("  -"))
        return f"{head}{goal}:\n{lines[0]}{''.join(lines[end:])}"

    return change


def three_times(target: str):
    """The text of *target* says itself three times over."""

    def change(text: str) -> str:
        lines = [
            f'{line[:-1]} {" ".join([line.partition(": ")[2][1:-1]] * 2)}"'
            if line.startswith(f"{target}:")
            else line
            for line in text.splitlines()
        ]
        return "\n".join(lines) + "\n"

    return change


REFERENCES = (
    Mutation(
        "an option leads to a misspelt outcome",
        "REF001",
        TREE,
        "{id: none_work, to: own_network}\n      - {id: other_network",
        "{id: none_work, to: own_netwrk}\n      - {id: other_network",
    ),
    Mutation(
        "a row leads to an outcome that was renamed",
        "REF001",
        TREE,
        "{when: {window: [night]}, to: bank_window}",
        "{when: {window: [night]}, to: night_window}",
    ),
    Mutation(
        "first aid that is a question",
        "REF001",
        TREE,
        "  what_happened:\n    kind: question\n    advise: emergency",
        "  what_happened:\n    kind: question\n    advise: symptom",
    ),
    Mutation(
        "a misspelt value in a row",
        "REF002",
        TREE,
        "{when: {window: [night]}, to: bank_window}",
        "{when: {window: [nigth]}, to: bank_window}",
    ),
    Mutation(
        "a table that looks at a misspelt question",
        "REF002",
        TREE,
        "facts: [network, service, fails_how]",
        "facts: [network, service, fails_what]",
    ),
    Mutation(
        "evidence from an answer",
        "REF002",
        TREE,
        "{when: {network: [broken]}, answer: none_work}",
        "{when: {fails_how: [hours]}, answer: none_work}",
    ),
    Mutation(
        "evidence for an option that was renamed",
        "REF003",
        TREE,
        "{when: {network: [broken]}, answer: none_work}",
        "{when: {network: [broken]}, answer: nothing_works}",
    ),
    Mutation(
        "same_as a misspelt option",
        "REF004",
        TREE,
        "{id: unsure, same_as: payer}",
        "{id: unsure, same_as: player}",
    ),
    Mutation(
        "same_as itself", "REF004", TREE, "{id: unsure, same_as: gave}", "{id: unsure, same_as: unsure}"
    ),
    Mutation(
        "an outcome rests on a claim that is gone",
        "REF005",
        CLAIMS,
        change=without_line("  - {id: pin_reset_wait"),
    ),
    Mutation(
        "a misspelt fund-safety item",
        "REF005",
        TREE,
        "funds: [call_bank]",
        "funds: [call_banks]",
    ),
    Mutation(
        "a claim that nothing rests on",
        "REF006",
        CLAIMS,
        change=before(
            "  # ---------------------------------------------------------------- money on its way",
            '  - {id: left_over, grade: A, source: "https://www.gojek.com/", date: null}\n',
        ),
    ),
    Mutation(
        "a fact that nothing looks at",
        "REF006",
        TREE,
        "{source: calendar, values: [ordinary, night, holiday, unknown]}",
        "{source: calendar, values: [ordinary, night, holiday, unknown]}\n  device: {source: brand, values: [gopay_id, unknown]}",
    ),
    Mutation("an outcome called like a question", "REF007", TREE, "\n  own_network:\n", "\n  other_apps:\n"),
    Mutation(
        "a fact called like a question",
        "REF007",
        TREE,
        change=lambda text: text.replace(
            "  window:  {source",
            "  symptom: {source: brand, values: [gopay_id, unknown]}\n  window:  {source",
            1,
        ),
    ),
    Mutation(
        "a brand that the registry does not have",
        "REF008",
        TREE,
        "values: [gopay_id, gopay_cz, gopay_zh, unknown]",
        "values: [gopay_id, gopay_cs, gopay_zh, unknown]",
    ),
    Mutation(
        "a claim listed twice", "REF009", CLAIMS, "- {id: pin_reset_wait", "- {id: pin_frozen_60_minutes"
    ),
    Mutation("a day that does not exist", "CAL001", CALENDAR, 'to: "2025-04-03"', 'to: "2025-04-31"'),
    Mutation(
        "a holiday that ends before it begins", "CAL001", CALENDAR, 'from: "2026-03-18"', 'from: "2026-03-28"'
    ),
)

GRAPH = (
    Mutation(
        "an outcome that nothing leads to any more",
        "REACH001",
        TREE,
        "{id: savings, to: savings_jago}",
        "{id: savings, to: undetermined}",
    ),
    Mutation(
        "a question that nothing leads to any more",
        "REACH001",
        TREE,
        "{id: unsure, to: app_source}",
        "{id: unsure, to: brand_unknown}",
    ),
    Mutation(
        "evidence that the way there has ruled out",
        "REACH002",
        TREE,
        "  your_gopay:\n    kind: question\n",
        "  your_gopay:\n    kind: question\n    infer:\n      - {when: {brand: [gopay_cz]}, answer: gopay_cz}\n",
    ),
    Mutation(
        "a row for an answer that now goes another way",
        "REACH002",
        TREE,
        "{id: error_words, to: how_wide}",
        "{id: error_words, to: outage}",
    ),
    Mutation(
        "not sure leads back to the question before",
        "TERM001",
        TREE,
        "  other_sites:\n    kind: question\n    options:\n      - {id: all_work, to: help_page_fails}",
        "  other_sites:\n    kind: question\n    options:\n      - {id: all_work, to: support_what}",
    ),
    Mutation(
        "two questions that lead to each other alone",
        "TERM003",
        TREE,
        "    options:\n      - {id: payer, to: czech_gopay}\n      - {id: merchant, to: czech_merchant}",
        "    options:\n      - {id: payer, to: czech_side}\n      - {id: merchant, to: czech_side}",
    ),
    Mutation(
        "a question whose answers lead to one place",
        "TERM002",
        TREE,
        "{id: merchant, to: czech_merchant}",
        "{id: merchant, to: czech_gopay}",
    ),
    Mutation(
        "a promise shorter than the longest way", "TERM004", TREE, "max_questions: 8", "max_questions: 5"
    ),
    Mutation(
        "the same question twice on one way",
        "TERM005",
        TEXT,
        change=lambda text: same_words(text, "your_gopay.text", "app_source.text"),
    ),
    Mutation("waits that add up to a minute", "TERM006", TREE, "probe_wait_s: 3", "probe_wait_s: 20"),
)

TABLES = (
    Mutation(
        "a value that no row answers",
        "TAB001",
        TREE,
        "{when: {window: [ordinary, holiday, unknown]}, to: notice_says}",
        "{when: {window: [ordinary, holiday]}, to: notice_says}",
    ),
    Mutation(
        "two rows for one value",
        "TAB002",
        TREE,
        "{when: {window: [night]}, to: bank_window}\n      - {when: {window: [ordinary",
        "{when: {window: [night, holiday]}, to: bank_window}\n      - {when: {window: [ordinary",
    ),
    Mutation(
        "a row that could be part of another",
        "TAB004",
        TREE,
        "{when: {window: [ordinary, holiday, unknown]}, to: notice_says}",
        "{when: {window: [ordinary, holiday]}, to: notice_says}\n      - {when: {window: [unknown]}, to: notice_says}",
    ),
    Mutation(
        "an answer inferred from not knowing",
        "TAB005",
        TREE,
        "{when: {network: [broken]}, answer: none_work}",
        "{when: {network: [broken, unknown]}, answer: none_work}",
    ),
    Mutation(
        "an inference that rests on nothing",
        "TAB005",
        TREE,
        "{when: {network: [broken]}, answer: none_work}",
        "{when: {}, answer: none_work}",
    ),
    Mutation(
        "a table that nobody can read",
        "TAB006",
        TREE,
        "facts: [network, service, window]",
        "facts: [network, service, window, brand]",
    ),
    Mutation(
        "a row that looks past its table",
        "TAB007",
        TREE,
        "{when: {window: [night]}, to: bank_window}",
        "{when: {window: [night], network: [ok]}, to: bank_window}",
    ),
    Mutation(
        "a fact that no row depends on",
        "TAB008",
        TREE,
        "  notice_when:\n    kind: table\n    facts: [window]",
        "  notice_when:\n    kind: table\n    facts: [window, service]",
    ),
    Mutation(
        "a table that cannot be proved",
        "TAB009",
        TREE,
        "facts: [network, service, window]",
        "facts: [network, service, window, brand, fails_how, symptom]",
    ),
    Mutation(
        "evidence that says two things at once",
        "INF001",
        TREE,
        "{when: {brand: [gopay_zh]}, answer: gopay_zh}",
        "{when: {brand: [gopay_cz]}, answer: gopay_zh}",
    ),
    Mutation(
        "evidence answers the red flag",
        "INF002",
        TREE,
        "    alarm: true\n",
        '    alarm: true\n    infer:\n      - {when: {network: [ok]}, answer: "no"}\n',
    ),
)

QUESTIONS = (
    Mutation("no way to say not sure", "ASK001", TREE, "      - {id: unsure, same_as: payer}\n", ""),
    Mutation(
        "not sure at the red flag counts as no",
        "ASK002",
        TREE,
        '{id: unsure, same_as: "yes"}',
        '{id: unsure, same_as: "no"}',
    ),
    Mutation(
        "never sure, and yet told one cause",
        "ASK003",
        TREE,
        "{id: unsure, to: all_evidence}",
        "{id: unsure, to: pin_frozen}",
    ),
    Mutation(
        "not sure in the middle",
        "ASK006",
        TREE,
        "      - {id: payer, to: czech_gopay}\n      - {id: merchant, to: czech_merchant}\n      - {id: unsure, same_as: payer}",
        "      - {id: payer, to: czech_gopay}\n      - {id: unsure, same_as: payer}\n      - {id: merchant, to: czech_merchant}",
    ),
    Mutation(
        "the red flag begins with no",
        "ASK008",
        TREE,
        '      - {id: "yes", to: flag_gopay}\n      - {id: "no", to: which_brand}',
        '      - {id: "no", to: which_brand}\n      - {id: "yes", to: flag_gopay}',
    ),
    Mutation(
        "an option offered twice",
        "ASK009",
        TREE,
        "{id: merchant, to: czech_merchant}",
        "{id: payer, to: czech_merchant}",
    ),
    Mutation(
        "first aid waits for the network",
        "ASK010",
        TREE,
        "  what_happened:\n    kind: question\n    advise: emergency\n",
        "  what_happened:\n    kind: question\n    advise: emergency\n    infer:\n      - {when: {network: [broken]}, answer: phone_lost}\n",
    ),
)

OUTCOMES = (
    Mutation(
        "an outcome without a route or a reason",
        "OUT001",
        TREE,
        "route: [id_inapp_gojek_help, id_web_help_gojek]\n",
        "route: []\n",
    ),
    Mutation(
        "a possible cause that nothing deals with",
        "OUT002",
        TREE,
        change=lambda text: text.replace("cause: channel_change", "cause: undetermined"),
    ),
    Mutation("the door comes before the red flag", "OUT003", TREE, "start: red_flag", "start: symptom"),
    Mutation(
        "locked out, and only channels behind the log-in",
        "OUT004",
        TREE,
        "cannot: [login]\n    route: [id_phone_1500729, telkomsel_188, xl_817, jago_phone, id_email_gopay, id_web_bantuan, id_web_help_gojek]\n",
        "cannot: [login]\n    route: [id_inapp_gojek_help, id_inapp_gopay_help]\n",
    ),
    Mutation(
        "a route of one kind of channel",
        "OUT005",
        TREE,
        "route: [id_inapp_gojek_help, id_web_help_gojek]\n",
        "route: [id_inapp_gojek_help]\n",
    ),
    Mutation(
        "a regulator before the provider",
        "OUT008",
        TREE,
        "route: [id_inapp_gojek_help, id_web_help_gojek]\n",
        "route: [bi_phone, id_web_help_gojek]\n",
    ),
    Mutation(
        "taken further before anyone looks again",
        "OUT009",
        TREE,
        "recheck:  {after: PT8H, outside: night, claim: night_window}",
        "recheck:  {after: P3D, outside: night, claim: night_window}",
    ),
    Mutation(
        "a cause that is its own alternative",
        "OUT010",
        TREE,
        "    also: [maintenance, channel_change, network]",
        "    also: [undetermined, maintenance, channel_change, network]",
    ),
    Mutation("nobody to take it to", "OUT011", TREE, "to: [id_web_help_gojek]\n", "to: []\n"),
    Mutation(
        "do it and do not do it",
        "OUT012",
        TREE,
        "do_not: [search_number, trust_whatsapp]",
        "do_not: [search_number, trust_whatsapp, run_check]",
    ),
    Mutation(
        "an item that the cause brings along",
        "OUT013",
        TREE,
        "funds: [call_bank]",
        "funds: [call_bank, limit_use]",
    ),
    Mutation("verify without look-alike data", "OUT014", "lookalikes.yaml", gone=True),
    Mutation(
        "a contact that the registry does not have",
        "CON001",
        TREE,
        "route: [id_inapp_gojek_help, id_web_help_gojek]\n",
        "route: [id_inapp_gojek_help, id_web_help_goject]\n",
    ),
    Mutation(
        "a telephone number in a comment",
        "CON004",
        TREE,
        "# How to read and change this file: decision_trees/README.md.",
        "# Call 0812 3456 7890 when this file is broken.",
    ),
    Mutation(
        "a route through a channel that cannot be used",
        "CON006",
        TREE,
        "route: [id_phone_1500729, telkomsel_188, xl_817,",
        "route: [id_phone_1500729, id_inapp_gojek_help, xl_817,",
    ),
    Mutation(
        "a retired number in a route",
        "CON007",
        TREE,
        "route: [id_inapp_gojek_help, id_web_help_gojek]\n",
        "route: [id_inapp_gojek_help, id_phone_02150849000]\n",
    ),
    Mutation(
        "never give away a code, but not for fraud",
        "SAFE001",
        CHECKLISTS,
        "{id: no_otp, do: false, causes: all,",
        "{id: no_otp, do: false, causes: [maintenance, peak_load, network],",
    ),
    Mutation(
        "an outcome chooses its own items, and forgets the code",
        "SAFE001",
        TREE,
        "short_funds: [no_otp, no_paid_helper, call_bank]",
        "short_funds: [no_paid_helper, call_bank]",
    ),
)

PAGES = (
    Mutation(
        "one of four sisters forgets the receipt",
        "OUT017",
        TREE,
        "      - take_receipt_back\n      - check_number_limit\n      - keep_receipt\n      - check_history\n      - keep_report_numbers\n",
        "      - take_receipt_back\n      - check_number_limit\n      - check_history\n      - keep_report_numbers\n",
    ),
    Mutation(
        "a sister that was renamed",
        "REF012",
        TREE,
        "outcomes: [savings_moved, savings_jago]",
        "outcomes: [savings_gone, savings_jago]",
    ),
    Mutation(
        "a step of the short page that was renamed",
        "PAGE001",
        TREE,
        "short: [call_bank_cz, tell_cz_support,",
        "short: [call_bank_czech, tell_cz_support,",
    ),
    Mutation(
        "a report to a contact that never was",
        "PAGE002",
        TREE,
        "{step: report_scam_at_once, write: iasc}\n      - check_devices\n      - ask_family",
        "{step: report_scam_at_once, write: id_telegram}\n      - check_devices\n      - ask_family",
    ),
    Mutation(
        "a call to an address",
        "PAGE002",
        TREE,
        "{step: tell_cz_support, write: cz_email_support, say: cz_not_mine}",
        "{step: tell_cz_support, call: cz_email_support, say: cz_not_mine}",
    ),
    Mutation(
        "a long way of saying how calm one may be",
        "PAGE003",
        TEXT,
        change=three_times("outcome.emergency_cz.calm"),
    ),
    Mutation(
        "the contact comes last",
        "PAGE004",
        TREE,
        "short: [call_bank_cz, tell_cz_support, keep_proof, report_police]",
        "short: [call_bank_cz, keep_proof, report_police, tell_cz_support]",
    ),
    Mutation(
        "nothing to say in Czech",
        "PAGE005",
        "desk/cs.yaml",
        change=renamed("say.cz_not_mine", "say.cz_not_my_own"),
    ),
)

SPOKEN = "phrases/id.yaml"
PHRASES = (
    Mutation("phrases for a place that was renamed", "SAY001", SPOKEN, "pin_frozen:", "pin_locked:"),
    Mutation("one phrase for a whole outcome", "SAY002", SPOKEN, change=first_alone("pin_frozen")),
    Mutation("the same words for two places", "SAY003", SPOKEN, '- "pin"', '- "otp"'),
)

MUTATIONS = (*REFERENCES, *GRAPH, *TABLES, *QUESTIONS, *OUTCOMES, *PAGES, *PHRASES)
