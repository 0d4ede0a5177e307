namespace Seraph.EndToEnd.Harness;

/// <summary>Where the built programs and the project's files are.</summary>
internal static class Repository
{
    /// <summary>The project's root: the folder of Seraph.slnx above the test.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A program that <c>make build</c> leaves in <c>bin/</c>.</summary>
    public static string Program(string name)
    {
        var path = Path.Combine(Root, "bin", name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: run `make build` first");
    }

    /// <summary>A program of a peer; fails with the package to install when it is missing.</summary>
    public static string Peer(string name, string package)
    {
        foreach (var folder in new[] { "/usr/bin", "/usr/sbin", "/usr/local/bin" })
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException($"{name} is missing: apt-get install {package} (tests/install-peers.sh does it)");
    }

    /// <summary>A SIPp scenario or other file beside the tests.</summary>
    public static string Scenario(string name) => Path.Combine(Root, "tests", "Seraph.EndToEnd", "Scenarios", name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Seraph.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("Seraph.slnx is in no folder above " + AppContext.BaseDirectory);
    }
}
