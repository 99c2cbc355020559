// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// An actor and an endpoint that it contacts: what millions of connections are looked up by, so that it has a hash of its own.
/// </summary>
internal readonly record struct ActorTarget(Actor Actor, Endpoint Target)
{
    public static ActorTarget Of(Sighting sighting) => new(sighting.Actor, sighting.Target);

    public bool Equals(ActorTarget other) => ReferenceEquals(Actor, other.Actor) && Target.Equals(other.Target);

    public override int GetHashCode() =>
        (int)((((uint)Actor.GetHashCode() * 0x9E37_79B9_7F4A_7C15) ^ (uint)Target.GetHashCode()) * 0xC2B2_AE3D_27D4_EB4F >> 32);
}
