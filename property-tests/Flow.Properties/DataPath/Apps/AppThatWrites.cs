using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;
using Flow.Testing;

namespace Flow.Properties.DataPath.Apps;

/// <summary>
/// <c>unix-data</c> by itself, as a stage: an app writes the numbers that come in to its socket, and what comes off the socket goes out. Where the
/// input faults, the app resets its connection.
/// </summary>
internal sealed class AppThatWrites : IStage<int, int>
{
    private const int SocketBytes = 10;
    private const int PieceBytes = 7;

    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var pool = new BufferPool();
        var (app, service) = MemoryAppSocket.CreatePair(SocketBytes);
        var writing = WriteAsync(app, input, pool, cancellationToken);
        try
        {
            await using var run = Pipeline.Of<Nothing>()
                .Then("unix-data", new UnixData(service, pool, PieceBytes))
                .Then("numbers", new NumbersOfBytes(), new HopOptions<BufferSlice>(1))
                .Run(output, new RunOptions { Scheduler = TaskScheduler.Current, CancellationToken = cancellationToken });
            await run.Completion;
        }
        catch (StageFaultException fault) when (fault is { Stage: "unix-data", InnerException: AppGoneException })
        {
            if (await writing is { } error) ExceptionDispatchInfo.Throw(error);
            throw;
        }
        finally
        {
            service.Dispose();
            await writing;
        }

        if (pool.Outstanding > 0) throw new LawBrokenException($"{pool.Outstanding} buffers have not come back");
    }

    /// <returns>What the input has faulted with.</returns>
    private static async Task<Exception?> WriteAsync(IAppSocket app, ChannelReader<int> input, BufferPool pool, CancellationToken cancellationToken)
    {
        try
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (input.TryRead(out var number))
                {
                    using var bytes = Numbers.Slice(pool, number);
                    await app.SendAsync(bytes.Memory, cancellationToken);
                }
            }

            app.CompleteSend();
            return null;
        }
        catch (Exception error) when (error is AppGoneException or OperationCanceledException)
        {
            // Nobody reads what it writes.
            return null;
        }
        catch (Exception fault)
        {
            app.Abort();
            return fault;
        }
    }
}
