// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>The tables on detection rules, all on one thread.</summary>
internal static class SigmaTables
{
    public static void Print(string mix, string? expected, int runs, IReadOnlyList<string>? only)
    {
        (string Name, Action Make)[] tables =
        [
            ("json", () => new JsonTable(mix).Print(runs, expected)),
            ("joined", () => JoinedTable.Print(runs)),
            ("pack", () => PackTable.Print(runs)),
        ];
        foreach (var (name, make) in tables)
        {
            if (only is null || only.Contains(name))
                make();
        }
    }
}
