// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Files;

namespace FwCorrelate.Service.Census;

/// <summary>
/// Which category a family of rules is counted in: those of the team that found ROME's violations ("Let It Flow", section 3.1.4), sorted
/// by <c>categories.csv</c> or a file of the user's. A family that it does not name, or names without one, is counted by itself only.
/// </summary>
public sealed class BehaviourCategories
{
    private const string Header = "family,category";
    private const int LongestFile = 1 << 20;
    private readonly Dictionary<string, string> _byFamily;
    private static readonly Lazy<BehaviourCategories> OfProgram = new(() => Read(Resource(), "categories.csv"));

    private BehaviourCategories(Dictionary<string, string> byFamily, IReadOnlyList<string> names) => (_byFamily, Names) = (byFamily, names);

    /// <summary>As the program ships them.</summary>
    public static BehaviourCategories Shipped => OfProgram.Value;

    /// <summary>In the order of their first mention.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The category; empty where there is none.</summary>
    public string Of(string family) => _byFamily.GetValueOrDefault(family, "");

    /// <exception cref="ConfigurationException">The file cannot be read, or is none.</exception>
    public static BehaviourCategories OfFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Read(System.Text.Encoding.UTF8.GetString(RegularFile.ReadBytes(path, LongestFile)), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {failure.Message} Expected a CSV file with the header {Header}.");
        }
    }

    private static BehaviourCategories Read(string text, string name)
    {
        var (families, names) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        foreach (var (i, raw) in text.TrimStart('\uFEFF').Split('\n').Index())
        {
            var line = raw.Trim();
            if (i == 0 && line != Header)
                throw new ConfigurationException($"{name}:1: found '{line}', expected the header {Header}");
            if (i == 0 || line.Length == 0)
                continue;
            var cells = line.Split(',', 2, StringSplitOptions.TrimEntries);
            if (cells.Length < 2 || cells[0].Length == 0)
                throw new ConfigurationException(FormattableString.Invariant(
                    $"{name}:{i + 1}: found '{line}', expected a family of rules, a comma and a category, such as mining,Controllability"));
            if (!families.TryAdd(cells[0], cells[1]))
                throw new ConfigurationException(FormattableString.Invariant(
                    $"{name}:{i + 1}: '{cells[0]}' stands above already; a family is counted in one category"));
            if (cells[1].Length > 0 && !names.Contains(cells[1], StringComparer.Ordinal))
                names.Add(cells[1]);
        }

        return new BehaviourCategories(families, names);
    }

    private static string Resource()
    {
        using var stream = typeof(BehaviourCategories).Assembly.GetManifestResourceStream("Census/categories.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
