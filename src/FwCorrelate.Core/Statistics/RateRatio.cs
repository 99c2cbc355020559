// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>How much more often bursts begin within windows than outside of them, per second of either.</summary>
/// <param name="Ratio">Infinite where none begins outside.</param>
/// <param name="Low">Lower end of the exact 95 % interval.</param>
/// <param name="High">Upper end; infinite where none begins outside.</param>
public readonly record struct RateRatio(double Ratio, double Low, double High)
{
    /// <summary>
    /// Given n bursts, those within windows are Bin(n, p) with p = RR c / (RR c + 1 - c): the limits of p (<see cref="BinomialInterval"/>)
    /// are turned back into limits of RR. Null where windows cover nothing or everything, or there is no burst.
    /// </summary>
    /// <param name="within">Bursts within windows, of <paramref name="bursts"/>.</param>
    /// <param name="coverage">Share c of the time that windows cover.</param>
    public static RateRatio? Of(int within, int bursts, double coverage)
    {
        if (bursts == 0 || coverage is not (> 0 and < 1))
            return null;
        var interval = BinomialInterval.Of(within, bursts);
        return new RateRatio(
            within == bursts ? double.PositiveInfinity : FromShare((double)within / bursts, coverage),
            FromShare(interval.Low, coverage),
            within == bursts ? double.PositiveInfinity : FromShare(interval.High, coverage));
    }

    /// <summary>The share of the bursts within windows that would not be there without them.</summary>
    public double AttributableShare => ShareOf(Ratio);

    /// <summary>The least share that the interval allows.</summary>
    public double LeastAttributableShare => ShareOf(Low);

    private static double ShareOf(double ratio) => ratio <= 1 ? 0 : 1 - (1 / ratio);

    private static double FromShare(double share, double coverage) => share * (1 - coverage) / (coverage * (1 - share));
}
