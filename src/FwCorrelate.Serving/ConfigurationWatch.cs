// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Serving;

/// <summary>
/// Looks whether the configuration changed. One that can be used ends the run, so that the next begins with all of it; one that cannot is
/// told.
/// </summary>
internal sealed class ConfigurationWatch(ISettingsSource source, Action<string> say) : IDisposable
{
    private readonly CancellationTokenSource _changed = new();
    private string _seen = source.Hash();

    /// <summary>Set when new settings are to take effect.</summary>
    public CancellationToken Changed => _changed.Token;

    public ServiceSettings? Next { get; private set; }

    public void Look()
    {
        var now = source.Hash();
        if (now == _seen)
            return;
        _seen = now;
        try
        {
            Next = source.Read();
            say($"the configuration changed and takes effect: {now[..Math.Min(12, now.Length)]}");
            _changed.Cancel();
        }
        catch (ConfigurationException e)
        {
            say($"the configuration changed and is not applied, that before stays in use: {e.Message}");
        }
    }

    public void Dispose() => _changed.Dispose();
}
