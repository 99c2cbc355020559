// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Service.Results.Stories;

/// <summary>Times of stored documents.</summary>
public static class StoredTime
{
    /// <summary>The time at a dotted name; null where there is none.</summary>
    public static Instant? Of(StoredDocument document, string field)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Text(field) is { } text
            && InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var time } ? time : null;
    }
}
