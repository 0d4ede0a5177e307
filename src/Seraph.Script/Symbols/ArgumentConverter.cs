using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Script.Symbols;

/// <summary>Converts arguments to the types that methods and options declare.</summary>
internal static class ArgumentConverter
{
    private static readonly ConcurrentDictionary<Type, Converter?> Converters = new();

    private delegate bool Converter(ScriptArgument argument, ConversionContext context, out object? value);

    /// <summary>True for types that arguments can be converted to.</summary>
    public static bool IsSupported(Type type) => Converters.GetOrAdd(type, Find) is not null;

    /// <summary>Converts an argument; what is wrong with it is reported.</summary>
    /// <exception cref="InvalidOperationException">The type has no converter: a bug of the module.</exception>
    public static bool TryConvert(ScriptArgument argument, Type type, ConversionContext context, out object? value)
    {
        var converter = Converters.GetOrAdd(type, Find) ?? throw new InvalidOperationException($"Arguments can't be converted to {type}.");
        return converter(argument, context, out value);
    }

    private static Converter? Find(Type type)
    {
        if (type == typeof(int))
            return ToInteger;
        if (type == typeof(bool))
            return ToBoolean;
        if (type == typeof(string))
            return ToText;
        if (type == typeof(byte[]))
            return ToBytes;
        if (type.IsEnum)
            return (ScriptArgument argument, ConversionContext context, out object? value) => ToWord(argument, type, context, out value);

        var contract = type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IScriptParameter<>));
        return contract is null
            ? null
            : typeof(ArgumentConverter).GetMethod(nameof(ToParameter), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<Converter>();
    }

    private static bool ToParameter<T>(ScriptArgument argument, ConversionContext context, out object? value)
        where T : IScriptParameter<T>
    {
        var converted = T.TryConvert(argument, context, out var result);
        value = converted ? result : null;
        return converted;
    }

    private static bool ToInteger(ScriptArgument argument, ConversionContext context, out object? value)
    {
        var number = argument.Number;
        value = null;
        if (argument.Kind != ScriptArgumentKind.Number && !TryReadProtocol(argument, out number))
            return context.Refuse("number expected", argument.Kind == ScriptArgumentKind.Text ? "write the number without quotes" : null);

        value = number;
        return true;
    }

    /// <summary>The protocol words are numbers.</summary>
    private static bool TryReadProtocol(ScriptArgument argument, out int number)
    {
        number = argument.Kind == ScriptArgumentKind.Word ? ProtocolWords.NumberOf(argument.ToString()) : 0;
        return number != 0;
    }

    private static bool ToBoolean(ScriptArgument argument, ConversionContext context, out object? value)
    {
        value = argument.Number != 0;
        return argument.Kind == ScriptArgumentKind.Number || context.Refuse("boolean value expected", "yes or no");
    }

    private static bool ToText(ScriptArgument argument, ConversionContext context, out object? value)
    {
        var converted = ToBytes(argument, context, out value);
        value = argument.ToString();
        return converted;
    }

    private static bool ToBytes(ScriptArgument argument, ConversionContext context, out object? value)
    {
        value = argument.Text.ToArray();
        return argument.Kind is ScriptArgumentKind.Text or ScriptArgumentKind.Word or ScriptArgumentKind.Address or ScriptArgumentKind.Socket
            || context.Refuse("string value expected", "put the value in quotes");
    }

    private static bool ToWord(ScriptArgument argument, Type type, ConversionContext context, out object? value)
    {
        value = null;
        if (argument.Kind is not (ScriptArgumentKind.Text or ScriptArgumentKind.Word))
            return context.Refuse("ID expected", $"one of {string.Join(", ", EnumWords.AllOf(type))}");

        var word = Encoding.UTF8.GetString(argument.Text.Span);
        value = EnumWords.Find(type, word);
        return value is not null || context.Refuse($"unknown value \"{word}\"", $"one of {string.Join(", ", EnumWords.AllOf(type))}");
    }
}
