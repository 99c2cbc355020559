// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Formats;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>
/// Puts a Painless script together out of stored sources and generated functions. In them <c>$Start</c> is a <see cref="RecordSlot"/>,
/// <c>$(Name)</c> a constant and <c>$[column]</c> the place of a column among those that are read: a name that no table has is an error.
/// </summary>
internal sealed partial class PainlessScript
{
    /// <summary>The most that engines take by default (<c>script.max_size_in_bytes</c>).</summary>
    public const int LongestSource = 65_535;

    private const string FlowStream = "logs-fwcorrelate.flow-";
    private const string AlertDataset = "fwcorrelate.alert";

    private readonly StringBuilder _source = new();
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _columns = new(ColumnNames.Comparer);

    public PainlessScript()
    {
        Define("Slots", Enum.GetValues<RecordSlot>().Length);
        Define("EcsVersion", EcsDocument.EcsVersion);
        Define("Year2000", UnixSeconds.Year2000);
        Define("Year2101", UnixSeconds.Year2101);
        Define("TimeExpectation", UnixSeconds.Expectation);
        Define("MappedPrefix", 0xFFFF_0000_0000);
        Define("Tcp", (long)TransportProtocol.Tcp);
        Define("FlowStream", FlowStream);
        Define("FlowStreamLength", FlowStream.Length);
        Define("AlertStream", $"logs-{AlertDataset}-");
        Define("AlertDataset", AlertDataset);
    }

    /// <summary>A text in Painless.</summary>
    public static string Quoted(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    public PainlessScript Define(string name, string value)
    {
        _constants.Add(name, value);
        return this;
    }

    public PainlessScript Define(string name, long value) => Define(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Every value of an enumeration under its name, as <c>$(FlowDirectionOutbound)</c>.</summary>
    public PainlessScript DefineAll<T>()
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            Define(typeof(T).Name + value, Convert.ToInt64(value, CultureInfo.InvariantCulture));
        return this;
    }

    /// <param name="first">Place of the first column.</param>
    public PainlessScript Columns(IReadOnlyList<string> names, int first)
    {
        // Names that every part of the program takes for the same have the place of the first.
        for (var i = 0; i < names.Count; i++)
            _columns.TryAdd(names[i], first + i);
        return this;
    }

    /// <summary>Adds functions that are stored beside this class.</summary>
    public PainlessScript Add(params ReadOnlySpan<string> sources)
    {
        foreach (var name in sources)
        {
            using var stream = typeof(PainlessScript).Assembly.GetManifestResourceStream(name + ".painless")
                ?? throw new InvalidOperationException($"The script {name} is not in the assembly.");
            using var reader = new StreamReader(stream);
            AddText(reader.ReadToEnd());
        }

        return this;
    }

    public PainlessScript AddText(string source)
    {
        _source.Append(Token().Replace(source, Expand)).Append('\n');
        return this;
    }

    /// <summary>The script without comments and indentation, which every node would keep.</summary>
    public override string ToString()
    {
        var lines = _source.ToString().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0
            && !l.StartsWith("//", StringComparison.Ordinal));
        var source = string.Join('\n', lines);
        return Encoding.UTF8.GetByteCount(source) <= LongestSource
            ? source
            : throw new InvalidOperationException($"A script has {source.Length} characters; engines take {LongestSource} bytes.");
    }

    private string Expand(Match token)
    {
        if (token.Groups["column"] is { Success: true } column)
            return _columns[column.Value].ToString(CultureInfo.InvariantCulture);
        return token.Groups["constant"] is { Success: true } constant
            ? _constants[constant.Value]
            : ((int)Enum.Parse<RecordSlot>(token.Groups["slot"].Value)).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\$\[(?<column>[^\]]+)\]|\$\((?<constant>\w+)\)|\$(?<slot>[A-Z]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
