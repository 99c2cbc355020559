// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Service;
using Spectre.Console;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// Progress on standard error while work runs: stage, bar, percent, rate and time left. Only where standard error is a terminal that draws;
/// it clears itself, so that what stays on the screen is the result.
/// </summary>
internal static class ProgressDisplay
{
    // Below this there is no room for a bar beside the numbers.
    private const int WidthForBar = 70;

    public static T Run<T>(Terminal terminal, bool quiet, Func<IProgress<InvestigationProgress>?, T> work)
    {
        if (quiet || !terminal.ErrorIsTerminal || !terminal.CanDraw)
            return work(null);
        var width = Math.Max(20, terminal.ErrorWidth - 1);
        var console = Consoles.ForProgress(terminal.Error, terminal.HasColour, width);
        var progress = console.Progress().AutoClear(true).HideCompleted(true).Columns([.. Columns(width)]);
        progress.RefreshRate = TimeSpan.FromMilliseconds(250);
        try
        {
            // A line written past the console would end up inside the drawing and be overwritten.
            terminal.NoticeBoard = text => console.Write(new Text(text + Environment.NewLine));
            return progress.Start(context => work(new Stages(context)));
        }
        finally
        {
            terminal.NoticeBoard = null;
        }
    }

    private static IEnumerable<ProgressColumn> Columns(int width)
    {
        yield return new TaskDescriptionColumn { Alignment = Justify.Left };
        if (width >= WidthForBar)
            yield return new ProgressBarColumn { Width = 20 };
        yield return new PercentageColumn();
        yield return new TransferSpeedColumn { Base = FileSizeBase.Decimal };
        yield return new RemainingTimeColumn();
    }

    /// <summary>Reports may come from several threads.</summary>
    private sealed class Stages(ProgressContext context) : IProgress<InvestigationProgress>
    {
        private readonly Lock _lock = new();
        private string? _stage;
        private ProgressTask? _task;

        public void Report(InvestigationProgress value)
        {
            lock (_lock)
            {
                if (_task is null || value.Stage != _stage)
                    Begin(value.Stage);
                _task!.IsIndeterminate = value.BytesTotal <= 0;
                _task.MaxValue = Math.Max(1, value.BytesTotal);
                _task.Value = Math.Min(value.BytesDone, _task.MaxValue);
            }
        }

        private void Begin(string stage)
        {
            _task?.StopTask();
            _stage = stage;
            _task = context.AddTask(Markup.Escape(TerminalText.Escape(stage, 30)));
        }
    }
}
