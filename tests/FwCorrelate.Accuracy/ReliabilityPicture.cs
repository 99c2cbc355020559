// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace FwCorrelate.Accuracy;

/// <summary>
/// Draws stated weights against true shares, a small plot per scenario, as SVG: on the diagonal a weight means what it says.
/// </summary>
internal static class ReliabilityPicture
{
    private const int Side = 150;
    private const int Gap = 44;
    private const int PerRow = 5;
    private const int FewestInBin = 20;

    public static string Draw(IReadOnlyList<(string Name, ScenarioScore Score)> scored)
    {
        var rows = (scored.Count + PerRow - 1) / PerRow;
        var columns = Math.Min(PerRow, scored.Count);
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{(columns * (Side + Gap)) + Gap}" height="{(rows * (Side + Gap + 16)) + Gap}" font-family="sans-serif" font-size="11">""");
        Line(svg, $"""<rect width="100%" height="100%" fill="white"/>""");
        for (var i = 0; i < scored.Count; i++)
            Plot(svg, scored[i].Name, scored[i].Score.Total.Calibration, Gap + (i % PerRow * (Side + Gap)), Gap + (i / PerRow * (Side + Gap + 16)));
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void Plot(StringBuilder svg, string name, Calibration calibration, int left, int top)
    {
        Line(svg, $"""<g transform="translate({left},{top})">""");
        Line(svg, $"""<text x="0" y="-8" font-weight="bold">{name}</text>""");
        Line(svg, $"""<rect width="{Side}" height="{Side}" fill="#f7f7f7" stroke="#999"/>""");
        Line(svg, $"""<line x1="0" y1="{Side}" x2="{Side}" y2="0" stroke="#bbb" stroke-dasharray="3 3"/>""");
        Line(svg, $"""<text x="0" y="{Side + 14}">0</text><text x="{Side / 2}" y="{Side + 14}" text-anchor="middle">stated weight</text><text x="{Side}" y="{Side + 14}" text-anchor="end">1</text>""");
        Line(svg, $"""<text transform="translate(-6,{Side / 2}) rotate(-90)" text-anchor="middle">true share</text>""");
        foreach (var bin in calibration.Bins.Where(b => b.Count >= FewestInBin))
            Point(svg, bin);
        svg.AppendLine("</g>");
    }

    private static void Point(StringBuilder svg, CalibrationBin bin)
    {
        var x = bin.MeanStated * Side;
        var radius = 1.5 + Math.Min(4, Math.Log10(bin.Count));
        Line(svg, $"""<line x1="{x:0.0}" y1="{Y(bin.Interval.Low):0.0}" x2="{x:0.0}" y2="{Y(bin.Interval.High):0.0}" stroke="#1f77b4"/>""");
        Line(svg, $"""<circle cx="{x:0.0}" cy="{Y(bin.Share):0.0}" r="{radius:0.0}" fill="#1f77b4" fill-opacity="0.7"><title>stated {bin.MeanStated:0.000}, true {bin.Share:0.000}, {bin.Count} candidates</title></circle>""");
    }

    private static double Y(double share) => Side * (1 - share);

    private static void Line(StringBuilder svg, FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
