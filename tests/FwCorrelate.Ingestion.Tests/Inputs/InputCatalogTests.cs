// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.Tests.Inputs;

[TestClass]
public sealed class InputCatalogTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Discover_Folder_FindsFilesOnceInOrdinalOrderWithoutHiddenOnes()
    {
        Write("b/two.log", "B/one.log", "a.log", ".hidden", "b/.git/config");
        using var catalog = InputCatalog.Discover([_folder, Path.Combine(_folder, "a.log")], _folder);
        CollectionAssert.AreEqual(new[] { "B/one.log", "a.log", "b/two.log" }, catalog.Inputs.Select(i => i.RelativePath).ToArray());
    }

    [TestMethod]
    public void Discover_LinkToAncestor_EndsAndFindsEachFile()
    {
        Write("a/one.log");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "a", "loop"), _folder);
        using var catalog = InputCatalog.Discover([_folder], _folder);
        Assert.Contains(i => i.RelativePath == "a/one.log", catalog.Inputs);
        Assert.IsLessThan(4, catalog.Inputs.Count);
    }

    [TestMethod]
    public void Discover_Glob_MatchesAcrossFolders()
    {
        Write("x/y/one.log", "x/two.log", "x/three.txt");
        using var catalog = InputCatalog.Discover([Path.Combine(_folder, "**/*.log")], _folder);
        CollectionAssert.AreEqual(new[] { "x/two.log", "x/y/one.log" }, catalog.Inputs.Select(i => i.RelativePath).ToArray());
    }

    [TestMethod]
    public void Discover_MissingPath_NamesIt()
    {
        var error = Assert.ThrowsExactly<ConfigurationException>(() => InputCatalog.Discover(["no/such.log"], _folder));
        StringAssert.Contains(error.Message, "no/such.log: no such file or folder");
    }

    [TestMethod]
    public void Discover_GlobWithoutMatch_IsAnError() =>
        Assert.ThrowsExactly<ConfigurationException>(() => InputCatalog.Discover([Path.Combine(_folder, "*.log")], _folder));

    [TestMethod]
    public void Discover_StandardInput_CanBeReadTwiceAndIsDeletedAfterwards()
    {
        string spool;
        using (var catalog = InputCatalog.Discover(["-"], _folder, new MemoryStream("a line\n"u8.ToArray())))
        {
            Assert.AreEqual("-", catalog.Inputs[0].RelativePath);
            spool = catalog.Inputs[0].FullPath;
            Assert.AreEqual("a line\n", File.ReadAllText(spool));
            Assert.AreEqual("a line\n", File.ReadAllText(spool));
        }

        Assert.IsFalse(File.Exists(spool));
    }

    [TestMethod]
    [DataRow("logs/vpc/**", "logs/vpc/a/b.log.gz", true)]
    [DataRow("logs/vpc/**", "logs/vpcx/b.log", false)]
    [DataRow("**/*.log", "a.log", true)]
    [DataRow("*.log", "a/b.log", false)]
    [DataRow("logs/*/x?.log", "logs/eu/x1.log", true)]
    [DataRow("a*b*c", "aXXbYYbc", true)]
    public void Matches_Pattern_IsOverWholePath(string pattern, string path, bool expected) =>
        Assert.AreEqual(expected, PathGlob.Matches(pattern, path));

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            File.WriteAllText(Path.Combine(_folder, name), name);
        }
    }
}
