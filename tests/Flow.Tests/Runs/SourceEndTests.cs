using System.Runtime.CompilerServices;

namespace Flow.Tests.Runs;

/// <summary>What a source throws because it was told to end is no fault; what it threw before is one.</summary>
public class SourceEndTests
{
    private static readonly string[] Kinds = ["sequence", "body", "stage"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Sources() => [.. Kinds];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task An_exception_of_its_own_at_the_end_of_what_is_wanted_is_no_fault(string kind) =>
        Assert.Equal([0], await Of(kind).Take("one", 1).CollectAsync());

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task An_exception_of_its_own_when_it_is_drained_is_no_fault(string kind)
    {
        var received = new List<int>();
        var arrived = new TaskCompletionSource();
        await using var run = Of(kind).Then(Sink.ForEach<int>("sink", item =>
        {
            received.Add(item);
            arrived.SetResult();
        })).Run();
        await arrived.Task.Limit();

        await run.DrainAsync(Token).Limit();

        Assert.Equal([0], received);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task An_exception_of_its_own_when_it_is_stopped_is_no_fault(string kind)
    {
        var arrived = new TaskCompletionSource();
        var run = Of(kind).Then(Sink.ForEach<int>("sink", _ => arrived.SetResult())).Run();
        await arrived.Task.Limit();

        await run.StopAsync().Limit();

        Assert.True(run.Completion.IsCanceled);
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("stop")]
    public async Task A_fault_is_one_though_the_source_is_told_to_end_before_what_came_first_has_arrived(string end)
    {
        var (failing, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        async IAsyncEnumerable<int> Items()
        {
            for (var item = 0; item < 5; item++) yield return item;
            failing.SetResult();
            throw new FormatException();
        }

        var run = Source.From("source", Items()).Then(Sink.ForEachAsync<int>("sink", async (_, _) => await letGo.Task, new(1))).Run();
        await failing.Task.Limit();
        await Within.Until(() => run.Snapshot().Hops[0].Reading.Delivered == 1);
        var ended = end == "drain" ? run.DrainAsync(Token) : run.StopAsync();
        letGo.SetResult();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => ended.Limit());
        Assert.Equal("source", fault.Stage);
    }

    private static Pipeline<Nothing, int> Of(string kind) => kind switch
    {
        "sequence" => Source.From("source", FailWhenCancelled()),
        "body" => Source.From<int>("source", async (output, token) =>
        {
            await output.WriteAsync(0, token);
            await FailWhenCancelledAsync(token);
        }),
        _ => Pipeline.Of<Nothing>().Then<int>("source", async (input, output, token) =>
        {
            using var end = new CancellationTokenSource();
            await output.WriteAsync(0, token);
            try
            {
                await input.WaitToReadAsync(token);
            }
            finally
            {
                await end.CancelAsync();
                await FailWhenCancelledAsync(end.Token);
            }
        }),
    };

    private static async IAsyncEnumerable<int> FailWhenCancelled([EnumeratorCancellation] CancellationToken token = default)
    {
        yield return 0;
        await FailWhenCancelledAsync(token);
    }

    private static async Task FailWhenCancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
        throw new IOException("The read was cancelled.");
    }
}
