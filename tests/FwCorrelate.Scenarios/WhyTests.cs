// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Scenarios;

/// <summary><c>why</c> attacks the answer that the files give, and no other.</summary>
[TestClass]
public sealed class WhyTests
{
    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Why_OfEveryIncident_AgreesWithAttributions(string scenario)
    {
        using var result = WrittenResult.Of(Folders.Scenario(scenario));
        var records = result.Attributions().ToDictionary(PlaceOf);
        var reviewed = 0;
        foreach (var why in result.Incidents().Select(WhyOf).OfType<JsonElement>())
        {
            reviewed++;
            var attribution = records[Place(why.GetProperty("record"))].GetProperty("fwcorrelate").GetProperty("attribution");
            Assert.AreEqual(attribution.GetProperty("kind").GetString(), why.GetProperty("answer").GetProperty("kind").GetString());
            var rivals = why.GetProperty("rivals").EnumerateArray().ToList();
            Assert.AreEqual(1.0000m, rivals.Sum(r => r.GetProperty("weight").GetDecimal()));
            Assert.AreEqual(attribution.GetProperty("none_weight").GetDecimal(), rivals.Where(r => !r.TryGetProperty("span_id", out _)).Sum(r => r.GetProperty("weight").GetDecimal()));
            foreach (var candidate in Candidates(attribution))
                Assert.Contains(r => CallOf(r) == CallOf(candidate) && r.GetProperty("weight").GetDecimal() == candidate.GetProperty("weight").GetDecimal(), rivals, candidate.ToString());
            Assert.DoesNotContain("asked again", why.TryGetProperty("withstood", out var withstood) ? withstood.ToString() : "", why.ToString());
        }

        Assert.IsGreaterThan(5, reviewed);
    }

    [TestMethod]
    [DataRow("aws", "leases", "leases")]
    [DataRow("rome", "leases", "leases")]
    [DataRow("aws", "timeline", "traces")]
    [DataRow("rome", "timeline", "traces")]
    public void Why_WithoutASource_SaysWhatARunWithoutItSays(string scenario, string folder, string evidence)
    {
        using var whole = WrittenResult.Of(Folders.Scenario(scenario));
        using var copy = CaseCopy.Of(scenario);
        Directory.Delete(Path.Combine(copy.Path, folder), recursive: true);
        using var without = WrittenResult.Of(copy.Path);
        var again = without.Attributions().ToDictionary(PlaceOf);
        var compared = 0;
        foreach (var why in whole.Incidents().Select(WhyOf).OfType<JsonElement>())
        {
            if (!again.TryGetValue(Place(why.GetProperty("record")), out var record))
                continue;
            compared++;
            var told = why.GetProperty("left_out").EnumerateArray().Single(l => l.GetProperty("evidence").GetString() == evidence);
            Assert.AreEqual(record.GetProperty("fwcorrelate").GetProperty("attribution").GetProperty("kind").GetString(), told.GetProperty("kind").GetString(), why.ToString());
        }

        Assert.IsGreaterThan(5, compared);
    }

    [TestMethod]
    public void Why_WithoutALog_SaysWhatARunWithoutItSays()
    {
        using var whole = WrittenResult.Of(Folders.Scenario("rome"));
        using var copy = CaseCopy.Of("rome");
        Directory.Delete(Path.Combine(copy.Path, "logs", "vpcflow"), recursive: true);
        using var without = WrittenResult.Of(copy.Path);
        var again = without.Attributions().ToDictionary(PlaceOf);
        var compared = 0;
        foreach (var incident in whole.Incidents())
        {
            if (WhyOf(incident) is not { } why || why.GetProperty("answer").GetProperty("kind").GetString() != "tool_call")
                continue;
            var told = why.GetProperty("left_out").EnumerateArray().FirstOrDefault(l => l.TryGetProperty("source", out var source) && source.GetString() == "flows");
            var rest = incident.GetProperty("fwcorrelate").GetProperty("evidence").EnumerateArray().Where(e => e.GetProperty("role").GetString() is "flow" or "alert").Select(Place)
                .Where(again.ContainsKey).Select(p => again[p].GetProperty("fwcorrelate").GetProperty("attribution")).ToList();
            if (told.ValueKind == JsonValueKind.Undefined || told.GetProperty("kind").GetString() == "nothing_reported" || rest.Count == 0)
                continue;
            compared++;
            Assert.Contains(a => a.GetProperty("kind").GetString() == told.GetProperty("kind").GetString() && CallOf(Candidates(a).First()) == CallOf(told), rest, told.ToString());
        }

        Assert.IsGreaterThan(3, compared);
    }

    [TestMethod]
    public void Why_OfEveryIncidentOfRome_IsAPage()
    {
        using var result = WrittenResult.Of(Folders.Scenario("rome"));
        foreach (var incident in result.Incidents())
        {
            var id = incident.GetProperty("event").GetProperty("id").GetString()!;
            var run = ProgramRun.Of(isTerminal: true, CancellationToken.None, "why", result.Path, id);
            Assert.AreEqual(0, run.Code, run.Error);
            Assert.Contains("ANSWER", run.Output);
            Assert.Contains(WhyOf(incident) is null ? "only the call itself matched" : "RIVALS", run.Output);
        }
    }

    [TestMethod]
    public void Why_CallWhoseLogsShowNothing_IsContradictedOnlyWhereTheyCoverIt()
    {
        using var result = WrittenResult.Of(Folders.Scenario("rome"));
        var calls = result.Incidents().SelectMany(i => i.GetProperty("fwcorrelate").TryGetProperty("calls", out var list) ? list.EnumerateArray().Select(c => (Incident: i, Call: c)) : []).ToList();
        foreach (var (incident, call) in calls)
        {
            var seen = incident.GetProperty("fwcorrelate").GetProperty("incident").GetProperty("record_count").GetInt32() > 0;
            Assert.IsTrue(!seen || call.GetProperty("effect").GetString() == "corroborated", call.ToString());
            if (call.GetProperty("effect").GetString() == "contradicted")
                Assert.Contains(" cover ", call.GetProperty("text").GetString()!);
        }

        Assert.IsGreaterThan(5, calls.Count);
    }

    private static JsonElement? WhyOf(JsonElement incident) => incident.GetProperty("fwcorrelate").TryGetProperty("why", out var why) ? why : null;

    private static IEnumerable<JsonElement> Candidates(JsonElement attribution) => attribution.TryGetProperty("candidates", out var candidates) ? candidates.EnumerateArray() : [];

    private static (string?, string?) CallOf(JsonElement call) =>
        (call.TryGetProperty("trace_id", out var trace) ? trace.GetString() : null, call.TryGetProperty("span_id", out var span) ? span.GetString() : null);

    private static (string?, long, int) PlaceOf(JsonElement record) => Place(record.GetProperty("fwcorrelate").GetProperty("record"));

    private static (string?, long, int) Place(JsonElement origin) => (origin.GetProperty("file").GetString(), origin.GetProperty("line").GetInt64(), origin.GetProperty("index").GetInt32());
}
