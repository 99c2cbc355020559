// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Core.Tests.Correlation;

/// <summary>
/// Generated cases of sandboxes behind one proxy: most work at the same time, many ask for the same names, some tunnels are alike in all
/// that is logged. <c>FWC_PROXY_CASES</c> makes more of them.
/// </summary>
[TestClass]
public sealed class GeneratedProxyTests
{
    private static readonly int Cases =
        int.TryParse(Environment.GetEnvironmentVariable("FWC_PROXY_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : 1_000;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void ServerSides_OfGeneratedCases_NameTheTruthOrHoldItAmongTheCandidates()
    {
        var (all, named, wrong, held) = (0, 0, 0, 0);
        var missed = new List<string>();
        for (var seed = 0; seed < Cases; seed++)
        {
            var (world, truth) = Generate(new Random(seed));
            var causes = world.Attribute();
            foreach (var (line, call) in truth)
            {
                var cause = causes[line];
                all++;
                if (cause.Call is not null)
                    named++;
                if (cause.Call is { } told && told.SpanId != call)
                {
                    wrong++;
                    missed.Add($"seed {seed}, line {line}: {told.SpanId}, not {call}");
                }
                else if (cause.Candidates.Any(c => c.Call.SpanId == call))
                    held++;
                else
                    missed.Add($"seed {seed}, line {line}: {cause.Kind} without {call}: {string.Join("; ", cause.Reasons)}");
            }
        }

        TestContext.WriteLine($"{Cases} cases, {all} connections of the proxy: {named} named, {held} named rightly or among the candidates, {wrong} wrong");
        TestContext.WriteLine(string.Join('\n', missed.Take(20)));
        Assert.IsGreaterThan(all / 2, named, "too few are named for this to say anything");
        Assert.IsLessThanOrEqualTo(all * 0.001, wrong);
        Assert.IsGreaterThanOrEqualTo(all * 0.995, held);
    }

    /// <summary>The world, and which call each connection of the proxy is of, by its line.</summary>
    private static (ProxiedWorld World, Dictionary<int, string> Truth) Generate(Random random)
    {
        var world = new ProxiedWorld(leasesProxy: random.Next(4) > 0);
        var truth = new Dictionary<int, string>();
        var hosts = Enumerable.Range(0, random.Next(2, 7)).Select(i => ($"h{i}.example.org", $"203.0.113.{10 + i}")).ToList();
        var (sandboxes, port) = (random.Next(2, 7), 40_000);
        var logsPorts = random.Next(2) == 0;
        for (var s = 0; s < sandboxes; s++)
        {
            var address = $"10.1.0.{s + 1}";
            world.Sandbox($"sb{s}", address);
            var time = random.NextDouble() * 5;
            for (var c = 0; c < 8; c++)
            {
                var (name, server) = hosts[random.Next(hosts.Count)];
                var (lag, length) = (0.15 + (random.NextDouble() * 0.8), 0.1 + (random.NextDouble() * (random.Next(6) == 0 ? 40 : 3)));
                var end = time + lag + length + 0.3;
                var id = $"call-{s}-{c}";
                world.Call(id, $"sb{s}", time, end, $"curl -sS https://{name}/f{c} -o f{c}");
                Connect(world, random, truth, (id, address, name, server), time + lag, length, port++, logsPorts);
                time = end + 2 + (random.NextDouble() * 12);
            }
        }

        return (world, truth);
    }

    private static void Connect(
        ProxiedWorld world, Random random, Dictionary<int, string> truth, (string Call, string Client, string Name, string Server) of,
        double start, double length, int port, bool logsPorts)
    {
        // Many answers are alike to the byte: the same file, fetched by several.
        var back = random.Next(3) == 0 ? 52_000 : (long)Math.Exp(6 + (random.NextDouble() * 9));
        var sent = 900 + random.Next(4_000);
        world.Request(of.Client, of.Name, of.Server, start, start + length, back + 39, logsPorts ? port : 0);
        var carried = back + (((back / 1400) + 4) * 52);
        for (var sensor = 1UL; sensor <= 2; sensor++)
            world.Flow(of.Client, port, ProxiedWorld.Proxy, 3128, start - 0.01, start + length + 0.01, sent, carried + 39, sensor);
        var line = world.Flow(
            ProxiedWorld.Proxy, port, of.Server, 443, start + 0.02 + (random.NextDouble() * 0.2), start + length - 0.01, sent, carried);
        truth.Add(line, of.Call);
    }
}
