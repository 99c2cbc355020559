// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// How often something is tried again, and how long is waited before: a time drawn evenly from zero to a limit that doubles with every try
/// (full jitter), so that writers who were refused together do not come back together.
/// </summary>
/// <param name="First">The limit before the second try.</param>
/// <param name="Most">The limit never exceeds this.</param>
/// <param name="Attempts">Tries without any progress after which it is given up, the first included.</param>
public sealed record RetryPolicy(TimeSpan First, TimeSpan Most, int Attempts)
{
    // Together a hundred seconds on average: longer than a cluster takes to notice a lost node.
    public static RetryPolicy Default { get; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), 12);

    /// <summary>Draws from [0, 1).</summary>
    internal Func<double> Draw { get; init; } = () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <param name="failures">Tries that failed so far, from 1.</param>
    /// <param name="asked">What the server asks for; it is obeyed up to <see cref="Most"/>.</param>
    internal TimeSpan Delay(int failures, TimeSpan? asked)
    {
        var limit = Math.Min(Most.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30)));
        var least = asked is { } wait && wait > TimeSpan.Zero ? Math.Min(wait.TotalSeconds, Most.TotalSeconds) : 0;
        return TimeSpan.FromSeconds(Math.Max(least, limit * Draw()));
    }

    internal Task WaitAsync(int failures, TimeSpan? asked, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(Delay(failures, asked), time, cancellationToken);
}
