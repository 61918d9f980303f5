namespace Flow.Benchmarks.Peers;

/// <summary>No hops at all: a loop that calls the functions one after the other. The floor.</summary>
internal sealed class PlainLoop : IPeer
{
    public string Name => "plain";

    public Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged => Task.Run(() =>
        {
            Loop(haul, Enumerable.Repeat(Increment<T>.One, haul.Hops).ToArray());
            return (double?)null;
        });

    private static void Loop<T>(Haul<T> haul, Func<T, T>[] functions)
        where T : unmanaged
    {
        for (long number = 0; number < haul.Items; number++)
        {
            var item = Item.Of<T>(number);
            foreach (var function in functions) item = function(item);
            haul.Arrivals.Add(item);
        }
    }
}
