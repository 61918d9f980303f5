namespace Flow.DataPath.Tests;

public sealed class MemoryAppEndTests
{
    [Fact]
    public async Task Connections_that_come_at_once_are_all_there_to_be_taken()
    {
        const int connecting = 4, each = 25;
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var apps = new MemoryAppEnd();
            using var start = new Barrier(connecting);
            await Task.WhenAll(Enumerable.Range(0, connecting).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TwoHosts.Patience);
                    for (var connection = 0; connection < each; connection++)
                        Assert.True(apps.ConnectAsync(CancellationToken.None).IsCompletedSuccessfully);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            for (var connection = 0; connection < connecting * each; connection++)
                await apps.TakeAsync().AsTask().WaitAsync(TwoHosts.Patience);
        }
    }
}
