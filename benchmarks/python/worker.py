"""PyTorch's side of a measurement: reads "case iterations" lines and answers each with numbers, until its input ends."""
import os
import sys
import time


def device():
    """The device that WORKBENCH_DEVICE names, as on the other side."""
    return os.environ.get("WORKBENCH_DEVICE") or "cpu"


def on_gpu():
    return device().startswith("cuda")


def half():
    """A region of bfloat16 on a GPU, else nothing."""
    import contextlib
    import torch
    return torch.autocast("cuda", dtype=torch.bfloat16) if on_gpu() else contextlib.nullcontext()


def arm(function, **options):
    """The function, compiled where the benchmark's arm asks for it."""
    import torch
    return torch.compile(function, **options) if "compile" in sys.argv[1:] else function


def wait():
    """Waits for what was sent to the device: without it only the sending would be timed."""
    if on_gpu():
        import torch
        torch.cuda.synchronize()


def resident_megabytes():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def seconds(run, iterations):
    wait()
    start = time.perf_counter()
    run(iterations)
    wait()
    return f"{time.perf_counter() - start!r}"


def residence(run, iterations):
    """The largest resident memory around a tenth of the run, and over its last tenth, in MB."""
    tenth = iterations // 10

    def watch():
        most = 0.0
        for _ in range(10):
            run(tenth // 10)
            most = max(most, resident_megabytes())
        return most

    run(tenth)
    early = watch()
    run(iterations - 3 * tenth)
    return f"{early:.1f} {watch():.1f}"


def serve(cases, measure=seconds):
    for line in sys.stdin:
        case, iterations = line.split()
        print(measure(cases[case], int(iterations)), flush=True)
