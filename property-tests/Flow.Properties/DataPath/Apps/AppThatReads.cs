using System.Threading.Channels;
using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;
using Flow.Testing;

namespace Flow.Properties.DataPath.Apps;

/// <summary>
/// <c>handle-read</c> by itself, as a stage: the numbers that come in go to an app's socket, and what the app reads goes out. Where the output has
/// gone, so has the app.
/// </summary>
internal sealed class AppThatReads : IStage<int, int>
{
    private const int SocketBytes = 10;

    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var pool = new BufferPool();
        var (app, service) = MemoryAppSocket.CreatePair(SocketBytes);
        var reading = ReadAsync(app, output, cancellationToken);
        try
        {
            await using var run = Pipeline.Of<int>()
                .Map("bytes", number => Numbers.Slice(pool, number))
                .Then("handle-read", new HandleRead(service), new HopOptions<BufferSlice>(10) { Weigh = static bytes => bytes.Length })
                .Run(input, new RunOptions { Scheduler = TaskScheduler.Current, CancellationToken = cancellationToken });
            await run.Completion;
        }
        catch
        {
            // As the host does with a connection that failed.
            service.Abort();
            throw;
        }
        finally
        {
            // The app is told of the end by handle-read, and not by its socket's being closed.
            await reading;
            service.Dispose();
        }

        if (pool.Outstanding > 0) throw new LawBrokenException($"{pool.Outstanding} buffers have not come back");
    }

    private static async Task ReadAsync(IAppSocket app, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        using var closes = app;
        var (numbers, buffer) = (new Numbers(), new byte[7]);
        try
        {
            while (await app.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                numbers.Add(buffer.AsSpan(0, count));
                while (numbers.Next() is { } number)
                {
                    while (!output.TryWrite(number))
                    {
                        if (!await output.WaitToWriteAsync(cancellationToken)) return;
                    }
                }
            }
        }
        catch (Exception error) when (error is AppGoneException or OperationCanceledException)
        {
            // The connection has failed, and it was told; or it is told to stop.
        }
    }
}
