"""The data API under load: a demo site of 200 courses, requests at a steady rate over a mix of endpoints, latencies as clients see them.

Measured three times with wrk: alone, while all reports are computed and published anew, and beside idle connections. Adds a
section to the book's page.

Settings: LOAD_RATE (requests a second, 500), LOAD_SECONDS (30), LOAD_COURSES (200), LOAD_IDLE (idle connections, 10000).
"""

import json
import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

OLIVINE = os.environ["OLIVINE"]
RATE = int(os.environ.get("LOAD_RATE", "500"))
SECONDS = int(os.environ.get("LOAD_SECONDS", "30"))
COURSES = int(os.environ.get("LOAD_COURSES", "200"))
IDLE = int(os.environ.get("LOAD_IDLE", "10000"))
CONNECTIONS = 64
WORK = Path(os.environ.get("BENCH_DIR", "/tmp/olivine-bench"))
HERE = Path(__file__).parent
BOOK = HERE.parent / "docs/bench.md"

# How often in a hundred requests, and what for: `{course}` is any course, `{video}` any video, `{problem}` any problem.
MIX = [
    (22, "/api/v0/courses/{course}/enrollment/mode/?end_date=2100-01-01"),
    (12, "/api/v0/courses/{course}/activity/?end_date=2100-01-01"),
    (10, "/api/v1/courses/{course}/enrollment/"),
    (8, "/api/v1/courses/{course}/enrollment/location/"),
    (6, "/api/v1/courses/{course}/enrollment/gender/"),
    (6, "/api/v1/courses/{course}/enrollment/education/"),
    (5, "/api/v0/courses/{course}/enrollment/birth_year/"),
    (6, "/api/v1/courses/{course}/videos/"),
    (6, "/api/v1/courses/{course}/problems/"),
    (5, "/api/v0/videos/{video}/timeline/"),
    (4, "/api/v0/problems/{problem}/answer_distribution/"),
    (4, "/api/v1/course_summaries/?course_ids={course}&exclude=programs"),
    (3, "/api/v1/programs/"),
    (2, "/api/v0/courses/{course}/enrollment.csv?start_date=2000-01-01"),
    (1, "/api/v1/course_summaries/"),
]


@dataclass
class Seen:
    """What wrk saw in one phase; times in milliseconds."""

    phase: str
    requests: int
    seconds: float
    p50: float
    p99: float
    longest: float
    failed: int
    memory_mib: float


class Load:
    """Requests that go on until they are stopped."""

    def __init__(self, port: int, token: str, paths: Path):
        # Answers take some time, too: a little less than what would do if they took none.
        pause = CONNECTIONS * 1000 / RATE - 5
        script = ["-s", str(HERE / "load.lua"), f"http://127.0.0.1:{port}", "--", str(paths), f"{pause:.0f}"]
        header = f"Authorization: Token {token}"
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", "-d3600s", "--timeout", "30s", "-H", header, *script]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def stop(self, phase: str, server: subprocess.Popen) -> Seen:
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=60)
        found = next((line for line in said.splitlines() if line.startswith("found ")), None)
        if found is None:
            sys.exit(f"wrk said:\n{said}")
        return Seen(phase=phase, memory_mib=memory_mib(server.pid), **json.loads(found[6:]))


def run(*command: str, env: dict | None = None) -> str:
    done = subprocess.run([OLIVINE, *command], capture_output=True, text=True, env={**os.environ, **(env or {})}, check=False)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{done.stderr}")
    return done.stdout


def make_site() -> Path:
    site = WORK / f"load-{COURSES}"
    if not (site / "data").exists():
        begin = time.monotonic()
        run("demo", "--once", "--courses", str(COURSES), "--learners", str(COURSES * 20), "--days", "60", "--dir", str(site))
        print(f"made a site of {COURSES} courses in {time.monotonic() - begin:.0f} s")
        enlarge(site / "data/results.db")
    return site


def enlarge(results: Path) -> None:
    """Gives the largest course a roster of fifty thousand, and videos of two hours: rows are copied, numbers do not matter here."""
    with sqlite3.connect(results) as store:
        (course,) = store.execute(
            "select course_id from course_meta_summary_enrollment group by course_id order by sum(count) desc limit 1"
        ).fetchone()
        videos = [row[0] for row in store.execute("select pipeline_video_id from video where course_id = ?", (course,))]
        for video in videos:
            store.execute("delete from video_timeline where pipeline_video_id = ?", (video,))
            segments = [(video, number, 500 - number // 5, 700 - number // 5) for number in range(2 * 3600 // 5)]
            store.executemany("insert into video_timeline (pipeline_video_id, segment, num_users, num_views) values (?, ?, ?, ?)", segments)
        store.execute("update video set duration = 7200 where course_id = ?", (course,))
        columns = [row[1] for row in store.execute("pragma table_info(learner_roster)") if row[1] != "id"]
        (people,) = store.execute("select count(*) from learner_roster where course_id = ?", (course,)).fetchone()
        copied = {"username": "username || '_' || n", "user_id": "user_id + 1000000 * n"}
        values = ", ".join(copied.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        store.execute(
            f"with recursive copies (n) as (select 1 union all select n + 1 from copies where n < {50_000 // people}) "
            f"insert into learner_roster ({names}) select {values} from learner_roster, copies where course_id = ?",
            (course,),
        )


def memory_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def listed(port: int, token: str, path: str, key: str) -> list[str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Token {token}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return [urllib.parse.quote(row[key], safe="/:@") for row in json.load(answer)]
    except urllib.error.HTTPError:
        return []


def write_paths(port: int, token: str) -> Path:
    """A hundred times the mix, with courses, videos and problems that there are."""
    courses = listed(port, token, "/api/v0/course_summaries/", "course_id")
    videos, problems = [], []
    for course in courses[:20]:
        videos += listed(port, token, f"/api/v0/courses/{course}/videos/", "pipeline_video_id")
        problems += listed(port, token, f"/api/v0/courses/{course}/problems/", "module_id")
    print(f"{len(courses)} courses, {len(videos)} videos, {len(problems)} problems")
    chance = random.Random(1)
    filled = {"course": courses, "video": videos or ["none"], "problem": problems or ["none"]}
    file = WORK / "paths"
    with file.open("w") as out:
        for share, form in MIX:
            for _ in range(share * 100):
                print(form.format(**{name: chance.choice(values) for name, values in filled.items()}), file=out)
    return file


def measure(site: Path, server: subprocess.Popen, port: int, token: str) -> list[Seen]:
    paths = write_paths(port, token)

    def load() -> Load:
        return Load(port, token, paths)

    def for_some_time(phase: str, seconds: float) -> Seen:
        going = load()
        time.sleep(seconds)
        return going.stop(phase, server)

    for_some_time("warm-up", 3)
    found = [for_some_time("alone", SECONDS)]

    going = load()
    computed = subprocess.run([OLIVINE, "-C", str(site), "run", "--force"], capture_output=True, text=True, check=False)
    found.append(going.stop("during a run of all reports", server))
    if computed.returncode != 0:
        sys.exit(f"the run beside the load failed:\n{computed.stderr}")

    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(IDLE)]
    found.append(for_some_time(f"beside {len(idle):,} idle connections".replace(",", " "), SECONDS))
    for connection in idle:
        connection.close()
    return found


def report(found: list[Seen]) -> str:
    lines = [
        "## The data API under load",
        "",
        f"A demo site of {COURSES} courses on SQLite; wrk asks over {CONNECTIONS} connections with pauses that make {RATE} requests a "
        f"second where answers come at once, for {len(MIX)} kinds of addresses. Server and load share {os.cpu_count()} processors. "
        "Wanted is a p99 below 20 ms.",
        "",
        "| load | requests | a second | p50 ms | p99 ms | longest ms | failed | memory MiB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for seen in found:
        times = " | ".join(f"{milliseconds:.1f}" for milliseconds in (seen.p50, seen.p99, seen.longest))
        rate = seen.requests / seen.seconds
        lines.append(f"| {seen.phase} | {seen.requests} | {rate:.0f} | {times} | {seen.failed} | {seen.memory_mib:.0f} |")
    return "\n".join(lines) + "\n"


def write_section(text: str) -> None:
    book = BOOK.read_text() if BOOK.exists() else "# Speed and memory\n"
    before = book.split("## The data API under load")[0].rstrip()
    BOOK.write_text(f"{before}\n\n{text}")


def measure_pages(port: int) -> None:
    """The pages of the same site, as a browser asks for them."""
    account = {"OLIVINE_USER": "demo", "OLIVINE_PASSWORD": "demo-olives"}
    settings = {"OLIVINE_URL": f"http://127.0.0.1:{port}", "BENCH_DIR": str(WORK), **account}
    subprocess.run(["node", str(HERE / "pages.mjs")], env={**os.environ, **settings}, check=True)


def main() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < IDLE + 500:
        sys.exit(f"{IDLE} idle connections need a higher limit of open files than {hard}")
    WORK.mkdir(parents=True, exist_ok=True)
    site = make_site()
    token = run("-C", str(site), "token", "create", "demo", "--label", "load").strip()
    settings = {"OLIVINE_API__REQUESTS_PER_MINUTE": "10000000", "OLIVINE_LOG": "error"}
    server = subprocess.Popen(
        [OLIVINE, "-C", str(site), "serve", "--bind", "127.0.0.1:0"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings},
    )
    try:
        for line in server.stderr:
            if " at http://" in line:
                port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))
                break
        else:
            sys.exit("the server ended")
        found = measure(site, server, port, token)
        text = report(found)
        write_section(text)
        measure_pages(port)
    finally:
        server.terminate()
        server.wait(30)
    print(text)


main()
