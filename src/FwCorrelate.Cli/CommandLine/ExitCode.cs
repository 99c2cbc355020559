// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cli.CommandLine;

/// <summary>What the process says when it ends (design, section 4).</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>Incidents at or above <c>--fail-on</c>.</summary>
    Findings = 1,

    /// <summary>A rule cannot be used; results are still written.</summary>
    RuleUnusable = 2,

    /// <summary>Wrong usage or configuration, found before any work.</summary>
    WrongUsage = 3,

    /// <summary>Input damaged or incomplete, or a verification failed.</summary>
    InputDamaged = 4,

    /// <summary>A remote system failed.</summary>
    RemoteFailed = 5,

    /// <summary>
    /// A defect of the program (EX_SOFTWARE of sysexits.h): none of the others would be true. What was finished by then is kept.
    /// </summary>
    Defect = 70,

    /// <summary>Ended by Ctrl+C; what was done by then is written.</summary>
    Interrupted = 130,

    /// <summary>
    /// Nobody reads standard output any more, and nothing worse is known: 128 and the number of SIGPIPE, as a shell reports it.
    /// </summary>
    OutputClosed = 141,
}

/// <summary>Precedence of exit codes.</summary>
internal static class ExitCodes
{
    private static readonly ExitCode[] WorstFirst =
    [
        ExitCode.WrongUsage, ExitCode.Defect, ExitCode.Interrupted, ExitCode.RemoteFailed, ExitCode.InputDamaged, ExitCode.RuleUnusable,
            ExitCode.Findings,
    ];

    /// <summary>The one code of several: 3 (nothing else was done), 70, then 130 &gt; 5 &gt; 4 &gt; 2 &gt; 1.</summary>
    public static ExitCode Worst(params ReadOnlySpan<ExitCode> codes)
    {
        foreach (var code in WorstFirst)
        {
            if (codes.Contains(code))
                return code;
        }

        return ExitCode.Done;
    }
}
