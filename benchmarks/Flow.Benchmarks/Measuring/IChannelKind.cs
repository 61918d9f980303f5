using System.Threading.Channels;

namespace Flow.Benchmarks.Measuring;

/// <summary>
/// What a loop over channels runs over. The loop has it as a type parameter, a struct, so that each kind has compiled code and a profile of its
/// own, as in a program that uses but one.
/// </summary>
internal interface IChannelKind
{
    /// <summary>A channel for one writer and one reader, or for many.</summary>
    static abstract Channel<T> Create<T>(int capacity, bool singleWriter = true, bool singleReader = true);
}
