"""The C# kernel beside ipykernel, through jupyter_client as every front end: prints the table, and writes it and the numbers with --save.

Run by ./workbench bench kernel. Each measurement starts kernels of its own; where both kernels are measured, they take turns.
"""
import argparse
import datetime
import json
import os
import pathlib
import queue
import statistics
import subprocess
import sys
import tempfile
import time

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

FOLDER = pathlib.Path(__file__).resolve().parent.parent
ROOT = FOLDER.parent
BEGIN = "<!-- kernel table: written by ./workbench bench kernel --save -->"
END = "<!-- end of kernel table -->"


class Kernel:
    """A running kernel and its client; commands are timed from the request to the arrival of what was waited for."""

    def __init__(self, argv, interrupt_mode="message", folder=None):
        self.manager = KernelManager()
        self.manager._kernel_spec = KernelSpec(argv=argv, display_name="", language="", interrupt_mode=interrupt_mode)
        self.start = time.perf_counter()
        self.manager.start_kernel(cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels()
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    def ready(self):
        """Asks until the kernel answers and its outputs arrive, as VS Code does; jupyter_client's own way rests in between."""
        end = time.perf_counter() + 120
        while time.perf_counter() < end:
            self.client.kernel_info()
            try:
                self.client.get_shell_msg(timeout=0.5)
                self.client.get_iopub_msg(timeout=0.05)
                return
            except queue.Empty:
                if not self.manager.is_alive():
                    raise RuntimeError("the kernel died") from None
        raise RuntimeError("the kernel does not answer")

    def send(self, code):
        self.count += 1
        return self.client.execute(code, allow_stdin=False)

    def messages(self, request, timeout=300):
        """The outputs of a request, until it is idle."""
        end = time.perf_counter() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.01, end - time.perf_counter()))
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return
            yield message

    def reply(self, request, timeout=300):
        while True:
            message = self.client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def run(self, code, timeout=300):
        """Runs a cell; returns the seconds until it is idle and answered, its outputs and its answer."""
        begin = time.perf_counter()
        request = self.send(code)
        outputs = list(self.messages(request, timeout))
        answer = self.reply(request, timeout)
        return time.perf_counter() - begin, outputs, answer

    def check(self, code, timeout=300):
        seconds, outputs, answer = self.run(code, timeout)
        if answer["status"] != "ok":
            raise RuntimeError(f"{code!r} failed: {answer}")
        return seconds, outputs

    def resident(self):
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def median(values):
    return statistics.median(values)


def first_result(make):
    """Seconds from the start of the process to the first cell's result, as a front end would have it: ask until ready, then run."""
    with make() as kernel:
        kernel.ready()
        request = kernel.send("1+1")
        for message in kernel.messages(request):
            if message["msg_type"] == "execute_result":
                return time.perf_counter() - kernel.start
    raise RuntimeError("no result")


def start(options):
    pairs = []
    for _ in range(2):  # the disk's cache is warm from here on
        first_result(options.ours), first_result(options.python)
    for round_ in range(options.rounds):
        order = (options.ours, options.python) if round_ % 2 else (options.python, options.ours)
        seconds = [first_result(make) for make in order]
        pairs.append(seconds if round_ % 2 else seconds[::-1])
    own, other = median([p[0] for p in pairs]), median([p[1] for p in pairs])
    ratio = median([a / b for a, b in pairs])
    yield row("process start to first result", f"{own * 1e3:.0f} ms", f"{other * 1e3:.0f} ms", f"{ratio:.2f} ×", "≤ 1.0 ×", ratio <= 1,
              ours=own, ipykernel=other, ratio=ratio)


def round_trip(options):
    codes = [lambda i: f"var x{i} = {i};", lambda i: f"{i} + 1", lambda i: f"var y{i} = x{i - 2} * 2;"]
    pythons = [lambda i: f"x{i} = {i}", lambda i: f"{i} + 1", lambda i: f"y{i} = x{i - 2} * 2"]
    times = [[], []]
    ratios = []
    with options.ours() as own, options.python() as other:
        for kernel in (own, other):
            kernel.ready()
        for i in range(options.cells):
            seconds = [kernel.check(code[i % 3](i))[0] for kernel, code in ((own, codes), (other, pythons))]
            if i >= 30:
                for side in (0, 1):
                    times[side].append(seconds[side])
                ratios.append(seconds[0] / seconds[1])
    a, b, ratio = median(times[0]), median(times[1]), median(times[0]) / median(times[1])
    yield row("small cell, round trip, median", f"{a * 1e3:.1f} ms", f"{b * 1e3:.1f} ms", f"{ratio:.2f} ×", "≤ 12 ms and ≤ 1.2 ×", a <= 0.012 and ratio <= 1.2,
              ours=a, ipykernel=b, ratio=ratio)


def second_cell(options):
    times = []
    for _ in range(min(5, options.rounds)):
        with options.ours() as kernel:
            kernel.ready()
            time.sleep(1)
            times.append([kernel.check(code)[0] for code in ("var list = new List<int> { 1, 2, 3 };", "list.Select(x => x * x)", "Console.WriteLine(\"hello\");", "display(new { A = 1, B = \"x\" });", "await Task.Delay(1);")])
    named = zip(("first cell after a second's pause", "second cell, with LINQ", "third, writes a line", "fourth, displays an object", "fifth, awaits"), zip(*times))
    for name, seconds in named:
        yield row(name, f"{median(seconds) * 1e3:.0f} ms", "", "", "", True, ours=median(seconds))


def thousand(options):
    with options.ours() as kernel:
        kernel.ready()
        # Completion warms up while the kernel idles, which costs memory once; here the cells are what is measured.
        kernel.check("1")
        time.sleep(3)
        request = kernel.client.complete("Conso", 5)
        while kernel.client.get_shell_msg(timeout=60)["parent_header"]["msg_id"] != request:
            pass
        times = []
        for i in range(1000):
            times.append(kernel.check(f"class C{i} {{ public int Value => {i}; }}\nvar v{i} = new C{i}();\ndisplay(v{i}.Value);\nv{i}.Value + 1")[0])
            if i == 9:
                early = kernel.resident()
        late = kernel.resident()
    tenth, last = median(times[5:15]), median(times[-11:])
    yield row("1,000 cells: memory growth", f"{late - early:.0f} MB", "", "", "≤ 60 MB", late - early <= 60, ours=(late - early) * 1e6, early=early * 1e6)
    yield row("1,000 cells: last against the tenth (medians of 11)", f"{last * 1e3:.1f} ms", f"{tenth * 1e3:.1f} ms (the tenth)", f"{last / tenth:.2f} ×", "≤ 1.5 ×", last <= 1.5 * tenth,
              ours=last, tenth=tenth, ratio=last / tenth)


def lines(options):
    times, others = [], []
    with options.ours() as own, options.python() as other:
        for kernel in (own, other):
            kernel.ready()
        for _ in range(options.rounds + 1):
            times.append(own.check("for (var i = 0; i < 20000; i++) Console.WriteLine(i);")[0])
            others.append(other.check("for i in range(20000): print(i)")[0])
    a, b = median(times[1:]), median(others[1:])
    yield row("20,000 console lines", f"{a * 1e3:.0f} ms", f"{b * 1e3:.0f} ms", f"{a / b:.2f} ×", "≤ 0.3 s", a <= 0.3, ours=a, ipykernel=b)


def flood(options):
    with options.ours() as kernel:
        kernel.ready()
        kernel.check("1")
        waits = []
        request = kernel.send("var line = new string('x', 99); for (var i = 0; i < 1_000_000; i++) Console.WriteLine(line); \"done\"")
        begin = time.perf_counter()
        total, text_tail, done = 0, "", False
        while not done:
            asked = time.perf_counter()
            message = kernel.client.session.msg("kernel_info_request")
            kernel.client.control_channel.send(message)
            answered = False
            while not answered and not done:
                try:
                    reply = kernel.client.get_control_msg(timeout=0.001)
                    answered = reply["parent_header"].get("msg_id") == message["header"]["msg_id"]
                    if answered:
                        waits.append(time.perf_counter() - asked)
                except queue.Empty:
                    pass
                while True:
                    try:
                        got = kernel.client.get_iopub_msg(timeout=0)
                    except queue.Empty:
                        break
                    if got["parent_header"].get("msg_id") != request:
                        continue
                    if got["msg_type"] == "stream":
                        total += len(got["content"]["text"])
                        text_tail = got["content"]["text"][-400:]
                    done = done or got["msg_type"] == "status" and got["content"]["execution_state"] == "idle"
        seconds = time.perf_counter() - begin
    kept = total <= 20e6 and "xxxx" not in text_tail[-60:]
    yield row("100 MB from one cell", f"{total / 1e6:.0f} MB kept, {seconds:.1f} s", "", "", "capped, with a notice", kept, ours=total, notice=text_tail.strip()[-200:])
    yield row("… control answered meanwhile, slowest", f"{max(waits, default=0) * 1e3:.0f} ms", "", "", "responsive", max(waits, default=0) <= 0.5, ours=max(waits, default=0))


def interrupt(options):
    times, kept = [], 0
    with options.ours() as kernel:
        kernel.ready()
        kernel.check("var state = 0L;")
        for i in range(options.interrupts):
            request = kernel.send("state++; Console.WriteLine(); while (true) state++;" if i % 2 else "long F(long n) => n < 2 ? n : F(n - 1) + F(n - 2); state++; Console.WriteLine(); F(90);")
            for message in kernel.messages(request):
                if message["msg_type"] == "stream":
                    break
            time.sleep(0.001 * (i % 37))
            begin = time.perf_counter()
            kernel.manager.interrupt_kernel() if options.signals else kernel.client.control_channel.send(kernel.client.session.msg("interrupt_request", content={}))
            outputs = list(kernel.messages(request))
            times.append(time.perf_counter() - begin)
            answer = kernel.reply(request)
            _, outputs, next_ = kernel.run("state > 0")
            kept += answer["status"] == "error" and next_["status"] == "ok" and any(o["msg_type"] == "execute_result" and o["content"]["data"]["text/plain"] == "True" for o in outputs)
            if not kernel.manager.is_alive():
                break
    yield row("interrupt of a loop or recursion, median", f"{median(times) * 1e3:.0f} ms", "", "", "≤ 50 ms", median(times) <= 0.05, ours=median(times), slowest=max(times))
    yield row("… stopped with state kept", f"{kept} of {options.interrupts}", "", "", "all", kept == options.interrupts, ours=kept)


def complete(options):
    texts = [("Console.Wri", 11), ("var q = new List<string>(); q.", 30), ("Math.", 5), ("table.Where(x => x.", 19), ("st", 2)]
    times = []
    with options.ours() as kernel:
        kernel.ready()
        kernel.check("var table = Enumerable.Range(0, 9).Select(i => new { Number = i, Name = i.ToString() }).ToList();")
        for i in range(4 * options.rounds + len(texts)):
            code, at = texts[i % len(texts)]
            begin = time.perf_counter()
            answer = kernel.reply(kernel.client.complete(code, at))
            if i >= len(texts):
                times.append(time.perf_counter() - begin)
            if not answer["matches"]:
                raise RuntimeError(f"no completion of {code!r}")
    yield row("completion after warm-up, median", f"{median(times) * 1e3:.0f} ms", "", "", "≤ 80 ms", median(times) <= 0.08, ours=median(times), slowest=max(times))


def package(options):
    code = '#r "nuget: Newtonsoft.Json, 13.0.3"'
    plain, cached = [], []
    for round_ in range(min(7, options.rounds) + 1):
        with options.ours() as kernel:
            kernel.ready()
            kernel.check("1")
            seconds = kernel.check(code)[0]
            if round_:
                cached.append(seconds)
    yield row('cached #r "nuget:", the whole cell', f"{median(cached) * 1e3:.0f} ms", "", "", "≤ 50 ms", median(cached) <= 0.05, ours=median(cached))


MEASUREMENTS = {"start": start, "round-trip": round_trip, "first-cells": second_cell, "thousand": thousand, "lines": lines, "flood": flood, "interrupt": interrupt, "complete": complete, "package": package}


def row(what, ours, ipykernel, ratio, bar, met, /, **numbers):
    return {"what": what, "shown": [ours, ipykernel, ratio, bar], "met": bool(met), "numbers": numbers}


def table(rows):
    head = "| what | ours | ipykernel | ratio | bar | |\n| --- | ---: | ---: | ---: | ---: | --- |\n"
    return head + "".join(f"| {r['what']} | {' | '.join(r['shown'])} | {'' if not r['shown'][3] else 'met' if r['met'] else '**missed**'} |\n" for r in rows)


def commit():
    def git(*arguments):
        return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True).stdout.strip()
    return git("rev-parse", "HEAD") + ("+dirty" if git("status", "--porcelain", "--", "src", "benchmarks") else "")


def machine():
    with open("/proc/cpuinfo") as file:
        name = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    return f"{name}, {os.cpu_count()} cores"


def write(path, text):
    beside = path.with_suffix(".tmp")
    beside.write_text(text)
    beside.replace(path)


def save(rows, options):
    import ipykernel
    result = {"benchmark": "kernel", "machine": machine(), "ipykernel": ipykernel.__version__, "python": sys.version.split()[0], "commit": commit(),
              "date": datetime.date.today().isoformat(), "rounds": options.rounds, "command": "./workbench bench kernel", "rows": rows}
    write(FOLDER / "results" / "kernel.json", json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    readme = FOLDER / "README.md"
    text = readme.read_text()
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    note = f"- kernel: {result['machine']}; ipykernel {result['ipykernel']}, Python {result['python']}; {options.rounds} rounds; commit {result['commit']}; {result['date']}; `{result['command']}`."
    write(readme, f"{before}{BEGIN}\n\n{table(rows)}\n{note}\n\n{END}{after}")


def main():
    parser = argparse.ArgumentParser(prog="./workbench bench kernel", description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", required=True, nargs="+", help="the command of the C# kernel, without the connection file")
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=list(MEASUREMENTS))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cells", type=int, default=330)
    parser.add_argument("--interrupts", type=int, default=200)
    parser.add_argument("--signals", action="store_true", help="interrupt by SIGINT instead of by message")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        mode = "signal" if options.signals else "message"
        options.ours = lambda: Kernel([*options.kernel, "jupyter", "{connection_file}"], mode, folder)
        options.python = lambda: Kernel([sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "signal", folder)
        rows = []
        for name in options.only:
            for r in MEASUREMENTS[name](options):
                rows.append(r)
                print(f"  {r['what']}: {', '.join(text for text in r['shown'] if text)}", file=sys.stderr, flush=True)
    print(table(rows))
    if options.save and options.only == list(MEASUREMENTS):
        save(rows, options)
    return 0 if all(r["met"] for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
