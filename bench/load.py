"""The data API under load: a demo site of 200 courses, requests at a fixed rate over a mix of endpoints, latencies as clients see them.

Measured three times: alone, while all reports are computed and published anew, and beside idle connections. A request's time counts
from when it was due, so that a server that falls behind shows it. Adds a section to the book's page.

Settings: LOAD_RATE (requests a second, 500), LOAD_SECONDS (30), LOAD_COURSES (200), LOAD_IDLE (idle connections, 10000).
"""

import asyncio
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

OLIVINE = os.environ["OLIVINE"]
RATE = int(os.environ.get("LOAD_RATE", "500"))
SECONDS = int(os.environ.get("LOAD_SECONDS", "30"))
COURSES = int(os.environ.get("LOAD_COURSES", "200"))
IDLE = int(os.environ.get("LOAD_IDLE", "10000"))
CONNECTIONS = 64
WORK = Path(os.environ.get("BENCH_DIR", "/tmp/olivine-bench"))
BOOK = Path(__file__).parent.parent / "docs/bench.md"

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
    """What happened to the requests of one phase."""

    times: list = field(default_factory=list)
    statuses: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)

    def note(self, status: int, seconds: float) -> None:
        self.times.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def quantile(self, share: float) -> float:
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * share))] * 1000 if times else float("nan")

    @property
    def failed(self) -> int:
        # A course may lack a kind of data: that is an answer.
        return len(self.errors) + sum(count for status, count in self.statuses.items() if status not in (200, 404))


class Connection:
    """One HTTP/1.1 connection that is kept open."""

    def __init__(self, port: int, token: str):
        self.port, self.token, self.streams = port, token, None

    async def get(self, path: str) -> tuple[int, bytes]:
        try:
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
            reader, writer = self.streams
            writer.write(f"GET {path} HTTP/1.1\r\nhost: a\r\nauthorization: Token {self.token}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            body = await reader.readexactly(length)
            return int(head[9:12]), body
        except BaseException:
            if self.streams is not None:
                self.streams[1].close()
            self.streams = None
            raise


async def load(port: int, token: str, paths: list[str], seconds: float) -> Seen:
    """Sends requests when they are due, as long as it takes, over as many connections as are free."""
    seen, free = Seen(), asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(Connection(port, token))

    async def one(due: float, path: str) -> None:
        connection = await free.get()
        try:
            status, _ = await asyncio.wait_for(connection.get(path), 30)
            seen.note(status, time.perf_counter() - due)
        except Exception as error:  # noqa: BLE001: every kind of failure counts
            seen.errors.append(f"{path}: {error!r}")
        finally:
            free.put_nowait(connection)

    begin, tasks = time.perf_counter(), []
    for number in range(int(seconds * RATE)):
        due = begin + number / RATE
        pause = due - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        tasks.append(asyncio.create_task(one(due, random.choice(paths))))
    await asyncio.gather(*tasks)
    return seen


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


async def paths_of(port: int, token: str) -> list[str]:
    """A hundred times the mix, with courses, videos and problems that there are."""
    connection = Connection(port, token)

    async def listed(path: str, key: str) -> list[str]:
        status, body = await connection.get(path)
        return [urllib.parse.quote(row[key], safe="/:@") for row in json.loads(body)] if status == 200 else []

    courses = await listed("/api/v0/course_summaries/", "course_id")
    videos, problems = [], []
    for course in courses[:20]:
        videos += await listed(f"/api/v0/courses/{course}/videos/", "pipeline_video_id")
        problems += await listed(f"/api/v0/courses/{course}/problems/", "module_id")
    print(f"{len(courses)} courses, {len(videos)} videos, {len(problems)} problems")
    chance = random.Random(1)
    paths = []
    for share, form in MIX:
        for _ in range(share * 100):
            filled = {"course": courses, "video": videos or ["none"], "problem": problems or ["none"]}
            paths.append(form.format(**{name: chance.choice(values) for name, values in filled.items()}))
    return paths


async def measure(site: Path, server: subprocess.Popen, port: int, token: str) -> list[tuple[str, Seen, float]]:
    paths = await paths_of(port, token)
    await load(port, token, paths, 3)
    found = [("alone", await load(port, token, paths, SECONDS), memory_mib(server.pid))]

    computing = subprocess.Popen([OLIVINE, "-C", str(site), "run", "--force"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen = Seen()
    while computing.poll() is None:
        part = await load(port, token, paths, 3)
        seen.times += part.times
        seen.errors += part.errors
        for status, count in part.statuses.items():
            seen.statuses[status] = seen.statuses.get(status, 0) + count
    if computing.returncode != 0:
        sys.exit("the run beside the load failed")
    found.append(("during a run of all reports", seen, memory_mib(server.pid)))

    idle = []
    for _ in range(IDLE):
        idle.append(await asyncio.open_connection("127.0.0.1", port))
    found.append((f"beside {len(idle):,} idle connections".replace(",", " "), await load(port, token, paths, SECONDS), memory_mib(server.pid)))
    for _, writer in idle:
        writer.close()
    return found


def report(found: list[tuple[str, Seen, float]]) -> str:
    lines = [
        "## The data API under load",
        "",
        f"A demo site of {COURSES} courses on SQLite; {RATE} requests a second, due at fixed times, over {CONNECTIONS} connections and "
        f"{len(MIX)} kinds of addresses. Server and load share {os.cpu_count()} processors. Wanted is a p99 below 20 ms.",
        "",
        "| load | requests | p50 ms | p99 ms | longest ms | failed | memory MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, seen, memory in found:
        quantiles = " | ".join(f"{seen.quantile(share):.1f}" for share in (0.5, 0.99, 1.0))
        lines.append(f"| {name} | {len(seen.times)} | {quantiles} | {seen.failed} | {memory:.0f} |")
    return "\n".join(lines) + "\n"


def write_section(text: str) -> None:
    book = BOOK.read_text() if BOOK.exists() else "# Speed and memory\n"
    before = book.split("## The data API under load")[0].rstrip()
    BOOK.write_text(f"{before}\n\n{text}")


def measure_pages(port: int) -> None:
    """The pages of the same site, as a browser asks for them."""
    account = {"OLIVINE_USER": "demo", "OLIVINE_PASSWORD": "demo-olives"}
    settings = {"OLIVINE_URL": f"http://127.0.0.1:{port}", "BENCH_DIR": str(WORK), **account}
    subprocess.run(["node", str(Path(__file__).parent / "pages.mjs")], env={**os.environ, **settings}, check=True)


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
        found = asyncio.run(measure(site, server, port, token))
        text = report(found)
        write_section(text)
        measure_pages(port)
    finally:
        server.terminate()
        server.wait(30)
    print(text)
    for name, seen, _ in found:
        for error in seen.errors[:3]:
            print(f"{name}: {error}")


main()
