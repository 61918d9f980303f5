using Flow.Testing;

namespace Flow.Properties.DataPath;

/// <summary>
/// The laws of the whole path. All of them hold every world to more: a deadlock is found at once, no hop is ever above its bound, and
/// afterwards every buffer has come home, every item is accounted for, and no timer, connection or waiting app is left.
/// </summary>
internal static class PathLaws
{
    /// <summary>Bytes arrive, in order, both ways at once.</summary>
    public static Law<WholePath, PathCase> Delivery { get; } = Make(
        "Delivery",
        "What one app writes the other reads, all of it in order and then the end of the stream, both ways at once; then the connections are gone.",
        static async (world, example) =>
        {
            await new Conversations(world, example).HoldAsync(Talk.BothWaysAsync, Talk.BothWaysAsync);
            await world.NoConnectionsAsync();
            RequireNoFaults(world);
        });

    /// <summary>One direction may end before the other has begun.</summary>
    public static Law<WholePath, PathCase> HalfClose { get; } = Make(
        "HalfClose",
        "An app that has ended its stream still receives all that the other has to say.",
        static async (world, example) =>
        {
            await new Conversations(world, example).HoldAsync(Talk.BothWaysAsync, Talk.AnswerAsync);
            await world.NoConnectionsAsync();
            RequireNoFaults(world);
        });

    /// <summary>Switching a host off.</summary>
    public static Law<WholePath, PathCase> Cancellation { get; } = Make(
        "Cancellation",
        "A host disposed at any moment ends, with all its connections; so does the other, which stays a host until then.",
        static (world, example) => new Conversations(world, example).HoldInVainAsync(Talk.BothWaysAsync, Talk.BothWaysAsync, async () =>
        {
            var (first, second) = example.Seed % 2 == 0 ? (world.A, world.B) : (world.B, world.A);
            await world.PassAsync(example.InterferesAfterTurns, example.InterferesAfter);
            await first.DisposeAsync();
            await world.PassAsync(example.InterferesAfterTurns, example.InterferesAfter);
            SimulatedWorld.Require(!second.Completion.IsCompleted, $"{second.Name} ended with the other host: {second.Completion.Exception?.Message}");
            await second.DisposeAsync();
        }));

    /// <summary>Switching everything off while nobody reads.</summary>
    public static Law<WholePath, PathCase> Deafness { get; } = Make(
        "Deafness",
        "Hosts whose apps write and never read can be disposed at any moment, and every app learns it.",
        static (world, example) => new Conversations(world, example).HoldInVainAsync(
            Talk.WriteOnlyAsync, Talk.WriteOnlyAsync, () => world.PassAsync(example.InterferesAfterTurns, example.InterferesAfter)));

    /// <summary>An app that goes away.</summary>
    public static Law<WholePath, PathCase> Reset { get; } = Make(
        "Reset",
        "An app that writes to one that has closed with bytes unread is told, and both connections are gone by themselves.",
        static (world, example) => new Conversations(world, example).HoldInVainAsync(
            Talk.WriteUntilToldAsync, Talk.HangUpAsync, world.NoConnectionsAsync));

    /// <summary>The same network, the same run.</summary>
    public static Law<WholePath, PathCase> Determinism { get; } = new(
        "Determinism",
        "The same case is the same run again: every frame with its bytes and its moment, and every step.",
        static (_, example) =>
        {
            var (first, second) = (Transcript.Of(example), Transcript.Of(example));
            SimulatedWorld.Require(first == second, $"the first run was {first}, the second {second}");
            return Task.CompletedTask;
        });

    private static Law<WholePath, PathCase> Make(string name, string sentence, Func<SimulatedWorld, PathCase, Task> workAsync) =>
        new(name, sentence, (_, example) =>
        {
            SimulatedWorld.Run(example, world => workAsync(world, example));
            return Task.CompletedTask;
        });

    private static void RequireNoFaults(SimulatedWorld world) => SimulatedWorld.Require(
        world.A.ConnectionFaults + world.B.ConnectionFaults == 0,
        $"{world.A.ConnectionFaults} connections of a and {world.B.ConnectionFaults} of b have failed");
}
