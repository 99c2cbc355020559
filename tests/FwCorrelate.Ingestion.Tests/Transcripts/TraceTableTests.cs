// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Cases;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Tests.Transcripts;

/// <summary>
/// The table of src/FwCorrelate.Ingestion/TRACES.md says what comes out of traces of others. With the environment variable
/// <c>FWCORRELATE_WRITE_TABLES=1</c> it is written, and without it compared.
/// </summary>
[TestClass]
public sealed partial class TraceTableTests
{
    private const string Begin = "<!-- traces: begin -->\n";
    private const string End = "<!-- traces: end -->\n";

    [TestMethod]
    public void Table_OfTracesOfOthers_IsWhatTheyGive()
    {
        var folder = SharedCases.Path("timelines");
        var path = Path.Combine(Repository(), "src", "FwCorrelate.Ingestion", "TRACES.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.IsTrue(begin >= Begin.Length && end >= begin, "the page has no place for the table");
        var made = Table(folder);
        if (Environment.GetEnvironmentVariable("FWCORRELATE_WRITE_TABLES") == "1")
            File.WriteAllText(path, page[..begin] + made + page[end..]);
        else
            Assert.AreEqual(made, page[begin..end]);
    }

    [TestMethod]
    public void Manifest_EveryFile_IsReadOrRefusedForAReason()
    {
        foreach (var (file, path) in Files(SharedCases.Path("timelines")))
        {
            var recognition = ContentRecogniser.Recognise(Reading.Input(path));
            if (recognition is Recognition.Trace)
                continue;
            var reason = Assert.IsInstanceOfType<Recognition.Unrecognised>(recognition, file).Reason;
            Assert.DoesNotContain("no format recognises it", reason, file);
        }
    }

    private static string Repository()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "FwCorrelate.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("no repository above the tests");
        return root.FullName;
    }

    private static IEnumerable<(string Name, string Path)> Files(string folder) =>
        ManifestRow().Matches(File.ReadAllText(Path.Combine(folder, "MANIFEST.md"))).Select(m => $"{m.Groups[1].Value}/{m.Groups[2].Value}")
            .Order(StringComparer.Ordinal).Select(f => (f, Path.Combine(folder, f)));

    private static string Table(string folder)
    {
        var table = new StringBuilder("| file | read as | episodes | turns | calls | timed, basis | with command | identity | rejected |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var (file, path) in Files(folder))
        {
            var input = Reading.Input(path, file);
            table.Append(ContentRecogniser.Recognise(input) switch
            {
                Recognition.Trace trace => Row(file, trace.Format.Name, TimelineReader.Read([(input, trace.Format)], [], CaseSettings.Default)),
                Recognition.Unrecognised refused => $"| {file} | refused: {refused.Reason.Split(", which this version")[0]} | | | | | | | |\n",
                var other => $"| {file} | {other.GetType().Name} | | | | | | | |\n",
            });
        }

        return table.ToString();
    }

    private static string Row(string file, string format, TimelineReading reading)
    {
        var timeline = reading.Timeline;
        List<ToolCall> calls = [.. timeline.Calls, .. timeline.Untimed];
        var episodes = calls.Select(c => c.EpisodeId).Concat(timeline.Episodes.Select(e => e.Id)).Distinct().Count();
        var bases = string.Join(", ", timeline.Calls.GroupBy(c => c.Start.Basis).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));
        var identity = calls.Exists(c => c.SandboxId is not null) ? "sandbox" : calls.Exists(c => c.HostId is not null) ? "host" : "none";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {file} | {format} | {episodes} | {timeline.Episodes.Sum(e => e.TurnsSeen)} | {calls.Count} | {(bases.Length > 0 ? bases : "none")} | {calls.Count(c => c.Command is not null)} | {identity} | {reading.Files[0].Rejected} |\n");
    }

    [GeneratedRegex(@"^\| ([a-z0-9-]+) \| ([^ |]+\.[a-z]+) \|", RegexOptions.Multiline)]
    private static partial Regex ManifestRow();
}
