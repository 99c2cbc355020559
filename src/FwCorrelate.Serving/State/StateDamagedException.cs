// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.State;

/// <summary>What is stored is not what was written; the message says where.</summary>
internal sealed class StateDamagedException : Exception
{
    public StateDamagedException(string message)
        : base(message)
    {
    }

    public StateDamagedException()
    {
    }

    public StateDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
