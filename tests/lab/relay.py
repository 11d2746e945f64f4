"""A wire in user space, for kernels without netem: delay, and a filter for names in TLS greetings."""

import heapq
import json
import select
import socket
import struct
import sys
import time
from pathlib import Path

_IGNORE_OUTGOING = 23
_SOL_PACKET = 263


def raw(interface: str) -> socket.socket:
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    sock.bind((interface, 0))
    sock.setsockopt(_SOL_PACKET, _IGNORE_OUTGOING, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    return sock


def _sum(data: bytes) -> int:
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def reset_for(frame: bytes) -> bytes | None:
    """A reset from the server's side for a TCP frame that the client sent."""
    if frame[12:14] == b"\x08\x00":
        head = (frame[14] & 15) * 4
        source, goal, tcp = frame[26:30], frame[30:34], frame[14 + head :]
    elif frame[12:14] == b"\x86\xdd":
        source, goal, tcp = frame[22:38], frame[38:54], frame[54:]
    else:
        return None
    sport, dport, seq, ack = struct.unpack("!HHII", tcp[:12])
    payload = len(tcp) - (tcp[12] >> 4) * 4
    segment = struct.pack("!HHIIBBHHH", dport, sport, ack, (seq + payload) & 0xFFFFFFFF, 0x50, 0x14, 0, 0, 0)
    pseudo = goal + source + struct.pack("!BBH" if len(source) == 4 else "!xxBBH", 0, 6, len(segment))
    segment = segment[:16] + struct.pack("!H", _sum(pseudo + segment)) + segment[18:]
    ethernet = frame[6:12] + frame[:6] + frame[12:14]
    if len(source) == 4:
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 40, 0xF2, 0x4000, 60, 6, 0) + goal + source
        ip = ip[:10] + struct.pack("!H", _sum(ip)) + ip[12:]
    else:
        ip = struct.pack("!IHBB", 0x60000000, 20, 6, 60) + goal + source
    return ethernet + ip + segment


def main(options: dict) -> None:
    ends = [raw(options["left"]), raw(options["right"])]
    delay = options.get("delay_ms", 0) / 1000
    needle = options.get("sni", "").encode()
    seen = 0
    waiting: list[tuple[float, int, int, bytes]] = []
    count = 0
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for sock in select.select(ends, [], [], timeout)[0]:
            side = ends.index(sock)
            frame = sock.recv(65536)
            count += 1
            goal = 1 - side
            if needle and side == 0 and needle in frame and b"\x16\x03" in frame:
                seen += 1
                Path(options["proof"]).write_text(str(seen))
                reset = reset_for(frame) if options["action"] == "rst" else None
                if reset is None:
                    continue
                frame, goal = reset, 0
            heapq.heappush(waiting, (time.monotonic() + delay, count, goal, frame))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, goal, frame = heapq.heappop(waiting)
            try:
                ends[goal].send(frame)
            except OSError:
                continue


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
