// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// Where a secret stands: <c>env:NAME</c> or <c>file:PATH</c>. A secret itself is never an argument, which every user of the machine could
/// read. The reference may be shown; what it leads to may not.
/// </summary>
public sealed class SecretReference
{
    private const string VariablePrefix = "env:";
    private const string FilePrefix = "file:";

    // A key is a line; a larger file is another file.
    private const int MostBytes = 65_536;

    private readonly string _option;
    private readonly string _text;

    private SecretReference(string option, string text) => (_option, _text) = (option, text);

    /// <param name="option">What the value was given to, for errors.</param>
    /// <exception cref="ConfigurationException">Neither form. The text is not repeated: it may be the secret.</exception>
    public static SecretReference Parse(string option, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isReference = (text.StartsWith(VariablePrefix, StringComparison.Ordinal) && text.Length > VariablePrefix.Length)
            || (text.StartsWith(FilePrefix, StringComparison.Ordinal) && text.Length > FilePrefix.Length);
        return isReference
            ? new SecretReference(option, text)
            : throw new ConfigurationException($"{option} is neither env:NAME nor file:PATH (its value is not shown here): "
                + "put the secret into an environment variable or into a file that only you can read, and name that");
    }

    /// <summary>The secret, without the line end of a file.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="ConfigurationException">The variable or file is missing, empty, readable by everyone or no line of
    /// text.</exception>
    public string Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var secret = _text.StartsWith(VariablePrefix, StringComparison.Ordinal)
            ? variable(_text[VariablePrefix.Length..]) ?? throw Unusable(
                "the environment variable is not set", "export it, or name another")
            : ReadFile(_text[FilePrefix.Length..]);
        if (secret.Length == 0)
            throw Unusable("it is empty", "put the secret there");
        if (secret.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw Unusable("it holds line ends or characters outside ASCII", "put the secret there alone, on one line");
        return secret;
    }

    /// <summary>The reference, as given.</summary>
    public override string ToString() => _text;

    private string ReadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & UnixFileMode.OtherRead) != 0)
                throw Unusable("everyone on this machine can read the file", $"type: chmod 600 {path}");
            if (stream.Length > MostBytes)
                throw Unusable($"the file has {stream.Length} bytes", "name a file that holds nothing but the secret");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd().TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unusable("there is no such file", "write the secret there, readable by you alone");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable("the file cannot be read", "name a file that you may read");
        }
    }

    private ConfigurationException Unusable(string found, string remedy) => new($"{_option} {_text}: {found}: {remedy}");
}
