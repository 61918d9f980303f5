using System.Diagnostics;

namespace Flow.Testing;

/// <summary>
/// Callbacks of cancelled tokens. Whoever takes back such a callback blocks its thread while it runs, so a strand is never interrupted
/// in one: it would wait for a turn that the other cannot give. Where it must wait for a lock, it has its turn again before anyone comes far.
/// </summary>
internal static class Cancellation
{
    /// <summary>Whether the caller is called by a token's cancellation.</summary>
    public static bool IsUnderWay()
    {
        var stack = new StackTrace(fNeedFileInfo: false);
        for (var i = 0; i < stack.FrameCount; i++)
        {
            if (stack.GetFrame(i)!.GetMethod()?.DeclaringType == typeof(CancellationTokenSource)) return true;
        }

        return false;
    }
}
