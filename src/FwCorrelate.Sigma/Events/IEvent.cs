// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Events;

/// <summary>What rules run over. Implemented by structs, so that matchers call it without boxing or virtual dispatch.</summary>
public interface IEvent
{
    FieldValue Read(Field field);

    /// <summary>Whether any value of the event passes: Sigma's keyword search. Names of fields do not count.</summary>
    bool AnyValue(ValueTest test);
}
