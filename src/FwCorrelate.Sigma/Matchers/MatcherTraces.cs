// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>What the traces of several kinds of matcher share.</summary>
internal static class MatcherTraces
{
    public static List<TracedPart> OfAll<TEvent>(Matcher<TEvent>[] parts, in TEvent e)
        where TEvent : struct, IEvent
    {
        var traced = new List<TracedPart>(parts.Length);
        foreach (var part in parts)
            traced.Add(part.Trace(in e));
        return traced;
    }

    public static FoundValue Found(Field field, in FieldValue value) =>
        new(field.Name, value.IsPresent ? value.ToString() : null, FieldMap.IsCommand(field.Name));
}
