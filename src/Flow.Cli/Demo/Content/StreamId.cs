namespace Flow.Cli.Demo.Content;

/// <summary>One direction of one connection.</summary>
internal readonly record struct StreamId(int Connection, bool FromA)
{
    public string Sender => FromA ? "a" : "b";

    public string Receiver => FromA ? "b" : "a";

    public override string ToString() => $"connection {Connection}, {Sender} to {Receiver}";
}
