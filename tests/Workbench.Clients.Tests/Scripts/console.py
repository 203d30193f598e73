"""jupyter console in a pseudo-terminal; what a person sees there is read from an emulated screen."""
import sys
import time

import pexpect
import pyte

LIMIT = 30


class Deaf(AssertionError):
    """The console of Debian 12 takes a late "idle" about whether the cell is complete for that of the cell, as it would of any kernel; it then shows nothing and passes no question on until the cell ends."""


class Console:
    def __init__(self, kernel, *options):
        self.screen = pyte.HistoryScreen(120, 100)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            "/usr/bin/jupyter-console", [f"--kernel={kernel}", *options],
            dimensions=(100, 120), env={**__import__("os").environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"})

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def read(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.stream.feed(self.child.read_nonblocking(65536, min(left, 0.1)))
            except pexpect.TIMEOUT:
                pass

    def until(self, what, limit=LIMIT):
        """Waits until a text is on the screen, or a condition on the screen's text holds."""
        holds = what if callable(what) else lambda text: what in text
        end = time.monotonic() + limit
        while not holds(self.text()):
            assert time.monotonic() < end, f"{what!r} does not come:\n{self.text()}"
            # The console of Debian 12 stumbles now and then over keys that come while it asks the kernel, and says so.
            if self.text().endswith("Press ENTER to continue..."):
                self.child.send("\r")
                self.read(0.3)
            try:
                self.stream.feed(self.child.read_nonblocking(65536, 0.1))
            except pexpect.TIMEOUT:
                pass

    def type(self, text):
        self.child.send(text)
        self.read(0.15)

    def start(self, cell, says):
        """Runs a cell that waits for something until it says that it does."""
        self.enter(cell)
        try:
            self.until(says, limit=LIMIT / 2)
        except AssertionError as e:
            raise Deaf(e) from e

    def prompt(self, number):
        self.until(lambda text: text.rpartition("\n")[2].startswith(f"In [{number}]:"))

    def leave(self):
        self.child.sendcontrol("d")
        self.until("Do you really want to exit")
        self.enter("y")
        self.child.expect(pexpect.EOF, timeout=LIMIT)
        self.child.close()
        assert self.child.exitstatus == 0, self.child.exitstatus

    def enter(self, text):
        self.type(text)
        self.child.send("\r")


def main(kernel):
    console = Console(kernel)
    console.prompt(1)
    console.enter("var measuredVelocity = 41;")
    console.prompt(2)

    # Tab completes a name of an earlier cell; the value shows that it is the right one.
    console.type("measuredVel")
    console.type("\t")
    console.until("In [2]: measuredVelocity")
    console.enter(" + 1")
    console.until("Out[2]: 42")
    console.prompt(3)

    # The kernel says that a line does not end a cell, and when one does.
    console.enter("foreach (var n in new[] { 1, 2 }) {")
    console.until(lambda text: text.count("...:") == 1)
    console.enter('Console.WriteLine($"line {n}");')
    console.until(lambda text: text.count("...:") == 2)
    console.enter("}")
    console.until("line 2")
    console.prompt(4)

    console.enter("nothingHasThisName")
    console.until("CS0103")
    console.prompt(5)
    print(console.text())
    console.leave()

    again(read_a_line, lambda: Console(kernel))
    # With its full prompt, the console of Debian 12 does not pass Ctrl-C on, to no kernel.
    again(interrupt, lambda: Console(kernel, "--simple-prompt"))
    print("done")


def read_a_line(console):
    """A cell reads a line."""
    console.start('Console.WriteLine("it " + "asks"); var name = Console.ReadLine();', "it asks")
    console.read(0.5)
    console.enter("Ada")
    console.prompt(2)
    console.enter('$"Hello, {name}!"')
    console.until("Out[2]: Hello, Ada!")


def interrupt(console):
    """Ctrl-C ends a loop and keeps the state."""
    console.start('var turns = 1; Console.WriteLine("it " + "runs"); while (true) turns = 7;', "it runs")
    console.child.sendcontrol("c")
    console.until("cell interrupted")
    console.prompt(2)
    console.enter("turns")
    console.until("Out[2]: 7")


def again(scenario, begin, times=4):
    """Plays a scenario in a new console, in another one when it was deaf."""
    for turn in range(times):
        console = begin()
        console.prompt(1)
        try:
            scenario(console)
        except Deaf:
            console.child.close(force=True)
            if turn == times - 1:
                raise
        else:
            console.leave()
            return


if __name__ == "__main__":
    main(sys.argv[1])
