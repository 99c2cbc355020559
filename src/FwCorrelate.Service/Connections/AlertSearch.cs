// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Connections;

/// <summary>Finds the records of a case's logs that hold an id which a vendor gave: of an alert, an event, a session, a rule.</summary>
public static class AlertSearch
{
    /// <summary>Records kept; an id that more of them hold names no one alert.</summary>
    private const int Most = 1000;

    /// <summary>
    /// Alerts first, of these what shows an internal source, then by time and place. A whole value must be the id; case does not matter.
    /// </summary>
    /// <exception cref="Cases.ConfigurationException">A setting cannot be used.</exception>
    public static IReadOnlyList<AlertRecord> Find(
        InvestigationOptions options, string id, IProgress<InvestigationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        using var inputs = CaseInputs.Find(options, standardInput: null, progress: progress, cancellation: cancellation);
        var total = inputs.Logs.Sum(f => f.Input.StoredLength);
        var found = new ConcurrentBag<AlertRecord>();
        var pass = new LogPass(inputs.Logs, options.Threads, isHashing: false,
            (bytes, records) => progress?.Report(new InvestigationProgress("looking for the alert", bytes, total, records)), cancellation);
        pass.Run([.. Enumerable.Range(0, Math.Max(1, options.Threads)).Select(_ => new Visitor(id, found))]);
        cancellation.ThrowIfCancellationRequested();

        // A record that shows the machine behind a translation tells more than one from outside of it.
        return [.. found.OrderByDescending(r => r.IsAlert).ThenByDescending(r => inputs.Settings.IsInternal(r.Source)).ThenBy(r => r.Time)
            .ThenBy(r => r.Origin.File, StringComparer.Ordinal).ThenBy(r => r.Origin.Line).ThenBy(r => r.Origin.Index)];
    }

    private sealed class Visitor(string id, ConcurrentBag<AlertRecord> found) : IBlockVisitor
    {
        // Most ids are ASCII, which case leaves at one length; the part without letters is looked for in bytes first.
        private readonly byte[] _rare = Encoding.UTF8.GetBytes(LongestWithoutLetters(id));

        public void Visit(LogFile file, FlowBatch batch)
        {
            for (var i = 0; i < batch.Count && found.Count < Most; i++)
            {
                var raw = batch.Raw(i);
                if (batch[i].HasAddresses && raw.Span.IndexOf(_rare) >= 0 && ColumnOf(batch, raw) is { } column)
                    found.Add(Of(file, batch, i, column));
            }
        }

        private string? ColumnOf(FlowBatch batch, ReadOnlyMemory<byte> raw)
        {
            foreach (var (name, value) in batch.Layout.Fields(raw))
            {
                if (value.Equals(id, StringComparison.OrdinalIgnoreCase))
                    return name;
            }

            return null;
        }

        private static AlertRecord Of(LogFile file, FlowBatch batch, int index, string column)
        {
            var (record, hash) = (batch[index], batch.Layout.HashOf(batch.Raw(index).Span));
            return new AlertRecord(
                new RecordOrigin(file.File.Path, record.Line, record.Index, record.Offset, hash), record.Start.ToInstant(),
                record.Kind == RecordKind.Alert, record.Source, record.Destination, record.DestinationPort, column);
        }

        private static string LongestWithoutLetters(string text)
        {
            var (best, start) = ("", 0);
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] is '-' or '_' or '.' or ':'))
                    continue;
                if (i - start > best.Length)
                    best = text[start..i];
                start = i + 1;
            }

            return best;
        }
    }
}
