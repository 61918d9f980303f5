using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Makes sources of Dataflow blocks.</summary>
public static class DataflowSource
{
    extension(Source)
    {
        /// <summary>A source of what a block offers, until it has completed; its fault is the source's.</summary>
        /// <remarks>
        /// It takes an item when it can hold it: one at a time, besides what the hop after it holds. So a bounded block makes what feeds
        /// it wait. When the run is drained or stopped, what has not been taken stays in the block.
        /// </remarks>
        /// <exception cref="ArgumentException">
        /// The block is a <see cref="BroadcastBlock{T}"/> or a <see cref="WriteOnceBlock{T}"/>, which keep what is taken.
        /// </exception>
        public static Pipeline<Nothing, T> From<T>(string name, ISourceBlock<T> block)
        {
            ArgumentNullException.ThrowIfNull(block);
            if (block.Keeping is { } kind) throw new ArgumentException($"'{name}' is {kind}.", nameof(block));
            return Pipeline.Of<Nothing>().Then(name, new OneByOneSource<T>(block.ItemsAsync()));
        }
    }
}
