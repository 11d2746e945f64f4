"""The naive rival: curl's exit code and the HTTP status, read as fairly as one can without a closer look."""

EXITS = {
    5: ("proxy_broken", "device"),
    6: ("dns_failing", "isp"),
    7: ("tcp_unreachable", "provider_or_path"),
    28: ("tcp_unreachable", "provider_or_path"),
    35: ("blocked_sni", "isp"),
    52: ("provider_error", "provider"),
    56: ("provider_error", "provider"),
    97: ("proxy_broken", "device"),
}
VERIFY = {
    "9": ("clock_wrong", "device"),
    "10": ("cert_expired", "provider"),
    "18": ("tls_intercepted", "local_network"),
    "19": ("tls_intercepted", "local_network"),
    "20": ("tls_intercepted", "local_network"),
}
STATUSES = {
    "403": ("policy_block", "provider"),
    "410": ("host_moved", "provider"),
    "429": ("rate_limited", "provider"),
    "451": ("policy_block", "provider"),
    "503": ("maintenance", "provider"),
}


def judge_curl(result: dict) -> tuple[str, str]:
    """Cause and blame that a careful reader of curl's output would name."""
    code, status, verify = result["exit"], result["status"], result["verify"]
    if code == 60:
        return VERIFY.get(verify, ("cert_wrong_host", "provider"))
    if code:
        return EXITS.get(code, ("inconclusive", "inconclusive"))
    if status in STATUSES:
        return STATUSES[status]
    if status.startswith("5"):
        return "provider_error", "provider"
    if status in ("301", "308"):
        return "host_moved", "provider"
    return "ok", "none"
