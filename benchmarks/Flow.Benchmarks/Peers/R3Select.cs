using R3;

namespace Flow.Benchmarks.Peers;

/// <summary>R3's Select: calls from one to the next, no queue and no backpressure.</summary>
internal sealed class R3Select : IPeer
{
    public string Name => "r3";

    public Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged => Task.Run(() =>
        {
            using var subject = new Subject<T>();
            Observable<T> items = subject;
            for (var hop = 0; hop < haul.Hops; hop++) items = items.Select(Increment<T>.One);
            using var subscription = items.Subscribe(haul.Arrivals.Add);
            PushAll(haul, subject);
            return (double?)null;
        });

    private static void PushAll<T>(Haul<T> haul, Subject<T> subject)
        where T : unmanaged
    {
        for (long number = 0; number < haul.Items; number++) subject.OnNext(Item.Of<T>(number));
        subject.OnCompleted();
    }
}
