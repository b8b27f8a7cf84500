namespace Dataflux.Engine.Tracing;

/// <summary>How long the later half of equal pieces of work took, for each of their units.</summary>
internal sealed class WorkTime
{
    private readonly List<(TimeSpan Time, int Units)> _pieces = [];

    internal TimeSpan PerUnit
    {
        get
        {
            var time = TimeSpan.Zero;
            long units = 0;
            for (var i = _pieces.Count / 2; i < _pieces.Count; i++)
            {
                time += _pieces[i].Time;
                units += _pieces[i].Units;
            }

            return units == 0 ? TimeSpan.Zero : time / units;
        }
    }

    internal void Add(TimeSpan time, int units) => _pieces.Add((time, units));
}
