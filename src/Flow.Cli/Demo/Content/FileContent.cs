using Flow.Cli.CommandLine;
using Microsoft.Win32.SafeHandles;

namespace Flow.Cli.Demo.Content;

/// <summary>One file, on every stream.</summary>
internal sealed class FileContent : IContent
{
    private readonly SafeFileHandle _file;

    private FileContent(SafeFileHandle file)
    {
        _file = file;
        Length = RandomAccess.GetLength(file);
    }

    public long Length { get; }

    public static FileContent Open(string path)
    {
        if (Directory.Exists(path)) throw new BadInputException($"--file '{path}' is a directory; name a file.");
        try
        {
            var file = File.OpenHandle(path);
            // A device has bytes and no length; a pipe, which throws here, could be read only once.
            var isRegular = RandomAccess.GetLength(file) > 0 || RandomAccess.Read(file, new byte[1], 0) == 0;
            return isRegular ? new FileContent(file) : throw new NotSupportedException();
        }
        catch (NotSupportedException)
        {
            throw new BadInputException($"--file '{path}' is a pipe or a device; name a regular file.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"--file '{path}' does not exist; name a file that does.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new BadInputException($"--file '{path}' may not be read by you; name a file that may.");
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            throw new BadInputException($"--file '{path}' cannot be read ({error.Message.TrimEnd('.')}); name a file that can.");
        }
    }

    public IBlockSource Read(StreamId stream, int blockBytes) => new Source(_file, blockBytes);

    public void Dispose() => _file.Dispose();

    private sealed class Source(SafeFileHandle file, int blockBytes) : IBlockSource
    {
        private readonly byte[] _block = new byte[blockBytes];
        private long _position;

        public ReadOnlyMemory<byte> Next()
        {
            var count = RandomAccess.Read(file, _block, _position);
            _position += count;
            return _block.AsMemory(0, count);
        }
    }
}
