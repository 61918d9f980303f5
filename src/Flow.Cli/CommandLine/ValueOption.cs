using System.CommandLine;
using System.CommandLine.Parsing;

namespace Flow.Cli.CommandLine;

/// <summary>An option with one value, which says what a value looks like when it is given none, two or a wrong one.</summary>
internal static class ValueOption
{
    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">A right value, for the sentence about a missing one.</param>
    /// <param name="read">Reads a value, or throws a <see cref="FormatException"/> that ends the sentence "--name VALUE ...".</param>
    public static Option<T> Of<T>(string name, string description, string example, Func<string, T> read) => new(name)
    {
        Description = description,
        HelpName = example,
        Arity = ArgumentArity.ZeroOrMore, // So that every count comes to the reader below, which has a better sentence.
        CustomParser = result => Read(result, name, example, read),
    };

    public static bool Has(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    public static T ValueOr<T>(this ParseResult parsed, Option<T> option, T otherwise) =>
        parsed.Has(option) ? parsed.GetValue(option)! : otherwise;

    private static T? Read<T>(ArgumentResult result, string name, string example, Func<string, T> read)
    {
        switch (result.Tokens)
        {
            case []:
                result.AddError($"{name} needs a value, such as {name} {example}.");
                return default;
            case [var token]:
                try
                {
                    return read(token.Value);
                }
                catch (FormatException error)
                {
                    result.AddError($"{name} '{token.Value}' {error.Message}.");
                    return default;
                }
            default:
                result.AddError($"{name} is given {result.Tokens.Count} times; give it once.");
                return default;
        }
    }
}
