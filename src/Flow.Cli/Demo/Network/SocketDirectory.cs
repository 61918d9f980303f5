namespace Flow.Cli.Demo.Network;

/// <summary>A directory for socket files that only this user may enter, removed with all it holds.</summary>
internal sealed class SocketDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("flow-");

    public string Path => _directory.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
