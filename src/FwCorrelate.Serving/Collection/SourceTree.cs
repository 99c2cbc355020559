// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service;

namespace FwCorrelate.Serving.Collection;

/// <summary>The folders and files that are watched, named as <c>investigate</c> names them.</summary>
/// <param name="options">Says which.</param>
/// <param name="own">Folders of the service, which may lie within: nothing in them is evidence.</param>
internal sealed class SourceTree(InvestigationOptions options, IReadOnlyList<string> own)
{
    private readonly List<string> _own = [.. own.Concat(options.Rules).Select(Path.GetFullPath)];

    private IEnumerable<string> Paths =>
        options.CasePath is { } folder ? [folder] : [.. options.Logs, .. options.Timelines, .. options.Leases, .. options.Gpu];

    private string BaseFolder => options.CasePath ?? Directory.GetCurrentDirectory();

    /// <summary>Looks once. A path that is gone for now, or may not be listed, is told in <see cref="TreeLook.Problems"/>.</summary>
    public TreeLook Look()
    {
        var files = new Dictionary<string, FileLook>(StringComparer.Ordinal);
        var (unread, problems) = (new List<UnreadEntry>(), new List<string>());
        foreach (var path in Paths)
        {
            try
            {
                using var found = InputCatalog.Discover([path], BaseFolder);
                foreach (var input in found.Inputs.Where(i => !IsOwn(i.FullPath)))
                {
                    if (FileLook.At(input.FullPath, input.RelativePath) is { } look)
                        files.TryAdd(look.FullPath, look);
                }

                unread.AddRange(found.Unread);
            }
            catch (ConfigurationException e)
            {
                problems.Add(e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{path}: {e.Message}");
            }
        }

        return new TreeLook([.. files.Values.OrderBy(f => f.Path, StringComparer.Ordinal)], unread, problems);
    }

    private bool IsOwn(string file) =>
        _own.Exists(o => file == o
            || file.StartsWith(o.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
