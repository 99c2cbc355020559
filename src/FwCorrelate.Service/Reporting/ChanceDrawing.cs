// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Statistics;

namespace FwCorrelate.Service.Reporting;

/// <summary>The picture of a test: how many bursts chance puts into windows, and how many there were.</summary>
internal sealed class ChanceDrawing
{
    private const int Width = 960;
    private const int Height = 150;
    private const int Bottom = 120;
    private const int Margin = 24;
    private const int MostBars = 120;

    private readonly TestOutcome _outcome;
    private readonly double[] _bars;
    private readonly int _perBar;

    private ChanceDrawing(TestOutcome outcome, double[] bars, int perBar) => (_outcome, _bars, _perBar) = (outcome, bars, perBar);

    /// <summary>The drawing, or null where several tests are combined.</summary>
    public static ChanceDrawing? Of(TestOutcome outcome)
    {
        if (outcome.Null is not { } chances)
            return null;
        var perBar = (outcome.Bursts / MostBars) + 1;
        var bars = new double[(outcome.Bursts / perBar) + 1];
        foreach (var (count, chance) in chances.Chances.Index())
            bars[count / perBar] += chance;
        return new ChanceDrawing(outcome, bars, perBar);
    }

    public void Write(HtmlWriter html)
    {
        var (top, step) = (_bars.Max(), (Width - (2.0 * Margin)) / _bars.Length);
        html.Open("figure", "drawing")
            .Open("svg", null, ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", Description()));
        for (var i = 0; i < _bars.Length; i++)
        {
            var height = _bars[i] / top * (Bottom - 12);
            html.Open("rect", "chance", ("x", Number(Margin + (i * step) + 1)), ("y", Number(Bottom - height)),
                ("width", Number(Math.Max(1, step - 2))), ("height", Number(height)))
                .Close("rect");
        }

        var observed = Number(Margin + (((_outcome.InWindows / _perBar) + 0.5) * step));
        html.Open("line", "observed", ("x1", observed), ("x2", observed), ("y1", "4"), ("y2", Number(Bottom))).Close("line");
        var every = Math.Max(1, _bars.Length / 20);
        for (var i = 0; i < _bars.Length; i += every)
        {
            html.Open("text", "tick-label", ("x", Number(Margin + ((i + 0.5) * step))), ("y", Number(Bottom + 18)),
                ("text-anchor", "middle"))
                .Text(((long)i * _perBar).ToString(CultureInfo.InvariantCulture)).Close("text");
        }

        html.Close("svg").Open("figcaption").Open("span", "key key-chance").Close("span")
            .Text(" how likely chance puts so many bursts into windows ")
            .Open("span", "key key-connection").Close("span").Text(" observed").Close("figcaption").CloseBlock("figure");
    }

    private string Description() => string.Create(
        CultureInfo.InvariantCulture,
        $"Distribution by chance of the number of bursts in windows, 0 to {_outcome.Bursts}; observed {_outcome.InWindows}");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
