namespace Dataflux.Tests.Scripting;

/// <summary>
/// Functions of a script that call themselves without end: an exception with function and place, and not the end of the process.
/// </summary>
public sealed class RecursionTests : IDisposable
{
    private const string Transform = "Picture? transform(Row row) => new(1);\n";

    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData("int Down(int n) => Down(n + 1) + 1;", "Down(0)", "(4,5): 'Down'")]
    [InlineData("static int Down(int n) { return Down(n + 1) + 1; }", "Down(0)", "(4,12): 'Down'")]
    [InlineData("int Even(int n) => Odd(n + 1) + 1; int Odd(int n) => Even(n + 1) + 1;", "Even(0)", "(4,5): 'Even'|(4,40): 'Odd'")]
    [InlineData("int Outer() { return Inner(1); int Inner(int n) => Inner(n) + 1; }", "Outer()", "(4,36): 'Inner'")]
    [InlineData(
        "Func<int, int> down = null!; int Make() { down = n => down(n) + 1; return down(1); }",
        "Make()", "(4,50): a lambda in 'Make'")]
    [InlineData(
        "Func<int, int> make(int m) => n => make(n)(m) + make(m)(n);",
        "make(0)(1)", "(4,16): 'make'|(4,31): 'make'|(4,31): a lambda in 'make'")]
    [InlineData("int Sum(List<int> ids) => ids.Sum(id => Sum(ids));", "Sum([1])", "(4,5): 'Sum'|(4,35): a lambda in 'Sum'")]
    [InlineData(
        "void Fill(List<int> ids) => ids.ForEach(id => Fill(ids));",
        "Fill2()", "(4,6): 'Fill'|(4,41): a lambda in 'Fill'", "int Fill2() { Fill([1]); return 0; }")]
    [InlineData("async Task<int> Wait(int n) => await Wait(n + 1) + 1;", "Wait(0).Result", "(4,17): 'Wait'")]
    [InlineData("IEnumerable<int> Walk(int n) { foreach (var x in Walk(n)) yield return x; }", "Walk(0).Count()", "(4,18): 'Walk'")]
    [InlineData("class Node { public int Total => Total + 1; }", "new Node().Total", "(4,25): 'Total'")]
    [InlineData("class Node { public int Total { get => Total + 1; } }", "new Node().Total", "(4,33): 'Total'")]
    [InlineData(
        "class Node { public Node() { Child = new Node(); } public Node Child; }",
        "new Node().GetHashCode()", "(4,21): the constructor of 'Node'")]
    [InlineData(
        "class Node { public override int GetHashCode() => ((object)this).GetHashCode() + 1; }",
        "new Node().GetHashCode()", "(4,34): 'GetHashCode'")]
    [InlineData(
        "interface INode { int Depth(); } class Node : INode { INode Child => this; public int Depth() => Child.Depth() + 1; }",
        "new Node().Depth()", "(4,87): 'Depth'")]
    [InlineData(
        "struct N { public int X; public static N operator +(N a, N b) => new N { X = (b + a).X + 1 }; }",
        "(new N() + new N()).X", "(4,26): 'op_Addition'")]
    public void A_function_that_calls_itself_without_end_is_named_with_its_place(
        string function, string call, string expected, string more = "")
    {
        Write($"\n{function}\n{more}\nRow? parseItem(Item item) => new({call});");

        var places = expected.Split('|').Select(place => $"pictures.csx{place} calls itself without end");
        Assert.Contains(Thrown(), places, StringComparer.Ordinal);
    }

    [Fact]
    public void It_may_be_in_a_loaded_file()
    {
        _scripts.With("shared/down.csx", "static class Deep\n{\n    public static int Down(int n) => Down(n) + 1;\n}\n")
            .With(
                "pictures.csx",
                "#load \"shared/down.csx\"\n" + ScriptFolder.Rows + "Row? parseItem(Item item) => new(Deep.Down(1));\n" + Transform);

        Assert.Equal("shared/down.csx(3,23): 'Down' calls itself without end", Thrown());
    }

    [Fact]
    public void Recursion_that_ends_gives_what_it_gave()
    {
        _scripts.With("pictures.csx", ScriptFolder.Rows + """
            int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
            void Add(List<int> to, int n) { if (n == 0) return; to.Add(n); Add(to, n - 1); }
            ref int First(int[] of, int n) => ref n == 0 ? ref of[0] : ref First(of, n - 1);
            Func<int, int> power = null!;
            Row? parseItem(Item item)
            {
                power = n => n == 0 ? 1 : 2 * power(n - 1);
                List<int> added = []; Add(added, 3);
                First([1], 3) = 2;
                return new(Fibonacci(10) * 1000 + added.Sum() * 100 + power(5));
            }
            Picture? transform(Row row) => new(row.Id);
            """);

        // 55, 3 + 2 + 1, 2 to the 5th.
        Assert.Equal(["Picture { Id = 55632 }"], _scripts.Run(cached: true).Records);
        Assert.Equal(["Picture { Id = 55632 }"], _scripts.Run(cached: true).Records);
    }

    [Fact]
    public void Lines_and_columns_after_such_a_function_are_those_of_the_script()
    {
        _scripts.With("pictures.csx", ScriptFolder.Rows + """
            int Depth(int n) => n == 0 ? 0 : Depth(n - 1); int Same(int n) { return n == 0 ? throw new FormatException("same line") : n; }
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] int Lines(int n)
            {
                var deeper = n > 0 ? Lines(n - 1) : 0;
                Func<int, int> inner = m => m == 0 ? Lines(0) : m; if (inner(n + 1) > 9) deeper++; else if (n == 0) throw new FormatException("x");
                return deeper;
            }
            Row? parseItem(Item item) => new(WHAT);
            Picture? transform(Row row) => new(row.Id);
            """);
        var text = File.ReadAllText(_scripts.PathOf("pictures.csx"));

        foreach (var (call, at) in new[] { ("Same(0)", "(3,66)"), ("Lines(0)", "(7,105)"), ("Depth(3) / Depth(0)", "(10,30)") })
        {
            _scripts.With("pictures.csx", text.Replace("WHAT", call, StringComparison.Ordinal));
            Assert.StartsWith($"pictures.csx{at}: ", Described(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void At_the_top_level_it_is_a_problem_of_the_script()
    {
        Write("int Down(int n) => Down(n) + 1;\nint x = Down(1);\nRow? parseItem(Item item) => new(x);");

        var problem = Assert.Single(_scripts.Load().Problems);

        Assert.Contains("'Down' calls itself without end", problem.Message, StringComparison.Ordinal);
        Assert.Equal((3, 5), (problem.Line, problem.Column));
    }

    private void Write(string script) => _scripts.With("pictures.csx", $"{ScriptFolder.Rows}{script}\n{Transform}");

    private string Thrown() => Described().Split(", or")[0].Replace("InsufficientExecutionStackException: ", "", StringComparison.Ordinal);

    private string Described()
    {
        using var compiled = _scripts.Load().Require();
        var profile = compiled.Bind(ProfileRun.Context);
        return profile.DescribeError!(Assert.ThrowsAny<Exception>(() => ProfileRun.Of(profile)));
    }
}
