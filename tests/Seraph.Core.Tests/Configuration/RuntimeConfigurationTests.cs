using System.Text;
using Seraph.Core.Configuration;
using Seraph.Script;
using Seraph.Script.Diagnostics;
using Seraph.Script.Symbols;
using Seraph.Testing;

namespace Seraph.Core.Tests.Configuration;

public class RuntimeConfigurationTests
{
    private readonly ListLogger<RuntimeConfiguration> _log = new();
    private readonly RuntimeConfiguration _configuration;
    private readonly TestOptions _options = new();
    private readonly RuntimeOptions<TestOptions> _runtime;

    public RuntimeConfigurationTests()
    {
        _configuration = new RuntimeConfiguration(_log);
        _runtime = _configuration.Add("test", _options);
    }

    private static ScriptValue Value(object value) => value is string text ? ScriptValue.Of(Encoding.UTF8.GetBytes(text)) : ScriptValue.Of((int)value);

    private string? Set(string name, object value, string group = "test") =>
        _configuration.TrySet(group, name, Value(value), out var error) ? null : error;

    private string? SetDelayed(string name, object value, string group = "test") =>
        _configuration.TrySetDelayed(group, name, Value(value), out var error) ? null : error;

    private string Get(string name, string group = "test") => _configuration.Current[_configuration.Find(group, name)!].ToString();

    private string? Declare(string group, string name, object value, string description = "") =>
        _configuration.Declare(new CustomVariable(group, name, Value(value), description, SourceLocation.None));

    [Fact]
    public void A_change_is_in_force_at_once_and_logged()
    {
        Assert.Equal("10", Get("count"));
        Assert.Null(Set("count", 20));
        Assert.Equal("20", Get("count"));
        Assert.Equal(20, _options.Count);
        Assert.Equal(["Information: test.count is now 20"], _log.Lines);
    }

    [Fact]
    public void A_snapshot_keeps_its_values()
    {
        var before = _configuration.Current;
        var count = _configuration.Find("test", "count")!;
        Set("count", 20);
        Assert.Equal(10, before[count].Integer);
        Assert.Equal(10, _runtime.At(before).Count);
        Assert.Equal(20, _runtime.At(_configuration.Current).Count);
        Assert.Equal(20, _runtime.Live.Count);
    }

    [Fact]
    public void Reading_a_snapshot_allocates_nothing()
    {
        var variable = _configuration.Find("test", "text")!;
        _ = _configuration.Current[variable];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = _configuration.Current[variable].Text.Length + _runtime.At(_configuration.Current).Count;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("count", "30", "30")]
    [InlineData("count", "-1", null)]
    [InlineData("count", "", null)]
    [InlineData("count", "12x", null)]
    [InlineData("count", " 12", null)]
    [InlineData("count", 101, null)]
    [InlineData("text", 42, "42")]
    [InlineData("text", "", "")]
    [InlineData("text", "Grüße", "Grüße")]
    [InlineData("switch", 1, "1")]
    [InlineData("switch", "1", "1")]
    [InlineData("switch", 2, null)]
    [InlineData("color", "GREEN", "green")]
    [InlineData("color", "blue", null)]
    [InlineData("color", 1, null)]
    [InlineData("limit", 5, "5")]
    [InlineData("fixed", 1, null)]
    [InlineData("list", "x", null)]
    [InlineData("unknown", 1, null)]
    public void Values_are_converted_and_checked(string name, object value, string? expected)
    {
        var before = _configuration.Current;
        var error = Set(name, value);
        if (expected is null)
        {
            Assert.NotNull(error);
            Assert.Same(before, _configuration.Current);
            Assert.NotNull(SetDelayed(name, value));
            Assert.Empty(_configuration.Pending);
        }
        else
        {
            Assert.Null(error);
            Assert.Equal(expected, Get(name));
        }
    }

    [Fact]
    public void Fixed_parameters_can_be_read()
    {
        var variable = _configuration.Find("test", "fixed")!;
        Assert.True(variable.IsReadOnly);
        Assert.Equal("7", Get("fixed"));
        Assert.False(_configuration.Current[_configuration.Find("test", "limit")!].IsDefined);
        Assert.Null(_configuration.Find("test", "list"));
        Assert.Equal(["count", "text", "switch", "color", "limit", "fixed", "low", "high"], _configuration.Variables.Select(v => v.Name));
        Assert.Equal("how many (s)", _configuration.Find("test", "count")!.Description);
        Assert.True(_configuration.Find("test", "switch")!.IsNumber);
        Assert.False(_configuration.Find("test", "color")!.IsNumber);
    }

    [Fact]
    public void A_variable_has_all_its_names()
    {
        Assert.Same(_configuration.Find("test", "count"), _configuration.Find("test", "number"));
        Assert.Null(Set("number", 3));
        Assert.Equal("3", Get("count"));
    }

    [Fact]
    public void Values_that_contradict_each_other_are_refused()
    {
        Assert.Equal("low is above high", Set("low", 60));
        Assert.Equal((0, 50), (_options.Low, _options.High));
    }

    [Fact]
    public void Delayed_changes_come_into_force_together()
    {
        Assert.Null(SetDelayed("high", 100));
        Assert.Null(SetDelayed("low", 60)); // possible only with the one before
        Assert.Null(SetDelayed("count", 1));
        Assert.Null(SetDelayed("count", 2)); // the last one counts
        Assert.Equal((0, 50, 10), (_options.Low, _options.High, _options.Count));
        Assert.Equal(
            ["high 50 100", "low 0 60", "count 10 2"],
            _configuration.Pending.Select(change => $"{change.Variable.Name} {change.Old} {change.New}"));

        Assert.True(_configuration.TryCommit(out _));
        Assert.Equal((60, 100, 2), (_options.Low, _options.High, _options.Count));
        Assert.Empty(_configuration.Pending);
        Assert.True(_configuration.TryCommit(out _)); // with nothing to do
    }

    [Fact]
    public void A_delayed_change_is_tried_with_the_others_of_its_group()
    {
        Assert.Null(SetDelayed("low", 40));
        Assert.Equal("low is above high", SetDelayed("high", 30));
        Assert.Single(_configuration.Pending);
        Assert.Null(SetDelayed("low", 20));
        Assert.Null(SetDelayed("high", 30));
    }

    [Fact]
    public void Rollback_forgets()
    {
        SetDelayed("count", 1);
        _configuration.Rollback();
        Assert.Empty(_configuration.Pending);
        Assert.True(_configuration.TryCommit(out _));
        Assert.Equal(10, _options.Count);
    }

    [Fact]
    public void A_commit_that_has_become_impossible_changes_nothing()
    {
        SetDelayed("count", 1);
        SetDelayed("low", 40);
        Set("high", 30);
        Assert.False(_configuration.TryCommit(out var error));
        Assert.Equal("low is above high", error);
        Assert.Equal((10, 0, 30), (_options.Count, _options.Low, _options.High));
        Assert.Equal(2, _configuration.Pending.Count);
    }

    [Fact]
    public void The_later_write_wins()
    {
        SetDelayed("count", 1);
        Set("count", 2);
        _configuration.TryCommit(out _);
        Assert.Equal(1, _options.Count);
    }

    [Fact]
    public void Handlers_see_the_new_values_once_for_each_change_of_their_group()
    {
        var seen = new List<(int Count, int High)>();
        _configuration.OnChange("test", () => seen.Add((_options.Count, _options.High)));
        _configuration.OnChange("other", () => throw new InvalidOperationException("not mine"));
        Set("count", 11);
        Set("count", 1000);
        SetDelayed("count", 12);
        SetDelayed("high", 99);
        _configuration.TryCommit(out _);
        Assert.Equal([(11, 50), (12, 99)], seen);
    }

    [Fact]
    public void A_handler_that_fails_is_logged_and_the_others_are_called()
    {
        var called = false;
        _configuration.OnChange("test", () => throw new InvalidOperationException("broken"));
        _configuration.OnChange("test", () => called = true);
        Assert.Null(Set("count", 11));
        Assert.True(called);
        Assert.Contains(_log.Lines, line => line.StartsWith("Error: BUG", StringComparison.Ordinal));
    }

    [Fact]
    public void Scripts_declare_variables_of_their_own()
    {
        Assert.Null(Declare("my", "flag", 5, "a flag"));
        Assert.Null(Declare("my", "text", "x"));
        Assert.Equal(("5", "x"), (Get("flag", "my"), Get("text", "my")));
        Assert.Equal("a flag", _configuration.Find("my", "flag")!.Description);

        var before = _configuration.Current;
        Assert.Null(Set("flag", "6", "my"));
        Assert.Null(Set("text", 7, "my"));
        Assert.NotNull(Set("flag", "six", "my"));
        Assert.Equal(("6", "7"), (Get("flag", "my"), Get("text", "my")));
        Assert.Equal(5, before[_configuration.Find("my", "flag")!].Integer);
    }

    [Theory]
    [InlineData("test", "new")]
    [InlineData("my", "there")]
    public void Groups_of_the_server_and_names_that_are_there_cannot_be_declared(string group, string name)
    {
        Assert.Null(Declare("my", "there", 1));
        Assert.StartsWith("variable cannot be declared", Declare(group, name, 1));
    }

    [Fact]
    public void A_group_of_the_script_cannot_be_added()
    {
        Declare("my", "flag", 5);
        Assert.Throws<ArgumentException>(() => _configuration.Add("my", new TestOptions()));
    }

    [Fact]
    public void The_caller_s_buffer_is_not_kept()
    {
        var buffer = "first"u8.ToArray();
        Assert.True(_configuration.TrySet("test", "text", ScriptValue.Of(buffer), out _));
        Declare("my", "text", "x");
        Assert.True(_configuration.TrySet("my", "text", ScriptValue.Of(buffer), out _));
        "later"u8.CopyTo(buffer);
        Assert.Equal(("first", "first"), (Get("text"), Get("text", "my")));
    }

    [Fact]
    public void A_trigger_acts_and_stays_zero()
    {
        var acted = new List<int>();
        _configuration.AddTrigger("test", "reinit", "do it", 1, 1, acted.Add);
        Assert.Null(Set("reinit", 1));
        Assert.NotNull(Set("reinit", 2));
        Assert.Null(SetDelayed("reinit", 1));
        Assert.Equal([1], acted);
        _configuration.TryCommit(out _);
        Assert.Equal([1, 1], acted);
        Assert.Equal("0", Get("reinit"));
    }

    [Fact]
    public void What_the_start_changes_is_taken_in()
    {
        _options.Count = 77;
        Assert.Equal("10", Get("count"));
        _configuration.Refresh(_runtime);
        Assert.Equal("77", Get("count"));
    }

    private enum Color
    {
        [Word("red")]
        Red,

        [Word("green")]
        Green,
    }

    private sealed class TestOptions : ICheckedOptions
    {
        [Parameter("count", "number", Min = 0, Max = 100, Unit = "s", Help = "how many", Runtime = true)]
        public int Count { get; set; } = 10;

        [Parameter("text", Runtime = true)]
        public string Text { get; set; } = "some";

        [Parameter("switch", Runtime = true)]
        public bool Switch { get; set; }

        [Parameter("color", Runtime = true)]
        public Color Color { get; set; }

        [Parameter("limit", Runtime = true)]
        public int? Limit { get; set; }

        [Parameter("fixed")]
        public int Fixed { get; set; } = 7;

        [Parameter("list")]
        public List<string> List { get; } = [];

        [Parameter("low", Runtime = true)]
        public int Low { get; set; }

        [Parameter("high", Runtime = true)]
        public int High { get; set; } = 50;

        public string? Check() => Low > High ? "low is above high" : null;
    }
}
