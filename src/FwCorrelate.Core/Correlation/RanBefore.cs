// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>
/// How likely something runs in a sandbox before the log begins that no call made and that a rule of a family sees: learnt from what the
/// sandboxes that were there show in the log's first minutes. Whoever asks for one sandbox is told of the others only.
/// </summary>
/// <param name="sandboxes">Sandboxes with traces that were there when the log began.</param>
internal sealed class RanBefore(int sandboxes)
{
    /// <summary>Before the case tells.</summary>
    private const double UsualProbability = 0.1;

    /// <summary>Sandboxes that it counts for.</summary>
    private const double Believed = 10;
    private const int All = -1;

    private readonly Dictionary<(int Family, int Sandbox), double> _seen = [];

    public double Probability(Contact contact)
    {
        var others = _seen.GetValueOrDefault((contact.Family, All));
        foreach (var sandbox in contact.Sandboxes)
            others -= _seen.GetValueOrDefault((contact.Family, sandbox));
        return ((UsualProbability * Believed) + Math.Max(0, others)) / (Believed + Math.Max(0, sandboxes - contact.SandboxCount));
    }

    /// <summary>What weighed contacts tell.</summary>
    public static RanBefore Of(IReadOnlyList<Contact> contacts, int sandboxes)
    {
        var learnt = new RanBefore(sandboxes);
        foreach (var contact in contacts)
        {
            if (contact.RanBeforeWeight <= 0)
                continue;
            CollectionsMarshal.GetValueRefOrAddDefault(learnt._seen, (contact.Family, All), out _) += contact.RanBeforeWeight;
            foreach (var sandbox in contact.Sandboxes)
                CollectionsMarshal.GetValueRefOrAddDefault(learnt._seen, (contact.Family, sandbox), out _) += contact.RanBeforeWeight / contact.Sandboxes.Length;
        }

        return learnt;
    }
}
