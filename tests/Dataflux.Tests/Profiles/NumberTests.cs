using System.Numerics;
using System.Text;
using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

public class NumberTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1_000")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("١")]
    public void Text_outside_the_grammar_is_refused(string text)
    {
        var error = Assert.Throws<FormatException>(() => Number.Parse(text));
        Assert.Contains("is not a number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_are_dynamodbs()
    {
        var digits = new string('9', 38);
        Assert.Equal(digits, Number.Parse("000" + digits + ".000").Text);
        Assert.Equal("0." + digits, Number.Parse("0." + digits + "0").Text);
        Assert.Throws<FormatException>(() => Number.Parse(digits + "9"));
        Assert.Throws<FormatException>(() => Number.Parse("1" + new string('0', 37) + "1"));
        Assert.Equal("1" + new string('0', 125), Number.Parse("1E125").Text);
        Assert.Throws<FormatException>(() => Number.Parse("1E126"));
        Assert.Throws<FormatException>(() => Number.Parse("1E99999999999"));
        Assert.Throws<FormatException>(() => Number.Parse("9E-131"));
        Assert.Equal("0", Number.Parse("-0.00E500").Text);
        Assert.Equal(Number.Parse("1E-130"), Number.Parse("0.001E-127"));
    }

    [Fact]
    public void Narrowing_throws_on_loss()
    {
        Assert.Equal(long.MinValue, Number.Parse("-9223372036854775808").ToInt64());
        Assert.Equal(long.MaxValue, Number.Parse("9223372036854775807.0").ToInt64());
        Assert.Throws<OverflowException>(() => Number.Parse("9223372036854775808").ToInt64());
        Assert.Throws<OverflowException>(() => Number.Parse("1.5").ToInt64());
        Assert.Equal(int.MaxValue, Number.Parse("2147483647").ToInt32());
        Assert.Throws<OverflowException>(() => Number.Parse("2147483648").ToInt32());
        Assert.Equal(decimal.MaxValue, Number.Parse("79228162514264337593543950335").ToDecimal());
        Assert.Throws<OverflowException>(() => Number.Parse("79228162514264337593543950336").ToDecimal());
        Assert.Equal(-0.0000000000000000000000000001m, Number.Parse("-1E-28").ToDecimal());
        Assert.Throws<OverflowException>(() => Number.Parse("1E-29").ToDecimal());
        Assert.Equal(1.5e-130, Number.Parse("1.5E-130").ToDouble());
    }

    [Fact]
    public void Random_numbers_agree_with_big_integer_arithmetic()
    {
        var random = new Random(20260114);
        var previous = (Number: Number.Parse("0"), Scaled: BigInteger.Zero);
        for (var i = 0; i < 20_000; i++)
        {
            var (text, scaled) = RandomNumber(random);
            var number = Number.Parse(text);
            Assert.Equal(scaled, Scaled(number.Text));
            Assert.Equal(number, Number.Parse(Encoding.UTF8.GetBytes(number.Text)));
            Assert.DoesNotMatch("^-?0[0-9]|[eE+]|\\.$|\\.[0-9]*0$|^-0$", number.Text);
            Assert.Equal(scaled.CompareTo(previous.Scaled), Math.Sign(number.CompareTo(previous.Number)));
            previous = (number, scaled);
        }
    }

    // A number times 10^200, exactly.
    private static (string Text, BigInteger Scaled) RandomNumber(Random random)
    {
        var digits = new StringBuilder();
        for (var i = random.Next(1, 39); i > 0; i--)
            digits.Append((char)('0' + (random.Next(3) == 0 ? 0 : random.Next(10))));
        var point = random.Next(0, digits.Length + 1);
        var exponent = random.Next(4) == 0 ? random.Next(-90, 80) : random.Next(-3, 4);
        var negative = random.Next(2) == 0;
        var whole = digits.ToString(0, point) is { Length: > 0 } w ? w : "0";
        var fraction = point < digits.Length ? "." + digits.ToString(point, digits.Length - point) : "";
        var e = exponent == 0 ? "" : "eE"[random.Next(2)] + (exponent > 0 && random.Next(2) == 0 ? "+" : "") + exponent;
        var scaled = BigInteger.Parse(digits.ToString()) * BigInteger.Pow(10, 200 + exponent - (digits.Length - point));
        return ((negative ? "-" : "") + whole + fraction + e, negative ? -scaled : scaled);
    }

    private static BigInteger Scaled(string plain)
    {
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : plain.Length - point - 1;
        return BigInteger.Parse(plain.Replace(".", "", StringComparison.Ordinal)) * BigInteger.Pow(10, 200 - decimals);
    }
}
