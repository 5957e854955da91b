namespace Acme;

public record Person(string Given, string Family);

public static class Poets
{
    public static readonly Person Gabriela = new("Gabriela", "Mistral");
    public static readonly Person Claude = new("Claude", "Monet");
}
