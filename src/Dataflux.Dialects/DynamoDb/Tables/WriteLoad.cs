using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.DynamoDb.Tables;

/// <summary>What a run costs all of its tables together.</summary>
/// <param name="tables">The tables.</param>
internal sealed class WriteLoad(TableCatalog tables) : ITargetLoad
{
    public TargetLoad Now
    {
        get
        {
            UnitBudget[] budgets = [.. tables.Known.Select(static table => table.Writes)];
            return new(
                "write units",
                Sum(budgets, static budget => budget.Limit),
                Sum(budgets, static budget => budget.Rate),
                budgets.Sum(static budget => budget.Used),
                budgets.Sum(static budget => budget.ThrottledCalls));
        }
    }

    private static double? Sum(UnitBudget[] budgets, Func<UnitBudget, double?> of) =>
        budgets.Length > 0 && Array.TrueForAll(budgets, budget => of(budget) is not null) ? budgets.Sum(of) : null;
}
