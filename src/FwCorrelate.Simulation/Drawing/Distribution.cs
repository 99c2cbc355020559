// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Drawing;

/// <summary>Distribution of a length of time in seconds, never negative: drawn from by the world, known to the oracle.</summary>
internal abstract record Distribution
{
    private const int QuantileCount = 24;
    private const double Nearly = 0.9999;
    private double[]? _quantiles;
    private double? _longest;

    public abstract double Draw(SeededRandom random);

    /// <summary>Probability of at most <paramref name="x"/> seconds.</summary>
    public abstract double Cdf(double x);

    /// <summary>Probability of a value in (<paramref name="from"/>, <paramref name="to"/>].</summary>
    public double Between(double from, double to) => to <= 0 ? 0 : Math.Max(0, Cdf(to) - Cdf(Math.Max(from, 0)));

    /// <summary>Midpoints of equally likely parts, for averages over the distribution.</summary>
    public IReadOnlyList<double> Quantiles =>
        _quantiles ??= [.. Enumerable.Range(0, QuantileCount).Select(i => Quantile((i + 0.5) / QuantileCount))];

    /// <summary>Longer is as good as impossible: one draw in ten thousand.</summary>
    public double Longest => _longest ??= Quantile(Nearly);

    /// <summary>The value which <paramref name="share"/> of the draws stay below, by bisection.</summary>
    public double Quantile(double share)
    {
        double low = 0, high = 1;
        while (Cdf(high) < share && high < 1e7)
            high *= 2;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (Cdf(middle) < share)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    /// <summary>Always the same.</summary>
    public sealed record Fixed(double Seconds) : Distribution
    {
        public override double Draw(SeededRandom random) => Seconds;

        public override double Cdf(double x) => x >= Seconds ? 1 : 0;
    }

    public sealed record Uniform(double From, double To) : Distribution
    {
        public override double Draw(SeededRandom random) => From + ((To - From) * random.NextUnit());

        public override double Cdf(double x) => Math.Clamp((x - From) / (To - From), 0, 1);
    }

    public sealed record Exponential(double Mean) : Distribution
    {
        public override double Draw(SeededRandom random) => -Mean * PortableMath.Log(1 - random.NextUnit());

        public override double Cdf(double x) => x <= 0 ? 0 : 1 - PortableMath.Exp(-x / Mean);
    }

    public sealed record LogNormal(double Median, double Sigma) : Distribution
    {
        public override double Draw(SeededRandom random) => Median * PortableMath.Exp(Sigma * PortableMath.Normal(random));

        public override double Cdf(double x) => x <= 0 ? 0 : PortableMath.NormalCdf(PortableMath.Log(x / Median) / Sigma);
    }

    /// <summary>Normal, cut at zero.</summary>
    public sealed record Normal(double Mean, double Deviation) : Distribution
    {
        public override double Draw(SeededRandom random) => Math.Max(0, Mean + (Deviation * PortableMath.Normal(random)));

        public override double Cdf(double x) => x < 0 ? 0 : PortableMath.NormalCdf((x - Mean) / Deviation);
    }

    /// <summary>Lomax, Pareto's distribution from zero on: heavy-tailed, without a mean for <paramref name="Shape"/> up to 1.</summary>
    public sealed record Pareto(double Scale, double Shape) : Distribution
    {
        public override double Draw(SeededRandom random) =>
            Scale * (PortableMath.Exp(-PortableMath.Log(1 - random.NextUnit()) / Shape) - 1);

        public override double Cdf(double x) => x <= 0 ? 0 : 1 - PortableMath.Exp(-Shape * PortableMath.Log(1 + (x / Scale)));
    }

    /// <param name="Parts">Shares that sum to 1.</param>
    public sealed record Mixture(IReadOnlyList<(double Share, Distribution Of)> Parts) : Distribution
    {
        public override double Draw(SeededRandom random)
        {
            var at = random.NextUnit();
            foreach (var (share, part) in Parts)
            {
                if ((at -= share) < 0)
                    return part.Draw(random);
            }

            return Parts[^1].Of.Draw(random);
        }

        public override double Cdf(double x) => Parts.Sum(p => p.Share * p.Of.Cdf(x));
    }

    /// <summary>One after the other.</summary>
    public sealed record Sum(Distribution First, Distribution Second) : Distribution
    {
        public override double Draw(SeededRandom random) => First.Draw(random) + Second.Draw(random);

        public override double Cdf(double x) => x <= 0 ? 0 : First.Quantiles.Average(q => Second.Cdf(x - q));
    }
}
