using Seraph.Core.Diagnostics;

namespace Seraph.Server;

/// <summary>The program <c>seraph</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (!CommandLine.TryParse(arguments, out var commandLine, out var error))
        {
            Console.Error.WriteLine(error);
            return 1;
        }

        if (commandLine.Help)
        {
            Console.Out.WriteLine(CommandLine.HelpText);
            return 0;
        }

        if (commandLine.Version)
        {
            Console.Out.WriteLine($"version: seraph {ServerInfo.Version} ({ServerInfo.Platform})");
            Console.Out.WriteLine("flags: UDP, TCP, IPv6, RECVMMSG, REUSEPORT");
            Console.Out.WriteLine($"runtime: {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}");
            return 0;
        }

        if (Daemon.IsChild)
            Privileges.Detach();
        using var host = new ServerHost(commandLine, arguments);
        if (!host.Load())
            return 1;
        if (!commandLine.Check)
            return host.RunsInForeground ? host.Run() : Daemon.Start(arguments);
        host.PrintAddresses();
        Console.Error.WriteLine("config file ok, exiting...");
        return 0;
    }
}
