namespace Flow.Soak.Runs.Draws;

/// <summary>Puts another stage, drawn anew, in the place of one of a run.</summary>
internal delegate Task Swap(PipelineRun run, Random random, CancellationToken cancellationToken);
