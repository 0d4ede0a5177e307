using Seraph.Fuzz;
using SharpFuzz;

// Run under afl-fuzz: see README.md in this folder. The argument names the target.
switch (args.FirstOrDefault())
{
    case "sip":
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            SipTarget.Run(input.ToArray());
        });
        return 0;
    case "sip-stream":
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            StreamTarget.Run(input.ToArray());
        });
        return 0;
    case "binrpc":
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            BinrpcTarget.Run(input.ToArray());
        });
        return 0;
    default:
        Console.Error.WriteLine("usage: Seraph.Fuzz sip|sip-stream|binrpc");
        return 2;
}
