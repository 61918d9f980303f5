namespace Flow.Cli.Demo.Content;

/// <summary>A stream of bytes in blocks.</summary>
internal interface IBlockSource
{
    /// <summary>The next block, valid until the next call; an empty one at the end.</summary>
    ReadOnlyMemory<byte> Next();
}
