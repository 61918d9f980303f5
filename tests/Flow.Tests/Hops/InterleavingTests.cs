using Flow.Testing;

namespace Flow.Tests.Hops;

/// <summary>Both ends of a hop in a simulation, which interrupts one for the other anywhere inside of a call: what waits for ever is found, and named.</summary>
public sealed class InterleavingTests
{
    private const int Items = 12;

    private static readonly int[] All = [.. Enumerable.Range(0, Items)];

    private enum Ends
    {
        Await,
        AwaitBatches,
        Rung,
        CancelWaits,
    }

    public static TheoryData<bool, bool, HopFullMode> SharedHops()
    {
        var hops = new TheoryData<bool, bool, HopFullMode>();
        foreach (var fullMode in Enum.GetValues<HopFullMode>())
        {
            hops.Add(false, false, fullMode);
            hops.Add(false, true, fullMode);
            hops.Add(true, false, fullMode);
        }

        return hops;
    }

    [Theory]
    [ClassData<EveryHop>]
    public void Whatever_its_ends_wait_for_every_item_arrives(HopKind kind) => Interleavings.Of(async seed =>
    {
        var hop = kind.Create<int>(new(1 + (seed % 3)));
        await Task.WhenAll(Started(() => WriteAllAsync(hop.Writer, (Ends)(seed / 3 % 4))), Started(() => ReadAllAsync(hop.Reader, (Ends)(seed / 12 % 4))));
        await hop.Reader.Completion;
        Assert.Equal((Items, Items, 0), (hop.Read().Items, hop.Read().Delivered, hop.Read().Held));
    });

    [Theory]
    [ClassData<EveryHop>]
    public void A_reader_that_goes_leaves_no_writer_waiting_and_no_item_behind(HopKind kind) => Interleavings.Of(async seed =>
    {
        var (hop, rented) = (kind.Create<Rented>(new(1 + (seed % 3))), new List<Rented>());
        await Task.WhenAll(Started(WriteAsync), Started(LeaveAsync));
        Assert.All(rented, static item => Assert.Equal(1, item.Disposals));
        Assert.Equal((rented.Count, 0), (hop.Read().Items, hop.Read().Held));

        async Task WriteAsync()
        {
            while (await hop.Writer.WaitToWriteAsync())
            {
                var item = new Rented();
                if (hop.Writer.TryWrite(item)) rented.Add(item);
            }
        }

        async Task LeaveAsync()
        {
            for (var taken = 0; taken < seed % 4; taken++) (await hop.Reader.ReadAsync()).Dispose();
            hop.Reader.Abandon();
        }
    });

    [Theory]
    [ClassData<EveryHop>]
    public void The_time_waited_never_goes_back(HopKind kind) => Interleavings.Of(async seed =>
    {
        var time = ((SimulationScheduler)TaskScheduler.Current).Time;
        var (hop, second) = (kind.Create<int>(new(1), time), TimeSpan.FromSeconds(1));
        await Task.WhenAll(Started(WriteAsync), Started(() => ReadAllAsync(hop.Reader, (Ends)(seed % 3))), Started(WatchAsync));

        async Task WriteAsync()
        {
            foreach (var item in All)
            {
                await Task.Delay(second, time);
                await hop.Writer.WriteAsync(item);
            }

            hop.Writer.Complete();
        }

        async Task WatchAsync()
        {
            var seen = TimeSpan.Zero;
            while (seen < Items * second)
            {
                await Task.Delay(second, time);
                for (var look = 0; look < 3; look++)
                {
                    var starved = hop.Read().Starved;
                    Assert.InRange(starved, seen, time.Now);
                    seen = starved;
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(SharedHops))]
    public void A_reading_of_a_shared_hop_balances_whoever_is_in_the_middle_of_what(bool isSingleWriter, bool isSingleReader, HopFullMode fullMode) =>
        Interleavings.Of(async seed =>
        {
            var options = new HopOptions<int>(1 + (seed % 3)) { SingleWriter = isSingleWriter, SingleReader = isSingleReader, FullMode = fullMode };
            var (hop, written, kept, givenUp) = (Hop<int>.Create(options), 0, 0, 0);
            var watching = Started(WatchAsync);
            await Task.WhenAll(
                Started(async () =>
                {
                    await Task.WhenAll(Enumerable.Repeat(WriteAsync, isSingleWriter ? 1 : 2).Select(Started));
                    hop.Writer.Complete();
                }),
                Task.WhenAll(Enumerable.Repeat(ReadAsync, isSingleReader ? 1 : 2).Select(Started)),
                watching);
            var end = hop.Read();
            Assert.Equal((written, kept, givenUp, 0), (end.Items, end.Delivered, end.Faulted, end.Held));

            async Task WriteAsync()
            {
                for (var item = 0; item < Items && await hop.Writer.WaitToWriteAsync();)
                {
                    if (!hop.Writer.TryWrite(item)) continue;
                    written++;
                    item++;
                }
            }

            // One reader or another leaves before the end, in one of two simulations.
            async Task ReadAsync()
            {
                while (await hop.Reader.WaitToReadAsync())
                {
                    if (!hop.Reader.TryRead(out var item)) continue;
                    if (item % 3 != 0) kept++;
                    else
                    {
                        givenUp++;
                        hop.ReleaseTaken(item, ReleaseReason.Faulted);
                    }

                    if (seed % 2 == 0 && item > Items / 2) hop.Reader.Abandon();
                }
            }

            async Task WatchAsync()
            {
                var before = hop.Read();
                for (var look = 0; look < 30; look++)
                {
                    await Task.Yield();
                    var now = hop.Read();
                    Assert.Equal(now.Items, now.Delivered + now.Occupancy + now.Released);
                    Assert.InRange(now.Occupancy, 0, now.Capacity);
                    Assert.InRange(now.Delivered, 0, now.Items);
                    Assert.InRange(now.Items, before.Items, 2 * Items);
                    Assert.InRange(now.Released, before.Released, now.Items);
                    before = now;
                }
            }
        });

    [Theory]
    [ClassData<EveryHop>]
    public void The_error_of_the_writer_comes_after_the_last_item(HopKind kind) => Interleavings.Of(async seed =>
    {
        var hop = kind.Create<int>(new(2));
        var reading = Started(async () =>
        {
            var read = new List<int>();
            var fault = await Assert.ThrowsAsync<FormatException>(async () =>
            {
                while (await hop.Reader.WaitToReadAsync())
                {
                    while (hop.Reader.TryRead(out int item)) read.Add(item);
                }
            });
            Assert.Equal([1, 2], read);
            Assert.Same(fault, hop.Reader.CompletionError);
        });
        await Started(async () =>
        {
            await hop.Writer.WriteAsync(1);
            await hop.Writer.WriteAsync(2);
            hop.Writer.Complete(new FormatException());
        });
        await reading;
    });

    [Theory]
    [ClassData<EveryHop>]
    public void A_deadlock_names_the_hop_that_is_waited_for_and_none_that_is_done_with(HopKind kind)
    {
        var deadlock = Assert.Throws<SimulationException>(() => new SimulationScheduler(SchedulePolicy.Random(0)).Run(async () =>
        {
            Leave(kind.Create<int>(new(1) { Name = "left" }));
            var (empty, full) = (kind.Create<int>(new(1) { Name = "empty" }), kind.Create<int>(new(1) { Name = "full" }));
            full.Writer.TryWrite(1);
            await Task.WhenAll(empty.Reader.WaitToReadAsync().AsTask(), full.Writer.WaitToWriteAsync().AsTask());
        }));

        Assert.Equal(SimulationEnd.Deadlock, deadlock.End);
        Assert.Contains("waits to read the hop 'empty', empty", deadlock.Message, StringComparison.Ordinal);
        Assert.Contains("waits to write the hop 'full', full with 1 of 1", deadlock.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'left'", deadlock.Message, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData<EveryHop>]
    public void A_deadlock_names_the_hop_that_is_to_ring(HopKind kind)
    {
        var deadlock = Assert.Throws<SimulationException>(() => new SimulationScheduler(SchedulePolicy.Random(0)).Run(async () =>
        {
            var (empty, full, bell) = (kind.Create<int>(new(1) { Name = "empty" }), kind.Create<int>(new(1) { Name = "full" }), new Doorbell());
            full.Writer.TryWrite(1);
            Assert.True(empty.Reader.TryArm(bell, 1));
            Assert.True(full.Writer.TryArm(bell, 2));
            await bell.WaitAsync();
        }));

        Assert.Contains("waits to read the hop 'empty', empty", deadlock.Message, StringComparison.Ordinal);
        Assert.Contains("waits to write the hop 'full', full with 1 of 1", deadlock.Message, StringComparison.Ordinal);
    }

    // Abandoned with a wait at each end, of which nobody takes the answer.
    private static void Leave(Hop<int> hop)
    {
        hop.Writer.TryWrite(1);
        _ = hop.Writer.WaitToWriteAsync();
        Assert.True(hop.Reader.TryRead(out int _));
        _ = hop.Reader.WaitToReadAsync();
        hop.Reader.Abandon();
    }

    private static Task Started(Func<Task> strand) => Task.Factory.StartNew(strand).Unwrap();

    private static async Task WriteAllAsync(HopWriter<int> output, Ends ends)
    {
        var bell = new Doorbell();
        for (var written = 0; written < Items;)
        {
            var now = ends == Ends.AwaitBatches ? output.TryWrite(All.AsSpan(written)) : output.TryWrite(written) ? 1 : 0;
            written += now;
            if (now > 0) continue;
            if (ends != Ends.Rung) Assert.True(await WithPatienceAsync(output.WaitToWriteAsync, ends));
            else if (output.TryArm(bell, written)) await RungAsync(bell, written);
        }

        output.Complete();
    }

    private static async Task ReadAllAsync(HopReader<int> input, Ends ends)
    {
        var (bell, read, batch) = (new Doorbell(), new List<int>(), new int[2]);
        while (!input.IsEnded)
        {
            var now = ends == Ends.AwaitBatches ? input.TryRead(batch.AsSpan()) : input.TryRead(out batch[0]) ? 1 : 0;
            read.AddRange(batch[..now]);
            if (now > 0) continue;
            if (ends != Ends.Rung) await WithPatienceAsync(input.WaitToReadAsync, ends);
            else if (input.TryArm(bell, read.Count)) await RungAsync(bell, read.Count);
        }

        Assert.Equal(All, read);
    }

    private static async Task RungAsync(Doorbell bell, int key)
    {
        await bell.WaitAsync();
        Assert.True(bell.TryTake(out var rung));
        Assert.Equal(key, rung);
    }

    // Each wait is given up, in the middle of whatever else happens, until it comes to its end before that.
    private static async Task<bool> WithPatienceAsync(Func<CancellationToken, ValueTask<bool>> wait, Ends ends)
    {
        if (ends != Ends.CancelWaits) return await wait(CancellationToken.None);
        while (true)
        {
            using var impatience = new CancellationTokenSource();
            var waiting = wait(impatience.Token);
            var cancelling = Started(() =>
            {
                impatience.Cancel();
                return Task.CompletedTask;
            });
            try
            {
                return await waiting;
            }
            catch (OperationCanceledException) when (impatience.IsCancellationRequested)
            {
                // The next wait is a new one.
            }
            finally
            {
                await cancelling;
            }
        }
    }
}
