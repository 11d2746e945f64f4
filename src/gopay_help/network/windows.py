"""What Windows says of its own network, through its own PowerShell commands."""

import json

from gopay_help.network.machine import Gateway, Neighbour, output_of

_ON_LINK = {"0.0.0.0", "::"}  # noqa: S104 (how Windows writes "no gateway")
_SHELL = ("powershell", "-NoProfile", "-NonInteractive", "-Command")
_ROUTES = (
    "Get-NetRoute -DestinationPrefix '0.0.0.0/0','::/0' -ErrorAction SilentlyContinue | "
    "Select-Object NextHop,InterfaceAlias | ConvertTo-Json"
)
_PROFILES = (
    'Get-NetConnectionProfile -ErrorAction SilentlyContinue | ForEach-Object { "$($_.IPv4Connectivity)"; '
    '"$($_.IPv6Connectivity)" }'
)
_SERVERS = "Get-DnsClientServerAddress | ForEach-Object { $_.ServerAddresses } | ConvertTo-Json"
_NEIGHBOUR = "Get-NetNeighbor -IPAddress '{}' | Select-Object -ExpandProperty State | ForEach-Object ToString"


def gateways() -> tuple[Gateway, ...]:
    """The default gateways of both families."""
    return parse_routes(output_of(*_SHELL, _ROUTES))


def parse_routes(text: str) -> tuple[Gateway, ...]:
    """The gateways in the JSON of Get-NetRoute; on-link routes have none."""
    rows = [(row["NextHop"], row["InterfaceAlias"]) for row in _rows(text) if isinstance(row, dict)]
    return tuple(Gateway(6 if ":" in hop else 4, hop, name) for hop, name in rows if hop not in _ON_LINK)


def connectivity() -> str | None:
    """What Windows' own connectivity test (NCSI) came to, as its network profiles keep it."""
    return parse_profiles(output_of(*_SHELL, _PROFILES))


def parse_profiles(text: str) -> str | None:
    """The best word of all profiles and both families. A portal looks like any local network there."""
    words = set(text.split())
    if "Internet" in words:
        return "full"
    if words & {"LocalNetwork", "Subnet", "NoTraffic"}:
        return "limited"
    return "none" if "Disconnected" in words else None


def neighbour(gateway: Gateway) -> Neighbour:
    """Whether *gateway* answers on the link."""
    return parse_neighbour(output_of(*_SHELL, _NEIGHBOUR.format(gateway.address)))


def parse_neighbour(text: str) -> Neighbour:
    """The state that Get-NetNeighbor gives."""
    words = set(text.split())
    if words & {"Reachable", "Permanent"}:
        return Neighbour.ALIVE
    return Neighbour.SILENT if words & {"Incomplete", "Unreachable"} else Neighbour.UNKNOWN


def resolvers() -> tuple[str, ...] | None:
    """The name servers of all interfaces, in order, each once."""
    text = output_of(*_SHELL, _SERVERS)
    return parse_servers(text) if text else None


def parse_servers(text: str) -> tuple[str, ...]:
    """The addresses in the JSON; Windows' own site-local placeholders (fec0::) are left out."""
    found = [row for row in _rows(text) if isinstance(row, str) and not row.startswith("fec0:")]
    return tuple(dict.fromkeys(found))[:3]


def _rows(text: str) -> list[object]:
    try:
        parsed = json.loads(text)
    except ValueError:
        return []
    return parsed if isinstance(parsed, list) else [parsed]
