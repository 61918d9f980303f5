using System.Threading.Channels;

namespace Flow.Tests.Runs;

public class FaultPolicyTests
{
    private static readonly Pipeline<int, int> Two = Pipeline.Of<int>().Map("one", x => x).Map("other", x => x);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_of_parallel_calls_that_fail_when_the_policy_has_given_up_are_disposed()
    {
        var items = new[] { new Rented(), new Rented(), new Rented() };
        var (calls, go) = (0, new TaskCompletionSource());
        var pipeline = Source.From("source", items).MapAsync("stage", async (item, _) =>
        {
            if (++calls == items.Length) go.SetResult();
            await go.Task;
            return item.Disposals == 0 ? throw new FormatException() : item;
        }, parallelism: items.Length);

        await using var run = pipeline.Then(Sink.Ignore<Rented>())
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        // The first is restarted at, the second ends the run, and nobody asks what is to become of the third.
        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task The_ends_that_a_stage_kept_when_it_failed_neither_take_nor_give_once_it_has_started_again()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        foreach (var policy in new[] { FaultPolicy.Skip(letters.Writer), FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1) })
        {
            var received = new List<int>();
            (ChannelReader<int> Input, ChannelWriter<int> Output)? kept = null;
            (bool Took, bool WouldTake, bool Gave)? used = null;
            await using var run = Source.From("source", [1, 2, 3]).Then<int>("stage", async (input, output, token) =>
            {
                if (kept is not { } old)
                {
                    kept = (input, output);
                    await input.ReadAsync(token);
                    throw new FormatException();
                }

                // There is an item to be taken, and room to be given one.
                await input.WaitToReadAsync(token);
                used = (old.Input.TryRead(out _), await old.Input.WaitToReadAsync(token), old.Output.TryWrite(0));
                await foreach (var item in input.ReadAllAsync(token)) await output.WriteAsync(item, token);
            }).Then(Sink.Collect("sink", received)).OnFault("stage", policy).Run();
            await run.Completion.Limit();

            Assert.Equal((false, false, false), used);
            Assert.Equal([2, 3], received);
        }
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("map")]
    public async Task A_skipped_item_is_not_disposed_and_a_restarted_one_is_once(string kind)
    {
        var (skipped, restarted) = (new Rented(), new Rented());
        var letters = Channel.CreateUnbounded<DeadLetter<Rented>>();
        Pipeline<Nothing, Nothing> Pipe(Rented item) => kind == "filter"
            ? Source.From("source", [item]).Filter("stage", bool (_) => throw new FormatException()).Then(Sink.Ignore<Rented>())
            : Source.From("source", [item]).Map("stage", Rented (_) => throw new FormatException()).Then(Sink.Ignore<Rented>());

        await using var first = Pipe(skipped).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await first.Completion.Limit();
        await using var second = Pipe(restarted).OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();
        await second.Completion.Limit();

        Assert.Equal((0, 1), (skipped.Disposals, restarted.Disposals));
        Assert.True(letters.Reader.TryRead(out var letter));
        letter.Dispose();
        Assert.Equal(1, skipped.Disposals);
        Assert.False(letters.Reader.Completion.IsCompleted);
    }

    [Fact]
    public async Task An_item_is_done_with_when_the_stage_waits_for_the_next()
    {
        var (item, starts) = (new Rented(), 0);
        await using var run = Source.From("source", [item])
            .Then<Nothing>("stage", async (input, _, token) =>
            {
                if (starts++ > 0) return;
                await input.WaitToReadAsync(token);
                Assert.True(input.TryRead(out var _));
                await input.WaitToReadAsync(token);
                throw new FormatException();
            })
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1)).Run();
        await run.Completion.Limit();

        Assert.Equal((2, 0), (starts, item.Disposals));
    }

    [Fact]
    public async Task A_stage_with_a_policy_sees_how_a_channel_that_is_no_hop_ended_and_that_it_rings_no_bell()
    {
        var input = Channel.CreateUnbounded<int>();
        var error = new FormatException();
        var seen = new List<(bool IsEnded, Exception? Error)>();
        await using var run = Pipeline.Of<int>().Then<Nothing>("stage", async (items, _, token) =>
        {
            var reader = (HopReader<int>)items;
            var bell = new Doorbell();
            Assert.Throws<NotSupportedException>(() => reader.TryArm(bell, 0));
            seen.Add((reader.IsEnded, reader.CompletionError));
            input.Writer.Complete(error);
            await Assert.ThrowsAsync<FormatException>(async () => await reader.WaitToReadAsync(token));
            seen.Add((reader.IsEnded, reader.CompletionError));
        }).OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1)).Run(input.Reader);
        await run.Completion.Limit();

        Assert.Equal([(false, null), (true, error)], seen);
    }

    [Fact]
    public async Task What_the_input_ended_with_is_no_fault_of_the_stage()
    {
        var pipeline = Source.From("source", Enumerable.Range(0, 10).Select(x => x == 5 ? throw new FormatException() : x))
            .Map("stage", x => x).Then(Sink.Ignore<int>());

        await using var run = pipeline.OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1000)).Run();

        Assert.Equal("source", (await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit())).Stage);
        Assert.Equal(0, run.Snapshot().Stages[1].Restarts);
    }

    [Fact]
    public async Task A_fault_at_a_fence_is_dealt_with_and_the_swap_goes_on()
    {
        var (begun, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var received = new List<int>();
        var pipeline = Source.From("source", Enumerable.Range(0, 5)).MapAsync("stage", async ValueTask<int> (_, _) =>
        {
            begun.TrySetResult();
            await letGo.Task;
            throw new FormatException();
        }).Then(Sink.ForEach<int>("sink", received.Add));
        await using var run = pipeline.OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await begun.Task.Limit();

        var swap = run.SwapAsync<int, int>("stage", async (input, output, token) =>
        {
            await foreach (var item in input.ReadAllAsync(token)) await output.WriteAsync(item, token);
        }, Token);
        letGo.SetResult();
        await swap.Limit();
        await run.Completion.Limit();

        Assert.Equal([1, 2, 3, 4], received);
        Assert.True(letters.Reader.TryRead(out var letter) && letter.Item == 0);
    }

    [Fact]
    public async Task A_stage_on_a_channel_that_is_no_hop_has_a_policy_too()
    {
        var input = Channel.CreateBounded<int>(10);
        for (var i = 0; i < 10; i++) input.Writer.TryWrite(i);
        input.Writer.Complete();
        var received = new List<int>();

        await using var run = Sink.ForEach<int>("stage", x => { if (x == 4) throw new FormatException(); received.Add(x); })
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run(input.Reader);
        await run.Completion.Limit();

        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8, 9], received);
    }

    [Fact]
    public async Task A_policy_stays_whatever_else_is_changed()
    {
        var received = new List<int>();
        var pipeline = FailingPipeline.Of("map", received, item => item == 5)
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1))
            .Rename("stage", "other")
            .Replace("other", new FailingPipeline.Body(item => item == 6))
            .Replace("source.other", new HopOptions<int>(3))
            .Before("other", "before", new FailingPipeline.Body(_ => false))
            .After("other", "after", new FailingPipeline.Body(_ => false));

        await using var run = pipeline.Run();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 100).Where(item => item != 6), received);
    }

    [Fact]
    public void A_policy_that_makes_no_sense_is_refused()
    {
        var whole = Source.From("source", [1]).Then("nested", Pipeline.Of<int>().Map("stage", x => x))
            .Partition("parity", x => x, ("even", Pipeline.Of<int>())).Then(Sink.Ignore<int>());
        var numbers = FaultPolicy.Skip(Channel.CreateUnbounded<DeadLetter<int>>().Writer);
        var texts = FaultPolicy.Skip(Channel.CreateUnbounded<DeadLetter<string>>().Writer);

        Refused(() => whole.OnFault("source", numbers), "The stage 'source' is a source and has no item in hand to skip; it can be restarted.");
        Refused(() => whole.OnFault("stage", texts), "The stage 'nested/stage' reads items of Int32; its dead letters were to hold items of String.");
        Refused(() => whole.OnFault("nested", numbers), "'nested' has stages of its own; a fault policy is set for one of them, by its path.");
        Refused(() => whole.OnFault("parity", numbers),
            "'parity' is more than a stage from one hop to another, and has no fault policy; the stages nested in it can have one, by their paths.");
        Refused(() => whole.OnFault("stage", numbers).Replace("stage", Two),
            "The stage 'nested/stage' has a fault policy, which a pipeline cannot take over; a stage can, or a pipeline of one stage without a policy of its own.");
    }

    [Fact]
    public async Task A_pipeline_does_not_take_the_place_of_a_stage_with_a_policy_in_a_run()
    {
        await using var run = Source.From("source", Sequences.Never).Map("stage", x => x).Then(Sink.Ignore<int>())
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => run.SwapAsync("stage", Two, Token).Limit());

        Assert.Equal(
            "The stage 'stage' has a fault policy, which a pipeline cannot take over; a stage can, or a pipeline of one stage without a policy of its own.",
            refusal.Message);
    }

    [Fact]
    public async Task The_last_item_of_a_stage_that_has_had_enough_is_the_next_stages()
    {
        var items = Enumerable.Range(0, 4).Select(static _ => new Rented()).ToList();
        var received = new List<Rented>();
        await using var run = Source.From("source", items).Take("stage", 2)
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1))
            .Then(Sink.Collect("collect", received)).Run();
        await run.Completion.Limit();

        Assert.Equal(items.Take(2), received);
        Assert.All(received, static item => Assert.Equal(0, item.Disposals));
    }

    [Fact]
    public async Task An_item_that_a_stage_gives_back_when_it_is_stopped_is_released_once()
    {
        var items = Enumerable.Range(0, 3).Select(static _ => new Rented()).ToList();
        var full = Channel.CreateBounded<Rented>(1);
        await using var run = Source.From("source", items).Then(Sink.To("sink", full.Writer))
            .OnFault("sink", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();
        await Within.Until(() => run.Snapshot().Hops[0].Reading is { Items: 3, Held: 1 });

        await run.StopAsync().Limit();

        Assert.Equal([0, 1, 1], items.Select(static item => item.Disposals));
    }

    [Fact]
    public async Task A_stage_that_waits_by_doorbell_has_done_with_an_item_when_it_arms_the_bell()
    {
        var (input, received) = (Hop<int>.Create(new(4)), new List<int>());
        await using var run = Pipeline.Of<int>()
            .Then<int>("stage", async (reader, output, token) =>
            {
                var bell = new Doorbell();
                while (!((HopReader<int>)reader).IsEnded)
                {
                    while (reader.TryRead(out var item)) await output.WriteAsync(item == 0 ? throw new FormatException() : item, token);
                    if (((HopReader<int>)reader).TryArm(bell, 0)) await bell.WaitAsync(token);
                    while (bell.TryTake(out _)) { }
                }
            })
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1))
            .Then(Sink.Collect("collect", received)).Run(input.Reader);
        foreach (var item in new[] { 0, 1, 0, 2 }) await input.Writer.WriteAsync(item, Token);
        await Within.Until(() => run.Snapshot().Hops[^1].Reading.Delivered == 2);
        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.Equal([1, 2], received);
        Assert.Equal((4, 2, 2), (input.Read().Items, input.Read().Delivered, input.Read().Faulted));
    }

    private static void Refused(Action change, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(change).Message);
}
