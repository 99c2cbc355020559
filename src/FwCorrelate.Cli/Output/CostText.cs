// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Gpu;

namespace FwCorrelate.Cli.Output;

/// <summary>What diverted GPUs cost, in one line with its doubt.</summary>
internal static class CostText
{
    public static string Of(GpuCost cost)
    {
        var gpus = cost.Diversions.Select(d => (d.Host, d.Gpu)).Distinct().Count();
        var hours = string.Create(CultureInfo.InvariantCulture,
            $"{cost.Hours:0.##} GPU-hours ({cost.LeastHours:0.##} to {cost.MostHours:0.##}) of {PageText.Count(gpus, "GPU")}");
        return cost.Price is { } price
            ? string.Create(CultureInfo.InvariantCulture,
                $"{hours}, {cost.Hours * price:0.00} {cost.Currency} ({cost.LeastHours * price:0.00} to {cost.MostHours * price:0.00})")
            : hours;
    }
}
