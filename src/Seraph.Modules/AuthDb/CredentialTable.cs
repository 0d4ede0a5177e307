using Seraph.Core.Database;
using Seraph.Script.Parameters;

namespace Seraph.Modules.AuthDb;

/// <summary>The second argument of the functions: a table, with the statements that read it.</summary>
internal sealed class CredentialTable : IScriptParameter<CredentialTable>, IModuleBoundParameter
{
    /// <summary>The column with the password or hash in the rows of all statements.</summary>
    public const int Password = 0;

    /// <summary>The column with the flags.</summary>
    public const int Flags = 1;

    /// <summary>The first column that becomes an attribute.</summary>
    public const int FirstLoaded = 2;

    private CredentialTable(string name) => Name = name;

    /// <summary>The table.</summary>
    public string Name { get; }

    /// <summary>Reads HA1 for a user name without domain.</summary>
    public Statement ByUser { get; private set; } = null!;

    /// <summary>Reads HA1 for a user name with domain.</summary>
    public Statement ByUserAndDomain { get; private set; } = null!;

    /// <summary>Reads the password itself.</summary>
    public Statement Plain { get; private set; } = null!;

    /// <summary>A table given by code.</summary>
    public static CredentialTable For(AuthDbModule module, string name)
    {
        var table = new CredentialTable(name);
        table.Bind(module);
        return table;
    }

    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out CredentialTable value)
    {
        value = null!;
        var name = argument.ToString();
        if (argument.Kind is not (ScriptArgumentKind.Text or ScriptArgumentKind.Word)
            || name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            return context.Refuse($"\"{name}\" is not the name of a table", "write the name of the table, like \"credentials\"");
        }

        value = new CredentialTable(name);
        return true;
    }

    public string? Bind(object module)
    {
        var owner = (AuthDbModule)module;
        var options = owner.Options;
        ByUser = Select(options, options.PasswordColumn, owner.LoadedColumns);
        ByUserAndDomain = Select(options, options.PasswordColumn2, owner.LoadedColumns);
        Plain = Select(options, options.PlainPasswordColumn, owner.LoadedColumns);
        owner.Use(this);
        return null;
    }

    private Statement Select(AuthDbOptions options, string password, string[] loaded)
    {
        Condition[] where = options.UseDid
            ? [options.UsernameColumn, options.RealmColumn, options.DidColumn]
            : [options.UsernameColumn, options.RealmColumn];
        return Statement.Select(Name, [password, options.FlagsColumn, .. loaded], where);
    }
}
