namespace Seraph.EndToEnd.Harness;

/// <summary>SIPp, calling or called.</summary>
internal static class Sipp
{
    /// <summary>Starts the built-in callee (<c>-sn uas</c>) or one of our scenarios on a port.</summary>
    public static ChildProcess StartCallee(int port, string transport = "u1", string scenario = "uas") =>
        ChildProcess.Start(Program, [.. ScenarioArguments(scenario), "-i", "127.0.0.1", "-p", $"{port}", "-t", transport, "-nostdin", "-trace_err", "-error_file", "/dev/stderr"], Path.GetTempPath());

    /// <summary>Runs a caller to the end; fails with SIPp's output when a call failed.</summary>
    public static void Call(string server, int calls, int rate, string transport = "u1", string scenario = "uac", string service = "service", params string[] more)
    {
        var (code, output) = TryCall(server, calls, rate, transport, scenario, service, more);
        Assert.True(code == 0, $"SIPp ended with {code}:\n{output}");
    }

    /// <summary>Runs a caller to the end and returns SIPp's exit code: 0 when every call succeeded.</summary>
    public static (int Code, string Output) TryCall(string server, int calls, int rate, string transport = "u1", string scenario = "uac", string service = "service", params string[] more) =>
        ChildProcess.Run(
            Program,
            [
                server, .. ScenarioArguments(scenario), "-i", "127.0.0.1", "-p", $"{SeraphServer.FreePort()}", "-s", service, "-m", $"{calls}", "-r", $"{rate}", "-l", "50",
                "-t", transport, "-nostdin", "-timeout", "50s", "-timeout_error", "-trace_err", "-error_file", "/dev/stderr", .. more,
            ],
            Path.GetTempPath());

    private static string Program => Repository.Peer("sipp", "sip-tester");

    private static string[] ScenarioArguments(string scenario) =>
        scenario is "uac" or "uas" ? ["-sn", scenario] : ["-sf", Repository.Scenario(scenario)];
}
