// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>Why no call is listed for a contact, in words.</summary>
internal static class NoCallReason
{
    /// <summary>From this one on, that no call did it is said without a doubt.</summary>
    private const double SurelyNoCall = 0.95;

    public static string Of(Contact contact)
    {
        if (contact.Lead.Actor.Calls.Calls.Count == 0)
            return "no tool call of the sandbox is in the traces";
        if (!contact.Options.Any(o => NamingRules.WasRunning(contact, o.Call)) && OpenCallBefore(contact) is { } open)
            return $"{open.CallId} has no end in the traces, so that nobody knows whether it ran when the connection opened";
        return contact.Options.Any(o => NamingRules.WasRunning(contact, o.Call))
            ? contact.NoneWeight >= SurelyNoCall
                ? "calls were running when the connection opened, and none of their kind makes such a connection"
                : "calls were running when the connection opened; that none of them made it is likelier"
            : "no call was running when the connection opened";
    }

    private static ToolCall? OpenCallBefore(Contact contact) =>
        contact.Lead.Actor.Calls.Calls.LastOrDefault(c => c.IsOpen && LagReader.SecondsOf(c.TrueStart.Value) <= contact.Start);
}
