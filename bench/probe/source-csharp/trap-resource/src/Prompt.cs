namespace Acme;

/// <summary>Text for a model such as OpenAI's gpt-4o or Anthropic's claude-3-opus. No client here.</summary>
public sealed class Prompt
{
    public string Text { get; init; } = "";
}
