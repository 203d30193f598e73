"""PyTorch's side of a measurement: reads "case iterations" lines and answers each with numbers, until its input ends."""
import os
import sys
import time


def resident_megabytes():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def seconds(run, iterations):
    start = time.perf_counter()
    run(iterations)
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
