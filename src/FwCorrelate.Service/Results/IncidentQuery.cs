// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;

namespace FwCorrelate.Service.Results;

/// <summary>Which incidents of a result are asked for, so that most of a large one need not be read closely.</summary>
public sealed class IncidentQuery
{
    private const string Review = "why";

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:");

    private readonly byte[]? _holding;
    private readonly Func<StoredDocument, bool> _matches;

    /// <param name="matches">Tells wanted documents; asked from several threads.</param>
    /// <param name="isBrief">See <see cref="IsBrief"/>.</param>
    /// <param name="holding">Text that the line of a wanted incident holds; null for any.</param>
    public IncidentQuery(Func<StoredDocument, bool>? matches = null, bool isBrief = false, string? holding = null)
    {
        _matches = matches ?? (_ => true);
        IsBrief = isBrief;

        // Text that JSON may write with escapes cannot be looked for.
        _holding = holding is { Length: > 0 } && !holding.AsSpan().ContainsAnyExcept(Plain) ? Encoding.UTF8.GetBytes(holding) : null;
    }

    /// <summary>Everything.</summary>
    public static IncidentQuery All { get; } = new();

    /// <summary>Whether <c>fwcorrelate.why</c>, half of an incident, is left out of the documents; it stays in their lines.</summary>
    public bool IsBrief { get; }

    /// <summary>What a filter lets through, as briefly as its fields allow.</summary>
    /// <param name="fields">Names that the filter asks for.</param>
    public static IncidentQuery Of(Func<StoredDocument, bool> filter, IEnumerable<string> fields) =>
        new(filter, !fields.Any(f => f.Contains(Review, StringComparison.OrdinalIgnoreCase)));

    internal bool Matches(StoredDocument incident) => _matches(incident);

    internal bool MayMatch(ReadOnlySpan<byte> line) => _holding is null || line.IndexOf(_holding) >= 0;
}
