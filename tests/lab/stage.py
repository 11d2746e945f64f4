"""Builds one lab world inside fresh namespaces, runs the check and curl in it, and prints what happened.

Run by run.py as ``unshare -Urnmpf --kill-child --mount-proc python -m tests.lab.stage FOLDER``: everything it
starts ends with it.
"""

import ipaddress
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.lab import pki
from tests.wheel import installed

ROOT = Path(__file__).resolve().parents[2]
CLIENT = [sys.executable, str(ROOT / "tests/lab/client.py")]


def sh(command: str, *, check: bool = True) -> str:
    done = subprocess.run(["sh", "-ec", command], capture_output=True, text=True, check=False)
    if check and done.returncode:
        message = f"lab set-up failed: {command}\n{done.stderr}"
        raise RuntimeError(message)
    return done.stdout


def netns(name: str, command: str) -> str:
    return f"ip netns exec {name} sh -ec '{command}'"


def build(folder: Path, plan: dict) -> None:
    """Client, router and servers, with a wire in between that can delay and filter."""
    relayed = bool(plan["delay_ms"] or plan["relay"])
    lan, lan6 = plan["lan"], plan["lan6"]
    lines = [
        "mount --make-rprivate /",
        "mount -t tmpfs none /run",
        "mkdir -p /run/netns",
        *(f"ip netns add {name}" for name in ("cli", "rtr", "srv", "lnk")),
        *(
            netns(name, "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad")
            for name in ("cli", "rtr", "srv")
        ),
        *(f"ip -n {name} link set lo up" for name in ("cli", "rtr", "srv", "lnk")),
        "ip link add c netns cli type veth peer name c netns rtr",
    ]
    if relayed:
        lines += [
            "ip link add s address 02:00:00:00:00:01 netns rtr type veth peer name wl netns lnk",
            "ip link add wr netns lnk type veth peer name s address 02:00:00:00:00:02 netns srv",
            "ip -n lnk link set wl up",
            "ip -n lnk link set wr up",
        ]
    else:
        lines += [
            (
                "ip link add s address 02:00:00:00:00:01 netns rtr type veth"
                " peer name s address 02:00:00:00:00:02 netns srv"
            ),
        ]
    lines += [
        "ip -n cli link set c up",
        "ip -n rtr link set c up",
        "ip -n rtr link set s up",
        "ip -n srv link set s up",
    ]
    lines += ["ip -n rtr addr add 10.255.0.1/30 dev s", "ip -n srv addr add 10.255.0.2/30 dev s"]
    lines += [
        "ip -n rtr -6 addr add fd00:ffff::1/64 dev s nodad",
        "ip -n srv -6 addr add fd00:ffff::2/64 dev s nodad",
    ]
    for name, address, mac in (
        ("rtr", "10.255.0.2", 2),
        ("rtr", "fd00:ffff::2", 2),
        ("srv", "10.255.0.1", 1),
        ("srv", "fd00:ffff::1", 1),
    ):
        lines += [f"ip -n {name} neigh replace {address} lladdr 02:00:00:00:00:0{mac} dev s nud permanent"]
    lines += ["ip -n srv route add default via 10.255.0.1", "ip -n srv -6 route add default via fd00:ffff::1"]
    lines += ["ip -n rtr route add default via 10.255.0.2", "ip -n rtr -6 route add default via fd00:ffff::2"]
    if plan["v4"]:
        lines += [f"ip -n rtr addr add {lan}.1/24 dev c", f"ip -n cli addr add {lan}.2/24 dev c"]
        lines += [f"ip -n cli route add default via {lan}.1"]
    if plan["v6"]:
        lines += [
            f"ip -n rtr -6 addr add {lan6}::1/64 dev c nodad",
            f"ip -n cli -6 addr add {lan6}::2/64 dev c nodad",
        ]
        lines += [f"ip -n cli -6 route add default via {lan6}::1"]
    lines += [
        netns(
            "rtr", "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding"
        )
    ]
    lines += [netns("rtr", "echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter")]
    lines += [netns("srv", "echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind")]
    for address in plan["router_names"]:
        inside = address.startswith(f"{lan}.") and address != f"{lan}.1"
        lines += [f"ip -n rtr addr add {address}/24 dev c"] if inside else []
        if address.startswith("fe80:"):
            lines.append(f"ip -n rtr -6 addr add {address.partition('%')[0]}/64 dev c nodad")
    for address in all_addresses(plan):
        width = "/128" if ":" in address else "/32"
        lines.append(f"ip -n srv addr add {address}{width} dev lo" + (" nodad" if ":" in address else ""))
    sh("\n".join(lines))
    (folder / "sniff.nft").write_text(sniffer() + rules(plan["nft"]))
    sh(f"ip netns exec rtr nft -f {folder}/sniff.nft")
    tell_the_client(folder, plan)


def tell_the_client(folder: Path, plan: dict) -> None:
    """Its files: whom it asks for names, and which it knows itself."""
    servers = "".join(f"nameserver {item}\n" for item in plan["client_resolvers"])
    (folder / "resolv.conf").write_text("nameserver 127.0.0.53\n" if plan["stub"] else servers)
    if plan["stub"]:
        upstreams = Path("/run/systemd/resolve/resolv.conf")  # on a /run of this world's own
        upstreams.parent.mkdir(parents=True)
        upstreams.write_text(servers)
    (folder / "hosts").write_text("127.0.0.1 localhost\n" + "\n".join(plan["hosts_lines"]) + "\n")
    for name in ("resolv.conf", "hosts"):
        goal = Path("/etc") / name
        if goal.is_symlink():  # into /run, which is ours and empty now
            real = Path(os.path.realpath(goal))
            real.parent.mkdir(parents=True, exist_ok=True)
            real.touch()
        sh(f"mount --bind {folder}/{name} /etc/{name}")


def all_addresses(plan: dict) -> list[str]:
    named = {
        service["address"] for service in plan["services"] if not service["behaviour"].startswith("proxy")
    }
    named -= set(plan["router_names"])
    named |= {plan["resolver"], plan["resolver6"], plan["resolver2"], *plan["extra_addresses"]}
    return sorted(item for item in named if not item.startswith(plan["lan"] + "."))


def sniffer() -> str:
    """Counts what the client sends, before anything is translated."""
    return """
    table inet lab {
      set seen4 { type ipv4_addr; flags dynamic; counter; }
      set seen6 { type ipv6_addr; flags dynamic; counter; }
      chain sniff { type filter hook prerouting priority -300;
        iifname "c" meta l4proto { tcp, udp } update @seen4 { ip daddr }
        iifname "c" meta l4proto { tcp, udp } update @seen6 { ip6 daddr }
      }
    }
    """


def rules(text: str) -> str:
    return f"table inet fault {{\n{text}\n}}\n" if text else ""


def start(folder: Path, plan: dict) -> None:
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    parts = [("srv", "servers")]
    if any(service["behaviour"].startswith("proxy") for service in plan["services"]):
        parts.append(("rtr", "proxy"))
    if plan["stub"]:
        parts.append(("cli", "stub"))
    if plan["router_names"]:
        parts.append(("rtr", "names"))
    for namespace, part in parts:
        command = [
            "ip",
            "netns",
            "exec",
            namespace,
            sys.executable,
            "-m",
            "tests.lab.servers",
            str(folder),
            part,
        ]
        subprocess.Popen(command, env=environ, cwd=ROOT, stderr=(folder / f"{part}.err").open("w"))
    if plan["delay_ms"] or plan["relay"]:
        for namespace, interface in (("rtr", "s"), ("srv", "s")):
            subprocess.run(
                ["ip", "netns", "exec", namespace, sys.executable, "-m", "tests.lab.offload", interface],
                env=environ,
                cwd=ROOT,
                check=True,
            )
        options = {
            "left": "wl",
            "right": "wr",
            "delay_ms": plan["delay_ms"],
            "proof": f"{folder}/relay",
            **(plan["relay"] or {}),
        }
        command = ["ip", "netns", "exec", "lnk", sys.executable, "-m", "tests.lab.relay", json.dumps(options)]
        subprocess.Popen(command, env=environ, cwd=ROOT, stderr=(folder / "relay.err").open("w"))
    limit = time.monotonic() + 20
    while not all((folder / f"{part}.ready").exists() for _, part in parts):
        if time.monotonic() > limit:
            message = "servers did not start: " + "".join(
                (folder / f"{part}.err").read_text() for _, part in parts
            )
            raise RuntimeError(message)
        time.sleep(0.02)


def targets_file(folder: Path, plan: dict) -> Path:
    lines = ["format: gopay-help/targets@1", "provider:"]
    lines += [f'  - {{id: help, url: "https://{plan["help"]["name"]}/status"}}']
    lines += [f'  - {{id: app, url: "https://{plan["app"]["name"]}/"}}']
    lines += [f'  - {{id: more{n}, url: "https://{m["name"]}/"}}' for n, m in enumerate(plan["more"])]
    lines += ["expect: {status: [200], content_type: application/json}"] if plan["expect"] else []
    if plan["zone_in_targets"]:
        lines += [f"zone: {plan['zone']}"]
    lines += ["controls:"]
    lines += [
        f'  - {{id: c{n}, url: "https://{c["name"]}/", operator: O{n}}}'
        for n, c in enumerate(plan["controls"])
    ]
    path = folder / "targets.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


def run_check(folder: Path, plan: dict) -> dict:
    environ = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    program = json.loads(os.environ.get("LAB_PROGRAM", "null")) or CLIENT
    environ.pop("PYTHONPATH", None)
    environ |= {"PYTHONPATH": installed()} if program is CLIENT else {}
    environ |= {
        "SSL_CERT_FILE": f"{folder}/trust.pem",
        "SSL_CERT_DIR": f"{folder}/none",
    }
    environ |= {"HOME": str(folder), **plan["env"]}
    if plan["skew_s"]:
        environ |= {"LD_PRELOAD": f"{folder}/clock.so", "LAB_SKEW": str(plan["skew_s"])}
    command = [*program, "--targets", str(targets_file(folder, plan)), "--budget", str(plan["budget"])]
    command += ["--control"] if plan["control"] else []
    command += ["--allow-private"] if plan["allow_private"] else []
    if program is not CLIENT:
        command += ["--json"]
    started = time.monotonic()
    process = subprocess.Popen(
        ["ip", "netns", "exec", "cli", *command],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=(folder / "client.err").open("w"),
    )
    line = process.stdout.readline()
    said = time.monotonic()
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    ended = time.monotonic()
    try:
        document = json.loads(line)
    except ValueError:
        document = {"error": (folder / "client.err").read_text()[-2000:]}
    return {
        "document": document,
        "wall_s": said - started,
        "exit_lag_s": ended - said,
        "said_at": said,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "rss_mb": usage.ru_maxrss / 1024,
        "exit": os.waitstatus_to_exitcode(status),
        "stderr": (folder / "client.err").read_text()[-2000:],
    }


def run_curl(folder: Path, plan: dict) -> dict:
    environ = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | plan["env"]
    if plan["skew_s"]:
        environ |= {"LD_PRELOAD": f"{folder}/clock.so", "LAB_SKEW": str(plan["skew_s"])}
    form = "%{http_code} %{ssl_verify_result} %{time_total} %{content_type}"
    command = [
        "ip",
        "netns",
        "exec",
        "cli",
        "curl",
        "-sS",
        "-o",
        "/dev/null",
        "-w",
        form,
        "--max-time",
        "6",
        "--cacert",
        f"{folder}/trust.pem",
        f"https://{plan['help']['name']}/status",
    ]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    fields = [*done.stdout.split(" ", 3), "", "", "", ""][:4]
    return {
        "exit": done.returncode,
        "status": fields[0],
        "verify": fields[1],
        "time": fields[2],
        "type": fields[3],
        "message": done.stderr.strip(),
    }


def sent(plan: dict) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name in ("seen4", "seen6"):
        listed = json.loads(sh(f"ip netns exec rtr nft -j list set inet lab {name}"))
        for item in listed["nftables"]:
            for element in item.get("set", {}).get("elem", []):
                value = element["elem"]
                found[value["val"]] = {
                    "packets": value["counter"]["packets"],
                    "bytes": value["counter"]["bytes"],
                }
    return found


def fault_hits(namespace: str) -> int:
    listed = json.loads(sh(f"ip netns exec {namespace} nft -j list ruleset"))
    rules_ = [
        item["rule"] for item in listed["nftables"] if "rule" in item and item["rule"]["table"] == "fault"
    ]
    return sum(part["counter"]["packets"] for rule in rules_ for part in rule["expr"] if "counter" in part)


def expected(plan: dict) -> set[str]:
    wanted = {server.partition("%")[0] for server in plan["client_resolvers"]} | {plan["lan"] + ".1"}
    names = [machine["name"] for machine in provider_machines(plan)]
    names += [control["name"] for control in plan["controls"]] if plan["control"] else []
    for name in names:
        record = plan["records"].get(name, {})
        wanted |= set(record.get("A", [])) | set(record.get("AAAA", []))
    for *_, mode in plan["dns_modes"]:
        if mode.startswith(("answer:", "inject:", "alternate:")):
            wanted |= set(filter(None, mode.partition(":")[2].split(",")))
    wanted |= {line.split()[0] for line in plan["hosts_lines"]}
    if plan["control"]:
        wanted.add("192.0.2.1")  # the interception test, which consent covers
    return wanted


def provider_machines(plan: dict) -> list[dict]:
    return [plan["help"], plan["app"], *plan["more"]]


def in_the_providers_name(plan: dict) -> set[str]:
    """Addresses that are the provider's, or that somebody gives out for its names."""
    found: set[str] = {line.split()[0] for line in plan["hosts_lines"]}
    for machine in provider_machines(plan):
        record = plan["records"].get(machine["name"], {})
        found |= {*machine["v4"], *machine["v6"], *record.get("A", []), *record.get("AAAA", [])}
    for _, suffix, _, mode in plan["dns_modes"]:
        if mode.startswith(("answer:", "inject:")) and suffix != "*":
            found |= set(filter(None, mode[7:].split(",")))
    return found


def is_proved(folder: Path, wanted: str, curl: dict) -> bool:
    """The world's own evidence that the fault was in force; several, joined by ``++``, must all hold."""
    return all(_is_proved(folder, one, curl) for one in wanted.split(" ++ "))


def _is_proved(folder: Path, wanted: str, curl: dict) -> bool:
    log = server_log(folder)
    kind, _, rest = wanted.partition(":")
    code, _, word = rest.partition(" ")
    proofs = {
        "curl": lambda: (
            (str(curl["exit"]), word in curl["message"]) == (code, True)
            if code
            else curl["exit"] == 0 and curl["status"] == "200"
        ),
        "nft": lambda: fault_hits(rest or "rtr") > 0,
        "dns": lambda: any(item["kind"] == "dns" and item["mode"].startswith(rest) for item in log),
        "status": lambda: any(item["kind"] == "request" and str(item["status"]) == rest for item in log),
        "web": lambda: any(item["kind"] == "web" and item["address"] in rest.split(",") for item in log),
        "relay": (folder / "relay").exists,
        "shell": lambda: not subprocess.run(["sh", "-c", rest], capture_output=True, check=False).returncode,
    }
    return proofs[kind]()


def server_log(folder: Path) -> list[dict]:
    """What the servers noted so far."""
    path = folder / "server.log"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def later(folder: Path, steps: list[list]) -> None:
    """What changes while the check runs, timed from its first question."""

    def work() -> None:
        log = folder / "server.log"
        while not log.exists() or '"dns"' not in log.read_text():
            time.sleep(0.005)
        begun = time.monotonic()
        for after, command in steps:
            time.sleep(max(0.0, begun + after - time.monotonic()))
            with suppress(RuntimeError):
                sh(command)

    if steps:
        threading.Thread(target=work, daemon=True).start()


def main(folder: Path) -> None:
    plan = json.loads((folder / "plan.json").read_text())
    (folder / "none").mkdir(exist_ok=True)
    pki.make(folder, plan["certificates"], plan["shift_s"], f"seed {plan['seed']}")
    build(folder, plan)
    start(folder, plan)
    for command in plan["commands"]:
        sh(command)
    later(folder, plan["later"])
    result = run_check(folder, plan)
    seen = sent(plan)
    result["requests"] = sum(item["kind"] == "request" and item["port"] == 443 for item in server_log(folder))
    curl = run_curl(folder, plan) if os.environ.get("LAB_CURL", "1") == "1" or "curl" in plan["prove"] else {}
    result["curl"] = curl
    result["proved"] = is_proved(folder, plan["prove"], curl)
    allowed = expected(plan)
    own = {plan["lan"] + ".2", plan["lan6"] + "::2"}
    result["unexpected"] = sorted(
        address
        for address in seen
        if ipaddress.ip_address(address) not in {ipaddress.ip_address(item) for item in allowed | own}
    )
    provider = {ipaddress.ip_address(item) for item in in_the_providers_name(plan)}
    to_provider = [count for address, count in seen.items() if ipaddress.ip_address(address) in provider]
    result["packets"] = sum(count["packets"] for count in to_provider)
    result["bytes"] = sum(count["bytes"] for count in to_provider)
    log = server_log(folder)
    asked = [item["at"] for item in log if item["kind"] == "dns"]
    result["first_question_at"] = min(asked) if asked else None
    print(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
