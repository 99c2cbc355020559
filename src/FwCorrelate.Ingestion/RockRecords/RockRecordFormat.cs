// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.RockRecords;

/// <summary>
/// Sandbox records of ROCK (alibaba/ROCK, sandbox meta store and <c>billing.log</c>), one for each change of a sandbox. <c>host_ip</c> is
/// the worker's address with the Docker operator and the pod's with the Kubernetes one, which the record does not tell: it is always
/// shared.
/// </summary>
internal sealed class RockRecordFormat : IIdentityFormat
{
    public string Name => "rock-sandboxes";

    public string Title => "ROCK sandbox records (JSON)";

    public string? Lacks =>
        "whether host_ip is the worker's or the pod's: it counts as shared; the worker's conntrack log, or pod lists, tell";

    public bool Recognises(ReadOnlySpan<byte> head) =>
        IdentityFormats.HasAll(head, "\"sandbox_id\"", "\"host_ip\"") && IdentityFormats.HasAll(head, "\"state\"");

    IIdentityCollector IIdentityFormat.CreateCollector() => new Collector();

    private sealed class Collector : IdentityCollector
    {
        private readonly SortedDictionary<(string Id, HostAddress Address), Sandbox> _sandboxes = [];

        public override IEnumerable<HeldAddress> Finish() => _sandboxes.Where(s => s.Value.Start is not null).Select(s => new HeldAddress(
            s.Key.Address, "", [s.Key.Id], OwnerKind.Sandbox, s.Value.Host, s.Value.Start!.Value, s.Value.End, IsAlone: false,
            s.Value.Origin));

        protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                string? problem = null;
                var index = 0;
                foreach (var item in JsonMembers.Items(value))
                    problem ??= Take(item, origin with { Index = index++ }, file, tally);
                return problem;
            }

            if (JsonMembers.Text(value, "sandbox_id") is not { } id)
                return "is no sandbox record, expected an object with sandbox_id and host_ip";
            if (!TryReadAddress(JsonMembers.Text(value, "host_ip"), out var address))
            {
                // Pending: nothing was given to it yet.
                tally.Ignored++;
                return null;
            }

            if (!_sandboxes.TryGetValue((id, address), out var sandbox))
                _sandboxes.Add((id, address), sandbox = new Sandbox(origin));
            sandbox.Origin = string.CompareOrdinal(sandbox.Origin.Sha256, origin.Sha256) <= 0 ? sandbox.Origin : origin;
            sandbox.Host = JsonMembers.Text(value, "host_name") ?? sandbox.Host;
            sandbox.Start = Earlier(sandbox.Start, Earlier(Time(value, "create_time", file), Time(value, "start_time", file)));
            sandbox.End = Later(sandbox.End, Time(value, "stop_time", file) ?? Time(value, "delete_time", file));
            if (sandbox.Start is { } start)
                tally.Count(start, sandbox.End ?? start);
            else
                return $"has no usable create_time or start_time, expected {SpanTimes.Expectation}";
            return null;
        }
    }

    private sealed class Sandbox(RecordOrigin origin)
    {
        public string Host { get; set; } = "";

        public Instant? Start { get; set; }

        public Instant? End { get; set; }

        public RecordOrigin Origin { get; set; } = origin;
    }
}
