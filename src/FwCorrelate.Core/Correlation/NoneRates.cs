// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>Rates, per second, of the causes of a contact that are no call of the traces (decision record 0002).</summary>
/// <param name="New">Something happens without a call: a daemon, the framework of the sandbox, whatever other sandboxes do too.</param>
/// <param name="Continued">It goes on from an earlier connection that no call made.</param>
/// <param name="Visitor">Somebody from outside who has a session.</param>
/// <param name="Before">What ran before the log began.</param>
/// <param name="Lacking">A call that the traces lack.</param>
internal readonly record struct NoneRates(double New, double Continued, double Visitor, double Before, double Lacking)
{
    public double Sum => New + Continued + Visitor + Before + Lacking;
}
