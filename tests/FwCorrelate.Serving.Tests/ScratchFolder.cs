// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Tests;

/// <summary>A temporary folder, gone when the test ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fwcorrelate-serving-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Adds text to a file, which is made with its folders where it is not there.</summary>
    public string Append(string name, string text)
    {
        var file = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.AppendAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
