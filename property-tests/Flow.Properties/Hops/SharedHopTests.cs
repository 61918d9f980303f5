using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Hops;

/// <summary>A hop that many write and many read.</summary>
public sealed class SharedHopTests
{
    [Property(MaxTest = 60)]
    public async Task Each_item_goes_to_one_reader_and_each_writers_items_stay_in_order(
        PositiveInt writers, PositiveInt readers, PositiveInt capacity, bool inBatches, int seed)
    {
        const int Each = 300;
        var writing = 1 + (writers.Get % 5);
        var reading = 1 + (readers.Get % 5);
        var hop = Hop<(int Writer, int Number)>.Create(
            new(1 + (capacity.Get % 20)) { SingleWriter = false, SingleReader = false });

        var written = Task.WhenAll(Enumerable.Range(0, writing).Select(writer => Task.Run(() => WriteAsync(hop.Writer, writer, inBatches))));
        var read = Task.WhenAll(Enumerable.Range(0, reading).Select(reader => Task.Run(() => ReadAsync(hop.Reader, seed + reader))));
        await written.WaitAsync(TimeSpan.FromSeconds(30));
        hop.Writer.Complete();
        var perReader = await read.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(perReader, items => Assert.All(
            items.GroupBy(item => item.Writer), group => Assert.Equal(group.Select(item => item.Number).Order(), group.Select(item => item.Number))));
        Assert.Equal(
            [.. from writer in Enumerable.Range(0, writing) from number in Enumerable.Range(0, Each) select (writer, number)],
            perReader.SelectMany(items => items).Order());
        Assert.Equal((writing * Each, writing * Each, 0), (hop.Read().Items, hop.Read().Delivered, hop.Read().Held));

        async Task WriteAsync(HopWriter<(int, int)> writer, int id, bool batches)
        {
            for (var number = 0; number < Each;)
            {
                if (!batches)
                {
                    await writer.WriteAsync((id, number++));
                    continue;
                }

                var batch = Enumerable.Range(number, Math.Min(7, Each - number)).Select(item => (id, item)).ToArray();
                number += writer.TryWrite(batch);
                if (!await writer.WaitToWriteAsync()) return;
            }
        }
    }

    private static async Task<List<(int Writer, int Number)>> ReadAsync(HopReader<(int Writer, int Number)> reader, int seed)
    {
        var random = new Random(seed);
        var items = new List<(int, int)>();
        var batch = new (int, int)[3];
        while (await reader.WaitToReadAsync())
        {
            if (random.Next(2) == 0) items.AddRange(batch.AsSpan(0, reader.TryRead(batch.AsSpan())));
            else if (reader.TryRead(out var item)) items.Add(item);
        }

        return items;
    }
}
