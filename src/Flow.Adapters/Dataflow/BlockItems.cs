using System.Runtime.CompilerServices;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Takes items from a block.</summary>
internal static class BlockItems
{
    /// <summary>
    /// The items of a block until it has completed, then the fault, if it has one. An item is taken when it is asked for, so none is lost
    /// when the asking ends.
    /// </summary>
    public static async IAsyncEnumerable<T> ItemsAsync<T>(
        this ISourceBlock<T> block, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var receivable = block as IReceivableSourceBlock<T>;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            T? item;
            try
            {
                if (receivable is null || !receivable.TryReceive(out item)) item = await block.ReceiveAsync(cancellationToken);
            }
            catch (InvalidOperationException)
            {
                // What the block says when it has ended, be it that its completion comes a little later.
                if (!await block.OutputAvailableAsync(cancellationToken)) break;
                throw;
            }

            yield return item;
        }

        await block.Completion.WaitAsync(cancellationToken);
    }
}
