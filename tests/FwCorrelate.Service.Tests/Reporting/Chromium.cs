// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace FwCorrelate.Service.Tests.Reporting;

/// <summary>
/// A page in a headless Chromium, driven over its DevTools protocol; the test is skipped, visibly, where no Chromium is.
/// </summary>
internal sealed class Chromium : IDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(2));
    private string? _session;
    private int _last;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Dialogs that pages opened: a script of theirs ran.</summary>
    public int Dialogs { get; private set; }

    /// <summary>What the page was refused, and what went wrong in it.</summary>
    public List<string> Complaints { get; } = [];

    public static Chromium Open(string page, int width = 1280, int height = 900)
    {
        var program = Environment.GetEnvironmentVariable("FWC_CHROMIUM") ?? Array.Find(Places, File.Exists);
        if (program is null)
            Assert.Inconclusive($"no Chromium at {string.Join(", ", Places)}: FWC_CHROMIUM names one");
        var profile = Directory.CreateTempSubdirectory("fwcorrelate-chromium-").FullName;
        var start = new ProcessStartInfo(program,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--remote-debugging-port=0",
            $"--user-data-dir={profile}", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        var chromium = new Chromium(Process.Start(start)!, profile);
        try
        {
            chromium.Connect();
            chromium.Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
            var file = Path.Combine(profile, "page.html");
            File.WriteAllText(file, page);
            chromium.Send("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
            chromium.Until("document.readyState === 'complete'");
            return chromium;
        }
        catch
        {
            chromium.Dispose();
            throw;
        }
    }

    /// <summary>What an expression gives, as text.</summary>
    public string Ask(string expression)
    {
        var answer = Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        return answer["result"]?["value"]?.ToString() ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    public double Number(string expression) => double.Parse(Ask(expression), System.Globalization.CultureInfo.InvariantCulture);

    public void Press(string key)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
            Send("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key });
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper of the browser may still write there; the system clears its temporary folder.
        }
    }

    private void Until(string condition)
    {
        while (Ask($"String({condition})") != "true")
            Thread.Sleep(20);
    }

    private void Connect()
    {
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        // Chromium writes its port, and the path of its socket below, once it listens.
        var told = Path.Combine(_profile, "DevToolsActivePort");
        string[] lines;
        while ((lines = File.Exists(told) ? File.ReadAllLines(told) : []).Length < 2)
        {
            _patience.Token.ThrowIfCancellationRequested();
            Assert.IsFalse(_process.HasExited, "Chromium ended before it listened");
            Thread.Sleep(20);
        }

        _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), _patience.Token).GetAwaiter().GetResult();
        var target = Send("Target.createTarget", new JsonObject { ["url"] = "about:blank" })["targetId"]!.ToString();
        _session = Send("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true })["sessionId"]!.ToString();
        foreach (var domain in new[] { "Page", "Runtime", "Log" })
            Send($"{domain}.enable", []);
    }

    private JsonNode Send(string method, JsonObject parameters)
    {
        var id = ++_last;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
            message["sessionId"] = _session;
        _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, _patience.Token).GetAwaiter().GetResult();
        while (true)
        {
            var received = Receive();
            Note(received);
            if (received["id"]?.GetValue<int>() != id)
                continue;
            return received["result"] ?? throw new InvalidOperationException($"{method}: {received.ToJsonString()}");
        }
    }

    private void Note(JsonNode message)
    {
        switch (message["method"]?.ToString())
        {
            case "Page.javascriptDialogOpening":
                Dialogs++;
                break;
            case "Runtime.exceptionThrown" or "Log.entryAdded":
                Complaints.Add(message["params"]!.ToJsonString());
                break;
        }
    }

    private JsonNode Receive()
    {
        var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = _socket.ReceiveAsync(buffer, _patience.Token).GetAwaiter().GetResult();
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }
}
