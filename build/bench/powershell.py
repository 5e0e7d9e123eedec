#!/usr/bin/env python3
"""The PowerShell part of docs/benchmarks.md: the module and a script in PowerShell alone, in one run.

    EXO_PWSH=pwsh python3 build/bench/powershell.py [--work FOLDER] [--rounds N] [--mailboxes N]

Needs what run.py needs, and PowerShell ($EXO_PWSH, else pwsh). The script is measured on 100,000
mailboxes: it is linear, and a million would take minutes.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

from run import AS_OF, BENCH, ROOT, build, generate, measure, row

SHELL = os.environ.get("EXO_PWSH", "pwsh")
MODULE = ROOT / "module" / "ExoModernAuth"


def use(name, folder, *more):
    return [SHELL, "-NoProfile", "-File", BENCH / "module.ps1", name, folder, AS_OF, *more]


def seconds_of(commands, count):
    """Runs commands in turn after a warming round: for each the seconds it printed, and its peak."""
    times = {name: [] for name in commands}
    peaks = dict.fromkeys(commands, 0)
    for number in range(count + 1):
        for name, command in commands.items():
            _, peak, printed = measure(command)
            if number > 0:
                times[name].append(json.loads(printed.splitlines()[-1])["seconds"])
                peaks[name] = max(peaks[name], peak)
    return times, peaks


def table(times, peaks, mailboxes):
    row("use", "runs", "seconds, median", "min", "max", "mailboxes/s", "peak MB")
    row(*["---"] * 7)
    for name, values in times.items():
        count = mailboxes[name] if isinstance(mailboxes, dict) else mailboxes
        rate = f"{count / statistics.median(values):,.0f}" if count > 1 else ""
        row(name, len(values), f"{statistics.median(values):.2f}", f"{min(values):.2f}",
            f"{max(values):.2f}", rate, f"{peaks[name]:.0f}")


def starts(count):
    """Milliseconds of fresh processes over an empty one, and over importing an empty module."""
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder) / "ExoModernAuth"
        empty.mkdir()
        manifest = (MODULE / "ExoModernAuth.psd1").read_text("utf-8-sig")
        (empty / "ExoModernAuth.psd1").write_text(manifest)
        (empty / "ExoModernAuth.psm1").write_text("")
        (empty / "ExoModernAuth.Format.ps1xml").write_text(
            "<Configuration><ViewDefinitions></ViewDefinitions></Configuration>")
        run = lambda text: [SHELL, "-NoProfile", "-Command", text]
        module = f"Import-Module '{MODULE}/ExoModernAuth.psd1'"
        commands = {
            "empty process": run("1"),
            "importing an empty module with this manifest": run(f"Import-Module '{empty}/ExoModernAuth.psd1'"),
            "importing this module": run(module),
            "importing it and Test-ExoModernAuthReadiness on the sample": run(
                f"{module}; $null = Test-ExoModernAuthReadiness -Snapshot '{MODULE}/Sample'"),
        }
        times = {name: [] for name in commands}
        for number in range(count + 1):
            for name, command in commands.items():
                seconds, _, _ = measure(command)
                if number > 0:
                    times[name].append(seconds * 1000)
    base = statistics.median(times["empty process"])
    row("fresh process", "runs", "ms, median", "min", "max", "over an empty process")
    row(*["---"] * 6)
    for name, values in times.items():
        median = statistics.median(values)
        row(name, len(values), f"{median:.0f}", f"{min(values):.0f}", f"{max(values):.0f}", f"{median - base:.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=BENCH / "work")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mailboxes", type=int, default=1_000_000)
    options = parser.parse_args()
    programs = build()
    subprocess.run(["bash", ROOT / "build" / "module.sh"], check=True)
    count, small = options.mailboxes, 100_000
    options.work.mkdir(parents=True, exist_ok=True)
    folder = generate(programs, options.work / f"narrow-{count}", count, "--narrow")
    few = generate(programs, options.work / f"narrow-{small}", small, "--narrow")

    print(f"### {count:,} mailboxes, narrow rows, sorted\n")
    with tempfile.TemporaryDirectory(dir=options.work) as out:
        times, peaks = seconds_of({
            "`| Out-Null`": use("null", folder),
            "`| Where-Object SmtpBasic -eq 'Allowed'`": use("where", folder),
            "`-OutFile x.csv`": use("outfile", folder, pathlib.Path(out) / "x.csv"),
        }, options.rounds)
        table(times, peaks, count)
        print("\n### The first object\n")
        firsts = seconds_of({f"{n:,} mailboxes": use("first", f) for n, f in ((small, few), (count, folder))}, options.rounds)
        table(*firsts, 1)
    print(f"\n### Beside a script in PowerShell alone, {small:,} mailboxes\n")
    script = "a script, one question"
    ours = "the module, all 22 questions, `| Where-Object SmtpBasic -eq 'Allowed'`"
    times, peaks = seconds_of({
        ours: use("where", few),
        script: [SHELL, "-NoProfile", "-File", BENCH / "powershell_smtp.ps1", few],
    }, min(options.rounds, 2))
    table(times, peaks, small)
    print(f"\nours is faster by {statistics.median(times[script]) / statistics.median(times[ours]):.0f}\n")
    print("### Starting\n")
    starts(max(options.rounds, 10))


if __name__ == "__main__":
    main()
