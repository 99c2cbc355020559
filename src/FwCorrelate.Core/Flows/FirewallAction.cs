// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Flows;

/// <summary>What the device did, in one vocabulary; the vendor's word stays readable in the raw record and matchable by rules.</summary>
public enum FirewallAction : byte
{
    Unknown,
    Allow,

    /// <summary>Reported and let through. Not a denial.</summary>
    Alert,
    Deny,
    Drop,
    Reject,
    Reset,
}

/// <summary>Names and groups of actions.</summary>
public static class FirewallActions
{
    /// <summary>Lower-case word; empty for <see cref="FirewallAction.Unknown"/>.</summary>
    public static string Name(this FirewallAction action) => action switch
    {
        FirewallAction.Allow => "allow",
        FirewallAction.Alert => "alert",
        FirewallAction.Deny => "deny",
        FirewallAction.Drop => "drop",
        FirewallAction.Reject => "reject",
        FirewallAction.Reset => "reset",
        _ => "",
    };

    /// <summary>Whether traffic was stopped.</summary>
    public static bool IsDenied(this FirewallAction action) => action >= FirewallAction.Deny;

    /// <summary>Whether traffic passed, reported or not.</summary>
    public static bool IsAllowed(this FirewallAction action) => action is FirewallAction.Allow or FirewallAction.Alert;
}
