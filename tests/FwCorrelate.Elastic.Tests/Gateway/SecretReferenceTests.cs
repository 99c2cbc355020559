// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

[TestClass]
public sealed class SecretReferenceTests
{
    private const string Secret = "s3cr3t-value";

    [TestMethod]
    public void Read_Variable_IsItsValue() =>
        Assert.AreEqual(Secret, SecretReference.Parse("--api-key", "env:KEY").Read(n => n == "KEY" ? Secret : null));

    [TestMethod]
    public void Read_PrivateFile_IsItsLineWithoutEnd()
    {
        using var file = new SecretFile(Secret + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.AreEqual(Secret, SecretReference.Parse("--api-key", "file:" + file.Path).Read(_ => null));
    }

    [TestMethod]
    public void Read_FileThatEveryoneCanRead_IsRefusedAndNotShown()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Windows has no modes of files: there is nothing that the reader could refuse.");
        using var file = new SecretFile(Secret, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var error = Assert.ThrowsExactly<ConfigurationException>(() => SecretReference.Parse("--api-key", "file:" + file.Path).Read(_ => null));
        Assert.Contains("chmod 600", error.Message);
        Assert.DoesNotContain(Secret, error.Message);
    }

    [TestMethod]
    public void Parse_SecretItself_IsRefusedAndNotRepeated()
    {
        var error = Assert.ThrowsExactly<ConfigurationException>(() => SecretReference.Parse("--password", Secret));
        Assert.DoesNotContain(Secret, error.Message);
        Assert.Contains("env:NAME", error.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("two\nlines")]
    [DataRow("key\r\nX-Injected: 1")]
    public void Read_NoLineOfText_IsRefusedAndNotShown(string value)
    {
        var error = Assert.ThrowsExactly<ConfigurationException>(() => SecretReference.Parse("--api-key", "env:KEY").Read(_ => value));
        Assert.DoesNotContain("lines\n", error.Message);
        Assert.DoesNotContain("X-Injected", error.Message);
    }

    [TestMethod]
    public void Read_MissingVariableOrFile_SaysWhatToDo()
    {
        Assert.Contains("not set", Assert.ThrowsExactly<ConfigurationException>(() => SecretReference.Parse("--bearer", "env:NONE").Read(_ => null)).Message);
        Assert.Contains("no such file", Assert.ThrowsExactly<ConfigurationException>(() => SecretReference.Parse("--bearer", "file:/nowhere/x").Read(_ => null)).Message);
    }

    private sealed class SecretFile : IDisposable
    {
        public SecretFile(string text, UnixFileMode mode)
        {
            File.WriteAllText(Path, text);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path, mode);
        }

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
