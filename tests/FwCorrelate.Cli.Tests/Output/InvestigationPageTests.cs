// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.Output;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Redaction;
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Cli.Tests.Output;

[TestClass]
public sealed class InvestigationPageTests
{
    [TestMethod]
    [DataRow("busy-80.txt", 80)]
    [DataRow("busy-120.txt", 120)]
    public void Page_BusyCase_ReadsAsWritten(string golden, int width) => AssertGolden(golden, Render(Sample.Busy(), width));

    [TestMethod]
    public void Page_QuietCase_ReadsAsWritten() => AssertGolden("quiet-80.txt", Render(Sample.Quiet(), 80));

    [TestMethod]
    [DataRow(80)]
    [DataRow(100)]
    public void Page_AnyWidth_KeepsItExceptForCommandsToCopy(int width)
    {
        var lines = Render(Sample.Busy(), width).Split('\n').TakeWhile(l => l != "NEXT");

        foreach (var line in lines)
            Assert.IsLessThanOrEqualTo(width, line.Length, line);
    }

    [TestMethod]
    public void Page_AnotherZone_ShowsTimesInItAndNamesIt()
    {
        var page = Render(Sample.Busy() with { DisplayZone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] }, 120);

        Assert.Contains("Times in Asia/Shanghai (UTC+08:00).", page);
        Assert.Contains("2026-01-15 11:12:44", page);
        Assert.DoesNotContain("2026-01-15 03:12:44", page);
    }

    [TestMethod]
    public void Page_HostileText_ReachesTheTerminalSpeltOut()
    {
        var call = Sample.Call("call_\u001b[31m", "ep\u202e-42", "echo [red]x[/]\n\u001b]0;owned\u0007");
        var incident = Sample.Incident("INC-000000000001", Sample.Tunnel with { Title = "[bold]Tunnel[/]" }, Sample.Named(call)) with { EpisodeId = "ep\u202e-42" };
        var page = Render(Sample.Quiet() with { Incidents = [incident], Behaviours = [new Behaviour("B", "[bold]Tunnel[/]", "x\u2028y", Level.High, [incident])] }, 200);

        Assert.DoesNotContain('\u001b', page);
        Assert.DoesNotContain('\u202e', page);
        Assert.Contains("[bold]Tunnel[/]", page);
        Assert.Contains("echo [red]x[/] ↵ <U+001B>]0;owned<U+0007>", page);
        Assert.Contains("x<U+2028>y", page);
    }

    [TestMethod]
    public void Page_SecretInTheCommand_IsMasked()
    {
        var call = Sample.Call("call_1", "ep-1", "export API_TOKEN=abcdef0123456789");
        var incident = Sample.Incident("INC-000000000001", Sample.Tunnel, Sample.Named(call));
        var page = Render(Sample.Quiet() with { Incidents = [incident], Behaviours = [new Behaviour("B", "T", "x", Level.High, [incident])] }, 120);

        Assert.DoesNotContain("abcdef0123456789", page);
    }

    [TestMethod]
    public void Page_MinLevel_LeavesLowerBehavioursOutAndCountsThem()
    {
        var page = Render(Sample.Busy(), 120, Level.Critical);

        Assert.Contains("BEHAVIOURS: 1, 2 incidents below --min-level critical", page);
        Assert.DoesNotContain("Mining pool contacted", page[page.IndexOf("BEHAVIOURS", StringComparison.Ordinal)..]);
    }

    [TestMethod]
    public void Page_LedgerThatDoesNotAddUp_SaysSo()
    {
        var page = Render(Sample.Quiet() with { Ledger = new Ledger { Read = 3, Parsed = 2, Evaluated = 2, Unmatched = 2 } }, 120);

        Assert.Contains("LEDGER  DOES NOT ADD UP (read is 3, but parsed + rejected + ignored is 2)", page);
    }

    [TestMethod]
    public void Page_Interrupted_SaysThatItCoversAPartOnly() =>
        Assert.Contains("INTERRUPTED: what follows covers only what was read before Ctrl+C.", Render(Sample.Quiet() with { Interrupted = true }, 80));

    [TestMethod]
    public void Page_ManyBehaviours_EndsWithTheirNumberAndFile()
    {
        var behaviours = Enumerable.Range(0, 30).Select(i =>
            new Behaviour($"B{i}", $"Title {i}", $"198.51.100.{i}", Level.Low, [Sample.Incident($"INC-{i:x12}", Sample.Tunnel, Sample.Named(Sample.Call("c", "e", "x")))]));
        var page = Render(Sample.Quiet() with { Behaviours = [.. behaviours], OutputFolder = "result" }, 80);

        Assert.Contains("… and 10 more in result/incidents.jsonl", page);
        Assert.DoesNotContain("Title 20", page);
    }

    private static string Render(InvestigationResult result, int width, Level minLevel = Level.Informational)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var settings = new PageSettings(minLevel, ["investigate", "cases/0412"], c => CommandRedaction.Apply(c, result.Settings.Redaction));
        new InvestigationPage(new PageWriter(writer, width), settings).Write(result);
        return writer.ToString();
    }

    private static void AssertGolden(string name, string actual)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Pages", name);
        if (Environment.GetEnvironmentVariable("FWCORRELATE_WRITE_PAGES") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, name), actual);
        Assert.AreEqual(File.ReadAllText(path), actual);
    }
}
