namespace Flow.Cli.Tests.CommandLine;

public class BadInputTests
{
    [Theory]
    [InlineData("", "flow needs a command: demo.")]
    [InlineData("dem", "flow does not know 'dem'; it knows demo, --help, --version.")]
    [InlineData("--bogus", "flow does not know '--bogus'; it knows demo, --help, --version.")]
    [InlineData("demo --bogus", "flow demo does not know '--bogus'; it knows --size, ")]
    [InlineData("demo more", "flow demo does not know 'more'; it knows --size, ")]
    [InlineData("demo --size", "--size needs a value, such as --size 64MiB.")]
    [InlineData("demo --size --json", "--size needs a value, such as --size 64MiB.")]
    [InlineData("demo --size 1 --size 2", "--size is given 2 times; give it once.")]
    [InlineData("demo --size -1", "--size '-1' is not a size; ")]
    [InlineData("demo --size=-1", "--size '-1' is not a size; ")]
    [InlineData("demo --size 5XB", "--size '5XB' is not a size; ")]
    [InlineData("demo --size 9999999999GiB", "--size '9999999999GiB' is too much; ")]
    [InlineData("demo --loss 2", "--loss '2' is neither a percentage from 0% to 100% nor a fraction from 0 to 1; ")]
    [InlineData("demo --loss 101%", "--loss '101%' is neither ")]
    [InlineData("demo --loss -1%", "--loss '-1%' is neither ")]
    [InlineData("demo --delay 5", "--delay '5' is not a time; ")]
    [InlineData("demo --delay -5ms", "--delay '-5ms' is not a time; ")]
    [InlineData("demo --stall", "--stall needs a value, such as --stall 2s.")]
    [InlineData("demo --stall 2h", "--stall '2h' is not a time; ")]
    [InlineData("demo --connections 0", "--connections '0' is not a whole number from 1 to 1000.")]
    [InlineData("demo --connections 1.5", "--connections '1.5' is not a whole number from 1 to 1000.")]
    [InlineData("demo --mtu 10", "--mtu '10' is not a whole number from 576 to 65520.")]
    [InlineData("demo --mtu 65521", "--mtu '65521' is not a whole number from 576 to 65520.")]
    [InlineData("demo --seed x", "--seed 'x' is not a whole number from 0 to ")]
    [InlineData("demo --file /no/such/file", "--file '/no/such/file' does not exist; ")]
    [InlineData("demo --file /tmp", "--file '/tmp' is a directory; ")]
    [InlineData("demo --file /dev/zero", "--file '/dev/zero' is a pipe or a device; ")]
    [InlineData("demo --file @options", "--file '@options' does not exist; ")]
    [InlineData("demo --file /etc/passwd --size 1", "--size and --file are both given; ")]
    public async Task Bad_input_is_told_in_one_sentence(string arguments, string sentence)
    {
        var run = await FlowCommandLine.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith(sentence, line);
        Assert.EndsWith(".", line);
    }

    [Theory]
    [InlineData("--help", "demo")]
    [InlineData("demo --help", "--connections")]
    public async Task Help_names_what_there_is(string arguments, string name)
    {
        var run = await FlowCommandLine.RunAsync(arguments.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(name, run.Output);
    }

    [Fact]
    public async Task A_network_that_cannot_be_made_is_told_in_one_sentence()
    {
        var run = await FlowCommandLine.RunAsync(["demo"], _ => throw new NotSupportedException("There is no wire."));

        Assert.Equal((1, "", "flow failed: There is no wire.\n"), (run.ExitCode, run.Output, run.Error));
    }
}
