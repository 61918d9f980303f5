using System.Collections.ObjectModel;
using Flow.Testing;

namespace Flow.Properties.Ends;

/// <summary>The sinks there are, in whole runs.</summary>
internal static class SinkKinds
{
    public static IReadOnlyList<PipelineSubject<Token, Token>> All { get; } =
    [
        Of("for each", static (take, probe) => Sink.ForEach("sink", take, Hop(probe))),
        Of("for each span", static (take, probe) => Sink.ForEachSpan<Token>("sink", tokens => TakeAll(take, tokens), Hop(probe))),
        Of("for each, asynchronously", static (take, probe) => Sink.ForEachAsync("sink", (token, _) => TakeAsync(take, token), Hop(probe))),
        Of("for each, by tasks", static (take, probe) => Sink.ForEachAsync<Token>("sink", Task (token, _) => TakeAsync(take, token).AsTask(), Hop(probe))),
        Of("collect", static (take, probe) => Sink.Collect("sink", new Taking(take), Hop(probe))),
        // It takes nothing, and disposes all.
        Of("ignore", static (_, probe) => Sink.Ignore("sink", Hop(probe))) with { Model = static _ => [], Capabilities = Capabilities.Ordered },
    ];

    private static PipelineSubject<Token, Token> Of(string name, Func<Action<Token>, Probe, Pipeline<Token, Nothing>> create) =>
        PipelineSubject.OfSink(name, create, static number => new Token(number));

    private static HopOptions<Token> Hop(Probe probe) => new(probe.Bound);

    private static void TakeAll(Action<Token> take, ReadOnlySpan<Token> tokens)
    {
        var taken = 0;
        try
        {
            foreach (var token in tokens)
            {
                taken++;
                take(token);
            }
        }
        finally
        {
            // The whole span is the function's, also when it throws.
            foreach (var token in tokens[taken..]) token.Dispose();
        }
    }

    private static async ValueTask TakeAsync(Action<Token> take, Token token)
    {
        for (var turn = 0; turn < token.Number % 3; turn++) await Task.Yield();
        take(token);
    }

    private sealed class Taking(Action<Token> take) : Collection<Token>
    {
        protected override void InsertItem(int index, Token item) => take(item);
    }
}
