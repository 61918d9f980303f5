using System.Threading.Channels;

namespace Flow.Tests.Runs;

public class DeadLetterSharingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stages_that_share_a_hop_lose_no_letter()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(16));
        await using var run = Source.From("source", Enumerable.Range(0, 4000))
            .Map("odd", x => x % 2 == 0 ? x : throw new FormatException())
            .Map("even", x => x % 4 == 0 ? x : throw new FormatException())
            .Then(Sink.Ignore<int>())
            .OnFault("odd", FaultPolicy.Skip(letters.Writer)).OnFault("even", FaultPolicy.Skip(letters.Writer)).Run();

        var dead = await letters.Reader.ReadAllAsync(Token).Select(letter => letter.Item).ToListAsync(Token);
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 4000).Where(x => x % 4 != 0), dead.Order());
    }

    [Fact]
    public async Task A_stage_that_is_stopped_while_another_writes_its_letter_waits_no_more()
    {
        var letters = Hop<DeadLetter<Rented>>.Create(new(1));
        var (full, blocked) = (new Rented(), new[] { new Rented(), new Rented() });
        letters.Writer.TryWrite(new DeadLetter<Rented>(full, new FormatException(), "before"));
        var failing = 0;
        var policy = FaultPolicy.Skip(letters.Writer);
        Pipeline<Nothing, Rented> Failing(Rented item) => Source.From("items", [item]).Map("stage", Rented (_) =>
        {
            Interlocked.Increment(ref failing);
            throw new FormatException();
        }).OnFault("stage", policy);
        await using var run = Pipeline.Merge("merge", ("a", Failing(blocked[0])), ("b", Failing(blocked[1]))).Then(Sink.Ignore<Rented>()).Run();
        await Within.Until(() => Volatile.Read(ref failing) == 2);

        await run.StopAsync().Limit();

        Assert.All(blocked, item => Assert.Equal(1, item.Disposals));
        Assert.Equal("before", Assert.Single(await letters.Reader.ReadAllAsync(Token).ToListAsync(Token)).Stage);
    }

    [Fact]
    public async Task The_keys_of_a_stage_share_a_hop_which_none_of_them_completes()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(1000));
        var each = Pipeline.Of<int>().Map("invert", x => 100 / (x % 10)).OnFault("invert", FaultPolicy.Skip(letters.Writer));
        var received = await Pipeline.Of<int>().GroupBy("key", x => x / 10, _ => each, maxKeys: 1).CollectAsync(Enumerable.Range(0, 50));

        Assert.Equal(45, received.Count);
        Assert.Equal(5, letters.Read().Items);
        Assert.True(letters.Writer.TryComplete());
    }

    [Fact]
    public async Task A_pipeline_in_a_stages_place_leaves_the_hop_open()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(10));
        var input = Hop<int>.Create(new(10));
        await using var run = Pipeline.Of<int>().Map("stage", x => x).Then(Sink.Ignore<int>()).Run(input.Reader);
        var skipping = Pipeline.Of<int>().Map("stage", int (_) => throw new FormatException()).OnFault("stage", FaultPolicy.Skip(letters.Writer));

        foreach (var item in new[] { 1, 2 })
        {
            await run.SwapAsync("stage", skipping, Token).Limit();
            await input.Writer.WriteAsync(item, Token);
            Assert.Equal(item, (await letters.Reader.ReadAsync(Token)).Item);
        }
    }

    [Fact]
    public async Task A_second_run_with_a_hop_is_refused_and_takes_nothing()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(10) { Name = "letters" });
        var pipeline = Pipeline.Of<int>().Map("stage", x => 1 / x).Then(Sink.Ignore<int>()).OnFault("stage", FaultPolicy.Skip(letters.Writer));
        await using var run = Source.From("source", Sequences.Never).Then(pipeline).Run();
        var input = Hop<int>.Create(new(10));
        input.Writer.TryWrite(1);

        var refusal = Assert.Throws<InvalidOperationException>(() => pipeline.Run(input.Reader));

        Assert.Equal(
            "The dead letters of the stage 'stage' go into the hop 'letters', which belongs to another run, or did; a hop of dead letters serves one "
            + "run. Runs may share the writer of any other channel.",
            refusal.Message);
        Assert.True(input.Reader.TryRead(out _));
        await run.StopAsync().Limit();
        await letters.Reader.Completion.Limit();
        Assert.Throws<InvalidOperationException>(() => pipeline.Run(input.Reader));
    }

    [Fact]
    public async Task A_run_that_is_refused_leaves_the_hops_it_could_have_had()
    {
        var (free, taken) = (Hop<DeadLetter<int>>.Create(new(10)), Hop<DeadLetter<int>>.Create(new(10)));
        var pipeline = Source.From("source", [0, 1]).Map("first", x => 1 / x).Map("second", x => 1 / x).Then(Sink.Ignore<int>())
            .OnFault("first", FaultPolicy.Skip(free.Writer));
        await using var other = pipeline.OnFault("first", FaultPolicy.Skip(taken.Writer)).Run();
        Assert.Throws<InvalidOperationException>(() => pipeline.OnFault("second", FaultPolicy.Skip(taken.Writer)).Run());

        await using var run = pipeline.Run();
        await run.Completion.Limit();

        Assert.Equal(0, Assert.Single(await free.Reader.ReadAllAsync(Token).ToListAsync(Token)).Item);
        Assert.Throws<InvalidOperationException>(() => pipeline.OnFault("first", FaultPolicy.Skip(taken.Writer)).Run());
    }

    [Fact]
    public async Task Runs_may_share_another_channel()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>(new UnboundedChannelOptions { SingleWriter = true });
        var pipeline = Source.From("source", [0, 1]).Map("stage", x => 1 / x).Then(Sink.Ignore<int>()).OnFault("stage", FaultPolicy.Skip(letters.Writer));

        var runs = new[] { pipeline.Run(), pipeline.Run(), pipeline.Run() };
        foreach (var run in runs) await run.Completion.Limit();

        Assert.Equal(3, letters.Reader.Count);
        Assert.True(letters.Writer.TryComplete());
    }
}
