// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;
using FwCorrelate.Simulation.World;
using static FwCorrelate.Simulation.Drawing.Distribution;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>A program that agents run all day.</summary>
/// <param name="Grammar">Of its commands.</param>
/// <param name="Length">How long a call takes, seconds.</param>
/// <param name="MayHide">Whether it runs code that may do anything beside.</param>
internal sealed record OrdinaryProgram(string Name, double Weight, string Grammar, Distribution Length, bool MayHide = false)
{
    /// <summary>Where it goes; null for a program that stays local.</summary>
    public Endpoint? Site { get; init; }

    /// <summary>Lag of its first connection.</summary>
    public Distribution Starts { get; init; } = new Exponential(1);

    /// <summary>Connections of one call at most.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>Bytes that come back.</summary>
    public Distribution Bytes { get; init; } = new LogNormal(60_000, 1.4);
}

/// <summary>Everyday work of a coding agent, by how often it is met.</summary>
internal static class OrdinaryPrograms
{
    public static IReadOnlyList<OrdinaryProgram> Local { get; } =
    [
        new("look", 26, "«ls -la«¦ src»¦cat «README.md¦pyproject.toml¦src/%word%.py»¦sed -n %n%,%big%p src/%word%.py¦head -%n%0 "
            + "src/%word%/%word%.py¦find . -name '*%word%*'¦wc -l src/*.py»",
            new LogNormal(0.35, 0.9)),
        new("search", 18, "«grep -rn '%word%' «src¦.»¦rg -n %word%«¦ -g '*.py'»¦git grep -n %word%»", new LogNormal(0.7, 1)),
        new("git", 10, "git «status --short¦diff«¦ | head -%n%0»¦log --oneline -%n%¦stash¦add -A && git commit -qm 'fix %word%'»",
            new LogNormal(0.5, 0.8)),
        new("edit", 14, "«sed -i 's/%word%/%word%_%word%/' src/%word%.py¦python3 - <<'PY'\nimport "
        + "re\np='src/%word%.py'\ns=open(p).read()\nopen(p,'w').write(s.replace('%word%','%word%'))\nPY»",
            new LogNormal(0.6, 0.8)),
        new("test", 20, "«pytest «-q¦-x -q¦-q -k %word%» «tests/test_%word%.py¦tests»¦python3 -m pytest -q¦tox -q -e py3%n%»",
            new Mixture([(0.85, new LogNormal(7, 0.9)), (0.15, new Pareto(20, 1.6))]), MayHide: true),
        new("build", 7, "«make«¦ -j%n%»¦npm run build¦cargo build --offline¦go build ./...»", new LogNormal(16, 0.8), MayHide: true),
        new("script", 9, "«python3 «bench¦eval¦train».py «--rows %big%¦--epochs %n%¦»¦node scripts/%word%.js¦bash run.sh»",
            new Mixture([(0.8, new LogNormal(11, 1)), (0.2, new Pareto(30, 1.3))]), MayHide: true),
    ];

    public static IReadOnlyList<OrdinaryProgram> Network { get; } =
    [
        new("pip", 8, "«pip¦pip3¦python3 -m pip» install «-q ¦»«-i http://10.2.0.20:8080/simple ¦»«numpy¦attrs¦lxml¦pyyaml¦click¦regex»",
            new LogNormal(6, 0.7))
        {
            Site = new Endpoint("10.2.0.20", 8080),
            Starts = new Sum(new LogNormal(0.55, 0.35), new Mixture([(0.9, new LogNormal(0.04, 0.8)), (0.1, new Pareto(0.8, 2))])),
            Connections = 3,
            Bytes = new LogNormal(900_000, 1.3),
        },
        new("fetch", 6, "git «fetch -q origin main¦pull -q --rebase¦clone -q --depth 1 https://git.lab.example/team/%word%.git»",
            new LogNormal(3.2, 0.6))
        {
            Site = new Endpoint("10.2.0.30", 443),
            Starts = new Sum(new LogNormal(0.09, 0.5), new Mixture([(0.93, new LogNormal(0.03, 0.7)), (0.07, new Pareto(1, 2.4))])),
            Connections = 2,
            Bytes = new LogNormal(120_000, 1.2),
        },
        new("ask", 5, "python3 ask.py --model «small¦large» '%word% %word%'", new LogNormal(5, 0.6))
        {
            Site = new Endpoint("192.0.2.90", 443),
            Starts = new Sum(new LogNormal(0.9, 0.3), new LogNormal(0.05, 0.8)),
            Bytes = new LogNormal(14_000, 0.8),
        },
        new("npm", 3, "npm «ci --silent¦install --no-audit¦i -D %word%»", new LogNormal(14, 0.7))
        {
            Site = new Endpoint("192.0.2.13", 443),
            Starts = new LogNormal(1.1, 0.5),
            Connections = 4,
            Bytes = new LogNormal(400_000, 1.3),
        },
        new("download", 3, "curl -sSf«L¦»O https://192.0.2.80/wheels/%word%-%n%.%n%.whl", new LogNormal(2, 0.8))
        {
            Site = new Endpoint("192.0.2.80", 443),
            Starts = new LogNormal(0.06, 0.6),
            Bytes = new LogNormal(300_000, 1.4),
        },
    ];

    /// <summary>Commands whose text holds a destination and which never go there.</summary>
    public static OrdinaryProgram Decoy { get; } = new(
        "decoy", 1, "«grep -rn '%host%' «logs¦.»¦echo 'see %host%:%port%' >> notes.md¦git commit -qam 'drop %host%'¦cat hosts.txt | grep "
        + "%host%»", new LogNormal(0.5, 0.8));
}
