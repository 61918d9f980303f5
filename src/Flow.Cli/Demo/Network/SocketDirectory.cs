using System.Text;
using Flow.Cli.CommandLine;

namespace Flow.Cli.Demo.Network;

/// <summary>A directory for socket files that only this user may enter, removed with all it holds.</summary>
internal sealed class SocketDirectory : IDisposable
{
    // A socket's address has room for this many bytes of path, and a zero.
    private const int LongestPath = 107;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("flow-");

    public string Path => _directory.FullName;

    public string File(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        return Encoding.UTF8.GetByteCount(path) <= LongestPath
            ? path
            : throw new BadInputException($"{path} is too long a path for a socket; set TMPDIR to a shorter one.");
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
