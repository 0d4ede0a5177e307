using System.Reflection;

namespace Seraph.Script.Symbols;

/// <summary>What one module, or the core, offers to scripts: read from the attributes of its members.</summary>
internal sealed class SymbolSet
{
    private const BindingFlags AllMembers = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private readonly Dictionary<string, List<FunctionSymbol>> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OperandSymbol> _operands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpecifierSymbol> _specifiers = new(StringComparer.Ordinal);
    private readonly List<SelectSymbol> _selects = [];

    public IReadOnlyDictionary<string, List<FunctionSymbol>> Functions => _functions;

    public IReadOnlyDictionary<string, OperandSymbol> Operands => _operands;

    public IReadOnlyDictionary<string, SpecifierSymbol> Specifiers => _specifiers;

    public IReadOnlyList<SelectSymbol> Selects => _selects;

    public SpecifierSymbol? HeaderSpecifier { get; private set; }

    /// <summary>Reads all declared methods of a type.</summary>
    /// <exception cref="InvalidOperationException">A declaration is wrong: this is a bug of the module and not of a script.</exception>
    public void Add(Type type, MemberOwner owner)
    {
        foreach (var method in type.GetMethods(AllMembers))
        {
            foreach (var declaration in method.GetCustomAttributes())
                Add(declaration, method, owner);
        }
    }

    private void Add(Attribute declaration, MethodInfo method, MemberOwner owner)
    {
        switch (declaration)
        {
            case ScriptFunctionAttribute function:
                AddFunction(function, method, owner);
                break;
            case OperandAttribute operand:
                AddOperand(operand, method, owner);
                break;
            case SelectAttribute select:
                AddSelect(select, method, owner);
                break;
            case SpecifierAttribute specifier:
                RequireReturn<SelectResult>(method);
                RequireParameters(method, 0, out var takesContext);
                _specifiers[specifier.Name] = new SpecifierSymbol(specifier.Name, method, owner, takesContext);
                break;
            case HeaderSpecifierAttribute:
                RequireReturn<SelectResult>(method);
                RequireParameters(method, 2, out var headerTakesContext);
                HeaderSpecifier = new SpecifierSymbol("{", method, owner, headerTakesContext);
                break;
            default:
                break;
        }
    }

    private void AddFunction(ScriptFunctionAttribute declaration, MethodInfo method, MemberOwner owner)
    {
        if (method.ReturnType != typeof(ScriptResult) && method.ReturnType != typeof(bool) && method.ReturnType != typeof(int))
            throw Wrong(method, "must return ScriptResult, bool or int");

        var parameters = SplitContext(method, out var takesContext);
        var function = new FunctionSymbol(declaration, method, owner, parameters, takesContext);
        foreach (var name in declaration.Names)
        {
            if (!_functions.TryGetValue(name, out var overloads))
                _functions.Add(name, overloads = []);

            if (overloads.Exists(o => o.Parameters.Count == parameters.Length && (o.Forms & function.Forms) != 0))
                throw Wrong(method, $"repeats {name} with {parameters.Length} arguments");

            overloads.Add(function);
        }
    }

    private void AddOperand(OperandAttribute declaration, MethodInfo method, MemberOwner owner)
    {
        switch (declaration.Kind)
        {
            case OperandKind.Text or OperandKind.Uri:
                RequireReturn<SelectResult>(method);
                break;
            case OperandKind.Address:
                RequireReturn<IpValue>(method);
                break;
            default:
                RequireReturn<int>(method);
                break;
        }

        RequireParameters(method, 0, out var takesContext);
        var operand = new OperandSymbol(declaration.Names, declaration.Kind, declaration.In, method, owner, takesContext);
        foreach (var name in declaration.Names)
            _operands[name] = operand;
    }

    private void AddSelect(SelectAttribute declaration, MethodInfo method, MemberOwner owner)
    {
        RequireReturn<SelectResult>(method);
        var parameters = SplitContext(method, out var takesContext);
        var table = (declaration as SubSelectAttribute)?.Table;
        if (table is not null)
        {
            if (parameters.Length == 0 || parameters[0].ParameterType != typeof(ReadOnlyMemory<byte>))
                throw Wrong(method, "must take the value as ReadOnlyMemory<byte>");

            parameters = parameters[1..];
        }

        var elements = declaration.Path.Split('.').Select(ParseElement).ToArray();
        var i = 0;
        foreach (var element in elements)
        {
            if (element.Name is null)
                i++;

            if (element.TakesIndex && (i >= parameters.Length || parameters[i++].ParameterType != typeof(int?)))
                throw Wrong(method, $"must take an int? for every [] of \"{declaration.Path}\", in the order of the path");
        }

        if (i != parameters.Length)
            throw Wrong(method, $"has {parameters.Length} parameters for the {i} variable parts of \"{declaration.Path}\"");

        _selects.Add(new SelectSymbol(table, declaration.Path, elements, declaration.Nested, declaration.UnderscoreIsDash, method, owner, takesContext, parameters));
    }

    private static SelectPathElement ParseElement(string text)
    {
        var takesIndex = text.EndsWith("[]", StringComparison.Ordinal);
        var name = takesIndex ? text[..^2] : text;
        return new SelectPathElement(name == "*" ? null : name, takesIndex);
    }

    private static ParameterInfo[] SplitContext(MethodInfo method, out bool takesContext)
    {
        var parameters = method.GetParameters();
        takesContext = parameters.Length > 0 && parameters[0].ParameterType.IsAssignableTo(typeof(ScriptContext));
        return takesContext ? parameters[1..] : parameters;
    }

    private static void RequireReturn<T>(MethodInfo method)
    {
        if (method.ReturnType != typeof(T))
            throw Wrong(method, $"must return {typeof(T).Name}");
    }

    private static void RequireParameters(MethodInfo method, int count, out bool takesContext)
    {
        if (SplitContext(method, out takesContext).Length != count)
            throw Wrong(method, $"must have the context and {count} other parameters");
    }

    private static InvalidOperationException Wrong(MethodInfo method, string what) => new($"{method.DeclaringType?.FullName}.{method.Name} {what}.");
}
