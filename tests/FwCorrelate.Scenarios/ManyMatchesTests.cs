// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;

namespace FwCorrelate.Scenarios;

/// <summary>Matches by the hundred thousand: memory, what is laid aside, and the way out.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ManyMatchesTests
{
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

    [TestMethod]
    public void Investigate_FileOfNothingButMatches_IsCountedInBoundedMemoryAndLeavesNoFileBehind()
    {
        using var copy = CaseCopy.Of("aws");
        const int Records = 100_000;
        Write(Path.Combine(copy.Path, "logs", "many.log.gz"), Enumerable.Range(0, Records).Select(i => Matching(1024 + (i % 60_000), 1_770_714_007 + (i % 600))));
        using var laidAside = new OwnTemporaryFolder();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.AreEqual(201 + Records, ledger.GetProperty("matched").GetInt64());
        Assert.IsTrue(ledger.GetProperty("adds_up").GetBoolean());
        Assert.IsLessThan(64L << 20, GC.GetTotalMemory(forceFullCollection: true) - before);
        Assert.IsEmpty(Directory.GetFileSystemEntries(laidAside.Path));
    }

    private static void Write(string path, IEnumerable<string> lines)
    {
        using var text = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest), new UTF8Encoding(false));
        text.Write(Header + "\n");
        foreach (var line in lines)
            text.Write(line + "\n");
    }

    // A port of a tunnel service's edge.
    private static string Matching(int port, int start) => FormattableString.Invariant(
        $"2 123456789012 eni-1 10.40.1.16 198.51.100.40 {port} 7844 6 10 1000 {start} {start + 60} ACCEPT OK");

    /// <summary>A folder that this process takes for its temporary files: in the machine's, other programs come and go.</summary>
    private sealed class OwnTemporaryFolder : IDisposable
    {
        private const string Variable = "TMPDIR";
        private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

        public OwnTemporaryFolder() => Environment.SetEnvironmentVariable(Variable, Path);

        public string Path { get; } = Directory.CreateTempSubdirectory("fwcorrelate-temporary-").FullName;

        public void Dispose()
        {
            Environment.SetEnvironmentVariable(Variable, _before);
            Directory.Delete(Path, recursive: true);
        }
    }
}
