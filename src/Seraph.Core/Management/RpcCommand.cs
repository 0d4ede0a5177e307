using System.Reflection;

namespace Seraph.Core.Management;

/// <summary>A management command.</summary>
public sealed class RpcCommand
{
    private readonly object _target;
    private readonly MethodInfo _method;
    private readonly ParameterInfo[] _parameters;

    /// <summary>Makes a command of a method that carries <see cref="RpcAttribute"/>.</summary>
    /// <exception cref="InvalidOperationException">The method's parameters are not what the attribute asks for.</exception>
    private RpcCommand(object target, MethodInfo method, RpcAttribute attribute)
    {
        _target = target;
        _method = method;
        _parameters = method.GetParameters();
        Name = attribute.Name;
        Help = attribute.Help;
        ReturnsArray = attribute.ReturnsArray;
        if (method.ReturnType != typeof(void) || _parameters.Length == 0 || _parameters[0].ParameterType != typeof(RpcCall)
            || _parameters.Skip(1).Any(parameter => KindOf(parameter) is null))
            throw new InvalidOperationException($"{method.DeclaringType}.{method.Name}: a command returns void and takes an RpcCall, then int, long, double, string or bool");
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it does; may be empty.</summary>
    public string Help { get; }

    /// <summary>Whether the answer is a list even when it has one value.</summary>
    public bool ReturnsArray { get; }

    /// <summary>The arguments that it reads on its own: name, type and whether it can do without.</summary>
    public IEnumerable<(string Name, RpcKind Kind, bool IsOptional)> Parameters =>
        _parameters.Skip(1).Select(parameter => (parameter.Name!, KindOf(parameter)!.Value, parameter.HasDefaultValue));

    /// <summary>The object that has the command.</summary>
    internal object Target => _target;

    /// <summary>The commands of an object, in the order in which its class declares them.</summary>
    public static IEnumerable<RpcCommand> Of(object target) =>
        from method in target.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        let attribute = method.GetCustomAttribute<RpcAttribute>()
        where attribute is not null
        orderby method.MetadataToken
        select new RpcCommand(target, method, attribute);

    /// <summary>Reads the arguments and runs the method; does neither when an argument is wrong.</summary>
    internal void Run(RpcCall call)
    {
        var values = new object?[_parameters.Length];
        values[0] = call;
        for (var i = 1; i < values.Length; i++)
        {
            if (call.Remaining == 0 && _parameters[i].HasDefaultValue)
                values[i] = _parameters[i].DefaultValue;
            else if (!TryRead(call, _parameters[i].ParameterType, out values[i]))
                return;
        }

        _method.Invoke(_method.IsStatic ? null : _target, BindingFlags.DoNotWrapExceptions, null, values, null);
    }

    private static bool TryRead(RpcCall call, Type type, out object? value)
    {
        bool read;
        if (type == typeof(int))
        {
            read = call.TryRead(out int number);
            value = number;
        }
        else if (type == typeof(long))
        {
            read = call.TryRead(out long number);
            value = number;
        }
        else if (type == typeof(double))
        {
            read = call.TryRead(out double number);
            value = number;
        }
        else if (type == typeof(bool))
        {
            read = call.TryRead(out bool truth);
            value = truth;
        }
        else
        {
            read = call.TryRead(out string text);
            value = text;
        }

        return read;
    }

    private static RpcKind? KindOf(ParameterInfo parameter) => Type.GetTypeCode(parameter.ParameterType) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => RpcKind.Integer,
        TypeCode.Double => RpcKind.Double,
        TypeCode.Boolean => RpcKind.Boolean,
        TypeCode.String => RpcKind.Text,
        _ => null,
    };
}
