// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Documents;

/// <summary>Fields of ECS that tell to whom the addresses of a record are registered.</summary>
public static class RegistrationFields
{
    /// <summary>Whether a field is one of them.</summary>
    public static bool IsOne(string field) => field is EcsFields.SourceGeoCountryIsoCode or EcsFields.SourceAsNumber
        or EcsFields.SourceAsOrganizationName or EcsFields.DestinationGeoCountryIsoCode or EcsFields.DestinationAsNumber
        or EcsFields.DestinationAsOrganizationName;

    /// <summary>The value of a field, a text or a whole number; null where no register is given, or it knows nothing.</summary>
    public static object? Of(RecordReference reference, string field)
    {
        if (reference.Batch.File.Source.Addresses is not { } register || !IsOne(field))
            return null;
        ref readonly var record = ref reference.Record;
        var found = register.Find(field.StartsWith("source.", StringComparison.Ordinal) ? record.Source : record.Destination);
        return field switch
        {
            EcsFields.SourceGeoCountryIsoCode or EcsFields.DestinationGeoCountryIsoCode => found?.Country,
            EcsFields.SourceAsNumber or EcsFields.DestinationAsNumber => found?.AsNumber,
            _ => found?.AsOrganization,
        };
    }

    /// <summary>What is known of both ends, in the order of the fields.</summary>
    public static IEnumerable<(string Field, object? Value)> Of(RecordReference reference)
    {
        if (reference.Batch.File.Source.Addresses is not { } register)
            yield break;
        if (register.Find(reference.Record.Source) is { } source)
        {
            yield return (EcsFields.SourceGeoCountryIsoCode, source.Country);
            yield return (EcsFields.SourceAsNumber, source.AsNumber);
            yield return (EcsFields.SourceAsOrganizationName, source.AsOrganization);
        }

        if (register.Find(reference.Record.Destination) is { } destination)
        {
            yield return (EcsFields.DestinationGeoCountryIsoCode, destination.Country);
            yield return (EcsFields.DestinationAsNumber, destination.AsNumber);
            yield return (EcsFields.DestinationAsOrganizationName, destination.AsOrganization);
        }
    }
}
