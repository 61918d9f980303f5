using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Properties.Ends;

/// <summary>The sources there are, in whole runs; those that join several are among the operators.</summary>
internal static class SourceKinds
{
    private const Capabilities Whole = Capabilities.Ordered | Capabilities.OneToOne | Capabilities.FaultsInOrder | Capabilities.Drains;

    public static IReadOnlyList<PipelineSubject<Token, Token>> All { get; } =
    [
        Of("a sequence", static items => Source.From("source", items)),
        Of("a state", static items => Source.UnfoldSpan<Unfolding?, Token>("source", null, (ref Unfolding? state, Span<Token> free) =>
            (state ??= new Unfolding(items.GetEnumerator())).Fill(free))),
        Of("an asynchronous sequence", static items => Source.From("source", SlowlyAsync(items))),
        Of("a channel", static items => Source.From("source", new EnumeratedReader<Token>(items))),
        // What it has in hand when it is told to end is its own.
        Of("a body", static items => Source.From<Token>("source", (output, cancellationToken) => WriteAllAsync(items, output, cancellationToken)))
            with { Capabilities = Whole & ~Capabilities.Drains },
    ];

    /// <summary>Ticks, in virtual time: each lets one item through.</summary>
    public static PipelineSubject<Token, Token> Tick { get; } = new(
        "ticks",
        static (source, _) => Pipeline.Zip("operator", ("a", source), ("ticks", Source.Tick("tick", TimeSpan.FromSeconds(1))), static (token, _) => token),
        static number => new Token(number),
        static tokens => tokens)
    { Capabilities = Whole & ~Capabilities.Drains };

    private static PipelineSubject<Token, Token> Of(string name, Func<IEnumerable<Token>, Pipeline<Nothing, Token>> create) =>
        PipelineSubject.OfSource(name, create, static number => new Token(number));

    /// <summary>Fills spans with a few items of a sequence; what came before a fault is given first.</summary>
    private sealed class Unfolding(IEnumerator<Token> items)
    {
        private const int Most = 3;

        private Exception? _fault;

        public int Fill(Span<Token> free)
        {
            if (_fault is { } fault) throw fault;
            var count = 0;
            try
            {
                while (count < Math.Min(free.Length, Most) && items.MoveNext()) free[count++] = items.Current;
            }
            catch (Exception error) when (count > 0)
            {
                _fault = error;
            }

            return count;
        }
    }

    private static async IAsyncEnumerable<T> SlowlyAsync<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            yield return item;
            await Task.Yield();
        }
    }

    private static async ValueTask WriteAllAsync(IEnumerable<Token> items, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            var isWritten = false;
            try
            {
                while (!(isWritten = output.TryWrite(item)) && await output.WaitToWriteAsync(cancellationToken))
                {
                    // There was room, and it is tried again.
                }
            }
            finally
            {
                if (!isWritten) item.Dispose();
            }

            if (!isWritten) return;
        }
    }
}
