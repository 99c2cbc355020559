// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests;

/// <summary>Rules for tests, from their text.</summary>
internal static class TestRules
{
    private static readonly SigmaOptions Options = new() { UseShippedRules = false };

    public static LoadedRules Load(params string[] texts) =>
        SigmaRules.Compile([.. texts.Select((t, i) => new RuleFile($"r{i}.yml", $"r{i}.yml", Encoding.UTF8.GetBytes(t)))], Options);

    public static SigmaDetector Detector(params string[] texts)
    {
        var loaded = Load(texts);
        Assert.IsEmpty(loaded.Errors, string.Join("\n", loaded.Errors));
        return loaded.Detector;
    }

    /// <summary>A rule of one detection, whose lines stand under <c>sel</c>.</summary>
    public static string Rule(string detection, string service = "flow", string id = "r", string condition = "sel") =>
        $"title: {id}\nid: {id}\nlogsource: {{product: fwcorrelate, service: {service}}}\ndetection:\n  sel:\n    "
        + detection.Replace("\n", "\n    ", StringComparison.Ordinal) + $"\n  condition: {condition}\n";

    /// <summary>The only error of a text.</summary>
    public static RuleError Error(string text)
    {
        var loaded = Load(text);
        Assert.HasCount(1, loaded.Errors, string.Join("\n", loaded.Errors));
        return loaded.Errors[0];
    }

    /// <summary>Ids of the rules that match one record.</summary>
    public static string MatchesFlow(this SigmaDetector detector, string fields)
    {
        var matches = new List<FlowMatch>();
        detector.Detect(Flows.One(fields), matches);
        return string.Join(' ', matches.Select(m => detector.Rules[m.Rule].Id));
    }

    public static string MatchesCall(this SigmaDetector detector, string? command)
    {
        var matches = new List<CallMatch>();
        detector.Detect([Calls.Of(command)], matches);
        return string.Join(' ', matches.Select(m => detector.Rules[m.Rule].Id));
    }
}
