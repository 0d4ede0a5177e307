using Seraph.Core.Location;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Registrar;

/// <summary>The first argument of the functions: a table by its name, which thereby comes into use.</summary>
internal sealed class LocationTableParameter : IScriptParameter<LocationTableParameter>, IModuleBoundParameter
{
    private readonly string _name;
    private ILocationTable? _table;

    private LocationTableParameter(string name) => _name = name;

    /// <summary>A table given by code.</summary>
    public LocationTableParameter(ILocationTable table)
        : this(table.Name) => _table = table;

    /// <summary>The table.</summary>
    public ILocationTable Table => _table!;

    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out LocationTableParameter value)
    {
        value = null!;
        var name = argument.ToString();
        if (argument.Kind is not (ScriptArgumentKind.Text or ScriptArgumentKind.Word)
            || name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            return context.Refuse($"\"{name}\" is not the name of a table", "write the name of a location table, like \"location\"");
        }

        value = new LocationTableParameter(name);
        return true;
    }

    public string? Bind(object module)
    {
        _table = ((RegistrarModule)module).Store.Open(_name);
        return null;
    }
}
