// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Files;
using FwCorrelate.Service.Results;
using NodaTime.Text;

namespace FwCorrelate.Service.Census;

/// <summary>Reads what the census counts out of a result folder. Nothing is run again.</summary>
public static class CensusReader
{
    private const int MostBytes = 1 << 30;

    /// <param name="counted">Tells which incidents are.</param>
    /// <exception cref="ConfigurationException">The folder is of a version that told no episodes.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static CensusInput Read(ResultFolder folder, IncidentQuery counted)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(counted);
        var ledger = Document(folder, OutputFiles.Ledger);
        if (!ledger.Has("episodes"))
            throw new ConfigurationException(
                $"'{folder.Path}' tells no episodes, so there is nothing to take shares of: an older version wrote it; "
                + "run investigate again");
        var manifest = Document(folder, OutputFiles.Manifest);
        return new CensusInput(
            [.. ledger.Parts("episodes").Select(Episode)], Showings.Of(folder, counted),
            WatchedFamily.Of(manifest.Parts("rules.outcomes").Select(r => (r.Text("family") ?? r.Text("id") ?? "",
                r.Text("blind") is null ? r.Values("watched.source") : []))));
    }

    private static StoredDocument Document(ResultFolder folder, string name)
    {
        var path = Path.Combine(folder.Path, name);
        try
        {
            return StoredDocument.Parse(System.Text.Encoding.UTF8.GetString(RegularFile.ReadBytes(path, MostBytes)));
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{path}: {failure.Message}. Expected the file that investigate wrote; run it again", failure);
        }
    }

    private static EpisodeCoverage Episode(StoredDocument document) => new()
    {
        Id = document.Text("id") ?? "",
        RunId = document.Text("run"),
        Step = document.Text("step"),
        TaskId = document.Text("task"),
        Checkpoint = document.Text("checkpoint"),
        Reward = decimal.TryParse(document.Text("reward"), NumberStyles.Float, CultureInfo.InvariantCulture, out var reward) ? reward
            : null,
        SandboxId = document.Text("sandbox"),
        Start = Time(document, "start"),
        End = Time(document, "end"),
        Calls = (int)(document.Number("calls") ?? 0),
        Tools = [.. document.Values("tools")],
        IsTraceWhole = document.Text("traces") == "whole",
        Rung = document.Text("rung") ?? "E",
        Logs = [.. document.Values("logs")],
    };

    private static NodaTime.Instant Time(StoredDocument document, string field) =>
        document.Text(field) is { } text && InstantPattern.ExtendedIso.Parse(text) is { Success: true } parsed ? parsed.Value
            : throw new InvalidDataException($"an episode in {OutputFiles.Ledger} tells no {field}");
}
