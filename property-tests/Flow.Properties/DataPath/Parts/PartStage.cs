using System.Threading.Channels;
using Flow.TcpIp;
using Flow.Testing;

namespace Flow.Properties.DataPath.Parts;

/// <summary>
/// One part of the stack's stage by itself, as a stage: it moves when it is rung or when its time has come, as the stack does. When it has
/// returned every buffer has come home.
/// </summary>
/// <param name="set">Makes what is around the part.</param>
internal sealed class PartStage(Func<BufferPool, TimeProvider, PartBench> set) : IStage<int, int>
{
    private const int InputKey = 0;
    private const int OutputKey = 1;
    private const int TimerKey = 2;

    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var (pool, time) = (new BufferPool(), TaskScheduler.Current is SimulationScheduler simulation ? simulation.Time : TimeProvider.System);
        using (var bench = set(pool, time)) await MoveAsync(bench, time, (HopReader<int>)input, (HopWriter<int>)output, cancellationToken);
        if (pool.Outstanding > 0) throw new LawBrokenException($"{pool.Outstanding} buffers have not come back");
        // What the input has faulted with, the stage faults with.
        if (!((HopWriter<int>)output).IsAbandoned) await input.WaitToReadAsync(cancellationToken);
    }

    private static async Task MoveAsync(
        PartBench bench, TimeProvider time, HopReader<int> input, HopWriter<int> output, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var bell = new Doorbell(time);
        await using var timer = time.CreateTimer(_ => bell.Ring(TimerKey), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var (isEnding, isLeft, result) = (false, false, default(int?));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (bell.TryTake(out _))
            {
                // Whoever rang, everything is looked at.
            }

            var now = time.GetElapsedTime(start);
            var moved = bench.Advance(now);
            while (bench.HasRoom && input.TryRead(out var number))
            {
                bench.Put(number, now);
                moved = true;
            }

            if (!isEnding && input.IsEnded)
            {
                bench.End(await FaultAsync(input), now);
                isEnding = moved = true;
            }

            while ((result ??= bench.Take(now)) is { } number && output.TryWrite(number))
            {
                result = null;
                moved = true;
            }

            if (!isLeft && output.IsAbandoned)
            {
                bench.Leave();
                isLeft = moved = true;
            }

            if (bench.IsOver && (result is null || isLeft)) return;
            if (moved || !TryArm()) continue;
            if (bench.PollAt is { } due)
                timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (due - now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
            await bell.WaitAsync(cancellationToken);
        }

        // An input that ends because another stage takes the place of this one has not faulted, whatever is still to come.
        static async ValueTask<Exception?> FaultAsync(HopReader<int> ended)
        {
            try
            {
                await ended.WaitToReadAsync(CancellationToken.None);
                return null;
            }
            catch (Exception fault)
            {
                return fault;
            }
        }

        bool TryArm() =>
            (isEnding || !bench.HasRoom || input.TryArm(bell, InputKey))
            && (isLeft || output.TryArm(bell, OutputKey, result is null ? long.MaxValue : 0));
    }
}
