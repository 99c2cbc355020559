// SPDX-License-Identifier: Apache-2.0
using System.Net;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Matching;
using FwCorrelate.Serving.Delivery;

namespace FwCorrelate.Serving.Tests.Delivery;

[TestClass]
public sealed class WebhookSinkTests
{
    private const string Secret = "0123456789abcdef";

    [TestMethod]
    public async Task Deliver_Signed_CarriesWhatTheReceiverNeeds()
    {
        using var scratch = new ScratchFolder();
        var receiver = new Receiver(HttpStatusCode.NoContent);
        using var sink = Sink(scratch, receiver);
        var revision = SampleRevision.Of("INC-1", 2);
        await sink.DeliverAsync([revision], "", CancellationToken.None);
        var (headers, body) = receiver.Requests.Single();
        Assert.AreEqual(revision.Document, body);
        Assert.AreEqual("INC-1-2", headers["Idempotency-Key"]);
        Assert.AreEqual("sha256=" + WebhookSink.Signature(Secret, headers["X-FwCorrelate-Timestamp"], body), headers["X-FwCorrelate-Signature"]);
    }

    /// <summary>RFC 4231, test case 2, with our stamp and full stop before the data.</summary>
    [TestMethod]
    public void Signature_KnownText_IsHmacSha256()
    {
        using var hmac = new System.Security.Cryptography.HMACSHA256("Jefe"u8.ToArray());
        Assert.AreEqual(Convert.ToHexStringLower(hmac.ComputeHash("1.what do ya want for nothing?"u8.ToArray())), WebhookSink.Signature("Jefe", "1", "what do ya want for nothing?"));
    }

    [TestMethod]
    [DataRow(HttpStatusCode.InternalServerError)]
    [DataRow(HttpStatusCode.Found)]
    [DataRow(HttpStatusCode.BadRequest)]
    public async Task Deliver_AnythingButSuccess_WasNotTaken(HttpStatusCode status)
    {
        using var scratch = new ScratchFolder();
        using var sink = Sink(scratch, new Receiver(status));
        var failed = await Assert.ThrowsExactlyAsync<DeliveryFailedException>(() => sink.DeliverAsync([SampleRevision.Of("INC-1", 1)], "", CancellationToken.None));
        Assert.Contains($"answered {(int)status}", failed.Message);
        Assert.DoesNotContain("secret-path", failed.Message);
    }

    [TestMethod]
    public void Wants_Route_TakesLevelVerdictAndRun()
    {
        using var sink = new WebhookSink(new WebhookSettings("a", new Uri("https://example.org/"), null)
        {
            MinLevel = Level.High,
            Verdicts = ["agent_initiated"],
            Runs = ["run-1"],
        }, new SetClock());
        Assert.IsTrue(sink.Wants(SampleRevision.Of("INC-1", 1, Level.Critical, "agent_initiated", "run-1")));
        Assert.IsFalse(sink.Wants(SampleRevision.Of("INC-1", 1, Level.Medium, "agent_initiated", "run-1")));
        Assert.IsFalse(sink.Wants(SampleRevision.Of("INC-1", 1, Level.Critical, "background", "run-1")));
        Assert.IsFalse(sink.Wants(SampleRevision.Of("INC-1", 1, Level.Critical, "agent_initiated", null)));
    }

    private static WebhookSink Sink(ScratchFolder scratch, Receiver receiver)
    {
        var file = scratch.Append("secret", Secret + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new WebhookSink(new WebhookSettings("a", new Uri("https://example.org/secret-path"), SecretReference.Parse("secret", "file:" + file)), new SetClock(), receiver);
    }

    private sealed class Receiver(HttpStatusCode status) : HttpMessageHandler
    {
        public List<(Dictionary<string, string> Headers, string Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.Headers.ToDictionary(h => h.Key, h => h.Value.Single()), await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage(status);
        }
    }
}
