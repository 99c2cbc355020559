// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FwCorrelate.Cli.Options;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>What is wrong with a command line, in one sentence that says what was expected.</summary>
internal static class UsageErrors
{
    /// <summary>The first error, or null. Help and version forgive everything.</summary>
    public static string? First(ParseResult parsed)
    {
        if (parsed.Action is { ClearsParseErrors: true })
            return null;
        var command = parsed.CommandResult.Command;
        if (UnknownOption(parsed) is { } option)
            return $"unknown option '{option}'.{Suggestion.Sentence(option, OptionsOf(command))}";
        if (UnknownWord(parsed) is { } word)
            return $"'{word}' is not a command here.{Expected(command)}{Suggestion.Sentence(word, command.Subcommands.Select(c => c.Name))}";
        if (command.Subcommands.Count > 0 && command.Action is null or ParseErrorAction)
            return $"a command is missing.{Expected(command)}";
        return parsed.Errors.Count == 0 ? null : Sentence(parsed.Errors[0]);
    }

    // The parser hands an unknown option to an argument that takes many; nothing of ours starts with a dash but "-".
    private static string? UnknownOption(ParseResult parsed)
    {
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
                return null;
            if (token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-')
                return token.Value.Split('=')[0];
        }

        return null;
    }

    private static string? UnknownWord(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;

    private static string Sentence(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } option when option.Option.Arity.MinimumNumberOfValues > 0 =>
            $"{option.Option.Name} has no value: expected {option.Option.Name} {option.Option.HelpName}",
        OptionResult { IdentifierTokenCount: > 1 } option when option.Option.Arity.MaximumNumberOfValues <= 1 =>
            $"{option.Option.Name} is given {option.IdentifierTokenCount} times: expected it once",
        ArgumentResult { Tokens.Count: 0 } argument => $"{argument.Argument.Name} is missing: {argument.Argument.Description}",
        _ => error.Message.TrimEnd('.'),
    };

    private static string Expected(Command command) => $" Expected {string.Join(", ", command.Subcommands.Select(c => c.Name))}.";

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Select(o => o.Name).Concat(["--help", "--version"]);
}
