// SPDX-License-Identifier: Apache-2.0
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FwCorrelate.Core.Tests.Architecture;

/// <summary>The bars that hold for the code of the product. What is generated (<c>*.g.cs</c>) is not read by people and not measured.</summary>
[TestClass]
public sealed class CodeShapeTests
{
    private const int MaxFileLines = 350;
    private const int MaxColumns = 140;
    private const int MaxHotLines = 200;

    // Regular expressions, headers of formats and sentences that break nowhere.
    private const int MaxWideLines = 160;

    /// <summary>What a record of an AWS flow log passes between a block and the rules that may match it.</summary>
    private static readonly string[] HotPath =
    [
        "FwCorrelate.Ingestion/Inputs/LineBlock.cs", "FwCorrelate.Ingestion/AwsVpcFlow/VpcFlowParser.cs",
        "FwCorrelate.Ingestion/Text/SeparatedLines.cs", "FwCorrelate.Ingestion/Text/SeparatedRow.cs",
        "FwCorrelate.Ingestion/AwsVpcFlow/VpcFlowNumbers.cs", "FwCorrelate.Ingestion/Text/UnixTime.cs",
        "FwCorrelate.Core/Network/HostAddress.cs", "FwCorrelate.Core/Network/IPv4Text.cs", "FwCorrelate.Core/Network/IPv6Text.cs",
        "FwCorrelate.Core/Flows/SensorId.cs", "FwCorrelate.Core/Flows/FlowRecord.cs", "FwCorrelate.Core/Flows/FlowBatch.cs",
        "FwCorrelate.Service/Passes/LogPass.cs", "FwCorrelate.Service/Passes/DetectingVisitor.cs",
        "FwCorrelate.Service/Passes/CoverageMap.cs", "FwCorrelate.Service/Passes/ClockSampler.cs", "FwCorrelate.Sigma/SigmaDetector.cs",
        "FwCorrelate.Sigma/Indexing/FlowRuleIndex.cs", "FwCorrelate.Sigma/Indexing/DimensionIndex.cs",
        "FwCorrelate.Sigma/Indexing/CandidateSet.cs",
    ];

    private static string Root => Path.Combine(RepositoryFolder.Root, "src");

    [TestMethod]
    public void Methods_AreShort()
    {
        var lengths = Sources().SelectMany(Methods).Order().ToList();
        Assert.IsGreaterThan(4_000, lengths.Count);
        Assert.IsLessThanOrEqualTo(8, lengths[lengths.Count / 2], "median");
        Assert.IsLessThanOrEqualTo(40, lengths[(int)(lengths.Count * 0.99)], "99 of 100");
        Assert.IsLessThanOrEqualTo(70, lengths[^1], "longest");
    }

    [TestMethod]
    public void Files_AreNotLong() => Assert.AreEqual("", string.Join(", ", Sources()
        .Select(f => (File: f, Lines: File.ReadLines(f).Count())).Where(f => f.Lines > MaxFileLines).Select(f => $"{f.File}: {f.Lines}")));

    /// <summary>A ratchet: break lines, and lower the limit when there are fewer.</summary>
    [TestMethod]
    public void Lines_WiderThanTheLimit_BecomeFewer()
    {
        var wide = Sources().SelectMany(f => File.ReadLines(f).Index().Where(l => l.Item.Length > MaxColumns).Select(l => $"{f}:{l.Index + 1}"));
        Assert.IsLessThanOrEqualTo(MaxWideLines, wide.Count(), string.Join('\n', wide));
    }

    /// <summary>Without <c>VpcFlowRecordReader</c>: what each of a record's twenty columns must be is read in one place.</summary>
    [TestMethod]
    public void HotPath_FilesAreShort()
    {
        foreach (var file in HotPath)
            Assert.IsLessThanOrEqualTo(MaxHotLines, File.ReadLines(Path.Combine(Root, file)).Count(), file);
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.EndsWith(".g.cs", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal)
            && !f.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>Lines from the signature to the closing brace, attributes left out.</summary>
    private static IEnumerable<int> Methods(string file)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview));
        return tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>().Select(m =>
        {
            var start = m.AttributeLists.Count > 0 ? m.AttributeLists[^1].GetLastToken().GetNextToken() : m.GetFirstToken();
            return tree.GetLineSpan(m.Span).EndLinePosition.Line - start.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        });
    }
}
