namespace Dataflux.Engine.Ground;

/// <summary>What does not fit of several record types, found one after the other and told together.</summary>
public static class TargetFindings
{
    /// <summary>Looks at each type.</summary>
    /// <param name="types">The types.</param>
    /// <param name="find">Finds what does not fit of one; that it has no place at all is thrown, and is a finding, too.</param>
    /// <exception cref="TargetException">Something was found.</exception>
    public static async Task CollectAsync(IReadOnlyList<Type> types, Func<Type, Task<IEnumerable<TargetFinding>>> find)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(find);
        var findings = new List<TargetFinding>();
        foreach (var type in types)
        {
            try
            {
                findings.AddRange(await find(type));
            }
            catch (TargetException e)
            {
                findings.Add(new(type, null, e.Message));
            }
        }

        if (findings.Count > 0)
        {
            throw new TargetException(string.Join(Environment.NewLine, findings.Select(static finding => finding.Message)))
            {
                Findings = findings,
            };
        }
    }
}
