using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Tells blocks apart that offer the same and do not behave the same.</summary>
internal static class BlockKinds
{
    extension<T>(ISourceBlock<T> block)
    {
        /// <summary>
        /// What the block is, if taking its item does not take it away: asked again it gives the same. Behind it one would never come to an
        /// end, and a link lets items pass while it has no room, which no stage may.
        /// </summary>
        public string? Keeping => block switch
        {
            BroadcastBlock<T> => Refusal("BroadcastBlock"),
            WriteOnceBlock<T> => Refusal("WriteOnceBlock"),
            _ => null,
        };
    }

    private static string Refusal(string kind) =>
        $"a {kind}, which gives its item again and again; link it to a BufferBlock and take that";
}
