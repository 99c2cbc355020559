// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>Calls of one template: of a text, or of a program.</summary>
internal sealed class TemplateFacts(TemplateCount count, TemplateFacts? program)
{
    /// <summary>Of its first call.</summary>
    public DestinationTelling Telling => count.Telling;

    public int Calls => count.Calls;

    /// <summary>Of a program: how many texts it has.</summary>
    public int Texts => count.Texts;

    /// <summary>Of a text; null for programs.</summary>
    public TemplateFacts? Program => program;

    /// <summary>Of a program: the texts of calls that were asked for.</summary>
    public List<TemplateFacts> KnownTexts { get; } = [];

    /// <summary>Of a text: what tells how many of its calls act, by family.</summary>
    public Dictionary<int, TextEvidence> Evidence { get; } = [];
}

/// <summary>How many calls and texts a template has.</summary>
internal readonly record struct TemplateCount(int Calls, int Texts, DestinationTelling Telling)
{
    /// <summary>Of a call that is not in the timeline.</summary>
    public static TemplateCount One => new(1, 1, DestinationTelling.Open);
}
