namespace Flow.Cli.Demo.Content;

/// <summary>What the apps send, known at both ends.</summary>
internal interface IContent : IDisposable
{
    /// <summary>Bytes of each stream.</summary>
    long Length { get; }

    /// <summary>One stream from its first byte, in blocks of as many bytes, as often as it is asked for.</summary>
    IBlockSource Read(StreamId stream, int blockBytes);
}
