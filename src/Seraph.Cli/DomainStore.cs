using Seraph.Core.Database;

namespace Seraph.Cli;

/// <summary>A domain name as listed.</summary>
internal sealed record DomainRow(string Domain, string Did, RowFlags Flags);

/// <summary>The domains of a database. Names with the same domain id are aliases of one domain; one of them is canonical.</summary>
internal sealed class DomainStore(DatabasePool database)
{
    private const RowFlags NameFlags = RowFlags.LoadSer | RowFlags.ForSerweb;

    private static readonly Statement AddName = Statement.Insert("domain", ["did", "domain", "flags"]);
    private static readonly Statement RemoveName = Statement.Delete("domain", ["domain"]);
    private static readonly Statement FindId = Statement.Select("domain", ["domain"], ["did"]);
    private static readonly Statement ListAll = Statement.Select("domain", ["domain", "did", "flags"], [], "domain");

    /// <summary>Adds a domain, or with the id of another one an alias of it.</summary>
    /// <exception cref="CommandException">The name is there already.</exception>
    public void Add(string domain, string? did)
    {
        using var transaction = database.Begin();
        bool isFirst;
        using (var find = transaction.Command(FindId))
            isFirst = !find.Bind(0, did ?? domain).Query().Read();

        try
        {
            using var add = transaction.Command(AddName);
            add.Bind(0, did ?? domain).Bind(1, domain).BindBitmap(2, (uint)(isFirst ? NameFlags | RowFlags.Canonical : NameFlags)).Execute();
            transaction.Commit();
        }
        catch (DatabaseException error) when (error.Error == DatabaseError.Constraint)
        {
            throw new CommandException($"the domain {domain} exists already");
        }
    }

    /// <summary>Removes a domain name.</summary>
    /// <exception cref="CommandException">There is no such name.</exception>
    public void Remove(string domain)
    {
        using var command = database.Command(RemoveName);
        if (command.Bind(0, domain).Execute() == 0)
            throw new CommandException($"there is no domain {domain}; seraphctl domain list shows which there are");
    }

    /// <summary>All domain names.</summary>
    public IEnumerable<DomainRow> List()
    {
        using var command = database.Command(ListAll);
        var rows = command.Query();
        while (rows.Read())
            yield return new DomainRow(rows.GetString(0), rows.GetString(1), (RowFlags)rows.GetBitmap(2));
    }
}
