using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>The laws of every hop.</summary>
public static class HopLaws
{
    /// <summary>First in, first out.</summary>
    public static Law<HopSubject, HopCase> Order { get; } = new(
        "Order",
        "What enters a hop leaves in the order it entered.",
        static async (subject, example) =>
        {
            var conversation = await HopConversation.HoldAsync(subject, example);
            LawBreach.UnlessSame(
                [.. Enumerable.Range(0, conversation.Reading.Delivered.Count)], conversation.Reading.Delivered, "items delivered");
        });

    /// <summary>Nothing is lost, and nothing comes twice.</summary>
    public static Law<HopSubject, HopCase> Conservation { get; } = new(
        "Conservation",
        "Each item a hop accepted is delivered once or released once, and no other item is.",
        static async (subject, example) =>
        {
            var conversation = await HopConversation.HoldAsync(subject, example);
            LawBreach.UnlessSame(
                [.. Enumerable.Range(0, conversation.Writing.Accepted)],
                [.. conversation.Reading.Delivered.Concat(conversation.Released).Order()],
                "items delivered or released");
            LawBreach.Unless(conversation.IsAbandoned || conversation.Released.Count == 0, "a hop that nobody abandoned released items");
        });

    /// <summary>A hop says what it holds.</summary>
    public static Law<HopSubject, HopCase> Counting { get; } = new(
        "Counting",
        "At rest a hop's figures are what went through it, and they add up.",
        static async (subject, example) =>
        {
            var conversation = await HopConversation.HoldAsync(subject, example);
            var reading = conversation.Hop.Read();
            LawBreach.UnlessEqual(conversation.Writing.Accepted, reading.Items, "items");
            LawBreach.UnlessEqual(conversation.Reading.Delivered.Count, reading.Delivered, "delivered");
            LawBreach.UnlessEqual(conversation.Released.Count, reading.Released, "released");
            LawBreach.UnlessEqual(conversation.Released.Count, reading.Abandoned, "abandoned");
            LawBreach.UnlessEqual(0, reading.Held, "held");
            LawBreach.UnlessEqual(0, reading.Occupancy, "occupancy");
            LawBreach.Unless(reading.Batches <= reading.Delivered, $"{reading.Batches} batches of {reading.Delivered} items");
            var heaviest = Enumerable.Range(0, example.Items).Select(example.Weigh).Append(0).Max();
            LawBreach.Unless(reading.Peak <= Math.Max(example.Capacity, heaviest), $"a peak of {reading.Peak}");
        });

    /// <summary>A hop takes what it has room for, and nothing more.</summary>
    public static Law<HopSubject, HopCase> Bound { get; } = new(
        "Bound",
        "A hop takes an item exactly when its bound leaves room for it, or nothing that weighs anything is inside.",
        static (subject, example) =>
        {
            HopModel.Compare(subject.Create(example.Options()), example);
            return Task.CompletedTask;
        });

    /// <summary>What can move, moves.</summary>
    public static Law<HopSubject, HopCase> Progress { get; } = new(
        "Progress",
        "An item and room mean movement: all that is written arrives, however the two sides wait.",
        static async (subject, example) =>
        {
            var conversation = await HopConversation.HoldAsync(subject, example with { Ending = HopEnding.Completed });
            LawBreach.UnlessEqual(example.Items, conversation.Writing.Accepted, "items accepted");
            LawBreach.UnlessEqual(example.Items, conversation.Reading.Delivered.Count, "items delivered");
        });

    /// <summary>Both sides learn of the end.</summary>
    public static Law<HopSubject, HopCase> Termination { get; } = new(
        "Termination",
        "Completion reaches the reader after the last item, and abandonment the writer at once, with their errors.",
        static async (subject, example) =>
        {
            var conversation = await HopConversation.HoldAsync(subject, example);
            var (reader, writer) = (conversation.Hop.Reader, conversation.Hop.Writer);
            LawBreach.Unless(reader.IsEnded && !reader.TryRead(out _), "there is something to read after the end");
            LawBreach.Unless(!writer.TryWrite(0) && writer.TryWrite([0]) == 0, "there is room after the end");
            if (conversation.IsAbandoned)
            {
                LawBreach.Unless(writer.IsAbandoned, "the writer does not know that it was abandoned");
                LawBreach.Unless(!await writer.WaitToWriteAsync(), "an abandoned writer was told of room");
                LawBreach.Unless(ReferenceEquals(conversation.Error, writer.Abandonment), $"abandoned with {writer.Abandonment}");
            }
            else
            {
                LawBreach.Unless(conversation.Reading.IsEnded, "the reader was not told of the end");
                LawBreach.Unless(!writer.TryComplete(), "completed twice");
                LawBreach.Unless(
                    conversation.Reading.Error is null || ReferenceEquals(conversation.Error, conversation.Reading.Error),
                    $"ended with {conversation.Reading.Error}");
                LawBreach.Unless(ReferenceEquals(conversation.Error, await ErrorOfAsync(reader)), "a wait at the end hides the error");
            }

            // An abandoned hop that nobody completed has no error of its own.
            var completion = await Task.WhenAny(reader.Completion);
            LawBreach.UnlessEqual(example.Ending == HopEnding.Faulted, completion.IsFaulted, "Completion faulted");
        });

    /// <summary>Cancelling a wait costs nothing.</summary>
    public static Law<HopSubject, HopCase> Cancellation { get; } = new(
        "Cancellation",
        "A wait that is cancelled, at whatever moment, loses no item and leaves nothing behind that a later wait would meet.",
        static async (subject, example) =>
        {
            var conversation = await HopConversation.HoldAsync(subject, example with
            {
                Writing = [new(MoveKind.AsyncCancelled, 1), .. example.Writing, new(MoveKind.WaitCancelled, 2)],
                Reading = [new(MoveKind.WaitCancelled, 2), .. example.Reading, new(MoveKind.AsyncCancelled, 1)],
                Ending = HopEnding.Completed,
            });
            LawBreach.UnlessSame(
                [.. Enumerable.Range(0, example.Items)], conversation.Reading.Delivered, "items delivered although waits were cancelled");
        });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<HopSubject, HopCase>> All { get; } =
        [Order, Conservation, Counting, Bound, Progress, Termination, Cancellation];

    private static async Task<Exception?> ErrorOfAsync(ChannelReader<int> reader)
    {
        try
        {
            await reader.WaitToReadAsync();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
