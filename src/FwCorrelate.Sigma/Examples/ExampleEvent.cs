// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Examples;

/// <summary>A field of an event that somebody wrote down.</summary>
/// <param name="Name">Dotted, as a rule would name it.</param>
/// <param name="Values">At least one.</param>
public sealed record ExampleField(string Name, IReadOnlyList<string> Values, Position Position)
{
    /// <summary>The first of <see cref="Values"/>.</summary>
    public string Value => Values[0];
}

/// <summary>An event that somebody wrote down: an example beside a rule, or one to explain.</summary>
/// <param name="File">Path as given by the user.</param>
/// <param name="Fields">In the order written; fields without a value are left out.</param>
public sealed record ExampleEvent(string File, Position Position, IReadOnlyList<ExampleField> Fields)
{
    /// <summary>The field of that name, or null.</summary>
    public ExampleField? this[string name] => Fields.FirstOrDefault(f => f.Name == name);

    public override string ToString() => $"{File}:{Position.Line}:{Position.Column}";
}
