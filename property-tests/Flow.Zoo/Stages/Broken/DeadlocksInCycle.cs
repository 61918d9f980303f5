namespace Flow.Zoo.Stages.Broken;

/// <summary>It sends everything before it receives anything.</summary>
internal sealed class DeadlocksInCycle : RoundTrip
{
    protected override async Task SendAndReceiveAsync(Func<Task> send, Func<Task> receive)
    {
        await send();
        await receive();
    }
}
