// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Mappings;

/// <summary>The words with which mapping files say what columns of a trace mean, one tool call a record.</summary>
internal static class TraceRoles
{
    public const string Start = "start";
    public const string End = "end";
    public const string Duration = "duration";
    public const string Command = "command";
    public const string Arguments = "arguments";
    public const string Tool = "tool";
    public const string Call = "call";
    public const string Episode = "episode";
    public const string Run = "run";
    public const string Step = "step";
    public const string Turn = "turn";
    public const string Task = "task";
    public const string Sandbox = "sandbox";
    public const string Host = "host";
    public const string Address = "address";

    /// <summary>In the order in which drafts write them.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [Start, End, Duration, Tool, Command, Arguments, Call, Turn, Episode, Run, Step, Task, Sandbox, Host, Address];
}
