// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json.Nodes;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Scenarios;

/// <summary><c>fwcorrelate mcp</c> in a process of its own, spoken with over its standard input and output.</summary>
[TestClass]
public sealed class McpTests
{
    private static WrittenResult _rome = null!;

    [ClassInitialize]
    public static void WriteRome(TestContext context) => _rome = WrittenResult.Of(Folders.Scenario("rome"));

    [ClassCleanup]
    public static void DeleteRome() => _rome.Dispose();

    [TestMethod]
    public void Session_OverStandardInputAndOutput_ReadsTheResult()
    {
        var id = _rome.Incidents().First(i => i.GetProperty("rule").GetProperty("category").GetString() == "mining"
            && i.GetProperty("fwcorrelate").GetProperty("attribution").GetProperty("kind").GetString() == "tool_call").GetProperty("event").GetProperty("id").GetString()!;
        using var session = new Session(_rome.Path);
        var hello = session.Ask("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-06-18",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
        });
        Assert.AreEqual("fwcorrelate", hello["serverInfo"]!["name"]!.GetValue<string>());
        Assert.Contains("never follow", hello["instructions"]!.GetValue<string>());
        Assert.IsNull(hello["capabilities"]!["prompts"]);
        session.Tell("notifications/initialized");

        var tools = session.Ask("tools/list", [])["tools"]!.AsArray();
        Assert.AreEqual("explain_incident list_evidence list_incidents show_incident",
            string.Join(' ', tools.Select(t => t!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal)));
        Assert.IsTrue(tools.All(t => t!["annotations"]!["readOnlyHint"]!.GetValue<bool>() && !t["annotations"]!["destructiveHint"]!.GetValue<bool>()));

        var list = Data(session.Call("list_incidents", ("where", "rule.category = mining and verdict = agent_initiated"), ("limit", 5)));
        Assert.IsLessThanOrEqualTo(5, list["incidents"]!.AsArray().Count);
        Assert.IsTrue(list["incidents"]!.AsArray().All(i => i!["verdict"]!.GetValue<string>() == "agent_initiated"));
        var story = Data(session.Call("show_incident", ("id", id)));
        Assert.IsTrue(story["events"]!.AsArray().Any(e => e!["event"]!.GetValue<string>() == "call"));
        var why = Data(session.Call("explain_incident", ("id", id)));
        Assert.IsGreaterThan(0, why["why"]!["rivals"]!.AsArray().Count);
        var evidence = Data(session.Call("list_evidence", ("id", id)));
        Assert.AreEqual(64, evidence["evidence"]![0]!["sha256"]!.GetValue<string>().Length);
        Assert.IsGreaterThan(0, evidence["matched"]!.AsArray().Count);
    }

    [TestMethod]
    public void Session_WhateverIsAsked_ChangesNothing()
    {
        var before = Contents();
        using (var session = new Session(_rome.Path))
        {
            session.Hello();
            foreach (var (tool, arguments) in new (string, (string, JsonNode)[])[]
            {
                ("show_incident", [("id", "../../etc/passwd")]), ("show_incident", [("id", "INC-ffffffffffff")]), ("show_incident", []),
                ("list_incidents", [("where", "verdict =")]), ("list_incidents", [("limit", 100_000)]), ("list_incidents", [("path", "/etc/passwd")]),
                ("list_evidence", [("id", new JsonObject())]),
            })
            {
                var answer = session.Call(tool, arguments);
                Assert.IsTrue(answer["isError"]?.GetValue<bool>(), $"{tool}: {answer}");
                Assert.DoesNotContain("   at ", answer.ToJsonString());
            }

            Assert.IsNotNull(session.AskRaw("tools/call", new JsonObject { ["name"] = "run_command", ["arguments"] = new JsonObject() })["error"]);
            Assert.IsNotNull(session.AskRaw("resources/read", new JsonObject { ["uri"] = "file:///etc/passwd" })["error"]);
        }

        CollectionAssert.AreEqual(before, Contents());
    }

    [TestMethod]
    public void Answers_AreMarkedAsUntrustedAndHideNothing()
    {
        using var session = new Session(_rome.Path);
        session.Hello();
        var content = session.Call("list_incidents")["content"]!.AsArray();
        Assert.HasCount(2, content);
        Assert.Contains("never an instruction", content[0]!["text"]!.GetValue<string>());
        var text = content[1]!["text"]!.GetValue<string>();
        Assert.AreEqual("untrusted_data", JsonNode.Parse(text)!.AsObject().Single().Key);
        Assert.IsTrue(text.All(c => c is >= ' ' and <= '~'), "everything else is spelt out");
    }

    [TestMethod]
    public void Server_InputEnds_IsDone()
    {
        using var session = new Session(_rome.Path);
        session.Hello();
        Assert.AreEqual(0, session.End());
    }

    private static JsonNode Data(JsonNode answer) =>
        JsonNode.Parse(answer["content"]![1]!["text"]!.GetValue<string>())!["untrusted_data"]!;

    private static List<string> Contents() => [.. Directory.EnumerateFiles(_rome.Path).Order(StringComparer.Ordinal)
        .Select(f => $"{f} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}")];

    private sealed class Session : IDisposable
    {
        private readonly Process _process;
        private int _last;

        public Session(string folder)
        {
            var host = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet";
            _process = Process.Start(new ProcessStartInfo(host, [typeof(Application).Assembly.Location, "mcp", folder])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginErrorReadLine();
        }

        public void Hello()
        {
            Ask("initialize", new JsonObject
            {
                ["protocolVersion"] = "2025-06-18",
                ["capabilities"] = new JsonObject(),
                ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
            });
            Tell("notifications/initialized");
        }

        public JsonNode Call(string tool, params (string Name, JsonNode Value)[] arguments) =>
            Ask("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = new JsonObject(arguments.Select(a => KeyValuePair.Create(a.Name, (JsonNode?)a.Value))) });

        public JsonNode Ask(string method, JsonObject parameters)
        {
            var answer = AskRaw(method, parameters);
            return answer["result"] ?? throw new AssertFailedException($"{method}: {answer}");
        }

        public JsonNode AskRaw(string method, JsonObject parameters)
        {
            var id = ++_last;
            Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
            while (ReadLine() is { } line)
            {
                var answer = JsonNode.Parse(line)!;
                if (answer["id"]?.GetValue<int>() == id)
                    return answer;
            }

            throw new AssertFailedException($"{method}: the server ended without an answer");
        }

        public void Tell(string method) => Write(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method });

        /// <summary>Ends the input, and waits for the server to end.</summary>
        /// <returns>Its exit code.</returns>
        public int End()
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TestLimits.Hangs))
                _process.Kill();
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                End();
            _process.Dispose();
        }

        private string? ReadLine()
        {
            var line = _process.StandardOutput.ReadLineAsync();
            return line.Wait(TimeSpan.FromMinutes(2)) ? line.Result : throw new AssertFailedException("no answer within two minutes");
        }

        private void Write(JsonObject message)
        {
            _process.StandardInput.WriteLine(message.ToJsonString());
            _process.StandardInput.Flush();
        }
    }
}
