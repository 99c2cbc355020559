// SPDX-License-Identifier: Apache-2.0
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FwCorrelate.Yaml;

/// <summary>
/// The one place that runs YamlDotNet's scanner. On some broken text (a bracket that is never closed, a tag without a name) version 18
/// fails with exceptions of its own making, such as InvalidOperationException; here each of them is the text's fault and says where.
/// </summary>
/// <remarks>Compiled into both projects that read YAML, since neither may know the other and what both know reads none.</remarks>
internal sealed class YamlEvents(string text) : IParser
{
    private readonly Parser _parser = new(new StringReader(text));
    private Mark _last = Mark.Empty;

    public ParsingEvent? Current => _parser.Current;

    /// <summary>Goes to the next event; false behind the last.</summary>
    /// <exception cref="YamlException">The text is not YAML. The inner exception's message is a sentence for users.</exception>
    public bool MoveNext()
    {
        try
        {
            var isMoved = _parser.MoveNext();
            _last = _parser.Current?.End ?? _last;
            return isMoved;
        }
        catch (Exception e) when (e is not (YamlException or OutOfMemoryException))
        {
            throw new YamlException(
                _last, _last, e.Message, new FormatException("a bracket, brace, quote or tag that is not complete follows", e));
        }
    }
}
