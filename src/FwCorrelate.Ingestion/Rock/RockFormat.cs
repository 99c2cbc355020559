// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Rock;

/// <summary>
/// Access logs of ROCK's sandboxes (alibaba/ROCK, <c>rocklet.accessLog</c>): a header line and behind it JSON over several lines, a record
/// for each request and one for its response.
/// </summary>
internal sealed partial class RockFormat : ITraceFormat
{
    public string Name => "rock-access-log";

    public string Title => "ROCK access logs (rocklet)";

    public string? Lacks => "episodes and turns: a sandbox counts as one; who sent a request, the agent or the framework; addresses (a "
        + "lease of the sandbox's id joins it)";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line.Length < 4096 && Header().IsMatch(Encoding.UTF8.GetString(line)))
                return head.IndexOf("\"access_type\""u8) >= 0;
        }

        return false;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new RockCollector(traces);

    /// <summary>Time, sandbox id, trace id, message.</summary>
    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*) [A-Z]+:\S* \[[^\]]*\] \[([^\]]*)\] \[([^\]]*)\] -- (.*)$",
        RegexOptions.NonBacktracking)]
    internal static partial Regex Header();
}
