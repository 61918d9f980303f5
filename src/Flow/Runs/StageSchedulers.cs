namespace Flow;

/// <summary>Which scheduler the body of each stage of a run is on.</summary>
internal sealed class StageSchedulers
{
    private readonly TaskScheduler _common;
    private readonly Dictionary<string, TaskScheduler> _own = [];

    /// <summary>The same one for all.</summary>
    public StageSchedulers(TaskScheduler common)
    {
        _common = common;
    }

    /// <exception cref="ArgumentException">One is for a stage that is not there, or that another is for too.</exception>
    public StageSchedulers(RunOptions options, IReadOnlyList<string> stages)
        : this(options.Scheduler)
    {
        var places = PathLookup.WithParents(stages);
        var names = new Dictionary<string, string>();
        foreach (var (name, scheduler) in options.Schedulers)
        {
            if (scheduler is null)
                throw new ArgumentException($"The scheduler of the stage '{name}' is null; leave it out to run on the run's own.", nameof(options));
            var path = PathLookup.Find(places, name) ?? throw new ArgumentException(
                $"A scheduler is given for the stage '{name}', which is not there; there are {PathLookup.List(stages)}.", nameof(options));
            if (!names.TryAdd(path, name))
                throw new ArgumentException($"The schedulers '{names[path]}' and '{name}' are both for '{path}'; give one.", nameof(options));
            _own.Add(path, scheduler);
        }
    }

    /// <summary>The stage's own, or that of the innermost pipeline it is nested in.</summary>
    public TaskScheduler Of(string path)
    {
        for (var end = _own.Count > 0 ? path.Length : 0; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (_own.TryGetValue(path[..end], out var scheduler)) return scheduler;
        }

        return _common;
    }
}
