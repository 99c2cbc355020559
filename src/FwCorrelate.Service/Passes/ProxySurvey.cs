// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// What logs of proxies and of DNS tell before any rule is run: whose requests go through a proxy, and which addresses names were answered
/// with. A case without a proxy's log is not read for it.
/// </summary>
internal sealed class ProxySurvey : IBlockVisitor
{
    private readonly HashSet<HostAddress> _clients = [];

    /// <summary>Addresses that requests came from.</summary>
    public IReadOnlySet<HostAddress> Clients => _clients;

    public ResolvedNames Names { get; } = new();

    /// <summary>Reads the logs that tell of it.</summary>
    /// <param name="pass">Makes a pass over files.</param>
    public static ProxySurvey Of(IReadOnlyList<LogFile> logs, Func<IReadOnlyList<LogFile>, LogPass> pass, int threads)
    {
        var survey = new ProxySurvey();
        if (!logs.Any(l => l.File.HoldsRequests))
            return survey;
        var visitors = Enumerable.Range(0, threads).Select(_ => new ProxySurvey()).ToList();
        pass([.. logs.Where(l => l.File.HoldsRequests || l.Format.Table.AnswerColumns.Count > 0)]).Run(visitors);
        foreach (var visitor in visitors)
        {
            survey._clients.UnionWith(visitor._clients);
            survey.Names.Add(visitor.Names);
        }

        return survey;
    }

    /// <summary>
    /// Whether a record goes out of the internal networks by itself, from an address whose requests go through a proxy at other times.
    /// </summary>
    public bool IsBypassedBy(RecordReference reference, CaseSettings settings)
    {
        ref readonly var record = ref reference.Record;
        return _clients.Contains(record.Source) && !reference.Batch.File.HoldsRequests && !record.Destination.IsNone
            && !settings.IsInternal(record.Destination) && Endpoint.InitiatorOf(record) != Initiator.Destination;
    }

    public void Visit(LogFile file, FlowBatch batch)
    {
        var format = batch.Layout.Format;
        for (var i = 0; i < batch.Count; i++)
        {
            var record = new RecordReference(batch, i);
            if (file.File.HoldsRequests)
                NoteRequest(record);
            else if (format.AnswerColumns.Count > 0)
                NoteAnswers(record);
        }
    }

    private void NoteRequest(RecordReference record)
    {
        if (!record.Record.Source.IsNone)
            _clients.Add(record.Record.Source);
        if (!record.Record.Destination.IsNone && RecordContexts.Mapped(record, EcsFields.DestinationDomain) is { } name)
            Names.Add(name, record.Record.Destination);
    }

    private void NoteAnswers(RecordReference record)
    {
        var format = record.Batch.Layout.Format;
        if ((RecordContexts.Mapped(record, EcsFields.DnsQuestionName) ?? format.QuestionColumns.Select(record.Field).OfType<string>().FirstOrDefault())
            is not { } name)
            return;
        foreach (var column in format.AnswerColumns)
        {
            if (record.Field(column) is not { } text)
                continue;
            foreach (var address in AddressesIn(text))
                Names.Add(name, address);
        }
    }

    /// <summary>Addresses in a list of answers, whatever stands around them: names that they go over, JSON.</summary>
    internal static IEnumerable<HostAddress> AddressesIn(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or ':' or '-' or '_'))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0 && HostAddress.TryParse(text.AsSpan(start, i - start), out var address) && !address.IsNone)
                yield return address;
            start = -1;
        }
    }
}
