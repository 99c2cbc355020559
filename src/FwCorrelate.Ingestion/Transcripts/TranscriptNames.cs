// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>The names of OpenTelemetry and ROLL under which transcripts put what they tell (<see cref="Otlp.AttributeNames"/>).</summary>
internal static class TranscriptNames
{
    public const string Run = "rl.run.id";
    public const string Episode = "rl.episode.id";
    public const string Step = "rl.step";
    public const string Task = "task.id";
    public const string Turn = "turn";
    public const string Sandbox = "sandbox.id";
    public const string Container = "container.id";
    public const string Pod = "k8s.pod.name";
    public const string Host = "host.name";
    public const string Address = "sandbox.ip";
    public const string Call = "gen_ai.tool.call.id";
    public const string Tool = "gen_ai.tool.name";
}
