"""The benchmark: makes logs with the sandbox, measures everything side by side, writes the table into the book.

Sizes in millions of events: BENCH_SIZES (default "1 2 4"); repetitions: BENCH_RUNS (default 3, medians are shown).
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

OLIVINE = os.environ["OLIVINE"]
FLOOR = os.environ["FLOOR"]
SIZES = [float(size) for size in os.environ.get("BENCH_SIZES", "1 2 4").split()]
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
THREADS = 2
WORK = Path(os.environ.get("BENCH_DIR", "/tmp/olivine-bench"))
HERE = Path(__file__).parent
# The jobs that the peers do, as our tasks; what these stand on comes with them.
SIX_JOBS = [
    "enrollment_daily", "enrollment_mode_daily", "enrollment_by_gender", "enrollment_by_birth_year", "enrollment_by_education_level",
    "course_activity", "enrollment_location", "answer_distribution", "video_timeline", "module_engagement",
]
# Jobs whose cost must grow no faster than the events.
LINEAR = {
    "answer distribution": ["submission_facts", "answer_records", "answer_distribution"],
    "video segments": ["video_facts", "video_viewings", "video_timeline"],
}
LAST_DAY = date.today() - timedelta(days=1)


@dataclass
class Cost:
    """What one measured process took."""

    seconds: float
    peak_mib: float


def measured(*command: str) -> Cost:
    """Runs a process to its end; its peak memory comes from the operating system."""
    begin = time.monotonic()
    with open(WORK / "log", "ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed ({status}): {' '.join(command)}; see {WORK}/log")
    return Cost(time.monotonic() - begin, usage.ru_maxrss / 1024)


def median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.seconds for c in costs), max(c.peak_mib for c in costs))


def total(*costs: Cost) -> Cost:
    return Cost(sum(c.seconds for c in costs), max(c.peak_mib for c in costs))


def folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def make_site(name: str, *size: str) -> Path:
    site = WORK / name
    if not (site / "truth.json").exists():
        shutil.rmtree(site, ignore_errors=True)
        measured(OLIVINE, "sandbox", "generate", "--out", str(site), "--end", str(LAST_DAY), *size)
        # The live file and plain copies belong to other tests: the peers read gzip only.
        for plain in site.glob("logs/*/tracking.log"):
            plain.unlink()
    return site


class Olivine:
    """A fresh Olivine site over the logs of a made-up site."""

    def __init__(self, source: Path):
        self.dir = WORK / "olivine-site"
        self.source = source
        shutil.rmtree(self.dir, ignore_errors=True)
        self.command("init", str(self.dir), at=None)

    def command(self, *arguments: str, at: Path | None = Path()) -> Cost:
        where = [] if at is None else ["-C", str(self.dir), "--set", f"engine.threads={THREADS}", "--set", f"ingest.threads={THREADS}",
                                       "--set", f"geo.database={self.source}/country.mmdb",
                                       "--set", 'reports.on=["learners.detail"]']
        return measured(OLIVINE, *where, *arguments)

    def ingest(self, *paths: Path) -> Cost:
        return self.command("ingest", *map(str, paths))

    def import_site(self) -> Cost:
        lms, catalog = str(self.source / "lms"), str(self.source / "catalog")
        imported = self.command("import", "lms", "--from", lms, "--catalog", catalog)
        return total(imported, self.command("import", "structure", "--from", str(self.source / "structure")))

    def run(self, *arguments: str) -> Cost:
        return self.command("run", *arguments)


def measure_size(millions: float) -> dict:
    site = make_site(f"site-{millions}", "--events", str(int(millions * 1e6)), "--days", "180", "--courses", "50",
                     "--learners", str(int(millions * 12000)))
    logs = site / "logs"
    steps = ("floor", "ingest", "import", "jobs", "reports", "duckdb", "clickhouse", *LINEAR)
    found: dict[str, list[Cost]] = {name: [] for name in steps}
    lake = 0
    for _ in range(RUNS):
        found["floor"].append(measured(FLOOR, str(logs), str(THREADS)))
        olivine = Olivine(site)
        found["ingest"].append(olivine.ingest(logs))
        found["import"].append(olivine.import_site())
        found["jobs"].append(olivine.run(*SIX_JOBS))
        found["reports"].append(olivine.run())
        for name, tasks in LINEAR.items():
            found[name].append(olivine.run("--force", *tasks))
        lake = folder_bytes(olivine.dir / "data" / "lake" / "events")
        for peer in ("duckdb", "clickhouse"):
            found[peer].append(measured(sys.executable, str(HERE / "peers.py"), peer, str(site), str(THREADS)))
            for scratch in site.glob("bench-*"):
                shutil.rmtree(scratch)
    costs = {name: median(runs) for name, runs in found.items()}
    costs["six"] = total(costs["ingest"], costs["import"], costs["jobs"])
    costs["all"] = total(costs["six"], costs["reports"])
    return {"millions": millions, "logs": folder_bytes(logs), "lake": lake, **costs}


def measure_added_day() -> tuple[Cost, Cost]:
    """A full run over 180 days, and the day after."""
    site = make_site("site-181-days", "--events", "1000000", "--days", "181", "--courses", "50", "--learners", "12000")
    # A log has the date of the day on which it was put away.
    last = f"tracking.log-{LAST_DAY + timedelta(days=1):%Y%m%d}"
    files = sorted(site.glob("logs/*/*.gz"))
    late = [file for file in files if last in file.name]
    early = [file for file in files if file not in late]
    olivine = Olivine(site)
    full = total(olivine.ingest(*early), olivine.import_site(), olivine.run())
    day = total(olivine.ingest(*late), olivine.run())
    return full, day


def machine() -> str:
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown processor")
    return f"{model}, {os.cpu_count()} cores"


def aims(rows: list[dict], full: Cost, day: Cost) -> list[str]:
    """What we want, and the worst that was measured."""
    peers = [min(row["duckdb"].seconds, row["clickhouse"].seconds) / row["six"].seconds for row in rows]
    measured_aims = [
        ("ingest ÷ floor", 2.0, max(row["ingest"].seconds / row["floor"].seconds for row in rows), "at most"),
        ("faster peer ÷ Olivine", 2.0, min(peers), "at least"),
        ("peak memory, MiB", 1024, max(row["all"].peak_mib for row in rows), "at most"),
        ("lake ÷ gzip logs", 1.0, max(row["lake"] / row["logs"] for row in rows), "at most"),
        ("one day more, % of a full run", 5.0, 100 * day.seconds / full.seconds, "at most"),
    ]
    lines = ["| aim | wanted | measured | reached |", "|---|---:|---:|---|"]
    for name, wanted, found, how in measured_aims:
        reached = found <= wanted if how == "at most" else found >= wanted
        lines.append(f"| {name} | {how} {wanted:g} | {found:.4g} | {'yes' if reached else 'no'} |")
    return [*lines, ""]


def write_page(rows: list[dict], full: Cost, day: Cost) -> None:
    import chdb
    import duckdb

    repeated = f"medians of {RUNS}" if RUNS > 1 else "each once"
    lines = [
        "# Speed and memory",
        "",
        f"Measured with `make bench` on {date.today()} ({machine()}), {THREADS} threads, {repeated}, everything side by side in one "
        f"run. Peers: DuckDB {duckdb.__version__} and ClickHouse (chdb {chdb.__version__}), each with an explicit schema, one load into its own best "
        "form and then the same six questions; they keep no raw lines and remove no duplicates. The *floor* is inflating the logs, "
        "parsing every line with the fastest parser, and compressing the raw lines with zstd level 1, and nothing else.",
        "",
        "| million events | gzip logs MiB | floor s | ingest s | ingest ÷ floor | import s | six jobs s | Olivine s | DuckDB s | ClickHouse s | faster peer ÷ Olivine |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        best = min(row["duckdb"].seconds, row["clickhouse"].seconds)
        lines.append(
            f"| {row['millions']:g} | {row['logs'] / 2**20:.0f} | {row['floor'].seconds:.1f} | {row['ingest'].seconds:.1f} | "
            f"{row['ingest'].seconds / row['floor'].seconds:.2f} | {row['import'].seconds:.1f} | {row['jobs'].seconds:.1f} | {row['six'].seconds:.1f} | "
            f"{row['duckdb'].seconds:.1f} | {row['clickhouse'].seconds:.1f} | {best / row['six'].seconds:.2f} |"
        )
    lines += [
        "",
        "*Olivine s* is from the logs to the results of the six jobs. All other reports that are on, which the peers do not do, come to it in "
        "the next table, with the steps that must cost no more than in proportion.",
        "",
        f"| million events | all other reports s | {' s | '.join(LINEAR)} s | Olivine peak MiB | DuckDB peak MiB | ClickHouse peak MiB | lake ÷ gzip logs |",
        f"|---:|---:|{'---:|' * len(LINEAR)}---:|---:|---:|---:|",
    ]
    for row in rows:
        linear = " | ".join(f"{row[name].seconds:.1f}" for name in LINEAR)
        lines.append(
            f"| {row['millions']:g} | {row['reports'].seconds:.1f} | {linear} | {row['all'].peak_mib:.0f} | {row['duckdb'].peak_mib:.0f} | "
            f"{row['clickhouse'].peak_mib:.0f} | {row['lake'] / row['logs']:.2f} |"
        )
    lines += [
        "",
        f"One day more on a site of 180 days: {day.seconds:.2f} s, {100 * day.seconds / full.seconds:.1f} % of the full run of all reports ({full.seconds:.1f} s).",
        "",
    ]
    lines += aims(rows, full, day)
    (HERE.parent / "docs" / "bench.md").write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    WORK.mkdir(parents=True, exist_ok=True)
    full, day = measure_added_day()
    write_page([measure_size(size) for size in SIZES], full, day)
