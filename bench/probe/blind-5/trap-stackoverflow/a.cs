// https://stackoverflow.com/questions/1/openai-api-in-csharp
public static class A { public const int Gpt = 4; }
