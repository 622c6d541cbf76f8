"""Loads that wrk cannot make; each prints one line of JSON.

  client.py product URL PRODUCT IN_FLIGHT SECONDS FOLDER…   verifications of specimens, each after the other with other evidence
  client.py memory URL PRODUCT COUNT PID FOLDER…   so many of them, and the memory of the server's processes after each tenth of them
  client.py upload URL COUNT FILE IN_FLIGHT form|raw   one large piece of evidence, again and again
  client.py overload URL RATE SECONDS DEADLINE_MS BODY   requests at fixed times, whatever is answered (open loop)
"""
import asyncio
import http.client
import json
import os
import sys
import threading
import time
import urllib.parse

BOUNDARY = "bench-2f61a0"


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else None


def form(parts):
    """A multipart body of (name, media type, bytes)."""
    out = []
    for name, media_type, content in parts:
        extra = f'; filename="{name}"\r\nContent-Type: {media_type}' if media_type else ""
        out.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode() + content + b"\r\n")
    return b"".join(out) + f"--{BOUNDARY}--\r\n".encode()


FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Prefer": "wait=60"}


def post(connection, path, body, headers):
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def in_parallel(in_flight, work):
    threads = [threading.Thread(target=work, args=(i,)) for i in range(in_flight)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# Which file of a specimen is which evidence; the selfie is a video, or a photo where the product takes one.
KINDS = {"ine_front.jpg": "image/jpeg", "ine_back.jpg": "image/jpeg", "applicant.json": "application/json"}
SELFIES = {"identidad-basica": ("selfie.mp4", "video/mp4"), "identidad-foto": ("selfie.jpg", "image/jpeg")}
NAMES = {"applicant.json": "application"}


def specimen_bodies(name, folders):
    bodies = []
    for folder in folders:
        parts = [("product", None, name.encode())]
        for file, media_type in [*KINDS.items(), SELFIES[name]]:
            with open(f"{folder}/{file}", "rb") as source:
                parts.append((NAMES.get(file, file.split(".")[0]), media_type, source.read()))
        bodies.append(form(parts))
    return bodies


def product(url, name, in_flight, seconds, folders):
    where = urllib.parse.urlsplit(url)
    bodies = specimen_bodies(name, folders)
    took, runs, queues, outcomes, lock, end = [], {}, {}, {}, threading.Lock(), time.monotonic() + seconds

    def work(worker):
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=90)
        turn = worker
        while time.monotonic() < end:
            start = time.monotonic()
            status, answer = post(connection, where.path, bodies[turn % len(bodies)], FORM)
            elapsed = time.monotonic() - start
            turn += 1
            if status != 201:
                sys.exit(f"answered {status}: {answer[:300]}")
            result = json.loads(answer)
            connection.request("GET", f"{where.path}/{result['id']}/trace", headers={"Host": "bench"})
            trace = json.loads(connection.getresponse().read())
            with lock:
                took.append(elapsed)
                outcome = result["decision"]["outcome"]
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
                for node in trace["nodes"]:
                    runs.setdefault(node["node"], []).append(node["run_ms"])
                    queues.setdefault(node["node"], []).append(node["queued_ms"])

    def mean_of(nodes):
        return {node: sum(ms) / len(ms) for node, ms in nodes.items()}

    start = time.monotonic()
    in_parallel(in_flight, work)
    elapsed = time.monotonic() - start
    return {"applications": len(took), "per_second": len(took) / elapsed, "p50_ms": percentile(took, 0.5) * 1000, "p99_ms": percentile(took, 0.99) * 1000,
            "outcomes": outcomes, "node_ms": mean_of(runs), "queued_ms": mean_of(queues)}


def processes_of(pid):
    """The process and all that it started."""
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        below = [int(child) for child in children.read().split()]
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/children") as children:
            below += [int(child) for child in children.read().split() if int(child) not in below]
    return [pid] + [process for child in below for process in processes_of(child)]


def memory_mib(pid, file, key):
    """The sum over the processes of a line of /proc."""
    total = 0
    for process in processes_of(pid):
        try:
            with open(f"/proc/{process}/{file}") as lines:
                total += next(int(line.split()[1]) for line in lines if line.startswith(key))
        except (OSError, StopIteration):
            continue  # ended meanwhile
    return total / 1024


def memory(url, name, count, pid, folders):
    where = urllib.parse.urlsplit(url)
    bodies = specimen_bodies(name, folders)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=90)

    def verify(turn):
        status, answer = post(connection, where.path, bodies[turn % len(bodies)], FORM)
        if status != 201:
            sys.exit(f"answered {status}: {answer[:300]}")

    ready = memory_mib(pid, "status", "VmRSS:")
    for turn in range(2 * len(bodies)):  # everything is loaded and used once
        verify(turn)
    first = memory_mib(pid, "status", "VmHWM:") - ready  # what a process that has just started takes; it keeps most for the next
    peaks = []
    for turn in range(len(bodies)):
        before = memory_mib(pid, "status", "VmRSS:")
        for process in processes_of(pid):
            with open(f"/proc/{process}/clear_refs", "w") as mark:
                mark.write("5")  # the high-water mark starts here
        verify(turn)
        peaks.append(memory_mib(pid, "status", "VmHWM:") - before)
    resident = [memory_mib(pid, "smaps_rollup", "Pss:")]
    for turn in range(count):
        verify(turn)
        if (turn + 1) * 10 // count > turn * 10 // count:
            resident.append(memory_mib(pid, "smaps_rollup", "Pss:"))
    return {"verifications": count, "ready_mib": ready, "first_peak_mib": first, "peak_of_one_mib": max(peaks), "resident_mib": resident}


def upload(url, count, file, in_flight, how):
    where = urllib.parse.urlsplit(url)
    with open(file, "rb") as source:
        content = source.read()
    raw = how == "raw"
    whole = content if raw else form([("product", None, b"upload"), ("scan", "image/png", content)])
    mark = len(whole) - len(content) // 2  # within the content
    headers = {"Content-Type": "image/png"} if raw else FORM
    took, lock, left = [], threading.Lock(), [count]

    def work(_):
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=90)
        body = bytearray(whole)
        while True:
            with lock:
                if left[0] == 0:
                    return
                left[0] -= 1
            body[mark:mark + 16] = os.urandom(16)  # no two uploads are the same: the host keeps equal content once
            start = time.monotonic()
            status, answer = post(connection, where.path, body, headers)
            if status != 201:
                sys.exit(f"answered {status}: {answer[:300]}")
            with lock:
                took.append(time.monotonic() - start)

    in_parallel(in_flight, work)
    return {"uploads": count, "p50_ms": percentile(took, 0.5) * 1000, "best_ms": min(took) * 1000}


async def send_one(where, body, deadline, seen):
    start = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(f"POST {where.path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\nContent-Type: application/json\r\n"
                     f"Prefer: wait=10\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await asyncio.wait_for(reader.read(), 15)
        writer.close()
    except (OSError, asyncio.TimeoutError):
        seen.append(("failed", 0))
        return
    status = int(answer[9:12])
    # Good is what was decided, not merely answered: an undecided check is a review.
    good = status == 201 and b'"outcome":"approve"' in answer
    kind = "good" if good else "refused" if status in (429, 503) else "late" if status == 201 else f"status {status}"
    seen.append((kind, time.monotonic() - start))


async def overload(url, rate, seconds, deadline_ms, file):
    where = urllib.parse.urlsplit(url)
    with open(file, "rb") as source:
        body = source.read()
    seen, tasks, start = [], [], time.monotonic()
    for i in range(int(rate * seconds)):
        pause = start + i / rate - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)
        tasks.append(asyncio.create_task(send_one(where, body, deadline_ms, seen)))
    await asyncio.gather(*tasks)
    elapsed = time.monotonic() - start
    counts = {}
    for kind, _ in seen:
        counts[kind] = counts.get(kind, 0) + 1
    accepted = [took for kind, took in seen if kind in ("good", "late")]
    return {"offered_per_second": rate, "good_per_second": counts.get("good", 0) / elapsed, "answers": counts,
            "accepted_p99_ms": (percentile(accepted, 0.99) or 0) * 1000, "deadline_ms": deadline_ms}


def main():
    command, url, *rest = sys.argv[1:]
    if command == "product":
        found = product(url, rest[0], int(rest[1]), float(rest[2]), rest[3:])
    elif command == "memory":
        found = memory(url, rest[0], int(rest[1]), int(rest[2]), rest[3:])
    elif command == "upload":
        found = upload(url, int(rest[0]), rest[1], int(rest[2]), rest[3])
    elif command == "overload":
        found = asyncio.run(overload(url, float(rest[0]), float(rest[1]), float(rest[2]), rest[3]))
    else:
        sys.exit(__doc__)
    print(json.dumps(found))


main()
