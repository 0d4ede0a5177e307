using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Database;
using Seraph.Core.Management;

namespace Seraph.Core.Tests.Management;

public class RpcRegistryTests
{
    private readonly RpcRegistry _registry = new(NullLogger<RpcRegistry>.Instance);

    public RpcRegistryTests() => _registry.Add(new Commands());

    [Fact]
    public void Commands_are_listed_in_the_order_of_their_declaration()
    {
        Assert.Equal(["test.add", "test.optional", "test.bug", "test.database"], _registry.Commands.Select(command => command.Name));
        Assert.Equal([("a", RpcKind.Integer, false), ("b", RpcKind.Double, false), ("name", RpcKind.Text, false)], _registry.Commands[0].Parameters);
    }

    [Fact]
    public void Arguments_are_read_in_order()
    {
        var call = Run("test.add", RpcValue.From(1), RpcValue.From(0.5), RpcValue.From("x"), RpcValue.From("surplus"));
        Assert.Null(call.Failure);
        Assert.Equal("x1.5", Assert.Single(call.Values).Text);
    }

    [Fact]
    public void A_missing_argument_fails_the_call() =>
        Assert.Equal(new RpcFault(400, "1 Double Missing"), Run("test.add", RpcValue.From(1)).Failure);

    [Fact]
    public void A_mistyped_argument_fails_the_call() =>
        Assert.Equal(new RpcFault(400, "0 Integer WrongType"), Run("test.add", RpcValue.From("1"), RpcValue.From(0.5), RpcValue.From("x")).Failure);

    [Fact]
    public void An_integer_of_more_than_32_bits_fails_the_call() =>
        Assert.Equal(new RpcFault(400, "0 Integer BadValue"), Run("test.add", RpcValue.From(1L << 32), RpcValue.From(0.5), RpcValue.From("x")).Failure);

    [Fact]
    public void An_optional_argument_has_its_default()
    {
        Assert.Equal(15, Run("test.optional").Values[0].Integer);
        Assert.Equal(9, Run("test.optional", RpcValue.From(9)).Values[0].Integer);
    }

    [Fact]
    public void Types_stand_in_for_one_another_when_asked()
    {
        var call = new RpcCall("test.add", [RpcValue.From("1"), RpcValue.From(2), RpcValue.From(3)], new Client(), convert: true);
        Assert.True(_registry.TryRun(call));
        Assert.Equal("33", call.Values[0].Text);
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData(" -12", -12)]
    [InlineData("+0x1F", 31)]
    [InlineData("010", 8)]
    [InlineData("0", 0)]
    public void Lines_are_read_as_integers(string line, int value) => Assert.Equal(value, Run("test.optional", RpcValue.FromLine(line)).Values[0].Integer);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("08")]
    [InlineData("1.5")]
    [InlineData("--1")]
    [InlineData("99999999999999999999")]
    [InlineData("07777777777777777777777777")]
    public void Lines_that_are_no_integer_fail_the_call(string line) =>
        Assert.Equal(new RpcFault(400, "0 Integer BadValue"), Run("test.optional", RpcValue.FromLine(line)).Failure);

    [Fact]
    public void Lines_are_unescaped_as_text()
    {
        Assert.Equal("a\nb1.5", Run("test.add", RpcValue.FromLine("1"), RpcValue.FromLine("0.5"), RpcValue.FromLine("a\\nb")).Values[0].Text);
        Assert.Equal(new RpcFault(400, "2 Text BadValue"), Run("test.add", RpcValue.FromLine("1"), RpcValue.FromLine("0.5"), RpcValue.FromLine("a\\q")).Failure);
    }

    [Fact]
    public void A_bug_in_a_command_is_a_fault_without_details()
    {
        var call = Run("test.bug");
        Assert.Equal(new RpcFault(500, "internal server error"), call.Failure);
        Assert.Empty(call.Values);
    }

    [Fact]
    public void A_failing_database_is_named() => Assert.Equal(new RpcFault(500, "db away"), Run("test.database").Failure);

    [Fact]
    public void Unknown_commands_are_not_found()
    {
        Assert.False(_registry.TryRun(new RpcCall("TEST.add", [], new Client())));
        Assert.False(_registry.TryFind("", out _));
    }

    [Fact]
    public void The_first_refusal_counts()
    {
        var call = new RpcCall("x", [], new Client());
        call.Fault(404, "one");
        call.Fault(500, "two");
        Assert.Equal(new RpcFault(404, "one"), call.Failure);
    }

    [Fact]
    public void A_later_object_replaces_commands_and_removing_the_earlier_keeps_them()
    {
        var first = new Commands();
        var second = new Commands();
        var registry = new RpcRegistry(NullLogger<RpcRegistry>.Instance);
        registry.Add(first);
        registry.Add(second);
        registry.Remove(first);
        Assert.Equal(4, registry.Commands.Count);
        registry.Remove(second);
        Assert.Empty(registry.Commands);
    }

    [Fact]
    public void A_method_with_other_parameters_is_no_command() =>
        Assert.Throws<InvalidOperationException>(() => _registry.Add(new Wrong()));

    [Theory]
    [InlineData("a\n\r\t\\\0:,", false, "a\\n\\r\\t\\\\\\0:,")]
    [InlineData("a:b,c", true, "a\\ob\\cc")]
    public void Escapes_are_undone(string text, bool inStructure, string escaped)
    {
        var line = new System.Text.StringBuilder();
        RpcLineText.Escape(line, text, inStructure);
        Assert.Equal(escaped, line.ToString());
        Assert.True(RpcLineText.TryUnescape(escaped, out var back));
        Assert.Equal(text, back);
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("a\\x")]
    public void Unknown_escapes_are_refused(string line) => Assert.False(RpcLineText.TryUnescape(line, out _));

    private RpcCall Run(string method, params RpcValue[] arguments)
    {
        var call = new RpcCall(method, arguments, new Client());
        Assert.True(_registry.TryRun(call));
        return call;
    }

    private sealed class Client : IRpcClient
    {
        public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) => new(400, $"{index} {expected} {error}");
    }

    private sealed class Commands
    {
        [Rpc("test.add")]
        public static void Add(RpcCall call, int a, double b, string name) => call.Add($"{name}{a + b}");

        [Rpc("test.optional")]
        public static void Optional(RpcCall call, int signal = 15) => call.Add(signal);

        [Rpc("test.bug")]
        private static void Bug(RpcCall call)
        {
            call.Add(1);
            throw new InvalidOperationException("secret");
        }

        [Rpc("test.database")]
        private static void Database(RpcCall call) => throw new DatabaseException(DatabaseError.Unavailable, "db away");
    }

    private sealed class Wrong
    {
        [Rpc("wrong")]
        public static void Method(RpcCall call, Uri uri) => call.Add(uri.ToString());
    }
}
