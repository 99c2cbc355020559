// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Gpu;

namespace FwCorrelate.Elastic.Ecs;

/// <summary><c>fwcorrelate.cost</c> of an incident: GPU-hours and what they cost, each with the least and the most it can be.</summary>
public static class CostFields
{
    public static string Name(DiversionSign sign) => sign switch
    {
        DiversionSign.NoTensorWork => "no_tensor_work",
        DiversionSign.FlatLoad => "flat_load",
        DiversionSign.BetweenRollouts => "between_rollouts",
        DiversionSign.OutsideJob => "outside_job",
        _ => "began_in_call",
    };

    internal static void Add(EcsDocument document, GpuCost cost)
    {
        document.Set(OwnFields.CostGpuHoursValue, Rounded(cost.Hours, 3))
            .Set(OwnFields.CostGpuHoursLow, Rounded(cost.LeastHours, 3))
            .Set(OwnFields.CostGpuHoursHigh, Rounded(cost.MostHours, 3));
        if (cost.Price is { } price)
        {
            document.Set(OwnFields.CostAmountValue, Rounded(cost.Hours * price, 2))
                .Set(OwnFields.CostAmountLow, Rounded(cost.LeastHours * price, 2))
                .Set(OwnFields.CostAmountHigh, Rounded(cost.MostHours * price, 2))
                .Set(OwnFields.CostCurrency, cost.Currency);
        }

        document.Set(OwnFields.CostGpus, [.. cost.Diversions.Select(GpuOf)]);
    }

    private static EcsDocument GpuOf(GpuDiversion diversion) => new EcsDocument()
        .Set("host", diversion.Host)
        .Set("gpu", diversion.Gpu)
        .Set("from", EcsTime.Format(diversion.From))
        .Set("to", EcsTime.Format(diversion.To))
        .Set("signs", [.. diversion.Signs.Select(s => new EcsDocument().Set("name", Name(s.Sign)).Set("text", s.Text))])
        .Set("calls", [.. diversion.Calls.Select(c => c.CallId).Distinct(StringComparer.Ordinal)]);

    private static decimal Rounded(decimal value, int digits) => decimal.Round(value, digits) + new decimal(0, 0, 0, false, (byte)digits);
}
