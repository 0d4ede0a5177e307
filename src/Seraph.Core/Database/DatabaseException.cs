namespace Seraph.Core.Database;

/// <summary>Why a database could not do what it was asked.</summary>
public enum DatabaseError
{
    /// <summary>The URL is wrong, or no driver for it is loaded.</summary>
    BadUrl,

    /// <summary>The database cannot be reached or opened, or the connection broke.</summary>
    Unavailable,

    /// <summary>The time limit passed, or every connection of the pool stayed in use for that long.</summary>
    Timeout,

    /// <summary>A table or column is missing, or the statement is wrong for this database.</summary>
    BadStatement,

    /// <summary>A unique key, a NOT NULL or another constraint forbids the change.</summary>
    Constraint,

    /// <summary>The database lacks the capability: a file driver that cannot run raw SQL, say.</summary>
    NotSupported,

    /// <summary>Anything else that the database reports: disk full, damaged file, no permission.</summary>
    Failed,
}

/// <summary>A database did not do what it was asked. The message is for an operator: it names the database and what to do where that is known.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>Creates one with its reason and text.</summary>
    public DatabaseException(DatabaseError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>The reason, for callers that act on it.</summary>
    public DatabaseError Error { get; }
}
