using System.Collections.Concurrent;

namespace Flow.Testing;

/// <summary>A hop used once from both ends, as a case says, and what came of it.</summary>
internal sealed class HopConversation
{
    private readonly ConcurrentQueue<int> _released = new();

    private HopConversation(HopSubject subject, HopCase example)
    {
        Case = example;
        Error = example.Ending == HopEnding.Completed ? null : new InvalidOperationException($"The hop has {example.Ending}.");
        Hop = subject.Create(example.Options((item, _) => _released.Enqueue(item)));
        Writing = new Writing<int>(Hop.Writer, [.. Enumerable.Range(0, example.Items)], example.Writing, example.Weigh);
        Reading = new Reading<int>(Hop.Reader, example.Reading, IsAbandoned ? example.AbandonedAfter : int.MaxValue);
    }

    public HopCase Case { get; }

    public Hop<int> Hop { get; }

    public Writing<int> Writing { get; }

    public Reading<int> Reading { get; }

    /// <summary>What the hop was faulted or abandoned with.</summary>
    public Exception? Error { get; }

    public bool IsAbandoned => Case.Ending == HopEnding.Abandoned;

    public IReadOnlyList<int> Released => [.. _released];

    /// <summary>Uses the hop until both sides are done.</summary>
    public static async Task<HopConversation> HoldAsync(HopSubject subject, HopCase example)
    {
        var conversation = new HopConversation(subject, example);
        await Task.WhenAll(Turns.StartAsync(conversation.WriteAsync), Turns.StartAsync(conversation.ReadAsync));
        return conversation;
    }

    private async Task WriteAsync()
    {
        await Writing.RunAsync();
        // A hop that is to be abandoned stays open, so that nothing but the abandonment ends it.
        if (!IsAbandoned) Hop.Writer.Complete(Error);
    }

    private async Task ReadAsync()
    {
        await Reading.RunAsync();
        if (IsAbandoned) Hop.Reader.Abandon(Error);
    }
}
