// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>Rules over joined records: all of them by the index, and one rule after the other by the same matchers.</summary>
internal static class JoinedTable
{
    private const int Records = 50_000;
    private const int RecordsOneByOne = 1_000;

    public static void Print(int runs)
    {
        var words = new MixedRules();
        var rules = words.Make(10_000);
        var records = new JoinedRecords(words, Records);
        if (Indexed(rules, 3_000, records, RecordsOneByOne).Work() != OneByOne(rules, 3_000, records).Work())
            Console.WriteLine("THE INDEX CHANGES THE RESULT");
        Trials.Print(
            "Joined records (flow and tool call, a command of 100 characters)", "time / indexed, 3000 rules", runs,
            [Indexed(rules, 3_000, records, Records), Indexed(rules, 300, records, Records), Indexed(rules, 10_000, records, Records), OneByOne(rules, 3_000, records)]);
    }

    private static Trial Indexed(IReadOnlyList<Rule> rules, int count, JoinedRecords records, int of)
    {
        var (set, errors) = RuleSet.Compile<FlowEvent>(rules.Take(count), FieldMap.Flow, SigmaOptions.Default);
        var matcher = RuleFiles.Checked(set, errors).CreateMatcher();
        var matches = new List<int>();
        return new Trial($"indexed, {count} rules", of, () =>
        {
            var found = 0L;
            for (var i = 0; i < of; i++)
            {
                var record = records[i];
                matches.Clear();
                matcher.Match(in record, matches);
                found += matches.Count;
            }

            return string.Create(CultureInfo.InvariantCulture, $"matches={found}");
        });
    }

    private static Trial OneByOne(IReadOnlyList<Rule> rules, int count, JoinedRecords records)
    {
        Matcher<FlowEvent>[] matchers = [.. rules.Take(count).Select(r => RuleCompiler.Compile<FlowEvent>(r, FieldMap.Flow, SigmaOptions.Default).Rule!.Full)];
        return new Trial($"rule by rule, {count} rules", RecordsOneByOne, () =>
        {
            var found = 0L;
            for (var i = 0; i < RecordsOneByOne; i++)
            {
                var record = records[i];
                foreach (var matcher in matchers)
                    found += matcher.Matches(in record) ? 1 : 0;
            }

            return string.Create(CultureInfo.InvariantCulture, $"matches={found}");
        });
    }
}
