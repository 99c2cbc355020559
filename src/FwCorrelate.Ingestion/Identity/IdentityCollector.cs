// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Identity;

/// <summary>
/// Takes files of JSON values, one a line or printed over several, that tell who held which address: each costs itself only.
/// </summary>
internal abstract class IdentityCollector : IIdentityCollector
{
    private const int LongestName = 256;

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        JsonValues.Read(input, tally, value => Take(value, file, tally));
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    public abstract IEnumerable<HeldAddress> Finish();

    /// <summary>Takes one value of a file.</summary>
    /// <returns>Why it cannot be read, with what was expected; null where it was read, or ignored by design.</returns>
    protected abstract string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally);

    /// <summary>A time; null where there is none, or a placeholder.</summary>
    protected static Instant? Time(JsonElement owner, string name, InputFile file) =>
        SpanTimes.TryRead(JsonMembers.Get(owner, name), file.Source.Zone, out var time) ? time.Value : null;

    protected static Instant? Earlier(Instant? one, Instant? other) => one is { } a && other is { } b ? Instant.Min(a, b) : one ?? other;

    protected static Instant? Later(Instant? one, Instant? other) => one is { } a && other is { } b ? Instant.Max(a, b) : one ?? other;

    protected static bool TryReadAddress(string? text, out HostAddress address) =>
        HostAddress.TryParse(text ?? "", out address) && !address.IsNone;

    /// <summary>Adds names that are not there yet.</summary>
    protected static void AddNames(List<string> names, params IEnumerable<string?> found)
    {
        foreach (var name in found)
        {
            if (name is { Length: > 0 and <= LongestName } && !names.Contains(name))
                names.Add(name);
        }
    }

    private void Take(JsonValue value, InputFile file, Tally tally)
    {
        try
        {
            using var document = LenientJson.Parse(value.Bytes);
            var origin = new RecordOrigin(tally.File, value.Line, 0, value.Offset, RecordHash.Of(value.Raw.Span));
            if (Take(document.RootElement, origin, file, tally) is { } reason)
                tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' {reason}");
        }
        catch (JsonException e)
        {
            tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is not JSON: {e.Message}");
        }
    }
}
