// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Documents;
using NodaTime;

namespace FwCorrelate.Service.Results.Stories;

/// <summary>
/// Puts incidents of several families together that one episode made in one burst; where no episode is known, those of one sandbox, else of
/// one source. An incident that only probably is of the episode is told as such.
/// </summary>
public sealed class StoryBuilder(ResultFolder folder)
{
    /// <summary>A pause longer than this begins another burst (design, section 2).</summary>
    private static readonly Duration BurstGap = Duration.FromSeconds(300);

    /// <summary>From this weight on a call that is not named is told in its episode.</summary>
    private const decimal Probable = 0.5m;

    /// <summary>The story of an incident, an episode or a behaviour (<c>BEH-…</c>).</summary>
    /// <exception cref="ConfigurationException">There is nothing of that name.</exception>
    public Story Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = IncidentLookup.Starting(folder, name);
        if (found.Count > 1)
            IncidentLookup.Find(folder, name);
        if (found is [var asked])
            return OfIncident(asked);
        var together = folder.Incidents(new IncidentQuery(i => i.Text(OwnFields.BehaviourId) is { } behaviour
            && behaviour.Equals(name, StringComparison.OrdinalIgnoreCase), isBrief: true)).ToList();
        if (together.Count > 0)
            return Tell($"behaviour {together[0].Text(OwnFields.BehaviourId)}", together, [], []);
        together = [.. folder.Incidents(new IncidentQuery(i => EpisodeOf(i) == name, isBrief: true, holding: name))];
        return together.Count > 0 ? Tell($"episode {name}", together, ProbablyOf(together), [])
            : throw new ConfigurationException(
                $"'{folder.Path}' knows no incident, episode or behaviour '{name}': expected an id that 'fwcorrelate incidents' lists");
    }

    /// <summary>Incidents that somebody else put together, as one story.</summary>
    public Story Together(string subject, IReadOnlyList<StoredDocument> incidents) =>
        Tell(subject, incidents, ProbablyOf(incidents.Where(i => i.Values(OwnFields.ToolCallCandidatesWeight).Any())), []);

    private Story OfIncident(StoredDocument asked)
    {
        var (field, value, run) = SubjectOf(asked);
        var all = folder.Incidents(new IncidentQuery(i => IncidentLookup.IdOf(i) == IncidentLookup.IdOf(asked)
            || IsOf(i, field, value, run), isBrief: true, holding: value)).OrderBy(StartOf).ThenBy(IncidentLookup.IdOf, StringComparer.Ordinal).ToList();
        var burst = BurstOf(all, asked);
        var subject = field switch
        {
            "episode" => $"episode {value}",
            "sandbox" => $"sandbox {value}, no episode known",
            _ => value.Length > 0 ? $"{value}, no sandbox known" : "this incident",
        };
        return Tell(subject, burst, field == "episode" ? ProbablyOf(burst) : [], [.. all.Except(burst)]);
    }

    private static (string Field, string Value, string? Run) SubjectOf(StoredDocument incident) =>
        EpisodeOf(incident) is { } episode ? ("episode", episode, RunOf(incident))
        : incident.Text(OwnFields.SandboxId) is { } sandbox ? ("sandbox", sandbox, null)
        : ("source", incident.Text(EcsFields.SourceIp) ?? "", null);

    private static bool IsOf(StoredDocument incident, string field, string value, string? run) => field switch
    {
        "episode" => EpisodeOf(incident) == value && RunOf(incident) == run,
        "sandbox" => EpisodeOf(incident) is null && incident.Text(OwnFields.SandboxId) == value,
        _ => value.Length > 0 && EpisodeOf(incident) is null && incident.Text(OwnFields.SandboxId) is null
            && incident.Text(EcsFields.SourceIp) == value,
    };

    /// <summary>Of the incident, else of its leading candidate where that is likelier than not.</summary>
    private static string? EpisodeOf(StoredDocument incident) =>
        incident.Text(OwnFields.EpisodeId) ?? LeadingOf(incident)?.Text("episode_id");

    private static string? RunOf(StoredDocument incident) => incident.Text(OwnFields.RunId) ?? LeadingOf(incident)?.Text("run_id");

    private static StoredDocument? LeadingOf(StoredDocument incident) =>
        incident.Parts(OwnFields.ToolCallCandidates) is [var leading, ..] && leading.Number("weight") >= Probable ? leading : null;

    private static HashSet<string> ProbablyOf(IEnumerable<StoredDocument> incidents) =>
        [.. incidents.Where(i => !i.Values(OwnFields.ToolCallIds).Any()).Select(IncidentLookup.IdOf)];

    private static List<StoredDocument> BurstOf(List<StoredDocument> ordered, StoredDocument asked)
    {
        var burst = new List<StoredDocument>();
        var end = Instant.MinValue;
        foreach (var incident in ordered)
        {
            if (burst.Count > 0 && StartOf(incident) - end > BurstGap)
            {
                if (burst.Exists(i => IncidentLookup.IdOf(i) == IncidentLookup.IdOf(asked)))
                    return burst;
                burst = [];
                end = Instant.MinValue;
            }

            burst.Add(incident);
            end = Instant.Max(end, StoredTime.Of(incident, EcsFields.EventEnd) ?? StartOf(incident));
        }

        return burst;
    }

    private Story Tell(
        string subject, IReadOnlyList<StoredDocument> incidents, HashSet<string> probable, IReadOnlyList<StoredDocument> elsewhere)
    {
        var ordered = incidents.OrderBy(StartOf).ThenBy(IncidentLookup.IdOf, StringComparer.Ordinal).ToList();
        var events = new StoryEvents(folder, ordered).Read();
        var run = incidents.Select(RunOf).Distinct().ToList() is [{ } one]
            ? string.Create(CultureInfo.InvariantCulture, $" of run {one}") : "";
        return new Story(subject + run, ordered, probable, events, elsewhere);
    }

    private static Instant StartOf(StoredDocument incident) => StoredTime.Of(incident, EcsFields.EventStart) ?? Instant.MinValue;
}
