// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>Ctrl+C and SIGTERM: the first asks the run to finish with what it has, the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<string> _say;
    private readonly Action<int> _exit;
    private int _signals;

    /// <param name="say">Told once, when the first signal arrives.</param>
    /// <param name="exit">Ends the process.</param>
    public Interruption(Action<string> say, Action<int> exit)
    {
        _say = say;
        _exit = exit;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What a signal does.</summary>
    public void Interrupt()
    {
        if (Interlocked.Increment(ref _signals) > 1)
        {
            _exit((int)ExitCode.Interrupted);
            return;
        }

        _say("Stopping: finishing with what has been read. Press Ctrl+C again to end at once.");
        _source.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Interrupt();
    }
}
