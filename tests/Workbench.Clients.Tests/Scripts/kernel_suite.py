"""Runs the suite of jupyter_kernel_test with every hook that it offers; one line of JSON a test."""
import json
import sys
import time
import unittest

import jupyter_kernel_test

TICKS = '"""'


class CSharpKernel(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv[1]
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("to stderr");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "System.Collections.Gener", "matches": {"Generic"}},
        {"text": 'var word = "x"; word.ToUpperI', "matches": {"ToUpperInvariant"}},
        {"text": "/* \U0001d465 */ Math.Sqr", "matches": {"Sqrt"}},
        {"text": "nothingHasThisName", "matches": set()},
    ]
    complete_code_samples = ["1 + 1", "var x = 1;", "// a comment", "class C { }", "#!time", "int Square(int n) => n * n;", 'foreach (var c in "ab") { }', ""]
    incomplete_code_samples = ["for (var i = 0; i < 3; i++) {", "Math.Max(1,", "var x =", "/* a comment", "class C {", f"var s = {TICKS}\ntext", "if (true)"]
    invalid_code_samples = ["var = ;;)", "class C { } }", 'var s = "one line;\nvar t = 1;']
    code_generate_error = 'throw new InvalidOperationException("made on purpose");'
    code_execute_result = [
        {"code": "1 + 1", "result": "2"},
        {"code": '"text"', "result": "text"},
        {"code": "new[] { 1, 2, 3 }", "result": "[ 1, 2, 3 ]"},
        {"code": "(object)null", "result": "<null>"},
        {"code": 'HTML("<b>bold</b>")', "mime": "text/html", "result": "<b>bold</b>"},
        {"code": "await Task.FromResult(1.5)", "result": "1.5"},
    ]
    code_display_data = [
        {"code": 'display("words");', "mime": "text/plain"},
        {"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"},
        {"code": "display(new { X = 1 });", "mime": "text/html"},
        {"code": 'display("$x^2$", "text/latex");', "mime": "text/latex"},
        {"code": 'display("# head", "text/markdown");', "mime": "text/markdown"},
        {"code": "#!markdown\n# head", "mime": "text/markdown"},
    ]
    code_history_pattern = "1 +*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = 'Console.WriteLine("gone soon"); clear_output();'


class Report(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.found = []
        self.began = time.monotonic()

    def addFailure(self, test, problem):
        self.found.append(self._exc_info_to_string(problem, test))

    addError = addFailure

    def addSubTest(self, test, part, problem):
        if problem is not None:
            self.found.append(f"{part._subDescription()}\n{self._exc_info_to_string(problem, test)}")

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def stopTest(self, test):
        skipped = any(name is test or getattr(name, "test_case", None) is test for name, _ in self.skipped)
        outcome = "failed" if self.found else "skipped" if skipped else "passed"
        print(json.dumps({"test": test._testMethodName, "outcome": outcome, "seconds": round(time.monotonic() - self.began, 3), "details": "\n".join(self.found)}))
        super().stopTest(test)


if __name__ == "__main__":
    report = Report()
    unittest.defaultTestLoader.loadTestsFromTestCase(CSharpKernel).run(report)
