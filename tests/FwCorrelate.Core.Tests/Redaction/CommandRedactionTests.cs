// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Redaction;

namespace FwCorrelate.Core.Tests.Redaction;

[TestClass]
public sealed class CommandRedactionTests
{
    [TestMethod]
    [DataRow("export DB_PASSWORD=hunter2 && run", "export DB_PASSWORD=[secret] && run")]
    [DataRow("{\"api_key\": \"abc\", \"n\": 1}", "{\"api_key\": [secret], \"n\": 1}")]
    [DataRow("{\"command\": \"echo \\\"token\\\": \\\"abc\\\"\"}", "{\"command\": \"echo \\\"token\\\": [secret]\"}")]
    [DataRow("run --password hunter2 --verbose", "run --password [secret] --verbose")]
    [DataRow("run --auth-token=\"a b\" x", "run --auth-token=[secret] x")]
    [DataRow("curl -H 'Authorization: Bearer abc.def' http://x", "curl -H 'Authorization: Bearer [secret]' http://x")]
    [DataRow("curl -u admin:hunter2 http://x", "curl -u admin:[secret] http://x")]
    [DataRow("git clone https://bob:s3cr3t@git.example/x.git", "git clone https://bob:[secret]@git.example/x.git")]
    [DataRow("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY aws s3 ls", "AWS_SECRET_ACCESS_KEY=[secret] aws s3 ls")]
    [DataRow("aws configure set aws_secret_access_key wJalrXUtnFEMI/K7MDENG", "aws configure set aws_secret_access_key [secret]")]
    [DataRow("echo AKIAIOSFODNN7EXAMPLE", "echo [secret]")]
    [DataRow("openai sk-proj-abcdefghijkl", "openai [secret]")]
    [DataRow("gh auth ghp_16C7e42F292c6912E7710c838347Ae178B4a", "gh auth [secret]")]
    [DataRow("mysql -uroot -phunter db", "mysql -uroot -p[secret] db")]
    [DataRow("sshpass -p hunter2 ssh host", "sshpass -p [secret] ssh host")]
    [DataRow("7z x -pS3cr3t-1 a.7z", "7z x -p[secret] a.7z")]
    [DataRow("cat <<K\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nK", "cat <<K\n[secret]\nK")]
    [DataRow("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "[secret]")]
    public void MaskSecrets_Secret_IsReplaced(string command, string expected) => Assert.AreEqual(expected, CommandRedaction.MaskSecrets(command));

    [TestMethod]
    [DataRow("nmap -p22,80,443 -pT:1-1024 10.0.0.0/8")]
    [DataRow("gcc -pthread -pedantic a.c && tar -pxvf a.tar && mkdir -p /a/b")]
    [DataRow("python train.py --max_tokens=512 --tokenizer gpt2")]
    [DataRow("ssh -R 2222:localhost:22 git@198.51.100.7 -p 2222")]
    [DataRow("./xmrig -o stratum+tcp://pool.example:3333 -u wallet")]
    [DataRow("sha1sum 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12")]
    public void MaskSecrets_NoSecret_StaysReadable(string command) => Assert.AreEqual(command, CommandRedaction.MaskSecrets(command));

    [TestMethod]
    [DataRow(ArgumentRedaction.None)]
    [DataRow(ArgumentRedaction.Truncate)]
    [DataRow(ArgumentRedaction.Hash)]
    public void Apply_AnyMode_MasksSecrets(ArgumentRedaction mode) =>
        Assert.DoesNotContain("hunter2", CommandRedaction.Apply("run --password hunter2", mode));

    [TestMethod]
    public void Apply_Truncate_KeepsTheFirst400CharactersAndSaysSo() => Assert.AreEqual(
        new string('x', 400) + "… [first 400 of 512 characters]",
        CommandRedaction.Apply(new string('x', 512), ArgumentRedaction.Truncate));

    [TestMethod]
    public void Apply_TruncateWithinAPair_KeepsNoHalfCharacter() => Assert.StartsWith(
        new string('x', 399) + "…",
        CommandRedaction.Apply(new string('x', 399) + "😀 and more", ArgumentRedaction.Truncate));

    [TestMethod]
    public void Apply_Hash_TellsHashAndLengthOnly() => Assert.AreEqual(
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad (3 characters)",
        CommandRedaction.Apply("abc", ArgumentRedaction.Hash));

    [TestMethod]
    public void Apply_None_KeepsLongCommandsWhole() =>
        Assert.AreEqual(new string('x', 5000), CommandRedaction.Apply(new string('x', 5000), ArgumentRedaction.None));

    [TestMethod]
    public void MaskSecrets_AnyPasswordBehindAnyMark_IsGone() =>
        Gen.Select(
                Gen.OneOf(Array.ConvertAll<string, Gen<string>>(
                    ["password=", "--token ", "Authorization: Bearer ", "mysql -p", "secret: ", "api-key := ", "sk-", "ghp_"], Gen.Const)),
                Gen.String[Gen.Char.AlphaNumeric, 12, 30],
                Gen.String[Gen.Char[' ', '~'], 0, 30])
            .Sample((mark, password, rest) => !CommandRedaction.MaskSecrets($"run {mark}{password} {rest}").Contains($"{password} ", StringComparison.Ordinal)
                || rest.Contains(password, StringComparison.Ordinal));
}
