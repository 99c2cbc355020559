// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Statistics;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// The picture of a lag profile: how many bursts would begin while a call ran, were the stamps off by so much. Whole hours are left to the
/// text.
/// </summary>
internal sealed class LagDrawing
{
    private const int Width = 960;
    private const int Height = 120;
    private const int Bottom = 92;
    private const int Margin = 24;
    private const int Ticks = 8;

    private readonly List<(double Lag, int Count)> _points;
    private readonly double _best;

    private LagDrawing(List<(double Lag, int Count)> points, double best) => (_points, _best) = (points, best);

    /// <summary>The drawing, or null where no burst is in a window at any lag.</summary>
    public static LagDrawing? Of(LagProfile profile)
    {
        var points = profile.Lags.Zip(profile.InWindows).Where(p => Math.Abs(p.First) < 3600).ToList();
        return points.Exists(p => p.Second > 0) ? new LagDrawing(points, profile.Best) : null;
    }

    public void Write(HtmlWriter html)
    {
        html.Open("figure", "drawing").Open(
            "svg", null, ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", "Bursts in windows by lag in seconds"));
        var line = string.Join(' ', _points.Select((p, i) => $"{(i == 0 ? "M" : "L")}{Number(X(p.Lag))} {Number(Y(p.Count))}"));
        html.Open("path", "profile", ("d", line)).Close("path");
        for (var i = 0; i <= Ticks; i++)
        {
            var lag = _points[0].Lag + (i * (_points[^1].Lag - _points[0].Lag) / Ticks);
            html.Open("text", "tick-label", ("x", Number(X(lag))), ("y", Number(Bottom + 18)), ("text-anchor", "middle"))
                .Text(string.Create(CultureInfo.InvariantCulture, $"{lag:0} s")).Close("text");
        }

        if (Math.Abs(_best) < 3600)
            html.Open("line", "observed", ("x1", Number(X(_best))), ("x2", Number(X(_best))), ("y1", "4"), ("y2", Number(Bottom)))
                .Close("line");
        html.Close("svg").Open("figcaption").Open("span", "key key-call").Close("span")
            .Text(" bursts in windows, by how far stamps are moved back ")
            .Open("span", "key key-connection").Close("span").Text(" best").Close("figcaption").CloseBlock("figure");
    }

    private double X(double lag) => Margin + ((lag - _points[0].Lag) / (_points[^1].Lag - _points[0].Lag) * (Width - (2 * Margin)));

    private double Y(int count) => Bottom - ((double)count / _points.Max(p => p.Count) * (Bottom - 12));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
