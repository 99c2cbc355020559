// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using FwCorrelate.Serving.Correlation;

namespace FwCorrelate.Serving.Delivery;

/// <summary>Starts a program for each revision, one after the other; one that does not end with 0 did not take it.</summary>
internal sealed class ExecutableSink(ExecutableSettings settings) : RoutedSink(settings)
{
    private const int MostSaid = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async Task SendAsync(IReadOnlyList<Revision> revisions, CancellationToken cancellation)
    {
        foreach (var revision in revisions)
            await RunAsync(revision, cancellation).ConfigureAwait(false);
    }

    private async Task RunAsync(Revision revision, CancellationToken cancellation)
    {
        using var process = Start(revision);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var (output, error) =
                (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await WriteAsync(process, revision, patience.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            var said = (await error.ConfigureAwait(false)).Trim();
            if (process.ExitCode != 0)
                throw new DeliveryFailedException(
                    $"{settings.Path} ended with {process.ExitCode}: {said[..Math.Min(said.Length, MostSaid)]}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (cancellation.IsCancellationRequested)
                throw;
            throw new DeliveryFailedException($"{settings.Path} did not end within {Patience.TotalSeconds} s and was killed");
        }
    }

    private static async Task WriteAsync(Process process, Revision revision, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync((revision.Document + "\n").AsMemory(), cancellation).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program need not read what it is told: how it ends decides.
        }
    }

    private Process Start(Revision revision)
    {
        var start = new ProcessStartInfo(settings.Path, settings.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment["FWCORRELATE_INCIDENT"] = revision.Id;
        start.Environment["FWCORRELATE_REVISION"] = revision.Number.ToString(CultureInfo.InvariantCulture);
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new DeliveryFailedException($"{settings.Path} cannot be started: {e.Message}", e);
        }
    }
}
