// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Agents;

/// <summary>Tasks and harmless commands of a coding agent.</summary>
internal static class EverydayWork
{
    public static IReadOnlyList<SimulatedTask> Tasks { get; } =
    [
        new("swe-0117", "Fix the failing test in tests/test_parser.py."),
        new("swe-0204", "Make the date filter accept ISO weeks and add tests."),
        new("swe-0338", "Speed up load_table() without changing its results."),
        new("swe-0419", "The CLI exits with 0 on errors. Correct it."),
        new("swe-0511", "Port setup.py to pyproject.toml and keep the tests green."),
        new("swe-0623", "Render the report page from the table in cells.csv."),
    ];

    /// <summary>
    /// Commands that never touch the network. The last ones hold text that a careless viewer would run, colour or compute.
    /// </summary>
    public static IReadOnlyList<string> LocalCommands { get; } =
    [
        "ls -la", "git status --short", "git diff | head -80", "cat README.md", "pytest -q tests/test_parser.py", "pytest -x -q",
        "grep -rn 'def load_table' src", "sed -n 1,120p src/app/cli.py", "python3 -m compileall -q src", "python3 bench.py --rows 20000",
        "make -j4", "cat pyproject.toml", "git log --oneline -5", "wc -l src/app/*.py", "find . -name '*.orig' -delete",
        "python3 -m mypy src",
        "tail -40 build.log", "git stash && pytest -q; git stash pop", "ruff check src",
        "python3 - <<'PY'\nimport app\nprint(app.__version__)\nPY",
        "printf '\\033[1;31mFAIL\\033[0m %s\\n' test_colours; printf \"\u001b[7mred\u001b[0m\\n\"",
        "echo '<script>alert(1)</script><img src=x onerror=alert(2)>' > page.html && python3 render.py page.html",
        "printf '=HYPERLINK(\"http://192.0.2.200/x\",\"sum\")\\n+1+1\\n@SUM(A1:A9)\\n' >> cells.csv",
    ];

    public static IReadOnlyList<string> Packages { get; } =
        ["numpy", "pyyaml", "attrs", "lxml", "pytest-xdist", "click", "jinja2", "regex"];
}
