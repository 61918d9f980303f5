using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Runs;

public class SkipPolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(FailingPipeline.Kinds), MemberType = typeof(FailingPipeline))]
    public async Task Items_that_are_skipped_become_dead_letters_and_no_other_is_lost(string kind)
    {
        var received = new List<int>();
        var letters = Hop<DeadLetter<int>>.Create(new(1000));
        await using var run = FailingPipeline.Of(kind, received, item => item % 7 == 3).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await run.Completion.Limit();

        var dead = await letters.Reader.ReadAllAsync(Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 100).Where(item => item % 7 == 3), kind == "any order" ? dead.Select(letter => letter.Item).Order() : dead.Select(letter => letter.Item));
        Assert.All(dead, letter => Assert.Equal(("stage", $"Bad {letter.Item}."), (letter.Stage, letter.Error.Message)));
        Assert.Equal(Enumerable.Range(0, 100).Where(item => item % 7 != 3), kind == "any order" ? received.Order() : received);
        Assert.Equal(dead.Count, run.Snapshot().Stages.Single(stage => stage.Path == "stage").Skipped);
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(hop.Reading.Items, hop.Reading.Delivered));
    }

    [Fact]
    public async Task An_error_that_the_next_stage_ends_its_input_with_is_no_fault_of_the_stage_before()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(1000));
        await using var run = Source.From("source", Enumerable.Range(0, 100))
            .Map("stage", item => item)
            .Then<Nothing>("quits", async (input, _, token) =>
            {
                await input.WaitToReadAsync(token);
                ((HopReader<int>)input).Abandon(new FormatException());
            }, new(1))
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("quits", fault.Stage);
        Assert.Equal(0, run.Snapshot().Stages.Single(stage => stage.Path == "stage").Skipped);
    }

    [Fact]
    public async Task An_item_that_a_stage_failed_at_before_it_was_stopped_is_a_dead_letter()
    {
        var (made, bad) = (new[] { new Rented(), new Rented() }, new Rented());
        var (letters, failing) = (Hop<DeadLetter<Rented>>.Create(new(10)), new TaskCompletionSource());
        await using var run = Source.From("source", [bad])
            .Expand("stage", _ => Make())
            .Then<Nothing>("stuck", async (_, _, token) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token), new(1))
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run(new RunOptions { TimeProvider = new FakeTimeProvider() });

        await failing.Task.Limit();
        await run.StopAsync().Limit();

        Assert.Same(bad, Assert.Single(await letters.Reader.ReadAllAsync(Token).ToListAsync(Token)).Item);
        Assert.All(made, item => Assert.Equal(1, item.Disposals));

        // The first fills the hop. They take no time, so the second is in hand when this fails.
        IEnumerable<Rented> Make()
        {
            foreach (var item in made) yield return item;
            failing.SetResult();
            throw new FormatException();
        }
    }

    [Fact]
    public async Task Full_dead_letters_hold_up_the_stage()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(1));
        var received = new List<int>();
        await using var run = FailingPipeline.Of("map", received, _ => true).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, (await letters.Reader.ReadAsync(Token)).Item);
            Assert.InRange(run.Snapshot().Stages[1].Skipped, i, i + 2);
        }

        await run.Completion.Limit();
    }

    [Fact]
    public async Task Dead_letters_that_nobody_takes_make_the_fault_the_runs()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(1));
        letters.Reader.Abandon();
        await using var run = FailingPipeline.Of("map", [], item => item == 5).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("Stage 'stage' faulted: Bad 5.", fault.Message);
        var reading = run.Snapshot().Hops[0].Reading;
        Assert.Equal(reading.Items, reading.Delivered + reading.Faulted);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_for_room_among_dead_letters()
    {
        var letters = Hop<DeadLetter<Rented>>.Create(new(1));
        var items = Enumerable.Range(0, 10).Select(_ => new Rented()).ToArray();
        var run = Source.From("source", items).Map("stage", Rented (_) => throw new FormatException())
            .Then(Sink.Ignore<Rented>()).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        while (letters.Writer.Room > 0) await Task.Yield();

        await run.StopAsync().Limit();
        letters.Reader.Abandon();

        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task An_item_that_a_batch_cannot_weigh_is_the_dead_letters_alone()
    {
        var letters = Hop<DeadLetter<Rented>>.Create(new(1));
        var (good, bad) = (new Rented(), new Rented());
        var received = new List<Rented[]>();
        await using var run = Source.From("source", [good, bad])
            .Batch("stage", weight: 10, weigh: item => item == bad ? throw new FormatException() : 1)
            .Then(Sink.ForEach<Rented[]>("sink", received.Add)).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await run.Completion.Limit();

        Assert.Equal([good], Assert.Single(received));
        Assert.True(letters.Reader.TryRead(out var letter));
        Assert.Same(bad, letter.Item);
        Assert.Equal((0, 0), (good.Disposals, bad.Disposals));
    }

    [Fact]
    public async Task Without_an_item_in_hand_there_is_nothing_to_skip()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var pipeline = Source.From("source", Sequences.Endless).Then<Nothing>("stage", (_, _, _) => throw new FormatException());

        await using var run = pipeline.OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
    }

    [Fact]
    public async Task Stopping_while_dead_letters_are_full_releases_the_item_and_skips_none()
    {
        var (first, second) = (new Rented(), new Rented());
        var letters = Hop<DeadLetter<Rented>>.Create(new(1));
        var failing = new TaskCompletionSource();
        await using var run = Source.From("source", [first, second])
            .Map<Nothing, Rented, Rented>("stage", item =>
            {
                if (item == second) failing.SetResult();
                throw new FormatException();
            })
            .Then(Sink.Ignore<Rented>())
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await failing.Task.Limit();

        await run.StopAsync().Limit();

        Assert.Equal(1, run.Snapshot().Stages.Single(static stage => stage.Path == "stage").Skipped);
        Assert.Equal((0, 1), (first.Disposals, second.Disposals));
    }
}
