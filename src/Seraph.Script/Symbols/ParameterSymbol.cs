using System.Collections;
using System.Reflection;
using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Script.Symbols;

/// <summary>A parameter: a declared property of an options class. The same description serves scripts, remote calls and documentation.</summary>
public sealed class ParameterSymbol
{
    private readonly PropertyInfo _property;
    private readonly ParameterAttribute _declaration;

    private ParameterSymbol(PropertyInfo property, ParameterAttribute declaration, string group)
    {
        _property = property;
        _declaration = declaration;
        Group = group;
        IsList = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(List<>);
        ValueType = IsList ? property.PropertyType.GetGenericArguments()[0] : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
    }

    /// <summary>The first name.</summary>
    public string Name => Names[0];

    /// <summary>All names.</summary>
    public IReadOnlyList<string> Names => _declaration.Names;

    /// <summary>The module, or the group of a core parameter.</summary>
    public string Group { get; }

    /// <summary>The type of one value.</summary>
    public Type ValueType { get; }

    /// <summary>Every assignment adds a value.</summary>
    public bool IsList { get; }

    /// <summary>The least number allowed.</summary>
    public int Min => _declaration.Min;

    /// <summary>The greatest number allowed.</summary>
    public int Max => _declaration.Max;

    /// <summary>The unit of a number, or empty.</summary>
    public string Unit => _declaration.Unit;

    /// <summary>One line of help.</summary>
    public string Help => _declaration.Help;

    /// <summary>Can be changed while the server runs.</summary>
    public bool IsRuntime => _declaration.Runtime;

    /// <summary>True when the value is a number or a boolean.</summary>
    public bool IsNumber => ValueType == typeof(int) || ValueType == typeof(bool);

    /// <summary>True when <see cref="TryGet"/> and <see cref="TrySet"/> work: numbers, booleans, strings and words.</summary>
    public bool IsPlain => !IsList && (IsNumber || ValueType == typeof(string) || ValueType.IsEnum);

    internal ICustomAttributeProvider Target => _property;

    /// <summary>The parameters of an options class, inherited ones included.</summary>
    public static IReadOnlyList<ParameterSymbol> Read(Type options, string group)
    {
        var result = new List<ParameterSymbol>();
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<ParameterAttribute>() is { } declaration)
                result.Add(new ParameterSymbol(property, declaration, group));
        }

        return result;
    }

    /// <summary>The property's value.</summary>
    public object? GetValue(object options) => _property.GetValue(options);

    /// <summary>The value for remote calls: a number or text; undefined for an unset one.</summary>
    /// <returns>False when the parameter is not <see cref="IsPlain"/>.</returns>
    public bool TryGet(object options, out ScriptValue value)
    {
        value = _property.GetValue(options) switch
        {
            int number => ScriptValue.Of(number),
            bool boolean => ScriptValue.Of(boolean ? 1 : 0),
            string text => ScriptValue.Of(Encoding.UTF8.GetBytes(text)),
            Enum word => ScriptValue.Of(Encoding.UTF8.GetBytes(EnumWords.NameOf(word))),
            _ => default,
        };
        return IsPlain;
    }

    /// <summary>Sets the value by a remote call, with the same checks as in a script.</summary>
    /// <returns>False with the reason in <paramref name="error"/>.</returns>
    public bool TrySet(object options, in ScriptValue value, out string? error)
    {
        error = null;
        if (!IsPlain || !value.IsDefined)
        {
            error = $"{Name} can't be set while the server runs";
            return false;
        }

        var argument = value.Kind == ScriptValueKind.Integer
            ? ScriptArgument.FromNumber(value.Integer)
            : ScriptArgument.FromText(Encoding.UTF8.GetString(value.Text.Span));
        var scope = new DetachedScope();
        if (TryAssign(options, argument, scope, out _))
            return true;

        error = scope.Error;
        return false;
    }

    /// <summary>Converts and assigns the value of a script.</summary>
    internal bool TryAssign(object options, ScriptArgument argument, IConversionScope scope, out object? value)
    {
        var context = new ConversionContext(scope, argument.Location, _property);
        if (!ArgumentConverter.TryConvert(argument, ValueType, context, out value) || !IsInRange(value, context))
            return false;

        if (IsList)
        {
            ((IList)_property.GetValue(options)!).Add(value);
            return true;
        }

        try
        {
            _property.SetValue(options, value, BindingFlags.DoNotWrapExceptions, null, null, null);
            return true;
        }
        catch (ArgumentException e) // how a property refuses a value that its type allows
        {
            return context.Refuse(e.Message);
        }
    }

    /// <summary>Adds the entries of <c>listen</c> or <c>alias</c>; false when the property doesn't take them.</summary>
    internal bool TryAdd(object options, IEnumerable<ListenEntry> entries)
    {
        if (_property.GetValue(options) is not List<ListenEntry> list)
            return false;

        list.AddRange(entries);
        return true;
    }

    private bool IsInRange(object? value, ConversionContext context)
    {
        if (value is not int number || (number >= Min && number <= Max))
            return true;

        var unit = Unit.Length == 0 ? "" : $" {Unit}";
        var range = Max == int.MaxValue ? $"{Min}{unit} or more" : Min == int.MinValue ? $"{Max}{unit} or less" : $"{Min} to {Max}{unit}";
        return context.Refuse($"{Name} is out of range: {number}", $"{range} expected");
    }
}
