// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service;
using FwCorrelate.Serving.State;
using FwCorrelate.Sigma;
using NodaTime;

namespace FwCorrelate.Serving;

/// <summary>
/// Rules and settings of the case that take effect. When their files change they are checked first, and applied whole or not at all.
/// </summary>
internal sealed class RulesInUse
{
    private readonly InvestigationOptions _options;
    private readonly StateStore _state;
    private readonly IClock _clock;
    private string _seen;
    private (LoadedRules Rules, CaseSettings? Settings, string Hash) _current;

    /// <exception cref="ConfigurationException">Settings or rules cannot be used.</exception>
    public RulesInUse(InvestigationOptions options, StateStore state, IClock clock)
    {
        (_options, _state, _clock) = (options, state, clock);
        _seen = HashOfFiles();
        _current = Load();
        Record(null);
    }

    /// <summary>Of all that decides results beside the evidence.</summary>
    public string Hash => _current.Hash;

    /// <summary>Why the files as they stand are not used; null where they are.</summary>
    public string? Refused { get; private set; }

    public InvestigationOptions Apply(InvestigationOptions options) =>
        options with { Compiled = _current.Rules, Settings = _current.Settings };

    /// <summary>Looks whether files changed, and applies them if they can be used.</summary>
    /// <returns>What to tell people; null where nothing changed.</returns>
    public string? Reload()
    {
        var now = HashOfFiles();
        if (now == _seen)
            return null;
        _seen = now;
        try
        {
            var loaded = Load();
            var broken = loaded.Rules.Errors.Select(e => e.ToString()).Except(_current.Rules.Errors.Select(e => e.ToString())).ToList();
            if (broken.Count > 0)
                return Refuse($"{broken[0]}{(broken.Count > 1 ? $" (and {broken.Count - 1} more)" : "")}");
            _current = loaded;
            Refused = null;
            Record(null);
            return $"rules and settings changed and are applied: {loaded.Rules.Rules.Count} rules, {loaded.Hash[..12]}";
        }
        catch (Exception e) when (e is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            return Refuse(e.Message);
        }
    }

    private string Refuse(string reason)
    {
        Refused = reason;
        Record(reason);
        return $"rules and settings changed and are not applied, those before stay in use: {reason}";
    }

    private void Record(string? refused) =>
        _state.Commit(StateChange.Put(AppliedRules.Kind, AppliedRules.Key,
            new AppliedRules(_current.Hash, _current.Rules.Hash, _clock.GetCurrentInstant(), refused)));

    private (LoadedRules Rules, CaseSettings? Settings, string Hash) Load()
    {
        var settings = _options.CasePath is { } folder ? CaseSettingsReader.ReadFolder(folder, _options.Formats) : null;
        var rules = Investigation.LoadRules(_options, settings ?? CaseSettings.Default);
        return (rules, settings, HashOf($"{rules.Hash}\n{HashOfSettings()}\n{Choices()}"));
    }

    private string Choices() => string.Join('\n', _options.Zones.OrderBy(z => z.Key).Select(z => $"{z.Key}={z.Value.Id}")
        .Concat(_options.ClockOffsets.OrderBy(c => c.Key).Select(c => $"{c.Key}={c.Value}"))
        .Append($"{_options.LogFormat} {_options.From} {_options.To} {_options.SlowRegexLimit} {_options.NoDefaultRules}"));

    private string HashOfFiles() => HashOf(HashOfSettings() + "\n" + string.Join('\n', RuleFiles().Select(f => $"{f} {HashOfFile(f)}")));

    private string HashOfSettings() => _options.CasePath is not { } folder ? ""
        : string.Join('\n', ((string[])["case.yml", "case.yaml"]).Select(n => HashOfFile(Path.Combine(folder, n))));

    private IEnumerable<string> RuleFiles() => _options.Rules
        .SelectMany(p => Directory.Exists(p) ? FolderWalk.Of(p).Files : [p]).Order(StringComparer.Ordinal);

    private static string HashOfFile(string file)
    {
        try
        {
            return File.Exists(file)
                ? Convert.ToHexStringLower(SHA256.HashData(RegularFile.ReadBytes(file, LineBlockReader.MaxDocument))) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
