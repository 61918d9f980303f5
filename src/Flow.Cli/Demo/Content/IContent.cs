namespace Flow.Cli.Demo.Content;

/// <summary>What the apps send, and how one that receives can tell where it differs.</summary>
internal interface IContent : IDisposable
{
    /// <summary>Bytes of each stream.</summary>
    long Length { get; }

    /// <summary>The blocks of one stream, from its first.</summary>
    IBlockSource Read(StreamId stream);

    /// <summary>Where in <paramref name="received"/>, which starts at <paramref name="position"/> of the stream, the first wrong byte is; -1 where none is known.</summary>
    int FindDifference(StreamId stream, long position, ReadOnlySpan<byte> received);
}
