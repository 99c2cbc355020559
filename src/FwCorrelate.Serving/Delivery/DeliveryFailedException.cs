// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Delivery;

/// <summary>A sink did not take what it was given; the message is for users.</summary>
internal sealed class DeliveryFailedException : Exception
{
    public DeliveryFailedException(string message)
        : base(message)
    {
    }

    public DeliveryFailedException()
    {
    }

    public DeliveryFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
