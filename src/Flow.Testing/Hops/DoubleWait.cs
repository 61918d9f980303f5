namespace Flow.Testing;

/// <summary>Two waits at each end of a hop at once.</summary>
internal sealed class DoubleWait(HopSubject subject, HopCase example) : Conversation
{
    public override async Task HoldAsync()
    {
        var hop = subject.Create(example.Options(HopFullMode.Wait));
        var reading = hop.Reader.WaitToReadAsync();
        await RefuseAsync(() => hop.Reader.WaitToReadAsync(), "read");
        while (hop.Writer.TryWrite(0))
        {
            // Until it is full.
        }

        LawBreach.Unless(await reading, "the first wait to read was told of the end");
        var writing = hop.Writer.WaitToWriteAsync();
        await RefuseAsync(() => hop.Writer.WaitToWriteAsync(), "write");
        while (hop.Reader.TryRead(out _))
        {
            // Until it is empty.
        }

        LawBreach.Unless(await writing, "the first wait to write was refused");
    }

    private static async Task RefuseAsync(Func<ValueTask<bool>> wait, string what)
    {
        try
        {
            await wait();
        }
        catch (InvalidOperationException)
        {
            return;
        }

        throw new LawBrokenException($"a second wait to {what} was not refused");
    }
}
