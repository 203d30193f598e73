"""Kernels under jupyter_client, as every front end uses it: restarts, sudden death, two front ends on one kernel. The first argument names the scenario."""
import os
import signal
import sys
import time
from queue import Empty

from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

LIMIT = 30


def run(client, code, **options):
    """Runs a cell; the content of its reply, and of its outputs by type."""
    outputs = []
    reply = client.execute_interactive(code, output_hook=lambda m: outputs.append((m["msg_type"], m["content"])), timeout=LIMIT, **options)
    return reply["content"], outputs


def value(client, code):
    """The text of a cell's result; the name of its error when it has none."""
    reply, outputs = run(client, code)
    return next((c["data"]["text/plain"] for kind, c in outputs if kind == "execute_result"), reply.get("ename"))


def restart(manager, client):
    for turn in range(5):
        assert value(client, "var kept = 7; kept") == "7"
        before = value(client, "Environment.ProcessId")
        if turn % 2:
            # In the middle of a cell, which nobody ends.
            begin(client, "while (true) { }")
        began = time.monotonic()
        manager.restart_kernel(now=False)
        client.wait_for_ready(timeout=LIMIT)
        print(f"restart {turn}: {time.monotonic() - began:.2f} s")
        assert value(client, "kept") == "CompilationError", "the state is gone"
        assert value(client, "Environment.ProcessId") != before
        assert not is_running(int(before)), "the old process is gone"


def kill(manager, client):
    for _ in range(2):
        process = int(value(client, "Environment.ProcessId"))
        begin(client, "while (true) { }")
        os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + LIMIT
        while manager.is_alive():
            assert time.monotonic() < deadline, "the manager sees the death"
            time.sleep(0.05)
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=LIMIT)
        assert value(client, "1 + 1") == "2"


def interrupt(manager, client):
    assert value(client, "var turns = 1L; turns") == "1"
    cells = ["while (true) turns++;", "Thread.Sleep(-1);", "await Task.Delay(-1);", "int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2); F(60)", "Enumerable.Range(0, int.MaxValue).Sum(i => (long)i % 3)"]
    for code in ["using System.Threading;", *cells]:
        if code.startswith("using"):
            run(client, code)
            continue
        # Once more where the machine stood still for a moment.
        for _ in range(3):
            message = begin(client, code)
            began = time.monotonic()
            manager.interrupt_kernel()
            reply = client._recv_reply(message, timeout=LIMIT)["content"]
            took = time.monotonic() - began
            print(f"interrupt of {code}: {1000 * took:.0f} ms")
            assert reply["status"] == "error" and reply["ename"] == "OperationCanceledException", reply
            assert "left behind" not in reply["evalue"], reply
            settle(client)
            if took < 1:
                break
        assert took < 1, took
        assert int(value(client, "turns")) > 0, "the state is kept"


def two(manager, client):
    other = BlockingKernelClient()
    other.load_connection_info(manager.get_connection_info(session=False))
    other.start_channels()
    other.wait_for_ready(timeout=LIMIT)
    assert other.session.session != client.session.session
    assert value(client, "var shared = 1; shared") == "1"
    assert value(other, "shared + 1") == "2"
    settle(client), settle(other)

    # Each sees what the other runs, told apart by the parent's session.
    message = other.execute('Console.WriteLine("from the other");')
    other._recv_reply(message, timeout=LIMIT)
    seen = settle(client)
    assert any(m["msg_type"] == "stream" and "from the other" in m["content"]["text"] and m["parent_header"]["session"] == other.session.session for m in seen), seen

    # A line is asked of whoever runs the cell.
    message = other.execute("Console.ReadLine()", allow_stdin=True)
    asked = other.get_stdin_msg(timeout=LIMIT)
    assert asked["msg_type"] == "input_request"
    try:
        client.get_stdin_msg(timeout=0.3)
        raise AssertionError("the wrong front end was asked")
    except Empty:
        pass
    other.input("a line")
    assert other._recv_reply(message, timeout=LIMIT)["content"]["status"] == "ok"

    # While a cell of one runs, the other is answered on the control channel, and may leave.
    message = begin(client, "while (true) { }")
    other.session.send(other.control_channel.socket, "kernel_info_request", {})
    assert other.get_control_msg(timeout=LIMIT)["msg_type"] == "kernel_info_reply"
    other.stop_channels()
    manager.interrupt_kernel()
    assert client._recv_reply(message, timeout=LIMIT)["content"]["status"] == "error"
    settle(client)
    assert value(client, "shared") == "1"


def begin(client, code):
    """Starts a cell that nobody ends and waits until its code runs; the id of its request."""
    message = client.execute('Console.WriteLine("here");\n' + code)
    while client.get_iopub_msg(timeout=LIMIT)["msg_type"] != "stream":
        pass
    return message


def settle(client):
    """Waits until nothing more is published; what was."""
    seen = []
    while True:
        try:
            seen.append(client.get_iopub_msg(timeout=0.3))
        except Empty:
            return seen


def is_running(process):
    try:
        os.kill(process, 0)
        return True
    except ProcessLookupError:
        return False


def main(scenario, kernel):
    manager, client = start_new_kernel(kernel_name=kernel, startup_timeout=LIMIT)
    try:
        {f.__name__: f for f in (restart, kill, interrupt, two)}[scenario](manager, client)
        process = int(value(client, "Environment.ProcessId"))
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert not is_running(process), "the kernel is gone after its shutdown"
    print("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
