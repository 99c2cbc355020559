// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>Densities, per second, of one stamp under each way in which a call may come to make a connection.</summary>
/// <param name="Prompt">At once.</param>
/// <param name="StartUp">After what large programs take to start.</param>
/// <param name="Running">At any time while it runs.</param>
/// <param name="Soon">By processes that outlive it: seconds after its end,</param>
/// <param name="Later">minutes after,</param>
/// <param name="MuchLater">hours after.</param>
internal readonly record struct DelayDensities(double Prompt, double StartUp, double Running, double Soon, double Later, double MuchLater)
{
    public static DelayDensities operator +(DelayDensities left, DelayDensities right) => new(
        left.Prompt + right.Prompt, left.StartUp + right.StartUp, left.Running + right.Running, left.Soon + right.Soon, left.Later
            + right.Later,
        left.MuchLater + right.MuchLater);

    public static DelayDensities operator *(double factor, DelayDensities densities) => new(
        factor * densities.Prompt, factor * densities.StartUp, factor * densities.Running, factor * densities.Soon, factor
            * densities.Later,
        factor * densities.MuchLater);

    public double Sum => Prompt + StartUp + Running + Soon + Later + MuchLater;
}

/// <summary>
/// How often calls make connections in each of these ways: believed beforehand, then learnt from the contacts of the case.
/// </summary>
internal readonly record struct DelayShares
{
    /// <summary>Contacts that what is believed beforehand counts for.</summary>
    private const double Believed = 30;

    private readonly DelayDensities _shares;

    private DelayShares(DelayDensities shares) => _shares = shares;

    /// <summary>Of foreground calls: most programs connect when they start, some while they run, few processes are left.</summary>
    public static DelayShares Foreground => new(new DelayDensities(0.52, 0.10, 0.345, 0.025, 0.0095, 0.0005));

    /// <summary>Of calls whose text leaves a process behind.</summary>
    public static DelayShares Background => new(new DelayDensities(0.50, 0.15, 0.15, 0.12, 0.06, 0.02));

    /// <summary>Density of the stamp, per second.</summary>
    public double Density(in DelayDensities densities) => Parts(densities).Sum;

    /// <summary>The same by the way in which the connection came to be.</summary>
    public DelayDensities Parts(in DelayDensities densities) => new(
        _shares.Prompt * densities.Prompt, _shares.StartUp * densities.StartUp, _shares.Running * densities.Running, _shares.Soon
            * densities.Soon,
        _shares.Later * densities.Later, _shares.MuchLater * densities.MuchLater);

    /// <summary>The shares after what was seen.</summary>
    /// <param name="seen">Weights of contacts, by the way in which they came to be.</param>
    public DelayShares Learn(in DelayDensities seen) => new(1 / (Believed + seen.Sum) * ((Believed * _shares) + seen));
}
