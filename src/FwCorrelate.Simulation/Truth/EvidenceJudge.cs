// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Runtime.CompilerServices;
using FwCorrelate.Cases;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Truth;

/// <summary>
/// Says whether the call that caused a record can be named from the folder alone. Deliberately strict: time alone never suffices,
/// one call in reach must name the destination, and a shared address needs it literally.
/// </summary>
/// <param name="slack">How far off the logs' stamps may be, as the case lets a reader believe.</param>
internal sealed class EvidenceJudge(SimulatedWorld world, Duration slack)
{
    private static readonly Duration WindowBefore = CaseSettings.Default.WindowBefore;
    private static readonly Duration WindowAfter = CaseSettings.Default.WindowAfter;

    private readonly Dictionary<(SimulatedConnection, Visibility), Decision> _known = new(new ByIdentity());
    private ILookup<string, SimulatedCall>? _callsByAddress;

    public Decision Judge(SimulatedConnection connection, Visibility visibility)
    {
        if (!_known.TryGetValue((connection, visibility), out var decision))
            _known[(connection, visibility)] = decision = Decide(connection, visibility);
        return decision;
    }

    private Decision Decide(SimulatedConnection connection, Visibility visibility)
    {
        if (connection.Cause.Call is not { } call)
            return new Decision(false, connection.Cause.Note);

        var (isDecidable, why) = DecideCall(connection, call, visibility);
        var late = -call.Sandbox.Host.ClockError.TotalSeconds;
        var clock = late == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; the host's clock is {late:0} s slow");
        return new Decision(isDecidable, why + clock + (connection.Cause.Note.Length > 0 ? $"; {connection.Cause.Note}" : ""));
    }

    private Decision DecideCall(SimulatedConnection connection, SimulatedCall call, Visibility visibility)
    {
        if (visibility == Visibility.AfterTranslation)
            return new Decision(false, "after NAT: the source is the gateway's public address");
        if (connection.Start < world.LogStart)
            return new Decision(false, "running when the log begins");

        var name = visibility == Visibility.BeforeTranslationWithName ? connection.Domain : "";
        var naming = InReach(connection).Select(c => (Call: c, How: DestinationMention.Find(c, connection.Destination.Address, name)))
            .Where(n => n.How != MentionKind.None).ToList();
        var holders = HoldersOf(connection);
        return naming.Find(n => ReferenceEquals(n.Call, call)).How switch
        {
            MentionKind.None when holders == Holders.One => new Decision(
                false, "exclusive address, but the command does not name the destination"),
            MentionKind.None => new Decision(false, $"{Text(holders)}, destination not in the command"),
            _ when naming.Count > 1 => new Decision(false, $"{naming.Count} calls in reach name the destination"),
            MentionKind.Literal => new Decision(true, $"{Text(holders)}, destination literal in one command"),
            _ when holders != Holders.One =>
                new Decision(false, $"{Text(holders)}, the command names the destination only by a pattern or a script"),
            MentionKind.Pattern => new Decision(true, "exclusive address, destination matches a pattern in one command"),
            _ => new Decision(true, "exclusive address, the command runs a script that an earlier command wrote with the destination"),
        };
    }

    private IEnumerable<SimulatedCall> InReach(SimulatedConnection connection)
    {
        _callsByAddress ??= world.Episodes.SelectMany(e => e.Calls).ToLookup(c => c.Sandbox.Address);
        return _callsByAddress[connection.Source.Address].Where(c => c.Sandbox.Lives(connection.Start, slack)
            && IsInReach(c, connection.Start));
    }

    /// <summary>Uses the stamps, because a reader of the folder has nothing else.</summary>
    private bool IsInReach(SimulatedCall call, Instant start)
    {
        var host = call.Sandbox.Host;
        if (start < host.Stamp(call.Start) - WindowBefore - slack)
            return false;
        return call.LeavesProcess || start <= host.Stamp(call.End) + WindowAfter + slack;
    }

    private Holders HoldersOf(SimulatedConnection connection)
    {
        var near = world.Sandboxes.FindAll(s => s.Address == connection.Source.Address && s.Lives(connection.Start, slack));
        return near.Count == 1 ? Holders.One : near.Count(s => s.Lives(connection.Start, Duration.Zero)) > 1 ? Holders.Several
            : Holders.Changing;
    }

    private static string Text(Holders holders) => holders switch
    {
        Holders.One => "exclusive address",
        Holders.Several => "shared address",
        _ => "the address changes hands within the slack",
    };

    private enum Holders
    {
        One,
        Several,

        /// <summary>One at a time, but two within the slack.</summary>
        Changing,
    }

    /// <summary>Connections are told apart by reference: as values, their packets would be compared.</summary>
    private sealed class ByIdentity : IEqualityComparer<(SimulatedConnection, Visibility)>
    {
        public bool Equals((SimulatedConnection, Visibility) x, (SimulatedConnection, Visibility) y) =>
            ReferenceEquals(x.Item1, y.Item1) && x.Item2 == y.Item2;

        public int GetHashCode((SimulatedConnection, Visibility) pair) =>
            RuntimeHelpers.GetHashCode(pair.Item1) + (int)pair.Item2;
    }
}
