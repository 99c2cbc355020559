// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using CsCheck;
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class QuietContactsTests
{
    /// <summary>Two sandboxes with calls, two without, two without that share an address, and a machine that runs no agent.</summary>
    private static readonly string[] Sources = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.9"];

    private static readonly Gen<(int Source, int Host, int Port, int Start, bool IsAsked)[]> Flows = Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 120], Gen.Bool, (a, b, c, d, e) => (a, b, c, d, e)).Array[1, 25]
        .Select(flows => flows.DistinctBy(f => (f.Item1, f.Item2, f.Item3)).ToArray());

    /// <summary>Those that are only counted tell as much of the others as if each had been weighed.</summary>
    [TestMethod]
    public void Attribute_OthersLaidAside_SaysOfTheRestWhatItSaysWhenAllAreAsked() => Flows.Sample(
        flows =>
        {
            var world = WorldOf(flows);
            var all = world.Connections();
            var asked = all.Where(c => flows.First(f => c.Start.ToInstant() == World.Zero + NodaTime.Duration.FromSeconds(f.Start)
                && IsOf(c, f)).IsAsked).ToList();
            var whole = world.AttributorOf(all);
            var counted = world.AttributorOf(asked, [.. all.Except(asked)]);
            foreach (var connection in asked)
                Assert.AreEqual(Told(whole, connection), Told(counted, connection));
        },
        iter: 400);

    /// <summary>The sandbox was somewhere else a second before, which no call made: one burst may be behind both.</summary>
    [TestMethod]
    public void Attribute_QuietContactJustBefore_CountsAsWhatMayGoOn()
    {
        var world = WorldOf([(2, 0, 0, 10, false), (2, 1, 0, 11, true)]);
        var all = world.Connections();

        var alone = world.AttributorOf([all[1]]).ReviewOf(all[1], ReviewDepth.Rivals);
        var after = world.AttributorOf([all[1]], [all[0]]).ReviewOf(all[1], ReviewDepth.Rivals);

        Assert.IsFalse(alone.Rivals.Any(r => r.Kind == RivalKind.EarlierProcess));
        Assert.IsTrue(after.Rivals.Any(r => r.Kind == RivalKind.EarlierProcess));
    }

    private static World WorldOf((int Source, int Host, int Port, int Start, bool IsAsked)[] flows)
    {
        var world = new World().Sandbox("a", Sources[0]).Sandbox("b", Sources[1]).Sandbox("c", Sources[2]).Sandbox("d", Sources[3])
            .Sandbox("e", Sources[4]).Sandbox("f", Sources[4]).Host("host", Sources[5])
            .Call("a1", "a", 5, 20, "python train.py").Call("a2", "a", 40, 50, "curl http://203.0.113.1:8001/")
            .Call("b1", "b", 30, 90, "make test", fullTrace: false);
        foreach (var flow in flows)
        {
            world.Flow(
                Sources[flow.Source], string.Create(CultureInfo.InvariantCulture, $"203.0.113.{flow.Host}"), 8000 + flow.Port, flow.Start,
                sourcePort: 40000 + flow.Port);
        }

        return world;
    }

    private static bool IsOf(StitchedConnection connection, (int Source, int Host, int Port, int Start, bool IsAsked) flow) =>
        connection.Initiating.Address.ToString() == Sources[flow.Source] && connection.Responder.Port == 8000 + flow.Port
        && connection.Responder.Address.ToString() == string.Create(CultureInfo.InvariantCulture, $"203.0.113.{flow.Host}");

    private static string Told(Attributor attributor, StitchedConnection connection)
    {
        var attribution = attributor[connection];
        var rivals = attributor.ReviewOf(connection, ReviewDepth.Rivals).Rivals.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Kind} {r.Call?.CallId} {r.Weight:0.000000000} {string.Join(' ', r.Facts.Select(f => $"{f.Text} {f.Value:G9}"))}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{attribution.Kind} {attribution.Confidence:0.000000000} {attributor.IsFirstContact(connection)}\n")
            + string.Join('\n', [.. rivals, .. attributor.BackgroundEvidenceFor(connection)]);
    }
}
