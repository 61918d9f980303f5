using System.Diagnostics;

namespace Flow.Testing;

/// <summary>Says what a thread is that a simulation does not run, by its stack.</summary>
internal static class Outsider
{
    private static readonly (string Frame, string What, string Instead)[] Kinds =
    [
        ("System.Net.Sockets.", "a socket", "A simulation has no sockets: give the stage a channel or a stream that lives in it."),
        ("System.Threading.TimerQueue", "a timer of the system's clock", "Give the stage the simulation's Time as its TimeProvider."),
        ("System.IO.", "the file system", "A simulation has no files: give the stage a stream in memory."),
        ("System.Threading.ThreadPoolWorkQueue", "the thread pool", "Start tasks on TaskScheduler.Current, without Task.Run and ConfigureAwait(false)."),
    ];

    /// <summary>One sentence on what the calling thread is, one on what to do instead, and its stack.</summary>
    public static string Describe()
    {
        var stack = new StackTrace(1, fNeedFileInfo: true);
        var frames = stack.GetFrames().Select(frame => frame.GetMethod()?.DeclaringType?.FullName ?? "").ToList();
        var (_, what, instead) = Kinds.FirstOrDefault(kind => frames.Any(frame => frame.StartsWith(kind.Frame, StringComparison.Ordinal)));
        what ??= Thread.CurrentThread.Name is { Length: > 0 } name ? $"the thread '{name}'" : "another thread";
        instead ??= "Start tasks on TaskScheduler.Current; a simulation runs no other thread.";
        return $"{what}. {instead} It came so:\n{stack}";
    }
}
