namespace Flow;

/// <summary>
/// A stage that throws at an item later than it takes it, as one does that hands items on to something that works beside it. It can have no
/// <see cref="FaultPolicy"/> but <see cref="FaultPolicy.Stop"/>, since the item in hand may be another: any other is refused.
/// </summary>
public interface IStopsAtFault;
