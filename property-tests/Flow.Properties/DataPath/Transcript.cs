using Flow.DataPath;
using Flow.Swarm.Networks;
using Flow.TcpIp;

namespace Flow.Properties.DataPath;

/// <summary>What happened in a run, in a few figures: a digest of every frame sent with its moment, the steps, and the time at the end.</summary>
internal sealed record Transcript(UInt128 Frames, long FrameCount, int Steps, TimeSpan End)
{
    public static Transcript Of(PathCase example)
    {
        FrameDigest? digest = null;
        var (steps, end) = (0, TimeSpan.Zero);
        SimulatedWorld.Run(
            example,
            async world =>
            {
                await new Conversations(world, example).HoldAsync(Talk.BothWaysAsync, Talk.BothWaysAsync);
                (steps, end) = (world.Steps, world.Time.Now);
            },
            time =>
            {
                digest = new FrameDigest(time);
                return new HostStages { Tx = _ => new WatchedStage<Frame, FrameParts>(new Tx(), frame => digest.Add(place: 0, frame)) };
            });
        return new Transcript(digest!.Value, digest.Count, steps, end);
    }
}
