// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// The contacts of one endpoint, put together once, so that each of its actors is told of the others without going through them all:
/// every sandbox may contact it.
/// </summary>
internal sealed class EndpointContacts
{
    private readonly Dictionary<int[], List<Contact>> _chains = new(SandboxSets.SameSandboxes);

    /// <param name="contacts">By start.</param>
    /// <param name="isBeforeAnyCall">Whether none of its sandboxes had made a call yet.</param>
    /// <param name="isWithoutCall">Whether no call of its sandboxes made it.</param>
    public EndpointContacts(IEnumerable<Contact> contacts, Func<Contact, bool> isBeforeAnyCall, Func<Contact, bool> isWithoutCall)
    {
        foreach (var contact in contacts)
        {
            if (!_chains.TryGetValue(contact.Sandboxes, out var chain))
                _chains.Add(contact.Sandboxes, chain = []);
            chain.Add(contact);
            if (contact.IsFirst && isBeforeAnyCall(contact))
                BeforeAnyCall.Add(contact.Sandboxes);
            if (contact.IsFirst && isWithoutCall(contact))
                WithoutCall.Add(contact.Sandboxes);
        }
    }

    /// <summary>Of first contacts before any call.</summary>
    public SandboxSets BeforeAnyCall { get; } = new();

    /// <summary>Of first contacts that no call made.</summary>
    public SandboxSets WithoutCall { get; } = new();

    /// <summary>Contacts of the same sandboxes, by start; at least the one asked for.</summary>
    public List<Contact> ChainOf(Contact contact) => _chains[contact.Sandboxes];
}
