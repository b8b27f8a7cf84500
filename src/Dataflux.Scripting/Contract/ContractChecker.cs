using Dataflux.Engine.Ground;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dataflux.Scripting.Contract;

/// <summary>Checks a script against the profile contract, in the order the functions run, and finds all problems at once.</summary>
internal sealed class ContractChecker
{
    private readonly KnownTypes _types;
    private readonly FunctionFinder _functions;
    private readonly UpsertChecker _upserts;
    private readonly RecordTypeFinder _recordTypes;
    private readonly List<Problem> _problems = [];
    private readonly string _mainFile;
    private readonly bool _hasSyntaxErrors;

    internal ContractChecker(CSharpCompilation compilation, string mainFile, bool hasSyntaxErrors)
    {
        var script = compilation.ScriptClass ?? throw new InvalidOperationException("the compilation is no script");
        _types = new KnownTypes(compilation);
        _functions = new FunctionFinder(script, _types, _problems);
        _recordTypes = new RecordTypeFinder(script, _types, [.. compilation.SyntaxTrees]);
        _upserts = new UpsertChecker(_types, _problems);
        _mainFile = mainFile;
        _hasSyntaxErrors = hasSyntaxErrors;
    }

    internal IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Checks everything.</summary>
    /// <returns>The shape; <see langword="null"/> when there are problems or the compiler has some.</returns>
    internal ContractShape? Check()
    {
        var meant = _functions.ComplainOfNearMisses();
        RequireFunction(ContractNames.ParseItem, "TRow? parseItem(Item item)", meant);

        var parseItem = _functions.Find(ContractNames.ParseItem);
        var row = parseItem is null ? null : Row(parseItem);
        var filter = _functions.Find(ContractNames.Filter);
        if (filter is not null)
            CheckRowFunction(filter, row, "bool", returns => returns.SpecialType == SpecialType.System_Boolean);
        var groupRows = _functions.Find(ContractNames.GroupRows);
        if (groupRows is not null)
            CheckGroupRows(groupRows, row);
        var groupKey = _functions.Find(ContractNames.GroupKey);
        if (groupKey is not null)
            CheckGroupKey(groupKey, row);
        if (groupRows is not null && groupKey is not null)
            _problems.Add(ScriptProblems.TwoGroupings(groupKey.At));

        var transform = _functions.Find(ContractNames.Transform);
        var rowIsRecord = RowIsRecord(row, groupRows ?? groupKey, meant);
        if (!rowIsRecord)
            RequireFunction(ContractNames.Transform, "TRecord? transform(IReadOnlyList<TRow> rows)", meant);
        var takesRow = transform is not null && TransformTakesRow(transform, row, groupRows ?? groupKey);
        var (record, output) = transform is null ? (rowIsRecord ? row : null, RecordOutput.One) : Record(transform);
        var recordTypes = record is null ? [] : _recordTypes.Of(record);
        if (record is not null && recordTypes.Count == 0)
            _problems.Add(ScriptProblems.NoRecordTypes(transform!.At, KnownTypes.Text(record)));

        var upserts = _functions.FindAll(ContractNames.Upsert);
        var plan = _upserts.Check(upserts, record, recordTypes);
        _upserts.RequireKeys(recordTypes, plan, (transform ?? parseItem)?.At);
        var deleteItem = _functions.Find(ContractNames.DeleteItem);
        var deleteOutput = new DeleteChecker(_types, _problems).Check(deleteItem);
        var onStart = _functions.Find(ContractNames.OnStart);
        var onComplete = _functions.Find(ContractNames.OnComplete);
        _upserts.CheckHook(onStart);
        _upserts.CheckHook(onComplete);

        if (_problems.Count > 0 || parseItem is null || row is null || record is null)
            return null;
        return new ContractShape
        {
            ParseItem = parseItem.Shape(),
            RowIsNullableStruct = KnownTypes.InsideNullable(parseItem.Returns) is not null,
            Filter = filter?.Shape(),
            GroupRows = groupRows?.Shape(),
            GroupKey = groupKey?.Shape(),
            Transform = transform?.Shape(),
            TransformTakesRow = takesRow,
            Output = output,
            RecordTypes = RecordTypeFinder.IsConcrete(record) ? [] : [.. recordTypes.Select(RecordTypeFinder.MetadataName)],
            Upserts = [.. upserts.Select(u => u.Shape())],
            UpsertOfType = plan.OfType,
            UpsertTakesAll = plan.TakesAll,
            DeleteItem = deleteItem?.Shape(),
            DeleteOutput = deleteOutput,
            OnStart = onStart?.Shape(),
            OnComplete = onComplete?.Shape(),
        };
    }

    private void RequireFunction(string name, string signature, HashSet<string> meant)
    {
        // A near miss or a file that could not be parsed explains the absence already.
        if (_functions.Has(name) || meant.Contains(name) || _hasSyntaxErrors)
            return;
        _problems.Add(_functions.FindInTypes(name) is { } inside
            ? ScriptProblems.InsideType(ContractFunction.PositionOf(inside), name, inside.ContainingType.Name)
            : ScriptProblems.Missing(_mainFile, name, signature));
    }

    // Rows that are marked as records need no transform, as long as each is written by itself.
    private bool RowIsRecord(ITypeSymbol? row, ContractFunction? grouping, HashSet<string> meant) =>
        row is not null && grouping is null && !_functions.Has(ContractNames.Transform) && !meant.Contains(ContractNames.Transform)
        && RecordTypeFinder.CanBeRecord(row) && _recordTypes.AreMarked(row);

    private ITypeSymbol? Row(ContractFunction parseItem)
    {
        const string expected = "TRow? parseItem(Item item)";
        if (parseItem.Parameters.Count != 1 || !KnownTypes.Same(parseItem.Parameters[0].Type, _types.Item))
            _problems.Add(ScriptProblems.WrongParameters(parseItem.At, parseItem.Name, Parameters(parseItem), expected));
        if (!IsSynchronous(parseItem))
            return null;
        if (parseItem.Method.ReturnsVoid)
        {
            _problems.Add(ScriptProblems.WrongResult(parseItem.At, parseItem.Name, "void", expected));
            return null;
        }

        return IsUsable(parseItem) ? KnownTypes.InsideNullable(parseItem.Returns) ?? parseItem.Returns : null;
    }

    private void CheckGroupRows(ContractFunction function, ITypeSymbol? row)
    {
        var name = row is null ? "TRow" : KnownTypes.Text(row);
        var expected = $"IEnumerable<IEnumerable<{name}>> groupRows(IReadOnlyList<{name}> rows)";
        CheckParameter(function, row is null ? null : _types.ListOf(row), row, expected);
        if (IsSynchronous(function) && row is not null && !_types.Fits(function.Returns, _types.GroupsOf(row)))
            _problems.Add(ScriptProblems.WrongResult(function.At, function.Name, KnownTypes.Text(function.Returns), expected));
    }

    private void CheckGroupKey(ContractFunction function, ITypeSymbol? row)
    {
        CheckRowFunction(function, row, "TKey", returns => returns.SpecialType != SpecialType.System_Void);
        var key = KnownTypes.InsideNullable(function.Returns) ?? function.Returns;
        if (!function.Method.ReturnsVoid && !KnownTypes.IsAsynchronous(function.Method) && !_types.HasEquality(key))
            _problems.Add(ScriptProblems.NoEquality(function.At, KnownTypes.Text(key)));
    }

    private void CheckRowFunction(ContractFunction function, ITypeSymbol? row, string result, Func<ITypeSymbol, bool> isResult)
    {
        var expected = $"{result} {function.Name}({(row is null ? "TRow" : KnownTypes.Text(row))} row)";
        CheckParameter(function, row, row, expected);
        if (IsSynchronous(function) && !isResult(function.Returns))
            _problems.Add(ScriptProblems.WrongResult(function.At, function.Name, KnownTypes.Text(function.Returns), expected));
    }

    private void CheckParameter(ContractFunction function, ITypeSymbol? given, ITypeSymbol? row, string expected)
    {
        if (function.Parameters.Count != 1)
        {
            _problems.Add(ScriptProblems.WrongParameters(function.At, function.Name, Parameters(function), expected));
        }
        else if (given is not null && row is not null && !_types.Fits(given, function.Parameters[0].Type))
        {
            _problems.Add(ScriptProblems.RowMismatch(
                function.At, function.Name, KnownTypes.Text(function.Parameters[0].Type), KnownTypes.Text(row), expected));
        }
    }

    private bool TransformTakesRow(ContractFunction transform, ITypeSymbol? row, ContractFunction? grouping)
    {
        var name = row is null ? "TRow" : KnownTypes.Text(row);
        var expected = $"TRecord? transform(IReadOnlyList<{name}> rows)";
        if (transform.Parameters.Count != 1 || row is null)
        {
            CheckParameter(transform, given: null, row, expected);
            return false;
        }

        var parameter = transform.Parameters[0].Type;
        var isList = !KnownTypes.Same(row, parameter) && parameter.SpecialType != SpecialType.System_Object
            && _types.Fits(_types.ListOf(row), parameter);
        if (isList)
            return false;
        if (!_types.Fits(row, parameter))
            CheckParameter(transform, _types.ListOf(row), row, expected);
        else if (grouping is not null)
            _problems.Add(ScriptProblems.SingleRowWithGrouping(transform.At, name, grouping.Name));
        return true;
    }

    private (ITypeSymbol? Record, RecordOutput Output) Record(ContractFunction transform)
    {
        if (!IsSynchronous(transform) || !IsUsable(transform))
            return (null, RecordOutput.One);
        var returns = transform.Returns;
        var (record, output) = KnownTypes.InsideNullable(returns) is { } inside ? (inside, RecordOutput.NullableStruct)
            : _types.ElementOf(returns) is { } element ? (element, RecordOutput.Many)
            : (returns, RecordOutput.One);
        if (RecordTypeFinder.CanBeRecord(record))
            return (record, output);
        _problems.Add(ScriptProblems.WrongResult(
            transform.At,
            transform.Name,
            KnownTypes.Text(returns),
            "TRecord, TRecord? or IEnumerable<TRecord>, with a record of the script"));
        return (null, output);
    }

    private bool IsSynchronous(ContractFunction function)
    {
        if (!KnownTypes.IsAsynchronous(function.Method))
            return true;
        _problems.Add(ScriptProblems.Asynchronous(function.At, function.Name));
        return false;
    }

    private bool IsUsable(ContractFunction function)
    {
        if (!function.Returns.IsRefLikeType && function.Returns.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer))
            return true;
        _problems.Add(ScriptProblems.UnusableType(function.At, function.Name, KnownTypes.Text(function.Returns)));
        return false;
    }

    private static string Parameters(ContractFunction function) => function.Method.Parameters.Length == 0
        ? "nothing"
        : $"({string.Join(", ", function.Method.Parameters.Select(p => $"{KnownTypes.Text(p.Type)} {p.Name}"))})";
}
