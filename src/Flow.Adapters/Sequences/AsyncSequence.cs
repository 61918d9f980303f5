using System.Runtime.CompilerServices;

namespace Flow.Adapters;

/// <summary>Makes asynchronous sequences of sources.</summary>
public static class AsyncSequence
{
    /// <summary>What a source gives, as an asynchronous sequence; each enumeration is a run of its own.</summary>
    /// <remarks>
    /// The run waits while nobody asks for the next item and <paramref name="hop"/> is full. A fault comes out of the enumeration as
    /// the run's <see cref="StageFaultException"/>, after the items before it. An enumeration that ends early stops the run, and has
    /// ended when the run has.
    /// </remarks>
    /// <param name="source">What is run.</param>
    /// <param name="hop">The hop that the enumeration reads.</param>
    /// <param name="options">Where it runs.</param>
    public static IAsyncEnumerable<T> ToAsyncEnumerable<T>(
        this Pipeline<Nothing, T> source, HopOptions<T>? hop = null, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return EnumerateAsync(source, hop ?? HopOptions<T>.Default, options ?? new RunOptions());
    }

    private static async IAsyncEnumerable<T> EnumerateAsync<T>(
        Pipeline<Nothing, T> source, HopOptions<T> hop, RunOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var items = Hop<T>.Create(hop, options.TimeProvider);
        await using var run = source.Run(items.Writer, options);
        try
        {
            while (await HasMoreAsync())
            {
                while (items.Reader.TryRead(out var item))
                {
                    yield return item;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            await run.Completion;
        }
        finally
        {
            items.Reader.Abandon();
        }

        async ValueTask<bool> HasMoreAsync()
        {
            try
            {
                return await items.Reader.WaitToReadAsync(cancellationToken);
            }
            catch (Exception error) when (ReferenceEquals(error, items.Reader.CompletionError))
            {
                // The run knows the stage as well.
                await run.Completion;
                throw;
            }
        }
    }
}
