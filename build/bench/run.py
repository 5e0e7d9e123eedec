#!/usr/bin/env python3
"""The benchmarks of docs/benchmarks.md: ours and its peers side by side in one run.

    python3 build/bench/run.py [--work FOLDER] [--rounds N] [--mailboxes N] [--large]

Generates tenants in FOLDER (default build/bench/work, about 6 GB for 1,000,000 mailboxes), runs
each program in turn, and prints the tables in Markdown. --large adds the memory figures of
5,000,000 mailboxes (30 GB more). Needs cargo, and the Python package duckdb for that peer.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / "build" / "bench"
PARTS = ("cas-mailboxes", "users", "directory-users")
AS_OF = "2026-11-24"


def build():
    packages = ["-p", "exo-readiness", "-p", "exo-sample", "-p", "exo-bench-judge"]
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet", *packages], cwd=ROOT, check=True)
    return ROOT / "target" / "release"


def generate(programs, folder, mailboxes, *options):
    """A tenant of which the three row files and the small parts stay: devices are no part of it."""
    marker = folder / ".generated"
    if not marker.exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = [programs / "exo-sample", folder, "--mailboxes", str(mailboxes), "--profile", "wide", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (folder / "mobile-devices.ndjson").unlink()
        marker.write_text("")
    return folder


def measure(command):
    """Seconds and peak memory (MB) of a command, and what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, printed.decode()


def rounds(commands, count):
    """Runs the commands in turn, `count` times after a first round that warms the files."""
    times = {name: [] for name in commands}
    memory = {name: 0 for name in commands}
    printed = {}
    for number in range(count + 1):
        for name, command in commands.items():
            seconds, peak, printed[name] = measure(command)
            if number > 0:
                times[name].append(seconds)
                memory[name] = max(memory[name], peak)
    return times, memory, printed


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def throughput(programs, folder, unsorted, mailboxes, count):
    size = sum((folder / f"{part}.ndjson").stat().st_size for part in PARTS)
    ours = "ours: all 22 questions, all findings"
    duckdb = "DuckDB: one question"
    commands = {ours: [programs / "readiness", folder, "--as-of", AS_OF]}
    # Not imported here: Linux counts the parent's peak memory for its children, so it must stay small.
    if importlib.util.find_spec("duckdb") is not None:
        commands[duckdb] = [sys.executable, BENCH / "duckdb_smtp.py", folder, "--threads", "2"]
    else:
        print("(the Python package duckdb is missing: that peer is left out)\n")
    # These two in turn, so that both meet the same machine; the others after them, on their own
    # files, which would push those of the first out of memory.
    times, memory, printed = rounds(commands, count)
    for name, command, number in [
        ("Python script: one question", [sys.executable, BENCH / "python_smtp.py", folder], 1),
        ("ours, unsorted", [programs / "readiness", unsorted, "--as-of", AS_OF], count),
    ]:
        more = rounds({name: command}, number)
        for known, new in zip((times, memory, printed), more):
            known.update(new)
    print(f"\n### {mailboxes:,} mailboxes, {size / 1e9:.2f} GB in three row files\n")
    row("program", "runs", "seconds, median", "min", "max", "mailboxes/s", "peak MB", "ours is faster by")
    row(*["---"] * 8)
    base = statistics.median(times[ours])
    for name, values in times.items():
        if printed[name].startswith("{"):
            memory[name] = json.loads(printed[name])["peakRssBytes"] / 2**20
        median = statistics.median(values)
        row(name, len(values), f"{median:.2f}", f"{min(values):.2f}", f"{max(values):.2f}",
            f"{mailboxes / median:,.0f}", f"{memory[name]:.0f}", f"{median / base:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=BENCH / "work")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mailboxes", type=int, default=1_000_000)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    programs = build()
    options.work.mkdir(parents=True, exist_ok=True)

    print("### Judging alone, one core\n")
    _, _, printed = measure([programs / "exo-bench-judge"])
    for name, value in json.loads(printed).items():
        print(f"- {name}: {value:,}")

    count = options.mailboxes
    folder = generate(programs, options.work / f"sorted-{count}", count)
    unsorted = generate(programs, options.work / f"unsorted-{count}", count, "--unsorted")
    throughput(programs, folder, unsorted, count, options.rounds)

    print("\n### Memory, sorted\n")
    row("mailboxes", "seconds", "peak MB")
    row("---", "---", "---")
    for count in [100_000, options.mailboxes] + ([5_000_000] if options.large else []):
        folder = generate(programs, options.work / f"sorted-{count}", count)
        seconds, peak, _ = measure([programs / "readiness", folder, "--as-of", AS_OF])
        row(f"{count:,}", f"{seconds:.2f}", f"{peak:.0f}")


if __name__ == "__main__":
    main()
